//! Reads a scene and plays it.
//!
//! The first line names the members: `members alpha beta`. Then one line a statement,
//! `who says what -> ok` or `-> refused V9`; `next block` and `next block after 31 days` end a
//! block; `see: what` looks at the state after the last whole block. `who` is a firm, which signs
//! with its `admin` key (events and recalls: with `event`), or `firm.key`.
#![expect(clippy::arithmetic_side_effects, reason = "the numbers are small")]

use super::cast::{FIRST_KEYS, code, genesis, org, prefix, secret, validator};
use crate::governance::{Gov, NewKey, NewOrg, Vote, Words};
use crate::key::Jwk;
use crate::recalls::RecallOrder;
use crate::rows::Purpose;
use crate::state::{At, Changes, State};
use crate::statement::{Body, Draft, Jti, Statement, Verified};
use crate::{Hash, OrgId};
use json::{Json, Object};
use std::collections::{BTreeMap, BTreeSet};

/// Plays a scene; the panic names the line that went otherwise.
pub(super) fn check(scene: &str) -> Scene {
    let mut lines = scene.lines().map(str::trim).filter(|line| !line.is_empty());
    let members: Vec<&str> = lines.next().unwrap().split(' ').skip(1).collect();
    let mut play = Scene::of(&members);
    lines.for_each(|line| play.line(line));
    play
}

pub(super) struct Scene {
    pub(super) state: State,
    pub(super) origin: String,
    pub(super) last: Changes,
    at: At,
    seen: BTreeSet<(OrgId, Jti)>,
    block: Vec<Verified>,
    /// Every key that was ever named, by its id.
    keys: BTreeMap<String, Jwk>,
    named: BTreeMap<String, Statement>,
    count: u64,
}

impl Scene {
    pub(super) fn of(members: &[&str]) -> Self {
        let genesis = genesis(members);
        genesis.check().unwrap();
        Self {
            state: State::genesis(&genesis),
            origin: genesis.origin(),
            last: Changes::default(),
            at: At { height: 1, time_ms: genesis.created_ms + 1, start: 2 },
            seen: BTreeSet::new(),
            block: Vec::new(),
            keys: BTreeMap::new(),
            named: BTreeMap::new(),
            count: 0,
        }
    }

    /// More lines of a scene.
    pub(super) fn play(&mut self, lines: &str) {
        let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.for_each(|line| self.line(line));
    }

    /// Where the block that is being filled stands.
    pub(super) const fn at(&self) -> At {
        self.at
    }

    /// Its statements so far.
    pub(super) fn waiting(&self) -> &[Verified] {
        &self.block
    }

    /// What earlier blocks took.
    pub(super) const fn seen(&self) -> &BTreeSet<(OrgId, Jti)> {
        &self.seen
    }

    fn line(&mut self, line: &str) {
        if let Some(rest) = line.strip_prefix("next block") {
            let days = rest
                .trim()
                .strip_prefix("after ")
                .map_or(0, |rest| rest.split(' ').next().unwrap().parse::<u64>().unwrap());
            self.end_block(1 + days * 86_400_000);
        } else if let Some(fact) = line.strip_prefix("see: ") {
            assert!(self.fact(fact), "not so: {fact}");
        } else {
            let (said, expected) = line.split_once("->").unwrap();
            let found = match self.try_say(said.trim()) {
                Ok(()) => "ok".to_owned(),
                Err(refusal) => format!("refused {refusal}"),
            };
            let expected = expected.trim();
            let as_expected = found == expected || found.starts_with(&format!("{expected}:"));
            assert!(as_expected, "{line}\nwas {found}");
        }
    }

    pub(super) fn end_block(&mut self, later_ms: u64) {
        let block = std::mem::take(&mut self.block);
        let (state, changes) = self.state.apply(self.at, &block, &self.seen).unwrap();
        for verified in &block {
            let pairs = verified.statement().pairs();
            self.seen.extend(pairs.map(|(iss, jti)| (iss.clone(), jti)));
        }
        self.state = state;
        self.last = changes;
        let count = u64::try_from(block.len()).unwrap();
        self.at = At {
            height: self.at.height + 1,
            time_ms: self.at.time_ms + later_ms,
            start: self.at.start + count + 1,
        };
    }

    pub(super) fn try_say(&mut self, said: &str) -> Result<(), crate::state::Refusal> {
        let words: Vec<&str> = said.split_whitespace().collect();
        let (who, rest) = words.split_first().unwrap();
        let statement = self.statement(who, rest);
        let verified = self.verified(statement);
        let mut pass = self.state.begin(self.at, &self.seen)?;
        for earlier in &self.block {
            pass.push(earlier).unwrap();
        }
        pass.push(&verified)?;
        assert_eq!(self.state.admit(&verified, &self.at), Ok(()), "intake would have refused it");
        if let ["proposes" | "records", label, ..] = rest {
            self.named.insert((*label).to_owned(), verified.statement().clone());
        }
        self.block.push(verified);
        Ok(())
    }

