//! `furlong rebuild`: make the tables that pages read anew, from the ledger.

use super::database;
use super::output::{say, tell};
use crate::app::read_genesis;
use crate::config::Config;
use crate::home::Home;
use crate::lock::Lock;
use crate::project::project_block;
use crate::store::read::cursor;
use crate::store::{Db, Place, StoreError, blocks};
use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `rebuild`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The data folder. Stop its node first.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let home = Home::at(&arguments.dir);
    let origin = read_genesis(&home)?.origin();
    let config = Config::read(&arguments.dir)?;
    let place = database::place(&config)?;
    // Two writers of one read model would write every row twice.
    let _lock = Lock::alone(home.path())?;
    let blocks = anew(&origin, &place)?;
    say(format!("{blocks} blocks were projected again"));
    tell(format!("Next: furlong serve --dir {}", arguments.dir.display()));
    Ok(ExitCode::SUCCESS)
}

/// Makes the tables anew; the answer is how many blocks there are. The caller has the folder alone.
pub(super) fn anew(origin: &str, place: &Place) -> anyhow::Result<u64> {
    forget(place)?;
    let mut chain = place.chain_writer()?;
    let mut read = place.read_writer()?;
    let newest = blocks::newest(&mut chain)?.context("the database holds no blocks")?;
    let style =
        ProgressStyle::with_template("Rebuilding {bar:30} block {pos} of {len}, {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(newest.height).with_style(style);
    for height in 0..=newest.height {
        project_block(origin, &mut chain, &mut read, height)?;
        bar.set_position(height);
    }
    bar.finish_and_clear();
    Ok(newest.height + 1)
}

/// With SQLite the read model is a file of its own, which may be damaged: it goes as a whole.
fn forget(place: &Place) -> anyhow::Result<()> {
    match place {
        Place::Sqlite(folder) => {
            for name in ["read.db", "read.db-wal", "read.db-shm"] {
                remove(&folder.join(name))?;
            }
            place.migrate()?;
        }
        Place::Postgres(_) => {
            place.migrate()?;
            let clear = |db: &mut Db| -> Result<(), StoreError> { cursor::clear(db) };
            place.read_writer()?.write(clear)?;
        }
    }
    Ok(())
}

fn remove(path: &Path) -> anyhow::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", path.display()))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
