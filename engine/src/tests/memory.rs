//! A ledger in memory. It keeps what a database would keep, so that it outlives the engine.

use super::super::{
    Built, Committed, Considered, Fatal, Ledger, Received, Undecided, ValidatorKey,
};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};
use tokio::sync::watch;

/// Where a ledger stops to answer, as if the machine had lost its power there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PowerCut {
    AfterBuild,
    BeforeCommit,
    AfterCommit,
}

/// One decided block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decision {
    pub(super) id: [u8; 32],
    pub(super) statements: Vec<String>,
    pub(super) certificate: Bytes,
}

#[derive(Default)]
struct Kept {
    pending: BTreeSet<String>,
    bodies: BTreeMap<[u8; 32], Bytes>,
    undecided: BTreeMap<(u64, i64), Vec<Undecided>>,
    decided: BTreeMap<u64, Decision>,
    proposals_asked: usize,
    power_cut: Option<(u64, PowerCut)>,
    fails: bool,
    next_epoch: Option<NextEpoch>,
}

/// Who decides after a height.
struct NextEpoch {
    after: u64,
    me: [u8; 20],
    validators: Vec<ValidatorKey>,
}

pub(super) struct MemoryLedger {
    me: [u8; 20],
    validators: Vec<ValidatorKey>,
    kept: Mutex<Kept>,
    /// Counts changes, for those who wait for one.
    changes: watch::Sender<u64>,
}

impl MemoryLedger {
    pub(super) fn new(me: [u8; 20], validators: Vec<ValidatorKey>) -> Self {
        Self { me, validators, kept: Mutex::default(), changes: watch::Sender::new(0) }
    }

    pub(super) fn submit(&self, statement: &str) {
        self.kept().pending.insert(statement.to_owned());
        self.changed();
    }

    pub(super) fn cut_power(&self, height: u64, at: PowerCut) {
        self.kept().power_cut = Some((height, at));
    }

    /// Lets an epoch end with the height `after`: then these decide, and `me` is our address.
    pub(super) fn end_epoch(&self, after: u64, me: [u8; 20], validators: Vec<ValidatorKey>) {
        self.kept().next_epoch = Some(NextEpoch { after, me, validators });
    }

    pub(super) fn fail(&self) {
        self.kept().fails = true;
    }

    pub(super) fn decisions(&self) -> BTreeMap<u64, Decision> {
        self.kept().decided.clone()
    }

    pub(super) fn proposals_asked(&self) -> usize {
        self.kept().proposals_asked
    }

    pub(super) fn stored_ids(&self, height: u64) -> BTreeSet<[u8; 32]> {
        let kept = self.kept();
        let rounds = kept.undecided.iter().filter(|((at, _round), _blocks)| *at == height);
        rounds.flat_map(|(_place, blocks)| blocks).map(|block| block.id).collect()
    }

    /// Waits for `tip`, three minutes at most.
    pub(super) async fn until_tip(&self, tip: u64) {
        self.until(|| tip <= self.tip()).await;
    }

    pub(super) async fn until_asked(&self, times: usize) {
        self.until(|| times <= self.proposals_asked()).await;
    }

    /// Waits until the power is out.
    pub(super) async fn until_dark(&self) {
        self.until(|| self.kept().power_cut.is_none()).await;
    }

    async fn until(&self, done: impl Fn() -> bool) {
        let mut changes = self.changes.subscribe();
        let wait = changes.wait_for(|_count| done());
        let long = std::time::Duration::from_mins(3);
        let came = tokio::time::timeout(long, wait).await.is_ok();
        assert!(came, "nothing came within three minutes, the tip is {}", self.tip());
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap()
    }

    fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    async fn maybe_dark(&self, height: u64, here: PowerCut) {
        let dark = {
            let mut kept = self.kept();
            let dark = kept.power_cut == Some((height, here));
            kept.power_cut = kept.power_cut.filter(|_cut| !dark);
            dark
        };
        if dark {
            self.changed();
            std::future::pending::<()>().await;
        }
    }
}

/// A block: height, the id before, then one statement a line.
fn body_of(height: u64, previous: [u8; 32], statements: &BTreeSet<String>) -> Bytes {
    let lines = statements.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
    [&height.to_be_bytes()[..], &previous, lines.as_bytes()].concat().into()
}

fn id_of(body: &[u8]) -> [u8; 32] {
    Sha256::digest(body).into()
}

impl Kept {
    fn tip(&self) -> u64 {
        self.decided.keys().next_back().copied().unwrap_or(0)
    }

