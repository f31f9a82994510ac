//! A chain to be measured: an office that keeps it, a farm and a shop.

use super::events::{Signer, event, signer};
use super::watch::today;
use anyhow::Context as _;
use furlong::founding::{Founder, OrgPlan, Plan, found};
use furlong::home::Home;
use furlong::keys::KeyFile;
use ledger::OrgId;
use ledger::key::{Jwk, P256Secret};
use ledger::statement::{Body, Draft, Jti};
use std::path::Path;
use std::time::UNIX_EPOCH;

const OFFICE: &str = "https://id.gs1.org/417/9520999000009";
const FARM: &str = "https://id.gs1.org/417/9520101000002";
const SHOP: &str = "https://id.gs1.org/417/9520105000008";

/// What a measured node must not stop at: the bench asks more than a shopper does.
const SETTINGS: &str =
    "[limits]\npages_per_minute = 100000000\npages_per_minute_of_prefix = 100000000\n";

/// A company that signs.
pub(crate) struct Pen {
    iss: OrgId,
    origin: String,
    key: P256Secret,
}

impl Pen {
    /// With the event key that a data folder keeps of a company.
    pub(crate) fn of(home: &Home, iss: &str, origin: &str) -> anyhow::Result<Self> {
        let iss = org(iss)?;
        let file = KeyFile::read(&home.org_key(&iss, "event"))?;
        let secret = file.secret().context("the key file")?;
        let key = secret.as_p256().cloned().context("no P-256 key")?;
        Ok(Self { iss, origin: origin.to_owned(), key })
    }

    /// The `n`th event as a statement, signed now.
    pub(crate) fn sign(&self, n: u64) -> anyhow::Result<String> {
        let now = today().duration_since(UNIX_EPOCH)?;
        let mut random = [0; 10];
        getrandom::fill(&mut random)?;
        let draft = Draft {
            iss: self.iss.clone(),
            origin: self.origin.clone(),
            jti: Jti::from_parts(u64::try_from(now.as_millis())?, random),
            iat: now.as_secs(),
            body: Body::Event { epcis: event(n)?, corrects: None },
        };
        Ok(draft.sign(&self.key))
    }
}

/// The chain, and who signs.
pub(crate) struct Chain {
    origin: String,
    farm: Pen,
    shop: Pen,
    /// The operator, who may read everything.
    pub(crate) token: String,
}

impl Chain {
    /// Founds a chain in a folder, with its tables in PostgreSQL if an address is given.
    pub(crate) fn found(folder: &Path, database: Option<&str>) -> anyhow::Result<Self> {
        let home = Home::at(folder);
        let origin = found(&home, &plan()?)?.origin;
        let database = database.map(|url| format!("database = \"{url}\"\n")).unwrap_or_default();
        let settings = format!("{database}{SETTINGS}");
        std::fs::write(folder.join("furlong.toml"), settings).context("settings")?;
        let token = std::fs::read_to_string(home.operator_token()).context("the token")?;
        let pen = |iss| Pen::of(&home, iss, &origin);
        let (farm, shop) = (pen(FARM)?, pen(SHOP)?);
        Ok(Self { farm, shop, token: token.trim().to_owned(), origin })
    }

    /// The chain's name for ever.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The keys of all signers.
    pub(crate) fn keys(&self) -> [Jwk; 2] {
        [self.farm.key.public(), self.shop.key.public()]
    }

    /// The `n`th event as a statement, signed now.
    pub(crate) fn sign(&self, n: u64) -> anyhow::Result<String> {
        match signer(n) {
            Signer::Farm => self.farm.sign(n),
            Signer::Shop => self.shop.sign(n),
        }
    }
}

fn org(iss: &str) -> anyhow::Result<OrgId> {
    Ok(OrgId::parse(iss)?)
}

fn plan() -> anyhow::Result<Plan> {
    let plan = |iss: &str, name: &str, prefix: &str, role: &str| -> anyhow::Result<OrgPlan> {
        Ok(OrgPlan {
            iss: org(iss)?,
            name: name.to_owned(),
            prefixes: vec![prefix.to_owned()],
            roles: vec![role.to_owned()],
            sponsor: (iss != OFFICE).then(|| org(OFFICE)).transpose()?,
        })
    };
    let now = today().duration_since(UNIX_EPOCH)?;
    Ok(Plan {
        name: "bench.furlong.example".to_owned(),
        founder: Founder {
            org: plan(OFFICE, "Office", "9520999", "packer")?,
            host: "node.bench.furlong.example".to_owned(),
        },
        others: vec![
            plan(FARM, "Farm", "9520101", "producer")?,
            plan(SHOP, "Shop", "9520105", "retailer")?,
        ],
        created_ms: u64::try_from(now.as_millis())?,
    })
}
