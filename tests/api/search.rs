//! The search box and `/api/v1/search`: what is found by words, lots and dates, and by whom.

use crate::support::{Client, FARM, SHOP, World};
use furlong::store::Place;
use json::{Json, Limits};
use ledger::statement::Body;
use serde_json::Value;

const TOMATO: &str = "09520101000019";
const PLUM: &str = "09520101000026";

fn parse(text: &str) -> Json {
    let limits = Limits { bytes_max: 1 << 16, depth_max: 16, values_max: 4_000 };
    json::parse(text.as_bytes(), &limits).unwrap()
}

/// A firm tells of a product.
fn tell(world: &World, iss: &str, gtin: &str, names: &str, brand: &str) {
    let text = format!(
        r#"{{"op":"product.set","product":"https://id.gs1.org/01/{gtin}","names":{names},"brand":"{brand}"}}"#
    );
    let draft = world.draft(iss, Body::Governance(parse(&text)));
    world.record(&draft.sign(&world.key(iss, "admin-1")));
}

/// A firm makes a lot, with a date on its label; concealed amounts make no difference here.
fn make(world: &World, iss: &str, (gtin, lot): (&str, &str), (id, more): (u32, &str)) {
    let text = format!(
        r#"{{"type":"ObjectEvent","eventID":"urn:uuid:0190b7a0-0000-7000-8000-{id:012}",
        "action":"ADD","bizStep":"commissioning","eventTime":"2026-11-11T08:00:00+01:00",
        "eventTimeZoneOffset":"+01:00",
        "quantityList":[{{"epcClass":"https://id.gs1.org/01/{gtin}/10/{lot}"}}]{more}}}"#
    );
    world.record(&world.signed(iss, parse(&text)));
}

const DATED: &str = r#","ilmd":{"cbvmda:itemExpirationDate":"2026-11-24"}"#;

