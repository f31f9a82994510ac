//! The demonstration journeys, walked with their real firms, places and products.

use std::collections::BTreeMap;

use json::Json;
use rust_decimal::Decimal;

use super::notation::HOUR;
use super::world::{World, told};
use crate::cold::Range;
use crate::distil::{Recorded, convert, distil};
use crate::event::{Event, Qty};
use crate::finding::Code;
use crate::goods::site;
use crate::journey::{Ask, GapKind, Journey, journey};
use crate::source::{Directory, Limits};

const CHAIN: &str = "demo.example";
/// 2026-11-02, the day after the last event.
const NOW_MS: i64 = 1_793_577_600_000;

/// What the set-up file says of organisations, places, products and mandates.
#[derive(Default)]
struct Setup {
    /// Organisation id (`iss`) by the file's own short id.
    firms: BTreeMap<String, String>,
    /// GS1 company prefix, or the party part of house lots, and its owner.
    prefixes: BTreeMap<String, String>,
    named: BTreeMap<String, Vec<String>>,
    keepers: BTreeMap<String, String>,
    countries: BTreeMap<String, String>,
    storage: BTreeMap<String, Range>,
    /// Net content of a piece.
    net: BTreeMap<String, Qty>,
}

fn file(name: &str) -> String {
    let path = format!("{}/../../journeys/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap().replace("{chain}", CHAIN)
}

fn json(name: &str) -> Json {
    let limits = json::Limits { bytes_max: 1 << 20, depth_max: 32, values_max: 1 << 20 };
    json::parse(file(name).as_bytes(), &limits).unwrap()
}

fn text<'j>(value: &'j Json, name: &str) -> &'j str {
    value.get(name).and_then(Json::as_str).unwrap_or_default()
}

fn list<'j>(value: &'j Json, name: &str) -> &'j [Json] {
    value.get(name).and_then(Json::as_array).unwrap_or_default()
}

impl Setup {
    fn read() -> Self {
        let file = json("setup.json");
        let mut setup = Self::default();
        for firm in list(&file, "organisations") {
            setup.firm(firm, &file);
        }
        for place in list(&file, "places") {
            let id = match text(place, "id") {
                "" => format!("https://id.gs1.org/414/{}", text(place, "gln")),
                id => id.to_owned(),
            };
            setup.keepers.insert(id.clone(), setup.firms[text(place, "owner")].clone());
            setup.countries.insert(id, text(place, "country").to_owned());
        }
        for product in list(&file, "products") {
            setup.product(product);
        }
        for mandate in list(&file, "mandates") {
            let (principal, agent) = (text(mandate, "principal"), text(mandate, "agent"));
            let named = setup.named.entry(setup.firms[principal].clone()).or_default();
            named.push(setup.firms[agent].clone());
        }
        setup
    }

    fn firm(&mut self, firm: &Json, file: &Json) {
        let gln_of = |id: &str| {
            let firms = list(file, "organisations");
            text(firms.iter().find(|firm| text(firm, "id") == id).unwrap(), "gln").to_owned()
        };
        let (iss, party) = match text(firm, "gln") {
            "" => {
                let (sponsor, number) = (gln_of(text(firm, "sponsor")), text(firm, "number"));
                let iss = format!("https://{CHAIN}/party/{sponsor}/{number}");
                (iss, format!("{sponsor}-{number}"))
            }
            gln => (format!("https://id.gs1.org/417/{gln}"), gln.to_owned()),
        };
        let prefixes = list(firm, "prefixes").iter().filter_map(Json::as_str);
        for prefix in prefixes.chain(std::iter::once(party.as_str())) {
            self.prefixes.insert(prefix.to_owned(), iss.clone());
        }
        self.countries.insert(iss.clone(), text(firm, "country").to_owned());
        self.firms.insert(text(firm, "id").to_owned(), iss);
    }

    fn product(&mut self, product: &Json) {
        let goods = format!("https://id.gs1.org/01/{}", text(product, "gtin"));
        let packers = list(product, "packers").iter().filter_map(Json::as_str);
        let packers: Vec<String> = packers.map(|packer| self.firms[packer].clone()).collect();
        self.named.insert(goods.clone(), packers);
        let limit = |name| {
            let degrees = product.get("storage")?.get(name)?.as_str()?.parse::<i64>().ok()?;
            Some(degrees * 1_000)
        };
        self.storage.insert(goods.clone(), Range { min: limit("min"), max: limit("max") });
        if let Some(net) = product.get("net") {
            let number = text(net, "quantity").to_owned();
            let uom = Some(text(net, "uom").to_owned());
            let decimal = number.parse().unwrap();
            self.net.insert(goods, Qty { text: number, decimal, uom });
        }
    }

