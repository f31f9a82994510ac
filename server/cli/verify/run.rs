//! The command.

use super::super::files;
use super::super::output::{say, tell};
use super::anchors::{self, Anchors};
use super::{attached, policy, report, told};
use crate::clock::{Clock as _, System};
use anyhow::Context as _;
use clap::Args;
use ledger::checkpoint::Policy;
use ledger::evidence::{
    Ask, Asked, Broken, Evidence, FILE_BYTES_MAX, Outcome, Report, check, codes, tlog_proof,
};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `verify`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 every file holds; 1 one is broken or cannot be read; \
    2 wrong arguments; 3 all are consistent, but no chain was named to trust.")]
pub(in crate::cli) struct Arguments {
    /// Files of evidence; - is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A chain that is trusted, NAME/64 hex digits, as printed on paper. May be given several times.
    #[arg(long, value_name = "ORIGIN", conflicts_with = "policy")]
    chain: Vec<String>,
    /// A C2SP tlog-policy: whose logs and witnesses must have signed.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Fail if a quorum last confirmed the records longer ago than this.
    #[arg(long, value_name = "SECONDS")]
    max_age: Option<u64>,
    /// The code that the files must be about, or the address of its page: its dates count too.
    #[arg(long, value_name = "CODE")]
    subject: Option<String>,
    /// Also write the C2SP files (tlog-proof, checkpoint, policy) for other people's tools.
    #[arg(long, value_name = "DIR")]
    tlog_proof: Option<PathBuf>,
    /// A file that a record in every file of evidence must name: a certificate, a series. May be
    /// given several times.
    #[arg(long, value_name = "FILE")]
    attachment: Vec<PathBuf>,
    /// Answer with one JSON object a line and file.
    #[arg(long)]
    json: bool,
}

/// No chain was named to trust.
const UNKNOWN_CHAIN: u8 = 3;

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let anchors = anchors::read(&arguments.chain, arguments.policy.as_deref())?;
    let subject = arguments.subject.as_deref().map(gs1::Goods::from_typed).transpose()?;
    let subject = subject.map(|goods| goods.uri());
    let asked = subject.as_deref().map_or(Asked::Anything, |uri| {
        if codes::may_be_recalled(uri) { Asked::Code(uri) } else { Asked::NoCode }
    });
    // An address names dates too, which are no part of the code but may be recalled.
    let listed: Vec<String> = arguments.subject.iter().cloned().collect();
    let attachments = attachments(arguments)?;
    let (mut broken, mut unknown) = (false, false);
    for path in &arguments.files {
        let bytes = files::read(path, FILE_BYTES_MAX)?;
        let ask = Ask {
            anchors: &anchors.origins,
            subject: asked,
            extra_codes: &listed,
            now_s: Some(System.now_s()),
            max_age_s: arguments.max_age,
        };
        let outcome = by_policy(check(&bytes, &ask), &bytes, anchors.policy.as_ref());
        broken |= matches!(outcome, Outcome::Broken(_));
        unknown |= matches!(outcome, Outcome::UnknownChain(_));
        let named = named(&outcome, &bytes, &attachments);
        broken |= named.iter().any(|(_, leaf)| leaf.is_none());
        if arguments.json {
            let mut answer = answer(path, &outcome);
            if let Some(members) = answer.as_object_mut().filter(|_| !named.is_empty()) {
                let one = |(file, leaf): &(String, _)| json!({"file": file, "leaf": leaf});
                members.insert("attachments".to_owned(), named.iter().map(one).collect());
            }
            say(answer.to_string());
        } else {
            show(path, &outcome, &anchors);
            for (file, leaf) in &named {
                say(match leaf {
                    Some(leaf) => format!("  {file} is the file that leaf {leaf} names"),
                    None => format!("  {file} IS NOT NAMED by any record in this file"),
                });
            }
        }
        match (&outcome, &arguments.tlog_proof) {
            (Outcome::Holds(_) | Outcome::UnknownChain(_), Some(folder)) => {
                export(&bytes, folder)?;
            }
            (Outcome::Broken(_), _) | (_, None) => {}
        }
    }
    Ok(match (broken, unknown) {
        (true, _) => ExitCode::FAILURE,
        (false, true) => ExitCode::from(UNKNOWN_CHAIN),
        (false, false) => ExitCode::SUCCESS,
    })
}

/// Files beside the evidence; a node takes 10 MiB unless its operator allows more.
const ATTACHMENT_BYTES_MAX: usize = 100 << 20;

fn attachments(arguments: &Arguments) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let read = |path: &PathBuf| {
        let bytes = files::read(path, ATTACHMENT_BYTES_MAX)?;
        Ok((path.display().to_string(), bytes))
    };
    arguments.attachment.iter().map(read).collect()
}

