//! What firms say: statements that are valid most of the time, drawn from a state.

use super::cast::{
    AGENCY, CHAIN, FIRMS, FIRST_KEYS, Firm, KEEPERS, code, firm_of, key, org, prefix, validator,
};
use super::chance::Chance;
use json::{Json, Object};
use ledger::governance::{Gov, NewKey, NewOrg, Told, Vote, Words};
use ledger::recalls::{Action, Notice, RecallOrder};
use ledger::rows::{OrgStatus, Purpose};
use ledger::state::{Proposal, State};
use ledger::statement::{Body, Draft, Jti};
use std::collections::BTreeMap;

/// Lots of a firm.
const LOTS: usize = 4;

/// Key names that firms add later.
const LATER: [&str; 3] = ["deck", "scale", "press"];

/// Writes statements; its drawer holds what was signed on devices and not sent.
pub(super) struct Clerk {
    origin: String,
    /// The first so many firms have a node.
    nodes: usize,
    count: u64,
    drawer: BTreeMap<String, Late>,
}

/// An event that comes later.
#[derive(Clone)]
struct Late {
    firm: Firm,
    jws: String,
}

impl Clerk {
    pub(super) fn of(origin: &str, nodes: usize) -> Self {
        Self { origin: origin.to_owned(), nodes, count: 0, drawer: BTreeMap::new() }
    }