    fn short<'a>(&'a self, iss: &'a str) -> &'a str {
        let found = self.firms.iter().find(|(_, known)| *known == iss);
        found.map_or(iss, |(short, _)| short.as_str())
    }
}

impl Directory for Setup {
    fn starters(&self, goods: &str) -> Vec<String> {
        let goods_of = gs1::Goods::parse(goods).unwrap();
        let digits = if let gs1::Goods::House(house) = &goods_of {
            house.party().to_owned()
        } else {
            goods_of.owner_digits().unwrap_or_default().to_owned()
        };
        let owner = (1..=digits.len()).rev().find_map(|end| self.prefixes.get(digits.get(..end)?));
        let product = goods.get(..36).unwrap_or_default();
        let named = owner.and_then(|owner| self.named.get(owner)).into_iter();
        let packers = named.chain(self.named.get(product)).flatten();
        owner.into_iter().chain(packers).cloned().collect()
    }

    /// Here an agent is one whom the owner named.
    fn is_for_owner(&self, _goods: &str, _event: &Event) -> bool {
        false
    }

    fn keeper(&self, place_or_party: &str) -> Option<String> {
        if self.countries.contains_key(place_or_party) && !place_or_party.contains("/414/") {
            return Some(place_or_party.to_owned());
        }
        self.keepers.get(site(place_or_party)).cloned()
    }

    fn country(&self, place_or_party: &str) -> Option<String> {
        self.countries.get(site(place_or_party)).cloned()
    }

    fn storage(&self, goods: &str) -> Option<Range> {
        self.storage.get(goods.get(..36)?).copied()
    }

    fn convert(&self, goods: &str, amount: &Qty, to: Option<&str>) -> Option<Decimal> {
        let net = goods.get(..36).and_then(|product| self.net.get(product));
        match (net, &amount.uom) {
            (Some(net), None) => convert(net, to)?.checked_mul(amount.decimal),
            (Some(_), Some(_)) | (None, _) => convert(amount, to),
        }
    }
}

/// The events of a journey file, signed as the set-up says, in the order of the document.
fn events(name: &str, setup: &Setup) -> Vec<Event> {
    let signers = json("setup.json");
    let document = epcis::Document::parse(file(name).as_bytes()).unwrap();
    let numbered = (1..).zip(document.events);
    numbered
        .map(|(index, incoming)| {
            let event = incoming.result.unwrap();
            let id = event.id.clone().unwrap();
            let recorded = Recorded {
                index,
                jti: format!("{index}"),
                corrects: None,
                issuer: setup.firms[text(signers.get("signers").unwrap(), &id)].clone(),
                recorded_ms: event.time.utc_ms() + HOUR,
            };
            distil(&event, recorded).unwrap()
        })
        .collect()
}

/// The journey of a page's path, in words with the short names of firms.
fn walk(name: &str, path: &str) -> (Journey, Vec<String>) {
    let setup = Setup::read();
    let world = World::of(events(name, &setup));
    let host = if path.starts_with("/x/") { CHAIN } else { "id.gs1.org" };
    let goods = format!("https://{host}{path}");
    let ask = Ask { goods: &goods, at: None, now_ms: NOW_MS, limits: Limits::PAGE };
    let journey = journey(&world, &setup, &ask).unwrap();
    let short = |line: String| {
        let iss = line.split([' ', ')']).find(|word| word.contains("https://")).unwrap_or_default();
        let iss = iss.trim_start_matches('(').to_owned();
        line.replace(&iss, setup.short(&iss))
    };
    let lines = told(&journey).into_iter().map(short).collect();
    (journey, lines)
}

fn check(name: &str, path: &str, expected: &str) -> Journey {
    let (journey, lines) = walk(name, path);
    let expected: Vec<&str> =
        expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(lines, expected, "{path}");
    assert!(!journey.truncated, "{path}");
    assert_eq!(journey.claims, [], "{path}: everything was handed from firm to firm");
    journey
}

#[test]
fn hake_goes_together_to_the_processor_and_then_to_four_shops() {
    let journey = check(
        "hake.json",
        "/01/09520102003118/10/SOL-7083M",
        "
        vessel-owner urn:gdst:bizStep:fishingEvent
        vessel-owner urn:gdst:bizStep:fishingEvent
        vessel-owner urn:gdst:bizStep:fishingEvent
        vessel-owner sensor_reporting
        vessel-owner urn:gdst:bizStep:landing
        vessel-owner shipping
        fish-auction receiving
        fish-auction accepting
        fish-auction shipping
        fish-processor receiving
        fish-processor commissioning
        fish-processor storing
        fish-processor commissioning
        fish-processor packing x6
        https://id.gs1.org/414/9520102000018 -> 4 in ES FR PT
    ",
    );
    assert_eq!(journey.findings, []);
}

