//! `furlong join`: a company comes into a chain that is there.

use super::init::tell_keys;
use super::output::{say, tell};
use crate::founding::{Founder, OrgPlan, Ours, Reach, begin_joining, prepare_joining};
use crate::home::Home;
use crate::replica::{Anchor, Anchors};
use anyhow::{Context as _, ensure};
use clap::{Args, Subcommand};
use ledger::OrgId;
use ledger::checkpoint::Checkpoint;
use ledger::genesis::Genesis;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `join`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// First: draw the company's keys, and write joiner.json for the members.
    Prepare(Prepare),
    /// Then: put the chain into the folder. The node reads everything from the members and checks it.
    Begin(Begin),
}

/// Arguments of `prepare`.
#[derive(Debug, Args)]
struct Prepare {
    /// The data folder to make. It must hold no chain.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// The chain, NAME/64 hex digits, as two members say it by telephone.
    #[arg(long, value_name = "ORIGIN")]
    chain: String,
    /// The GLN of the company: 13 digits.
    #[arg(long)]
    gln: String,
    /// Its name in words.
    #[arg(long, value_name = "NAME")]
    org_name: String,
    /// Where its node answers: a DNS name, or NAME:PORT.
    #[arg(long)]
    host: String,
    /// Where its pages and API are, for the other members' nodes: <https://node.example>
    #[arg(long, value_name = "URL")]
    url: String,
    /// Where other members' nodes reach this one for votes: /dns4/NAME/tcp/PORT or /ip4/.../tcp/...
    #[arg(long, value_name = "ADDRESS")]
    consensus: String,
    /// A GS1 company prefix of the company, 4 to 12 digits. May be given several times.
    #[arg(long)]
    prefix: Vec<String>,
    /// What the company is: producer, processor, packer ... May be given several times.
    #[arg(long)]
    role: Vec<String>,
}

/// Arguments of `begin`.
#[derive(Debug, Args)]
#[command(after_help = "A checkpoint is SIZE:ROOT, lines 2 and 3 of what a member's node says at \
    /log/checkpoint. Ask two members, by telephone: without it, keys of a member that left long ago \
    could show this node another past.")]
struct Begin {
    /// The data folder that was prepared.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// The genesis, as any member has it.
    #[arg(long, default_value = "genesis.json")]
    genesis: PathBuf,
    /// Its signatures, as any member has them.
    #[arg(long, default_value = "genesis.sigs")]
    signatures: PathBuf,
    /// Where the members' nodes are: what furlong peer list prints for a member.
    #[arg(long, value_name = "PEERS.TOML", default_value = "peers.toml")]
    peers: PathBuf,
    /// What a member says of the record: SIZE:ROOT. Twice, of two members.
    #[arg(long, value_name = "SIZE:ROOT", required = true)]
    checkpoint: Vec<String>,
}

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.step {
        Step::Prepare(prepare) => prepared(prepare)?,
        Step::Begin(begin) => begun(begin)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn prepared(arguments: &Prepare) -> anyhow::Result<()> {
    let gln = gs1::Gln::parse(&arguments.gln).context("--gln")?;
    // Any checkpoint of this chain can be read; it says what is wrong with a name.
    anchor(&arguments.chain, "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        .context("--chain is NAME/64 hex digits, as furlong init printed it")?;
    let org = OrgPlan {
        iss: OrgId::parse(&format!("https://id.gs1.org/417/{gln}"))?,
        name: arguments.org_name.clone(),
        prefixes: arguments.prefix.clone(),
        roles: arguments.role.clone(),
        sponsor: None,
    };
    let founder = Founder { org, host: arguments.host.clone() };
    let reach = Reach { url: arguments.url.clone(), consensus: arguments.consensus.clone() };
    let home = Home::at(&arguments.dir);
    let ours = Ours { founder, others: Vec::new(), reach };
    let joiner = prepare_joining(&home, &arguments.chain, &ours)?;
    say(home.joiner().display().to_string());
    tell_keys(&home, &joiner.validator.iss);
    tell(
        "Next: send joiner.json to the members. Nothing in it is secret. They add it to their nodes",
    );
    tell(
        "(furlong peer add), and send genesis.json, genesis.sigs and peers.toml. Then: furlong join",
    );
    tell("begin, and furlong serve.");
    Ok(())
}

fn begun(arguments: &Begin) -> anyhow::Result<()> {
    let bytes = std::fs::read(&arguments.genesis);
    let named = || arguments.genesis.display().to_string();
    let genesis = Genesis::read(&bytes.with_context(named)?).with_context(named)?;
    let wanted = genesis.validators.len().min(2);
    ensure!(
        wanted <= arguments.checkpoint.len(),
        "ask two members for their checkpoint, and give --checkpoint twice"
    );
    let origin = genesis.origin();
    let anchors = arguments.checkpoint.iter().map(|told| anchor(&origin, told));
    let anchors = Anchors { checkpoints: anchors.collect::<anyhow::Result<_>>()? };
    let read = |path: &Path| {
        std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let (signatures, peers) = (read(&arguments.signatures)?, read(&arguments.peers)?);
    let home = Home::at(&arguments.dir);
    begin_joining(&home, (&genesis, &signatures), &peers, &anchors)?;
    say(origin);
    tell(format!("The operator's token:   {}", home.operator_token().display()));
    let settings = arguments.dir.join("furlong.toml");
    tell(format!("The settings:           {} (look at them once)", settings.display()));
    tell(format!("Next: furlong serve --dir {}", arguments.dir.display()));
    tell(
        "It reads the record from the members. When it is ready, they vote: furlong ballot admit.",
    );
    Ok(())
}

/// `SIZE:ROOT`, the root in base64 as a checkpoint has it.
fn anchor(origin: &str, told: &str) -> anyhow::Result<Anchor> {
    let (size, root) = told.split_once(':').with_context(|| format!("{told} is not SIZE:ROOT"))?;
    let read = Checkpoint::parse(&format!("{origin}\n{size}\n{root}\n"));
    let read = read.with_context(|| format!("{told} are not lines 2 and 3 of a checkpoint"))?;
    Ok(Anchor { size: read.size, root: read.root })
}
