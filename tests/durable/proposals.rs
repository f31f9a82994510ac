//! A block in this node's name that it did not build is not its proposal.

use super::bench::{ME, chain, verified};
use crate::support::{FARM, World, event};
use furlong::store::undecided::Undecided;
use ledger::Hash;

#[test]
fn a_block_that_somebody_sent_in_our_name_is_not_proposed() {
    let mut world = World::new();
    world.stop();
    let id = |n: u8| format!("urn:uuid:0190b7a0-0000-7000-8000-0000000000{n:02}");
    let [theirs, ours] = [1, 2].map(|n| world.signed(FARM, event(&id(n), "A1")));
    // Any peer can build a valid block from statements that it has.
    let mut elsewhere = World::of_copy(&world);
    elsewhere.stop();
    let mut other = chain(&elsewhere);
    let sent = verified(&other, &theirs);
    let (forged, body) = other.build(0, &[9; 20], vec![sent]).unwrap().block.unwrap();
    let mut chain = chain(&world);
    let named = Undecided {
        height: 1,
        round: 0,
        valid_round: -1,
        proposer: ME.to_vec(),
        id: Hash::ZERO,
        valid: true,
        mine: false,
    };
    assert_eq!(chain.judge(&body, &named, false).unwrap().id, forged);
    let own = verified(&chain, &ours);
    let built = chain.build(0, &ME, vec![own]).unwrap().block.unwrap();
    assert_ne!(built.0, forged);
    // After a crash it is the same again, whatever else lies there.
    drop(chain);
    let mut chain = super::bench::chain(&world);
    assert_eq!(chain.build(0, &ME, Vec::new()).unwrap().block.unwrap(), built);
}
