//! One epoch: a member with a vote runs engine and cosigner, another reads what those decide.

use super::boundary::{Boundary, own_row};
use super::cosign::{Begun, CosignError, Cosigner};
use super::follow::{FollowError, Follower, Read};
use super::guard::LOG;
use super::node::Node;
use super::start::{ReplicaError, Setup, Up};
use super::take_up::hold_log;
use super::watchdog::Watchdog;
use crate::commit::CommitError;
use crate::keys::ValidatorSecrets;
use crate::store::undecided;
use engine::{self, Address, End, Engine, Identity};
use ledger::state::RULES;
use p256::ecdsa::SigningKey;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::watch;

/// Runs engine and cosigner until the epoch or the node ends.
pub(super) async fn epoch(
    setup: &Setup,
    stopped: watch::Receiver<bool>,
    (up, watchdog): (&mut Up, &mut Watchdog),
) -> Result<End, ReplicaError> {
    let mut told = stopped.clone();
    let ending = boundary(setup);
    tokio::select! {
        kept = ending.keep() => kept?,
        // The others' signatures may be long in coming.
        _told = told.wait_for(|stop| *stop) => return Ok(End::Told),
    }
    let anchors = setup.anchors.clone();
    let held = setup.commit.run(move |chain| anchors.check(chain, 0)).await?;
    held?.map_err(FollowError::from)?;
    let view = setup.commit.view();
    let row = view.state.members().epoch();
    if row.rules != RULES {
        return Err(ReplicaError::Rules { needed: row.rules });
    }
    setup.quorum.turn_to(row);
    match own_row(row, &setup.me) {
        Some(mine) => {
            let keys = setup.keys.of(mine, row.epoch).map_err(CosignError::from)?;
            vote(setup, keys, stopped, (up, watchdog)).await
        }
        None => follow(setup, stopped, up).await,
    }
}

fn boundary(setup: &Setup) -> Boundary<'_> {
    Boundary {
        origin: &setup.origin,
        me: &setup.me,
        keys: &setup.keys,
        guard: &setup.guard,
        quorum: &setup.quorum,
        commit: &setup.commit,
        feed: setup.feed.as_ref(),
        clock: setup.clock.as_ref(),
    }
}

fn cosigner(setup: &Setup, keys: Option<ValidatorSecrets>) -> Cosigner {
    Cosigner {
        me: setup.me.clone(),
        keys,
        epoch: setup.commit.view().state.members().epoch().epoch,
        origin: setup.origin.clone(),
        commit: setup.commit.clone(),
        guard: setup.guard.clone(),
        quorum: setup.quorum.clone(),
        clock: Arc::clone(&setup.clock),
        every: setup.cosign_every,
        from_size: setup.anchors.size(),
    }
}

fn tell_up(up: &mut Up) -> Result<(), ReplicaError> {
    let told = up.take().is_none_or(|up| up.send(Ok(())).is_ok());
    if told { Ok(()) } else { Err(ReplicaError::Ended) }
}

/// An epoch of a member with a vote. It votes only after it has read what the others have decided.
async fn vote(
    setup: &Setup,
    keys: ValidatorSecrets,
    stopped: watch::Receiver<bool>,
    (up, watchdog): (&mut Up, &mut Watchdog),
) -> Result<End, ReplicaError> {
    match catch_up(setup, address_of(&keys)?, stopped.clone()).await? {
        Read::There => {}
        Read::Epoch => return Ok(End::Epoch),
        Read::Told => return Ok(End::Told),
    }
    // Before the listener opens: a page must not start with an old confirmation.
    let cosigner = cosigner(setup, Some(keys.clone()));
    let begun = cosigner.begin().await?;
    if up.is_none() {
        // The start of the node has done it for its first epoch, where a loss may be accepted.
        hold_log(&setup.folder, &setup.guard, setup.commit.view().tip.height)?;
    }
    let engine = start_engine(setup, &keys).await?;
    tell_up(up)?;
    run(setup, engine, (cosigner, begun), (stopped, watchdog)).await
}

