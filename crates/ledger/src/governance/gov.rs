//! The operations that change who may say what.

use super::fields::{Fields, choice, hash, kid, number, org};
use super::keys::founding_keys;
use super::organisations::prefixes;
use super::{NewKey, NewOrg, Told, Words, validators};
use crate::rows::Validator;
use crate::statement::{FormError, fault};
use crate::{Hash, OrgId};
use json::{Json, Pointer};

/// What a governance statement says. `docs/protocol/governance.md` has the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gov {
    /// Proposes a member organisation.
    Enrol {
        /// It.
        org: NewOrg,
        /// Its keys, two of them admin keys.
        keys: Vec<NewKey>,
    },
    /// Lets a participant in.
    Sponsor {
        /// It.
        org: NewOrg,
        /// Its keys, two of them admin keys.
        keys: Vec<NewKey>,
    },
    /// A participant asks for another sponsor.
    Move {
        /// The participant.
        iss: OrgId,
        /// The member that should answer for it.
        to: OrgId,
    },
    /// That member agrees.
    Accept {
        /// The participant.
        iss: OrgId,
    },
    /// Ends a participant.
    End {
        /// It.
        iss: OrgId,
    },
    /// Proposes that an organisation may only retire keys and recall.
    Suspend {
        /// It.
        iss: OrgId,
        /// Why.
        reason: Words,
    },
    /// Proposes that it may act again.
    Resume {
        /// It.
        iss: OrgId,
        /// Why.
        reason: Words,
    },
    /// Proposes that it goes.
    Expel {
        /// It.
        iss: OrgId,
        /// Why.
        reason: Words,
    },
    /// Proposes the GS1 company prefixes of an organisation.
    Prefixes {
        /// It.
        iss: OrgId,
        /// All of them, sorted.
        prefixes: Vec<String>,
    },
    /// Proposes new keys for an organisation that lost its admin keys.
    Keys {
        /// It.
        iss: OrgId,
        /// The keys, two of them admin keys.
        keys: Vec<NewKey>,
    },
    /// Adds a key to the signer's organisation.
    KeyAdd(NewKey),
    /// Retires one of its keys.
    KeyRetire {
        /// The key.
        kid: String,
    },
    /// Says that one of its keys was in other hands.
    KeyCompromise {
        /// The key.
        kid: String,
        /// From which height on.
        since: u64,
    },
    /// Proposes the validators of the next epoch.
    Validators(Vec<Validator>),
    /// Proposes the rules of the next epoch.
    Rules(u64),
    /// Proposes that the bytes of an event may be dropped.
    Redact {
        /// The leaf.
        index: u64,
        /// Why.
        reason: Words,
    },
    /// Votes on a proposal.
    Ballot {
        /// SHA-256 of the proposal's signing input.
        proposal: Hash,
        /// Yes or no.
        vote: Vote,
    },
    /// Anything whose authority the projector judges.
    Told(Told),
}

/// A voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vote {
    /// For the proposal.
    Yes,
    /// Against it.
    No,
}

const VOTES: [(&str, Vote); 2] = [("yes", Vote::Yes), ("no", Vote::No)];

impl Vote {
    /// `yes` or `no`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
        }
    }

    /// Reads `yes` or `no`.
    pub fn parse(text: &str) -> Option<Self> {
        VOTES.iter().find(|(word, _)| *word == text).map(|(_, vote)| *vote)
    }
}

/// The operations of consensus state and their members, `op` apart.
const OPS: [(&str, &[&str]); 17] = [
    ("ballot", &["proposal", "vote"]),
    ("key.add", &["key"]),
    ("key.compromise", &["kid", "since"]),
    ("key.retire", &["kid"]),
    ("org.accept", &["iss"]),
    ("org.end", &["iss"]),
    ("org.enrol", &["org", "keys"]),
    ("org.expel", &["iss", "reason"]),
    ("org.keys", &["iss", "keys"]),
    ("org.move", &["iss", "to"]),
    ("org.prefixes", &["iss", "prefixes"]),
    ("org.resume", &["iss", "reason"]),
    ("org.sponsor", &["org", "keys"]),
    ("org.suspend", &["iss", "reason"]),
    ("redact", &["index", "reason"]),
    ("rules.set", &["rules"]),
    ("validators.set", &["validators"]),
];

