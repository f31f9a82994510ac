//! `furlong demo`: a chain, its companies, three journeys, served.

use super::output::{say, tell};
use super::serve::until_end;
use super::signing::NODE;
use crate::app::{App, LostGuard, read_genesis};
use crate::clock::{Clock as _, System};
use crate::config::Config;
use crate::demo::{Link, Setup, plan, record};
use crate::founding::found;
use crate::home::Home;
use crate::label::{Paint, terminal};
use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal as _;
use std::net::SocketAddr;
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

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where the demonstration keeps its chain; a second start goes on with it.
    #[arg(long, default_value = "furlong-demo")]
    dir: PathBuf,
    /// Where to listen. Port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Write nothing but the address, for scripts.
    #[arg(long)]
    quiet: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    std::fs::create_dir_all(&arguments.dir)
        .with_context(|| format!("{} cannot be made", arguments.dir.display()))?;
    let home = Home::at(&arguments.dir);
    let setup = Setup::read(CHAIN).context("the journeys of this program are damaged")?;
    if !home.genesis().exists() {
        let now_ms = System.now_ms();
        found(&home, &plan(&setup, CHAIN, HOST, now_ms)?)?;
    }
    let mut config = Config::read(&arguments.dir)?;
    config.listen = arguments.listen;
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
    let address = format!("http://{}", app.address());
    if arguments.quiet {
        say(&address);
    } else {
        show(&address, &setup.links());
        invite(&address, &setup, &home, app.origin())?;
    }
    until_end(app, || {}).await
}

fn bar(quiet: bool) -> ProgressBar {
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
fn invite(address: &str, setup: &Setup, home: &Home, origin: &str) -> anyhow::Result<()> {
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
    say(format!("Search box:         {address}/"));
    say(format!("The chain:          {origin}"));
    say(format!("Operator's token:   {} (shows what is concealed)", token.display()));
    say("Ctrl-C ends it; the next start with the same folder goes on with the same chain.");
    Ok(())
}
