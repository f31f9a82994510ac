//! Goods in cases, on pallets and in containers.

use super::world::World;

const PALLETS: &str = "
    10 mill@ES.vigo  makes    mill/L 80
    11 mill@ES.vigo  packs    mill/L 40 + mill/OTHER 5 into mill=P1
    12 mill@ES.vigo  packs    mill/L 40 into mill=P2
    13 mill@ES.vigo  packs    mill=P1 + mill=P2 into line=BOX
    14 mill@ES.vigo  packs    mill/THIRD into mill=P1
    15 mill@ES.vigo  ships    line=BOX to depot@FR.lyon
    16 line@ES.sea   sees     line=BOX
    20 depot@FR.lyon receives line=BOX from mill
    21 depot@FR.lyon unpacks  mill=P1 + mill=P2 from line=BOX
    22 line@FR.port  sees     line=BOX
    30 depot@FR.lyon ships    mill=P1 to shop@FR.nice
    31 depot@FR.lyon ships    mill=P2 to shop@BE.gent
    40 shop@FR.nice  receives mill=P1 from depot
    41 shop@FR.nice  empties  mill=P1
    42 shop@FR.nice  sees     mill=P1
    43 shop@BE.gent  receives mill=P2 from depot
";

#[test]
fn a_pack_reached_only_through_its_pallet_shares_the_pallets_way() {
    World::told(PALLETS).check(
        "mill/L",
        "
        mill commissioning
        mill packing x3
        mill shipping
        line storing
        depot receiving
        depot unpacking
        depot@FR.lyon -> 2 in BE FR
    ",
    );
}

#[test]
fn a_pallet_named_in_the_question_is_a_branch() {
    World::told(PALLETS).check(
        "mill/L at mill=P1",
        "
        mill commissioning
        mill packing x2
        mill shipping
        line storing
        depot receiving
        depot unpacking
        depot shipping
        shop receiving
        shop unpacking
    ",
    );
}

#[test]
fn a_pallet_tells_where_its_contents_come_from() {
    let world = World::told(
        "
        10 boat@ES.sea  makes    boat/H 40kg
        11 boat@ES.sea  ships    boat/H 40kg to mill@ES.vigo
        12 mill@ES.vigo receives boat/H 40kg from boat
        20 mill@ES.vigo turns    boat/H 40kg into mill/L:20kg
        21 mill@ES.vigo makes    mill/OUT 5
        22 mill@ES.vigo packs    mill/L 20kg + mill/OUT into mill=P1
        23 mill@ES.vigo unpacks  mill/OUT from mill=P1
        24 mill@ES.vigo ships    mill=P1 to shop@FR.x
        25 shop@FR.x    receives mill=P1
    ",
    );
    world.check(
        "mill=P1",
        "
        boat commissioning
        boat shipping
        mill receiving
        mill commissioning
        mill packing
        mill unpacking
        mill shipping
        shop receiving
    ",
    );
}

#[test]
fn an_emptied_pallet_tells_of_what_was_on_it_last() {
    let world = World::told(
        "
        10 mill@ES.vigo makes    mill/OLD 5
        11 mill@ES.vigo packs    mill/OLD into mill=P1
        12 mill@ES.vigo unpacks  mill/OLD from mill=P1
        20 mill@ES.vigo makes    mill/NEW 5
        21 mill@ES.vigo packs    mill/NEW into mill=P1
        22 mill@ES.vigo ships    mill=P1 to shop@FR.x
        23 shop@FR.x    receives mill=P1
        24 shop@FR.x    empties  mill=P1
    ",
    );
    world.check(
        "mill=P1",
        "
        mill packing
        mill unpacking
        mill commissioning
        mill packing
        mill shipping
        shop receiving
        shop unpacking
    ",
    );
}

#[test]
fn a_crate_used_again_carries_each_lot_only_while_it_holds_it() {
    let world = World::told(
        "
        10 mill@ES.vigo makes    mill/L1 10
        11 mill@ES.vigo packs    mill/L1 10 into pool=CRATE
        12 mill@ES.vigo ships    pool=CRATE to shop@ES.a
        13 shop@ES.a    receives pool=CRATE from mill
        14 shop@ES.a    unpacks  mill/L1 10 from pool=CRATE
        15 shop@ES.a    ships    pool=CRATE to mill@ES.vigo
        16 mill@ES.vigo receives pool=CRATE from shop
        20 mill@ES.vigo makes    mill/L2 10
        21 mill@ES.vigo packs    mill/L2 10 into pool=CRATE
        22 mill@ES.vigo ships    pool=CRATE to cafe@ES.b
        23 cafe@ES.b    receives pool=CRATE from mill
    ",
    );
    world.check(
        "mill/L1",
        "
        mill commissioning
        mill packing
        mill shipping
        shop receiving
        shop unpacking
    ",
    );
    world.check(
        "mill/L2",
        "
        mill commissioning
        mill packing
        mill shipping
        cafe receiving
    ",
    );
}

#[test]
fn part_of_a_load_taken_out_leaves_the_rest_aboard() {
    World::told(
        "
        10 mill@ES.vigo makes    mill/L 10
        11 mill@ES.vigo packs    mill/L 10 into mill=P1
        12 mill@ES.vigo unpacks  mill/L 3 from mill=P1
        13 mill@ES.vigo ships    mill=P1 to shop@ES.a
        14 shop@ES.a    receives mill=P1 from mill
    ",
    )
    .check(
        "mill/L",
        "
        mill commissioning
        mill packing
        mill unpacking
        mill shipping
        shop receiving
    ",
    );
}
