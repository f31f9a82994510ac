//! Whether the signer may say a governance statement (V9), and whether what it asks can be done
//! (V10 to V12, V14).

use super::refusal::refuse;
use super::signer::Signer;
use super::{At, Proposal, Refusal, Rule, State};
use crate::governance::{Gov, NewKey, NewOrg};
use crate::rows::{KeyRow, OrgRow, OrgStatus, Purpose};
use crate::{Hash, OrgId};

/// An organisation has at most so many open proposals, so that nobody fills the state.
const OPEN_MAX: usize = 32;

/// Who may say it, by the state before the block.
pub(super) fn check_authority(
    state: &State,
    signer: &Signer<'_>,
    gov: &Gov,
) -> Result<(), Refusal> {
    if signer.key.purpose == Purpose::Registrar {
        return check_registrar(state, &signer.org.iss, gov);
    }
    let me = &signer.org.iss;
    let (may, who) = match gov {
        Gov::Enrol { .. }
        | Gov::Suspend { .. }
        | Gov::Resume { .. }
        | Gov::Expel { .. }
        | Gov::Prefixes { .. }
        | Gov::Keys { .. }
        | Gov::Validators(_)
        | Gov::Rules(_)
        | Gov::Redact { .. }
        | Gov::Ballot { .. }
        | Gov::Accept { .. }
        | Gov::Sponsor { .. } => (state.is_member(me), "a member of the epoch says this"),
        Gov::Move { iss, .. } => (iss == me, "a participant asks for itself"),
        Gov::End { iss } => {
            let target = state.members.org(iss);
            let sponsors = target.is_some_and(|org| org.sponsor.as_ref() == Some(me));
            (sponsors || iss == me, "a participant is ended by its sponsor or by itself")
        }
        Gov::KeyRetire { kid } | Gov::KeyCompromise { kid, .. } => {
            // A key that is not there is for `check_target` to name.
            let own = state.members.key(kid).is_none_or(|key| key.iss == *me);
            (own, "an organisation manages its own keys")
        }
        Gov::KeyAdd(_) | Gov::Told(_) => (true, ""),
    };
    if may { Ok(()) } else { refuse(Rule::Authority, format!("{who}, not {me}")) }
}

/// A registrar key adds and retires `event` keys of its own organisation, nothing else. (A key that
/// is added always becomes the signer's own.)
fn check_registrar(state: &State, me: &OrgId, gov: &Gov) -> Result<(), Refusal> {
    let may = match gov {
        Gov::KeyAdd(key) => key.purpose() == Purpose::Event,
        Gov::KeyRetire { kid } => {
            let is_own_event_key = |key: &KeyRow| key.iss == *me && key.purpose == Purpose::Event;
            // A key that is not there is for `check_target` to name.
            state.members.key(kid).is_none_or(is_own_event_key)
        }
        Gov::Enrol { .. }
        | Gov::Sponsor { .. }
        | Gov::Move { .. }
        | Gov::Accept { .. }
        | Gov::End { .. }
        | Gov::Suspend { .. }
        | Gov::Resume { .. }
        | Gov::Expel { .. }
        | Gov::Prefixes { .. }
        | Gov::Keys { .. }
        | Gov::KeyCompromise { .. }
        | Gov::Validators(_)
        | Gov::Rules(_)
        | Gov::Redact { .. }
        | Gov::Ballot { .. }
        | Gov::Told(_) => false,
    };
    if may {
        Ok(())
    } else {
        refuse(
            Rule::Authority,
            "a registrar key adds and retires event keys of its own firm, nothing else",
        )
    }
}