    fn verified(&self, statement: Statement) -> Verified {
        statement.verify(|kid| self.keys.get(kid)).unwrap()
    }

    fn statement(&mut self, who: &str, words: &[&str]) -> Statement {
        let is_event = matches!(
            words,
            ["records" | "vouches" | "holds" | "recalls" | "withdraws" | "looks", ..]
        );
        let (firm, key) =
            who.split_once('.').unwrap_or((who, if is_event { "event" } else { "admin" }));
        self.count += 1;
        let body = self.body(firm, words);
        // `ghost as farm`: the key of one firm under the name of another.
        let iss = words.iter().position(|word| *word == "as").map_or(firm, |at| words[at + 1]);
        let mut random = [0; 10];
        random[2..].copy_from_slice(&self.count.to_be_bytes());
        let mut draft = Draft {
            iss: org(iss),
            origin: self.origin.clone(),
            jti: Jti::from_parts(self.at.time_ms, random),
            iat: self.at.time_ms / 1_000,
            body,
        };
        if let ["records", _, "again", "like", label] = words {
            draft.jti = self.named[*label].jti();
        }
        let secret = secret(&format!("{firm}.{key}"));
        self.keys.insert(secret.public().kid(), secret.public());
        let bytes = draft.sign(&secret);
        if let ["drafts", label, ..] = words {
            let read = Statement::read(bytes.as_bytes(), &self.origin).unwrap();
            self.named.insert((*label).to_owned(), read);
        }
        Statement::read(bytes.as_bytes(), &self.origin).unwrap()
    }

    /// An event that is signed but not sent.
    pub(super) fn draft(&mut self, who: &str, label: &str) {
        self.statement(who, &["drafts", label]);
    }

    fn body(&mut self, firm: &str, words: &[&str]) -> Body {
        match words {
            ["records" | "drafts", label, ..] => {
                let epcis = Json::Object([("eventID", *label)].into_iter().collect());
                Body::Event { epcis, corrects: None }
            }
            ["looks", ..] => Body::Access(Json::Object(Object::new())),
            ["vouches", "for", label] => Body::Vouched {
                orig: String::from_utf8(self.named[*label].bytes().to_vec()).unwrap(),
                reason: "the vessel was at sea".to_owned(),
            },
            ["holds", codes @ ..] => Body::Recall(recall("hold", codes)),
            ["recalls", codes @ ..] => Body::Recall(recall("publish", codes)),
            ["withdraws", codes @ ..] => Body::Recall(recall("withdraw", codes)),
            ["proposes", _label, what @ ..] => Body::Governance(self.gov(firm, what).to_json()),
            what => Body::Governance(self.gov(firm, what).to_json()),
        }
    }

    fn gov(&self, firm: &str, words: &[&str]) -> Gov {
        let reason = || Words::one("en", "as agreed").unwrap();
        match words {
            ["enrol", name, "with", extra] => self.newcomer(name, Some(extra), true),
            ["enrol", name] => self.newcomer(name, None, true),
            ["sponsors", name, "with", extra] => self.newcomer(name, Some(extra), false),
            ["sponsors", name] => self.newcomer(name, None, false),
            ["moves", "to", to] => Gov::Move { iss: org(firm), to: org(to) },
            ["moves", other, "to", to] => Gov::Move { iss: org(other), to: org(to) },
            ["accepts", name] => Gov::Accept { iss: org(name) },
            ["ends", name] => Gov::End { iss: org(name) },
            ["suspend", name] => Gov::Suspend { iss: org(name), reason: reason() },
            ["resume", name] => Gov::Resume { iss: org(name), reason: reason() },
            ["expel", name] => Gov::Expel { iss: org(name), reason: reason() },
            ["prefixes", name, prefixes @ ..] => Gov::Prefixes {
                iss: org(name),
                prefixes: prefixes.iter().map(|text| (*text).to_owned()).collect(),
            },
            ["keys", name] => {
                let keys = ["new1", "new2"].map(|key| self.new_key(name, key, Purpose::Admin));
                Gov::Keys { iss: org(name), keys: keys.to_vec() }
            }
            ["adds", purpose, key] => Gov::KeyAdd(self.added_key(firm, purpose, key)),
            ["adds", purpose, key, "until", days] => {
                let until = self.at.time_ms + days.parse::<u64>().unwrap() * 86_400_000;
                Gov::KeyAdd(self.added_key(firm, purpose, key).until(until))
            }
            ["retires", key] => Gov::KeyRetire { kid: kid(key) },
            ["reports", key, "since", height] => {
                Gov::KeyCompromise { kid: kid(key), since: height.parse().unwrap() }
            }
            ["validators", firms @ ..] => {
                Gov::Validators(firms.iter().map(|firm| validator(firm)).collect())
            }
            ["rules", number] => Gov::Rules(number.parse().unwrap()),
            ["redact", index] => Gov::Redact { index: index.parse().unwrap(), reason: reason() },
            ["votes", vote, "on", label] => {
                Gov::Ballot { proposal: self.proposal(label), vote: Vote::parse(vote).unwrap() }
            }
            ["names", "us", ..] => Gov::Told(crate::governance::Told::NameUs { show: true }),
            other => panic!("nobody says {other:?}"),
        }
    }

