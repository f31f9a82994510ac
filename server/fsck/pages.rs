//! The tables that pages read, made anew beside the database and compared.

use super::finding::{Advice, Finding};
use super::read::told;
use super::run::{Phase, Progress};
use crate::project::{project_block, projected};
use crate::store::copy::{self, Holding};
use crate::store::{Db, Place};

/// What is compared.
pub(super) struct Ask<'a> {
    /// The chain's origin.
    pub(super) origin: &'a str,
    /// Where the tables are.
    pub(super) place: &'a Place,
    /// Whether leaves were voted out.
    pub(super) redactions: bool,
}

/// Of a leaf that was voted out, these tables keep what they had; the others are made without it.
const KEPT: [&str; 4] = ["read_event", "read_goods", "read_mention", "read_speaker"];

/// Up to which block they were compared, and which of them are wrong.
pub(super) fn check(
    ask: &Ask<'_>,
    chain: &mut Db,
    tell: &mut impl FnMut(Progress),
) -> Result<(Option<u64>, Vec<Finding>), Finding> {
    let failed = |error: &dyn std::error::Error| wrong(told(error));
    // Without them the node makes them anew.
    if !ask.place.has_pages().map_err(|error| failed(&error))? {
        return Ok((None, Vec::new()));
    }
    let mut read = ask.place.read_reader().map_err(|error| failed(&error))?;
    // One view of them, at one height: a node that runs moves on meanwhile.
    let taken = read.snapshot(|read| {
        let Some(height) = projected(chain, read)? else { return Ok(None) };
        Ok(Some((height, copy::read_model(read)?)))
    });
    let taken = taken.map_err(|error: crate::project::ProjectError| failed(&error))?;
    let Some((height, there)) = taken else { return Ok((None, Vec::new())) };
    let mut anew = Place::scratch().map_err(|error| failed(&error))?;
    for done in 0..=height {
        project_block(ask.origin, chain, &mut anew, done).map_err(|error| failed(&error))?;
        tell(Progress { phase: Phase::Pages, done: done + 1, of: height + 1 });
    }
    let wanted = copy::read_model(&mut anew).map_err(|error| failed(&error))?;
    Ok((Some(height), differ(ask, &wanted, &there)))
}

fn differ(ask: &Ask<'_>, wanted: &[Holding], there: &[Holding]) -> Vec<Finding> {
    let comparable = |table: &str| !ask.redactions || KEPT.contains(&table);
    let pairs = wanted.iter().zip(there).filter(|(one, _)| comparable(one.table));
    let differ = pairs.filter(|(one, other)| one != other);
    differ
        .map(|(one, other)| {
            let what = format!(
                "it holds other rows than the record leads to ({} and {})",
                other.rows, one.rows
            );
            Finding::new(format!("the table {}", one.table), what, Advice::Pages)
        })
        .collect()
}

fn wrong(what: String) -> Finding {
    Finding::new("the tables of pages".to_owned(), what, Advice::Pages)
}
