//! What clients brought is passed on to every other node once, so that whoever proposes next has it.

use super::caller::{CallError, Caller};
use crate::replica::Pending;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Where it is brought.
pub(super) const PATH: &str = "/peer/v1/statements";

/// One question: what a batch of clients may have, less what the lines around them take.
const COUNT_MAX: usize = 1_000;
const BYTES_MAX: usize = (4 << 20) - COUNT_MAX * 16;
/// Where a peer was full or away, it is tried again after so long.
const AGAIN: Duration = Duration::from_millis(500);

/// What a node did with statements of another's clients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// Another one after each start.
    pub boot: String,
    /// So many it had no room for: bring them again.
    pub full: usize,
    /// So many it does not take; it need not be right, because it may be behind.
    pub refused: usize,
}

/// How far a peer has what clients brought; clones share it.
#[derive(Clone, Default)]
pub(super) struct Reached(Arc<Inner>);

#[derive(Default)]
struct Inner {
    number: AtomicU64,
    boot: Mutex<String>,
    began_anew: Notify,
}

impl Reached {
    /// A peer that started anew has nothing any more of what waited there.
    pub(super) fn is_there(&self, boot: &str) {
        let mut known = self.0.boot.lock().unwrap_or_else(PoisonError::into_inner);
        if *known != boot {
            boot.clone_into(&mut known);
            self.0.number.store(0, Ordering::SeqCst);
            self.0.began_anew.notify_one();
        }
    }

    fn number(&self) -> u64 {
        self.0.number.load(Ordering::SeqCst)
    }

    /// Goes on from `before`, if nobody has gone back meanwhile.
    fn advance(&self, before: u64, to: u64) {
        let moved = self.0.number.compare_exchange(before, to, Ordering::SeqCst, Ordering::SeqCst);
        tracing::trace!(moved = moved.is_ok(), to, "statements passed on");
    }
}

#[derive(Serialize)]
struct Line<'a> {
    jws: &'a str,
}

/// Passes on to one peer for ever.
pub(super) async fn spread(caller: Caller, pending: Pending, reached: Reached) {
    loop {
        let (before, newest) = (reached.number(), pending.newest_brought());
        let (statements, last) = pending.brought_after(before, COUNT_MAX, BYTES_MAX);
        if statements.is_empty() {
            tokio::select! {
                () = pending.brought(newest) => {}
                () = reached.0.began_anew.notified() => {}
            }
            continue;
        }
        let body: String =
            statements.iter().filter_map(|one| line(one.statement().bytes())).collect();
        let taken: Result<Taken, CallError> =
            caller.ask(PATH, "application/x-ndjson", body.into_bytes()).await;
        match taken {
            Ok(taken) => {
                reached.is_there(&taken.boot);
                if taken.full == 0 {
                    reached.advance(before, last);
                    continue;
                }
            }
            Err(error) => {
                tracing::debug!(peer = %caller.peer.iss, cause = %error, "not passed on yet");
            }
        }
        tokio::time::sleep(AGAIN).await;
    }
}

fn line(bytes: &[u8]) -> Option<String> {
    let jws = std::str::from_utf8(bytes).ok()?;
    Some(format!("{}\n", serde_json::to_string(&Line { jws }).ok()?))
}