    fn draft(&mut self, firm: Firm, now_ms: u64, body: Body) -> Draft {
        self.count += 1;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&self.count.to_be_bytes());
        Draft {
            iss: org(firm),
            origin: self.origin.clone(),
            jti: Jti::from_parts(now_ms, random),
            iat: now_ms / 1_000,
            body,
        }
    }

    fn sign(&mut self, (firm, name): (Firm, &str), now_ms: u64, body: Body) -> String {
        self.draft(firm, now_ms, body).sign(&key(firm, name).secret)
    }

    /// Something that a firm might well say now.
    pub(super) fn say(
        &mut self,
        state: &State,
        now_ms: u64,
        chance: &mut Chance,
    ) -> Option<String> {
        let here: Vec<Firm> =
            (0..FIRMS).filter(|firm| state.members().org(&org(*firm)).is_some()).collect();
        let firm = chance.pick(&here)?;
        match chance.below(16) {
            0..=4 => {
                let event = event(firm, chance);
                let name = Self::event_key(state, firm, chance);
                Some(self.sign((firm, name), now_ms, event))
            }
            5..=6 => self.recall(state, firm, now_ms, chance),
            7 => self.late(state, firm, now_ms, chance),
            8..=11 => {
                self.vote(state, now_ms, chance).or_else(|| self.propose(state, now_ms, chance))
            }
            12..=13 => self.propose(state, now_ms, chance),
            14 => self.keys(state, firm, now_ms, chance),
            _ => {
                let show = Gov::Told(Told::NameUs { show: chance.one_in(2) });
                Some(self.sign((firm, "admin"), now_ms, Body::Governance(show.to_json())))
            }
        }
    }

    /// Something that no node may take.
    pub(super) fn say_badly(
        &mut self,
        state: &State,
        now_ms: u64,
        chance: &mut Chance,
    ) -> Option<String> {
        let firm = chance.below(KEEPERS);
        let body = event(firm, chance);
        let good = self.draft(firm, now_ms, body);
        let other = (firm + 1) % KEEPERS;
        let text = match chance.below(7) {
            // Under another firm's name.
            0 => Draft { iss: org(other), ..good }.sign(&key(firm, "event").secret),
            1 => Draft { origin: format!("{CHAIN}/{}", "0".repeat(64)), ..good }
                .sign(&key(firm, "event").secret),
            2 => good.sign(&key(firm, "nobody's").secret),
            // A key of the wrong purpose.
            3 => good.sign(&key(firm, "admin").secret),
            4 => {
                let gov = Gov::Validators(vec![validator(firm, 99)]);
                self.draft(firm, now_ms, Body::Governance(gov.to_json()))
                    .sign(&key(firm, "event").secret)
            }
            5 => {
                let order = order(Action::Publish, &[code(other, None)]);
                self.draft(AGENCY, now_ms, Body::Recall(order.to_json()))
                    .sign(&key(firm, "event").secret)
            }
            _ => {
                let signed = good.sign(&key(firm, "event").secret);
                let (input, _) = signed.rsplit_once('.')?;
                let false_one = key(other, "event").secret.sign(input.as_bytes());
                format!("{input}.{}", ledger::b64::encode(&false_one))
            }
        };
        let known = |name: &str| state.members().key(&key(firm, name).kid).is_some();
        // Of a firm that is not there yet nothing is bad for ever.
        (known("event") && known("admin")).then_some(text)
    }

    fn event_key(state: &State, firm: Firm, chance: &mut Chance) -> &'static str {
        let may = |name: &&str| {
            let row = state.members().key(&key(firm, name).kid);
            row.is_some_and(|row| row.retired.is_none() && row.purpose == Purpose::Event)
        };
        let usable: Vec<&str> = ["event"].into_iter().chain(LATER).filter(may).collect();
        chance.pick(&usable).unwrap_or("event")
    }

    fn recall(
        &mut self,
        state: &State,
        firm: Firm,
        now_ms: u64,
        chance: &mut Chance,
    ) -> Option<String> {
        let owner = if firm == AGENCY { chance.below(FIRMS) } else { firm };
        let lot = |chance: &mut Chance| (!chance.one_in(4)).then(|| chance.below(LOTS));
        let mut codes: Vec<String> =
            (0..=chance.below(3)).map(|_| code(owner, lot(chance))).collect();
        codes.sort_unstable();
        codes.dedup();
        let action = chance.pick(&[Action::Hold, Action::Publish, Action::Withdraw])?;
        let name = Self::event_key(state, firm, chance);
        Some(self.sign((firm, name), now_ms, Body::Recall(order(action, &codes).to_json())))
    }

    /// An event goes into the drawer, or one that lies there is vouched for.
    fn late(
        &mut self,
        state: &State,
        firm: Firm,
        now_ms: u64,
        chance: &mut Chance,
    ) -> Option<String> {
        let lies: Vec<Late> =
            self.drawer.values().filter(|late| late.firm == firm).cloned().collect();
        let name = Self::event_key(state, firm, chance);
        let Some(late) = chance.pick(&lies).filter(|_| !chance.one_in(3)) else {
            let body = event(firm, chance);
            let jws = self.sign((firm, name), now_ms, body);
            self.drawer.insert(jws.clone(), Late { firm, jws });
            return None;
        };
        let reason = "The phone was at sea.".to_owned();
        Some(self.sign((firm, name), now_ms, Body::Vouched { orig: late.jws, reason }))
    }

    fn vote(&mut self, state: &State, now_ms: u64, chance: &mut Chance) -> Option<String> {
        let open: Vec<&Proposal> =
            state.proposals().filter(|open| !matches!(open.gov, Gov::Move { .. })).collect();
        let proposal = *chance.pick(&open.iter().collect::<Vec<_>>())?;
        let voters = &state.members().epoch().validators;
        let free: Vec<Firm> = voters
            .iter()
            .filter(|row| !proposal.ballots.contains_key(&row.iss))
            .filter_map(|row| firm_of(&row.iss))
            .collect();
        let firm = chance.pick(&free)?;
        let vote = if chance.one_in(8) { Vote::No } else { Vote::Yes };
        let gov = Gov::Ballot { proposal: proposal.id, vote };
        Some(self.sign((firm, "admin"), now_ms, Body::Governance(gov.to_json())))
    }

    fn propose(&mut self, state: &State, now_ms: u64, chance: &mut Chance) -> Option<String> {
        let members = state.members();
        let voters: Vec<Firm> =
            members.epoch().validators.iter().filter_map(|row| firm_of(&row.iss)).collect();
        let firm = chance.pick(&voters)?;
        let other = chance.below(FIRMS);
        let status = members.org(&org(other)).map(|row| row.status);
        let gov = match (status, chance.below(8)) {
            (None, _) => self.newcomer(other),
            (Some(OrgStatus::Suspended), 0..=3) => Gov::Resume { iss: org(other), reason: words() },
            (Some(_), 0) => Gov::Suspend { iss: org(other), reason: words() },
            (Some(_), 1) if chance.one_in(6) => Gov::Expel { iss: org(other), reason: words() },
            (Some(_), 1..=3) => {
                let size = members.epoch();
                let epoch = size.epoch + 1;
                let fit = |firm: &Firm| {
                    members
                        .org(&org(*firm))
                        .is_some_and(|row| row.status == OrgStatus::Active && row.sponsor.is_none())
                };
                let fit: Vec<Firm> = (0..self.nodes).filter(fit).collect();
                let chosen = chance.most(&fit, 6);
                Gov::Validators(chosen.into_iter().map(|firm| validator(firm, epoch)).collect())
            }
            (Some(_), 4..=6) => {
                let index = 2 + chance.number() % 16;
                Gov::Redact { index, reason: words() }
            }
            (Some(_), _) => Gov::Prefixes { iss: org(other), prefixes: vec![prefix(other)] },
        };
        Some(self.sign((firm, "admin"), now_ms, Body::Governance(gov.to_json())))
    }

    /// Keepers and the agency are enrolled by ballot; the others a member lets in.
    fn newcomer(&self, firm: Firm) -> Gov {
        let keys = FIRST_KEYS
            .map(|(name, purpose)| {
                NewKey::make(&key(firm, name).secret, purpose, &org(firm), &self.origin)
            })
            .to_vec();
        let by_ballot = firm < KEEPERS || firm == AGENCY;
        let roles = if firm == AGENCY { vec!["regulator:ES".to_owned()] } else { vec![] };
        let prefixes = if by_ballot { vec![prefix(firm)] } else { vec![] };
        let org = NewOrg { iss: org(firm), name: format!("Firm {firm}"), prefixes, roles };
        if by_ballot { Gov::Enrol { org, keys } } else { Gov::Sponsor { org, keys } }
    }

    fn keys(
        &mut self,
        state: &State,
        firm: Firm,
        now_ms: u64,
        chance: &mut Chance,
    ) -> Option<String> {
        let name = chance.pick(&LATER)?;
        let kid = key(firm, name).kid.clone();
        let gov = match state.members().key(&kid) {
            None => Gov::KeyAdd(NewKey::make(
                &key(firm, name).secret,
                Purpose::Event,
                &org(firm),
                &self.origin,
            )),
            Some(_) if chance.one_in(2) => Gov::KeyRetire { kid },
            Some(_) => Gov::KeyCompromise { kid, since: 1 + chance.number() % 6 },
        };
        Some(self.sign((firm, "admin"), now_ms, Body::Governance(gov.to_json())))
    }
}

