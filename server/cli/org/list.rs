//! Reading organisations from a data folder. The node may run meanwhile.

use super::super::organisation;
use super::super::output::say;
use crate::app::read_genesis;
use crate::config::Config;
use crate::home::Home;
use crate::store::state as rows;
use anyhow::Context as _;
use clap::Args;
use ledger::members::Members;
use ledger::rows::{KeyRow, OrgRow, OrgStatus, Purpose};
use ledger::state::State;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `org list`.
#[derive(Debug, Args)]
pub(super) struct List {
    /// The data folder.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// Answer with one JSON object a line: the organisation's row.
    #[arg(long)]
    json: bool,
}

/// Arguments of `org show`.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// The organisation: its GLN, or its whole name on the chain.
    #[arg(value_name = "ORGANISATION")]
    org: String,
    /// The data folder.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// Answer with one JSON object a line: the organisation's row, then its keys'.
    #[arg(long)]
    json: bool,
}

/// Members as they are now; of a chain that was never served, as the genesis has them.
fn members(dir: &Path) -> anyhow::Result<Members> {
    let home = Home::at(dir);
    let genesis = read_genesis(&home)?;
    let config = Config::read(dir)?;
    if config.database.is_none() && !home.path().join("chain.db").exists() {
        return Ok(State::genesis(&genesis).members().clone());
    }
    let mut db = config.place().chain_reader()?;
    Members::restore(rows::members(&mut db)?)
        .context("the members' rows are damaged: run furlong fsck")
}

pub(super) fn list(list: &List) -> anyhow::Result<ExitCode> {
    let members = members(&list.dir)?;
    for org in members.orgs() {
        if list.json {
            say(ledger::rows::text(org));
        } else {
            let runs = members.epoch().validators.iter().any(|row| row.iss == org.iss);
            let note = if runs { ", runs a validator" } else { "" };
            say(format!("{}  {} ({}{note})", org.iss, org.name, status(org.status)));
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn show(show: &Show) -> anyhow::Result<ExitCode> {
    let members = members(&show.dir)?;
    let iss = organisation::parse(&show.org)?;
    let org = members
        .org(&iss)
        .with_context(|| format!("{iss} is not on this chain; furlong org list shows who is"))?;
    if show.json {
        say(ledger::rows::text(org));
        members.keys_of(&iss).for_each(|key| say(ledger::rows::text(key)));
        return Ok(ExitCode::SUCCESS);
    }
    lines(org).into_iter().for_each(say);
    members.keys_of(&iss).map(key).for_each(say);
    Ok(ExitCode::SUCCESS)
}

fn lines(org: &OrgRow) -> Vec<String> {
    let list = |items: &[String]| {
        if items.is_empty() { "none".to_owned() } else { items.join(", ") }
    };
    let mut lines = vec![
        org.name.clone(),
        format!("  {}", org.iss),
        format!("  {} since block {}", status(org.status), org.since),
        format!("  roles: {}", list(&org.roles)),
        format!("  GS1 company prefixes: {}", list(&org.prefixes)),
    ];
    lines.extend(org.sponsor.as_ref().map(|sponsor| format!("  sponsored by {sponsor}")));
    lines
}

fn key(key: &KeyRow) -> String {
    let purpose = match key.purpose {
        Purpose::Admin => "admin",
        Purpose::Event => "event",
        Purpose::System => "system",
        Purpose::Registrar => "registrar",
        Purpose::Agree => "agree",
    };
    let until = |word: &str, height: Option<u64>| {
        height.map(|height| format!(", {word} block {height}")).unwrap_or_default()
    };
    let retired = until("retired at", key.retired);
    let stolen = until("in other hands since", key.compromised_since);
    format!("  key {} ({purpose}), since block {}{retired}{stolen}", key.kid, key.added)
}

const fn status(status: OrgStatus) -> &'static str {
    match status {
        OrgStatus::Active => "active",
        OrgStatus::Suspended => "suspended",
        OrgStatus::Ended => "ended",
        OrgStatus::Expelled => "expelled",
    }
}
