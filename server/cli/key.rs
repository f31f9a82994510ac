//! `furlong key`: draw keys, and show whose they are.

use super::output::{say, tell};
use super::{organisation, rotate};
use crate::keys::{KeyFile, Kind, Secret};
use anyhow::{Context as _, ensure};
use clap::{Args, Subcommand, ValueEnum};
use json::{Json, Object};
use ledger::governance::{Gov, NewKey};
use ledger::rows::Purpose;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `key`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Draw a key and write it to a file that only you can read.
    New(New),
    /// Show the public half of key files.
    Show(Show),
    /// Give this node's validator new keys; an epoch ends, and they sign in the next.
    RotateValidator(rotate::Arguments),
}

#[derive(Debug, Args)]
struct New {
    /// Whose key: the organisation's GLN, or its whole name on the chain.
    #[arg(long, value_name = "ORGANISATION")]
    org: String,
    /// What it is for.
    #[arg(long, value_enum)]
    purpose: Word,
    /// Of a system key: the firm in whose system it lies.
    #[arg(long, value_name = "ORGANISATION", required_if_eq("purpose", "system"))]
    held_by: Option<String>,
    /// The chain: then the statement that adds the key is printed, for `furlong org tell`.
    #[arg(long, value_name = "ORIGIN")]
    chain: Option<String>,
    /// The file to write. One that is there is never overwritten.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Debug, Args)]
struct Show {
    /// Key files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Answer with one JSON object a line and key.
    #[arg(long)]
    json: bool,
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Word {
    /// Manages the organisation and its keys.
    Admin,
    /// Signs events.
    Event,
    /// Signs events inside another firm's system.
    System,
    /// Adds and retires event keys.
    Registrar,
    /// Receives concealed fields.
    Agree,
}

impl Word {
    const fn purpose(self) -> (Purpose, &'static str) {
        match self {
            Self::Admin => (Purpose::Admin, "admin"),
            Self::Event => (Purpose::Event, "event"),
            Self::System => (Purpose::System, "system"),
            Self::Registrar => (Purpose::Registrar, "registrar"),
            Self::Agree => (Purpose::Agree, "agree"),
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.act {
        Act::New(new) => draw(new),
        Act::Show(show) => show_all(show),
        Act::RotateValidator(arguments) => rotate::run(arguments),
    }
}

fn draw(new: &New) -> anyhow::Result<ExitCode> {
    let iss = organisation::parse(&new.org)?;
    let (purpose, word) = new.purpose.purpose();
    let holder = new.held_by.as_deref().map(organisation::parse).transpose()?;
    ensure!(
        (purpose == Purpose::System) == holder.is_some(),
        "--held-by goes with --purpose system, and with no other"
    );
    ensure!(!new.output.exists(), "{} is there already: choose another name", new.output.display());
    let secret = Secret::draw(Kind::P256)?;
    KeyFile::new(&secret, iss.clone(), word).write(&new.output)?;
    tell(format!("{} holds the key {}", new.output.display(), secret.public().kid()));
    match &new.chain {
        None => tell("With --chain, the statement that adds it to the chain is printed as well."),
        Some(origin) => {
            let secret = secret.as_p256().context("a P-256 key was drawn")?;
            let key = NewKey::make(secret, purpose, &iss, origin);
            let key = match holder {
                Some(firm) => key.held_by(firm),
                None => key,
            };
            say(Gov::KeyAdd(key).to_json().to_string());
            tell("Next: save this line, and furlong org tell --key ADMIN-KEY FILE");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show_all(show: &Show) -> anyhow::Result<ExitCode> {
    for path in &show.files {
        let file = KeyFile::read(path)?;
        let secret = file.secret().with_context(|| format!("{} is no key file", path.display()))?;
        let jwk = secret.public().text();
        if show.json {
            let mut told = Object::new();
            told.insert("file", path.display().to_string());
            told.insert("iss", file.iss.as_str());
            told.insert("purpose", file.purpose.as_str());
            told.insert("kid", file.kid.as_str());
            told.insert("jwk", jwk);
            say(Json::Object(told).to_string());
        } else {
            say(format!("{}\n  {} key of {}", path.display(), file.purpose, file.iss));
            say(format!("  kid {}\n  public key {jwk}", file.kid));
        }
    }
    Ok(ExitCode::SUCCESS)
}
