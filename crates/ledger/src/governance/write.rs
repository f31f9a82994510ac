//! Writing governance objects.

use super::{Gov, Words};
use crate::OrgId;
use json::{Json, Object};

/// An object of these members.
pub(super) fn object<const N: usize>(members: [(&str, Json); N]) -> Object {
    members.into_iter().collect()
}

impl Gov {
    /// The object that a statement carries; reading it gives the same value.
    pub fn to_json(&self) -> Json {
        let mut members = object([("op", Json::from(self.op()))]);
        for (name, value) in self.members() {
            members.insert(name, value);
        }
        Json::Object(members)
    }

    fn members(&self) -> Vec<(&'static str, Json)> {
        let about = |iss: &OrgId| ("iss", Json::from(iss.as_str()));
        let because = |reason: &Words| ("reason", reason.to_json());
        match self {
            Self::Enrol { org, keys } | Self::Sponsor { org, keys } => {
                vec![("org", org.to_json()), ("keys", list(keys, super::NewKey::to_json))]
            }
            Self::Move { iss, to } => vec![about(iss), ("to", Json::from(to.as_str()))],
            Self::Accept { iss } | Self::End { iss } => vec![about(iss)],
            Self::Suspend { iss, reason }
            | Self::Resume { iss, reason }
            | Self::Expel { iss, reason } => vec![about(iss), because(reason)],
            Self::Prefixes { iss, prefixes } => {
                vec![about(iss), ("prefixes", list(prefixes, |text| Json::from(text.as_str())))]
            }
            Self::Keys { iss, keys } => {
                vec![about(iss), ("keys", list(keys, super::NewKey::to_json))]
            }
            Self::KeyAdd(key) => vec![("key", key.to_json())],
            Self::KeyRetire { kid } => vec![("kid", Json::from(kid.as_str()))],
            Self::KeyCompromise { kid, since } => {
                vec![("kid", Json::from(kid.as_str())), ("since", Json::from(*since))]
            }
            Self::Validators(validators) => {
                vec![("validators", list(validators, |one| parsed(&crate::rows::text(one))))]
            }
            Self::Rules(rules) => vec![("rules", Json::from(*rules))],
            Self::Redact { index, reason } => {
                vec![("index", Json::from(*index)), because(reason)]
            }
            Self::Ballot { proposal, vote } => {
                let vote = Json::from(vote.as_str());
                vec![("proposal", Json::from(proposal.to_hex())), ("vote", vote)]
            }
            Self::Told(told) => told.members(),
        }
    }
}

/// A list of these.
pub(super) fn list<T>(items: &[T], write: impl Fn(&T) -> Json) -> Json {
    Json::Array(items.iter().map(write).collect())
}

/// Text that this crate wrote, as a tree.
fn parsed(text: &str) -> Json {
    let limits = json::Limits { bytes_max: 1 << 16, depth_max: 16, values_max: 1 << 12 };
    json::parse(text.as_bytes(), &limits).unwrap_or(Json::Null)
}
