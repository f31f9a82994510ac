//! The tables that pages read, made anew beside the database and compared.

use super::finding::{Advice, Finding};
use super::read::told;
use super::replay::Applied;
use crate::project::{ProjectError, project_checked, projected};
use crate::store::copy::{self, Holding};
use crate::store::{Db, Place};

/// Of a leaf that was voted out, these tables keep what they had; the others are made without it.
const KEPT: [&str; 4] = ["read_event", "read_goods", "read_mention", "read_speaker"];

/// The tables as they are, and as the blocks so far make them.
pub(super) struct Pages {
    origin: String,
    /// The block that the tables stand for.
    height: u64,
    there: Vec<Holding>,
    anew: Db,
}

impl Pages {
    /// Takes one view of the tables, at one height: a node that runs moves on meanwhile. Nothing
    /// where there are none, or none of this chain: then the node makes them anew.
    pub(super) fn begin(
        origin: &str,
        place: &Place,
        chain: &mut Db,
    ) -> Result<Option<Self>, Finding> {
        let failed = |error: &dyn std::error::Error| wrong(told(error));
        if !place.has_pages().map_err(|error| failed(&error))? {
            return Ok(None);
        }
        let mut read = place.read_reader().map_err(|error| failed(&error))?;
        let taken = read.snapshot(|read| {
            let Some(height) = projected(chain, read)? else { return Ok(None) };
            Ok(Some((height, copy::read_model(read)?)))
        });
        let taken = taken.map_err(|error: ProjectError| failed(&error))?;
        let Some((height, there)) = taken else { return Ok(None) };
        let anew = Place::scratch().map_err(|error| failed(&error))?;
        Ok(Some(Self { origin: origin.to_owned(), height, there, anew }))
    }

    /// Enters a block that stands.
    pub(super) fn enter(&mut self, chain: &mut Db, applied: &Applied) -> Result<(), Finding> {
        if applied.record.height > self.height {
            return Ok(());
        }
        let databases = (chain, &mut self.anew);
        project_checked(&self.origin, databases, &applied.block(), &applied.statements)
            .map_err(|error| wrong(told(&error)))
    }

    /// Up to which block they were compared, and which of them are wrong. `redactions` says whether
    /// leaves were voted out.
    pub(super) fn compare(mut self, redactions: bool) -> Result<(u64, Vec<Finding>), Finding> {
        let wanted = copy::read_model(&mut self.anew).map_err(|error| wrong(told(&error)))?;
        Ok((self.height, differ(redactions, &wanted, &self.there)))
    }
}

fn differ(redactions: bool, wanted: &[Holding], there: &[Holding]) -> Vec<Finding> {
    let comparable = |table: &str| !redactions || KEPT.contains(&table);
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
