//! What the engine needs from the node: its blocks, its pending work, its rules.

use bytes::Bytes;
use std::fmt::Display;
use std::future::Future;

/// A failure after which the process must end, because going on could lose or fork the ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Fatal {
    reason: String,
}

impl Fatal {
    /// One line that tells the operator what happened and what to look at.
    pub fn new(reason: impl Display) -> Self {
        Self { reason: reason.to_string() }
    }
}

/// One member's vote key, as the ledger's state names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidatorKey {
    /// The P-256 point in SEC 1 form, 33 or 65 bytes.
    pub public_key: Vec<u8>,
    /// Its weight, at least 1. Furlong gives every member 1.
    pub power: u64,
}

/// A block that was stored with a height and round, and is not decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undecided {
    /// The block's id.
    pub id: [u8; 32],
    /// The address of the validator that proposed it in this round.
    pub proposer: [u8; 20],
    /// The round in which more than two thirds voted for it before, -1 for none.
    pub valid_round: i64,
    /// What [`Ledger::consider`] said of it; true for a block of our own.
    pub valid: bool,
}

/// A block that this node built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The block's id.
    pub id: [u8; 32],
    /// Its bytes, at most [`BODY_BYTES_MAX`](super::BODY_BYTES_MAX).
    pub body: Bytes,
}

/// By which road a block came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Proposed now, by the round's proposer. A proposal with `valid_round` -1 must also have a
    /// fresh time (`protocol.md` section 5).
    Live,
    /// Decided earlier, handed over by another node together with its certificate.
    Synced,
}

/// A block that came from elsewhere. Only its length and, if live, its proposer were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The height that it is for, always the one after the tip.
    pub height: u64,
    /// The round that it came in.
    pub round: i64,
    /// The round in which more than two thirds voted for it before, -1 for none.
    pub valid_round: i64,
    /// The address of the validator that proposed it in this round.
    pub proposer: [u8; 20],
    /// Its bytes.
    pub body: Bytes,
    /// The road.
    pub source: Source,
}

/// The judgement of a received block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Considered {
    /// The block's id, computed from its bytes; 32 zero bytes where they are no block at all.
    pub id: [u8; 32],
    /// Whether every rule holds. An invalid block gets a vote against it.
    pub valid: bool,
}

/// A decided block, to be handed to a node that is behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// Its bytes.
    pub body: Bytes,
    /// The bytes that [`Ledger::decided`] was given.
    pub certificate: Bytes,
}

/// The node's ledger, as the engine sees it.
///
/// Calls may be slow; each is awaited to its end before the next, except
/// [`wait_for_work`](Self::wait_for_work), which may be dropped at any time. A call that returns
/// [`Fatal`] ends [`Engine::run`](super::Engine::run).
pub trait Ledger: Send + Sync + 'static {
    /// The highest committed height; 0 while there is only the genesis.
    fn tip(&self) -> u64;

    /// A number that is another one as soon as the chain's validators, their keys or its rules are
    /// others: the height after the tip is of this epoch. [`Engine::run`](super::Engine::run) ends
    /// when it changes, so that the next engine starts with the keys of the new one.
    fn epoch(&self) -> u64;

    /// The validators of `height`, which is never more than one above the tip. One whose key cannot
    /// be read must be in the list all the same: the engine stops over it, and a smaller set would
    /// decide with fewer votes.
    fn validators(&self, height: u64) -> Vec<ValidatorKey>;

    /// The blocks stored for this height and round.
    fn undecided(
        &self,
        height: u64,
        round: i64,
    ) -> impl Future<Output = Result<Vec<Undecided>, Fatal>> + Send;

    /// The block that this node proposes.
    ///
    /// The one that was built for this height and round before, if there is one: a second,
    /// different proposal would be equivocation. Otherwise a new one from what is pending, whose
    /// body and undecided row are durable before the answer. Statements stay pending until
    /// [`decided`](Self::decided), because the round may fail and another proposer may win.
    ///
    /// `None` says that nothing pending is worth a block: what stood there has been dropped and
    /// [`waiting`](Self::waiting) is false until something new arrives. Then nothing is proposed;
    /// the engine asks again when [`wait_for_work`](Self::wait_for_work) resolves in the same
    /// round, or in the next round that is ours.
    fn propose(
        &self,
        height: u64,
        round: i64,
    ) -> impl Future<Output = Result<Option<Built>, Fatal>> + Send;

    /// The bytes of a stored block, decided or not.
    fn body(&self, id: [u8; 32]) -> impl Future<Output = Result<Option<Bytes>, Fatal>> + Send;

    /// Judges a block and makes body and undecided row durable before the answer, because a vote
    /// for it follows. The same block may come again, in the same round or another.
    fn consider(&self, block: Received) -> impl Future<Output = Result<Considered, Fatal>> + Send;

    /// Commits a block, in one transaction. Its body is stored already. After a crash the same
    /// decision can be told again, also when it was committed: then nothing happens.
    fn decided(
        &self,
        height: u64,
        round: i64,
        id: [u8; 32],
        certificate: Bytes,
    ) -> impl Future<Output = Result<(), Fatal>> + Send;

    /// Committed blocks from height `from` to `to`, both included, in order, up to the first gap.
    fn committed(
        &self,
        from: u64,
        to: u64,
    ) -> impl Future<Output = Result<Vec<Committed>, Fatal>> + Send;

    /// Keeps the proof that validators signed contradicting messages; see
    /// [`decode_evidence`](super::decode_evidence).
    fn evidence(&self, encoded: Bytes) -> impl Future<Output = Result<(), Fatal>> + Send;

    /// Whether there is a reason to start a height: something is pending, or an undecided block of
    /// the height after the tip is stored.
    fn waiting(&self) -> bool;

    /// Resolves as soon as [`waiting`](Self::waiting) is true, at once if it is.
    fn wait_for_work(&self) -> impl Future<Output = ()> + Send;
}