/// Whether it can be done in this state. Asked of the state before the block, of the state after
/// the earlier statements of the block, and of a proposal once more when it is carried.
pub(super) fn check_target(state: &State, me: &OrgId, gov: &Gov, at: &At) -> Result<(), Refusal> {
    match gov {
        Gov::Enrol { org, keys } => check_newcomer(state, me, org, keys),
        Gov::Sponsor { org, keys } => {
            if !org.prefixes.is_empty() || org.has_authority() {
                let text = "prefixes and the roles certifier and regulator come by ballot only";
                return refuse(Rule::Authority, text);
            }
            check_newcomer(state, me, org, keys)
        }
        Gov::Move { iss, to } => check_move(state, iss, to),
        Gov::Accept { iss } => check_accept(state, me, iss, at),
        Gov::End { iss } => {
            participant(state, iss)?;
            has_status(state, iss, &[OrgStatus::Active, OrgStatus::Suspended]).map(|_| ())
        }
        Gov::Suspend { iss, .. } => has_status(state, iss, &[OrgStatus::Active]).map(|_| ()),
        Gov::Resume { iss, .. } => has_status(state, iss, &[OrgStatus::Suspended]).map(|_| ()),
        Gov::Expel { iss, .. } => {
            has_status(state, iss, &[OrgStatus::Active, OrgStatus::Suspended]).map(|_| ())
        }
        Gov::Prefixes { iss, prefixes } => {
            known(state, iss)?;
            check_prefixes_free(state, prefixes, iss)
        }
        Gov::Keys { iss, keys } => {
            known(state, iss)?;
            keys.iter().try_for_each(|key| check_key(state, key))
        }
        Gov::KeyAdd(key) => check_key(state, key),
        Gov::KeyRetire { kid } => check_retire(state, kid),
        Gov::KeyCompromise { kid, since } => check_compromise(state, kid, *since, at),
        Gov::Validators(validators) => validators.iter().try_for_each(|validator| {
            let org = has_status(state, &validator.iss, &[OrgStatus::Active])?;
            if org.sponsor.is_none() {
                Ok(())
            } else {
                refuse(Rule::Target, format!("{} is a participant", validator.iss))
            }
        }),
        Gov::Rules(rules) if *rules > state.members.epoch().rules => Ok(()),
        Gov::Rules(_) => refuse(Rule::Target, "new rules have a higher number"),
        Gov::Redact { index, .. } if (2..at.start).contains(index) => Ok(()),
        Gov::Redact { index, .. } => {
            refuse(Rule::Target, format!("there is no event at index {index}"))
        }
        Gov::Ballot { proposal, .. } => check_ballot(state, me, proposal, at),
        Gov::Told(_) => Ok(()),
    }
}

/// Whether `me` may open one more proposal.
pub(super) fn check_room(state: &State, me: &OrgId) -> Result<(), Refusal> {
    let open = state.open.values().filter(|proposal| proposal.iss == *me).count();
    if open < OPEN_MAX {
        Ok(())
    } else {
        refuse(Rule::Bound, format!("{me} has {OPEN_MAX} open proposals already"))
    }
}

fn known<'s>(state: &'s State, iss: &OrgId) -> Result<&'s OrgRow, Refusal> {
    match state.members.org(iss) {
        Some(org) => Ok(org),
        None => refuse(Rule::Target, format!("{iss} is not on the chain")),
    }
}

fn has_status<'s>(
    state: &'s State,
    iss: &OrgId,
    statuses: &[OrgStatus],
) -> Result<&'s OrgRow, Refusal> {
    let org = known(state, iss)?;
    if statuses.contains(&org.status) {
        return Ok(org);
    }
    let is = match org.status {
        OrgStatus::Active => "active",
        OrgStatus::Suspended => "suspended",
        OrgStatus::Ended => "ended",
        OrgStatus::Expelled => "expelled",
    };
    refuse(Rule::Target, format!("{iss} is {is}"))
}

fn participant<'s>(state: &'s State, iss: &OrgId) -> Result<&'s OrgId, Refusal> {
    match &known(state, iss)?.sponsor {
        Some(sponsor) => Ok(sponsor),
        None => refuse(Rule::Target, format!("{iss} is no participant")),
    }
}