fn event(firm: Firm, chance: &mut Chance) -> Body {
    let class: Object = [("epcClass", code(firm, Some(chance.below(LOTS))))].into_iter().collect();
    let mut epcis = Object::new();
    epcis.insert("type", "ObjectEvent");
    epcis.insert("action", "OBSERVE");
    epcis.insert("note", chance.number() >> 16);
    epcis.insert("quantityList", vec![Json::Object(class)]);
    Body::Event { epcis: Json::Object(epcis), corrects: None }
}

fn order(action: Action, codes: &[String]) -> RecallOrder {
    let codes = codes.iter().map(|code| gs1::Goods::parse(code).unwrap()).collect();
    let notice = Notice { reason: words(), advice: None, phone: None, number: None, url: None };
    RecallOrder { action, codes, notice: (action == Action::Publish).then_some(notice) }
}

fn words() -> Words {
    Words::one("en", "as agreed").unwrap()
}

/// Codes of which a reader may ask.
pub(super) fn codes() -> Vec<String> {
    let lots = |firm| (0..LOTS).map(move |lot| code(firm, Some(lot))).chain([code(firm, None)]);
    (0..FIRMS).flat_map(lots).collect()
}

impl Clerk {
    /// A remark by one of the first firms, which nobody can refuse unless it was expelled.
    pub(super) fn last_word(&mut self, now_ms: u64, chance: &mut Chance) -> String {
        let firm = chance.below(self.nodes);
        let body = event(firm, chance);
        self.sign((firm, "event"), now_ms, body)
    }
}
