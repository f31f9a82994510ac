//! Height 0: the genesis, which nobody votes on.

use super::error::CommitError;
use crate::store::blocks::{self, Block};
use crate::store::leaves::{self, NewLeaf};
use crate::store::state::{self, Versions};
use crate::store::{Db, StoreError};
use ledger::Hash;
use ledger::block::{Body, Header, Record};
use ledger::genesis::Genesis;
use ledger::state::State;
use ledger::tree::{Frontier, leaf_hash};

/// Enters block 0, which is leaf 0, and the genesis, which is leaf 1. A chain that is there stays.
pub fn found(db: &mut Db, genesis: &Genesis) -> Result<(), CommitError> {
    if blocks::newest(db)?.is_some() {
        return Ok(());
    }
    let state = State::genesis(genesis);
    let record = record_of(genesis, &state)?;
    let leaves = [record.text(), genesis.text()];
    let hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf_hash(leaf.as_bytes())).collect();
    let mut frontier = Frontier::new();
    for hash in &hashes {
        frontier.append(*hash);
    }
    let header = Header {
        origin: Hash::of(&[record.origin.as_bytes()]),
        height: 0,
        prev: Hash::ZERO,
        size: frontier.size(),
        root: frontier.root(),
    };
    let [record_text, genesis_text] = leaves;
    let block = Block {
        height: 0,
        id: header.id(),
        record: record_text.clone(),
        time_ms: record.time_ms,
        first: 0,
        leaves: 2,
        round: 0,
        certificate: Vec::new(),
    };
    let body =
        Body { record: record_text.into_bytes(), statements: vec![genesis_text.into_bytes()] };
    let plain = |(leaf, hash)| NewLeaf { leaf, hash, signer: None, jti: None, taken: Vec::new() };
    let rows: Vec<NewLeaf> = (0..).zip(hashes).map(plain).collect();
    db.write(|db| -> Result<(), CommitError> {
        blocks::put_body(db, block.id, 0, 0, &body)?;
        blocks::put_block(db, &block)?;
        leaves::put(db, &rows)?;
        state::put(db, 0, &rows_of(&state)?)?;
        Ok(())
    })
}

fn rows_of(state: &State) -> Result<Versions, StoreError> {
    let members = state.members();
    let row = |position| {
        let text = members.row_text(position);
        text.map(|text| (position, text)).ok_or_else(|| StoreError::corrupt("a row is missing"))
    };
    let members = (0..members.size()).map(row).collect::<Result<_, _>>()?;
    Ok(Versions { members, ..Versions::default() })
}

/// Block record 0: `protocol.md` section 2.
fn record_of(genesis: &Genesis, state: &State) -> Result<Record, CommitError> {
    let proposer = genesis.validators.first().map(|row| row.iss.clone());
    Ok(Record {
        v: 1,
        origin: genesis.origin(),
        height: 0,
        time_ms: genesis.created_ms,
        proposer: proposer.ok_or_else(|| CommitError::corrupt("a genesis without validators"))?,
        prev: Hash::ZERO,
        start: 0,
        count: 1,
        rules: genesis.rules,
        epoch: 0,
        members_size: state.members().size(),
        members_root: state.members().root(),
        recalls_size: state.recalls().size(),
        recalls_root: state.recalls().root(),
    })
}
