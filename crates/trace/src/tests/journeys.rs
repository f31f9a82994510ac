//! Journeys of one lot, of lots made of lots, and of their branches.

use super::notation::goods;
use super::world::World;
use crate::journey::{GapKind, Relation};

#[test]
fn a_lot_that_stays_together_is_followed_to_its_end() {
    World::told(
        "
        10 boat@ES.sea   makes    boat/H 500kg
        20 boat@ES.port  ships    boat/H 500kg to mill@ES.vigo
        30 mill@ES.vigo  receives boat/H 500kg from boat
        31 mill@ES.vigo  sees     boat/H
    ",
    )
    .check(
        "boat/H",
        "
        boat commissioning
        boat shipping
        mill receiving
        mill storing
    ",
    );
}

#[test]
fn mince_tells_of_every_lot_it_was_made_from_and_of_nothing_else_made_from_them() {
    let world = World::told(
        "
        10 farm@IE.a     makes    farm~A 10kg
        11 farm@IE.b     makes    farm~B 10kg
        12 farm@IE.b     makes    farm~C 10kg
        20 farm@IE.a     ships    farm~A 10kg to plant@IE.cut
        20 farm@IE.b     ships    farm~B 10kg to plant@IE.cut
        20 farm@IE.b     ships    farm~C 10kg to rival@IE.cut
        30 plant@IE.cut  receives farm~A 10kg from farm
        30 plant@IE.cut  receives farm~B 10kg from farm
        30 rival@IE.cut  receives farm~C 10kg from farm
        40 plant@IE.cut  turns    farm~A 6kg + farm~B 6kg into plant/MINCE:12kg
        41 plant@IE.cut  turns    farm~A 4kg + farm~B 4kg into plant/STEAK:8kg
        50 plant@IE.cut  ships    plant/MINCE 12kg to shop@IE.cork
        50 plant@IE.cut  ships    plant/STEAK 8kg to shop@IE.cork
        60 shop@IE.cork  receives plant/MINCE 12kg from plant
    ",
    );
    world.check(
        "plant/MINCE",
        "
        farm commissioning x2
        farm shipping x2
        plant receiving x2
        plant commissioning
        plant shipping
        shop receiving
    ",
    );
    let journey = world.journey("plant/MINCE");
    let named: Vec<&String> = journey.steps.iter().flat_map(|step| &step.goods).collect();
    for sibling in [goods("plant/STEAK"), goods("farm~C")] {
        assert!(!named.contains(&&sibling), "{sibling} was not asked for");
    }
    assert_eq!(journey.steps[0].relation, Relation::Ingredient);
    assert_eq!(journey.steps[3].relation, Relation::Own);
}

#[test]
fn a_lot_sold_through_twelve_retailers_ends_in_one_sentence() {
    let mut lines = vec!["10 mill@ES.vigo makes mill/L 1200".to_owned()];
    for shop in 0..12 {
        let country = ["ES", "PT", "FR"][shop % 3];
        let hour = 20 + shop % 9;
        lines.push(format!("{hour} mill@ES.vigo ships mill/L 100 to shop{shop}@{country}.x"));
        lines.push(format!("30 shop{shop}@{country}.x receives mill/L 100 from mill"));
    }
    let world = World::told(&lines.join("\n"));
    world.check(
        "mill/L",
        "
        mill commissioning
        mill@ES.vigo -> 12 in ES FR PT
    ",
    );
    world.check(
        "mill/L at shop4@PT.x",
        "
        mill commissioning
        mill shipping
        shop4 receiving
    ",
    );
    world.check(
        "mill/L at shop4",
        "
        mill commissioning
        mill shipping
        shop4 receiving
    ",
    );
    world.check(
        "mill/L at nowhere",
        "
        mill commissioning
        mill@ES.vigo -> 12 in ES FR PT
    ",
    );
}

#[test]
fn a_depot_is_on_the_way_of_every_pack_until_the_lot_splits_there() {
    let world = World::told(
        "
        10 mill@ES.vigo  makes    mill/L 100
        20 mill@ES.vigo  ships    mill/L 60 to chain@FR.depot
        21 mill@ES.vigo  ships    mill/L 40 to chain@FR.depot
        30 chain@FR.depot receives mill/L 100 from mill
        40 chain@FR.depot ships   mill/L 50 to chain@FR.lyon
        50 chain@FR.depot sees    mill/L
        60 chain@FR.depot ships   mill/L 50 to chain@BE.gent
        70 chain@FR.lyon receives mill/L 50 from chain
        71 chain@BE.gent receives mill/L 50 from chain
    ",
    );
    world.check(
        "mill/L",
        "
        mill commissioning
        mill shipping x2
        chain receiving
        chain@FR.depot -> 2 in BE FR
    ",
    );
    world.check(
        "mill/L at chain@BE.gent",
        "
        mill commissioning
        mill shipping x2
        chain receiving
        chain storing
        chain shipping
        chain receiving
    ",
    );
}

#[test]
fn a_shipment_of_part_of_the_lot_is_not_true_of_every_pack() {
    let part = World::told(
        "
        10 mill@ES.vigo makes mill/L 100
        20 mill@ES.vigo ships mill/L 94 to shop@PT.x
    ",
    );
    part.check(
        "mill/L",
        "
        mill commissioning
        mill@ES.vigo -> 1 in PT
    ",
    );
    let nearly_all = World::told(
        "
        10 mill@ES.vigo makes mill/L 100kg
        20 mill@ES.vigo ships mill/L 96kg to shop@PT.x
    ",
    );
    nearly_all.check(
        "mill/L",
        "
        mill commissioning
        mill shipping
        (shop)
    ",
    );
}

