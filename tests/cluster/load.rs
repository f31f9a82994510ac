//! Clients of all four nodes, and what was acknowledged to them.

use super::bed::{Cluster, GLNS};
use crate::support::{Client, event};
use furlong::clock::{Clock as _, System};
use furlong::keys::Random;
use ledger::key::P256Secret;
use ledger::statement::{Body, Draft};
use serde_json::Value;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

const COMMITTED: &str = "/api/v1/statements?wait=committed";

/// A client whose node does not answer tries again after this.
const PAUSE: Duration = Duration::from_millis(100);

/// Receipts, shared by all who send.
#[derive(Default)]
pub(super) struct Receipts {
    given: Mutex<Vec<Value>>,
    one_more: Condvar,
    number: AtomicUsize,
}

impl Receipts {
    pub(super) fn all(&self) -> Vec<Value> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until so many more were given.
    pub(super) fn more(&self, count: usize) {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = given.len() + count;
        drop(self.one_more.wait_while(given, |given| given.len() < wanted));
    }

    fn keep(&self, receipt: Value) {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).push(receipt);
        self.one_more.notify_all();
    }
}

/// A company that signs.
#[derive(Clone)]
pub(super) struct Signer {
    origin: String,
    who: usize,
    key: P256Secret,
    pub(super) receipts: Arc<Receipts>,
}

impl Signer {
    pub(super) fn new(cluster: &Cluster, who: usize, receipts: &Arc<Receipts>) -> Self {
        let (origin, key) = (cluster.origin(), cluster.key(who));
        Self { origin, who, key, receipts: Arc::clone(receipts) }
    }

    /// An event of this company, with a number that none had before.
    pub(super) fn sign(&self) -> String {
        let number = self.receipts.number.fetch_add(1, Ordering::SeqCst);
        let id = format!("urn:uuid:0190b7a0-0000-7000-8000-{number:012}");
        let (iss, now_ms) = (Cluster::iss(self.who), System.now_ms());
        let draft = Draft {
            iss,
            origin: self.origin.clone(),
            jti: Random.jti(now_ms).expect("randomness"),
            iat: now_ms / 1_000,
            body: Body::Event { epcis: event(&id, &format!("A{}", number % 7)), corrects: None },
        };
        draft.sign(&self.key)
    }

    /// Sends one to a node and waits for its receipt; false if the node went away or gave none.
    pub(super) fn send(&self, client: &Client) -> bool {
        let sent = client.try_post(COMMITTED, "application/jose", self.sign().as_bytes());
        match sent {
            Some(answer) if answer.status == 201 => {
                self.receipts.keep(answer.json());
                true
            }
            // While too few nodes agree, a node says that it is busy, or nothing.
            Some(answer) => {
                assert!([202, 503].contains(&answer.status), "{}", answer.text());
                false
            }
            None => false,
        }
    }
}

/// Clients that send, one at each node, until they are told to stop.
pub(super) struct Load {
    stop: Arc<Stop>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Stop {
    told: Mutex<bool>,
    changed: Condvar,
}

impl Load {
    pub(super) fn begin(cluster: &Cluster, receipts: &Arc<Receipts>) -> Self {
        let stop = Arc::new(Stop::default());
        let begin = |who| {
            let (signer, stop) = (Signer::new(cluster, who, receipts), Arc::clone(&stop));
            let client = cluster.hasty(who);
            std::thread::spawn(move || while !stop.heard(signer.send(&client)) {})
        };
        let threads = (0..GLNS.len()).map(begin).collect();
        Self { stop, threads }
    }

    pub(super) fn end(self) {
        self.stop.tell();
        for thread in self.threads {
            thread.join().expect("a client");
        }
    }
}

impl Stop {
    fn tell(&self) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Whether it was told; one whose node is down or cut off waits for it before it tries again.
    fn heard(&self, sent: bool) -> bool {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if sent {
            return *told;
        }
        *self.changed.wait_timeout(told, PAUSE).unwrap_or_else(PoisonError::into_inner).0
    }
}
