//! Data of which a part was made to hurt.

use super::notation::{events, goods};
use super::world::{World, told};
use crate::source::Limits;

#[test]
fn lots_made_of_each_other_end() {
    World::told(
        "
        10 mill turns mill/B into mill/A
        11 mill turns mill/A into mill/B
        12 mill turns mill/A into mill/A
    ",
    )
    .check("mill/A", "mill commissioning x3");
}

#[test]
fn pallets_inside_each_other_end() {
    let world = World::told(
        "
        10 mill makes mill/L
        11 mill packs mill/L into mill=P
        12 mill packs mill=P into mill=Q
        13 mill packs mill=Q into mill=P
        14 mill packs mill=P into mill=P
        15 mill packs mill=P into mill/L#1
        16 mill unpacks mill/L from mill=P
        17 mill sees mill=Q
    ",
    );
    world.check(
        "mill/L",
        "
        mill commissioning
        mill packing x4
        mill unpacking
    ",
    );
    assert_eq!(told(&world.journey("mill=P")).last().unwrap(), "mill storing");
}

#[test]
fn goods_sent_in_a_circle_end() {
    World::told(
        "
        10 a@ES.x makes    a/L
        11 a@ES.x ships    a/L to b@ES.x
        12 b@ES.x receives a/L
        13 b@ES.x ships    a/L to a@ES.x
        14 a@ES.x receives a/L
    ",
    )
    .check(
        "a/L",
        "
        a commissioning
        a shipping
        b receiving
        b shipping
        a receiving
    ",
    );
}

#[test]
fn ten_thousand_receivers_are_one_sentence() {
    let mut lines = vec!["1 mill@ES.vigo makes mill/L 10000".to_owned()];
    for shop in 0..5_000 {
        lines.push(format!("2 mill@ES.vigo ships mill/L 2 to s{shop}@F{}.x", shop % 7));
        lines.push(format!("3 s{shop}@F{}.x receives mill/L 2 from mill", shop % 7));
    }
    let text = lines.join("\n");
    let world = World::told(&text);
    world.check(
        "mill/L",
        "
        mill commissioning
        mill@ES.vigo -> 5000 in F0 F1 F2 F3 F4 F5 F6
    ",
    );
    assert!(!world.journey("mill/L").truncated);
    world.check(
        "mill/L at s4321",
        "
        mill commissioning
        mill shipping
        s4321 receiving
    ",
    );

    let limits = Limits { events: 1_000, ..Limits::PAGE };
    let world = World::told(&text).limited(limits);
    assert!(world.journey("mill/L").truncated);
    assert!(world.read.get() <= 1_001, "{} events were read", world.read.get());
}

#[test]
fn a_chain_of_lots_longer_than_the_bound_is_cut() {
    let made = (1..200).map(|lot| format!("\n{lot} mill turns mill/{} into mill/{lot}", lot - 1));
    let text: String = std::iter::once("0 mill makes mill/0".to_owned()).chain(made).collect();
    let world = World::told(&text).limited(Limits { lots: 50, ..Limits::PAGE });
    let journey = world.journey("mill/199");
    assert!(journey.truncated);
    assert_eq!(journey.events.len(), 51, "the lot itself and fifty behind it");
    assert!(!World::told(&text).journey("mill/199").truncated);
}

#[test]
fn carriers_beyond_the_bound_are_cut() {
    let packed = (0..20).map(|pallet| format!("\n1 mill packs mill/L into mill=P{pallet}"));
    let text: String = std::iter::once("0 mill makes mill/L".to_owned()).chain(packed).collect();
    let cut = World::told(&text).limited(Limits { carriers: 10, ..Limits::PAGE });
    assert!(cut.journey("mill/L").truncated);
    let whole = World::told(&text).limited(Limits { carriers: 20, ..Limits::PAGE });
    assert!(!whole.journey("mill/L").truncated);
}

#[test]
fn names_joined_without_end_are_cut() {
    let mut world = World::told("1 a makes a/0");
    for name in 0..40 {
        world = world.joined(&format!("a/{name}"), &format!("a/{}", name + 1), &["a"]);
    }
    assert!(world.journey("a/0").truncated);
}

#[test]
fn times_at_the_ends_of_the_world_do_not_overflow() {
    let mut told = events(
        "
        1 mill@ES.a makes    mill/L 1
        2 mill@ES.a packs    mill/L 1 into mill=P
        3 mill@ES.a ships    mill=P to shop@ES.b
        4 shop@ES.b receives mill=P
        5 shop@ES.b logs     mill/L as 9,9
        6 shop@ES.b turns    mill/L 1 into shop/M:1
    ",
    );
    let ends = [i64::MIN, -1, i64::MAX, i64::MAX, i64::MIN, i64::MAX];
    for (event, end) in told.iter_mut().zip(ends) {
        event.at.utc_ms = end;
        event.at.offset_min = i32::MIN;
        event.recorded_ms = end.wrapping_neg();
    }
    let world = World::of(told);
    for question in ["mill/L", "mill=P", "shop/M", "mill/L at shop"] {
        let journey = world.journey(question);
        assert!(journey.events.len() <= 6, "{question}");
    }
    assert_eq!(world.journey("mill/L").steps[0].goods, [goods("mill/L")]);
}
