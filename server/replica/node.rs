//! The ledger as the engine sees it: the writing thread and the statements that wait.

use super::pending::Pending;
use super::start::Setup;
use super::waits::Outcome;
use crate::clock::Clock;
use crate::commit::{Chain, Commit, CommitError, Receipt, Verdict};
use crate::disk::DiskWatch;
use crate::store::{StoreError, blocks};
use crate::store::{undecided, vault};
use bytes::Bytes;
use engine::{
    Address, Built, Committed, Considered, Fatal, Ledger, Received, Source, Undecided, ValidatorKey,
};
use ledger::Hash;
use ledger::block::STATEMENTS_MAX;
use ledger::rows::Validator;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Leaf bytes of a block, less what its record may take.
const LEAF_BYTES_MAX: usize = (1 << 20) - 4_096;

/// So long a node can say why a statement was dropped: 30 days.
const DROPPED_MS: u64 = 30 * 24 * 60 * 60 * 1_000;

/// What the engine asks.
pub struct Node {
    commit: Commit,
    pending: Pending,
    clock: Arc<dyn Clock>,
    /// Below its second floor nothing is proposed.
    disk: DiskWatch,
    /// The address under which this node proposes.
    address: Address,
    /// A block that was proposed before a restart still waits for its decision.
    unfinished: AtomicBool,
}

impl Node {
    /// The node of a set-up, which proposes under `address`.
    pub fn new(setup: &Setup, address: Address, unfinished: bool) -> Self {
        Self {
            commit: setup.commit.clone(),
            pending: setup.pending.clone(),
            clock: Arc::clone(&setup.clock),
            disk: setup.disk.clone(),
            address,
            unfinished: AtomicBool::new(unfinished),
        }
    }

    /// Asks the writing thread; any failure there ends the process.
    async fn ask<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Chain) -> Result<T, CommitError> + Send + 'static,
    ) -> Result<T, Fatal> {
        self.commit.run(act).await.and_then(|answer| answer).map_err(|error| fatal(&error))
    }

    fn settle(&self, receipts: Vec<Receipt>) {
        self.pending.settle(
            receipts.into_iter().map(|receipt| (receipt.leaf_hash, Outcome::Committed(receipt))),
        );
    }

    async fn drop_statements(&self, dropped: Vec<(Hash, String)>) -> Result<(), Fatal> {
        if dropped.is_empty() {
            return Ok(());
        }
        let now_ms = self.clock.now_ms();
        let rows = dropped.clone();
        // One transaction: a key that is retired may drop a whole queue.
        self.ask(move |chain| {
            chain.db().write(|db| -> Result<(), CommitError> {
                vault::forget_dropped(db, now_ms.saturating_sub(DROPPED_MS))?;
                Ok(vault::put_dropped(db, &rows, now_ms)?)
            })
        })
        .await?;
        self.pending
            .settle(dropped.into_iter().map(|(hash, reason)| (hash, Outcome::Dropped(reason))));
        Ok(())
    }
}

/// The key by which a validator votes. Rule S21 lets no other than a P-256 key in; were one there
/// all the same, its empty bytes stop the engine, and a smaller set never decides.
pub fn vote_key(row: &Validator) -> ValidatorKey {
    let public_key = row.vote.as_p256().map(|key| key.sec1().to_vec()).unwrap_or_default();
    ValidatorKey { public_key, power: 1 }
}

/// Blocks up to the first gap.
fn read_committed(
    chain: &mut Chain,
    heights: RangeInclusive<u64>,
) -> Result<Vec<Committed>, CommitError> {
    let mut answer = Vec::new();
    for height in heights {
        let Some(block) = blocks::at_height(chain.db(), height)? else { break };
        let body = chain.stored_body(block.id)?.into();
        answer.push(Committed { body, certificate: block.certificate.into() });
    }
    Ok(answer)
}

/// The whole chain of causes on one line, for the operator.
fn fatal(error: &CommitError) -> Fatal {
    let mut told = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(below) = source {
        told = format!("{told}: {below}");
        source = below.source();
    }
    Fatal::new(told)
}

impl Ledger for Node {
    fn tip(&self) -> u64 {
        self.commit.view().tip.height
    }