impl Gov {
    /// Reads the object of a governance statement.
    pub fn read(gov: &Json) -> Result<Self, FormError> {
        let at = Pointer::root().member("gov");
        let op = gov.get("op").and_then(Json::as_str);
        let op = op.ok_or_else(|| fault(17, &at, "gov has an op, a text"))?;
        let Some((_, names)) = OPS.iter().find(|(known, _)| *known == op) else {
            return Told::read(op, gov, &at).map(Self::Told);
        };
        let fields = Fields::of(gov, &at, 17, (&[&["op"], *names].concat(), &[]))?;
        let about = |name: &str| fields.take(name, org);
        let newcomer = || fields.take("org", NewOrg::read);
        let keys = || fields.take("keys", founding_keys);
        let reason = || fields.take("reason", Words::read);
        let key_id = || fields.take("kid", kid);
        Ok(match op {
            "ballot" => Self::Ballot {
                proposal: fields.take("proposal", hash)?,
                vote: fields.take("vote", |value, at| choice(value, at, &VOTES))?,
            },
            "key.add" => Self::KeyAdd(fields.take("key", NewKey::read)?),
            "key.compromise" => {
                Self::KeyCompromise { kid: key_id()?, since: fields.take("since", number)? }
            }
            "key.retire" => Self::KeyRetire { kid: key_id()? },
            "org.accept" => Self::Accept { iss: about("iss")? },
            "org.end" => Self::End { iss: about("iss")? },
            "org.enrol" => Self::Enrol { org: newcomer()?, keys: keys()? },
            "org.expel" => Self::Expel { iss: about("iss")?, reason: reason()? },
            "org.keys" => Self::Keys { iss: about("iss")?, keys: keys()? },
            "org.move" => Self::Move { iss: about("iss")?, to: about("to")? },
            "org.prefixes" => {
                let prefixes = fields.take("prefixes", prefixes)?;
                Self::Prefixes { iss: about("iss")?, prefixes }
            }
            "org.resume" => Self::Resume { iss: about("iss")?, reason: reason()? },
            "org.sponsor" => Self::Sponsor { org: newcomer()?, keys: keys()? },
            "org.suspend" => Self::Suspend { iss: about("iss")?, reason: reason()? },
            "redact" => Self::Redact { index: fields.take("index", number)?, reason: reason()? },
            "rules.set" => Self::Rules(fields.take("rules", number)?),
            _ => Self::Validators(fields.take("validators", validators::read)?),
        })
    }

    /// Its word, such as `org.enrol`.
    pub const fn op(&self) -> &'static str {
        match self {
            Self::Enrol { .. } => "org.enrol",
            Self::Sponsor { .. } => "org.sponsor",
            Self::Move { .. } => "org.move",
            Self::Accept { .. } => "org.accept",
            Self::End { .. } => "org.end",
            Self::Suspend { .. } => "org.suspend",
            Self::Resume { .. } => "org.resume",
            Self::Expel { .. } => "org.expel",
            Self::Prefixes { .. } => "org.prefixes",
            Self::Keys { .. } => "org.keys",
            Self::KeyAdd(_) => "key.add",
            Self::KeyRetire { .. } => "key.retire",
            Self::KeyCompromise { .. } => "key.compromise",
            Self::Validators(_) => "validators.set",
            Self::Rules(_) => "rules.set",
            Self::Redact { .. } => "redact",
            Self::Ballot { .. } => "ballot",
            Self::Told(told) => told.op(),
        }
    }

    /// The keys that it brings.
    pub fn keys(&self) -> &[NewKey] {
        match self {
            Self::Enrol { keys, .. } | Self::Sponsor { keys, .. } | Self::Keys { keys, .. } => keys,
            Self::KeyAdd(key) => std::slice::from_ref(key),
            Self::Move { .. }
            | Self::Accept { .. }
            | Self::End { .. }
            | Self::Suspend { .. }
            | Self::Resume { .. }
            | Self::Expel { .. }
            | Self::Prefixes { .. }
            | Self::KeyRetire { .. }
            | Self::KeyCompromise { .. }
            | Self::Validators(_)
            | Self::Rules(_)
            | Self::Redact { .. }
            | Self::Ballot { .. }
            | Self::Told(_) => &[],
        }
    }

    /// Whose keys they are, where `signer` says it.
    pub fn keys_owner<'g>(&'g self, signer: &'g OrgId) -> &'g OrgId {
        match self {
            Self::Enrol { org, .. } | Self::Sponsor { org, .. } => &org.iss,
            Self::Keys { iss, .. } => iss,
            Self::Move { .. }
            | Self::Accept { .. }
            | Self::End { .. }
            | Self::Suspend { .. }
            | Self::Resume { .. }
            | Self::Expel { .. }
            | Self::Prefixes { .. }
            | Self::KeyAdd(_)
            | Self::KeyRetire { .. }
            | Self::KeyCompromise { .. }
            | Self::Validators(_)
            | Self::Rules(_)
            | Self::Redact { .. }
            | Self::Ballot { .. }
            | Self::Told(_) => signer,
        }
    }
}
