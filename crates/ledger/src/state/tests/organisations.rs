//! Who comes in, moves, ends.

use super::check;

#[test]
fn a_member_answers_for_its_participants() {
    check(
        "members alpha beta
        alpha sponsors farm                     -> ok
        alpha sponsors farm                     -> refused V11
        beta  sponsors farm                     -> refused V11
        farm  records e1                        -> refused V1
        next block
        see: farm is active
        see: farm belongs to alpha
        farm  records e1                        -> ok
        farm  sponsors mill                     -> refused V9
        beta  ends farm                         -> refused V9
        alpha sponsors farm                     -> refused V11
        alpha sponsors mill with prefix         -> refused V9
        alpha sponsors agency with regulator:ES -> refused V9
        alpha sponsors lab with certifier       -> refused V9
        alpha sponsors mill with processor      -> ok
        next block
        alpha ends farm                         -> ok
        farm  records e2                        -> ok
        next block
        see: farm is ended
        farm  records e3                        -> refused V6
        farm.admin names us                     -> refused V6
        alpha ends farm                         -> refused V10
        mill  ends mill                         -> ok
        alpha ends beta                         -> refused V9
        alpha ends alpha                        -> refused V10
        alpha ends ghost                        -> refused V9
        next block
        see: mill is ended",
    );
}

#[test]
fn a_firm_without_a_gln_is_named_under_its_sponsor() {
    check(
        "members alpha beta
        beta  sponsors alpha#7 -> refused V9
        alpha sponsors alpha#7 -> ok
        next block
        see: alpha#7 is active
        see: alpha#7 owns alpha#7-house/B2",
    );
}

#[test]
fn a_participant_moves_with_its_keys() {
    check(
        "members alpha beta gamma
        alpha sponsors farm    -> ok
        next block
        beta  accepts farm     -> refused V10
        alpha moves farm to beta -> refused V9
        farm  moves to alpha   -> refused V10
        farm  moves to farm    -> refused V10
        alpha moves to beta    -> refused V10
        farm  moves to gamma   -> ok
        farm  moves to beta    -> ok
        gamma accepts farm     -> refused V10
        next block
        see: open 1
        see: farm belongs to alpha
        gamma accepts farm     -> refused V10
        alpha votes yes on nothing -> refused V12
        beta  accepts farm     -> ok
        beta  accepts farm     -> refused V10
        farm  records e1       -> ok
        next block
        see: farm belongs to beta
        see: open 0
        farm  records e2       -> ok
        alpha ends farm        -> refused V9
        beta  ends farm        -> ok",
    );
}

#[test]
fn a_wish_to_move_lapses_too() {
    check(
        "members alpha beta
        alpha sponsors farm -> ok
        next block
        farm  moves to beta -> ok
        next block after 31 days
        beta  accepts farm  -> refused V10
        next block
        see: open 0",
    );
}

#[test]
fn a_suspended_firm_may_only_retire_keys_and_recall() {
    check(
        "members alpha beta gamma
        alpha sponsors farm         -> ok
        next block
        alpha proposes p: prefixes farm 9520006 -> ok
        beta  votes yes on p:       -> refused V12
        next block
        beta  votes yes on p:       -> ok
        farm  adds event e2         -> ok
        next block
        alpha proposes s: suspend farm -> ok
        next block
        beta  votes yes on s:       -> ok
        farm  records e1            -> ok
        next block
        see: farm is suspended
        farm  records e2            -> refused V6
        farm  looks                 -> refused V6
        farm  adds event e3         -> refused V6
        farm  names us              -> refused V6
        farm  ends farm             -> refused V6
        farm  retires farm.e2       -> ok
        farm  reports farm.event since 1 -> ok
        farm.admin recalls farm-1   -> ok
        beta  proposes t: suspend farm -> refused V10
        beta  proposes r: resume farm  -> ok
        next block
        see: farm says recalled of farm-1
        see: key farm.e2 retired at 6
        see: key farm.event disputed since 1
        alpha votes yes on r:       -> ok
        next block
        see: farm is active
        farm  names us              -> ok",
    );
}

#[test]
fn prefixes_belong_to_one_firm_and_the_longest_owns() {
    check(
        "members alpha
        alpha sponsors farm                           -> ok
        alpha sponsors mill                           -> ok
        next block
        see: nobody owns farm-1
        see: alpha owns alpha-1
        see: farm owns farm-house/B2
        alpha proposes p: prefixes farm 9520006       -> ok
        alpha proposes q: prefixes mill 95200061      -> ok
        next block
        see: farm owns farm-1
        see: farm owns farm-1/L7
        alpha proposes r: prefixes mill 952000        -> refused V11
        alpha proposes r: prefixes mill 95200060      -> refused V11
        alpha proposes r: prefixes farm 9520006 95200060 -> ok
        alpha proposes r: prefixes ghost 9520099      -> refused V10
        alpha proposes s: enrol shop with 95200061    -> refused V11
        alpha proposes t: prefixes farm               -> ok
        next block
        see: nobody owns farm-1
        see: open 0",
    );
}
