//! Clients of all four nodes, and what was acknowledged to them.

use super::bed::{Cluster, GLNS};
use crate::support::{Client, event};
use furlong::clock::{Clock as _, System};
use furlong::keys::Random;
use ledger::key::P256Secret;
use ledger::statement::{Body, Draft};
use serde_json::Value;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

const COMMITTED: &str = "/api/v1/statements?wait=committed";

/// Receipts, shared by all who send.
#[derive(Default)]
pub(super) struct Receipts {
    given: Mutex<Vec<Value>>,
    number: AtomicUsize,
}

impl Receipts {
    pub(super) fn all(&self) -> Vec<Value> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn count(&self) -> usize {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn keep(&self, receipt: Value) {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).push(receipt);
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
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Load {
    pub(super) fn begin(cluster: &Cluster, receipts: &Arc<Receipts>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut threads = Vec::new();
        for who in 0..GLNS.len() {
            let (signer, stop) = (Signer::new(cluster, who, receipts), Arc::clone(&stop));
            let client = cluster.hasty(who);
            threads.push(std::thread::spawn(move || {
                while !stop.load(Ordering::SeqCst) {
                    if !signer.send(&client) {
                        // Its node is down or cut off.
                        std::thread::yield_now();
                    }
                }
            }));
        }
        Self { stop, threads }
    }

    pub(super) fn end(self) {
        self.stop.store(true, Ordering::SeqCst);
        for thread in self.threads {
            thread.join().expect("a client");
        }
    }
}

/// Waits until so many more were acknowledged.
pub(super) fn more(receipts: &Receipts, count: usize) {
    let wanted = receipts.count() + count;
    while receipts.count() < wanted {
        std::thread::yield_now();
    }
}
