//! What a valid statement does to the state.

use super::block_pass::Working;
use super::{Outcome, Proposal};
use crate::OrgId;
use crate::governance::{Gov, NewKey, Vote};
use crate::recalls::{Action, RecallOrder};
use crate::rows::{EpochRow, OrgRow, OrgStatus, Purpose, RecallState};
use crate::statement::Statement;

impl Working {
    /// A governance statement at leaf `index`, known to be valid.
    pub(super) fn say(&mut self, statement: &Statement, gov: &Gov, index: u64) {
        let me = statement.iss();
        match gov {
            Gov::Enrol { .. }
            | Gov::Suspend { .. }
            | Gov::Resume { .. }
            | Gov::Expel { .. }
            | Gov::Prefixes { .. }
            | Gov::Keys { .. }
            | Gov::Validators(_)
            | Gov::Rules(_)
            | Gov::Redact { .. } => self.propose(statement, gov, index),
            Gov::Move { iss, .. } => {
                self.close_moves_of(iss);
                self.propose(statement, gov, index);
            }
            Gov::Ballot { proposal, vote } => self.count(proposal, me, *vote),
            Gov::Sponsor { org, keys } => {
                self.add_org(org.row(Some(me.clone()), self.at.height), keys);
            }
            Gov::Accept { iss } => {
                self.close_moves_of(iss);
                self.change_org(iss, |row| row.sponsor = Some(me.clone()));
            }
            Gov::End { iss } => self.change_org(iss, |row| row.status = OrgStatus::Ended),
            Gov::KeyAdd(key) => self.add_keys(me, std::slice::from_ref(key)),
            Gov::KeyRetire { kid } => self.retire(kid),
            Gov::KeyCompromise { kid, since } => {
                self.retire(kid);
                self.change_key(kid, |row| row.compromised_since = Some(*since));
            }
            Gov::Told(_) => {}
        }
    }

    /// A proposal that is carried.
    pub(super) fn act(&mut self, gov: &Gov) {
        match gov {
            Gov::Enrol { org, keys } => self.add_org(org.row(None, self.at.height), keys),
            Gov::Suspend { iss, .. } => {
                self.change_org(iss, |row| row.status = OrgStatus::Suspended);
            }
            Gov::Resume { iss, .. } => self.change_org(iss, |row| row.status = OrgStatus::Active),
            Gov::Expel { iss, .. } => self.change_org(iss, |row| row.status = OrgStatus::Expelled),
            Gov::Prefixes { iss, prefixes } => {
                self.change_org(iss, |row| row.prefixes.clone_from(prefixes));
            }
            Gov::Keys { iss, keys } => {
                let members = &self.state.members;
                let admins = members.keys_of(iss).filter(|key| key.purpose == Purpose::Admin);
                for kid in admins.map(|key| key.kid.clone()).collect::<Vec<_>>() {
                    self.retire(&kid);
                }
                self.add_keys(iss, keys);
            }
            Gov::Validators(validators) => {
                self.begin_epoch(|row| row.validators.clone_from(validators));
            }
            Gov::Rules(rules) => self.begin_epoch(|row| row.rules = *rules),
            Gov::Redact { index, .. } => self.changes.redactions.push(*index),
            Gov::Sponsor { .. }
            | Gov::Move { .. }
            | Gov::Accept { .. }
            | Gov::End { .. }
            | Gov::KeyAdd(_)
            | Gov::KeyRetire { .. }
            | Gov::KeyCompromise { .. }
            | Gov::Ballot { .. }
            | Gov::Told(_) => {}
        }
    }

    /// A recall statement at leaf `index`, known to be valid.
    pub(super) fn recall(&mut self, iss: &OrgId, order: &RecallOrder, index: u64) {
        let state = match order.action {
            Action::Hold => Some(RecallState::Hold),
            Action::Publish => Some(RecallState::Recalled),
            Action::Withdraw => None,
        };
        for code in order.codes.iter().map(gs1::Goods::uri) {
            if self.recalls_mut().set(&code, iss, state, index) {
                self.changed_codes.insert(code);
            }
        }
    }

    fn propose(&mut self, statement: &Statement, gov: &Gov, index: u64) {
        let id = crate::Hash::of(&[statement.signing_input()]);
        let mut proposal = Proposal {
            id,
            iss: statement.iss().clone(),
            index,
            opened_ms: self.at.time_ms,
            gov: gov.clone(),
            ballots: std::collections::BTreeMap::new(),
        };
        if Proposal::threshold(gov, self.voters).is_some() {
            proposal.ballots.insert(statement.iss().clone(), Vote::Yes);
        }
        self.open_mut().insert(id, proposal);
        self.note_ballot(id);
    }

    fn count(&mut self, id: &crate::Hash, voter: &OrgId, vote: Vote) {
        if let Some(proposal) = self.open_mut().get_mut(id) {
            proposal.ballots.entry(voter.clone()).or_insert(vote);
            self.note_ballot(*id);
        }
    }

    /// Remembers that a proposal changed, and that it is carried, in the order of the leaves.
    fn note_ballot(&mut self, id: crate::Hash) {
        let carried = self.state.open.get(&id).is_some_and(|open| open.is_carried(self.voters));
        self.changed_proposals.insert(id);
        if carried && !self.carried.contains(&id) {
            self.carried.push(id);
        }
    }

    fn close_moves_of(&mut self, asker: &OrgId) {
        let is_move = |proposal: &&Proposal| {
            proposal.iss == *asker && matches!(proposal.gov, Gov::Move { .. })
        };
        let moves: Vec<_> = self.state.open.values().filter(is_move).map(|open| open.id).collect();
        for id in moves {
            self.close(id, Outcome::Lapsed);
        }
    }

    fn add_org(&mut self, row: OrgRow, keys: &[NewKey]) {
        let iss = row.iss.clone();
        let index = self.members_mut().add_org(row);
        self.changed_rows.insert(index);
        self.add_keys(&iss, keys);
    }

    fn add_keys(&mut self, iss: &OrgId, keys: &[NewKey]) {
        for key in keys {
            let row = key.row(iss, self.at.height);
            let index = self.members_mut().add_key(row);
            self.changed_rows.insert(index);
        }
    }

    fn change_org(&mut self, iss: &OrgId, change: impl FnOnce(&mut OrgRow)) {
        let index = self.members_mut().change_org(iss, change);
        self.changed_rows.extend(index);
    }

    fn change_key(&mut self, kid: &str, change: impl FnOnce(&mut crate::rows::KeyRow)) {
        let index = self.members_mut().change_key(kid, change);
        self.changed_rows.extend(index);
    }

    /// A retired key stays retired since its first time.
    fn retire(&mut self, kid: &str) {
        let height = self.at.height;
        self.change_key(kid, |row| row.retired = row.retired.or(Some(height)));
    }

    /// Row 0 of the next epoch. A block ends one epoch at most, so two proposals that are carried
    /// in one block share the new one.
    fn begin_epoch(&mut self, change: impl FnOnce(&mut EpochRow)) {
        let epoch = self.epoch.saturating_add(1);
        let mut row = self.state.members.epoch().clone();
        change(&mut row);
        row.epoch = epoch;
        let index = self.members_mut().set_epoch(row);
        self.changed_rows.insert(index);
        self.changes.epoch_begun = Some(epoch);
    }
}
