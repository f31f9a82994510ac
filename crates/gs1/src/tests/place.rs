//! Places and parties in their spellings.

use crate::{Location, PartyId};

#[test]
fn a_place_has_one_name() {
    let table = [
        ("urn:epc:id:sgln:9520000.00000.0", "https://id.gs1.org/414/9520000000004"),
        ("urn:epc:id:sgln:952000000000..0", "https://id.gs1.org/414/9520000000004"),
        (
            "urn:epc:id:sgln:9520000.00000.dock%2F2",
            "https://id.gs1.org/414/9520000000004/254/dock%2F2",
        ),
        ("https://s.example/414/9520000000004/254/0", "https://id.gs1.org/414/9520000000004"),
        ("https://s.example/414/9520000000004/7040/1ABC", "https://id.gs1.org/414/9520000000004"),
        ("geo:-34.60,1.25", "geo:-34.60,1.25"),
        ("urn:GDST:example.org:location:loc:A.1", "urn:gdst:example.org:location:loc:A.1"),
        ("urn:epc:id:sgtin:9506000.013435.7", "https://id.gs1.org/01/09506000134352/21/7"),
    ];
    for (text, expected) in table {
        assert_eq!(Location::parse(text).unwrap().uri(), expected, "for {text}");
    }
    let place = Location::parse("urn:epc:id:sgln:9520000.00000.dock%2F2").unwrap();
    assert_eq!(place.gln().unwrap().as_str(), "9520000000004");
    assert_eq!(place.to_urn(7).as_deref(), Some("urn:epc:id:sgln:9520000.00000.dock%2F2"));
    assert_eq!(place.to_urn(12).as_deref(), Some("urn:epc:id:sgln:952000000000..dock%2F2"));
    assert_eq!(place.to_urn(13), None);
}

#[test]
fn a_firm_has_one_name_and_it_is_its_iss() {
    let table = [
        ("urn:epc:id:pgln:9520000.00000", "https://id.gs1.org/417/9520000000004"),
        ("http://s.example/417/9520000000004", "https://id.gs1.org/417/9520000000004"),
        ("urn:epc:id:sgln:9520000.00000.0", "https://id.gs1.org/414/9520000000004"),
        ("https://C.example/party/9520000000004/3", "https://c.example/party/9520000000004/3"),
    ];
    for (text, expected) in table {
        assert_eq!(PartyId::parse(text).unwrap().uri(), expected, "for {text}");
    }
    let party = PartyId::parse("https://id.gs1.org/417/9520000000004").unwrap();
    assert_eq!(party.to_urn(6).as_deref(), Some("urn:epc:id:pgln:952000.000000"));
    assert_eq!(party.gln().unwrap().as_str(), "9520000000004");
    assert!(PartyId::parse("https://id.gs1.org/417/9520000000005").is_err());
}