#[test]
fn the_pallet_that_got_warm_in_the_night_says_so() {
    let (journey, _) = walk("hake.json", "/00/095201020004170069");
    let [finding] = journey.findings.as_slice() else { panic!("{:?}", journey.findings) };
    assert_eq!(finding.code, Code::ColdChainBroken);
    let minutes = finding.amount_ms.unwrap() / 60_000;
    assert!((50..=60).contains(&minutes), "{minutes} minutes above 4 degrees");
    assert!(journey.after_split.is_none());
    let (madrid, _) = walk("hake.json", "/00/095201050000520018");
    assert_eq!(madrid.findings, [], "its pallets were in other lorries");
}

#[test]
fn mangoes_of_fourteen_growers_come_in_one_container() {
    let journey = check(
        "mango.json",
        "/00/095201030001180022",
        "
        mango-coop creating_class_instance x11
        grower-06 creating_class_instance
        grower-10 creating_class_instance
        grower-02 creating_class_instance
        mango-coop shipping x11
        grower-06 shipping
        grower-10 shipping
        grower-02 shipping
        mango-coop receiving x14
        mango-coop creating_class_instance
        mango-coop other
        mango-coop creating_class_instance
        mango-coop packing x2
        mango-coop storing
        mango-coop loading
        mango-coop shipping
        reefer-line receiving
        reefer-line loading
        reefer-line transporting
        reefer-line transporting
        reefer-line transporting
        reefer-line transporting
        mango-importer receiving
        mango-importer unloading
        mango-importer shipping
        us-carrier receiving
        us-carrier transporting
        us-carrier shipping
        retailer-us receiving
    ",
    );
    assert_eq!(journey.corrections.len(), 1, "load 11 was weighed again");
    let silent: Vec<i64> = journey
        .gaps
        .iter()
        .filter(|gap| gap.kind == GapKind::NotMeasured)
        .filter_map(|gap| Some(gap.span?.length_ms() / HOUR))
        .collect();
    assert_eq!(silent, [8], "the reefer was unplugged at discharge");
}

#[test]
fn a_numbered_cube_roll_has_its_own_way_to_the_shop() {
    let journey = check(
        "beef.json",
        "/01/09520108010028/10/CCS-5512/21/R0103",
        "
        calf-breeders commissioning
        calf-breeders shipping
        cattle-farm receiving
        cattle-farm other
        cattle-farm shipping
        abattoir receiving
        abattoir unloading
        abattoir killing
        abattoir storing
        abattoir shipping
        meat-carrier receiving
        meat-carrier transporting
        meat-carrier shipping
        meat-packer receiving
        meat-packer storing
        meat-packer creating_class_instance
        meat-packer commissioning
        meat-packer packing
        meat-packer shipping
        meat-carrier receiving
        meat-carrier transporting
        meat-carrier shipping
        retailer-it receiving
        retailer-it shipping
        retailer-it receiving
        retailer-it stocking
    ",
    );
    assert_eq!(journey.findings, []);
}

#[test]
fn no_page_of_the_demonstration_has_a_claim_or_a_false_finding() {
    for (name, path) in [
        ("hake.json", "/01/09520201011014/10/NSS41-A"),
        ("mango.json", "/01/09520104005127/10/KS7741"),
        ("mango.json", "/00/095201060000610015"),
        ("mango.json", "/01/09520103000048/10/MV118-10"),
        ("mango.json", "/x/9520103000000-2/lot/COL02-118"),
        ("mango.json", "/x/9520103000000-11/lot/COL11-118"),
        ("beef.json", "/01/09520108021017/10/CCS-5531"),
        ("beef.json", "/01/09520109000417/10/CCS-M640"),
        ("beef.json", "/00/095201090000095017"),
        ("beef.json", "/x/9520201090002/group/BOX-7"),
        ("beef.json", "/x/9520201080003/animal/FR7195201104"),
    ] {
        let (journey, lines) = walk(name, path);
        assert!(lines.len() >= 4, "{path}: {lines:?}");
        assert_eq!(journey.claims, [], "{path}");
        assert_eq!(journey.findings, [], "{path}");
    }
}
