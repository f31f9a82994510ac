//! What is open.

use super::super::output::{say, tell};
use crate::config::Config;
use crate::store::{Pool, state};
use anyhow::Context as _;
use clap::Args;
use ledger::OrgId;
use ledger::governance::{Gov, Vote};
use ledger::members::Members;
use ledger::state::{LAPSE_MS, Proposal};
use std::path::PathBuf;

/// Arguments of `list`.
#[derive(Debug, Args)]
pub(super) struct List {
    /// The data folder of the node.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// Answer with one JSON object a line and proposal.
    #[arg(long)]
    json: bool,
}

pub(super) fn list(arguments: &List) -> anyhow::Result<()> {
    let place = Config::read(&arguments.dir)?.place();
    let pool = Pool::open(&place, 1)?;
    let mut db = pool.chain()?;
    let members = Members::restore(state::members(&mut db)?)
        .context("the members' rows are damaged: run furlong fsck")?;
    let open = state::proposals(&mut db)?;
    let open = open.iter().map(|text| Proposal::read(text));
    let open = open.collect::<Result<Vec<_>, _>>().context("run furlong fsck")?;
    let n = members.epoch().validators.len();
    let mut count = 0;
    for proposal in &open {
        let Some(needed) = Proposal::threshold(&proposal.gov, n) else { continue };
        count += 1;
        if arguments.json {
            say(proposal.text());
            continue;
        }
        say(proposal.id.to_hex());
        say(format!("  {}", what(&proposal.gov, &members)));
        let by = name(&members, &proposal.iss);
        say(format!("  proposed by {by}, open until {}", day(proposal.opened_ms + LAPSE_MS)));
        let of = |wanted: Vote| {
            let voters = proposal.ballots.iter().filter(|(_, vote)| **vote == wanted);
            voters.map(|(iss, _)| name(&members, iss)).collect::<Vec<_>>()
        };
        let (yes, no) = (of(Vote::Yes), of(Vote::No));
        say(format!("  yes: {} of {needed} needed ({})", yes.len(), yes.join(", ")));
        if !no.is_empty() {
            say(format!("  no: {} ({})", no.len(), no.join(", ")));
        }
    }
    if count == 0 && !arguments.json {
        tell("Nothing is open.");
    }
    Ok(())
}

fn what(gov: &Gov, members: &Members) -> String {
    match gov {
        Gov::Enrol { org, .. } => format!("enrol {}, {}", org.name, org.iss),
        Gov::Validators(rows) => {
            let now = &members.epoch().validators;
            let lacks = |list: &[ledger::rows::Validator], iss: &OrgId| {
                list.iter().all(|row| row.iss != *iss)
            };
            let come = rows.iter().filter(|row| lacks(now, &row.iss));
            let come = come.map(|row| format!("let {} vote", name(members, &row.iss)));
            let go = now.iter().filter(|row| lacks(rows, &row.iss));
            let go = go.map(|row| format!("take the vote of {}", name(members, &row.iss)));
            let others =
                now.iter().filter(|row| rows.iter().any(|new| new.iss == row.iss && new != *row));
            let others = others.map(|row| format!("new keys of {}", name(members, &row.iss)));
            let all: Vec<String> = come.chain(go).chain(others).collect();
            format!("{} members with a vote: {}", rows.len(), all.join(", "))
        }
        Gov::Suspend { iss, .. } => format!("suspend {}", name(members, iss)),
        Gov::Resume { iss, .. } => format!("let {} act again", name(members, iss)),
        Gov::Expel { iss, .. } => format!("expel {}", name(members, iss)),
        Gov::Rules(rules) => format!("go on by rules {rules}"),
        Gov::Redact { index, .. } => format!("take the bytes of leaf {index} out of the log"),
        other => other.to_json().to_string(),
    }
}

fn name(members: &Members, iss: &OrgId) -> String {
    members.org(iss).map_or_else(|| iss.to_string(), |org| format!("{} ({iss})", org.name))
}

/// A day in UTC.
fn day(ms: u64) -> String {
    let moment = i64::try_from(ms / 1_000).ok().and_then(|s| jiff::Timestamp::from_second(s).ok());
    moment.map(|moment| moment.strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}
