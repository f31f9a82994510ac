//! Whose word counts.

use super::notation::{events, goods};
use super::world::World;
use crate::custody::ClaimReason;
use crate::finding::Code;
use crate::journey::GapKind;

#[test]
fn what_a_firm_says_that_nobody_named_stands_apart() {
    let world = World::told(
        "
        10 mill@ES.vigo makes    mill/L
        20 mill@ES.vigo ships    mill/L to shop@ES.a
        30 liar@FR.x    receives mill/L from mill
        31 liar@FR.x    ships    mill/L to friend@FR.y
        32 friend@FR.y  receives mill/L from liar
        40 shop@ES.a    receives mill/L from mill
    ",
    );
    world.check(
        "mill/L",
        "
        mill commissioning
        mill shipping
        shop receiving
        claim: liar receiving
        claim: liar shipping
        claim: friend receiving
    ",
    );
    let reasons: Vec<_> = world.journey("mill/L").claims.iter().map(|claim| claim.reason).collect();
    assert_eq!(reasons, [ClaimReason::NotNamed; 3], "a liar cannot name its friends");
}

#[test]
fn an_agent_speaks_for_the_owner_in_what_it_was_asked_to_do_and_no_further() {
    let told = "
        10 coop@ES.vigo makes mill/L
        20 coop@ES.vigo sees  mill/L
        30 liar@ES.vigo makes mill/L
    ";
    World::told(told).agent("mill", "coop", &["commissioning"]).check(
        "mill/L",
        "
        coop commissioning
        claim: coop storing
        claim: liar commissioning
    ",
    );
}

#[test]
fn an_agent_may_send_for_the_owner_to_itself() {
    let told = "
        10 coop@ES.vigo makes    mill/L
        20 coop@ES.vigo ships    mill/L to coop@ES.vigo
        30 coop@ES.vigo receives mill/L
        40 coop@ES.vigo sees     mill/L
    ";
    World::told(told).agent("mill", "coop", &["commissioning", "shipping"]).check(
        "mill/L",
        "
        coop commissioning
        coop shipping
        coop receiving
        coop storing
    ",
    );
}

#[test]
fn a_receiver_must_be_named_and_must_confirm() {
    World::told(
        "
        10 mill@ES.vigo makes mill/L
        20 mill@ES.vigo ships mill/L to shop@ES.a
        30 shop         sees  mill/L
        40 shop@ES.a    receives mill/L
        50 shop         sees  mill/L
    ",
    )
    .check(
        "mill/L",
        "
        mill commissioning
        mill shipping
        shop storing
        shop receiving
        shop storing
    ",
    );
    let silent = World::told(
        "
        10 mill@ES.vigo makes mill/L
        20 mill@ES.vigo ships mill/L to shop@ES.a
        30 shop         sees  mill/L
    ",
    );
    silent.check(
        "mill/L",
        "
        mill commissioning
        mill shipping
        (shop)
        claim: shop storing
    ",
    );
    assert_eq!(silent.journey("mill/L").claims[0].reason, ClaimReason::NotReceived);
}

#[test]
fn a_receiver_does_not_speak_of_the_time_before_it_was_named() {
    World::told(
        "
        10 mill@ES.vigo makes    mill/L
        12 shop@ES.a    logs     mill/L as 3
        50 mill@ES.vigo ships    mill/L to shop@ES.a
        60 shop@ES.a    receives mill/L
    ",
    )
    .check(
        "mill/L",
        "
        mill commissioning
        mill shipping
        shop receiving
        claim: shop sensor_reporting
    ",
    );
}

#[test]
fn the_record_starts_with_the_owner_or_with_whom_it_named() {
    let text = "
        10 packer@PE.a makes brand/L 10
        11 packer@PE.a ships brand/L 10 to shop@ES.a
        12 shop@ES.a   receives brand/L 10
    ";
    World::told(text).named("brand", "packer").check(
        "brand/L",
        "
        packer commissioning
        packer shipping
        shop receiving
    ",
    );
    World::told(text).check(
        "brand/L",
        "
        claim: packer commissioning
        claim: packer shipping
        claim: shop receiving
    ",
    );
}

#[test]
fn hidden_destinations_hand_nothing_over() {
    let mut told = events(
        "
        10 mill@ES.vigo makes    mill/L
        20 mill@ES.vigo ships    mill/L to shop@ES.a
        30 shop@ES.a    receives mill/L
    ",
    );
    told[1].destinations.clear();
    told[1].concealed = true;
    World::of(told).check(
        "mill/L",
        "
        mill commissioning
        mill shipping
        claim: shop receiving
    ",
    );
}

#[test]
fn an_ingredient_that_never_came_to_the_maker_lends_it_no_history() {
    let world = World::told(
        "
        10 fine@FR.a makes fine/FAMOUS
        20 fine@FR.a ships fine/FAMOUS to shop@FR.b
        30 fake@ES.x turns fine/FAMOUS 5kg into fake/F:5kg
    ",
    );
    world.check("fake/F", "fake commissioning");
    let journey = world.journey("fake/F");
    assert_eq!(journey.gaps[0].kind, GapKind::HandOverNotRecorded);
    assert_eq!(journey.findings[0].code, Code::UnconfirmedClaim);
    assert_eq!(journey.findings[0].goods, Some(goods("fine/FAMOUS")));
}

#[test]
fn nobody_else_can_pack_goods_into_its_own_pallet() {
    World::told(
        "
        10 mill@ES.vigo makes mill/L
        11 liar@FR.x    packs mill/L into mill=P9
        12 mill@ES.vigo ships mill=P9 to shop@FR.b
        13 shop@FR.b    receives mill=P9
    ",
    )
    .check(
        "mill/L",
        "
        mill commissioning
        claim: liar packing
    ",
    );
}

#[test]
fn the_owner_of_a_container_may_say_where_it_is_and_hand_nothing_on() {
    World::told(
        "
        10 mill@ES.vigo makes mill/L
        11 mill@ES.vigo packs mill/L into line=BOX
        12 line@ES.sea  logs  line=BOX as 2,3
        13 line@ES.sea  ships line=BOX to thief@FR.b
        14 thief@FR.b   receives line=BOX
        15 thief@FR.b   sees  mill/L
    ",
    )
    .check(
        "mill/L",
        "
        mill commissioning
        mill packing
        line sensor_reporting
        line shipping
        claim: thief receiving
        claim: thief storing
    ",
    );
}

#[test]
fn a_bare_gtin_is_no_lot() {
    World::told(
        "
        10 mill makes mill/ 10
        11 mill makes mill/L 10
        12 mill turns mill/ 5 into mill/M:5
    ",
    )
    .check(
        "mill/M",
        "
        mill commissioning
    ",
    );
}

#[test]
fn a_voided_shipment_never_was() {
    World::told(
        "
        10 mill@ES.vigo makes    mill/L 10
        20 mill@ES.vigo ships    mill/L 10 to shop@ES.a
        21 mill@ES.vigo voids    mill/L 10 to shop@ES.a
        22 mill@ES.vigo ships    mill/L 10 to cafe@ES.b
        30 cafe@ES.b    receives mill/L 10
    ",
    )
    .check(
        "mill/L",
        "
        mill commissioning
        mill shipping
        cafe receiving
    ",
    );
}
