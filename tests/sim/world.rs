//! The nodes, the wires between them, the time, and what happens to them.

use super::book::{Block, Book, Candidate, Desk, Leaf};
use super::cast::{CREATED_MS, Firm, KEEPERS, edwards, firm_of, genesis, key, org};
use super::chance::Chance;
use super::clerk::Clerk;
use super::node::{May, Node, Standing, signs_again_from};
use super::reader::Reader;
use super::rules::Rules;
use super::truth::Truth;
use ledger::checkpoint::{Checkpoint, Cosignature};
use ledger::key::Ed25519Secret;
use ledger::rows::EpochRow;
use std::sync::Arc;

/// Nothing, or what is wrong.
pub(super) type Holds = Result<(), String>;

pub(super) struct World {
    pub(super) rules: Rules,
    pub(super) nodes: Vec<Node>,
    pub(super) now_ms: u64,
    pub(super) desk: Desk,
    pub(super) clerk: Clerk,
    pub(super) truth: Truth,
    pub(super) reader: Reader,
}

impl World {
    /// A chain of so many keepers, and one node more that follows.
    pub(super) fn found(keepers: usize, rules: Rules) -> Self {
        let genesis = genesis(keepers);
        let book = Book::found(&genesis);
        let node = |firm| Node::new(firm, book.clone());
        let nodes: Vec<Node> = (0..(keepers + 1).min(KEEPERS)).map(node).collect();
        let clerk = Clerk::of(&genesis.origin(), nodes.len());
        Self {
            rules,
            nodes,
            clerk,
            now_ms: CREATED_MS + 60_000,
            desk: Desk::default(),
            truth: Truth::of(book.clone()),
            reader: Reader::default(),
        }
    }

    /// Some node that is up.
    pub(super) fn any_up(&self, chance: &mut Chance) -> Option<usize> {
        let up: Vec<usize> = (0..self.nodes.len()).filter(|at| self.nodes[*at].is_up()).collect();
        chance.pick(&up)
    }

    /// Takes a statement at a node, as intake does.
    pub(super) fn submit(&mut self, node: usize, jws: &str) -> Result<(), String> {
        let node = &mut self.nodes[node];
        let book = &node.book;
        let verified = self.desk.read(jws.as_bytes(), &book.origin, book.state().members())?;
        let at = book.parent().at(self.now_ms);
        book.state().admit(&verified, &at).map_err(|refusal| refusal.to_string())?;
        node.pending.push(verified);
        Ok(())
    }

    pub(super) fn say(&mut self, chance: &mut Chance) {
        let Some(node) = self.any_up(chance) else { return };
        let state = self.nodes[node].book.state().clone();
        let Some(jws) = self.clerk.say(&state, self.now_ms, chance) else { return };
        let taken = self.submit(node, &jws).is_ok();
        // Some clients send the same bytes to another node, or twice.
        if taken && chance.one_in(3) {
            let other = chance.below(self.nodes.len());
            if self.nodes[other].is_up() && self.submit(other, &jws).is_err() {
                self.truth.refused += 1;
            }
        }
        self.truth.count(taken);
    }

    /// A statement that nobody may take, and a block that holds it.
    pub(super) fn say_badly(&mut self, chance: &mut Chance) -> Holds {
        let Some(node) = self.any_up(chance) else { return Ok(()) };
        let state = self.nodes[node].book.state().clone();
        let Some(jws) = self.clerk.say_badly(&state, self.now_ms, chance) else { return Ok(()) };
        if self.submit(node, &jws).is_ok() {
            return Err(format!("intake took a bad statement: {jws}"));
        }
        self.truth.refused += 1;
        Ok(())
    }

    /// Enters a decided block at a node; its clients get their receipts.
    pub(super) fn commit(&mut self, at: usize, candidate: Candidate, chance: &mut Chance) -> Holds {
        let node = &mut self.nodes[at];
        let block = node.book.commit(candidate);
        self.truth.committed(at, &block)?;
        let mine = |leaf: &&Leaf| {
            node.pending.iter().any(|one| one.statement().leaf_hash() == leaf.hash())
        };
        if block.leaves.iter().any(|leaf| mine(&leaf)) {
            self.truth.acknowledge(&block);
        }
        node.pending.retain(|one| {
            !block.leaves.iter().any(|leaf| leaf.hash() == one.statement().leaf_hash())
        });
        node.to_forget.extend(&block.redactions);
        if chance.one_in(2) {
            self.forget(at);
        }
        // The cosigner is quick, most of the time.
        if chance.one_in(2) { self.cosign(at, chance) } else { self.end_epoch(at, chance) }
    }

    /// A node drops the bytes that the members voted out.
    pub(super) fn forget(&mut self, at: usize) {
        let node = &mut self.nodes[at];
        for leaf in std::mem::take(&mut node.to_forget) {
            node.book.redact(leaf, &self.rules);
        }
    }

