//! `furlong demo`: a chain, its companies, three journeys, served.

use super::members;
use super::output::{say, tell};
use super::serve::{address, until_end};
use super::signing::NODE;
use super::usage::Usage;
use crate::app::{App, LostGuard, read_genesis};
use crate::clock::{Clock as _, System};
use crate::config::{Config, Tls};
use crate::demo::{Link, Setup, plan, record};
use crate::founding::found;
use crate::home::Home;
use crate::label::{Paint, terminal};
use crate::tls::{LanError, PublicUrl, lan_address, write_identity};
use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal as _;
use std::net::{AddrParseError, IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// The name of the demonstration's chain. It need not resolve.
const CHAIN: &str = "demo.furlong.example";

/// Where the one node would answer, were it on the internet.
const HOST: &str = "node.demo.furlong.example";

/// Pages a minute.
const DEMO_PAGES: NonZeroU32 = NonZeroU32::MIN.saturating_add(99_999);

/// An address of this machine alone.
const NODE_ADDRESS: &str = "127.0.0.1:8080";

/// Said once beside the codes of `--lan`.
const WARNING: &str = "Your phone, in the same network, will warn once that it does not know who \
    this is: nobody can vouch for an address in a network of your own, so this demonstration made \
    its certificate itself. Here it is all right to go on, because what the page proves rests on \
    signatures that your phone checks, and not on that certificate.";

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where the demonstration keeps its chain; a second start goes on with it.
    #[arg(long, default_value = "furlong-demo")]
    dir: PathBuf,
    /// Where to listen. Port 0 takes a free one.
    #[arg(long, default_value = NODE_ADDRESS)]
    listen: SocketAddr,
    /// Let a phone in: HTTPS at this machine's address in its network, or at ADDR.
    #[arg(long, value_name = "ADDR", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "auto", value_parser = Lan::parse, conflicts_with = "public_url")]
    lan: Option<Lan>,
    /// How others reach it, such as <https://demo.example>: the beginning of its links and codes.
    #[arg(long, value_name = "URL", value_parser = PublicUrl::parse)]
    public_url: Option<PublicUrl>,
    /// A consortium instead of one node: so many members, each with a node of its own on this machine.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=7))]
    #[arg(conflicts_with_all = ["lan", "public_url"])]
    members: Option<u8>,
    /// Write nothing but addresses, for scripts.
    #[arg(long)]
    quiet: bool,
}

/// Where in the network.
#[derive(Debug, Clone, Copy)]
enum Lan {
    /// At this machine's own address there.
    Found,
    /// At an address that was named.
    At(IpAddr),
}

impl Lan {
    /// Reads an address; `auto` looks for one.
    fn parse(text: &str) -> Result<Self, String> {
        if text == "auto" {
            return Ok(Self::Found);
        }
        let wrong = "name an address of this machine in your network, such as 192.168.1.20";
        text.parse().map(Self::At).map_err(|_no_address: AddrParseError| wrong.to_owned())
    }

