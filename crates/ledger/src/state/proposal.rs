//! Open proposals, their ballots and their thresholds.

use super::{majority, quorum};
use crate::governance::{Gov, Vote};
use crate::{Hash, OrgId};
use json::{Json, Limits, Object};
use std::collections::BTreeMap;

/// A matter that waits for others: a proposal for ballots, or a participant's wish to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// SHA-256 of its signing input.
    pub id: Hash,
    /// Who proposed it.
    pub iss: OrgId,
    /// The leaf that did.
    pub index: u64,
    /// The time of its block, ms.
    pub opened_ms: u64,
    /// What is proposed.
    pub gov: Gov,
    /// The first ballot of each organisation.
    pub ballots: BTreeMap<OrgId, Vote>,
}

/// A proposal is open for so many milliseconds of block time: 30 days.
pub const LAPSE_MS: u64 = 30 * 24 * 60 * 60 * 1_000;

/// Twenty keys and twenty-one validators fit many times.
const LIMITS: Limits = Limits { bytes_max: 1 << 17, depth_max: 16, values_max: 1 << 14 };

/// A stored text is no proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a stored proposal")]
pub struct ProposalError;

impl Proposal {
    /// How many yes ballots of `n` members carry it; none if it is not decided by ballots.
    pub const fn threshold(gov: &Gov, n: usize) -> Option<usize> {
        match gov {
            Gov::Enrol { .. }
            | Gov::Suspend { .. }
            | Gov::Resume { .. }
            | Gov::Prefixes { .. }
            | Gov::Keys { .. } => Some(majority(n)),
            Gov::Expel { .. } | Gov::Validators(_) | Gov::Rules(_) | Gov::Redact { .. } => {
                Some(quorum(n))
            }
            Gov::Sponsor { .. }
            | Gov::Move { .. }
            | Gov::Accept { .. }
            | Gov::End { .. }
            | Gov::KeyAdd(_)
            | Gov::KeyRetire { .. }
            | Gov::KeyCompromise { .. }
            | Gov::Ballot { .. }
            | Gov::Told(_) => None,
        }
    }

    /// Whether it is carried among `n` members.
    pub fn is_carried(&self, n: usize) -> bool {
        let yes = self.ballots.values().filter(|vote| **vote == Vote::Yes).count();
        Self::threshold(&self.gov, n).is_some_and(|needed| yes >= needed)
    }

    /// Whether it has lapsed at that block time.
    pub const fn is_lapsed(&self, time_ms: u64) -> bool {
        time_ms.saturating_sub(self.opened_ms) > LAPSE_MS
    }

    /// The text that a node stores.
    pub fn text(&self) -> String {
        let ballots: Object =
            self.ballots.iter().map(|(iss, vote)| (iss.as_str(), vote.as_str())).collect();
        let mut members = Object::new();
        members.insert("id", self.id.to_hex());
        members.insert("iss", self.iss.as_str());
        members.insert("index", self.index);
        members.insert("opened_ms", self.opened_ms);
        members.insert("gov", self.gov.to_json());
        members.insert("ballots", ballots);
        Json::Object(members).to_string()
    }

    /// Reads a stored text.
    pub fn read(text: &str) -> Result<Self, ProposalError> {
        let stored = json::parse(text.as_bytes(), &LIMITS);
        let stored = stored.map_err(|_cause| ProposalError)?;
        Self::from_json(&stored).filter(|read| read.text() == text).ok_or(ProposalError)
    }

    fn from_json(stored: &Json) -> Option<Self> {
        let text = |name| stored.get(name).and_then(Json::as_str);
        let number = |name| stored.get(name)?.as_number()?.as_u64();
        let ballots = stored.get("ballots")?.as_object()?.iter();
        let ballot = |(iss, vote): (&str, &Json)| {
            Some((OrgId::parse(iss).ok()?, Vote::parse(vote.as_str()?)?))
        };
        Some(Self {
            id: Hash::from_hex(text("id")?).ok()?,
            iss: OrgId::parse(text("iss")?).ok()?,
            index: number("index")?,
            opened_ms: number("opened_ms")?,
            gov: Gov::read(stored.get("gov")?).ok()?,
            ballots: ballots.map(ballot).collect::<Option<_>>()?,
        })
    }
}