    fn epoch(&self) -> u64 {
        self.commit.view().state.members().epoch().epoch
    }

    fn validators(&self, _height: u64) -> Vec<ValidatorKey> {
        let view = self.commit.view();
        view.state.members().epoch().validators.iter().map(vote_key).collect()
    }

    async fn undecided(&self, height: u64, round: i64) -> Result<Vec<Undecided>, Fatal> {
        let rows = self.ask(move |chain| Ok(undecided::at(chain.db(), height, round)?)).await?;
        rows.into_iter()
            .map(|row| {
                let proposer = row.proposer.as_slice().try_into();
                Ok(Undecided {
                    id: *row.id.as_bytes(),
                    proposer: proposer
                        .map_err(|_cause| Fatal::new("corrupt: a proposer that is no address"))?,
                    valid_round: row.valid_round,
                    valid: row.valid,
                })
            })
            .collect()
    }

    #[tracing::instrument(
        level = "debug", name = "replica.propose", skip_all, fields(block.height = height)
    )]
    async fn propose(&self, height: u64, round: i64) -> Result<Option<Built>, Fatal> {
        if !self.disk.orders() {
            return Ok(None);
        }
        let statements = self.pending.next(STATEMENTS_MAX, LEAF_BYTES_MAX);
        let address = self.address.0;
        let built = self
            .ask(move |chain| {
                if chain.view().tip.height + 1 != height {
                    return Ok(None);
                }
                chain.build(round, &address, statements).map(Some)
            })
            .await?;
        let Some(built) = built else { return Ok(None) };
        self.drop_statements(built.dropped).await?;
        if built.block.is_none() {
            self.unfinished.store(false, Ordering::SeqCst);
        }
        Ok(built.block.map(|(id, body)| Built { id: *id.as_bytes(), body: body.into() }))
    }

    async fn body(&self, id: [u8; 32]) -> Result<Option<Bytes>, Fatal> {
        self.ask(move |chain| {
            let found = blocks::body(chain.db(), Hash::from_bytes(id))?;
            found.map(|_| chain.stored_body(Hash::from_bytes(id)).map(Bytes::from)).transpose()
        })
        .await
    }

    async fn consider(&self, block: Received) -> Result<Considered, Fatal> {
        let fresh = matches!(block.source, Source::Live) && block.valid_round < 0;
        let proposed = undecided::Undecided {
            height: block.height,
            round: block.round,
            valid_round: block.valid_round,
            proposer: block.proposer.to_vec(),
            id: Hash::ZERO,
            valid: true,
            mine: false,
        };
        let judged = self.ask(move |chain| chain.judge(&block.body, &proposed, fresh)).await?;
        Ok(Considered { id: *judged.id.as_bytes(), valid: judged.verdict == Verdict::Valid })
    }

    #[tracing::instrument(
        level = "debug", name = "replica.decided", skip_all, fields(block.height = height)
    )]
    async fn decided(
        &self,
        height: u64,
        round: i64,
        id: [u8; 32],
        certificate: Bytes,
    ) -> Result<(), Fatal> {
        let receipts = self
            .ask(move |chain| chain.decided(height, round, Hash::from_bytes(id), &certificate))
            .await?;
        self.unfinished.store(false, Ordering::SeqCst);
        self.settle(receipts);
        Ok(())
    }

    async fn committed(&self, from: u64, to: u64) -> Result<Vec<Committed>, Fatal> {
        self.ask(move |chain| read_committed(chain, from..=to)).await
    }

    async fn evidence(&self, encoded: Bytes) -> Result<(), Fatal> {
        let height = self.tip() + 1;
        self.ask(move |chain| {
            let kept: Result<(), StoreError> =
                undecided::put_evidence(chain.db(), height, &encoded);
            Ok(kept?)
        })
        .await
    }

    fn waiting(&self) -> bool {
        (self.unfinished.load(Ordering::SeqCst) || !self.pending.is_empty()) && self.disk.orders()
    }

    async fn wait_for_work(&self) {
        if !self.unfinished.load(Ordering::SeqCst) {
            self.pending.arrival().await;
        }
        self.disk.ordering().await;
    }
}
