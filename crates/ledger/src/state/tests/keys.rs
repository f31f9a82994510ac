//! Keys: purposes, retirement, compromise, vouching, ids.

use super::check;
use super::scene::Scene;

#[test]
fn each_key_has_one_purpose() {
    check(
        "members alpha beta
        alpha adds registrar reg       -> ok
        alpha adds agree box           -> ok
        alpha adds system@beta sys     -> ok
        alpha adds system@ghost sys2   -> refused V10
        alpha.event adds event e9      -> refused V5
        next block
        alpha.admin records e1         -> refused V5
        alpha.box   records e1         -> refused V5
        alpha.reg   records e1         -> refused V5
        alpha.sys   records e1         -> ok
        alpha.sys   recalls alpha-1    -> refused V5
        alpha.sys   looks              -> ok
        alpha.box   looks              -> refused V5
        alpha.event recalls alpha-1    -> ok
        alpha.reg   recalls alpha-1    -> refused V5
        alpha.reg   adds event e2      -> ok
        alpha.reg   adds admin a2      -> refused V9
        alpha.reg   retires alpha.event -> ok
        alpha.reg   retires alpha.spare -> refused V9
        alpha.reg   reports alpha.event since 1 -> refused V9
        alpha.reg   names us           -> refused V9
        alpha.reg   proposes p: suspend beta -> refused V9
        alpha.event names us           -> refused V5
        next block
        alpha.e2    records e2         -> ok
        alpha.event records e3         -> refused V3",
    );
}

#[test]
fn a_registrar_key_reaches_no_other_firm() {
    check(
        "members alpha beta
        alpha adds registrar reg       -> ok
        beta  adds event e7            -> ok
        next block
        alpha.reg retires beta.event   -> refused V9
        alpha.reg retires beta.e7      -> refused V9
        alpha.reg retires beta.admin   -> refused V9
        alpha.reg retires ghost.event  -> refused V10
        alpha.reg adds event e7        -> ok
        alpha.reg adds system@beta s7  -> refused V9
        alpha.reg adds registrar r7    -> refused V9
        alpha.reg adds agree b7        -> refused V9
        alpha     retires beta.event   -> refused V9
        alpha.reg retires alpha.event  -> ok
        next block
        see: key alpha.e7 active
        see: key beta.event active
        see: key beta.e7 active
        see: key alpha.event retired at 2",
    );
}

#[test]
fn a_key_is_active_from_the_next_block_and_in_the_block_that_retires_it() {
    check(
        "members alpha
        alpha adds event e2        -> ok
        alpha.e2 records a         -> refused V1
        alpha retires alpha.e2     -> refused V10
        next block
        alpha.e2 records a         -> ok
        alpha retires alpha.e2     -> ok
        alpha.e2 records b         -> ok
        alpha retires alpha.e2     -> refused V10
        next block
        alpha.e2 records c         -> refused V3
        alpha retires alpha.e2     -> refused V10
        alpha adds event e2        -> refused V11
        see: key alpha.e2 retired at 2",
    );
}

#[test]
fn a_key_id_is_unique_for_ever() {
    check(
        "members alpha beta
        alpha adds event e2     -> ok
        alpha adds admin e2     -> refused V11
        beta  adds event x      -> ok
        next block
        alpha adds event e2     -> refused V11
        beta  retires alpha.e2  -> refused V9
        beta  reports alpha.e2 since 0 -> refused V9
        beta  retires ghost.e2  -> refused V10",
    );
}

#[test]
fn a_key_ends_with_its_last_instant_of_block_time() {
    check(
        "members alpha
        alpha adds event e2 until 10 -> ok
        next block after 9 days
        alpha.e2 records a           -> ok
        next block after 2 days
        alpha.e2 records b           -> refused V4",
    );
}

#[test]
fn a_key_speaks_for_its_own_firm() {
    check(
        "members alpha beta
        alpha.event records a as beta -> refused V2
        ghost.event records a as beta -> refused V1
        alpha.event records a as alpha -> ok",
    );
}

#[test]
fn what_was_said_of_a_lost_key_only_grows() {
    check(
        "members alpha
        alpha records a                     -> ok
        next block
        alpha reports alpha.event since 9   -> refused V10
        alpha reports alpha.event since 2   -> ok
        next block
        see: key alpha.event retired at 2
        see: key alpha.event disputed since 2
        alpha reports alpha.event since 2   -> refused V10
        alpha reports alpha.event since 1   -> ok
        next block
        see: key alpha.event retired at 2
        see: key alpha.event disputed since 1",
    );
}

#[test]
fn an_id_is_used_once_by_each_firm() {
    check(
        "members alpha beta
        alpha records a              -> ok
        alpha records b again like a -> refused V7
        beta  records b again like a -> ok
        next block
        alpha records b again like a -> refused V7
        alpha records c              -> ok",
    );
}

#[test]
fn a_month_at_sea_is_not_lost() {
    let mut scene = Scene::of(&["alpha", "beta"]);
    scene.draft("alpha.event", "haul");
    scene.draft("alpha.admin", "odd");
    scene.draft("beta.event", "other");
    scene.draft("alpha.never", "stranger");
    scene.play(
        "alpha adds event e2             -> ok
        alpha retires alpha.event       -> ok
        next block
        alpha.event vouches for haul    -> refused V3
        alpha.e2    vouches for haul    -> ok
        alpha.e2    vouches for haul    -> refused V7
        alpha.e2    records x again like haul -> refused V7
        alpha.e2    vouches for odd     -> refused V8
        alpha.e2    vouches for stranger -> refused V8
        alpha.admin vouches for haul    -> refused V5
        next block
        alpha.e2    vouches for haul    -> refused V7",
    );
}
