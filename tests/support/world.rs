//! A small chain: an office that keeps it, a farm and a shop, each with keys.

use super::{Client, Node};
use furlong::app::Machine;
use furlong::clock::{Clock as _, Manual};
use furlong::disk::ManualDisk;
use furlong::founding::{Founder, OrgPlan, Plan, found};
use furlong::home::Home;
use furlong::keys::{KeyFile, Random};
use json::{Json, Limits};
use ledger::OrgId;
use ledger::key::P256Secret;
use ledger::statement::{Body, Draft};
use ledger::tree::leaf_hash;
use std::path::Path;
use std::sync::Arc;

/// 2026-11-12T12:00:00Z.
pub(crate) const NOON_MS: u64 = 1_794_484_800_000;

/// A terabyte.
const ROOMY: u64 = 1 << 40;

pub(crate) const OFFICE: &str = "https://id.gs1.org/417/9520999000009";
pub(crate) const FARM: &str = "https://id.gs1.org/417/9520101000002";
pub(crate) const SHOP: &str = "https://id.gs1.org/417/9520105000008";

/// A test asks more than a shopper does.
const ROOMY_LIMITS: &str = "[limits]\npages_per_minute = 100000\n";

/// The chain and its node.
pub(crate) struct World {
    // Dropped first: the node ends before its folder goes.
    node: Option<Node>,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) clock: Manual,
    pub(crate) disk: ManualDisk,
    pub(crate) origin: String,
}

impl World {
    /// Founds and serves.
    pub(crate) fn new() -> Self {
        Self::with_settings(ROOMY_LIMITS)
    }

    /// Founds and serves with a settings file.
    pub(crate) fn with_settings(settings: &str) -> Self {
        let mut world = Self::founded();
        world.settle(settings);
        world.serve();
        world
    }

    /// Founds.
    pub(crate) fn founded() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let origin = found(&Home::at(folder.path()), &plan()).expect("a chain").origin;
        let disk = ManualDisk::with_free(ROOMY);
        let world = Self { folder, clock: Manual::at(NOON_MS), disk, origin, node: None };
        world.settle(ROOMY_LIMITS);
        world
    }

    /// A copy of a world whose node is down, in a folder of its own; nothing runs.
    pub(crate) fn of_copy(world: &Self) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copy(world.folder.path(), folder.path());
        Self {
            folder,
            clock: world.clock.clone(),
            disk: world.disk.clone(),
            origin: world.origin.clone(),
            node: None,
        }
    }

    /// Founds, with tables in PostgreSQL.
    pub(crate) fn founded_on(url: &str) -> Self {
        let world = Self::founded();
        world.settle(&format!("database = \"{url}\"\n{ROOMY_LIMITS}"));
        world
    }

    /// Writes the settings: where nothing listens, and more.
    pub(crate) fn settle(&self, more: &str) {
        let settings = format!("listen = \"127.0.0.1:1\"\n{more}");
        std::fs::write(self.folder.path().join("furlong.toml"), settings).expect("settings");
    }

    pub(crate) fn serve(&mut self) {
        let (clock, disk) = (Arc::new(self.clock.clone()), Arc::new(self.disk.clone()));
        self.node = Some(Node::start(self.folder.path(), Machine { clock, disk }));
    }

    pub(crate) fn stop(&mut self) {
        if let Some(node) = self.node.take() {
            node.stop();
        }
    }

    pub(crate) fn home(&self) -> Home {
        Home::at(self.folder.path())
    }

    pub(crate) fn client(&self) -> Client {
        self.node.as_ref().expect("the node runs").client()
    }

    pub(crate) fn operator(&self) -> Client {
        let token = std::fs::read_to_string(self.home().operator_token()).expect("a token");
        self.client().with_token(token.trim())
    }

    pub(crate) fn key(&self, iss: &str, name: &str) -> P256Secret {
        let iss = OrgId::parse(iss).expect("an organisation");
        let file = KeyFile::read(&self.home().org_key(&iss, name)).expect("a key file");
        file.secret().and_then(|secret| secret.as_p256().cloned()).expect("a P-256 key")
    }

    pub(crate) fn draft(&self, iss: &str, body: Body) -> Draft {
        Draft {
            iss: OrgId::parse(iss).expect("an organisation"),
            origin: self.origin.clone(),
            jti: Random.jti(self.clock.now_ms()).expect("randomness"),
            iat: self.clock.now_s(),
            body,
        }
    }

    /// An event, signed by the event key of an organisation.
    pub(crate) fn signed(&self, iss: &str, epcis: Json) -> String {
        self.draft(iss, Body::Event { epcis, corrects: None }).sign(&self.key(iss, "event"))
    }

    /// Sends a statement and waits for its receipt and the pages.
    pub(crate) fn record(&self, jws: &str) -> serde_json::Value {
        let answer = self.client().post(
            "/api/v1/statements?wait=visible",
            "application/jose",
            jws.as_bytes(),
        );
        assert_eq!(answer.status, 201, "{}", answer.text());
        let receipt = answer.json();
        assert_eq!(receipt["leaf_hash"], leaf_hash(jws.as_bytes()).to_hex());
        receipt
    }
}

/// All files below a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder is made");
    for entry in std::fs::read_dir(from).expect("a folder is there") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("its type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a file is copied");
        }
    }
}

fn plan() -> Plan {
    let org = |iss: &str, name: &str, prefix: &str, role: &str| OrgPlan {
        iss: OrgId::parse(iss).expect("an organisation"),
        name: name.to_owned(),
        prefixes: vec![prefix.to_owned()],
        roles: vec![role.to_owned()],
        sponsor: (iss != OFFICE).then(|| OrgId::parse(OFFICE).expect("an organisation")),
    };
    Plan {
        name: "test.furlong.example".to_owned(),
        founder: Founder {
            org: org(OFFICE, "Office", "9520999", "packer"),
            host: "node.test.furlong.example".to_owned(),
        },
        others: vec![
            org(FARM, "Farm", "9520101", "producer"),
            org(SHOP, "Shop", "9520105", "retailer"),
        ],
        created_ms: NOON_MS - 86_400_000,
    }
}

/// An object event about some kilograms of a lot of the farm.
pub(crate) fn event(id: &str, lot: &str) -> Json {
    let text = format!(
        r#"{{"type":"ObjectEvent","eventID":"{id}","action":"ADD","bizStep":"commissioning",
        "eventTime":"2026-11-11T08:00:00+01:00","eventTimeZoneOffset":"+01:00",
        "readPoint":{{"id":"https://id.gs1.org/414/9520101000002"}},
        "quantityList":[{{"epcClass":"https://id.gs1.org/01/09520101000019/10/{lot}",
        "quantity":12.50,"uom":"KGM"}}]}}"#
    );
    json::parse(text.as_bytes(), &Limits { bytes_max: 1 << 16, depth_max: 16, values_max: 1_000 })
        .expect("the event is JSON")
}
