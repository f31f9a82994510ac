//! Signing and sending governance statements.

use super::super::files;
use super::super::output::say;
use super::super::signing::{Signer, Signing};
use anyhow::Context as _;
use clap::Args;
use json::{Json, Limits, Object};
use ledger::governance::Gov;
use ledger::statement::Body;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `org tell`.
#[derive(Debug, Args)]
pub(super) struct Tell {
    #[command(flatten)]
    signing: Signing,
    /// JSON files with a governance object, or a list of them; - is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Answer with one JSON object a line and statement.
    #[arg(long)]
    json: bool,
}

/// Arguments of `org name-us`.
#[derive(Debug, Args)]
pub(super) struct NameUs {
    #[command(flatten)]
    signing: Signing,
    /// Whether shoppers may read the name.
    #[arg(long, action = clap::ArgAction::Set)]
    show: bool,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

/// A file holds at most so much.
const LIMITS: Limits = Limits { bytes_max: 1 << 22, depth_max: 16, values_max: 100_000 };

pub(super) fn tell_all(tell: &Tell) -> anyhow::Result<ExitCode> {
    // Everything is read first, so that a slip in the last file stops all of it.
    let mut statements = Vec::new();
    for path in &tell.files {
        statements.extend(read(path)?);
    }
    let signer = open(&tell.signing)?;
    for gov in statements {
        send(&signer, gov, tell.json)?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn name_us(name_us: &NameUs) -> anyhow::Result<ExitCode> {
    let mut gov = Object::new();
    gov.insert("op", "name.us");
    gov.insert("show", name_us.show);
    send(&open(&name_us.signing)?, Json::Object(gov), name_us.json)?;
    Ok(ExitCode::SUCCESS)
}

fn open(signing: &Signing) -> anyhow::Result<Signer> {
    let signer = signing.open()?;
    signer.needs_purpose(&["admin", "registrar"])?;
    Ok(signer)
}

fn read(path: &Path) -> anyhow::Result<Vec<Json>> {
    let named = || path.display().to_string();
    let bytes = files::read(path, LIMITS.bytes_max)?;
    let statements = match json::parse(&bytes, &LIMITS).with_context(named)? {
        Json::Array(items) => items,
        one => vec![one],
    };
    for gov in &statements {
        Gov::read(gov).with_context(named)?;
    }
    Ok(statements)
}

fn send(signer: &Signer, gov: Json, as_json: bool) -> anyhow::Result<()> {
    let op = gov.get("op").and_then(Json::as_str).unwrap_or_default().to_owned();
    let receipt = signer.say(Body::Governance(gov)).with_context(|| op.clone())?;
    if as_json {
        say(serde_json::json!({"op": op, "receipt": receipt}).to_string());
    } else {
        say(format!("{op}: in the ledger as leaf {} of block {}", receipt.index, receipt.height));
    }
    Ok(())
}
