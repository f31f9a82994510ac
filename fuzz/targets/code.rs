//! Names of goods, places and firms in any spelling: Digital Link, EPC URN, house lot, other URIs.

use gs1::{Goods, GoodsKind, Location, PartyId, Uri};

/// Company prefixes have 6 to 12 digits.
const PREFIX_LENS: std::ops::RangeInclusive<usize> = 6..=12;

/// The canonical URI names the same thing, and so does every other spelling that is written.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(uri) = Uri::parse(text) {
        assert_eq!(Uri::parse(uri.as_str()), Ok(uri), "normalising twice changes nothing");
    }
    if let Ok((goods, dated)) = Goods::parse_dated(text) {
        assert_eq!(Goods::parse(text), Ok(goods.clone()), "the same with and without dates");
        assert!(dated.iter().all(|one| one.gtin().is_some()), "a date is of a product");
        goods_hold(&goods);
        dated.iter().for_each(goods_hold);
    }
    if let Ok(place) = Location::parse(text) {
        assert_eq!(Location::parse(&place.uri()), Ok(place.clone()), "a place has one name");
        for urn in PREFIX_LENS.filter_map(|len| place.to_urn(len)) {
            assert_eq!(Location::parse(&urn), Ok(place.clone()), "{urn}");
        }
    }
    if let Ok(party) = PartyId::parse(text) {
        assert_eq!(PartyId::parse(&party.uri()), Ok(party.clone()), "a firm has one name");
        for urn in PREFIX_LENS.filter_map(|len| party.to_urn(len)) {
            assert_eq!(PartyId::parse(&urn), Ok(party.clone()), "{urn}");
        }
    }
}

/// What holds of every name of goods.
pub fn goods_hold(goods: &Goods) {
    let uri = goods.uri();
    let again = Goods::parse(&uri).expect("a canonical URI is read");
    assert_eq!((again.uri(), again.kind()), (uri.clone(), goods.kind()), "goods have one name");
    let plain = Uri::parse(&uri).expect("a canonical URI is a URI");
    assert_eq!(plain.as_str(), uri, "a canonical URI is normal");
    for urn in PREFIX_LENS.filter_map(|len| goods.to_urn(len)) {
        assert_eq!(Goods::parse(&urn).as_ref(), Ok(goods), "{urn}");
    }
    if !matches!(goods.kind(), GoodsKind::Other | GoodsKind::House) {
        let label = goods.digital_link("label.example");
        assert_eq!(Goods::parse(&label).as_ref(), Ok(goods), "{label}");
    }
    for level in goods.levels() {
        assert_eq!(level.gtin(), goods.gtin(), "a level is of the same product");
        assert!(level.levels().len() < goods.levels().len(), "levels end");
    }
}
