//! `furlong key rotate-validator`: new keys for this node's validator, from the next epoch on.

use super::output::{say, tell};
use super::signing::Signing;
use crate::app::read_genesis;
use crate::config::Config;
use crate::home::Home;
use crate::keys::Keyring;
use crate::store::{Pool, state};
use anyhow::{Context as _, ensure};
use clap::Args;
use ledger::governance::Gov;
use ledger::rows::{self, EpochRow};
use ledger::state::quorum;
use ledger::statement::Body;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `key rotate-validator`.
#[derive(Debug, Args)]
#[command(
    after_help = "The node runs meanwhile. The new keys are on the disk before the proposal \
    is sent; the old ones sign the last checkpoint of the epoch and nothing after it."
)]
pub(super) struct Arguments {
    #[command(flatten)]
    signing: Signing,
    /// The data folder of the node, for its keys.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let home = Home::at(&arguments.dir);
    let origin = read_genesis(&home)?.origin();
    let signer = arguments.signing.open()?;
    signer.needs_purpose(&["admin"])?;
    ensure!(
        signer.origin == origin,
        "{} holds the chain {origin}, and the node at {} keeps {}: nothing was drawn",
        arguments.dir.display(),
        signer.node.address(),
        signer.origin
    );
    let row = newest_epoch(&arguments.dir)?;
    let iss = &signer.key.iss;
    let mine = row.validators.iter().find(|one| one.iss == *iss);
    let mine = mine.with_context(|| format!("{iss} has no validator on this chain"))?;
    let ring = Keyring::at(home.keys());
    // Whoever has not got the keys of now could not end the epoch.
    let old = ring.folder_of(mine, row.epoch)?;
    let (folder, new) = ring.draw(iss)?;
    let new = new.row(&mine.host);
    let change = |one: &rows::Validator| if one.iss == *iss { new.clone() } else { one.clone() };
    let validators = row.validators.iter().map(change).collect();
    let receipt =
        signer.say(Body::Governance(Gov::Validators(validators).to_json())).with_context(|| {
            format!("{} holds the new keys, which no epoch names", folder.display())
        })?;
    let is_carried = quorum(row.validators.len()) == 1;
    let epoch = if is_carried { row.epoch.saturating_add(1) } else { row.epoch };
    if arguments.json {
        let told = serde_json::json!({
            "epoch": epoch, "carried": is_carried, "receipt": receipt,
            "keys": folder.display().to_string(), "old_keys": old.display().to_string(),
        });
        say(told.to_string());
        return Ok(ExitCode::SUCCESS);
    }
    if is_carried {
        say(format!("epoch {epoch} began after block {}", receipt.height));
        say(format!("this node signs with the keys in {}", folder.display()));
        tell(format!("Those in {} sign nothing any more. Destroy them:", old.display()));
        tell(format!("  furlong fsck --dir {} first, then shred", arguments.dir.display()));
    } else {
        say(format!("proposed in leaf {} of block {}", receipt.index, receipt.height));
        tell(format!("When a quorum has voted for it, the keys in {} sign.", folder.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Row 0 as the folder's database has it.
pub(super) fn newest_epoch(dir: &Path) -> anyhow::Result<EpochRow> {
    let place = Config::read(dir)?.place();
    let pool = Pool::open(&place, 1)?;
    let (_, row) = state::epochs(&mut *pool.chain()?)?.pop().context("there is no epoch yet")?;
    Ok(rows::read(&row)?)
}
