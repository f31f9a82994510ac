//! Which codes need a recall proof.

use std::collections::BTreeSet;

use crate::evidence::codes::{add, derived, may_be_recalled};

fn check(event: &str, wanted: &[&str]) {
    let limits = json::Limits { bytes_max: 10_000, depth_max: 16, values_max: 1_000 };
    let mut found = BTreeSet::new();
    derived(&json::parse(event.as_bytes(), &limits).unwrap(), &mut found);
    let found: Vec<&str> =
        found.iter().map(|code| code.strip_prefix("https://id.gs1.org").unwrap_or(code)).collect();
    assert_eq!(found, wanted, "{event}");
}

#[test]
fn every_name_of_goods_in_an_event_counts() {
    check(
        r#"{"epcList":["urn:epc:id:sgtin:9521001.000001.77","https://a.example/x/01/09521001000017/10/H1/21/78"]}"#,
        &[
            "/01/09521001000017",
            "/01/09521001000017/10/H1",
            "/01/09521001000017/21/77",
            "/01/09521001000017/21/78",
        ],
    );
    check(
        r#"{"parentID":"urn:epc:id:sscc:9521005.3000000001","childEPCs":["https://id.gs1.org/00/395210010000000018"],"childQuantityList":[{"epcClass":"urn:epc:class:lgtin:9521001.000001.L%2F1"}]}"#,
        &[
            "/00/395210010000000018",
            "/00/395210050000000014",
            "/01/09521001000017",
            "/01/09521001000017/10/L%2F1",
        ],
    );
    check(
        r#"{"inputEPCList":["https://demo.furlong.example/x/9521001000017/tank/T%201"],"outputQuantityList":[{"epcClass":"urn:epc:idpat:sgtin:9521001.000001.*"}]}"#,
        &["https://demo.furlong.example/x/9521001000017/tank/T%201", "/01/09521001000017"],
    );
}

#[test]
fn dates_of_an_ilmd_name_what_the_event_makes() {
    let lot = "https://id.gs1.org/01/09521001000017/10/A";
    check(
        &format!(
            r#"{{"quantityList":[{{"epcClass":"{lot}"}}],"ilmd":{{"cbvmda:itemExpirationDate":"2026-03-16T00:00:00Z","bestBeforeDate":"2026-03-10"}}}}"#
        ),
        &[
            "/01/09521001000017",
            "/01/09521001000017/10/A",
            "/01/09521001000017?15=260310",
            "/01/09521001000017?17=260316",
        ],
    );
    for (list, date) in
        [("inputEPCList", "2026-03-16"), ("epcList", "16.03.2026"), ("epcList", "2026-13-16")]
    {
        let event = format!(r#"{{"{list}":["{lot}"],"ilmd":{{"itemExpirationDate":"{date}"}}}}"#);
        check(&event, &["/01/09521001000017", "/01/09521001000017/10/A"]);
    }
}

#[test]
fn a_date_is_read_whatever_its_name_and_shape() {
    let lot = "https://id.gs1.org/01/09521001000017/10/A";
    for (name, date) in [
        ("https://ref.gs1.org/cbv/itemExpirationDate", r#""2026-03-16""#),
        ("https://a.example/x#itemExpirationDate", r#""2026-03-16T00:00:00+02:00""#),
        ("a:b:itemExpirationDate", r#"{"@type":"xsd:date","@value":"2026-03-16"}"#),
    ] {
        let event = format!(
            r#"{{"epcList":["{lot}"],"ilmd":{{"{name}":{date},"sellByDate":"2026-03-01"}}}}"#
        );
        check(
            &event,
            &["/01/09521001000017", "/01/09521001000017/10/A", "/01/09521001000017?17=260316"],
        );
    }
    let nested =
        format!(r#"{{"epcList":["{lot}"],"ilmd":{{"x":{{"itemExpirationDate":"2026-03-16"}}}}}}"#);
    check(&nested, &["/01/09521001000017", "/01/09521001000017/10/A"]);
}

#[test]
fn the_dates_of_an_address_count_beside_its_lot() {
    check(
        r#"{"epcList":["https://a.example/01/09521001000017/10/A?17=260316&15=260310"]}"#,
        &[
            "/01/09521001000017",
            "/01/09521001000017/10/A",
            "/01/09521001000017?15=260310",
            "/01/09521001000017?17=260316",
        ],
    );
    let mut found = BTreeSet::new();
    add("https://a.example/01/09521001000017/235/A?17=260316", &mut found);
    assert_eq!(found.len(), 0, "a third party's serial is no name that can be recalled");
}

#[test]
fn what_cannot_be_recalled_gives_no_code() {
    check(
        r#"{"epcList":["urn:imo:9321483","https://id.gs1.org/01/09521001000018","https://id.gs1.org/414/9521001000017",7,null],"parentID":{"id":"x"},"quantityList":"","bizLocation":{"id":"https://id.gs1.org/01/09521001000017"}}"#,
        &[],
    );
}

/// The table of `docs/protocol/codes.md`: text, code, more general codes.
#[test]
fn the_page_about_codes_tells_the_truth() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/protocol/codes.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, table) = page.split_once("## Try it").unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.split(" | ").collect())
        .collect();
    assert!(rows.len() > 30);
    for row in rows {
        let quoted = |cell: &str| -> Vec<String> {
            cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
        };
        let (text, code, wider) = (quoted(row[0]).remove(0), quoted(row[1]), quoted(row[2]));
        let mut found = BTreeSet::new();
        add(&text, &mut found);
        let wanted: BTreeSet<String> = code.iter().chain(&wider).cloned().collect();
        assert_eq!(found, wanted, "{text}");
        for code in code {
            assert!(may_be_recalled(&code), "{code} is its own canonical form");
            assert_eq!(gs1::Goods::parse(&text).unwrap().uri(), code, "{text}");
        }
    }
}

#[test]
fn a_subject_is_canonical_and_may_be_recalled() {
    for (code, wanted) in [
        ("https://id.gs1.org/01/09521001000017/10/A", true),
        ("https://id.gs1.org/00/395210010000000018", true),
        ("https://id.gs1.org/01/09521001000017?17=260316", true),
        ("https://demo.furlong.example/x/9521001000017/lot/1", true),
        ("https://a.example/01/09521001000017/10/A", false),
        ("https://id.gs1.org/01/09521001000017/10/A/21/1", false),
        ("urn:epc:id:sscc:9521005.3000000001", false),
        ("https://a.example/boats/7", false),
        ("", false),
    ] {
        assert_eq!(may_be_recalled(code), wanted, "{code}");
    }
    let mut found = BTreeSet::new();
    add("https://a.example/boats/7", &mut found);
    assert_eq!(found.len(), 0);
}
