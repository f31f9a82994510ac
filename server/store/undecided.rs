//! Blocks of the height that is being decided, and what the engine must keep about others.

use super::connection::Db;
use super::error::{StoreError, hash, signed, unsigned};
use super::schema::{node_evidence, node_undecided};
use diesel::prelude::*;
use ledger::Hash;

/// A block that was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// The height.
    pub height: u64,
    /// The round.
    pub round: i64,
    /// The round of its proof of lock, or -1.
    pub valid_round: i64,
    /// The proposer's address.
    pub proposer: Vec<u8>,
    /// Its id; the body is in `ledger_body`.
    pub id: Hash,
    /// Whether this node holds it for valid.
    pub valid: bool,
    /// Whether this node built it. That the proposer's address is ours does not say so.
    pub mine: bool,
}

/// Keeps a proposed block; one that is there stays.
pub fn put(connection: &mut Db, block: &Undecided) -> Result<(), StoreError> {
    let there = at(connection, block.height, block.round)?;
    if let Some(other) = there.iter().find(|other| other.id == block.id) {
        if block.mine && !other.mine {
            let row = node_undecided::table
                .filter(node_undecided::height.eq(signed(block.height)))
                .filter(node_undecided::round.eq(block.round))
                .filter(node_undecided::block_id.eq(block.id.as_bytes().as_slice()));
            diesel::update(row).set(node_undecided::mine.eq(1)).execute(connection)?;
        }
        return Ok(());
    }
    diesel::insert_into(node_undecided::table)
        .values((
            node_undecided::height.eq(signed(block.height)),
            node_undecided::round.eq(block.round),
            node_undecided::valid_round.eq(block.valid_round),
            node_undecided::proposer.eq(&block.proposer),
            node_undecided::block_id.eq(block.id.as_bytes().as_slice()),
            node_undecided::valid.eq(i64::from(block.valid)),
            node_undecided::mine.eq(i64::from(block.mine)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Height, round, valid round, proposer, id, valid, mine.
type Row = (i64, i64, i64, Vec<u8>, Vec<u8>, i64, i64);

/// The blocks proposed in a round.
pub fn at(connection: &mut Db, height: u64, round: i64) -> Result<Vec<Undecided>, StoreError> {
    let rows: Vec<Row> = node_undecided::table
        .filter(node_undecided::height.eq(signed(height)).and(node_undecided::round.eq(round)))
        .order(node_undecided::block_id)
        .load(connection)?;
    rows.into_iter()
        .map(|(height, round, valid_round, proposer, id, valid, mine)| {
            Ok(Undecided {
                height: unsigned(height)?,
                round,
                valid_round,
                proposer,
                id: hash(&id)?,
                valid: valid != 0,
                mine: mine != 0,
            })
        })
        .collect()
}

/// Keeps what the engine found against a validator.
pub fn put_evidence(connection: &mut Db, height: u64, encoded: &[u8]) -> Result<(), StoreError> {
    let largest: Option<i64> =
        node_evidence::table.select(diesel::dsl::max(node_evidence::id)).first(connection)?;
    diesel::insert_into(node_evidence::table)
        .values((
            node_evidence::id.eq(largest.unwrap_or(0) + 1),
            node_evidence::height.eq(signed(height)),
            node_evidence::encoded.eq(encoded),
        ))
        .execute(connection)?;
    Ok(())
}
