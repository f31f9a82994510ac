//! A chain of three firms, and short ways to let them speak.

use crate::support::{Answer, World};
use json::{Json, Limits};
use ledger::OrgId;
use ledger::evidence::{Ask, ChainReport, Outcome, check};
use ledger::governance::{Gov, NewKey, NewOrg};
use ledger::key::P256Secret;
use ledger::rows::Purpose;
use ledger::statement::{Body, Jti};
use serde_json::Value;
use std::io::Write as _;
use std::process::Command;

pub(super) const OFFICE: &str = "https://id.gs1.org/417/9520999000009";

/// A lot of the farm.
pub(super) const LOT: &str = "https://id.gs1.org/01/09520101000019/10/A1";
pub(super) const PAGE: &str = "/01/09520101000019/10/A1";

/// The names of events: any number.
pub(super) fn id(n: u32) -> String {
    format!("urn:uuid:0190b7a0-0000-7000-8000-{n:012}")
}

/// The JSON of a text.
pub(super) fn parsed(text: &str) -> Json {
    let limits = Limits { bytes_max: 1 << 16, depth_max: 16, values_max: 5_000 };
    json::parse(text.as_bytes(), &limits).unwrap_or_else(|error| panic!("{error:?}: {text}"))
}

/// An object event about goods without an amount. `more` are further members, each behind a comma.
pub(super) fn event(n: u32, step: &str, goods: &str, at: &str, more: &str) -> String {
    let action = if step == "commissioning" { "ADD" } else { "OBSERVE" };
    let what = if goods.contains("/21/") || goods.contains("/00/") {
        format!(r#""epcList":["{goods}"]"#)
    } else {
        format!(r#""epcList":[],"quantityList":[{{"epcClass":"{goods}"}}]"#)
    };
    format!(
        r#"{{"type":"ObjectEvent","eventID":"{}","action":"{action}","bizStep":"{step}",
        "eventTime":"{at}","eventTimeZoneOffset":"+01:00",{what}{more}}}"#,
        id(n)
    )
}

/// From one firm to another.
pub(super) fn handover(from: &str, to: &str) -> String {
    format!(
        r#","sourceList":[{{"type":"possessing_party","source":"{from}"}}],
        "destinationList":[{{"type":"possessing_party","destination":"{to}"}}]"#
    )
}

/// The chain.
pub(super) struct Scene {
    pub(super) world: World,
}

impl Scene {
    pub(super) fn new() -> Self {
        Self { world: World::new() }
    }

    /// Sends a signed statement; whatever comes back.
    pub(super) fn send(&self, jws: &str) -> Answer {
        let address = "/api/v1/statements?wait=visible";
        self.world.client().post(address, "application/jose", jws.as_bytes())
    }

    /// Signs with a key of that name.
    pub(super) fn sign(&self, iss: &str, key: &str, body: Body) -> String {
        self.world.draft(iss, body).sign(&self.world.key(iss, key))
    }

    /// Signs an event with the event key.
    pub(super) fn sign_event(&self, iss: &str, event: &str, corrects: Option<Jti>) -> String {
        self.sign(iss, "event", Body::Event { epcis: parsed(event), corrects })
    }

    /// Records an event; answers with its leaf.
    pub(super) fn tell(&self, iss: &str, event: &str) -> u64 {
        self.record(&self.sign_event(iss, event, None))
    }

    /// Signs governance with an admin key.
    pub(super) fn sign_gov(&self, iss: &str, gov: &str) -> String {
        self.sign(iss, "admin-1", Body::Governance(parsed(gov)))
    }

    /// Records governance; answers with its leaf.
    pub(super) fn say(&self, iss: &str, gov: &str) -> u64 {
        self.record(&self.sign_gov(iss, gov))
    }

    pub(super) fn sign_recall(&self, iss: &str, recall: &str) -> String {
        self.sign(iss, "admin-1", Body::Recall(parsed(recall)))
    }

    /// Records a statement; answers with its leaf.
    pub(super) fn record(&self, jws: &str) -> u64 {
        self.world.record(jws)["index"].as_u64().expect("an index")
    }

    /// Lets OFFICE, the one member, enrol a firm. The firm's event key is [`secret`] of `seed`.
    pub(super) fn enrol(&self, iss: &str, name: &str, (prefix, role): (&[&str], &str), seed: u8) {
        let iss = OrgId::parse(iss).expect("an organisation");
        let purposes = [Purpose::Event, Purpose::Admin, Purpose::Admin];
        let keys = (seed..)
            .zip(purposes)
            .map(|(seed, purpose)| NewKey::make(&secret(seed), purpose, &iss, &self.world.origin));
        let org = NewOrg {
            name: name.to_owned(),
            prefixes: prefix.iter().map(|&prefix| prefix.to_owned()).collect(),
            roles: vec![role.to_owned()],
            iss: iss.clone(),
        };
        let gov = Gov::Enrol { org, keys: keys.collect() };
        self.record(&self.sign(OFFICE, "admin-1", Body::Governance(gov.to_json())));
    }

