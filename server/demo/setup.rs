//! `journeys/setup.json`: companies, products, places, who signs what.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The text of the file and of the documents.
const SETUP: &str = include_str!("../../journeys/setup.json");
const DOCUMENTS: [(&str, &str); 3] = [
    ("hake.json", include_str!("../../journeys/hake.json")),
    ("mango.json", include_str!("../../journeys/mango.json")),
    ("beef.json", include_str!("../../journeys/beef.json")),
];

/// All of it.
#[derive(Debug, Clone, Deserialize)]
pub struct Setup {
    pub(super) organisations: Vec<Organisation>,
    pub(super) products: Vec<serde_json::Map<String, serde_json::Value>>,
    pub(super) places: Vec<serde_json::Map<String, serde_json::Value>>,
    pub(super) mandates: Vec<Mandate>,
    pub(super) name_us: Vec<NameUs>,
    pub(super) journeys: Vec<Journey>,
    pub(super) signers: BTreeMap<String, String>,
}

/// A company.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Organisation {
    pub(super) id: String,
    pub(super) gln: Option<String>,
    pub(super) number: Option<String>,
    pub(super) sponsor: Option<String>,
    pub(super) name: String,
    /// Its legal name by language; of one without a GLN, its place tells them.
    #[serde(default)]
    pub(super) names: BTreeMap<String, String>,
    /// Where it is registered.
    pub(super) country: String,
    pub(super) roles: Vec<String>,
    pub(super) prefixes: Vec<String>,
}

/// One company records for another.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Mandate {
    pub(super) principal: String,
    pub(super) agent: String,
    pub(super) steps: Vec<String>,
    pub(super) until: String,
}

/// Whether shoppers may read a name.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct NameUs {
    pub(super) org: String,
    pub(super) show: bool,
}

/// One journey.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Journey {
    pub(super) file: String,
    pub(super) title: BTreeMap<String, String>,
    pub(super) pages: Vec<Page>,
}

/// A page to look at.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Page {
    pub(super) title: String,
    pub(super) goods: String,
}

/// A page of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The journey it belongs to.
    pub journey: String,
    /// What it shows.
    pub title: String,
    /// Its path below the node's address.
    pub path: String,
    /// Whether it is the journey's first, which gets a QR code.
    pub is_first: bool,
}

impl Setup {
    /// Reads the file, for a chain of that name.
    pub fn read(chain: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(&SETUP.replace("{chain}", chain))
    }

    /// The EPCIS documents in their order, for a chain of that name.
    pub(super) fn documents(&self, chain: &str) -> Vec<String> {
        let text = |journey: &Journey| {
            let found = DOCUMENTS.iter().find(|(file, _)| *file == journey.file);
            found.map(|(_, text)| text.replace("{chain}", chain))
        };
        self.journeys.iter().filter_map(text).collect()
    }

    /// The pages to look at.
    pub fn links(&self) -> Vec<Link> {
        let mut links = Vec::new();
        for journey in &self.journeys {
            for (index, page) in journey.pages.iter().enumerate() {
                links.push(Link {
                    journey: journey.title.get("en").cloned().unwrap_or_default(),
                    title: page.title.clone(),
                    path: format!("/t{}", page.goods),
                    is_first: index == 0,
                });
            }
        }
        links
    }

    /// The company of a short name.
    pub(super) fn organisation(&self, id: &str) -> Option<&Organisation> {
        self.organisations.iter().find(|org| org.id == id)
    }
}
