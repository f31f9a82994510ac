//! What the next block follows from, and what follows from a block: for whoever builds one and for
//! whoever judges one.

use super::{Header, Record};
use crate::state::{At, State};
use crate::tree::{Frontier, Node, leaf_hash};
use crate::{Hash, OrgId};

/// The newest block and what it left behind.
#[derive(Debug, Clone, Copy)]
pub struct Parent<'a> {
    /// The chain.
    pub origin: &'a str,
    /// Its height.
    pub height: u64,
    /// Its id.
    pub id: Hash,
    /// Its time, ms.
    pub time_ms: u64,
    /// The tree after it.
    pub frontier: &'a Frontier,
    /// The state after it.
    pub state: &'a State,
}

/// What a block makes of the tree.
#[derive(Debug, Clone)]
pub struct Grown {
    /// The id of the block.
    pub id: Hash,
    /// The tree after it.
    pub frontier: Frontier,
    /// The nodes that it completes and that are stored.
    pub nodes: Vec<Node>,
}

impl Parent<'_> {
    /// Where the statements of the next block stand, if its time is this.
    pub const fn at(&self, time_ms: u64) -> At {
        At { height: self.height.saturating_add(1), time_ms, start: self.frontier.size() }
    }

    /// The record of the next block, of so many statements that lead to the state `after`.
    pub fn record(&self, proposer: OrgId, time_ms: u64, count: u64, after: &State) -> Record {
        let At { height, start, .. } = self.at(time_ms);
        let epoch = self.state.members().epoch();
        Record {
            v: 1,
            origin: self.origin.to_owned(),
            height,
            time_ms,
            proposer,
            prev: self.id,
            start,
            count,
            rules: epoch.rules,
            epoch: epoch.epoch,
            members_size: after.members().size(),
            members_root: after.members().root(),
            recalls_size: after.recalls().size(),
            recalls_root: after.recalls().root(),
        }
    }

    /// Whether a record with so many statements can be the next one, as far as can be said before
    /// they are read. The answer is a clause about the block.
    pub fn check(&self, record: &Record, statements: usize) -> Result<(), &'static str> {
        let validators = &self.state.members().epoch().validators;
        let rules = [
            (record.origin == self.origin, "it is of another chain"),
            (record.height == self.height.saturating_add(1), "it is of another height"),
            (record.prev == self.id, "it follows another block"),
            (record.start == self.frontier.size(), "it starts at another place"),
            (u64::try_from(statements) == Ok(record.count), "it counts its statements wrongly"),
            (record.time_ms > self.time_ms, "its time is not after the block before"),
            (
                validators.iter().any(|row| row.iss == record.proposer),
                "its proposer is no validator",
            ),
        ];
        let broken = rules.into_iter().find(|(holds, _)| !holds);
        broken.map_or(Ok(()), |(_, reason)| Err(reason))
    }

    /// Whether the record is the one that follows from its statements, which lead to `after`.
    pub fn agrees(&self, record: &Record, after: &State) -> bool {
        self.record(record.proposer.clone(), record.time_ms, record.count, after) == *record
    }

    /// Appends the record and these leaf hashes of its statements.
    pub fn grow(&self, record: &Record, statements: impl IntoIterator<Item = Hash>) -> Grown {
        let mut hashes = vec![leaf_hash(record.text().as_bytes())];
        hashes.extend(statements);
        let mut frontier = self.frontier.clone();
        let nodes = frontier.extend_storing(&hashes);
        let header = Header {
            origin: Hash::of(&[self.origin.as_bytes()]),
            height: record.height,
            prev: record.prev,
            size: frontier.size(),
            root: frontier.root(),
        };
        Grown { id: header.id(), frontier, nodes }
    }
}