/// The leaf that names each file; nothing is believed of evidence that is broken.
fn named(
    outcome: &Outcome,
    evidence: &[u8],
    files: &[(String, Vec<u8>)],
) -> Vec<(String, Option<u64>)> {
    let file = match outcome {
        Outcome::Holds(_) | Outcome::UnknownChain(_) => Evidence::read(evidence).ok(),
        Outcome::Broken(_) => None,
    };
    let naming = |bytes: &[u8]| attached::naming(file.as_ref()?, bytes);
    files.iter().map(|(name, bytes)| (name.clone(), naming(bytes))).collect()
}

/// What a file says of itself, without an anchor: for whoever has just fetched it.
pub(in crate::cli) fn summary(bytes: &[u8]) -> Vec<String> {
    match check(bytes, &Ask { now_s: Some(System.now_s()), ..Ask::default() }) {
        Outcome::Holds(report) | Outcome::UnknownChain(report) => told::lines(&report),
        Outcome::Broken(broken) => vec![format!("BROKEN: {broken}")],
    }
}

fn by_policy(outcome: Outcome, bytes: &[u8], asked: Option<&Policy>) -> Outcome {
    match (outcome, asked) {
        (Outcome::Holds(report), Some(asked)) => holds_by(report, bytes, asked),
        (outcome, _) => outcome,
    }
}

fn holds_by(report: Report, bytes: &[u8], asked: &Policy) -> Outcome {
    match Evidence::read(bytes).and_then(|file| policy::check(&file, asked)) {
        Ok(()) => Outcome::Holds(report),
        Err(broken) => Outcome::Broken(broken),
    }
}

fn answer(path: &Path, outcome: &Outcome) -> serde_json::Value {
    let file = path.display().to_string();
    match outcome {
        Outcome::Holds(proven) => {
            json!({"file": file, "outcome": "holds", "proven": report::proven(proven)})
        }
        Outcome::UnknownChain(proven) => {
            json!({"file": file, "outcome": "unknown-chain", "proven": report::proven(proven)})
        }
        Outcome::Broken(Broken { step, at, text }) => json!({
            "file": file, "outcome": "broken", "step": step.as_str(), "at": at, "reason": text,
        }),
    }
}

fn show(path: &Path, outcome: &Outcome, anchors: &Anchors) {
    let file = path.display();
    let (word, report) = match outcome {
        Outcome::Holds(report) if anchors.are_pinned => {
            ("HOLDS, on a chain that you pinned", report)
        }
        Outcome::Holds(report) => ("HOLDS", report),
        Outcome::UnknownChain(report) => ("CONSISTENT, CHAIN UNKNOWN", report),
        Outcome::Broken(broken) => {
            say(format!("{file}: BROKEN at the step {}: {}", broken.step.as_str(), broken.text));
            say(format!(
                "  place in the file: {}",
                if broken.at.is_empty() { "all of it" } else { &broken.at }
            ));
            say(
                "  Nothing in this file should be believed. Ask where it came from for another copy.",
            );
            return;
        }
    };
    say(format!("{file}: {word}"));
    for line in told::lines(report) {
        say(format!("  {line}"));
    }
    if matches!(outcome, Outcome::UnknownChain(_)) {
        let origin = report.chains.first().map(|chain| chain.origin.as_str()).unwrap_or_default();
        tell("The parts agree with each other, but nobody said that this chain is to be trusted.");
        tell(format!("If you know from elsewhere that it is: --chain {origin}"));
        if let Some(list) = anchors::pinned() {
            tell(format!("To trust it from now on, write it on a line of {}", list.display()));
        }
    }
}

/// Writes what other people's tools read: a proof for each leaf, and the policy.
fn export(bytes: &[u8], folder: &Path) -> anyhow::Result<()> {
    let Ok(file) = Evidence::read(bytes) else { return Ok(()) };
    std::fs::create_dir_all(folder)
        .with_context(|| format!("{} cannot be made", folder.display()))?;
    let several = file.chains.len() > 1;
    for (number, chain) in file.chains.iter().enumerate() {
        let start = if several { format!("chain-{number}-") } else { String::new() };
        let put = |name: String, text: String| {
            files::write(Some(&folder.join(format!("{start}{name}"))), text.as_bytes())
        };
        let validators = policy::validators(chain);
        let writer = chain.checkpoint.log.first().map(|log| log.iss.clone());
        let writer = writer.context("no log signed the checkpoint, which C2SP tools need")?;
        let note = chain.checkpoint.note(&chain.origin, &writer, &validators);
        let note = note.context("too few C2SP cosignatures for other people's tools")?;
        put("checkpoint".to_owned(), note.write())?;
        if let Some(text) = Policy::text(&chain.origin, &validators) {
            put("policy".to_owned(), text)?;
        }
        for (place, leaf) in chain.leaves.iter().enumerate() {
            if let Some(text) = tlog_proof(chain, place, &writer, &validators) {
                put(format!("{}.tlog-proof", leaf.index), text)?;
                put(format!("{}.jws", leaf.index), leaf.jws.clone())?;
            }
        }
    }
    tell(format!("The C2SP files are in {}", folder.display()));
    Ok(())
}
