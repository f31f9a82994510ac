//! The loop: one task that answers the engine, starts heights and notices its end.

use super::assembler::Assembler;
use super::codec::Heard;
use super::config::timeouts_alone;
use super::context::ChainContext;
use super::hold::{Asked, Held};
use super::ids::{Address, Height, PublicKey};
use super::ledger::{Fatal, Ledger};
use super::malachite::app::consensus::SignedConsensusMsg;
use super::malachite::app::engine::consensus::ConsensusRef;
use super::malachite::app::engine::util::events::{Event, RxEvent};
use super::malachite::app::types::core::{HeightParams, LinearTimeouts};
use super::malachite::{AppMsg, Channels, EngineHandle};
use super::own_votes::OwnVotes;
use super::part::Assembled;
use super::quota::Quota;
use super::signing::VoteVerifier;
use super::validators::{ValidatorSet, ValidatorSetError};
use std::fs::File;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// How long the engine may take to end before it is left to the end of the process.
const STOP_MAX: Duration = Duration::from_secs(5);

/// Why the node must end. Each is one line for the operator; none may be answered by a restart
/// within the process, and [`Stopped::Engine`] not by a blind one from outside either.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The node's own part failed.
    #[error("stopped: {0}")]
    Ledger(#[from] Fatal),
    /// The guard file forbids this vote.
    #[error("stopped before a vote: {0}")]
    Guard(Fatal),
    /// The validators of the next height are no set.
    #[error("stopped: the ledger's validators of height {height} are no validator set: {source}")]
    Validators {
        /// The height.
        height: u64,
        /// What is wrong with them.
        #[source]
        source: ValidatorSetError,
    },
    /// Somebody else votes as this node.
    #[error(
        "stopped: at height {height} a vote came in that carries this node's signature and that \
         this node did not send; another machine runs with the same vote key"
    )]
    ForeignVote {
        /// The height of the vote.
        height: u64,
    },
    /// The engine ended, or its log is damaged and it must not sign any more.
    #[error(
        "stopped: the consensus engine gave up; read its last log lines before the next start, \
         because a damaged vote log can make a node vote twice"
    )]
    Engine,
}

/// Why the engine ended without a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It was told to.
    Told,
    /// The last height ended an epoch: another engine goes on with what the new one says.
    Epoch,
}

/// The engine's pieces, as [`start`](super::start()) puts them together.
pub(super) struct Parts {
    pub(super) channels: Channels<ChainContext>,
    pub(super) handle: EngineHandle,
    pub(super) consensus: ConsensusRef<ChainContext>,
    pub(super) heard: Heard,
    pub(super) own_votes: OwnVotes,
    pub(super) refusal: Arc<OnceLock<Fatal>>,
    pub(super) verifier: VoteVerifier,
    pub(super) me: Address,
    pub(super) key: PublicKey,
    pub(super) pace: LinearTimeouts,
    pub(super) wal: PathBuf,
}

/// A started engine.
pub struct Engine<L> {
    pub(super) parts: Parts,
    pub(super) ledger: Arc<L>,
    /// The start of the next height, while nothing waits.
    pub(super) held: Option<Held>,
    /// The round in which we are to propose and had nothing yet.
    pub(super) asked: Option<Asked>,
    pub(super) assembler: Assembler,
    pub(super) quota: Quota,
    /// Blocks for heights that cannot be judged yet.
    pub(super) early: Vec<Assembled>,
    /// The epoch that this engine started in.
    pub(super) epoch: u64,
}

/// What happened next.
enum Happening {
    Stop,
    EngineEnded,
    Message(Box<AppMsg<ChainContext>>),
    Work,
    Heard,
    Vote(Box<SignedConsensusMsg<ChainContext>>),
    Nothing,
}

impl<L: Ledger> Engine<L> {
    pub(super) fn new(parts: Parts, ledger: Arc<L>) -> Self {
        Self {
            parts,
            epoch: ledger.epoch(),
            ledger,
            held: None,
            asked: None,
            assembler: Assembler::default(),
            quota: Quota::default(),
            early: Vec::new(),
        }
    }

    /// Answers the engine until `stop` resolves or an epoch ends, which gives `Ok`, or until the
    /// node must end.
    ///
    /// After the last height of an epoch it starts no other, and goes on to send what others need to
    /// come there, until `handed_over` resolves: an engine that ended at once would take its last
    /// votes with it.
    ///
    /// Either way the message in hand is finished first, and when this returns the engine has
    /// ended and its log is free.
    pub async fn run(
        mut self,
        stop: impl Future<Output = ()> + Send,
        handed_over: impl Future<Output = ()> + Send,
    ) -> Result<End, Stopped> {
        let mut stop = std::pin::pin!(stop);
        let outcome = match self.serve(stop.as_mut()).await {
            Ok(End::Epoch) => self.hand_over(stop, handed_over).await,
            other => other,
        };
        let refusal = self.parts.refusal.get().cloned();
        self.shut().await;
        match (outcome, refusal) {
            // The engine only says that it ended; the guard said why.
            (Err(Stopped::Engine), Some(refusal)) => Err(Stopped::Guard(refusal)),
            (outcome, _) => outcome,
        }
    }

