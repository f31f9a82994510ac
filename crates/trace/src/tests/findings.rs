//! Each finding: one world that raises it, and one that just does not.

use rust_decimal::Decimal;

use super::notation::{HOUR, MINUTE, events, quantity};
use super::world::World;
use crate::event::{Event, Qty, Span, Summary, Temperature};
use crate::finding::{Audience, Balance, Code, Severity, Threshold};
use crate::quantity::{Portion, SumError, total};

const NOW_MS: i64 = 10_000 * HOUR;

fn codes(world: &World, question: &str) -> Vec<Code> {
    world.journey(question).findings.into_iter().map(|finding| finding.code).collect()
}

/// `raising` has the finding, `calm` does not: no other code may stand in for it.
fn check(code: Code, question: &str, raising: Vec<Event>, calm: Vec<Event>) {
    let found = codes(&World::of(raising), question);
    assert!(found.contains(&code), "{code:?} is not in {found:?}");
    let found = codes(&World::of(calm), question);
    assert!(!found.contains(&code), "{code:?} is in {found:?}");
}

fn check_told(code: Code, question: &str, raising: &str, calm: &str) {
    check(code, question, events(raising), events(calm));
}

#[test]
fn receipt_without_shipment() {
    check_told(
        Code::ReceiptWithoutShipment,
        "mill/L",
        "1 mill@ES.a makes mill/L
         2 shop@ES.b receives mill/L from mill",
        "1 mill@ES.a makes mill/L
         2 mill@ES.a ships mill/L to shop
         3 shop@ES.b receives mill/L from mill",
    );
}

#[test]
fn shipment_without_receipt() {
    let shipped = |sent_ms: i64| {
        let mut told = events(
            "1 mill@ES.a makes mill/L
                               2 mill@ES.a ships mill/L to shop@ES.b",
        );
        told[1].at.utc_ms = sent_ms;
        told[1].recorded_ms = sent_ms;
        told
    };
    let week = NOW_MS - 7 * 24 * HOUR;
    check(Code::ShipmentWithoutReceipt, "mill/L", shipped(week - 1), shipped(week));
    let answered = "1 mill@ES.a makes mill/L
                    2 mill@ES.a ships mill/L to shop@ES.b
                    3 shop@ES.b receives mill/L";
    assert!(!codes(&World::told(answered), "mill/L").contains(&Code::ShipmentWithoutReceipt));
}

#[test]
fn more_out_than_in_of_a_vat() {
    check_told(
        Code::MoreOutThanIn,
        "mill/M",
        "1 mill turns mill/A 60kg + mill/B 40kg into mill/M:101.01kg",
        "1 mill turns mill/A 60kg + mill/B 40kg into mill/M:101kg",
    );
}

#[test]
fn more_out_than_in_of_a_firm() {
    let world = |second: &str| {
        format!(
            "1 mill@ES.a makes mill/L 100
             2 mill@ES.a ships mill/L 60 to shop@ES.b
             3 mill@ES.a ships mill/L {second} to cafe@ES.c"
        )
    };
    check_told(Code::MoreOutThanIn, "mill/L", &world("42"), &world("41"));
    let unknown = "1 mill@ES.a makes mill/L 100
                   2 mill@ES.a ships mill/L to shop@ES.b
                   3 mill@ES.a ships mill/L 900 to cafe@ES.c";
    assert_eq!(codes(&World::told(unknown), "mill/L"), [Code::ShipmentWithoutReceipt; 0]);
}

#[test]
fn a_receipt_dated_before_the_shipment() {
    let received = |early: &str| {
        format!(
            "1 mill@ES.a makes mill/L
             20 mill@ES.a ships mill/L to shop@ES.b
             {early} shop@ES.b receives mill/L"
        )
    };
    check_told(Code::TimeBackwards, "mill/L", &received("19:54"), &received("19:55"));
    World::told(&received("19")).check(
        "mill/L",
        "
        mill commissioning
        shop receiving
        mill shipping
    ",
    );
}

#[test]
fn goods_used_before_they_were_made() {
    let made = |time: &str| {
        format!(
            "{time} mill makes mill/A 1kg
             20 mill turns mill/A 1kg into mill/M:1kg"
        )
    };
    check_told(Code::TimeBackwards, "mill/M", &made("20:06"), &made("20:05"));
    let seen = |time: &str| format!("20 mill makes mill/A\n{time} mill sees mill/A");
    check_told(Code::TimeBackwards, "mill/A", &seen("19:54"), &seen("19:55"));
}

#[test]
fn a_broken_cold_chain() {
    let logged = |degrees: &str| format!("1 mill makes mill/L\n2 mill logs mill/L as {degrees}");
    // 4 degrees are allowed: from 3 to 5 and back the line is outside from half way to half way.
    check_told(Code::ColdChainBroken, "mill/L", &logged("3,5,5,5,5,3"), &logged("3,5,5,5,3"));
    let listed = |minutes: i64| {
        let mut told = events("1 mill makes mill/L");
        let span = Span { from_ms: 0, to_ms: minutes * MINUTE };
        let whole = Summary { span, min: Some(4_001), max: Some(9_000), mean: None };
        let part = Summary { span: Span { to_ms: 99 * HOUR, ..span }, min: Some(4_000), ..whole };
        told[0].temperature =
            Some(Temperature { summaries: vec![whole, part], ..Temperature::default() });
        told
    };
    check(Code::ColdChainBroken, "mill/L", listed(31), listed(30));
}

