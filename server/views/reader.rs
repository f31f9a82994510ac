//! The door for readers.

use super::lot::Shelf;
use crate::clock::Clock;
use crate::commit::{Commit, Confirmed};
use crate::metrics::Metrics;
use crate::store::Pool;
use crate::store::attachments::Files;
use ledger::OrgId;
use std::sync::Arc;
use tokio::sync::watch;

/// Pages do not follow the record any more; the node is about to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("pages do not follow the record any more: this node is about to end")]
pub struct Standstill;

/// What a reader needs.
pub struct Parts {
    /// The chain.
    pub origin: String,
    /// The bytes of `genesis.json`.
    pub genesis: String,
    /// The member whose node this is.
    pub me: OrgId,
    /// What is committed and confirmed.
    pub commit: Commit,
    /// Connections.
    pub pool: Pool,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Files that statements name.
    pub files: Files,
    /// The height that the projector has reached.
    pub projected: watch::Receiver<u64>,
    /// Holds a reason once the replica has ended.
    pub ended: watch::Receiver<Option<String>>,
    /// Where pages are counted.
    pub metrics: Metrics,
}

/// The door for readers; clones share it.
#[derive(Clone)]
pub struct Reader(Arc<Parts>, Arc<Shelf>);

impl Reader {
    /// Opens the door.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts), Arc::default())
    }

    pub(super) fn parts(&self) -> &Parts {
        &self.0
    }

    /// Pages that were made already.
    pub(super) fn shelf(&self) -> &Shelf {
        &self.1
    }

    /// The chain.
    pub fn origin(&self) -> &str {
        &self.0.origin
    }

    /// The newest block that a quorum has cosigned; none before the first signature after a start.
    pub(super) fn confirmed(&self) -> Option<Arc<Confirmed>> {
        self.0.commit.confirmed()
    }

    /// The height that pages show.
    pub(super) fn projected(&self) -> u64 {
        *self.0.projected.borrow()
    }

    /// Waits until pages and evidence show a height. The record itself is on the disk, also when
    /// this fails.
    pub async fn visible(&self, height: u64) -> Result<(), Standstill> {
        let mut projected = self.0.projected.clone();
        projected.wait_for(|at| *at >= height).await.map_err(|_ended| Standstill)?;
        let mut confirmed = self.0.commit.watch_confirmed();
        let reached =
            confirmed.wait_for(|now| now.as_ref().is_some_and(|now| now.view.tip.height >= height));
        reached.await.map_err(|_ended| Standstill)?;
        Ok(())
    }
}

impl Reader {
    /// The chain's name, as house lots carry it.
    pub fn chain_name(&self) -> &str {
        self.origin().split('/').next().unwrap_or_default()
    }

    /// The origins of the members' nodes, which a phone asks too.
    pub fn hosts(&self) -> Vec<String> {
        let view = self.parts().commit.view();
        let validators = &view.state.members().epoch().validators;
        validators.iter().map(|row| format!("https://{}", row.host)).collect()
    }

    /// The companies that keep the record: name and host of each.
    pub fn keepers(&self) -> Vec<(String, String)> {
        let view = self.parts().commit.view();
        let members = view.state.members();
        let name = |iss: &OrgId| {
            members.org(iss).map_or_else(|| iss.as_str().to_owned(), |row| row.name.clone())
        };
        let validators = &members.epoch().validators;
        validators.iter().map(|row| (name(&row.iss), row.host.clone())).collect()
    }
}
