//! Versions of the consensus state's rows. The newest version of each is the state now.

use super::connection::Db;
use super::error::{StoreError, signed, unsigned};
use super::forgetting;
use super::schema::{
    ledger_boundary, ledger_member, ledger_proposal, ledger_recall, ledger_redaction,
};
use diesel::prelude::*;
use ledger::Hash;
use std::collections::{BTreeMap, BTreeSet};

/// Rows that a block changed: new text, or `None` where a code or a proposal is gone.
#[derive(Debug, Clone, Default)]
pub struct Versions {
    /// Members' rows by position.
    pub members: Vec<(u64, String)>,
    /// Recall rows by code.
    pub recalls: Vec<(String, Option<String>)>,
    /// Proposals by id.
    pub proposals: Vec<(Hash, Option<String>)>,
    /// Leaves whose bytes may be dropped.
    pub redactions: Vec<u64>,
}

/// Enters what a block changed.
pub fn put(connection: &mut Db, height: u64, versions: &Versions) -> Result<(), StoreError> {
    let height = signed(height);
    for (position, row) in &versions.members {
        diesel::insert_into(ledger_member::table)
            .values((
                ledger_member::height.eq(height),
                ledger_member::position.eq(signed(*position)),
                ledger_member::row_text.eq(row),
            ))
            .execute(connection)?;
    }
    for (code, row) in &versions.recalls {
        diesel::insert_into(ledger_recall::table)
            .values((
                ledger_recall::height.eq(height),
                ledger_recall::code.eq(code),
                ledger_recall::row_text.eq(row.as_deref()),
            ))
            .execute(connection)?;
    }
    for (proposal, row) in &versions.proposals {
        diesel::insert_into(ledger_proposal::table)
            .values((
                ledger_proposal::height.eq(height),
                ledger_proposal::proposal.eq(proposal.as_bytes().as_slice()),
                ledger_proposal::row_text.eq(row.as_deref()),
            ))
            .execute(connection)?;
    }
    for leaf in &versions.redactions {
        // Members may vote out what is voted out already; the first vote did it.
        if forgetting::redacted_at(connection, *leaf)?.is_some() {
            continue;
        }
        diesel::insert_into(ledger_redaction::table)
            .values((ledger_redaction::leaf.eq(signed(*leaf)), ledger_redaction::height.eq(height)))
            .execute(connection)?;
    }
    Ok(())
}

/// All versions that are kept: the row, the height that made it, and its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllVersions {
    /// Members' rows.
    pub members: BTreeMap<(u64, u64), String>,
    /// Recall rows by code.
    pub recalls: BTreeMap<(String, u64), Option<String>>,
    /// Proposals by id.
    pub proposals: BTreeMap<(Hash, u64), Option<String>>,
    /// Leaves that were voted out, and the height that did it.
    pub redactions: BTreeMap<u64, u64>,
}

impl AllVersions {
    /// Adds what a block changed.
    pub fn add(&mut self, height: u64, versions: Versions) {
        let members = versions.members.into_iter();
        self.members.extend(members.map(|(position, row)| ((position, height), row)));
        let recalls = versions.recalls.into_iter();
        self.recalls.extend(recalls.map(|(code, row)| ((code, height), row)));
        let proposals = versions.proposals.into_iter();
        self.proposals.extend(proposals.map(|(id, row)| ((id, height), row)));
        for leaf in versions.redactions {
            self.redactions.entry(leaf).or_insert(height);
        }
    }
}

/// Reads all of them.
pub fn all(connection: &mut Db) -> Result<AllVersions, StoreError> {
    let members: Vec<(i64, i64, String)> = ledger_member::table
        .select((ledger_member::position, ledger_member::height, ledger_member::row_text))
        .load(connection)?;
    let recalls: Vec<(String, i64, Option<String>)> = ledger_recall::table
        .select((ledger_recall::code, ledger_recall::height, ledger_recall::row_text))
        .load(connection)?;
    let proposals: Vec<(Vec<u8>, i64, Option<String>)> = ledger_proposal::table
        .select((ledger_proposal::proposal, ledger_proposal::height, ledger_proposal::row_text))
        .load(connection)?;
    let redactions: Vec<(i64, i64)> = ledger_redaction::table
        .select((ledger_redaction::leaf, ledger_redaction::height))
        .load(connection)?;
    let mut all = AllVersions::default();
    for (position, height, row) in members {
        all.members.insert((unsigned(position)?, unsigned(height)?), row);
    }
    for (code, height, row) in recalls {
        all.recalls.insert((code, unsigned(height)?), row);
    }
    for (id, height, row) in proposals {
        all.proposals.insert((super::error::hash(&id)?, unsigned(height)?), row);
    }
    for (leaf, height) in redactions {
        all.redactions.insert(unsigned(leaf)?, unsigned(height)?);
    }
    Ok(all)
}

