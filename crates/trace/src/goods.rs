//! What the canonical URI of goods says by itself.
//!
//! The forms are those of `gs1::Goods::uri`; text is enough here because equal goods have equal
//! text. Inside the segments every `/` is percent-encoded.

const GTIN: &str = "https://id.gs1.org/01/";
const SSCC: &str = "https://id.gs1.org/00/";

/// The canonical URI of goods, and of the lot that a label names beside a serial number.
///
/// A serial number is unique within its product, so the lot is no part of its name: of
/// `.../01/{gtin}/10/{lot}/21/{serial}` the goods are `.../01/{gtin}/21/{serial}`.
pub fn goods_and_lot(link: &str) -> (String, Option<String>) {
    let parts = link.strip_prefix(GTIN).and_then(|rest| {
        let (lot, serial) = rest.split_once("/21/")?;
        let (gtin, _) = lot.split_once("/10/")?;
        Some((format!("{GTIN}{gtin}/21/{serial}"), Some(format!("{GTIN}{lot}"))))
    });
    parts.unwrap_or_else(|| (link.to_owned(), None))
}

/// True for one single thing (a serialised pack, a logistic unit, an animal), false for goods of
/// which there are many equal pieces, and for ids of which we do not know.
pub fn is_single(goods: &str) -> bool {
    goods.starts_with(SSCC)
        || (goods.starts_with(GTIN) && goods.contains("/21/"))
        || goods.contains("/x/") && goods.contains("/animal/")
}

/// True for a bare GTIN: a kind of goods. All that was ever made of it would hang together, so no
/// walk goes through it.
pub fn is_class(goods: &str) -> bool {
    goods.strip_prefix(GTIN).is_some_and(|rest| !rest.contains('/') && !rest.contains('?'))
}

/// The site of a place: an SGLN extension (AI 254) names a door or a shelf inside it.
pub fn site(place: &str) -> &str {
    place.split_once("/254/").map_or(place, |(site, _extension)| site)
}

#[cfg(test)]
mod tests {
    use super::{goods_and_lot, is_class, is_single, site};

    #[test]
    fn a_uri_says_what_kind_of_goods_it_names() {
        let gtin = "https://id.gs1.org/01/09520000000011";
        let rows = [
            // goods, single, class
            (gtin.to_owned(), false, true),
            (format!("{gtin}?17=261101"), false, false),
            (format!("{gtin}/10/A"), false, false),
            (format!("{gtin}/21/7"), true, false),
            ("https://id.gs1.org/00/095200000000000015".to_owned(), true, false),
            ("https://chain.example/x/9/animal/FR123".to_owned(), true, false),
            ("https://chain.example/x/9/lot/A".to_owned(), false, false),
        ];
        for (goods, single, class) in rows {
            assert_eq!(is_single(&goods), single, "single {goods}");
            assert_eq!(is_class(&goods), class, "class {goods}");
        }
    }

    #[test]
    fn a_serial_number_needs_no_lot() {
        let gtin = "https://id.gs1.org/01/09520000000011";
        let serial = format!("{gtin}/21/7");
        let lot = Some(format!("{gtin}/10/A"));
        assert_eq!(goods_and_lot(&format!("{gtin}/10/A/21/7")), (serial.clone(), lot));
        assert_eq!(goods_and_lot(&serial), (serial.clone(), None));
        let alone = format!("{gtin}/10/A");
        assert_eq!(goods_and_lot(&alone), (alone.clone(), None));
    }

    #[test]
    fn a_door_belongs_to_its_site() {
        let place = "https://id.gs1.org/414/9520000000018";
        assert_eq!(site(&format!("{place}/254/door-3")), place);
        assert_eq!(site(place), place);
    }
}