fn check_newcomer(state: &State, me: &OrgId, org: &NewOrg, keys: &[NewKey]) -> Result<(), Refusal> {
    let iss = org.iss.as_str();
    let of_sponsor = format!("https://{}/party/{}/", state.chain(), me.short());
    let has_gln = |name: &str| name.starts_with("https://id.gs1.org/417/");
    let is_of_sponsor = has_gln(me.as_str()) && iss.starts_with(&of_sponsor);
    if !(has_gln(iss) || is_of_sponsor) {
        let text = format!("without a GLN its name is {of_sponsor} and a number");
        return refuse(Rule::Authority, text);
    }
    if state.members.org(&org.iss).is_some() {
        return refuse(Rule::Free, format!("{iss} is on the chain already"));
    }
    check_prefixes_free(state, &org.prefixes, &org.iss)?;
    keys.iter().try_for_each(|key| {
        check_kid(state, key.kid())?;
        key.holder()
            .filter(|holder| **holder != org.iss)
            .map_or(Ok(()), |holder| known(state, holder).map(|_| ()))
    })
}

fn check_prefixes_free(state: &State, prefixes: &[String], iss: &OrgId) -> Result<(), Refusal> {
    match state.members.prefix_holder(prefixes, iss) {
        Some(holder) => refuse(Rule::Free, format!("a prefix meets one of {holder}")),
        None => Ok(()),
    }
}

fn check_key(state: &State, key: &NewKey) -> Result<(), Refusal> {
    check_kid(state, key.kid())?;
    key.holder().map_or(Ok(()), |holder| known(state, holder).map(|_| ()))
}

fn check_kid(state: &State, kid: &str) -> Result<(), Refusal> {
    match state.members.key(kid) {
        Some(_) => refuse(Rule::Free, format!("the key {kid} was on the chain before")),
        None => Ok(()),
    }
}

fn check_retire(state: &State, kid: &str) -> Result<(), Refusal> {
    match state.members.key(kid).map(|key| key.retired) {
        None => refuse(Rule::Target, format!("the chain does not know the key {kid}")),
        Some(Some(_)) => refuse(Rule::Target, format!("the key {kid} is retired already")),
        Some(None) => Ok(()),
    }
}

fn check_compromise(state: &State, kid: &str, since: u64, at: &At) -> Result<(), Refusal> {
    let Some(key) = state.members.key(kid) else {
        return refuse(Rule::Target, format!("the chain does not know the key {kid}"));
    };
    if since > at.height {
        return refuse(Rule::Target, "since is a height up to this one");
    }
    match key.compromised_since {
        Some(known) if known <= since => {
            refuse(Rule::Target, format!("the key {kid} is disputed since height {known} already"))
        }
        Some(_) | None => Ok(()),
    }
}

fn check_move(state: &State, iss: &OrgId, to: &OrgId) -> Result<(), Refusal> {
    if participant(state, iss)? == to {
        return refuse(Rule::Target, format!("{to} is its sponsor already"));
    }
    has_status(state, iss, &[OrgStatus::Active])?;
    has_status(state, to, &[OrgStatus::Active])?;
    if state.is_member(to) { Ok(()) } else { refuse(Rule::Target, format!("{to} is no member")) }
}

fn check_accept(state: &State, me: &OrgId, iss: &OrgId, at: &At) -> Result<(), Refusal> {
    participant(state, iss)?;
    has_status(state, iss, &[OrgStatus::Active])?;
    let asked = state.open.values().any(|proposal| {
        matches!(&proposal.gov, Gov::Move { iss: asker, to } if asker == iss && to == me)
            && !proposal.is_lapsed(at.time_ms)
    });
    if asked { Ok(()) } else { refuse(Rule::Target, format!("{iss} has not asked {me}")) }
}

fn check_ballot(state: &State, me: &OrgId, id: &Hash, at: &At) -> Result<(), Refusal> {
    let n = state.members.epoch().validators.len();
    let takes_ballots = |open: &&Proposal| {
        Proposal::threshold(&open.gov, n).is_some() && !open.is_lapsed(at.time_ms)
    };
    let Some(open) = state.open.get(id).filter(takes_ballots) else {
        return refuse(Rule::Ballot, format!("no proposal {id} is open"));
    };
    if open.ballots.contains_key(me) {
        refuse(Rule::Ballot, format!("{me} has voted on {id} already"))
    } else {
        Ok(())
    }
}