#[test]
fn a_house_lot_without_gtin_has_a_journey() {
    World::told(
        "
        10 grower@EC.1   makes    grower~17 300kg
        20 grower@EC.1   ships    grower~17 300kg to coop@EC.shed
        21 coop@EC.shed  receives grower~17 300kg from grower
    ",
    )
    .check(
        "grower~17",
        "
        grower commissioning
        grower shipping
        coop receiving
    ",
    );
}

#[test]
fn an_animal_goes_its_way_into_the_cuts() {
    World::told(
        "
        10 farm@IE.a     makes    farm!1
        20 farm@IE.a     ships    farm!1 to plant@IE.cut
        30 plant@IE.cut  receives farm!1
        40 plant@IE.cut  turns    farm!1 into plant/LOIN
    ",
    )
    .check(
        "plant/LOIN",
        "
        farm commissioning
        farm shipping
        plant receiving
        plant commissioning
    ",
    );
}

#[test]
fn a_serial_goes_the_way_it_was_seen_on_and_shares_what_the_lot_shares() {
    let world = World::told(
        "
        10 mill@ES.vigo makes    mill/L 100
        11 mill@ES.vigo makes    mill/L#7
        20 mill@ES.vigo ships    mill/L 50 to shop@PT.x
        20 mill@ES.vigo ships    mill/L 50 to store@FR.y
        30 shop@PT.x    receives mill/L 50 from mill
        30 store@FR.y   receives mill/L 50 from mill
        40 store@FR.y   sees     mill/L#7
    ",
    );
    world.check(
        "mill/L",
        "
        mill commissioning
        mill@ES.vigo -> 2 in FR PT
    ",
    );
    world.check(
        "mill/L#7",
        "
        mill commissioning x2
        mill shipping
        store receiving
        store storing
    ",
    );
}

#[test]
fn a_serial_that_does_not_say_its_lot_is_joined_by_what_its_maker_told() {
    let mut events = super::notation::events(
        "
        10 mill@ES.vigo makes mill/L 100
        11 mill@ES.vigo makes mill/#7
        20 mill@ES.vigo ships mill/L 100 to shop@PT.x
        30 shop@PT.x receives mill/L 100 from mill
    ",
    );
    events[1].objects[0].lot = Some(goods("mill/L"));
    World::of(events).check(
        "mill/#7",
        "
        mill commissioning x2
        mill shipping
        shop receiving
    ",
    );
}

#[test]
fn firms_that_say_nothing_are_grey_lines_and_gaps_no_warnings() {
    let world = World::told(
        "
        10 farm@IE.a     makes  farm~A
        20 farm@IE.a     ships  farm~A to hauler
        40 plant@IE.cut  turns  ghost/G 6kg into plant/M:5kg
    ",
    );
    world.check(
        "farm~A",
        "
        farm commissioning
        farm shipping
        (hauler)
    ",
    );
    world.check(
        "plant/M",
        "
        (ghost)
        plant commissioning
    ",
    );
    let journey = world.journey("plant/M");
    assert_eq!(journey.findings, []);
    assert_eq!(journey.gaps[0].kind, GapKind::SourceNotRecorded);
    assert_eq!(world.journey("farm~A").gaps[0].kind, GapKind::ReceiverNotRecorded);
}

#[test]
fn steps_of_one_firm_and_day_are_one_and_thirty_are_shown() {
    let world = World::told(
        "
        10 mill@ES.a makes mill/L
        11 mill@ES.a sees  mill/L
        12 mill@ES.b sees  mill/L
        23:59 mill@ES.b sees  mill/L
        24 mill@ES.b sees  mill/L
    ",
    );
    world.check(
        "mill/L",
        "
        mill commissioning
        mill storing x3
        mill storing
    ",
    );
    assert_eq!(world.journey("mill/L").steps[1].place, None, "they were at two places");

    let days = (1..=43).map(|day| format!("\n{} mill sees mill/L", day * 24));
    let text: String = std::iter::once("10 mill makes mill/L".to_owned()).chain(days).collect();
    let journey = World::told(&text).journey("mill/L");
    assert_eq!((journey.steps.len(), journey.earlier), (30, 14));
    assert_eq!(journey.steps[29].events, [43], "the last steps are kept");
    assert!(!journey.truncated);
}

#[test]
fn goods_renumbered_by_both_firms_are_one() {
    let text = "
        10 boat@ES.sea   makes    boat/H 500kg
        20 boat@ES.port  ships    boat/H 500kg to mill@ES.vigo
        30 mill@ES.vigo  receives boat/H 500kg from boat
        31 mill@ES.vigo  sees     mill/X
    ";
    let whole = "
        boat commissioning
        boat shipping
        mill receiving
        mill storing
    ";
    World::told(text).joined("boat/H", "mill/X", &["boat", "mill"]).check("mill/X", whole);
    World::told(text).joined("boat/H", "mill/X", &["mill"]).check("mill/X", "mill storing");
}

#[test]
fn events_of_one_long_transformation_belong_together_if_one_firm_signed_them() {
    let mut events = super::notation::events(
        "
        10 mill makes mill/A 5kg
        10 mill makes mill/B 5kg
        20 mill turns mill/A 5kg into mill/Z
        21 mill turns mill/B 5kg into mill/M:9kg
        22 liar turns liar/C 5kg into liar/D
    ",
    );
    events[2].outputs.clear();
    for event in &mut events[2..] {
        event.transformation_id = Some("urn:example:run:1".to_owned());
    }
    World::of(events).check(
        "mill/M",
        "
        mill commissioning x2
        mill commissioning
    ",
    );
}