    /// The epoch that has begun after the one at the start, if it has.
    fn begun(&self) -> Option<&NextEpoch> {
        self.next_epoch.as_ref().filter(|next| next.after <= self.tip())
    }

    fn previous(&self, height: u64) -> [u8; 32] {
        self.decided.get(&(height - 1)).map_or([0; 32], |block| block.id)
    }

    fn store(&mut self, place: (u64, i64), block: Undecided, body: Bytes) {
        self.bodies.insert(block.id, body);
        let blocks = self.undecided.entry(place).or_default();
        if !blocks.contains(&block) {
            blocks.push(block);
        }
    }
}

impl Ledger for MemoryLedger {
    fn tip(&self) -> u64 {
        self.kept().tip()
    }

    fn epoch(&self) -> u64 {
        u64::from(self.kept().begun().is_some())
    }

    fn validators(&self, _height: u64) -> Vec<ValidatorKey> {
        self.kept().begun().map_or_else(|| self.validators.clone(), |next| next.validators.clone())
    }

    async fn undecided(&self, height: u64, round: i64) -> Result<Vec<Undecided>, Fatal> {
        Ok(self.kept().undecided.get(&(height, round)).cloned().unwrap_or_default())
    }

    async fn propose(&self, height: u64, round: i64) -> Result<Option<Built>, Fatal> {
        let built = {
            let mut kept = self.kept();
            kept.proposals_asked += 1;
            let me = kept.begun().map_or(self.me, |next| next.me);
            let stored = kept.undecided.get(&(height, round)).cloned().unwrap_or_default();
            if let Some(own) = stored.iter().find(|block| block.proposer == me) {
                Some(Built { id: own.id, body: kept.bodies[&own.id].clone() })
            } else if kept.pending.is_empty() {
                None
            } else {
                let body = body_of(height, kept.previous(height), &kept.pending);
                let id = id_of(&body);
                let block = Undecided { id, proposer: me, valid_round: -1, valid: true };
                kept.store((height, round), block, body.clone());
                Some(Built { id, body })
            }
        };
        self.changed();
        self.maybe_dark(height, PowerCut::AfterBuild).await;
        Ok(built)
    }

    async fn body(&self, id: [u8; 32]) -> Result<Option<Bytes>, Fatal> {
        Ok(self.kept().bodies.get(&id).cloned())
    }

    async fn consider(&self, block: Received) -> Result<Considered, Fatal> {
        let Received { height, round, valid_round, proposer, body, .. } = block;
        let mut kept = self.kept();
        let id = id_of(&body);
        let start = [&height.to_be_bytes()[..], &kept.previous(height)].concat();
        let valid = body.starts_with(&start) && start.len() < body.len();
        kept.store((height, round), Undecided { id, proposer, valid_round, valid }, body);
        Ok(Considered { id, valid })
    }

    async fn decided(
        &self,
        height: u64,
        _round: i64,
        id: [u8; 32],
        certificate: Bytes,
    ) -> Result<(), Fatal> {
        self.maybe_dark(height, PowerCut::BeforeCommit).await;
        {
            let mut kept = self.kept();
            if kept.fails {
                return Err(Fatal::new("the disk is full"));
            }
            let body = kept.bodies[&id].clone();
            let text = String::from_utf8(body[40..].to_vec()).unwrap();
            let statements: Vec<String> = text.lines().map(str::to_owned).collect();
            kept.pending.retain(|one| !statements.contains(one));
            let decision = Decision { id, statements, certificate };
            let known = kept.decided.entry(height).or_insert_with(|| decision.clone());
            assert_eq!(known.id, decision.id, "two blocks were decided at height {height}");
            kept.undecided.retain(|(at, _round), _blocks| height < *at);
        }
        self.changed();
        self.maybe_dark(height, PowerCut::AfterCommit).await;
        Ok(())
    }

    async fn committed(&self, from: u64, to: u64) -> Result<Vec<Committed>, Fatal> {
        let kept = self.kept();
        let blocks = kept.decided.range(from..=to).map(|(_height, block)| Committed {
            body: kept.bodies[&block.id].clone(),
            certificate: block.certificate.clone(),
        });
        Ok(blocks.collect())
    }

    async fn evidence(&self, _encoded: Bytes) -> Result<(), Fatal> {
        panic!("nobody contradicts himself in these tests");
    }

    fn waiting(&self) -> bool {
        let kept = self.kept();
        !kept.pending.is_empty() || !kept.undecided.is_empty()
    }

    async fn wait_for_work(&self) {
        let mut changes = self.changes.subscribe();
        changes.wait_for(|_count| self.waiting()).await.expect("the sender lives");
    }
}