#[test]
fn late_and_ahead() {
    let recorded = |delay_ms: i64| {
        let mut told = events("100 mill makes mill/L");
        told[0].recorded_ms = told[0].at.utc_ms + delay_ms;
        told
    };
    let week = 7 * 24 * HOUR;
    check(Code::Late, "mill/L", recorded(week + 1), recorded(week));
    check(Code::Ahead, "mill/L", recorded(-5 * MINUTE - 1), recorded(-5 * MINUTE));
}

#[test]
fn contradictions_about_one_thing() {
    let rows = [
        (
            "two places at once",
            "2 mill@ES.a sees mill/L#1\n2 mill@ES.b sees mill/L#1",
            "2 mill@ES.a sees mill/L#1\n2 mill@ES.a/254/door sees mill/L#1",
        ),
        (
            "two pallets at once",
            "2 mill packs mill/L#1 into mill=P\n3 mill packs mill/L#1 into mill=Q",
            "2 mill packs mill/L#1 into mill=P\n3 mill unpacks mill/L#1 from mill=P
             4 mill packs mill/L#1 into mill=Q",
        ),
        (
            "seen after it was destroyed",
            "2 mill destroys mill/L#1\n2:06 mill sees mill/L#1",
            "2 mill destroys mill/L#1\n2:05 mill sees mill/L#1",
        ),
    ];
    for (name, raising, calm) in rows {
        let told = |rest: &str| World::told(&format!("1 mill makes mill/L#1\n{rest}"));
        assert!(codes(&told(raising), "mill/L#1").contains(&Code::Contradiction), "{name}");
        assert!(!codes(&told(calm), "mill/L#1").contains(&Code::Contradiction), "{name}");
    }
    let lot = World::told("1 mill makes mill/L\n2 mill@ES.a sees mill/L\n2 mill@ES.b sees mill/L");
    assert_eq!(codes(&lot, "mill/L"), [], "a lot can be in two places");
}

#[test]
fn an_unconfirmed_claim() {
    check_told(
        Code::UnconfirmedClaim,
        "mill/L",
        "1 mill makes mill/L\n2 lab@ES.x sees mill/L",
        "1 mill makes mill/L\n2 mill@ES.x sees mill/L",
    );
}

#[test]
fn amounts_without_a_factor_cannot_be_added() {
    check_told(
        Code::CannotBeAdded,
        "mill/M",
        "1 mill turns mill/A 60kg into mill/M:100",
        "1 mill turns mill/A 60lb + mill/B 60kg into mill/M:40kg",
    );
    let world = World::default();
    let (kilos, pieces) = (quantity("2kg"), quantity("3"));
    let sum = |amounts: &[Option<&Qty>]| {
        let portions: Vec<_> = amounts.iter().map(|amount| portion(*amount)).collect();
        total(&portions, Some("KGM"), &world)
    };
    assert_eq!(sum(&[Some(&kilos), Some(&quantity("1lb"))]), Ok(Decimal::new(245_359_237, 8)));
    assert_eq!(sum(&[Some(&kilos), None]), Err(SumError::Unknown), "unknown is not nothing");
    assert_eq!(
        sum(&[Some(&kilos), Some(&pieces)]).map_err(|error| error.to_string()),
        Err("pieces cannot be added to KGM: there is no exact factor between them".to_owned())
    );
    let huge = Qty { decimal: Decimal::MAX, ..kilos.clone() };
    assert_eq!(sum(&[Some(&huge), Some(&huge)]), Err(SumError::TooLarge));
    let balance = Balance::of(&[portion(Some(&huge))], &[portion(Some(&kilos))], &world).unwrap();
    assert!(!balance.is_exceeded(), "products of huge amounts do not overflow");
}

fn portion(amount: Option<&Qty>) -> Portion<'_> {
    Portion { goods: "", amount }
}

#[test]
fn creation_by_somebody_else_is_not_authorised() {
    check_told(
        Code::NotAuthorised,
        "mill/L",
        "1 liar makes mill/L",
        "1 mill makes mill/L\n2 liar sees mill/L",
    );
}

#[test]
fn the_table_is_complete_and_its_words_are_unique() {
    let mut words: Vec<&str> = Code::ALL.iter().map(|code| code.row().code).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), 11);
    for code in Code::ALL {
        let row = code.row();
        assert!(row.seen_by.contains(&Audience::Authority), "{} is hidden", row.code);
        match row.threshold {
            Threshold::Any => {}
            Threshold::OverMs(amount) => assert!(amount > 0, "{}", row.code),
            Threshold::OverPercent(amount) => assert!(amount > 0, "{}", row.code),
        }
    }
    assert_eq!(Code::ColdChainBroken.row().severity, Severity::Serious);
}
