//! Proposals, thresholds, lapse, epochs.

use super::check;
use crate::state::Outcome;

#[test]
fn more_than_half_enrol_a_member() {
    check(
        "members alpha beta gamma delta
        alpha proposes p: enrol farm with prefix -> ok
        farm  names us              -> refused V1
        next block
        see: open 1
        see: farm is unknown
        alpha votes no on p:        -> refused V12
        beta  votes no on p:        -> ok
        beta  votes yes on p:       -> refused V12
        gamma votes yes on p:       -> ok
        next block
        see: farm is unknown
        beta  votes yes on p:       -> refused V12
        gamma.event votes yes on p: -> refused V5
        delta votes yes on p:       -> ok
        farm  records e1            -> refused V1
        next block
        see: farm is active
        see: farm owns farm-1
        see: open 0
        farm  records e1            -> ok
        farm  sponsors mill         -> refused V9
        farm  proposes q: suspend alpha -> refused V9
        delta votes yes on p:       -> refused V12",
    );
}

#[test]
fn a_regulator_comes_by_ballot() {
    check(
        "members alpha
        alpha proposes p: enrol agency with regulator:ES -> ok
        next block
        agency recalls alpha-1 alpha-2/L7 -> ok
        alpha  recalls alpha-1            -> ok
        next block
        see: agency says recalled of alpha-1
        see: alpha says recalled of alpha-1",
    );
}

#[test]
fn two_thirds_expel_and_change_the_validators() {
    let scene = check(
        "members alpha beta gamma delta
        alpha proposes p: enrol epsilon -> ok
        alpha proposes x: expel delta   -> ok
        next block
        beta  votes yes on p:       -> ok
        gamma votes yes on p:       -> ok
        beta  votes yes on x:       -> ok
        next block
        see: epsilon is active
        see: delta is active
        gamma votes yes on x:       -> ok
        delta records e1            -> ok
        next block
        see: delta is expelled
        delta records e2            -> refused V6
        delta votes yes on x:       -> refused V6
        alpha proposes v: validators alpha beta gamma delta -> refused V10
        alpha proposes v: validators alpha beta gamma epsilon -> ok
        alpha proposes w: suspend beta -> ok
        next block
        see: open 2
        beta  votes yes on v:       -> ok
        gamma votes yes on v:       -> ok
        epsilon votes yes on w:     -> refused V9
        next block
        see: epoch 1
        see: validators 4
        see: open 0
        epsilon votes yes on w:     -> refused V12
        epsilon sponsors farm       -> ok
        delta names us              -> refused V6",
    );
    assert!(
        scene
            .last
            .closed
            .iter()
            .any(|(id, outcome)| { *id == scene.proposal("w:") && *outcome == Outcome::Lapsed })
    );
    assert_eq!(scene.last.epoch_begun, Some(1));
    assert!(scene.last.members.contains_key(&0));
}

#[test]
fn a_proposal_is_open_for_thirty_days_of_block_time() {
    check(
        "members alpha beta
        alpha proposes p: suspend beta -> ok
        next block after 29 days
        next block
        see: open 1
        next block after 2 days
        beta  votes yes on p: -> refused V12
        next block
        see: open 0
        see: beta is active",
    );
}

#[test]
fn what_is_no_longer_possible_does_not_act() {
    let scene = check(
        "members alpha beta
        alpha proposes p: enrol farm  -> ok
        beta  proposes q: enrol farm  -> ok
        beta  proposes r: suspend farm -> refused V10
        next block
        beta  votes yes on p:         -> ok
        alpha votes yes on q:         -> ok
        next block
        see: farm is active
        see: open 0",
    );
    let outcomes: Vec<Outcome> = scene.last.closed.iter().map(|(_, outcome)| *outcome).collect();
    assert_eq!(outcomes, [Outcome::Acts, Outcome::Impossible]);
}

#[test]
fn carried_proposals_act_in_the_order_of_their_last_ballots() {
    check(
        "members alpha beta
        alpha proposes p: suspend beta -> ok
        alpha proposes q: prefixes beta 9520777 -> ok
        next block
        beta  votes yes on q: -> ok
        beta  votes yes on p: -> ok
        beta  names us        -> ok
        next block
        see: beta is suspended
        beta  names us        -> refused V6",
    );
}

#[test]
fn one_block_ends_one_epoch() {
    let scene = check(
        "members alpha
        alpha proposes v: validators alpha -> ok
        alpha proposes r: rules 2          -> ok
        alpha proposes s: rules 1          -> refused V10
        next block
        see: epoch 1
        see: rules 2
        alpha records e1                   -> refused V15",
    );
    assert_eq!(scene.last.closed.len(), 2);
}

#[test]
fn redaction_names_a_leaf_that_is_there() {
    check(
        "members alpha
        alpha records e1          -> ok
        alpha proposes p: redact 3 -> refused V10
        next block
        alpha proposes p: redact 1 -> refused V10
        alpha proposes p: redact 4 -> refused V10
        alpha proposes p: redact 3 -> ok
        next block
        see: redacted 3",
    );
}

#[test]
fn nobody_fills_the_state_with_proposals() {
    let mut scene = check("members alpha beta");
    for number in 0..32 {
        scene.play(&format!("alpha proposes p{number}: suspend beta -> ok"));
    }
    scene.play(
        "alpha proposes more: suspend beta -> refused V14
        beta proposes more: suspend alpha -> ok
        next block
        alpha proposes more: suspend beta -> refused V14
        next block after 31 days
        alpha proposes more: suspend beta -> ok",
    );
}

#[test]
fn lost_admin_keys_are_replaced_by_ballot() {
    check(
        "members alpha beta
        alpha sponsors farm        -> ok
        next block
        alpha proposes k: keys farm -> ok
        beta  proposes l: keys farm -> ok
        next block
        beta  votes yes on k:      -> ok
        farm  adds event e2        -> ok
        next block
        see: key farm.admin retired at 3
        see: key farm.spare retired at 3
        see: key farm.event active
        see: key farm.e2 active
        see: key farm.new1 active
        alpha votes yes on l:      -> ok
        farm  names us             -> refused V3
        farm.new1 names us         -> ok",
    );
}
