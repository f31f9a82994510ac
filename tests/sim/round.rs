//! One round of the virtual engine: Tendermint's steps among those who hear each other, as if every
//! message came at once. Who is left out, falls or equivocates is drawn.

use super::book::Candidate;
use super::cast::org;
use super::chance::Chance;
use super::node::{May, VoteLog};
use super::world::{Holds, World};
use ledger::Hash;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What stands for election in a round.
struct Motion {
    height: u64,
    round: u64,
    need: usize,
    /// Two if the proposer tells one half something else.
    offers: Vec<Vec<u8>>,
    /// The round in which a quorum voted for it before.
    polka: Option<u64>,
}

/// Who voted for a block.
struct Voices {
    candidate: Candidate,
    bytes: Vec<u8>,
    by: Vec<usize>,
}

impl World {
    /// Runs a round among `group`; true if it decided a block.
    pub(super) fn round(&mut self, group: &[usize], chance: &mut Chance) -> Result<bool, String> {
        for node in group {
            self.end_epoch(*node, chance)?;
        }
        let tips = group.iter().filter(|node| self.nodes[**node].is_up());
        let Some(height) = tips.map(|node| self.nodes[*node].book.height() + 1).max() else {
            return Ok(false);
        };
        let voters: Vec<usize> =
            group.iter().copied().filter(|node| self.votes(*node, height)).collect();
        let Some(motion) = self.motion(&voters, height, chance) else { return Ok(false) };
        let voices = self.prevotes(&voters, &motion, chance)?;
        for voice in voices.into_values().filter(|voice| voice.by.len() >= motion.need) {
            if self.precommits(voice, &motion, chance)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a node votes at a height.
    fn votes(&self, node: usize, height: u64) -> bool {
        let node = &self.nodes[node];
        node.votes_from(height)
            && node.book.height() + 1 == height
            && node.book.state().is_member(&org(node.firm))
    }

    fn motion(&mut self, voters: &[usize], height: u64, chance: &mut Chance) -> Option<Motion> {
        let first = *voters.first()?;
        let validators = self.nodes[first].book.state().members().epoch().validators.len();
        let logs = || voters.iter().filter_map(|node| self.nodes[*node].votes_at(height));
        let round = 1 + logs().map(|log| log.round).max().unwrap_or(0);
        let locked = logs().filter_map(|log| log.lock.clone()).max_by_key(|(_, round, _)| *round);
        let (offers, polka) = match locked {
            Some((_, polka, bytes)) => (vec![bytes], Some(polka)),
            None => (self.fresh(chance.pick(voters)?, chance)?, None),
        };
        let need = (self.rules.quorum)(validators);
        Some(Motion { height, round, need, offers, polka })
    }

    /// What a proposer proposes. Some tell each half of the others something else.
    fn fresh(&mut self, proposer: usize, chance: &mut Chance) -> Option<Vec<Vec<u8>>> {
        let node = &self.nodes[proposer];
        let build = |now_ms| node.book.build(&org(node.firm), now_ms, &node.pending);
        let first = build(self.now_ms)?;
        let second = if chance.one_in(8) { build(self.now_ms + 1) } else { None };
        if !self.rules.receipts_wait {
            let candidate = node.book.judge(&first, &mut self.desk, &self.rules).ok()?;
            self.truth.acknowledge(&candidate.block);
        }
        Some([Some(first), second].into_iter().flatten().collect())
    }

    fn prevotes(
        &mut self,
        voters: &[usize],
        motion: &Motion,
        chance: &mut Chance,
    ) -> Result<BTreeMap<Hash, Voices>, String> {
        let mut voices: BTreeMap<Hash, Voices> = BTreeMap::new();
        for (place, voter) in voters.iter().enumerate() {
            let bytes = &motion.offers[place % motion.offers.len()];
            let node = &mut self.nodes[*voter];
            let judged = node.book.judge(bytes, &mut self.desk, &self.rules);
            let candidate =
                judged.map_err(|why| format!("node {voter} refuses an honest block: {why}"))?;
            let lock = node.votes_at(motion.height).and_then(|log| log.lock.clone());
            let is_free = lock.as_ref().is_none_or(|(id, round, _)| {
                *id == candidate.block.id || motion.polka.is_some_and(|polka| *round <= polka)
            });
            if !is_free {
                continue;
            }
            let vote = VoteLog { height: motion.height, round: motion.round, lock };
            if node.vote(vote, &self.rules, chance) == May::Sign {
                let fresh =
                    || Voices { candidate: candidate.clone(), bytes: bytes.clone(), by: vec![] };
                voices.entry(candidate.block.id).or_insert_with(fresh).by.push(*voter);
            }
        }
        Ok(voices)
    }

    /// Those who heard of the quorum lock the block; with a quorum of those it is decided.
    fn precommits(
        &mut self,
        voice: Voices,
        motion: &Motion,
        chance: &mut Chance,
    ) -> Result<bool, String> {
        let Voices { candidate, bytes, by } = voice;
        let mut locked = Vec::new();
        for voter in chance.most(&by, 12) {
            let lock = Some((candidate.block.id, motion.round, bytes.clone()));
            let vote = VoteLog { height: motion.height, round: motion.round, lock };
            if self.nodes[voter].vote(vote, &self.rules, chance) == May::Sign {
                locked.push(voter);
            }
            if !self.rules.cosigns_decided {
                self.sign_early(voter, &candidate.block)?;
            }
        }
        if locked.len() < motion.need {
            return Ok(false);
        }
        self.truth.decide(&candidate, locked.len())?;
        for voter in chance.most(&locked, 3) {
            self.commit(voter, candidate.clone(), chance)?;
        }
        Ok(true)
    }

    /// Hands the next decided blocks from one node to another.
    pub(super) fn hand_over(&mut self, from: usize, to: usize, chance: &mut Chance) -> Holds {
        for _ in 0..=chance.below(4) {
            self.end_epoch(to, chance)?;
            let next = self.nodes[to].book.height() + 1;
            let both_up = self.nodes[from].is_up() && self.nodes[to].is_up();
            let block = self.nodes[from].book.at(next).map(Arc::clone);
            let Some(block) = block.filter(|_| both_up) else { return Ok(()) };
            let node = &mut self.nodes[to];
            let voters = node.book.state().members().epoch().validators.len();
            if self.truth.votes_for(next, &block.id) < (self.rules.quorum)(voters) {
                return Err(format!("node {from} hands over height {next} without a certificate"));
            }
            let members = node.book.state().members();
            let mut leaves = Vec::new();
            for leaf in &block.leaves {
                leaves.push(leaf.travel(&mut self.desk, &node.book.origin, members)?);
            }
            let followed = node.book.follow(block.record.clone(), leaves, &self.rules);
            let candidate =
                followed.map_err(|why| format!("node {to} refuses height {next}: {why}"))?;
            if candidate.block.id != block.id {
                return Err(format!("node {to} finds another id for height {next}"));
            }
            self.commit(to, candidate, chance)?;
        }
        Ok(())
    }
}