    fn address(self) -> Result<IpAddr, LanError> {
        match self {
            Self::Found => lan_address(),
            Self::At(address) => Ok(address),
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    std::fs::create_dir_all(&arguments.dir)
        .with_context(|| format!("{} cannot be made", arguments.dir.display()))?;
    let home = Home::at(&arguments.dir);
    let setup = Setup::read(CHAIN).context("the journeys of this program are damaged")?;
    if let Some(count) = arguments.members {
        let place = (&*arguments.dir, arguments.listen, count);
        return members::run(place, (&setup, CHAIN), arguments.quiet);
    }
    if !home.genesis().exists() {
        let now_ms = System.now_ms();
        found(&home, &plan(&setup, CHAIN, HOST, now_ms)?)?;
    }
    let mut config = Config::read(&arguments.dir)?;
    config.listen = arguments.listen;
    if let Some(url) = &arguments.public_url {
        config.public_url = Some(url.clone());
    }
    if let Some(wanted) = arguments.lan {
        open_to_lan(&mut config, wanted, arguments.listen)?;
    }
    // Everybody who tries it, and every tool, comes from this one machine.
    config.limits.pages_per_minute = config.limits.pages_per_minute.max(DEMO_PAGES);
    config.limits.pages_per_minute_of_prefix =
        config.limits.pages_per_minute_of_prefix.max(DEMO_PAGES);
    actix_web::rt::System::new().block_on(serve(arguments, setup, home, config))
}

async fn serve(
    arguments: &Arguments,
    setup: Setup,
    home: Home,
    config: Config,
) -> anyhow::Result<ExitCode> {
    let (is_tls, public) = (config.tls.is_some(), config.public_url.clone());
    let app = App::start(config, Arc::new(System), LostGuard::Refuse).await?;
    let genesis = read_genesis(&home)?;
    let bar = bar(arguments.quiet);
    let recorded = record(&setup, &home, &genesis, app.intake(), |progress| {
        bar.set_length(progress.of as u64);
        bar.set_position(progress.done as u64);
    });
    let height = tokio::select! {
        height = recorded => height?,
        // Whoever waits for a receipt would wait for ever.
        reason = app.ended() => anyhow::bail!("{reason}"),
    };
    app.reader().visible(height).await?;
    bar.finish_and_clear();
    let listens = address(&app, is_tls);
    let link = public.map_or_else(|| listens.clone(), |url| url.to_string());
    if arguments.quiet {
        say(&link);
    } else {
        show(&link, &setup.links());
        if arguments.lan.is_some() {
            say(format!("{WARNING}\n"));
        }
        // Commands speak no TLS.
        let node = app.local().map_or(listens, |local| format!("http://{local}"));
        invite((&link, &node), &setup, &home, app.origin())?;
    }
    until_end(app, || {}).await
}

/// HTTPS in the network, and HTTP for this machine's own commands where it was.
fn open_to_lan(config: &mut Config, wanted: Lan, listen: SocketAddr) -> anyhow::Result<()> {
    if !listen.ip().is_loopback() {
        let text = format!(
            "--lan opens the network with HTTPS, and --listen {listen} would open it without: \
             leave --listen out, or give it an address such as {NODE_ADDRESS}"
        );
        return Err(Usage(text).into());
    }
    let usage = |error: LanError| Usage(error.to_string());
    let address = wanted.address().map_err(usage)?;
    if address.is_unspecified() || address.is_multicast() {
        let text =
            format!("--lan={address} is no address that a phone can open: name this machine's");
        return Err(Usage(text).into());
    }
    let [cert, key] = ["lan.pem", "lan.key"].map(|name| config.folder.join(name));
    write_identity((&cert, &key), address, System.now_ms())?;
    config.listen = SocketAddr::new(address, listen.port());
    config.tls = Some(Tls { cert, key, local: Some(listen) });
    config.public_url = None;
    Ok(())
}

pub(super) fn bar(quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("Recording the journeys {bar:30} {pos} of {len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

/// Colours where they are understood.
fn paint() -> Paint {
    if std::io::stdout().is_terminal() { Paint::Colours } else { Paint::Blocks }
}

fn show(address: &str, links: &[Link]) {
    for link in links {
        if link.is_first {
            say(format!("\n{}\n", link.journey));
            match terminal(&format!("{address}{}", link.path), paint()) {
                Ok(code) => say(code),
                Err(error) => tell(format!("The code cannot be drawn: {error}")),
            }
        }
        say(format!("  {}\n  {address}{}\n", link.title, link.path));
    }
}

/// What to do with it. Commands are written whole, so that they can be copied.
fn invite(
    (link, address): (&str, &str),
    setup: &Setup,
    home: &Home,
    origin: &str,
) -> anyhow::Result<()> {
    let node = if address == NODE { String::new() } else { format!(" --node {address}") };
    let token = home.operator_token();
    if let Some(trial) = setup.trial(CHAIN) {
        let notice = home.path().join("notice.json");
        std::fs::write(&notice, &trial.notice)
            .with_context(|| format!("{} cannot be written", notice.display()))?;
        let key = home.org_key(&trial.iss, "event");
        let who = format!("{node} --key {} --code {}", key.display(), trial.code);
        say("To try, in another terminal:\n");
        say(format!("  furlong recall publish{who} --notice {}", notice.display()));
        say(format!("  furlong recall withdraw{who}"));
        let proof = format!("--token-file {} -o evidence.json", token.display());
        say(format!("  furlong evidence{node} {} {proof}", trial.event_id));
        say(format!("  furlong verify evidence.json --chain {origin}\n"));
    }
    say(format!("Search box:         {link}/"));
    say(format!("The chain:          {origin}"));
    say(format!("Operator's token:   {} (shows what is concealed)", token.display()));
    say("Ctrl-C ends it; the next start with the same folder goes on with the same chain.");
    Ok(())
}
