//! Ballots and recalls counted slowly, beside the ledger's own rules.

use super::book::{Block, Leaf};
use super::clerk::codes;
use super::world::Holds;
use ledger::block::Record;
use ledger::governance::{Gov, Vote};
use ledger::recalls::{Action, Recalls};
use ledger::rows::{self, RecallRow, RecallState, Validator};
use ledger::statement::{Claims, Statement};
use ledger::tree::{leaf_hash, verify_inclusion};
use ledger::{Hash, OrgId};
use std::collections::{BTreeMap, BTreeSet};

const THIRTY_DAYS_MS: u64 = 30 * 86_400_000;

/// What each organisation says of each code, and the leaf that said so.
pub(super) type Words = BTreeMap<String, BTreeMap<OrgId, (RecallState, u64)>>;

#[derive(Default)]
pub(super) struct Counts {
    motions: BTreeMap<Hash, Motion>,
    words: Words,
    words_after: BTreeMap<u64, Words>,
}

/// A wish for other validators.
struct Motion {
    next: Vec<Validator>,
    opened_ms: u64,
    said: BTreeSet<OrgId>,
    yes: BTreeSet<OrgId>,
}

impl Counts {
    /// What was said of codes after a height.
    pub(super) fn words_after(&self, height: u64) -> Words {
        self.words_after.get(&height).cloned().unwrap_or_default()
    }

    /// Takes a decided block, and compares.
    pub(super) fn follow(&mut self, before: &Block, block: &Block) -> Holds {
        for (index, leaf) in (block.record.start + 1..).zip(&block.leaves) {
            if let Leaf::Whole(verified) = leaf {
                self.take(verified.statement(), index, block.record.time_ms);
            }
        }
        self.words_after.insert(block.record.height, self.words.clone());
        self.check_epoch(before, block)?;
        self.check_recalls(block)
    }

    fn take(&mut self, statement: &Statement, index: u64, now_ms: u64) {
        let iss = statement.iss().clone();
        match statement.claims() {
            Claims::Governance(Gov::Validators(next)) => {
                let only_me = BTreeSet::from([iss]);
                let id = Hash::of(&[statement.signing_input()]);
                let motion = Motion {
                    next: next.clone(),
                    opened_ms: now_ms,
                    said: only_me.clone(),
                    yes: only_me,
                };
                self.motions.insert(id, motion);
            }
            Claims::Governance(Gov::Ballot { proposal, vote }) => {
                let Some(motion) = self.motions.get_mut(proposal) else { return };
                if motion.said.insert(iss.clone()) && *vote == Vote::Yes {
                    motion.yes.insert(iss);
                }
            }
            Claims::Recall(order) => {
                let state = match order.action {
                    Action::Hold => Some(RecallState::Hold),
                    Action::Publish => Some(RecallState::Recalled),
                    Action::Withdraw => None,
                };
                for code in &order.codes {
                    self.word(&code.uri(), &iss, state, index);
                }
            }
            _ => {}
        }
    }

    fn word(&mut self, code: &str, iss: &OrgId, state: Option<RecallState>, index: u64) {
        let by = self.words.entry(code.to_owned()).or_default();
        match state {
            Some(state) if by.get(iss).is_none_or(|(said, _)| *said != state) => {
                by.insert(iss.clone(), (state, index));
            }
            Some(_) => {}
            None => drop(by.remove(iss)),
        }
        if by.is_empty() {
            self.words.remove(code);
        }
    }

    /// Row 0 changes only with an epoch, and an epoch only by a quorum of the old one.
    fn check_epoch(&mut self, before: &Block, block: &Block) -> Holds {
        let (old, new) = (before.after.members().epoch(), block.after.members().epoch());
        if old == new {
            return Ok(());
        }
        let height = block.record.height;
        if new.epoch != old.epoch + 1 || block.begun != Some(new.epoch) {
            return Err(format!("row 0 changed without an epoch at height {height}"));
        }
        let voters: BTreeSet<&OrgId> = old.validators.iter().map(|row| &row.iss).collect();
        let carried = |motion: &Motion| {
            let yes = motion.yes.iter().filter(|iss| voters.contains(iss)).count();
            let in_time = block.record.time_ms - motion.opened_ms <= THIRTY_DAYS_MS;
            motion.next == new.validators && in_time && 3 * yes > 2 * voters.len()
        };
        let is_carried = self.motions.values().any(carried);
        self.motions.clear();
        is_carried.then_some(()).ok_or_else(|| {
            format!("epoch {} began at height {height} without a quorum of the old one", new.epoch)
        })
    }

    /// The rows are what was said, and prove what is there and what is not.
    fn check_recalls(&self, block: &Block) -> Holds {
        let (recalls, height) = (block.after.recalls(), block.record.height);
        let rows: Words = recalls
            .iter()
            .map(|row| {
                let by = row.by.iter().map(|by| (by.iss.clone(), (by.state, by.index)));
                (row.code.clone(), by.collect())
            })
            .collect();
        if rows != self.words {
            return Err(format!("the recalls after height {height} are not what was said"));
        }
        for code in codes().iter().skip(usize::from(block.id.as_bytes()[0]) % 7).step_by(7) {
            let shown = shows(recalls, code, &block.record);
            if shown != Some(self.words.contains_key(code)) {
                return Err(format!("the rows after height {height} prove {shown:?} of {code}"));
            }
        }
        Ok(())
    }
}

/// What the proof of a code shows under a record: present, absent, or nothing.
fn shows(recalls: &Recalls, code: &str, record: &Record) -> Option<bool> {
    let (size, root) = (record.recalls_size, record.recalls_root);
    let proof = recalls.proof(code);
    let mut found = Vec::new();
    for proved in proof.rows() {
        let leaf = leaf_hash(proved.row.as_bytes());
        verify_inclusion(&root, size, proved.index, &leaf, &proved.path).ok()?;
        let row: RecallRow = rows::read(&proved.row).ok()?;
        found.push((proved.index, row.code));
    }
    match found.as_slice() {
        [] => (size == 0).then_some(false),
        [(_, there)] if there == code => Some(true),
        [(0, next)] if code < next.as_str() => Some(false),
        [(last, there)] if last + 1 == size && there.as_str() < code => Some(false),
        [(left, a), (right, b)] if left + 1 == *right && a.as_str() < code && code < b.as_str() => {
            Some(false)
        }
        _ => None,
    }
}
