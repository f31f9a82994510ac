//! The chain as the writing thread holds it.

use super::fresh::Fresh;
use super::prepare::Prepared;
use super::view::{Tip, View};
use crate::clock::Clock;
use crate::metrics::Metrics;
use crate::store::Db;
use crate::store::attachments::Files;
use ledger::block::Parent;
use ledger::state::State;
use ledger::tree::Frontier;
use ledger::{Hash, OrgId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that the next block follows from.
pub struct Chain {
    pub(super) origin: String,
    /// Who this node builds blocks for.
    pub(super) me: OrgId,
    pub(super) db: Db,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) metrics: Metrics,
    pub(super) state: Arc<State>,
    pub(super) frontier: Frontier,
    pub(super) tip: Tip,
    /// Files that statements name; none where nobody takes any.
    pub(super) files: Option<Files>,
    /// Pages with what was taken out may still stand in the database's log.
    pub(super) unscrubbed: bool,
    /// The clock was behind the newest block when a block was last built; told once.
    pub(super) is_behind: bool,
    /// Blocks that follow the tip and were worked out already, by id.
    pub(super) prepared: BTreeMap<Hash, Prepared>,
    /// What was just committed, for the projector.
    pub(super) fresh: Fresh,
}

impl Chain {
    /// The chain's origin.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// With the folder of files that statements name: what is voted out leaves it, too.
    #[must_use]
    pub fn with_files(mut self, files: Files) -> Self {
        self.files = Some(files);
        self
    }

    /// Counts and times its blocks there from now on.
    #[must_use]
    pub fn measured_by(self, metrics: Metrics) -> Self {
        Self { metrics, ..self }
    }

    /// What the next block follows from.
    pub(super) fn parent(&self) -> Parent<'_> {
        Parent {
            origin: &self.origin,
            height: self.tip.height,
            id: self.tip.id,
            time_ms: self.tip.time_ms,
            frontier: &self.frontier,
            state: &self.state,
        }
    }

    /// What is committed.
    pub fn view(&self) -> View {
        View { tip: self.tip, state: Arc::clone(&self.state) }
    }

    /// The writing connection, for rows that no block decides.
    pub const fn db(&mut self) -> &mut Db {
        &mut self.db
    }
}