    /// The end of an epoch is signed before anything of the next one is.
    pub(super) fn end_epoch(&mut self, at: usize, chance: &mut Chance) -> Holds {
        if self.nodes[at].book.tip().begun.is_some() { self.cosign(at, chance) } else { Ok(()) }
    }

    /// A node cosigns its newest checkpoint.
    pub(super) fn cosign(&mut self, at: usize, chance: &mut Chance) -> Holds {
        let tip = Arc::clone(self.nodes[at].book.tip());
        let ended =
            tip.begun.and_then(|_| self.nodes[at].book.at(tip.record.height - 1)).map(Arc::clone);
        for state in ended.iter().map(|block| &block.after).chain([&tip.after]) {
            let row = state.members().epoch();
            let firm = self.nodes[at].firm;
            if !self.nodes[at].is_up() || !row.validators.iter().any(|one| one.iss == org(firm)) {
                continue;
            }
            match self.nodes[at].may_cosign((tip.size(), tip.root), &self.rules, chance) {
                May::Sign => self.post(at, row, &tip)?,
                May::Not | May::Fell => return Ok(()),
            }
        }
        Ok(())
    }

    fn post(&mut self, at: usize, row: &EpochRow, block: &Block) -> Holds {
        let node = &self.nodes[at];
        let (firm, epoch) = (node.firm, row.epoch);
        if self.truth.has_signed((epoch, block), &org(firm)) {
            return Ok(());
        }
        let origin = node.book.origin.clone();
        let checkpoint = Checkpoint { origin, size: block.size(), root: block.root };
        let time = self.now_ms / 1_000;
        let ed25519 = Some(checkpoint.cosign(&cosign_key(firm, row)?, time));
        let for_browsers = firm == 0 || firm == 3;
        let p256 =
            for_browsers.then(|| checkpoint.cosign_p256(&key(firm, "cosign_p256").secret, time));
        let cosig = Cosignature { iss: org(firm), ed25519, p256 };
        self.truth.posted((firm, epoch), block, cosig)
    }

    /// For the broken rule: a signature before the decision.
    pub(super) fn sign_early(&mut self, at: usize, block: &Block) -> Holds {
        let row = self.nodes[at].book.state().members().epoch().clone();
        self.post(at, &row, block)
    }

    /// What was restored asks the others for their certified heights.
    pub(super) fn ask_others(&mut self, at: usize) {
        let members = self.nodes[at].book.state().members().epoch().clone();
        let n = members.validators.len();
        let Standing::Silent { from } = self.nodes[at].standing else { return };
        let others =
            (0..self.nodes.len()).filter(|other| *other != at && self.nodes[*other].is_up());
        let is_voter = |firm| members.validators.iter().any(|row| firm_of(&row.iss) == Some(firm));
        let reported: Vec<u64> = others
            .filter(|other| is_voter(self.nodes[*other].firm))
            .map(|other| self.nodes[other].book.height())
            .collect();
        // One that is no validator has signed nothing of this epoch.
        let others_needed = if is_voter(self.nodes[at].firm) { n } else { n + 1 };
        let from =
            from.or_else(|| signs_again_from(&reported, (self.rules.quorum)(n), others_needed));
        let node = &mut self.nodes[at];
        node.standing = Standing::Silent { from };
        let reached = from.is_some_and(|from| n > 1 && node.book.height() + 1 >= from);
        if reached {
            if node.guard.is_none() {
                node.make_guard(node.book.height());
            }
            node.standing = Standing::Signs;
        }
    }

    /// Bytes that look like the next block and are not: every node refuses them.
    pub(super) fn propose_badly(&mut self, chance: &mut Chance) -> Holds {
        let Some(at) = self.any_up(chance) else { return Ok(()) };
        let state = self.nodes[at].book.state().clone();
        let bad = self.clerk.say_badly(&state, self.now_ms, chance);
        let Some((what, bytes)) = super::forger::forge(&self.nodes[at], self.now_ms, bad, chance)
        else {
            return Ok(());
        };
        let tip = self.nodes[at].book.tip().id;
        for node in self.nodes.iter().filter(|node| node.is_up() && node.book.tip().id == tip) {
            if node.book.judge(&bytes, &mut self.desk, &self.rules).is_ok() {
                return Err(format!("firm {} takes a block in which {what}", node.firm));
            }
        }
        self.truth.refused += 1;
        Ok(())
    }
}

/// The key that the row of an epoch names. A wish that was carried late names that of an epoch
/// before.
fn cosign_key(firm: Firm, row: &EpochRow) -> Result<Ed25519Secret, String> {
    let iss = org(firm);
    let own = row.validators.iter().find(|one| one.iss == iss);
    (0..=row.epoch)
        .rev()
        .map(|epoch| edwards(firm, "cosign", epoch))
        .find(|key| own.is_some_and(|own| own.cosign == key.public()))
        .ok_or_else(|| format!("firm {firm} has no key of epoch {}", row.epoch))
}
