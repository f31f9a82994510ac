//! Whether this node can answer with fresh knowledge.

use super::reader::{Parts, Reader};
use serde::Serialize;

/// Older knowledge than this is told on every page instead of green (`protocol.md` section 7).
pub(super) const STALE_S: u64 = 600;

/// What `/readyz` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Whether pages can be served with fresh knowledge.
    pub is_ready: bool,
    /// Whether new records are ordered and shown.
    pub is_running: bool,
    /// The newest committed block.
    pub height: u64,
    /// The height that pages show.
    pub projected: u64,
    /// Records in the newest confirmed checkpoint.
    pub confirmed: u64,
    /// Its age in seconds.
    pub age_s: Option<u64>,
}

impl Reader {
    /// Asks the node how it is.
    pub fn readiness(&self) -> Readiness {
        let tip = self.parts().commit.view().tip;
        let confirmed = self.confirmed();
        let now = self.parts().clock.now_s();
        let age_s = confirmed.as_ref().and_then(|confirmed| {
            let validators = &confirmed.view.state.members().epoch().validators;
            let cosigned = confirmed.checkpoint.check(self.origin(), validators).ok()?;
            Some(now.saturating_sub(cosigned.as_of))
        });
        let is_running = self.is_running();
        Readiness {
            is_ready: is_running && age_s.is_some_and(|age| age <= STALE_S),
            is_running,
            height: tip.height,
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
