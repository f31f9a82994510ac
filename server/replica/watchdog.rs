//! An engine that stands still although it need not is replaced by another one, which connects anew.
//!
//! Two cases are known. Blocks were decided while this node was not there, or in an epoch that it has
//! not heard of: they do not come by votes any more. And two nodes that dial each other in the same
//! moment may close the connection over which one told the other what it wants to hear: both think
//! that they are connected, and votes do not arrive (libp2p-scatter 0.3.0, `inject_connected`).

use super::start::Setup;
use crate::commit::Tip;
use std::time::Duration;

/// How often it is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// A block that others have signed and that has not come here after so many looks is read from them.
const BEHIND_AFTER: u32 = 5;

/// So many looks may pass while a statement waits and enough members are there to decide. Rounds of
/// nodes far apart take seconds each; after a new engine in vain it takes twice as long, up to the
/// second figure.
const STUCK_AFTER: u32 = 20;
const STUCK_AFTER_MAX: u32 = 600;

/// What it has seen, over one engine after the other.
#[derive(Debug)]
pub(super) struct Watchdog {
    height: u64,
    behind: u32,
    stuck: u32,
    patience: u32,
}

impl Default for Watchdog {
    fn default() -> Self {
        Self { height: 0, behind: 0, stuck: 0, patience: STUCK_AFTER }
    }
}

impl Watchdog {
    /// Resolves when another engine should go on.
    pub(super) async fn wait(&mut self, setup: &Setup) {
        loop {
            tokio::time::sleep(LOOK).await;
            let tip = setup.commit.view().tip;
            self.look(setup, tip);
            if BEHIND_AFTER <= self.behind && is_decided_elsewhere(setup, tip).await {
                self.behind = 0;
                return;
            }
            if self.patience <= self.stuck {
                tracing::warn!(
                    block.height = tip.height + 1,
                    seconds = self.stuck,
                    "statements wait, enough members are there to decide, and nothing is decided: \
                     this node connects to the others anew"
                );
                self.stuck = 0;
                self.patience = self.patience.saturating_mul(2).min(STUCK_AFTER_MAX);
                return;
            }
        }
    }

    fn look(&mut self, setup: &Setup, tip: Tip) {
        if tip.height != self.height {
            *self = Self { height: tip.height, ..Self::default() };
            return;
        }
        let is_behind = tip.size < setup.quorum.largest();
        self.behind = if is_behind { self.behind.saturating_add(1) } else { 0 };
        let waits = !setup.pending.is_empty() && setup.disk.orders();
        let is_stuck = waits && setup.quorum.can_decide(&setup.me);
        self.stuck = if is_stuck { self.stuck.saturating_add(1) } else { 0 };
    }
}

/// Whether one of the others has the block that is missing here.
async fn is_decided_elsewhere(setup: &Setup, tip: Tip) -> bool {
    let theirs = setup.feed.blocks(tip.height + 1).await;
    let is_missing = !theirs.is_empty() && setup.commit.view().tip.height == tip.height;
    if is_missing {
        tracing::warn!(
            block.height = tip.height + 1,
            "others have decided this block and it did not come here by votes: it is read from them, \
             and then this node votes again"
        );
    }
    is_missing
}
