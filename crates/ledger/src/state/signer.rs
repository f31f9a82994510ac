//! Who signs, and whether that key may sign that kind of statement: rules V1 to V6, V8, V13.

use super::refusal::refuse;
use super::{At, Refusal, Rule, State, possible};
use crate::OrgId;
use crate::governance::Gov;
use crate::recalls::RecallOrder;
use crate::rows::{KeyRow, OrgRow, OrgStatus, Purpose};
use crate::statement::{Claims, Statement};

/// The key and the organisation that speak.
pub(super) struct Signer<'s> {
    pub(super) key: &'s KeyRow,
    pub(super) org: &'s OrgRow,
}

/// Judges a statement against the state before its block.
pub(super) fn judge(state: &State, statement: &Statement, at: &At) -> Result<(), Refusal> {
    let signer = signer(state, statement, at)?;
    check_status(&signer, statement.claims())?;
    check_purpose(&signer, statement.claims())?;
    match statement.claims() {
        Claims::Event { .. } | Claims::Access(_) => Ok(()),
        Claims::Vouched { orig, .. } => check_vouched(state, orig),
        Claims::Governance(gov) => {
            possible::check_authority(state, &signer, gov)?;
            possible::check_target(state, statement.iss(), gov, at)
        }
        Claims::Recall(order) => check_owner(state, signer.org, order),
    }
}

fn signer<'s>(state: &'s State, statement: &Statement, at: &At) -> Result<Signer<'s>, Refusal> {
    let kid = statement.kid();
    let Some(key) = state.members.key(kid) else {
        return refuse(Rule::KeyKnown, format!("the chain does not know the key {kid}"));
    };
    if key.iss != *statement.iss() {
        return refuse(Rule::KeyOwn, format!("the key {kid} belongs to {}", key.iss));
    }
    if let Some(height) = key.retired {
        let text =
            format!("the key {kid} was retired at height {height}; vouch with an active one");
        return refuse(Rule::KeyActive, text);
    }
    if key.not_after.is_some_and(|last_ms| last_ms < at.time_ms) {
        return refuse(
            Rule::KeyInTime,
            format!("the key {kid} has expired; vouch with an active one"),
        );
    }
    match state.members.org(&key.iss) {
        Some(org) => Ok(Signer { key, org }),
        None => refuse(Rule::Organisation, format!("{} is not on the chain", key.iss)),
    }
}

fn check_status(signer: &Signer<'_>, claims: &Claims) -> Result<(), Refusal> {
    let saves_others = match claims {
        Claims::Recall(_) => true,
        Claims::Governance(gov) => {
            matches!(gov, Gov::KeyRetire { .. } | Gov::KeyCompromise { .. })
        }
        Claims::Event { .. } | Claims::Vouched { .. } | Claims::Access(_) => false,
    };
    match signer.org.status {
        OrgStatus::Active => Ok(()),
        OrgStatus::Suspended if saves_others => Ok(()),
        OrgStatus::Suspended => {
            let text = "a suspended organisation may only retire keys, report lost ones and recall";
            refuse(Rule::Organisation, text)
        }
        OrgStatus::Ended | OrgStatus::Expelled => {
            refuse(Rule::Organisation, format!("{} has left the chain", signer.org.iss))
        }
    }
}

fn check_purpose(signer: &Signer<'_>, claims: &Claims) -> Result<(), Refusal> {
    let purpose = signer.key.purpose;
    let (may, needed) = match claims {
        Claims::Event { .. } | Claims::Vouched { .. } => (signs_events(purpose), "event or system"),
        Claims::Governance(_) => {
            (matches!(purpose, Purpose::Admin | Purpose::Registrar), "admin or registrar")
        }
        Claims::Recall(_) => (matches!(purpose, Purpose::Admin | Purpose::Event), "admin or event"),
        Claims::Access(_) => (purpose != Purpose::Agree, "any but agree"),
    };
    if may {
        Ok(())
    } else {
        refuse(Rule::Purpose, format!("this needs a key of purpose {needed}"))
    }
}

const fn signs_events(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Event | Purpose::System)
}

/// The envelope saw to it that the two have the same `iss`; whose key it is, only the rows know.
fn check_vouched(state: &State, orig: &Statement) -> Result<(), Refusal> {
    let key = state.members.key(orig.kid());
    if key.is_some_and(|key| key.iss == *orig.iss() && signs_events(key.purpose)) {
        Ok(())
    } else {
        let text = "the statement in it is not by a key that the organisation once had for events";
        refuse(Rule::Vouched, text)
    }
}

fn check_owner(state: &State, org: &OrgRow, order: &RecallOrder) -> Result<(), Refusal> {
    if org.roles.iter().any(|role| role.starts_with("regulator:")) {
        return Ok(());
    }
    let owns = |iss: &OrgId, code| state.owner_of(code).is_some_and(|owner| owner.iss == *iss);
    match order.codes.iter().find(|code| !owns(&org.iss, code)) {
        Some(code) => refuse(Rule::Owner, format!("{} does not own {code}", org.iss)),
        None => Ok(()),
    }
}
