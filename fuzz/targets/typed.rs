//! What a person types or a scanner sends: element strings, bare numbers, a GTIN and a lot.

use gs1::{Goods, GoodsKind};

/// What is understood is goods like any other, and a key, not just some address.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Goods::from_typed(text) {
        Ok(goods) => {
            super::code::goods_hold(&goods);
            assert_eq!(Goods::from_typed(&format!(" {text}\t")), Ok(goods.clone()), "{text:?}");
            let is_uri = goods.kind() == GoodsKind::Other || goods.kind() == GoodsKind::House;
            assert!(is_uri || Goods::from_typed(&goods.uri()).as_ref() == Ok(&goods), "{text:?}");
        }
        Err(error) => assert!(!error.to_string().is_empty(), "a refusal has words"),
    }
}