/// Every members' row as it is now, by position.
pub fn members(connection: &mut Db) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(i64, String)> = ledger_member::table
        .order((ledger_member::position, ledger_member::height))
        .select((ledger_member::position, ledger_member::row_text))
        .load(connection)?;
    let newest: BTreeMap<i64, String> = rows.into_iter().collect();
    Ok(newest.into_values().collect())
}

/// Every members' row as it was after the block of that height, by position.
pub fn members_at(connection: &mut Db, height: u64) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(i64, String)> = ledger_member::table
        .filter(ledger_member::height.le(signed(height)))
        .order((ledger_member::position, ledger_member::height))
        .select((ledger_member::position, ledger_member::row_text))
        .load(connection)?;
    let newest: BTreeMap<i64, String> = rows.into_iter().collect();
    Ok(newest.into_values().collect())
}

/// Every recall row as it is now, by code.
pub fn recalls(connection: &mut Db) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String, Option<String>)> = ledger_recall::table
        .order((ledger_recall::code, ledger_recall::height))
        .select((ledger_recall::code, ledger_recall::row_text))
        .load(connection)?;
    let newest: BTreeMap<String, Option<String>> = rows.into_iter().collect();
    Ok(newest.into_values().flatten().collect())
}

/// Every open proposal as it is now, by id.
pub fn proposals(connection: &mut Db) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(Vec<u8>, Option<String>)> = ledger_proposal::table
        .order((ledger_proposal::proposal, ledger_proposal::height))
        .select((ledger_proposal::proposal, ledger_proposal::row_text))
        .load(connection)?;
    let newest: BTreeMap<Vec<u8>, Option<String>> = rows.into_iter().collect();
    Ok(newest.into_values().flatten().collect())
}

/// Whether a code ever had a recall state, and the height of its last change.
pub fn recall_changed(connection: &mut Db, code: &str) -> Result<Option<u64>, StoreError> {
    let height: Option<i64> = ledger_recall::table
        .filter(ledger_recall::code.eq(code))
        .select(diesel::dsl::max(ledger_recall::height))
        .first(connection)?;
    height.map(unsigned).transpose()
}

/// The versions of row 0, one for each epoch: the height whose block made it, and its text.
pub fn epochs(connection: &mut Db) -> Result<Vec<(u64, String)>, StoreError> {
    let rows: Vec<(i64, String)> = ledger_member::table
        .filter(ledger_member::position.eq(0))
        .order(ledger_member::height)
        .select((ledger_member::height, ledger_member::row_text))
        .load(connection)?;
    rows.into_iter().map(|(height, row)| Ok((unsigned(height)?, row))).collect()
}

/// Keeps the checkpoint that ended an epoch.
pub fn put_boundary(connection: &mut Db, epoch: u64, checkpoint: &str) -> Result<(), StoreError> {
    diesel::insert_into(ledger_boundary::table)
        .values((
            ledger_boundary::epoch.eq(signed(epoch)),
            ledger_boundary::checkpoint.eq(checkpoint),
        ))
        .execute(connection)?;
    Ok(())
}

/// The checkpoints that ended epochs, oldest first.
pub fn boundaries(connection: &mut Db) -> Result<Vec<String>, StoreError> {
    Ok(ledger_boundary::table
        .order(ledger_boundary::epoch)
        .select(ledger_boundary::checkpoint)
        .load(connection)?)
}

/// The leaves that the members voted to drop.
pub fn redactions(connection: &mut Db) -> Result<BTreeSet<u64>, StoreError> {
    let rows: Vec<i64> = ledger_redaction::table.select(ledger_redaction::leaf).load(connection)?;
    rows.into_iter().map(unsigned).collect()
}
