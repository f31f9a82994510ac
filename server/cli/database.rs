//! The database of a data folder, for commands that work on one.

use crate::config::Config;
use crate::store::Place;
use anyhow::ensure;

/// Where it is. With SQLite it must be there: to open it would make an empty one.
pub(super) fn place(config: &Config) -> anyhow::Result<Place> {
    ensure!(
        config.database.is_some() || config.folder.join("chain.db").exists(),
        "{} holds no database yet: `furlong serve` makes it",
        config.folder.display()
    );
    Ok(config.place())
}
