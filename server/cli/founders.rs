//! `furlong init prepare|draft|sign|finish`: several companies found a chain, each on its machine.

use super::init::{Company, tell_keys};
use super::output::{say, tell};
use crate::clock::{Clock as _, System};
use crate::founding::{
    Founder, Ours, Reach, Share, draft, finish, peers_text, prepare, read_share, sign,
};
use crate::home::Home;
use anyhow::{Context as _, ensure};
use clap::{Args, Subcommand};
use ledger::genesis::Genesis;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The steps, in their order.
#[derive(Debug, Subcommand)]
pub(super) enum Together {
    /// Each founder, first: draw its keys, and write founder.json for the others.
    Prepare(Prepare),
    /// One founder: make genesis.json from everybody's founder.json.
    Draft(Draft),
    /// Each founder: sign genesis.json.
    Sign(Sign),
    /// Each founder, last: begin the chain in its folder with everybody's signatures.
    Finish(Finish),
}

/// Arguments of `prepare`.
#[derive(Debug, Args)]
pub(super) struct Prepare {
    #[command(flatten)]
    company: Company,
    /// Where other members' nodes reach this one for votes: /dns4/NAME/tcp/PORT or /ip4/.../tcp/...
    #[arg(long, value_name = "ADDRESS")]
    consensus: String,
    /// Where its pages and API are, for the other members' nodes: <https://node.example>
    #[arg(long, value_name = "URL")]
    url: String,
}

/// Arguments of `draft`.
#[derive(Debug, Args)]
pub(super) struct Draft {
    /// Everybody's founder.json.
    #[arg(required = true, value_name = "FOUNDER.JSON")]
    founders: Vec<PathBuf>,
    /// Where to write it.
    #[arg(short, long, default_value = "genesis.json")]
    out: PathBuf,
}

/// Arguments of `sign`.
#[derive(Debug, Args)]
pub(super) struct Sign {
    /// The data folder that was prepared.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// The draft.
    #[arg(long, default_value = "genesis.json")]
    genesis: PathBuf,
    /// Where to write the signatures.
    #[arg(short, long, default_value = "founder.sigs")]
    out: PathBuf,
}

/// Arguments of `finish`.
#[derive(Debug, Args)]
pub(super) struct Finish {
    /// The data folder that was prepared.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// The draft that everybody signed.
    #[arg(long, default_value = "genesis.json")]
    genesis: PathBuf,
    /// The addresses of all nodes, as drafted with the genesis; without it furlong.toml names none.
    #[arg(long, value_name = "PEERS.TOML")]
    peers: Option<PathBuf>,
    /// Everybody's signatures.
    #[arg(required = true, value_name = "FOUNDER.SIGS")]
    signatures: Vec<PathBuf>,
}

pub(super) fn run(step: &Together) -> anyhow::Result<ExitCode> {
    match step {
        Together::Prepare(arguments) => prepared(arguments)?,
        Together::Draft(arguments) => drafted(arguments)?,
        Together::Sign(arguments) => signed(arguments)?,
        Together::Finish(arguments) => finished(arguments)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn prepared(arguments: &Prepare) -> anyhow::Result<()> {
    let company = &arguments.company;
    let founder = Founder { org: company.plan()?, host: company.host.clone() };
    let reach = Reach { url: arguments.url.clone(), consensus: arguments.consensus.clone() };
    let home = Home::at(&company.dir);
    let ours = Ours { founder, others: Vec::new(), reach };
    let share = prepare(&home, &company.name, &ours)?;
    say(home.founder().display().to_string());
    tell_keys(&home, &share.validator.iss);
    tell("Next: send founder.json to the other founders. Nothing in it is secret. One of you runs");
    tell("furlong init draft with everybody's, and sends genesis.json and peers.toml to all.");
    Ok(())
}

fn drafted(arguments: &Draft) -> anyhow::Result<()> {
    let shares =
        arguments.founders.iter().map(|path| share(path)).collect::<Result<Vec<_>, _>>()?;
    let genesis = draft(System.now_ms(), &shares)?;
    write_new(&arguments.out, &genesis.text())?;
    let peers = arguments.out.with_file_name("peers.toml");
    write_new(&peers, &peers_text(&shares))?;
    say(genesis.origin());
    tell(
        "This line names the chain for ever: each founder compares it before signing, and prints it.",
    );
    let (count, needed) = (shares.len(), ledger::state::quorum(shares.len()));
    tell(format!("{count} members; {needed} of them together decide.{}", outage(count, needed)));
    tell(format!("Next: send {} and {}", arguments.out.display(), peers.display()));
    tell("to everybody; each runs furlong init sign.");
    Ok(())
}

fn outage(count: usize, needed: usize) -> String {
    match count.saturating_sub(needed) {
        0 => " No outage of a member's node is tolerated; with four members one is.".to_owned(),
        spare => format!(" The record goes on while at most {spare} of their nodes are away."),
    }
}

fn signed(arguments: &Sign) -> anyhow::Result<()> {
    let genesis = genesis(&arguments.genesis)?;
    let lines = sign(&Home::at(&arguments.dir), &genesis)?;
    write_new(&arguments.out, &lines)?;
    say(genesis.origin());
    tell("Compare this line with the other founders', by telephone or side by side.");
    tell("The founders:");
    for validator in &genesis.validators {
        let name = genesis.orgs.iter().find(|org| org.iss == validator.iss);
        let name = name.map(|org| org.name.as_str()).unwrap_or_default();
        tell(format!("  {name}, {}, node {}", validator.iss.as_str(), validator.host));
    }
    tell(format!("Next: send {} to the others. Nothing in it is", arguments.out.display()));
    tell("secret. With everybody's, each runs furlong init finish.");
    Ok(())
}

fn finished(arguments: &Finish) -> anyhow::Result<()> {
    let genesis = genesis(&arguments.genesis)?;
    let read = |path: &PathBuf| {
        std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let signatures = arguments.signatures.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let home = Home::at(&arguments.dir);
    let peers = match &arguments.peers {
        Some(path) => read(path)?,
        None => String::new(),
    };
    finish(&home, &genesis, &signatures, &peers)?;
    say(genesis.origin());
    tell(format!("The operator's token:   {}", home.operator_token().display()));
    let settings = arguments.dir.join("furlong.toml");
    tell(format!("The settings:           {} (look at them once)", settings.display()));
    tell(format!("Next: furlong serve --dir {}", arguments.dir.display()));
    Ok(())
}

fn share(path: &Path) -> anyhow::Result<Share> {
    let named = || path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(named)?;
    read_share(&text).with_context(named)
}

fn genesis(path: &Path) -> anyhow::Result<Genesis> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    Genesis::read(&bytes).with_context(|| path.display().to_string())
}

/// Never over a file that is there: it may be what others have signed.
fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    ensure!(
        !path.exists(),
        "{} is there already: move it away, or name another place with --out",
        path.display()
    );
    std::fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}