/// Reads what the others have, and where others vote, too, as far as this node has signed itself: a
/// database that was lost or is an old copy comes from them again.
async fn catch_up(
    setup: &Setup,
    address: Address,
    stopped: watch::Receiver<bool>,
) -> Result<Read, ReplicaError> {
    let (node, mut told) = (Node::new(setup, address, false), stopped.clone());
    let reader = follower(setup, &node);
    let read = tokio::select! {
        caught_up = reader.catch_up() => caught_up?,
        _told = told.wait_for(|stop| *stop) => Read::Told,
    };
    let view = setup.commit.view();
    let is_alone = setup.accepts_loss || setup.feed.count() == 0;
    if read != Read::There || is_alone || has_what_it_signed(setup) {
        return Ok(read);
    }
    let signed = setup.guard.signed();
    tracing::warn!(
        block.height = view.tip.height,
        signed.height,
        "this node has signed more than its database holds: it reads the rest from the others \
         before it votes"
    );
    Ok(reader.run(stopped, || has_what_it_signed(setup)).await?)
}

/// Whether the database holds all that the guard file names, and the engine's log the votes on the
/// block in hand.
fn has_what_it_signed(setup: &Setup) -> bool {
    let tip = setup.commit.view().tip;
    let (signed, held) = (setup.guard.signed(), hold_log(&setup.folder, &setup.guard, tip.height));
    signed.size <= tip.size && signed.height <= tip.height + 1 && held.is_ok()
}

/// An epoch of a member without a vote.
async fn follow(
    setup: &Setup,
    stopped: watch::Receiver<bool>,
    up: &mut Up,
) -> Result<End, ReplicaError> {
    let cosigner = cosigner(setup, None);
    let begun = cosigner.begin().await?;
    tell_up(up)?;
    let (told_to, node) = (stopped.clone(), Node::new(setup, Address([0; 20]), false));
    let reader = follower(setup, &node);
    tokio::select! {
        read = reader.run(stopped, || false) => Ok(match read? {
            Read::Epoch => End::Epoch,
            Read::Told | Read::There => End::Told,
        }),
        ended = cosigner.run(begun) => {
            ended?;
            let told_to = *told_to.borrow();
            if told_to { Ok(End::Told) } else { Err(ReplicaError::WriterGone) }
        }
    }
}

fn follower<'a>(setup: &'a Setup, node: &'a Node) -> Follower<'a> {
    Follower {
        origin: &setup.origin,
        node,
        commit: &setup.commit,
        feed: setup.feed.as_ref(),
        anchors: &setup.anchors,
    }
}

/// Signs the end of the epoch, and waits until a quorum has: while others are on the way there, they
/// need this node's votes. What goes wrong is told when the next epoch asks for it.
async fn hand_over(setup: &Setup) {
    if let Err(error) = boundary(setup).keep().await {
        tracing::debug!(cause = %error, "the end of the epoch is not kept yet");
    }
}

/// Either part ends the other, and the engine always ends by being told: its log is free then.
async fn run(
    setup: &Setup,
    engine: Engine<Node>,
    (cosigner, begun): (Cosigner, Begun),
    (mut stopped, watchdog): (watch::Receiver<bool>, &mut Watchdog),
) -> Result<End, ReplicaError> {
    let told_to = stopped.clone();
    let (halt, mut halted) = watch::channel(false);
    let is_stuck = AtomicBool::new(false);
    let stop = async {
        tokio::select! {
            // A closed channel means that the node is gone: stop as well.
            _ = stopped.wait_for(|stop| *stop) => {}
            _ = halted.wait_for(|halt| *halt) => {}
            () = watchdog.wait(setup) => is_stuck.store(true, Ordering::SeqCst),
        }
    };
    let cosigning = tokio::spawn(async move {
        let outcome = cosigner.run(begun).await;
        halt.send_replace(true);
        outcome
    });
    let ordered = engine.run(stop, hand_over(setup)).await;
    cosigning.abort();
    let outcome = cosigning.await;
    let told_to = *told_to.borrow();
    // Another engine goes on, as after the end of an epoch.
    let ordered = match ordered {
        Ok(End::Told) if is_stuck.into_inner() => Ok(End::Epoch),
        ordered => ordered,
    };
    end(ordered, outcome, told_to)
}

