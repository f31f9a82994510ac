//! Whether this node can answer with fresh knowledge.

use super::reader::{Parts, Reader};
use crate::store::{StoreError, blocks};
use serde::Serialize;

/// Older knowledge than this is told on every page instead of green (`protocol.md` section 7).
pub(super) const STALE_S: u64 = 600;

/// Pages may follow the ledger by so much; they are milliseconds behind as a rule.
pub(super) const BEHIND_S: u64 = 10;

/// What `/readyz` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Whether pages can be served with fresh knowledge.
    pub is_ready: bool,
    /// Whether new records are ordered and shown.
    pub is_running: bool,
    /// The newest committed block.
    pub height: u64,
    /// The epoch after it.
    pub epoch: u64,
    /// Whether this node has a vote in that epoch, or reads what others decide.
    pub has_vote: bool,
    /// The height that pages show.
    pub projected: u64,
    /// How long a block has been waiting to be shown, in seconds.
    pub behind_s: u64,
    /// Records in the newest confirmed checkpoint.
    pub confirmed: u64,
    /// Its age in seconds.
    pub age_s: Option<u64>,
}

impl Reader {
    /// The block time of the first block that is not shown yet.
    pub(super) fn waiting_since_ms(&self) -> Result<Option<u64>, StoreError> {
        let (tip, projected) = (self.parts().commit.view().tip, self.projected());
        if projected >= tip.height {
            return Ok(None);
        }
        let mut chain = self.parts().pool.chain()?;
        let next = blocks::at_height(&mut chain, projected.saturating_add(1))?;
        Ok(Some(next.map_or(tip.time_ms, |block| block.time_ms)))
    }

    /// How long ago that was.
    pub(super) fn age_s(&self, ms: u64) -> u64 {
        self.parts().clock.now_ms().saturating_sub(ms) / 1_000
    }

    /// Asks the node how it is.
    pub fn readiness(&self) -> Readiness {
        let view = self.parts().commit.view();
        let (tip, row) = (view.tip, view.state.members().epoch());
        let confirmed = self.confirmed();
        let now = self.parts().clock.now_s();
        let age_s = confirmed.as_ref().and_then(|confirmed| {
            let validators = &confirmed.view.state.members().epoch().validators;
            let cosigned = confirmed.checkpoint.check(self.origin(), validators).ok()?;
            Some(now.saturating_sub(cosigned.as_of))
        });
        let is_running = self.is_running();
        let behind = self.waiting_since_ms().map(|since| since.map_or(0, |ms| self.age_s(ms)));
        let behind_s = behind.unwrap_or_else(|error| {
            tracing::error!(cause = %error, "the ledger could not be asked how old the pages are");
            u64::MAX
        });
        let is_fresh = age_s.is_some_and(|age| age <= STALE_S) && behind_s <= BEHIND_S;
        Readiness {
            is_ready: is_running && is_fresh,
            is_running,
            behind_s,
            height: tip.height,
            epoch: row.epoch,
            has_vote: row.validators.iter().any(|one| one.iss == self.parts().me),
            projected: self.projected(),
            confirmed: confirmed.map_or(0, |confirmed| confirmed.view.tip.size),
            age_s,
        }
    }

    /// Whether replica and projector are there. Each holds its end of a channel as long as it runs.
    fn is_running(&self) -> bool {
        let Parts { ended, projected, .. } = self.parts();
        let replica_runs = ended.has_changed().is_ok() && ended.borrow().is_none();
        replica_runs && projected.has_changed().is_ok()
    }
}