    async fn serve(
        &mut self,
        mut stop: Pin<&mut (impl Future<Output = ()> + Send)>,
    ) -> Result<End, Stopped> {
        let mut events = self.parts.channels.events.subscribe();
        loop {
            if self.is_over() {
                return Ok(End::Epoch);
            }
            match self.next(stop.as_mut(), &mut events).await {
                Happening::Stop => return Ok(End::Told),
                Happening::EngineEnded => return Err(Stopped::Engine),
                Happening::Message(message) => self.answer(*message).await?,
                Happening::Work => self.work_came().await?,
                Happening::Heard => self.release()?,
                Happening::Vote(message) => self.watch(&message)?,
                Happening::Nothing => {}
            }
        }
    }

    /// The last height of the epoch is done here, and perhaps not yet elsewhere.
    async fn hand_over(
        &mut self,
        mut stop: Pin<&mut (impl Future<Output = ()> + Send)>,
        handed_over: impl Future<Output = ()> + Send,
    ) -> Result<End, Stopped> {
        let mut handed_over = std::pin::pin!(handed_over);
        loop {
            let message = tokio::select! {
                biased;
                () = stop.as_mut() => return Ok(End::Told),
                () = handed_over.as_mut() => return Ok(End::Epoch),
                _ended = &mut self.parts.handle.handle => return Err(Stopped::Engine),
                message = self.parts.channels.consensus.recv() => message,
            };
            self.answer(message.ok_or(Stopped::Engine)?).await?;
        }
    }

    async fn next(
        &mut self,
        stop: impl Future<Output = ()>,
        events: &mut RxEvent<ChainContext>,
    ) -> Happening {
        let held = self.held.is_some();
        let next = self.ledger.tip().saturating_add(1);
        let ledger = &self.ledger;
        let not_before = self.asked.as_ref().map(|asked| asked.not_before);
        let work = async {
            if let Some(not_before) = not_before {
                tokio::time::sleep_until(not_before).await;
            }
            ledger.wait_for_work().await;
        };
        tokio::select! {
            biased;
            () = stop => Happening::Stop,
            _ended = &mut self.parts.handle.handle => Happening::EngineEnded,
            message = self.parts.channels.consensus.recv() => match message {
                Some(message) => Happening::Message(Box::new(message)),
                None => Happening::EngineEnded,
            },
            event = events.recv() => match event {
                Ok(Event::Received(message)) => Happening::Vote(Box::new(message)),
                Ok(_) | Err(RecvError::Lagged(_)) => Happening::Nothing,
                Err(RecvError::Closed) => Happening::EngineEnded,
            },
            () = work, if held || not_before.is_some() => Happening::Work,
            () = self.parts.heard.until(next), if held => Happening::Heard,
        }
    }

    /// The validators of a height that is at most one above the tip.
    pub(super) fn validators(&self, height: u64) -> Result<ValidatorSet, Stopped> {
        ValidatorSet::parse(&self.ledger.validators(height))
            .map_err(|source| Stopped::Validators { height, source })
    }

    pub(super) fn params(set: ValidatorSet, pace: LinearTimeouts) -> HeightParams<ChainContext> {
        let timeouts = if set.is_of_one() { timeouts_alone() } else { pace };
        HeightParams::new(set, timeouts, None)
    }

    pub(super) fn next_height(&self) -> Height {
        Height(self.ledger.tip().saturating_add(1))
    }

    /// Looks whether somebody else signs as this node. The engine has not checked the vote yet.
    fn watch(&self, message: &SignedConsensusMsg<ChainContext>) -> Result<(), Stopped> {
        let SignedConsensusMsg::Vote(vote) = message else { return Ok(()) };
        if vote.address != self.parts.me || !self.parts.own_votes.is_foreign(vote) {
            return Ok(());
        }
        if self.parts.verifier.vote_holds(vote, &vote.signature, &self.parts.key) {
            return Err(Stopped::ForeignVote { height: vote.height.0 });
        }
        Ok(())
    }

    /// Ends the engine.
    async fn shut(self) {
        let Parts { channels, handle, wal, .. } = self.parts;
        // The engine may be waiting for an answer; without the channels it gets an error instead.
        drop((channels, self.held));
        let reason = Some("the node stops".to_owned());
        // Children first: only a stopped child finishes its work, ending the parent kills them.
        handle.actor.get_cell().stop_children_and_wait(reason.clone(), Some(STOP_MAX)).await;
        handle.actor.stop(reason);
        // What has ended was waited for by the loop, and cannot be waited for twice.
        let ended = handle.handle.is_finished()
            || tokio::time::timeout(STOP_MAX, handle.handle).await.is_ok();
        if !ended {
            tracing::warn!("the consensus engine did not end in time");
        }
        wait_until_free(&wal).await;
    }
}

/// Waits until the engine's log thread has let go of its file, so that a new engine can open it.
async fn wait_until_free(wal: &Path) {
    let wal = wal.to_owned();
    let free = tokio::task::spawn_blocking(move || File::open(wal).and_then(|file| file.lock()));
    match tokio::time::timeout(STOP_MAX, free).await {
        Ok(Ok(Ok(()))) => {}
        Ok(Ok(Err(cause))) => tracing::warn!(%cause, "the vote log cannot be looked at"),
        Ok(Err(_)) | Err(_) => tracing::warn!("the vote log is still in use"),
    }
}