/// An end has a reason, unless the node was told to end or the epoch did.
fn end(
    ordered: Result<End, engine::Stopped>,
    cosigned: Result<Result<(), CosignError>, tokio::task::JoinError>,
    told_to: bool,
) -> Result<End, ReplicaError> {
    match (ordered?, cosigned) {
        (_, Ok(Err(error))) => Err(error.into()),
        (_, Err(error)) if error.is_panic() => Err(ReplicaError::CosignerPanicked),
        (End::Epoch, Ok(Ok(())) | Err(_)) => Ok(End::Epoch),
        (End::Told, Ok(Ok(())) | Err(_)) if told_to => Ok(End::Told),
        (End::Told, Ok(Ok(()))) => Err(ReplicaError::WriterGone),
        (End::Told, Err(_)) => Err(ReplicaError::CosignerGone),
    }
}

/// The address under which a validator proposes.
fn address_of(keys: &ValidatorSecrets) -> Result<Address, ReplicaError> {
    let public = keys.vote.public();
    let sec1 = public.as_p256().map(|key| key.sec1().to_vec()).unwrap_or_default();
    Ok(Address::of_sec1(&sec1)?)
}

async fn start_engine(
    setup: &Setup,
    keys: &ValidatorSecrets,
) -> Result<Engine<Node>, ReplicaError> {
    let key = SigningKey::from_slice(&keys.vote.to_bytes())
        .map_err(|error| ReplicaError::Key(error.to_string()))?;
    let address = address_of(keys)?;
    let height = setup.commit.view().tip.height + 1;
    let unfinished = setup
        .commit
        .run(move |chain| undecided::at(chain.db(), height, 0).map_err(CommitError::from))
        .await??;
    let node = Node::new(setup, address, !unfinished.is_empty());
    let wal = setup.folder.join(LOG);
    let failed = |source| ReplicaError::Folder { folder: setup.folder.clone(), source };
    if engine::drop_torn_head(&wal).map_err(failed)? {
        tracing::warn!(
            "the vote log ended within its first bytes, and held no votes: it begins anew"
        );
    }
    let identity = Identity { origin: setup.origin.clone(), vote: key, node: keys.node.to_bytes() };
    let view = setup.commit.view();
    let settings = setup.wires.settings(view.state.members().epoch(), &setup.me, wal)?;
    let engine = engine::start(settings, identity, Arc::new(node), setup.guard.clone()).await?;
    // A log that the engine has made just now must still be there after a power cut.
    let synced = std::fs::File::open(&setup.folder).and_then(|folder| folder.sync_all());
    synced.map_err(failed)?;
    Ok(engine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_part_that_ends_by_itself_leaves_a_reason() {
        let panicked = tokio::spawn(async { panic!("a bug") }).await.unwrap_err();
        let reason =
            |ordered, cosigned, told_to| end(ordered, cosigned, told_to).unwrap_err().to_string();
        assert!(
            reason(Ok(End::Told), Err(panicked), true).contains("cosigns checkpoints panicked")
        );
        assert!(reason(Ok(End::Told), Ok(Ok(())), false).contains("writes the ledger has ended"));
        let gone = CosignError::Commit(CommitError::Gone);
        assert!(reason(Ok(End::Told), Ok(Err(gone)), false).contains("writing thread"));
        assert!(matches!(end(Ok(End::Told), Ok(Ok(())), true), Ok(End::Told)));
        assert!(matches!(end(Ok(End::Epoch), Ok(Ok(())), false), Ok(End::Epoch)));
    }
}
