//! What shoppers get to hold, and what they never see.

use super::demo::{Demo, NOON_MS};
use super::story::list;
use gs1::Goods;
use ledger::evidence::{Ask, Asked, Outcome, check};
use serde_json::{Value, json};

/// Every page of the set-up file.
const PAGES: [&str; 16] = [
    "/01/09520102003118/10/SOL-7083M",
    "/00/095201020004170069",
    "/00/095201050000520018",
    "/01/09520201011014/10/NSS41-A",
    "/01/09520104005127/10/KS7741",
    "/00/095201060000610015",
    "/00/095201030001180022",
    "/01/09520103000048/10/MV118-10",
    "/x/9520103000000-2/lot/COL02-118",
    "/x/9520103000000-11/lot/COL11-118",
    "/01/09520108021017/10/CCS-5531",
    "/01/09520109000417/10/CCS-M640",
    "/01/09520108010028/10/CCS-5512/21/R0103",
    "/00/095201090000095017",
    "/x/9520201090002/group/BOX-7",
    "/x/9520201080003/animal/FR7195201104",
];

#[test]
fn evidence_proves_exactly_the_steps_that_a_page_says() {
    let demo = Demo::start();
    for path in PAGES {
        let page = demo.page(path);
        let file = demo.client().get(page["code"]["evidence"].as_str().unwrap());
        assert_eq!(file.status, 200, "{path}: {}", file.text());
        let anchors = [demo.origin.clone()];
        let ask = Ask {
            anchors: &anchors,
            subject: page["code"]["uri"].as_str().map_or(Asked::Anything, Asked::Code),
            now_s: Some(NOON_MS / 1_000 + 60),
            ..Ask::default()
        };
        let Outcome::Holds(report) = check(&file.body, &ask) else {
            panic!("{path}: {:?}", check(&file.body, &ask))
        };
        let proved = report.chains[0].leaves.len();
        let records = |step: &Value| list(&step["event_ids"]).count();
        let steps = || list(&page["journey"]["steps"]);
        let needed: usize = steps().filter(|step| step["provable"] == true).map(records).sum();
        assert!(proved >= needed, "{path}: {proved} leaves for {needed} records");
        assert!(steps().any(|step| step["provable"] == true), "{path}");
        for statement in statements(&file.json()) {
            clear_of_trade(path, &statement);
        }
        page_is_discreet(path, &page.to_string());
    }
    let all = demo.operator().get("/t/00/095201020004170069/evidence");
    let shopper = demo.client().get("/t/00/095201020004170069/evidence");
    assert!(all.body.len() > shopper.body.len(), "the operator gets every record");
}

/// What the phone compares: a head of another company, and the leaves of the file that name the code.
#[test]
fn an_honest_page_leaves_nothing_out() {
    let demo = Demo::start();
    for path in PAGES {
        let page = demo.page(path);
        let uri = page["code"]["uri"].as_str().unwrap();
        let file = demo.client().get(page["code"]["evidence"].as_str().unwrap()).json();
        let size = &file["chains"][0]["checkpoint"]["size"];
        let code = uri.replace('%', "%25");
        let head = demo.client().get(&format!("/api/v1/heads/{code}?size={size}")).json();
        let about = statements(&file).iter().filter(|payload| names(payload, uri)).count();
        assert_eq!(head["count"].as_u64(), Some(about as u64), "{path}");
        let records = |step: &Value| list(&step["event_ids"]).count() as u64;
        let unproved = page["unproved"].as_u64().unwrap();
        let told: u64 = list(&page["journey"]["steps"]).map(records).sum();
        assert!(unproved <= told, "{path}: {unproved} of {told} records have no proof");
    }
}

/// Whether the event of a payload names a code, as heads count it.
fn names(payload: &str, uri: &str) -> bool {
    let lists = ["epcList", "childEPCs", "inputEPCList", "outputEPCList"];
    let quantities =
        ["quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"];
    let claims: Value = serde_json::from_str(payload).unwrap();
    let event = &claims["epcis"];
    let is = |text: &Value| {
        text.as_str().and_then(|text| Goods::parse(text).ok()).is_some_and(|it| it.uri() == uri)
    };
    is(&event["parentID"])
        || lists.iter().flat_map(|name| list(&event[*name])).any(is)
        || quantities.iter().flat_map(|name| list(&event[*name])).any(|it| is(&it["epcClass"]))
}

/// The payloads of all statements in a file.
fn statements(file: &Value) -> Vec<String> {
    let leaves = list(&file["chains"]).flat_map(|chain| list(&chain["leaves"]));
    let payload = |leaf: &Value| {
        assert_eq!(leaf["disclosures"], json!([]), "shoppers get nothing that was concealed");
        let payload = leaf["jws"].as_str().unwrap().split('.').nth(1).unwrap();
        String::from_utf8(ledger::b64::decode(payload).unwrap()).unwrap()
    };
    leaves.map(payload).collect()
}

/// No pallet, partner, document or amount stands in what a shopper holds.
fn clear_of_trade(path: &str, statement: &str) {
    let members = [
        "\"parentID\"",
        "\"sourceList\"",
        "\"destinationList\"",
        "\"bizTransactionList\"",
        "\"quantity\":",
        "\"readPoint\":{\"id\"",
        "id.gs1.org/00/",
    ];
    for member in members {
        // A product's net content is printed on the pack.
        let is_product = statement.contains("\"op\":\"product.set\"");
        assert!(is_product || !statement.contains(member), "{path}: {member} in {statement}");
    }
}

/// No carrier or shop that did not ask to be named, no document, no other pallet.
fn page_is_discreet(path: &str, text: &str) {
    let words = [
        "urn:epcglobal:cbv:bt:",
        "DES-ES-5512",
        "PO-44018",
        "Frío Ruta Solpor",
        "Halles du Rhône",
        "Botteghe del Campanile",
        "Lonja Ría",
        "geo:",
    ];
    for word in words {
        assert!(!text.contains(word), "{path}: the page tells {word}");
    }
    let own = path.strip_prefix("/00/").unwrap_or("no pallet");
    let named = text.match_indices("/00/").filter_map(|(at, _)| text.get(at + 4..at + 22));
    let foreign: Vec<&str> = named.filter(|sscc| *sscc != own).collect();
    assert!(foreign.is_empty(), "{path}: the page names the pallets {foreign:?}");
}
