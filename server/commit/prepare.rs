//! From statements to a block that could be decided.

use super::chain::Chain;
use super::error::CommitError;
use super::judge::CLOCK_SKEW_MS;
use crate::metrics::Writes;
use crate::store::undecided::{self, Undecided};
use crate::store::{blocks, leaves};
use ledger::block::{Body, Grown, Record};
use ledger::state::{At, Changes, Invalid, State};
use ledger::statement::{Jti, Verified};
use ledger::tree::{Frontier, Node};
use ledger::{Hash, OrgId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A block that follows the tip, with everything that committing it needs.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) id: Hash,
    pub(super) record: Record,
    pub(super) statements: Vec<Arc<Verified>>,
    pub(super) state: Arc<State>,
    pub(super) changes: Changes,
    pub(super) frontier: Frontier,
    pub(super) nodes: Vec<Node>,
}

/// A block that this node built, and what could not go into it.
#[derive(Debug, Clone)]
pub struct Built {
    /// The block's id and body; `None` if nothing was left to order.
    pub block: Option<(Hash, Vec<u8>)>,
    /// Statements that stopped being valid, with the reason.
    pub dropped: Vec<(Hash, String)>,
}

/// Statements, what could not stand beside them, and the state after them.
type Selected = (Vec<Arc<Verified>>, Vec<(Hash, String)>, (State, Changes));

impl Chain {
    /// Builds a block from statements, stores its body and that it was proposed.
    #[tracing::instrument(level = "debug", name = "commit.build", skip_all, fields(round))]
    pub fn build(
        &mut self,
        round: i64,
        proposer: &[u8],
        statements: Vec<Arc<Verified>>,
    ) -> Result<Built, CommitError> {
        let height = self.tip.height + 1;
        let before = undecided::at(&mut self.db, height, round)?;
        if let Some(own) = before.iter().find(|block| block.mine) {
            // A second, different proposal for one round would be equivocation.
            let body = self.stored_body(own.id)?;
            return Ok(Built { block: Some((own.id, body)), dropped: Vec::new() });
        }
        let time_ms = self.next_time_ms();
        let (chosen, dropped, (state, changes)) = self.select(height, time_ms, statements)?;
        if chosen.is_empty() {
            return Ok(Built { block: None, dropped });
        }
        let (me, count) = (self.me.clone(), chosen.len() as u64);
        let record = self.parent().record(me, time_ms, count, &state);
        let prepared = self.prepare(record, chosen, state, changes);
        let body = body_of(&prepared);
        let encoded = body.encode().map_err(|error| CommitError::corrupt(error.to_string()))?;
        let offer = Undecided {
            height,
            round,
            valid_round: -1,
            proposer: proposer.to_vec(),
            id: prepared.id,
            valid: true,
            mine: true,
        };
        self.keep(&prepared, &body, &offer)?;
        let id = prepared.id;
        self.prepared.insert(id, prepared);
        Ok(Built { block: Some((id, encoded)), dropped })
    }

    /// The time of the next block: the clock's, and always after the block before.
    fn next_time_ms(&mut self) -> u64 {
        let (now_ms, newest_ms) = (self.clock.now_ms(), self.tip.time_ms);
        let behind_ms = newest_ms.saturating_sub(now_ms);
        let was_behind = std::mem::replace(&mut self.is_behind, behind_ms > CLOCK_SKEW_MS);
        if self.is_behind && !was_behind {
            tracing::warn!(
                behind_s = behind_ms / 1_000,
                "this machine's clock is behind the newest block: until it has caught up, times of \
                 blocks hardly move and pages call themselves old; set the clock"
            );
        }
        now_ms.max(newest_ms.saturating_add(1))
    }

    /// Those statements that are valid together, in their order, and what they change.
    fn select(
        &mut self,
        height: u64,
        time_ms: u64,
        candidates: Vec<Arc<Verified>>,
    ) -> Result<Selected, CommitError> {
        let seen = self.taken(&candidates)?;
        let at = At { height, time_ms, start: self.tip.size };
        let mut pass = self
            .state
            .begin(at, &seen)
            .map_err(|refusal| CommitError::corrupt(refusal.to_string()))?;
        let mut dropped = Vec::new();
        let mut taken = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            match pass.push(&candidate) {
                Ok(_) => taken.push(candidate),
                Err(refusal) => {
                    dropped.push((candidate.statement().leaf_hash(), refusal.to_string()));
                }
            }
        }
        Ok((taken, dropped, pass.finish()))
    }

    /// Applies a whole block to the state.
    pub(super) fn apply(
        &mut self,
        height: u64,
        time_ms: u64,
        statements: &[Arc<Verified>],
    ) -> Result<Result<(State, Changes), Invalid>, CommitError> {
        let seen = self.taken(statements)?;
        let at = At { height, time_ms, start: self.tip.size };
        Ok(self.state.apply(at, statements.iter().map(AsRef::as_ref), &seen))
    }

    /// Which ids of these statements earlier blocks hold.
    fn taken(
        &mut self,
        statements: &[Arc<Verified>],
    ) -> Result<BTreeSet<(OrgId, Jti)>, CommitError> {
        let pairs = || statements.iter().flat_map(|one| one.statement().pairs());
        let asked = pairs().map(|(iss, jti)| (iss.clone(), *jti.as_bytes()));
        let taken = leaves::taken(&mut self.db, asked)?;
        let seen = pairs().map(|(iss, jti)| (iss.clone(), jti));
        Ok(seen.filter(|(iss, jti)| taken.contains_key(&(iss.clone(), *jti.as_bytes()))).collect())
    }

    pub(super) fn prepare(
        &self,
        record: Record,
        statements: Vec<Arc<Verified>>,
        state: State,
        changes: Changes,
    ) -> Prepared {
        let leaves = statements.iter().map(|verified| verified.statement().leaf_hash());
        let Grown { id, frontier, nodes } = self.parent().grow(&record, leaves);
        let state = Arc::new(state);
        Prepared { id, record, statements, state, changes, frontier, nodes }
    }

    /// Body and proposal reach the disk in one transaction, before anybody votes on the id: the
    /// engine's log holds ids only, and may decide a block whose body we would not have.
    pub(super) fn keep(
        &mut self,
        prepared: &Prepared,
        body: &Body,
        proposed: &Undecided,
    ) -> Result<(), CommitError> {
        let (id, record) = (prepared.id, &prepared.record);
        let took = self.metrics.stages().store.of(Writes::Body);
        self.metrics.time(took, || {
            self.db.write(|db| -> Result<(), CommitError> {
                blocks::put_body(db, id, record.height, record.start, body)?;
                undecided::put(db, proposed)?;
                Ok(())
            })
        })
    }

    /// The encoded body of a stored block.
    pub fn stored_body(&mut self, id: Hash) -> Result<Vec<u8>, CommitError> {
        let body = blocks::body(&mut self.db, id)?
            .ok_or_else(|| CommitError::corrupt(format!("no body for the block {id}")))?;
        body.encode().map_err(|error| CommitError::corrupt(error.to_string()))
    }
}

pub(super) fn body_of(prepared: &Prepared) -> Body {
    Body {
        record: prepared.record.text().into_bytes(),
        statements: prepared
            .statements
            .iter()
            .map(|verified| verified.statement().bytes().to_vec())
            .collect(),
    }
}
