//! Concealing and opening.
#![expect(clippy::arithmetic_side_effects, reason = "the numbers are small")]

use super::*;
use crate::b64;
use json::{Json, Limits};
use proptest::prelude::*;

fn tree(text: &str) -> Json {
    json::parse(text.as_bytes(), &Limits { bytes_max: 100_000, depth_max: 32, values_max: 10_000 })
        .unwrap()
}

/// Salts 1, 2, 3, ...
fn salts() -> impl FnMut() -> [u8; 16] {
    let mut count = 0_u128;
    move || {
        count += 1;
        count.to_be_bytes()
    }
}

const SHIPPING: &str = r#"{"type":"ObjectEvent","eventTime":"2026-03-02T08:00:00Z",
    "epcList":["https://id.gs1.org/00/095200010000000014"],
    "quantityList":[{"epcClass":"https://id.gs1.org/01/09520001000013/10/L7","quantity":120.50,"uom":"KGM"}],
    "bizTransactionList":[{"type":"po","bizTransaction":"urn:x:PO1"}],
    "sourceList":[{"type":"owning_party","source":"https://id.gs1.org/417/9520000000011"}],
    "readPoint":{"id":"geo:42.2,-8.7","country":"ES"},
    "ilmd":{"cbvmda:lotNumber":"L7","demo:unitPrice":"4.10"},
    "demo:trip":{"demo:captainName":"A. Person","demo:days":3}}"#;

fn texts(disclosures: &[Disclosure]) -> Vec<String> {
    disclosures.iter().map(|disclosure| disclosure.text().to_owned()).collect()
}

#[test]
fn what_is_concealed_opens_to_the_same_event() {
    let event = tree(SHIPPING);
    let pointers = conceal_by_default(&event);
    assert_eq!(
        pointers,
        [
            "/bizTransactionList",
            "/sourceList",
            "/readPoint/id",
            "/demo:trip",
            "/ilmd/demo:unitPrice",
            "/quantityList/0/quantity",
            "/quantityList/0/uom",
        ]
    );
    let (hidden, disclosures) = conceal(event.clone(), &pointers, salts()).unwrap();
    let clear = hidden.to_string();
    for word in ["120.50", "KGM", "PO1", "9520000000011", "geo:", "4.10", "A. Person"] {
        assert!(!clear.contains(word), "{word} is still in the clear");
    }
    assert!(clear.contains("\"country\":\"ES\"") && clear.contains("L7"));
    assert_eq!(open(&hidden, &texts(&disclosures)).unwrap(), event);
    assert_eq!(digests_of(&hidden).unwrap().len(), 7);
}

#[test]
fn a_reader_who_has_one_disclosure_sees_one_member() {
    let event = tree(SHIPPING);
    let (hidden, disclosures) =
        conceal(event, &["/bizTransactionList", "/quantityList/0/quantity"], salts()).unwrap();
    let opened = open(&hidden, &texts(&disclosures)[1..]).unwrap();
    assert_eq!(opened.at("/quantityList/0/quantity").unwrap().to_string(), "120.50");
    assert!(opened.get("bizTransactionList").is_none() && opened.get("_sd").is_none());
    let none = open::<String>(&hidden, &[]).unwrap();
    assert!(!none.to_string().contains("_sd"));
}

#[test]
fn some_members_are_always_clear() {
    for pointer in [
        "/type",
        "/epcList",
        "/quantityList",
        "/ilmd",
        "/readPoint",
        "/readPoint/country",
        "/quantityList/0/epcClass",
        "/bizTransactionList/0/type",
    ] {
        let refused = conceal(tree(SHIPPING), &[pointer], salts());
        assert_eq!(refused, Err(ConcealError::Clear(pointer.to_owned())));
    }
    let dated = r#"{"ilmd":{"cbvmda:itemExpirationDate":"2026-03-16","https://ref.gs1.org/cbv/bestBeforeDate":"2026-03-10","x#bestBeforeDate":1,"sellByDate":"2026-03-01"}}"#;
    for pointer in [
        "/ilmd/cbvmda:itemExpirationDate",
        "/ilmd/https:~1~1ref.gs1.org~1cbv~1bestBeforeDate",
        "/ilmd/x#bestBeforeDate",
    ] {
        let refused = conceal(tree(dated), &[pointer], salts());
        assert_eq!(refused, Err(ConcealError::Clear(pointer.to_owned())));
    }
    assert!(conceal(tree(dated), &["/ilmd/sellByDate"], salts()).is_ok());
    for pointer in [
        "/persons",
        "",
        "quantityList",
        "x/bizTransactionList",
        "/quantityList/9/uom",
        "/epcList/0/x",
    ] {
        let refused = conceal(tree(SHIPPING), &[pointer], salts());
        assert_eq!(refused, Err(ConcealError::NoMember(pointer.to_owned())), "{pointer}");
    }
}