/// The farm's tomatoes and plums, some lots, and what others say of them.
fn stage() -> World {
    let world = World::new();
    tell(&world, FARM, TOMATO, r#"{"en":"Cherry Tomatoes","zh":"樱桃番茄"}"#, "Ría Verde");
    tell(&world, FARM, PLUM, r#"{"en":"Cherry plums"}"#, "Ría Verde");
    // Somebody else's word about the farm's number counts for nothing.
    tell(&world, SHOP, TOMATO, r#"{"en":"Poison"}"#, "Shop");
    make(&world, FARM, (TOMATO, "A1"), (1, DATED));
    make(&world, FARM, (TOMATO, "A2"), (2, ""));
    make(&world, FARM, (PLUM, "P1"), (3, DATED));
    make(&world, SHOP, (TOMATO, "MADEUP"), (4, DATED));
    world
}

fn search(client: &Client, q: &str) -> Value {
    let answer = client.get(&format!("/api/v1/search?q={}", encoded(q)));
    assert_eq!(answer.status, 200, "{q}: {}", answer.text());
    answer.json()
}

fn encoded(text: &str) -> String {
    text.bytes().flat_map(|byte| ['%', digit(byte >> 4), digit(byte & 15)]).collect()
}

fn digit(half: u8) -> char {
    char::from_digit(half.into(), 16).unwrap()
}

/// `GTIN/LOT ...` as listed.
fn lots(found: &Value) -> Vec<String> {
    let groups = found["hits"]["groups"].as_array().unwrap();
    let of = |group: &Value| {
        let gtin = group["gtin"].as_str().unwrap_or_default().to_owned();
        let lots = group["lots"].as_array().unwrap().clone();
        lots.into_iter().map(move |lot| format!("{gtin}/{}", lot["lot"].as_str().unwrap()))
    };
    groups.iter().flat_map(of).collect()
}

#[test]
fn products_are_found_by_words_brand_number_lot_and_date() {
    let world = stage();
    let (a1, a2, p1) = ("09520101000019/A1", "09520101000019/A2", "09520101000026/P1");
    let rows: &[(&str, &[&str])] = &[
        ("tomato", &[a2, a1]),
        ("TOMATOES cherry", &[a2, a1]),
        ("cherr", &[p1, a2, a1]),
        ("ria", &[p1, a2, a1]),
        ("plum verde", &[p1]),
        ("番茄", &[a2, a1]),
        ("桃", &[a2, a1]),
        ("茄桃", &[]),
        ("9520101000", &[p1, a2, a1]),
        ("cherry a2", &[a2]),
        ("2026-11-24", &[p1, a1]),
        ("24.11.2026", &[p1, a1]),
        ("24 NOV 2026", &[p1, a1]),
        ("tomatoes 24/11/26", &[a1]),
        ("24.11.2026 plum", &[p1]),
        ("2026-11-25", &[]),
        ("tomato halibut", &[]),
        ("poison", &[]),
        ("madeup tomato", &[]),
    ];
    for (q, expected) in rows {
        let found = search(&world.client(), q);
        assert_eq!(lots(&found), *expected, "{q}: {found}");
        assert_eq!(found["hits"]["more"], false, "{q}");
    }
    let found = search(&world.client(), "tomato");
    let group = &found["hits"]["groups"][0];
    assert_eq!(group["product"]["path"], format!("/t/01/{TOMATO}"));
    assert_eq!(group["lots"][1]["path"], format!("/t/01/{TOMATO}/10/A1"));
}

#[test]
fn the_operator_finds_what_shoppers_do_not() {
    let world = stage();
    let private = r#","bizTransactionList":[{"type":"po","bizTransaction":"urn:x:1"}],"ilmd":{"cbvmda:itemExpirationDate":"2026-12-01"}"#;
    make(&world, FARM, (TOMATO, "C1"), (9, private));
    let shopper = world.client();
    for (q, hidden) in [("tomato", "09520101000019/C1"), ("2026-12-01", "09520101000019/C1")] {
        assert!(!lots(&search(&shopper, q)).contains(&hidden.to_owned()), "{q}");
        assert!(lots(&search(&world.operator(), q)).contains(&hidden.to_owned()), "{q}");
    }
    let json = shopper.get_as("/t?code=2026-12-01", "application/json").text();
    assert!(!json.contains("C1"), "{json}");
    let nothing = search(&world.client(), "halibut");
    assert_eq!((&nothing["fault"], lots(&nothing).len()), (&Value::Null, 0));
    let bad = world.client().with_token("guess").get("/api/v1/search?q=tomato");
    assert_eq!(bad.status, 401);
}

#[test]
fn a_code_still_leads_to_its_page_and_a_wrong_one_is_still_told() {
    let world = stage();
    let page = |query: &str| world.client().get_as(&format!("/t?{query}"), "text/html");
    for (query, path) in [
        ("code=9520101000019&lot=a1", "/t/01/09520101000019/10/A1"),
        ("code=9520101000019", "/t/01/09520101000019"),
        ("code=a1", "/t/01/09520101000019/10/A1"),
    ] {
        let answer = page(query);
        assert_eq!((answer.status, answer.header("location")), (303, Some(path)), "{query}");
    }
    let wrong = page("code=9520101000018&lang=en");
    assert_eq!(wrong.status, 400);
    assert!(wrong.text().contains("the last digit does not fit"), "{}", wrong.text());
    let found = page("code=cherry&lang=en");
    assert_eq!(found.status, 200);
    for text in ["What we found", "Cherry Tomatoes", "Lot A2", "/t/01/09520101000026/10/P1"] {
        assert!(found.text().contains(text), "{text}: {}", found.text());
    }
    // A day without lots has eight digits, too, and is no number with a wrong one.
    for nothing in ["halibut", "2031-11-20", "20.11.2031", "20+NOV+2031"] {
        let none = page(&format!("code={nothing}&lang=en"));
        assert_eq!(none.status, 200, "{nothing}");
    }
    let none = page("code=halibut&lang=en");
    assert_eq!(none.status, 200);
    assert!(none.text().contains("We found nothing that fits all of this"), "{}", none.text());
}

#[test]
fn what_is_asked_is_bounded() {
    let world = stage();
    for gtin in 3..30_u32 {
        make(&world, FARM, (TOMATO, &format!("B{gtin}")), (100 + gtin, ""));
    }
    let found = search(&world.client(), "tomato");
    assert_eq!((lots(&found).len(), &found["hits"]["more"]), (20, &Value::Bool(true)));
    assert_eq!(lots(&search(&world.client(), &"tomato ".repeat(500))).len(), 20);
    let empty = world.client().get("/api/v1/search?q=%20");
    assert_eq!(empty.status, 400);
    for odd in ["%", "'", "\u{0}", "\u{10ffff}", "--", "a' OR 1=1 --", "_____"] {
        assert_eq!(lots(&search(&world.client(), odd)), [""; 0], "{odd:?}");
    }
}

#[test]
fn searches_count_as_pages() {
    let world = World::with_settings("[limits]\npages_per_minute = 2\n");
    let ask = || world.client().get("/api/v1/search?q=tomato").status;
    assert_eq!([ask(), ask(), ask()], [200, 200, 429]);
}

#[test]
fn what_is_found_is_made_again_from_the_record() {
    let mut world = stage();
    let before = lots(&search(&world.client(), "cherry 24.11.2026"));
    assert_eq!(before.len(), 2);
    world.stop();
    let place = Place::Sqlite(world.folder.path().to_owned());
    let mut db = place.read_writer().unwrap();
    furlong::store::read::cursor::clear(&mut db).unwrap();
    drop(db);
    world.serve();
    // Its receipt comes when pages have followed this far.
    make(&world, FARM, (PLUM, "P2"), (50, ""));
    assert_eq!(lots(&search(&world.client(), "cherry 24.11.2026")), before);
}
