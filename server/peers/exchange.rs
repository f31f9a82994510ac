//! Each node tells every other what its validator signed, as soon as it has, and hears in the same
//! breath what the other signed last.

use super::caller::{CallError, Caller};
use super::spread::Reached;
use super::twins::{Asked, Other};
use crate::replica::Quorum;
use ledger::checkpoint::SignedCheckpoint;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Where it is asked.
pub(super) const PATH: &str = "/peer/v1/checkpoint";

/// Where signatures are missing, or a peer was away, it is asked again after so long.
const AGAIN: Duration = Duration::from_secs(1);
/// And otherwise, to see that it is still there.
const CALM: Duration = Duration::from_secs(20);

/// What the other one says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchanged {
    /// Another one after each start: what waits in a node is lost when it ends.
    pub boot: String,
    /// What its validator signed last; none before the first.
    pub checkpoint: Option<SignedCheckpoint>,
    /// For a node without a vote, which may be slower than validators sign: what a quorum stands
    /// behind.
    pub agreed: Option<SignedCheckpoint>,
    /// Another process that asks under the same name.
    pub other: Other,
}

/// This process, among any that run with the same keys; clones are the same.
#[derive(Clone)]
pub(super) struct Ourselves {
    /// Another one after each start.
    pub(super) boot: String,
    /// Told once when there is another process.
    pub(super) twin: Arc<watch::Sender<Option<String>>>,
}

impl Ourselves {
    /// What a peer tells of another process under this node's name.
    fn learn(&self, caller: &Caller, other: &Other) {
        let is_twin =
            other.proof.as_ref().is_some_and(|proof| caller.is_twin(proof, PATH, &self.boot));
        if is_twin {
            let peer = &caller.peer.iss;
            self.twin.send_replace(Some(format!(
                "stopped: another process runs with the keys of this node, and asked {peer} after \
                 this one had begun; end one of the two for good before the other starts again"
            )));
        }
    }
}

/// Exchanges signatures with one peer for ever.
pub(super) async fn exchange(
    caller: Caller,
    quorum: Quorum,
    reached: Reached,
    ourselves: Ourselves,
) {
    let mut own = quorum.watch_own();
    let (mut is_away, mut heard) = (false, None);
    loop {
        let mine = own.borrow_and_update().clone();
        let asked =
            Asked { boot: ourselves.boot.clone(), heard: heard.take(), checkpoint: mine.clone() };
        let outcome = once(&caller, &quorum, &reached, &asked).await;
        if let Ok(other) = &outcome {
            ourselves.learn(&caller, other);
            heard.clone_from(&other.boot);
        }
        quorum.answered(&caller.peer.iss, outcome.is_ok());
        tell(&caller, outcome.as_ref().err(), &mut is_away);
        let agreed = quorum.watch_agreed().borrow().as_ref().map(|agreed| agreed.size);
        let is_calm = outcome.is_ok() && agreed == mine.map(|mine| mine.size);
        let pause = tokio::time::sleep(if is_calm { CALM } else { AGAIN });
        if is_away {
            // Nothing new to say makes a peer come back.
            pause.await;
            continue;
        }
        tokio::select! {
            () = pause => {}
            changed = own.changed() => if changed.is_err() { return },
        }
    }
}

async fn once(
    caller: &Caller,
    quorum: &Quorum,
    reached: &Reached,
    asked: &Asked,
) -> Result<Other, CallError> {
    let body = serde_json::to_vec(asked).map_err(CallError::Answer)?;
    let answer: Exchanged = caller.ask(PATH, "application/json", body).await?;
    reached.is_there(&answer.boot);
    let heard = answer.checkpoint.map_or(Ok(()), |theirs| quorum.hear(&theirs));
    let agreed = answer.agreed.map_or(Ok(()), |agreed| quorum.hear_all(&agreed));
    if let Err(fault) = heard.and(agreed) {
        tracing::debug!(peer = %caller.peer.iss, %fault, "signatures of a peer do not count");
    }
    Ok(answer.other)
}

/// Once when a peer goes and once when it comes back.
fn tell(caller: &Caller, error: Option<&CallError>, is_away: &mut bool) {
    let (peer, url) = (&caller.peer.iss, &caller.peer.url);
    match error {
        Some(error) if !*is_away => {
            *is_away = true;
            tracing::warn!(%peer, url, cause = %error, "the node of a member cannot be reached");
        }
        Some(error) => tracing::debug!(%peer, cause = %error, "still not reached"),
        None if *is_away => {
            *is_away = false;
            tracing::info!(%peer, url, "the node of a member is reached again");
        }
        None => {}
    }
}