    fn newcomer(&self, name: &str, extra: Option<&str>, member: bool) -> Gov {
        let mut newcomer =
            NewOrg { iss: org(name), name: name.to_owned(), prefixes: vec![], roles: vec![] };
        match extra {
            Some("prefix") => newcomer.prefixes.push(prefix(name)),
            Some(text) if text.starts_with("952") => newcomer.prefixes.push(text.to_owned()),
            Some(role) => newcomer.roles.push(role.to_owned()),
            None => {}
        }
        let keys = FIRST_KEYS.map(|(key, purpose)| self.new_key(name, key, purpose)).to_vec();
        if member {
            Gov::Enrol { org: newcomer, keys }
        } else {
            Gov::Sponsor { org: newcomer, keys }
        }
    }

    fn new_key(&self, firm: &str, key: &str, purpose: Purpose) -> NewKey {
        NewKey::make(&secret(&format!("{firm}.{key}")), purpose, &org(firm), &self.origin)
    }

    fn added_key(&self, firm: &str, purpose: &str, key: &str) -> NewKey {
        if let Some(holder) = purpose.strip_prefix("system@") {
            return self.new_key(firm, key, Purpose::System).held_by(org(holder));
        }
        let purpose = match purpose {
            "admin" => Purpose::Admin,
            "registrar" => Purpose::Registrar,
            "agree" => Purpose::Agree,
            "event" => Purpose::Event,
            other => panic!("no key is for {other}"),
        };
        self.new_key(firm, key, purpose)
    }

    pub(super) fn proposal(&self, label: &str) -> Hash {
        self.named.get(label).map_or(Hash::ZERO, |said| Hash::of(&[said.signing_input()]))
    }

    fn fact(&self, fact: &str) -> bool {
        let members = self.state.members();
        let words: Vec<&str> = fact.split(' ').collect();
        match words.as_slice() {
            [name, "is", "unknown"] => members.org(&org(name)).is_none(),
            [name, "is", status] => {
                let row = members.org(&org(name)).unwrap();
                format!("{:?}", row.status).to_lowercase() == *status
            }
            [name, "belongs", "to", sponsor] => {
                members.org(&org(name)).unwrap().sponsor == Some(org(sponsor))
            }
            ["nobody", "owns", what] => {
                self.state.owner_of(&gs1::Goods::parse(&code(what)).unwrap()).is_none()
            }
            [name, "owns", what] => {
                let goods = gs1::Goods::parse(&code(what)).unwrap();
                self.state.owner_of(&goods).map(|row| row.iss.clone()) == Some(org(name))
            }
            ["key", name, "active"] => {
                members.key(&kid(name)).is_some_and(|row| row.retired.is_none())
            }
            ["key", name, "unknown"] => members.key(&kid(name)).is_none(),
            ["key", name, "retired", "at", height] => {
                members.key(&kid(name)).unwrap().retired == height.parse().ok()
            }
            ["key", name, "disputed", "since", height] => {
                members.key(&kid(name)).unwrap().compromised_since == height.parse().ok()
            }
            ["epoch", number] => members.epoch().epoch.to_string() == *number,
            ["rules", number] => members.epoch().rules.to_string() == *number,
            ["validators", number] => members.epoch().validators.len().to_string() == *number,
            ["open", number] => self.state.proposals().count().to_string() == *number,
            ["redacted", index] => self.last.redactions == [index.parse::<u64>().unwrap()],
            [name, "says", state, "of", what] => {
                let said = self.state.recalls().state(&code(what), &org(name));
                format!("{said:?}").to_lowercase().contains(state)
            }
            ["no", "row", "for", what] => self.state.recalls().row(&code(what)).is_none(),
            other => panic!("no such fact: {other:?}"),
        }
    }
}

fn kid(name: &str) -> String {
    secret(name).public().kid()
}

fn recall(action: &str, codes: &[&str]) -> Json {
    let names = codes.iter().take_while(|word| **word != "as");
    let mut codes: Vec<String> = names.map(|name| code(name)).collect();
    codes.sort();
    let mut members = Object::new();
    members.insert("action", action);
    members.insert("codes", codes.into_iter().map(Json::String).collect::<Vec<_>>());
    if action == "publish" {
        let reason: Object = [("en", "metal found")].into_iter().collect();
        members.insert("notice", [("reason", reason)].into_iter().collect::<Object>());
    }
    let recall = Json::Object(members);
    assert_eq!(RecallOrder::read(&recall).unwrap().to_json(), recall);
    recall
}
