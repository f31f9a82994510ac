//! Starting what asks, and making what answers.

use super::caller::Caller;
use super::door::Door;
use super::exchange::exchange;
use super::spread::{Reached, spread};
use super::whoami::Whoami;
use crate::commit::Commit;
use crate::config::Peer;
use crate::intake::Intake;
use crate::keys::{Keyring, RandomError, fill};
use crate::replica::{Pending, Quorum};
use ledger::{OrgId, b64};
use std::sync::Arc;
use tokio::task::JoinSet;

/// What is needed.
pub struct Parts<'a> {
    /// The chain.
    pub origin: &'a str,
    /// The member whose node this is.
    pub me: OrgId,
    /// Its keys.
    pub keys: Keyring,
    /// What is committed.
    pub commit: Commit,
    /// Where signatures come together.
    pub quorum: Quorum,
    /// What waits to be ordered.
    pub pending: Pending,
    /// The door for statements.
    pub intake: Intake,
    /// The other members' nodes.
    pub peers: &'a [Peer],
}

/// What asks the other nodes; it ends with this.
pub struct Peers {
    tasks: JoinSet<()>,
    door: Door,
}

impl Peers {
    /// Begins to ask each of them.
    pub fn start(parts: Parts<'_>) -> Result<Self, RandomError> {
        let Parts { origin, me, keys, commit, quorum, pending, intake, peers } = parts;
        let boot = b64::encode(&fill::<12>()?);
        let door = Door::new((origin, &me), boot, (commit.clone(), quorum.clone(), intake));
        let whoami = Arc::new(Whoami::new(me.clone(), keys, commit));
        let mut tasks = JoinSet::new();
        for peer in peers.iter().filter(|peer| peer.iss != me) {
            let caller = Caller::new(peer.clone(), origin, Arc::clone(&whoami));
            let reached = Reached::default();
            tasks.spawn(exchange(caller.clone(), quorum.clone(), reached.clone()));
            tasks.spawn(spread(caller, pending.clone(), reached));
        }
        Ok(Self { tasks, door })
    }

    /// What answers them.
    pub const fn door(&self) -> &Door {
        &self.door
    }

    /// Asks no more.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}