#[test]
fn units_stay_clear_where_digests_run_out() {
    let items: Vec<String> = (0..40)
        .map(|lot| format!(r#"{{"epcClass":"urn:x:{lot}","quantity":{lot},"uom":"KGM"}}"#))
        .collect();
    let event = tree(&format!(r#"{{"inputQuantityList":[{}]}}"#, items.join(",")));
    let pointers = conceal_by_default(&event);
    assert_eq!(pointers.len(), 40);
    assert!(conceal(event.clone(), &pointers, salts()).is_ok());
    let both: Vec<String> = (0..40)
        .flat_map(|lot| ["quantity", "uom"].map(|name| format!("/inputQuantityList/{lot}/{name}")))
        .collect();
    assert_eq!(conceal(event, &both, salts()).unwrap_err(), ConcealError::TooMany);
}

#[test]
fn only_one_extension_object_holds_digests() {
    let event = tree(r#"{"a:x":{"p":1},"b:x":{"p":1}}"#);
    assert!(conceal(event.clone(), &["/a:x/p"], salts()).is_ok());
    assert!(matches!(
        conceal(event, &["/a:x/p", "/b:x/p"], salts()),
        Err(ConcealError::Digests(_))
    ));
}

#[test]
fn a_date_by_which_packs_are_recalled_cannot_be_disclosed_later() {
    let date =
        Disclosure::make([7; 16], "cbvmda:bestBeforeDate", &Json::from("2026-03-16")).unwrap();
    let event = tree(&format!(r#"{{"ilmd":{{"_sd":["{}"]}}}}"#, date.digest().to_b64()));
    let refused = open(&event, &[date.text()]);
    assert_eq!(refused, Err(OpenError::NotThere("cbvmda:bestBeforeDate".to_owned())));
}

fn digest(text: &str) -> String {
    crate::Hash::of(&[text.as_bytes()]).to_b64()
}

fn made(json: &str) -> String {
    b64::encode(json.as_bytes())
}

const SALT: &str = "AAAAAAAAAAAAAAAAAAAAAQ";

#[test]
fn disclosures_that_are_none() {
    use DisclosureError::{Encoding, Name, Number, Recursion, Salt, Shape};
    let table = [
        (made(&format!(r#"["{SALT}","price",12]"#)), None),
        (made(&format!(r#"[ "{SALT}" , "price" , {{"a":[1.5e3]}} ]"#)), None),
        (made(&format!(r#"["{SALT}","price"]"#)), Some(Shape)),
        (made(&format!(r#"["{SALT}","price",1,2]"#)), Some(Shape)),
        (made(&format!(r#"["{SALT}",7,1]"#)), Some(Shape)),
        (made(&format!(r#"{{"salt":"{SALT}"}}"#)), Some(Shape)),
        (made(&format!(r#"["{SALT}","a",{{"b":1,"b":2}}]"#)), Some(Shape)),
        (made(r#"["AAAA","price",12]"#), Some(Salt)),
        (made(&format!(r#"["{SALT}=","price",12]"#)), Some(Salt)),
        (made(&format!(r#"["{SALT}","_sd",[]]"#)), Some(Name)),
        (made(&format!(r#"["{SALT}","...",1]"#)), Some(Name)),
        (made(&format!(r#"["{SALT}","a",{{"_sd":["x"]}}]"#)), Some(Recursion)),
        (made(&format!(r#"["{SALT}","a",[{{"...":"x"}}]]"#)), Some(Recursion)),
        (made(&format!(r#"["{SALT}","a",9007199254740993]"#)), Some(Number)),
        (format!("{}=", made(&format!(r#"["{SALT}","price",12]"#))), Some(Encoding)),
        (String::new(), Some(Shape)),
        ("~".to_owned(), Some(Encoding)),
    ];
    for (text, expected) in table {
        assert_eq!(Disclosure::parse(&text).err(), expected, "{text}");
    }
}

#[test]
fn openings_that_are_refused() {
    let price = made(&format!(r#"["{SALT}","price",12]"#));
    let time = made(&format!(r#"["{SALT}","eventTime","now"]"#));
    let event =
        |members: &str, text: &str| tree(&format!(r#"{{{members}"_sd":["{}"]}}"#, digest(text)));
    let opens = |event: &Json, texts: &[&String]| open(event, texts).unwrap_err();
    assert!(open(&event("", &price), &[&price]).is_ok());
    assert_eq!(opens(&event("", &price), &[&price, &price]), OpenError::Repeated { position: 1 });
    assert_eq!(opens(&event("", &time), &[&price]), OpenError::Unreferenced("price".to_owned()));
    assert_eq!(opens(&event("", &time), &[&time]), OpenError::NotThere("eventTime".to_owned()));
    assert_eq!(
        opens(&event(r#""price":1,"#, &price), &[&price]),
        OpenError::Present("price".to_owned())
    );
    let uom = made(&format!(r#"["{SALT}","uom","KGM"]"#));
    let item = tree(&format!(r#"{{"quantityList":[{{"_sd":["{}"]}}]}}"#, digest(&uom)));
    assert!(open(&item, &[&uom]).is_ok());
    let price_in_item = tree(&format!(r#"{{"quantityList":[{{"_sd":["{}"]}}]}}"#, digest(&price)));
    assert_eq!(opens(&price_in_item, &[&price]), OpenError::NotThere("price".to_owned()));
}

#[test]
fn two_disclosures_of_one_name_are_refused() {
    let texts = [
        made(&format!(r#"["{SALT}","price",12]"#)),
        made(r#"["AAAAAAAAAAAAAAAAAAAAAg","price",13]"#),
    ];
    let event = tree(&format!(r#"{{"_sd":["{}","{}"]}}"#, digest(&texts[0]), digest(&texts[1])));
    assert!(open(&event, &texts[..1]).is_ok());
    assert_eq!(open(&event, &texts).unwrap_err(), OpenError::Present("price".to_owned()));
}

fn value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Json::from),
        (0..1_000_000_u64).prop_map(Json::from),
        "[a-zA-Z0-9 é中]{0,12}".prop_map(Json::String),
        Just(Json::Null),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
            prop::collection::btree_map("[a-z]{1,6}", inner, 0..4)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn concealing_and_opening_gives_the_event_back(
        members in prop::collection::btree_map("[a-z]{3,8}(:[a-z]{1,4})?", value(), 1..8),
        chosen in prop::collection::vec(any::<bool>(), 8),
    ) {
        let event = Json::Object(members.iter().map(|(name, value)| (name.clone(), value.clone())).collect());
        let pointers: Vec<String> = members.keys().zip(&chosen)
            .filter(|(name, take)| **take && spot::Spot::Event.hides(name))
            .map(|(name, _)| format!("/{name}")).collect();
        let (hidden, disclosures) = conceal(event.clone(), &pointers, salts()).unwrap();
        prop_assert_eq!(disclosures.len(), pointers.len());
        prop_assert_eq!(open(&hidden, &texts(&disclosures)).unwrap(), event);
        prop_assert!(!open::<String>(&hidden, &[]).unwrap().to_string().contains("_sd"));
    }

    #[test]
    fn no_text_makes_it_panic(event in value(), texts in prop::collection::vec("[A-Za-z0-9_-]{0,60}", 0..3)) {
        drop(open(&event, &texts));
        drop(digests_of(&event));
        drop(conceal_by_default(&event));
    }
}
