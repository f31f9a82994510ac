//! Taking up a chain where its database left it.

use super::chain::Chain;
use super::error::CommitError;
use super::fresh::Fresh;
use super::view::Tip;
use crate::clock::Clock;
use crate::metrics::Metrics;
use crate::store::{Db, StoreError, blocks, forgetting, state, subtrees};
use ledger::genesis::Genesis;
use ledger::members::Members;
use ledger::recalls::Recalls;
use ledger::state::State;
use ledger::tree::{Frontier, root_of};
use ledger::{Hash, OrgId};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Chain {
    /// Reads tip, tree and state. The roots that the newest block record names must come out, or
    /// the database was changed by somebody else.
    pub fn open(
        mut db: Db,
        genesis: &Genesis,
        me: OrgId,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, CommitError> {
        let newest = blocks::newest(&mut db)?
            .ok_or_else(|| CommitError::corrupt("the database holds no chain yet"))?;
        let state = read_state(&mut db, &genesis.name)?;
        let frontier = read_frontier(&mut db, newest.size_after())?;
        let tip = Tip {
            height: newest.height,
            id: newest.id,
            time_ms: newest.time_ms,
            size: frontier.size(),
            root: frontier.root(),
        };
        // A process that was killed may have left what it took out in the log.
        let unscrubbed = !forgetting::scrub(&mut db)?;
        let chain = Self {
            unscrubbed,
            is_behind: false,
            files: None,
            origin: genesis.origin(),
            me,
            db,
            metrics: Metrics::new(Arc::clone(&clock)),
            clock,
            state: Arc::new(state),
            frontier,
            tip,
            prepared: BTreeMap::new(),
            fresh: Fresh::default(),
        };
        chain.check(&newest)?;
        Ok(chain)
    }

    fn check(&self, newest: &blocks::Block) -> Result<(), CommitError> {
        let record = ledger::block::Record::read(&newest.record)
            .map_err(|error| CommitError::corrupt(format!("the newest block record: {error}")))?;
        let header = ledger::block::Header {
            origin: Hash::of(&[self.origin.as_bytes()]),
            height: record.height,
            prev: record.prev,
            size: self.tip.size,
            root: self.tip.root,
        };
        let (members, recalls) = (self.state.members(), self.state.recalls());
        let holds = [
            (record.origin == self.origin, "it is of another chain"),
            (header.id() == newest.id, "its tree does not have the root that was decided"),
            (
                (record.members_size, record.members_root) == (members.size(), members.root()),
                "its members are not those that were decided",
            ),
            (
                (record.recalls_size, record.recalls_root) == (recalls.size(), recalls.root()),
                "its recalls are not those that were decided",
            ),
        ];
        let broken = holds.into_iter().find(|(holds, _)| !holds);
        broken.map_or(Ok(()), |(_, what)| {
            Err(CommitError::corrupt(format!("the database was changed: {what}; run furlong fsck")))
        })
    }
}

fn read_state(db: &mut Db, chain: &str) -> Result<State, CommitError> {
    let corrupt = |what: String| CommitError::corrupt(what);
    let members =
        Members::restore(state::members(db)?).map_err(|error| corrupt(error.to_string()))?;
    let recalls =
        Recalls::restore(state::recalls(db)?).map_err(|error| corrupt(error.to_string()))?;
    State::restore(chain, members, recalls, state::proposals(db)?)
        .map_err(|error| corrupt(error.to_string()))
}

/// The right edge of a tree of `size` leaves, from stored subtree roots: for each one-bit of the
/// size at most 128 rows are read.
pub(crate) fn read_frontier(db: &mut Db, size: u64) -> Result<Frontier, StoreError> {
    let mut bytes = size.to_be_bytes().to_vec();
    let mut start = 0_u64;
    for bit in (0..u64::BITS).rev().filter(|bit| size >> bit & 1 == 1) {
        let stored = bit / 8 * 8;
        let level = u8::try_from(stored).unwrap_or(u8::MAX);
        let count = 1_u64 << (bit - stored);
        let row = subtrees::row(db, level, start >> stored, count)?;
        if row.len() as u64 != count {
            return Err(StoreError::corrupt(format!("the tree lacks nodes of level {level}")));
        }
        bytes.extend(root_of(&row).as_bytes());
        start += 1 << bit;
    }
    Frontier::from_bytes(&bytes).map_err(|error| StoreError::corrupt(error.to_string()))
}
