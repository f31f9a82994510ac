//! `furlong peer`: where the other members' nodes are.

use super::output::{say, tell};
use crate::config::{Config, NodeKey, Peer};
use crate::founding::{Joiner, add_peer, peer_text, read_share};
use crate::home::Home;
use anyhow::{Context as _, ensure};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `peer`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add the node of one who joins to furlong.toml. A node that runs sees it within seconds.
    Add(Add),
    /// Print this node and those that it knows, as furlong.toml has them: peers.toml for one who joins.
    List(List),
}

#[derive(Debug, Args)]
struct Add {
    /// The node's data folder.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// What furlong join prepare wrote on its machine.
    #[arg(value_name = "JOINER.JSON")]
    joiner: PathBuf,
}

#[derive(Debug, Args)]
struct List {
    /// The node's data folder.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
}

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.act {
        Act::Add(arguments) => add(arguments)?,
        Act::List(arguments) => list(&arguments.dir)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads a `joiner.json`.
pub(super) fn joiner(path: &Path) -> anyhow::Result<Joiner> {
    let named = || path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(named)?;
    Joiner::read(&text).with_context(named)
}

fn add(arguments: &Add) -> anyhow::Result<()> {
    let joiner = joiner(&arguments.joiner)?;
    let home = Home::at(&arguments.dir);
    let origin = crate::app::read_genesis(&home)?.origin();
    ensure!(
        joiner.origin == origin,
        "{} is for the chain {}, and this node keeps {origin}",
        arguments.joiner.display(),
        joiner.origin
    );
    let peer = peer_of(&joiner);
    let known = Config::read(&arguments.dir)?.peer;
    ensure!(
        known.iter().all(|there| there.iss != peer.iss),
        "furlong.toml names a peer of {} already: correct it there",
        peer.iss
    );
    add_peer(&home, &peer)?;
    Config::read(&arguments.dir).context("furlong.toml is not what it should be now")?;
    say(peer.iss.to_string());
    tell(
        "This node answers it from now on. It votes only once a quorum of the members has let it in:",
    );
    tell("furlong ballot enrol, then furlong ballot admit.");
    Ok(())
}

fn list(dir: &Path) -> anyhow::Result<()> {
    let (home, mut peers) = (Home::at(dir), Config::read(dir)?.peer);
    if let Some(own) = own(&home)?
        && peers.iter().all(|peer| peer.iss != own.iss)
    {
        peers.push(own);
    }
    ensure!(
        !peers.is_empty(),
        "furlong.toml names no [[peer]]; write the table of this node by hand for one who joins"
    );
    peers.sort_by(|left, right| left.iss.cmp(&right.iss));
    for peer in &peers {
        say(peer_text(peer));
    }
    Ok(())
}

/// Where this node told others that it is.
fn own(home: &Home) -> anyhow::Result<Option<Peer>> {
    if home.joiner().exists() {
        return Ok(Some(peer_of(&joiner(&home.joiner())?)));
    }
    if !home.founder().exists() {
        return Ok(None);
    }
    let share = read_share(&std::fs::read_to_string(home.founder())?)?;
    let (iss, reach) = (share.validator.iss, share.reach);
    Ok(Some(Peer { iss, url: reach.url, consensus: reach.consensus, node: None }))
}

fn peer_of(joiner: &Joiner) -> Peer {
    Peer {
        iss: joiner.validator.iss.clone(),
        url: joiner.reach.url.clone(),
        consensus: joiner.reach.consensus.clone(),
        node: Some(NodeKey::of(joiner.validator.node.clone())),
    }
}
