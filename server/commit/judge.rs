//! Whether a block that came from elsewhere, or from our own disk, follows the tip.

use super::chain::Chain;
use super::error::CommitError;
use super::prepare::Prepared;
use crate::store::undecided::Undecided;
use ledger::Hash;
use ledger::block::Body;
use ledger::statement::{Statement, Verified};
use rayon::prelude::*;
use std::sync::Arc;

/// A fresh proposal's time may differ this much from the clock here (`protocol.md` section 5).
pub(super) const CLOCK_SKEW_MS: u64 = 10_000;

/// What became of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Every rule holds.
    Valid,
    /// A rule is broken.
    Invalid,
}

/// A judged block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Its id; zeros where the bytes are no block.
    pub id: Hash,
    /// Whether it may be voted for.
    pub verdict: Verdict,
}

impl Chain {
    /// Judges a block that was proposed, and keeps it if it is valid.
    ///
    /// `fresh` asks for a time near the clock's; a block that is proposed again, synced or replayed
    /// was fresh once.
    pub fn judge(
        &mut self,
        bytes: &[u8],
        proposed: &Undecided,
        fresh: bool,
    ) -> Result<Judged, CommitError> {
        let invalid = Judged { id: Hash::ZERO, verdict: Verdict::Invalid };
        let Ok(body) = Body::decode(bytes) else { return Ok(invalid) };
        let prepared = match self.work_out(&body)? {
            Ok(prepared) => prepared,
            Err(reason) => {
                tracing::warn!(
                    block.height = proposed.height,
                    reason,
                    "a proposed block is invalid"
                );
                return Ok(invalid);
            }
        };
        let id = prepared.id;
        let skew = prepared.record.time_ms.abs_diff(self.clock.now_ms());
        if fresh && skew > CLOCK_SKEW_MS {
            tracing::warn!(block.height = proposed.height, skew_ms = skew, "a block's time is off");
            return Ok(Judged { id, verdict: Verdict::Invalid });
        }
        self.keep(&prepared, &body, &Undecided { id, valid: true, ..proposed.clone() })?;
        self.prepared.insert(id, prepared);
        Ok(Judged { id, verdict: Verdict::Valid })
    }

    /// Checks every rule of validity on a body, and works out what committing it changes.
    pub(super) fn work_out(
        &mut self,
        body: &Body,
    ) -> Result<Result<Prepared, String>, CommitError> {
        let record = match body.read_record() {
            Ok(record) => record,
            Err(error) => return Ok(Err(error.to_string())),
        };
        if let Err(reason) = self.parent().check(&record, body.statements.len()) {
            return Ok(Err(reason.to_owned()));
        }
        let statements = match self.read_statements(body) {
            Ok(statements) => statements,
            Err(reason) => return Ok(Err(reason)),
        };
        match self.apply(record.height, record.time_ms, &statements)? {
            Ok((state, changes)) => {
                if !self.parent().agrees(&record, &state) {
                    return Ok(Err("its record does not follow from its statements".to_owned()));
                }
                Ok(Ok(self.prepare(record, statements, state, changes)))
            }
            Err(invalid) => Ok(Err(invalid.to_string())),
        }
    }

    /// Reads and verifies the statements on all cores, except those whose signatures this node has
    /// checked before.
    fn read_statements(&self, body: &Body) -> Result<Vec<Arc<Verified>>, String> {
        let (members, origin) = (self.state.members(), self.origin.as_str());
        body.statements
            .par_iter()
            .map(|bytes| {
                let statement =
                    Statement::read(bytes, origin).map_err(|error| error.to_string())?;
                let verified = statement.verify(|kid| members.jwk(kid));
                verified.map(Arc::new).map_err(|error| error.to_string())
            })
            .collect()
    }
}
