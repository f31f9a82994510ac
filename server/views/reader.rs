//! The door for readers.

use super::lot::Shelf;
use crate::clock::Clock;
use crate::commit::{Commit, Confirmed};
use crate::store::Pool;
use ledger::OrgId;
use std::sync::Arc;
use tokio::sync::watch;

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
    /// The height that the projector has reached.
    pub projected: watch::Receiver<u64>,
    /// Holds a reason once the replica has ended.
    pub ended: watch::Receiver<Option<String>>,
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

    /// Waits until pages and evidence show a height. If the projector ends, it returns: the page
    /// then tells how old it is.
    pub async fn visible(&self, height: u64) {
        let mut projected = self.0.projected.clone();
        if projected.wait_for(|at| *at >= height).await.is_err() {
            return;
        }
        let mut confirmed = self.0.commit.watch_confirmed();
        let reached =
            confirmed.wait_for(|now| now.as_ref().is_some_and(|now| now.view.tip.height >= height));
        if reached.await.is_err() {
            tracing::debug!("the node stopped before a block was confirmed");
        }
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