    /// Adds a key; answers with its secret half.
    pub(super) fn add_key(&self, iss: &str, seed: u8, held_by: Option<&str>) -> P256Secret {
        let (org, secret) = (OrgId::parse(iss).expect("an organisation"), secret(seed));
        let origin = &self.world.origin;
        let key = match held_by {
            None => NewKey::make(&secret, Purpose::Event, &org, origin),
            Some(firm) => NewKey::make(&secret, Purpose::System, &org, origin)
                .held_by(OrgId::parse(firm).expect("an organisation")),
        };
        let gov = Gov::KeyAdd(key).to_json();
        self.record(&self.sign(iss, "admin-1", Body::Governance(gov)));
        secret
    }

    pub(super) fn retire(&self, iss: &str, key: &P256Secret) {
        let kid = key.public().kid();
        self.say(iss, &format!(r#"{{"op":"key.retire","kid":"{kid}"}}"#));
    }

    pub(super) fn compromise(&self, iss: &str, key: &P256Secret, since: u64) {
        let kid = key.public().kid();
        self.say(iss, &format!(r#"{{"op":"key.compromise","kid":"{kid}","since":{since}}}"#));
    }

    /// The height of the newest block.
    pub(super) fn height(&self) -> u64 {
        let heights = self.report(None).height;
        assert!(heights > 0, "something was recorded");
        heights
    }

    /// A page as shoppers get it, as data.
    pub(super) fn page(&self, path: &str) -> Value {
        page(&self.world.client(), path)
    }

    /// A page as the operator of the node gets it, as data.
    pub(super) fn whole(&self, path: &str) -> Value {
        page(&self.world.operator(), path)
    }

    /// A page for people, in English.
    pub(super) fn html(&self, path: &str) -> String {
        let answer = self.world.client().get_as(&format!("/t{path}?lang=en"), "text/html");
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    }

    /// The evidence of an event, or of the lot's page, as the Rust checker reads it.
    pub(super) fn report(&self, event: Option<u32>) -> ChainReport {
        let anchors = [self.world.origin.clone()];
        let ask = Ask { anchors: &anchors, ..Ask::default() };
        let Outcome::Holds(mut report) = check(&self.evidence(event), &ask) else {
            panic!("{:?}", check(&self.evidence(event), &ask))
        };
        report.chains.remove(0)
    }

    fn evidence(&self, event: Option<u32>) -> Vec<u8> {
        let path = match event {
            Some(n) => format!("/api/v1/evidence/{}", id(n)),
            None => format!("/t{PAGE}/evidence"),
        };
        let file = self.world.operator().get(&path);
        assert_eq!(file.status, 200, "{}", file.text());
        file.body
    }

    /// What `furlong verify` says of an event, after the phone's checker said that it holds.
    pub(super) fn verified(&self, event: u32) -> String {
        let file = self.world.folder.path().join("evidence.json");
        std::fs::write(&file, self.evidence(Some(event))).expect("a file");
        let origin = self.world.origin.as_str();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/js/check-file.mjs");
        let phone = Command::new("node").arg(script).arg(&file).args(["--chain", origin]).output();
        match phone {
            Ok(done) => assert!(
                done.status.success(),
                "{}{}",
                String::from_utf8_lossy(&done.stdout),
                String::from_utf8_lossy(&done.stderr)
            ),
            Err(error) => {
                writeln!(std::io::stderr(), "skipped: no node: {error}").expect("it is told");
            }
        }
        let mut verify = Command::new(env!("CARGO_BIN_EXE_furlong"));
        let verify = verify.arg("verify").arg(&file).args(["--chain", origin]).output();
        let done = verify.expect("the program runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).expect("text")
    }
}

fn page(client: &crate::support::Client, path: &str) -> Value {
    let answer = client.get_as(&format!("/t{path}"), "application/json");
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

/// A key that every run derives again.
pub(super) fn secret(seed: u8) -> P256Secret {
    P256Secret::from_bytes(&[seed; 32]).expect("a key")
}

/// The kinds of the findings on a page.
pub(super) fn findings(page: &Value) -> Vec<&str> {
    let found = page["findings"].as_array().expect("findings");
    found.iter().map(|finding| finding["kind"].as_str().expect("a kind")).collect()
}

/// The steps of a journey: kind, and how it was signed.
pub(super) fn steps(page: &Value) -> Vec<(&str, &str)> {
    let steps = page["journey"]["steps"].as_array().expect("steps");
    let way = |at: usize| steps[at]["signed"]["how"]["way"].as_str().unwrap_or("");
    (0..steps.len()).map(|at| (steps[at]["kind"].as_str().unwrap_or(""), way(at))).collect()
}
