//! One block, statement after statement.

use super::refusal::refuse;
use super::{At, Changes, Outcome, Proposal, Refusal, Rule, State, possible, signer};
use crate::governance::Gov;
use crate::members::Members;
use crate::recalls::Recalls;
use crate::statement::{Claims, Jti, Statement, Verified};
use crate::{Hash, OrgId, rows};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The rules that this program knows.
pub const RULES: u64 = 1;

/// A block being judged. Whoever builds a block pushes what waits and keeps what is taken; whoever
/// checks one pushes everything and stops at the first refusal: the same code for both.
#[derive(Debug)]
pub struct BlockPass<'s> {
    /// The state before the block, without what lapsed by its time: all authority comes from here.
    before: State,
    seen: &'s BTreeSet<(OrgId, Jti)>,
    taken: BTreeSet<(OrgId, Jti)>,
    next_index: u64,
    working: Working,
}

/// The state as the statements so far leave it.
#[derive(Debug)]
pub(super) struct Working {
    pub(super) state: State,
    pub(super) at: At,
    /// The epoch that decides this block, and how many vote in it.
    pub(super) epoch: u64,
    pub(super) voters: usize,
    pub(super) changes: Changes,
    pub(super) changed_rows: BTreeSet<u64>,
    pub(super) changed_codes: BTreeSet<String>,
    pub(super) changed_proposals: BTreeSet<Hash>,
    /// In the order in which their last ballot stands.
    pub(super) carried: Vec<Hash>,
}

impl<'s> BlockPass<'s> {
    pub(super) fn begin(
        state: &State,
        at: At,
        seen: &'s BTreeSet<(OrgId, Jti)>,
    ) -> Result<Self, Refusal> {
        let epoch = state.members.epoch();
        if epoch.rules != RULES {
            let text = format!("this program knows rules {RULES}, the chain needs {}", epoch.rules);
            return refuse(Rule::Rules, text);
        }
        let mut working = Working {
            epoch: epoch.epoch,
            voters: epoch.validators.len(),
            state: state.clone(),
            at,
            changes: Changes::default(),
            changed_rows: BTreeSet::new(),
            changed_codes: BTreeSet::new(),
            changed_proposals: BTreeSet::new(),
            carried: Vec::new(),
        };
        let is_old = |proposal: &&Proposal| proposal.is_lapsed(at.time_ms);
        let old: Vec<Hash> = state.open.values().filter(is_old).map(|open| open.id).collect();
        for id in old {
            working.close(id, Outcome::Lapsed);
        }
        Ok(Self {
            before: working.state.clone(),
            seen,
            taken: BTreeSet::new(),
            next_index: at.start.saturating_add(1),
            working,
        })
    }

    /// Takes the next statement, or refuses it and stays as it was. Returns the index of its leaf.
    pub fn push(&mut self, verified: &Verified) -> Result<u64, Refusal> {
        let statement = verified.statement();
        signer::judge(&self.before, statement, &self.working.at)?;
        self.check_unused(statement)?;
        self.check_still_possible(statement)?;
        let index = self.next_index;
        self.next_index = index.saturating_add(1);
        self.taken.extend(statement.pairs().map(|(iss, jti)| (iss.clone(), jti)));
        match statement.claims() {
            Claims::Governance(gov) => self.working.say(statement, gov, index),
            Claims::Recall(order) => self.working.recall(statement.iss(), order, index),
            Claims::Event { .. } | Claims::Vouched { .. } | Claims::Access(_) => {}
        }
        Ok(index)
    }

    /// Leaves out a statement whose bytes the members voted out. It was an event or vouched, which
    /// change nothing but the pairs that are taken; a gap where another stood shows in the roots.
    pub const fn pass_over(&mut self) {
        self.next_index = self.next_index.saturating_add(1);
    }

    /// How many statements were taken or passed over.
    pub const fn count(&self) -> u64 {
        self.next_index.saturating_sub(self.working.at.start).saturating_sub(1)
    }

    /// Lets carried proposals act, in the order in which they were carried, and ends the block.
    pub fn finish(self) -> (State, Changes) {
        self.working.finish()
    }

    fn check_unused(&self, statement: &Statement) -> Result<(), Refusal> {
        let used = statement.pairs().find(|(iss, jti)| {
            let pair = ((*iss).clone(), *jti);
            self.seen.contains(&pair) || self.taken.contains(&pair)
        });
        match used {
            Some((iss, jti)) => {
                refuse(Rule::Unused, format!("{iss} has used the id {jti} already"))
            }
            None => Ok(()),
        }
    }

    fn check_still_possible(&self, statement: &Statement) -> Result<(), Refusal> {
        let Claims::Governance(gov) = statement.claims() else { return Ok(()) };
        let Working { state, at, voters, .. } = &self.working;
        if Proposal::threshold(gov, *voters).is_some() {
            possible::check_room(state, statement.iss())?;
        }
        possible::check_target(state, statement.iss(), gov, at)
    }
}

impl Working {
    pub(super) fn members_mut(&mut self) -> &mut Members {
        Arc::make_mut(&mut self.state.members)
    }

    pub(super) fn recalls_mut(&mut self) -> &mut Recalls {
        Arc::make_mut(&mut self.state.recalls)
    }

    pub(super) fn open_mut(&mut self) -> &mut BTreeMap<Hash, Proposal> {
        Arc::make_mut(&mut self.state.open)
    }

    /// Takes a proposal out of the open ones.
    pub(super) fn close(&mut self, id: Hash, outcome: Outcome) -> Option<Proposal> {
        let proposal = self.open_mut().remove(&id)?;
        self.changed_proposals.insert(id);
        self.changes.closed.push((id, outcome));
        Some(proposal)
    }

    fn finish(mut self) -> (State, Changes) {
        for id in std::mem::take(&mut self.carried) {
            self.decide(id);
        }
        if self.changes.epoch_begun.is_some() {
            let open: Vec<Hash> = self.state.open.keys().copied().collect();
            for id in open {
                self.close(id, Outcome::Lapsed);
            }
        }
        if !self.changed_codes.is_empty() {
            self.recalls_mut().settle();
        }
        self.list_changes();
        (self.state, self.changes)
    }

    fn decide(&mut self, id: Hash) {
        let Some(proposal) = self.state.open.get(&id) else { return };
        let (gov, proposer): (Gov, OrgId) = (proposal.gov.clone(), proposal.iss.clone());
        if possible::check_target(&self.state, &proposer, &gov, &self.at).is_ok() {
            self.close(id, Outcome::Acts);
            self.act(&gov);
        } else {
            self.close(id, Outcome::Impossible);
        }
    }

    fn list_changes(&mut self) {
        let State { members, recalls, open, .. } = &self.state;
        let rows = self.changed_rows.iter();
        self.changes.members =
            rows.filter_map(|index| Some((*index, members.row_text(*index)?))).collect();
        let codes = self.changed_codes.iter();
        self.changes.recalls =
            codes.map(|code| (code.clone(), recalls.row(code).map(rows::text))).collect();
        let proposals = self.changed_proposals.iter();
        self.changes.proposals =
            proposals.map(|id| (*id, open.get(id).map(Proposal::text))).collect();
    }
}
