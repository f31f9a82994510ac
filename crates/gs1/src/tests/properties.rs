//! What holds for every name.

use proptest::prelude::*;

use crate::{
    Extension, Gln, Goods, Gtin, HouseKind, HouseLot, Location, Lot, PartyId, Place, Serial, Sscc,
    Uri, YyMmDd, key::with_check_digit,
};

const SET_82: &str = "[!\"%-?A-Z_a-z]{1,20}";

fn gtin() -> impl Strategy<Value = Gtin> {
    "[0-9]{13}".prop_map(|digits| Gtin::parse(&with_check_digit(&digits)).unwrap())
}

fn gln() -> impl Strategy<Value = Gln> {
    "[0-9]{12}".prop_map(|digits| Gln::parse(&with_check_digit(&digits)).unwrap())
}

fn lot() -> impl Strategy<Value = Lot> {
    SET_82.prop_filter_map("dots alone", |text| Lot::parse(&text).ok())
}

fn serial() -> impl Strategy<Value = Serial> {
    SET_82.prop_filter_map("dots alone", |text| Serial::parse(&text).ok())
}

fn date() -> impl Strategy<Value = YyMmDd> {
    (0..100_u8, 1..13_u8, 0..29_u8).prop_map(|(year, month, day)| {
        YyMmDd::parse(&format!("{year:02}{month:02}{day:02}")).unwrap()
    })
}

fn house() -> impl Strategy<Value = HouseLot> {
    ("[a-z0-9.-]{1,63}", "[A-Za-z0-9_~-]{1,64}", 0..5_usize, "[A-Z]{2}[!-~é-ü芒]{1,62}").prop_map(
        |(chain, party, kind, code)| {
            HouseLot::new(&chain, &party, HouseKind::ALL[kind], &code).unwrap()
        },
    )
}

fn keys() -> impl Strategy<Value = Goods> {
    prop_oneof![
        gtin().prop_map(Goods::Gtin),
        (gtin(), lot()).prop_map(|(gtin, lot)| Goods::Lot(gtin, lot)),
        (gtin(), proptest::option::of(lot()), serial())
            .prop_map(|(gtin, lot, serial)| Goods::Serial { gtin, lot, serial }),
        (gtin(), date()).prop_map(|(gtin, date)| Goods::UseBy(gtin, date)),
        (gtin(), date()).prop_map(|(gtin, date)| Goods::BestBefore(gtin, date)),
        "[0-9]{17}"
            .prop_map(|digits| Goods::Sscc(Sscc::parse(&with_check_digit(&digits)).unwrap())),
    ]
}

fn goods() -> impl Strategy<Value = Goods> {
    prop_oneof![6 => keys(), 1 => house().prop_map(Goods::House)]
}

/// Pieces of which hostile and odd URIs are made.
fn soup() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "https://",
        "http:",
        "urn:epc:",
        "id:",
        "sgtin:",
        "id.gs1.org",
        "/",
        "/",
        "/01/",
        "%301",
        "09506000134352",
        "/10/",
        "/21/",
        "..",
        ".",
        "%2e",
        "%2E%2e",
        "?17=",
        "261231",
        "#",
        "@",
        ":80",
        ":443",
        "x",
        "/x/",
        "lot/",
        "%25",
        "%",
        "é",
        "[",
        "]",
        "A",
        "9520000000004",
        "/414/",
        "/417/",
        "254",
        "/235/",
        "/00/",
        "106141412345678908",
        "*",
        "&",
        "=",
    ]);
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_canonical_uri_reads_back_as_the_same_goods(goods in goods()) {
        let again = Goods::parse(&goods.uri()).unwrap();
        prop_assert_eq!(&again, &goods);
        prop_assert_eq!(again.kind(), goods.kind());
        prop_assert_eq!(again.uri(), goods.uri());
        let uri = Uri::parse(&goods.uri()).unwrap();
        prop_assert_eq!(uri.as_str(), goods.uri(), "a canonical URI is a normal one");
    }

    #[test]
    fn a_label_reads_back_with_its_lot(goods in keys()) {
        let again = Goods::parse(&goods.digital_link("q.example:8080")).unwrap();
        prop_assert_eq!(again.lot(), goods.lot());
        prop_assert_eq!(again, goods);
    }

    #[test]
    fn a_urn_reads_back_as_the_same_goods(goods in goods(), prefix_len in 6..=12_usize) {
        if let Some(urn) = goods.to_urn(prefix_len) {
            prop_assert_eq!(Goods::parse(&urn).unwrap(), goods);
        }
    }

    #[test]
    fn a_place_and_a_firm_read_back(gln in gln(), text in SET_82, prefix_len in 6..=12_usize) {
        let place = Location::Place(Place::new(gln.clone(), Extension::parse(&text).ok()));
        prop_assert_eq!(Location::parse(&place.uri()), Ok(place.clone()));
        prop_assert_eq!(Location::parse(&place.to_urn(prefix_len).unwrap()), Ok(place));
        let party = PartyId::Party(gln);
        prop_assert_eq!(PartyId::parse(&party.uri()), Ok(party.clone()));
        prop_assert_eq!(PartyId::parse(&party.to_urn(prefix_len).unwrap()), Ok(party));
    }

    #[test]
    fn one_wrong_digit_is_always_found(gtin in gtin(), index in 0..14_usize, other in 1..10_u8) {
        let mut digits = gtin.as_str().as_bytes().to_vec();
        digits[index] = b'0' + (digits[index] - b'0' + other) % 10;
        prop_assert!(Gtin::parse(std::str::from_utf8(&digits).unwrap()).is_err());
    }

    #[test]
    fn normalising_twice_changes_nothing(text in soup()) {
        if let Ok(uri) = Uri::parse(&text) {
            prop_assert_eq!(Uri::parse(uri.as_str()), Ok(uri));
        }
    }

    #[test]
    fn whatever_is_read_has_one_name_and_one_kind(text in soup()) {
        if let Ok(goods) = Goods::parse(&text) {
            let again = Goods::parse(&goods.uri()).unwrap();
            prop_assert_eq!(again.uri(), goods.uri());
            prop_assert_eq!(again.kind(), goods.kind());
            let uri = Uri::parse(&goods.uri()).unwrap();
            prop_assert_eq!(uri.as_str(), goods.uri());
        }
        if let Ok(place) = Location::parse(&text) {
            prop_assert_eq!(Location::parse(&place.uri()), Ok(place));
        }
        if let Ok(party) = PartyId::parse(&text) {
            prop_assert_eq!(PartyId::parse(&party.uri()), Ok(party));
        }
    }

    #[test]
    fn no_text_stops_a_reader(text in "\\PC*") {
        for read in [Goods::parse(&text), Goods::from_typed(&text)] {
            if let Err(error) = read {
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }
}
