//! `furlong redact`: propose that the bytes of a record are taken out of the log.

use super::output::{say, tell};
use super::signing::{Signer, Signing};
use super::{evidence, organisation};
use anyhow::{Context as _, bail};
use clap::Args;
use ledger::evidence::Evidence;
use ledger::governance::{Gov, Words};
use ledger::statement::{Body, Envelope, Vct};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `redact`.
#[derive(Debug, Args)]
#[command(
    after_help = "Every member votes, and a quorum decides; on a chain of one this proposal is \
    the decision. It cannot be taken back: keep a copy if the law asks for one. The record's place, \
    signer, id and hash stay, and every other proof stays good. Backups and copies elsewhere keep \
    the bytes until they are deleted there."
)]
pub(super) struct Arguments {
    #[command(flatten)]
    signing: Signing,
    /// The event's id, such as urn:uuid:..., or the number of its leaf.
    #[arg(value_name = "EVENT-ID|LEAF")]
    event: String,
    /// Why, in one sentence. It is recorded for ever: name nobody in it.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The language of the reason.
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
    /// Whose event, where several firms use the id: a GLN, or a whole name on the chain.
    #[arg(long, value_name = "ORGANISATION")]
    iss: Option<String>,
    /// The operator's token, to find an event that is not published.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let signer = arguments.signing.open()?;
    signer.needs_purpose(&["admin"])?;
    let reason = Words::one(&arguments.language, arguments.reason.trim())
        .context("the reason is 1 to 500 characters, and its language a tag such as en")?;
    let index = match arguments.event.parse::<u64>() {
        Ok(index) => index,
        Err(_) => find(arguments, &signer)?,
    };
    let receipt = signer.say(Body::Governance(Gov::Redact { index, reason }.to_json()))?;
    if arguments.json {
        say(serde_json::json!({"leaf": index, "receipt": receipt}).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    say(format!("leaf {index}: proposed in leaf {} of block {}", receipt.index, receipt.height));
    tell("Where one company keeps the chain, the bytes are out of its node's database now.");
    tell("They stay in backups until those are deleted, and with everybody who has read them.");
    Ok(ExitCode::SUCCESS)
}

/// The leaf of an event, from the node's own proof of it.
fn find(arguments: &Arguments, signer: &Signer) -> anyhow::Result<u64> {
    let iss = arguments.iss.as_deref().map(organisation::parse).transpose()?;
    let token = arguments.token_file.as_deref().map(evidence::token).transpose()?;
    let node = signer.node.with_token(token);
    let bytes = node.evidence(&arguments.event, iss.as_ref())?;
    let file = Evidence::read(&bytes)?;
    let chain = file.chains.iter().find(|chain| chain.origin == signer.origin);
    let leaves = chain.map(|chain| chain.leaves.as_slice()).unwrap_or_default();
    let is_it = |jws: &str| {
        let Ok(envelope) = Envelope::read(jws.as_bytes(), &signer.origin) else { return false };
        let inner = envelope.inner();
        let own = format!("urn:uuid:{}", inner.head().jti());
        let id = inner.body().get("eventID").and_then(json::Json::as_str).unwrap_or(&own);
        inner.head().vct() == Vct::Event && id == arguments.event
    };
    let found: Vec<u64> =
        leaves.iter().filter(|leaf| is_it(&leaf.jws)).map(|leaf| leaf.index).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => bail!("the node's proof of {} does not hold it", arguments.event),
        several => bail!(
            "{} stands in the log {} times, in the leaves {several:?}: name the leaf",
            arguments.event,
            several.len()
        ),
    }
}
