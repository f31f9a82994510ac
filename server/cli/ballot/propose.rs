//! Proposing, and voting.

use super::super::organisation;
use super::super::output::{say, tell};
use super::super::peer::joiner;
use super::super::rotate::newest_epoch;
use super::super::signing::{Signer, Signing};
use anyhow::{Context as _, ensure};
use clap::{Args, ValueEnum};
use ledger::Hash;
use ledger::governance::{Gov, Vote as Voice};
use ledger::rows::Validator;
use ledger::state::quorum;
use ledger::statement::Body;
use std::path::PathBuf;

/// Arguments of `enrol`.
#[derive(Debug, Args)]
pub(super) struct Enrol {
    #[command(flatten)]
    signing: Signing,
    /// What furlong join prepare wrote on the company's machine.
    #[arg(value_name = "JOINER.JSON")]
    joiner: PathBuf,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

/// Arguments of `admit`.
#[derive(Debug, Args)]
pub(super) struct Admit {
    #[command(flatten)]
    signing: Signing,
    /// The data folder of this node, for those who vote now.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// What furlong join prepare wrote on the company's machine. Several join together.
    #[arg(required = true, value_name = "JOINER.JSON")]
    joiners: Vec<PathBuf>,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

/// Arguments of `remove`.
#[derive(Debug, Args)]
pub(super) struct Remove {
    #[command(flatten)]
    signing: Signing,
    /// The data folder of this node, for those who vote now.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// Whose nodes vote no more: GLNs, or whole names on the chain.
    #[arg(required = true, value_name = "ORGANISATION")]
    orgs: Vec<String>,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

/// Arguments of `vote`.
#[derive(Debug, Args)]
pub(super) struct Vote {
    #[command(flatten)]
    signing: Signing,
    /// The proposal: 64 hex digits, as furlong ballot list shows them.
    #[arg(value_name = "PROPOSAL")]
    proposal: String,
    /// For it, or against it. A vote cannot be taken back.
    #[arg(value_enum, value_name = "VOTE")]
    word: Word,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Word {
    Yes,
    No,
}

pub(super) fn enrol(arguments: &Enrol) -> anyhow::Result<()> {
    let joiner = joiner(&arguments.joiner)?;
    let signer = open(&arguments.signing)?;
    ensure!(
        joiner.origin == signer.origin,
        "{} is for the chain {}, and the node keeps {}: nothing was sent",
        arguments.joiner.display(),
        joiner.origin,
        signer.origin
    );
    propose(&signer, &joiner.enrol()?, arguments.json)
}

pub(super) fn admit(arguments: &Admit) -> anyhow::Result<()> {
    let mut validators = newest_epoch(&arguments.dir)?.validators;
    for path in &arguments.joiners {
        let new = joiner(path)?.validator;
        let there = validators.iter().any(|row| row.iss == new.iss);
        ensure!(!there, "{} has a vote already", new.iss);
        validators.push(new);
    }
    set(&arguments.signing, validators, arguments.json)
}

pub(super) fn remove(arguments: &Remove) -> anyhow::Result<()> {
    let mut validators = newest_epoch(&arguments.dir)?.validators;
    for text in &arguments.orgs {
        let iss = organisation::parse(text)?;
        let place = validators.iter().position(|row| row.iss == iss);
        validators.remove(place.with_context(|| format!("{iss} has no vote"))?);
    }
    ensure!(!validators.is_empty(), "somebody must be left to keep the record");
    set(&arguments.signing, validators, arguments.json)
}

/// Proposes who votes from the next epoch on.
fn set(signing: &Signing, mut validators: Vec<Validator>, as_json: bool) -> anyhow::Result<()> {
    validators.sort_unstable_by(|left, right| left.iss.cmp(&right.iss));
    let count = validators.len();
    propose(&open(signing)?, &Gov::Validators(validators), as_json)?;
    if !as_json {
        tell(format!("{count} members will vote then, and {} together decide.", quorum(count)));
    }
    Ok(())
}

pub(super) fn vote(arguments: &Vote) -> anyhow::Result<()> {
    let proposal = Hash::from_hex(&arguments.proposal)
        .context("a proposal is named by 64 hex digits: furlong ballot list shows them")?;
    let vote = match arguments.word {
        Word::Yes => Voice::Yes,
        Word::No => Voice::No,
    };
    let signer = open(&arguments.signing)?;
    let gov = Gov::Ballot { proposal, vote };
    let receipt = signer.say(Body::Governance(gov.to_json()))?;
    if arguments.json {
        say(serde_json::json!({"proposal": proposal.to_hex(), "receipt": receipt}).to_string());
    } else {
        say(format!("counted: leaf {} of block {}", receipt.index, receipt.height));
    }
    Ok(())
}

fn open(signing: &Signing) -> anyhow::Result<Signer> {
    let signer = signing.open()?;
    signer.needs_purpose(&["admin"])?;
    Ok(signer)
}

fn propose(signer: &Signer, gov: &Gov, as_json: bool) -> anyhow::Result<()> {
    let (id, receipt) = signer.propose(gov)?;
    let id = id.to_hex();
    if as_json {
        say(serde_json::json!({"proposal": id, "receipt": receipt}).to_string());
        return Ok(());
    }
    say(&id);
    tell(format!("proposed in leaf {} of block {}", receipt.index, receipt.height));
    tell(format!("This is the yes of {}. Where others must agree:", signer.key.iss));
    tell(format!("  furlong ballot vote {id} yes"));
    Ok(())
}
