//! House lots: parts, owners, refusals.

use super::table::check;
use crate::{CodeError, Goods, HouseKind, HouseLot};

#[test]
fn a_house_lot_is_read_and_written() {
    let lot = HouseLot::parse("https://Chain.example/x/9520000000004/bin/Row%207%2F2").unwrap();
    assert_eq!(lot.chain(), "chain.example");
    assert_eq!(lot.party(), "9520000000004");
    assert_eq!(lot.kind(), HouseKind::Bin);
    assert_eq!(lot.code(), "Row 7/2");
    assert_eq!(lot.uri(), "https://chain.example/x/9520000000004/bin/Row%207%2F2");
    for kind in HouseKind::ALL {
        assert_eq!(HouseKind::parse(kind.as_str()), Ok(kind));
        let lot = HouseLot::new("chain.example", "a", kind, "ES0123").unwrap();
        assert_eq!(Goods::parse(&lot.uri()), Ok(Goods::House(lot)));
    }
}

#[test]
fn the_party_of_a_house_lot_is_an_organisation() {
    let table = [
        ("9520000000004", Some("https://id.gs1.org/417/9520000000004")),
        ("9520000000004-14", Some("https://c.example/party/9520000000004/14")),
        ("9520000000005", None),
        ("9520000000004-014", None),
        ("9520000000004-", None),
        ("ferme", None),
    ];
    for (party, iss) in table {
        let lot = HouseLot::new("c.example", party, HouseKind::Lot, "1").unwrap();
        assert_eq!(lot.issuer().as_deref(), iss, "for {party}");
        if let Some(iss) = iss {
            assert_eq!(HouseLot::party_of("c.example", iss).as_deref(), Some(party));
        }
    }
    assert_eq!(HouseLot::party_of("d.example", "https://c.example/party/9520000000004/14"), None);
}

#[test]
fn a_code_must_be_what_a_person_can_read_back() {
    let refused =
        |kind, code: &str| HouseLot::new("c.example", "p", kind, code).unwrap_err().to_string();
    let table = [
        ("", "the code has 1 to 64 characters"),
        ("..", "the code cannot be dots alone, because a link cannot carry it"),
        (" a", "the code has a space at an end, or two together"),
        ("a  b", "the code has a space at an end, or two together"),
        ("a\tb", "the code holds a character that does not print"),
        ("a\u{200b}b", "the code holds a character that does not print"),
        ("a\u{202e}b", "the code holds a character that does not print"),
    ];
    for (code, why) in table {
        assert_eq!(refused(HouseKind::Lot, code), format!("the house lot is wrong: {why}"));
    }
    assert_eq!(
        HouseKind::parse("crate").unwrap_err().to_string(),
        "the house lot is wrong: its kind is lot, bin, tank, group or animal, not \"crate\""
    );
    assert!(refused(HouseKind::Lot, &"é".repeat(65)).contains("1 to 64"));
    assert!(HouseLot::new("c.example", "p", HouseKind::Lot, "芒果 7").is_ok());
}

#[test]
fn an_animal_is_named_by_its_country_and_tag() {
    let animal = |code| HouseLot::new("c.example", "p", HouseKind::Animal, code);
    assert!(animal("ES011234567890").is_ok());
    assert!(animal("724011234567890").is_ok());
    for code in ["ES", "724", "es0112", "tag-7", "éS1"] {
        assert!(matches!(animal(code), Err(CodeError::House(_))), "for {code}");
    }
}

#[test]
fn what_is_near_a_house_lot_is_refused_or_another_name() {
    check(&[
        ("http://c.example/x/p/lot/1/", "https://c.example/x/p/lot/1"),
        ("https://c.example/x/p/lot/1?at=shop", "https://c.example/x/p/lot/1"),
        ("https://c.example/x/p/crate/1", "https://c.example/x/p/crate/1"),
        ("https://c.example:8080/x/p/lot/1", "https://c.example:8080/x/p/lot/1"),
        ("https://c.example/%78/p/%6Cot/1", "https://c.example/x/p/lot/1"),
        (
            "https://c.example/x/a%2Fb/lot/1",
            "refused: the house lot is wrong: the party has 1 to 64 letters, digits, -, ., _ or ~",
        ),
        (
            "https://c.example/x/p/lot/%00",
            "refused: the house lot is wrong: the code holds a character that does not print",
        ),
    ]);
}
