//! Starting what asks, and making what answers.

use super::book::{Book, Known};
use super::caller::Caller;
use super::door::Door;
use super::exchange::{Ourselves, exchange};
use super::spread::{Reached, spread};
use super::whoami::Whoami;
use crate::commit::Commit;
use crate::config::Peer;
use crate::intake::Intake;
use crate::keys::{Keyring, RandomError, fill};
use crate::replica::{Archive, Pending, Quorum};
use ledger::{OrgId, b64};
use std::sync::Arc;
use tokio::sync::watch;
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
    /// What this node has, for nodes that lack it.
    pub archive: Archive,
    /// The other members' nodes.
    pub book: Book,
}

/// What asks the other nodes; it ends with this.
pub struct Peers {
    tasks: JoinSet<()>,
    door: Door,
    ended: watch::Receiver<Option<String>>,
}

impl Peers {
    /// Begins to ask each of them.
    pub fn start(parts: Parts<'_>) -> Result<Self, RandomError> {
        let boot = b64::encode(&fill::<12>()?);
        let door = Door::new(boot.clone(), &parts);
        let (twin, ended) = watch::channel(None);
        let ourselves = Ourselves { boot, twin: Arc::new(twin) };
        let known = parts.book.known();
        let Parts { origin, me, keys, commit, quorum, pending, book, .. } = parts;
        let whoami = Arc::new(Whoami::new(me, keys, commit));
        let asking = Asking { origin: origin.to_owned(), whoami, quorum, pending, ourselves };
        let mut tasks = JoinSet::new();
        tasks.spawn(book.follow());
        tasks.spawn(asking.all(known));
        Ok(Self { tasks, door, ended })
    }

    /// What answers them.
    pub const fn door(&self) -> &Door {
        &self.door
    }

    /// Holds the reason once the node must end.
    pub fn ending(&self) -> watch::Receiver<Option<String>> {
        self.ended.clone()
    }

    /// Asks no more.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}

/// What each peer is asked with.
struct Asking {
    origin: String,
    whoami: Arc<Whoami>,
    quorum: Quorum,
    pending: Pending,
    ourselves: Ourselves,
}

impl Asking {
    /// Asks each of those that are known, and others as soon as those are others.
    async fn all(self, mut known: Known) {
        let mut asked: Vec<(Peer, JoinSet<()>)> = Vec::new();
        loop {
            let peers = known.borrow_and_update().clone();
            // Whoever is dropped here is asked no more.
            asked.retain(|(peer, _)| peers.contains(peer));
            for peer in peers.iter().filter(|peer| peer.iss != self.whoami.me) {
                let is_new = asked.iter().all(|(there, _)| there != peer);
                asked.extend(is_new.then(|| (peer.clone(), self.ask(peer))));
            }
            if known.changed().await.is_err() {
                return;
            }
        }
    }

    fn ask(&self, peer: &Peer) -> JoinSet<()> {
        let caller = Caller::new(peer.clone(), &self.origin, Arc::clone(&self.whoami));
        let reached = Reached::default();
        let mut tasks = JoinSet::new();
        let (quorum, ourselves) = (self.quorum.clone(), self.ourselves.clone());
        tasks.spawn(exchange(caller.clone(), quorum, reached.clone(), ourselves));
        tasks.spawn(spread(caller, self.pending.clone(), reached));
        tasks
    }
}
