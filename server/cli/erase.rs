//! `furlong erase`: erase the concealed fields of a record from this node's vault.

use super::output::{say, tell};
use super::{database, organisation};
use crate::clock::{Clock as _, System};
use crate::config::Config;
use crate::store::attachments::Files;
use crate::store::read::events;
use crate::store::{Db, Pool, StoreError, forgetting, leaves};
use anyhow::{Context as _, ensure};
use clap::Args;
use ledger::Hash;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `erase`.
#[derive(Debug, Args)]
#[command(
    after_help = "The node may run meanwhile. It cannot be taken back. The record itself stays, \
    with digests that nobody can turn back into what was erased. Partners to whom the fields were \
    given, readers who saw them and backups of this node keep theirs: ask them; nobody can force \
    that from here."
)]
pub(super) struct Arguments {
    /// The leaf's hash (64 hex digits) or number, or the event's id: then all records of that id.
    #[arg(value_name = "LEAF|EVENT-ID")]
    target: String,
    /// The data folder.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// Whose event, where several firms use the id: a GLN, or a whole name on the chain.
    #[arg(long, value_name = "ORGANISATION")]
    iss: Option<String>,
    /// Answer with one JSON object a line and leaf.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let config = Config::read(&arguments.dir)?;
    let place = database::place(&config)?;
    // A node that runs has them as they must be, and does not let go of them.
    ensure!(
        place.is_current()?,
        "the tables of {} are of an older program: start its node once with this one",
        arguments.dir.display()
    );
    let pool = Pool::open(&place, 1)?;
    let targets = targets(arguments, &pool)?;
    let mut chain = place.vault_writer()?;
    let now_ms = System.now_ms();
    let files = Files::of(&arguments.dir);
    let mut erased = 0;
    for hash in targets {
        let act = |db: &mut Db| forgetting::erase(db, hash, now_ms);
        let forgetting::Erased { fields, files: gone } = chain.write(act)?;
        for digest in &gone {
            files.remove(*digest)?;
        }
        erased += fields;
        let gone = gone.len();
        tracing::info!(leaf.hash = %hash, fields, files = gone, "concealed fields were erased");
        if arguments.json {
            let told = serde_json::json!({"leaf_hash": hash, "fields": fields, "files": gone});
            say(told.to_string());
        } else {
            say(format!("{fields} concealed fields of the leaf {hash} were erased here"));
            if gone > 0 {
                say(format!("{gone} files that only they named were erased, too"));
            }
        }
    }
    ensure!(
        forgetting::scrub(&mut chain)?,
        "the fields are erased, but a reader of {} keeps the database's log from being emptied: run \
         the command again, or restart the node",
        arguments.dir.display()
    );
    if erased == 0 {
        tell("This node held none of its concealed fields.");
    }
    tell("Copies elsewhere cannot be forced: ask the partners whom you gave them to erase theirs,");
    tell("and delete older backups of this node's database.");
    Ok(ExitCode::SUCCESS)
}

/// The leaves that are meant, which must be in the ledger.
fn targets(arguments: &Arguments, pool: &Pool) -> anyhow::Result<Vec<Hash>> {
    let target = arguments.target.as_str();
    let mut chain = pool.chain()?;
    if let Ok(hash) = Hash::from_hex(target) {
        let there = leaves::find(&mut chain, hash)?;
        there.with_context(|| format!("the ledger holds no leaf {hash}"))?;
        return Ok(vec![hash]);
    }
    let indices = match target.parse::<u64>() {
        Ok(index) => vec![index],
        Err(_) => of_event(arguments, pool)?,
    };
    let mut hashes = Vec::new();
    for index in indices {
        let found: Result<Vec<Hash>, StoreError> = leaves::hashes(&mut chain, index, 1);
        hashes.extend(found?);
    }
    ensure!(!hashes.is_empty(), "the ledger holds no event {target}");
    Ok(hashes)
}

fn of_event(arguments: &Arguments, pool: &Pool) -> anyhow::Result<Vec<u64>> {
    let iss = arguments.iss.as_deref().map(organisation::parse).transpose()?;
    let mut found = events::by_id(&mut *pool.read()?, &arguments.target)?;
    found.retain(|row| iss.as_ref().is_none_or(|iss| row.org == iss.as_str()));
    let firms: std::collections::BTreeSet<&str> =
        found.iter().map(|row| row.org.as_str()).collect();
    ensure!(
        firms.len() <= 1,
        "several firms use the id {}: add --iss and one of {}",
        arguments.target,
        firms.iter().copied().collect::<Vec<_>>().join(", ")
    );
    Ok(found.iter().map(|row| row.leaf).collect())
}
