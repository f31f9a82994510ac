//! Equality, levels, owners and labels.

use std::collections::BTreeSet;

use super::table::check;
use crate::{Goods, GoodsKind, Lot};

const LOT: &str = "https://id.gs1.org/01/09506000134352/10/AB%2F1";
const SERIAL: &str = "https://id.gs1.org/01/09506000134352/21/7";
const SERIAL_OF_LOT: &str = "https://b.example/01/09506000134352/10/AB%2F1/21/7";

fn goods(text: &str) -> Goods {
    Goods::parse(text).unwrap()
}

fn levels(text: &str) -> Vec<String> {
    goods(text).levels().iter().map(Goods::uri).collect()
}

#[test]
fn a_serial_number_is_the_same_with_and_without_its_lot() {
    assert_eq!(goods(SERIAL_OF_LOT), goods(SERIAL));
    assert_eq!(goods(SERIAL_OF_LOT).uri(), SERIAL);
    assert_eq!(goods(SERIAL_OF_LOT).lot().map(Lot::as_str), Some("AB/1"));
    assert_eq!(goods(SERIAL).lot(), None);
    let both: BTreeSet<Goods> = [goods(SERIAL_OF_LOT), goods(SERIAL)].into();
    assert_eq!(both.len(), 1);
}

#[test]
fn levels_go_from_the_item_to_the_product() {
    const PRODUCT: &str = "https://id.gs1.org/01/09506000134352";
    assert_eq!(levels(SERIAL_OF_LOT), [LOT, PRODUCT]);
    assert_eq!(levels(SERIAL), [PRODUCT]);
    assert_eq!(levels(LOT), [PRODUCT]);
    assert_eq!(levels("https://id.gs1.org/01/09506000134352?17=261231"), [PRODUCT]);
    assert!(levels(PRODUCT).is_empty());
    assert!(levels("https://id.gs1.org/00/106141412345678908").is_empty());
    assert!(levels("https://chain.example/x/9520000000004/lot/7").is_empty());
}

#[test]
fn each_name_has_its_kind_and_its_owner_digits() {
    let table = [
        ("https://id.gs1.org/01/09506000134352", GoodsKind::Gtin, Some("9506000134352")),
        (LOT, GoodsKind::Lot, Some("9506000134352")),
        (SERIAL, GoodsKind::Serial, Some("9506000134352")),
        ("https://id.gs1.org/01/09506000134352?17=261231", GoodsKind::UseBy, Some("9506000134352")),
        (
            "https://id.gs1.org/01/09506000134352?15=261231",
            GoodsKind::BestBefore,
            Some("9506000134352"),
        ),
        ("https://id.gs1.org/00/106141412345678908", GoodsKind::Sscc, Some("06141412345678908")),
        ("https://chain.example/x/9520000000004/bin/7", GoodsKind::House, None),
        ("urn:gdst:example.org:product:lot:class:p.1", GoodsKind::Other, None),
    ];
    for (text, kind, digits) in table {
        assert_eq!(goods(text).kind(), kind, "for {text}");
        assert_eq!(goods(text).owner_digits(), digits, "for {text}");
    }
}

#[test]
fn a_label_carries_the_lot_of_a_serial_number() {
    let table = [
        (SERIAL_OF_LOT, "https://q.example/01/09506000134352/10/AB%2F1/21/7"),
        (SERIAL, "https://q.example/01/09506000134352/21/7"),
        (
            "https://id.gs1.org/01/09506000134352?15=261200",
            "https://q.example/01/09506000134352?15=261200",
        ),
        ("https://id.gs1.org/00/106141412345678908", "https://q.example/00/106141412345678908"),
        (
            "https://chain.example/x/9520000000004/tank/A%2F1",
            "https://q.example/x/9520000000004/tank/A%2F1",
        ),
        ("urn:gdst:a:b", "https://q.example/t?id=urn%3Agdst%3Aa%3Ab"),
    ];
    for (text, expected) in table {
        assert_eq!(goods(text).digital_link("q.example"), expected, "for {text}");
    }
}

#[test]
fn every_name_has_a_page() {
    let table = [
        (LOT, "/t/01/09506000134352/10/AB%2F1"),
        (SERIAL_OF_LOT, "/t/01/09506000134352/10/AB%2F1/21/7"),
        ("https://chain.example/x/9520000000004/lot/7", "/t/x/9520000000004/lot/7"),
        ("urn:gdst:a:b", "/t?id=urn%3Agdst%3Aa%3Ab"),
    ];
    for (text, expected) in table {
        assert_eq!(goods(text).page_path(), expected, "for {text}");
    }
}

#[test]
fn goods_stand_in_the_byte_order_of_their_codes() {
    let mut all: Vec<Goods> =
        [SERIAL, "urn:x-a:b", LOT, "geo:1,2", "https://a.example/"].map(goods).into();
    all.sort();
    let codes: Vec<String> = all.iter().map(Goods::uri).collect();
    let mut sorted = codes.clone();
    sorted.sort_by(|one, other| one.as_bytes().cmp(other.as_bytes()));
    assert_eq!(codes, sorted);
}

#[test]
fn places_and_firms_can_stand_where_goods_are_named() {
    check(&[
        ("urn:epc:id:sgln:9520000.00000.0", "https://id.gs1.org/414/9520000000004"),
        ("urn:epc:id:pgln:9520000.00000", "https://id.gs1.org/417/9520000000004"),
    ]);
    assert_eq!(goods("urn:epc:id:sgln:9520000.00000.0").kind(), GoodsKind::Other);
}
