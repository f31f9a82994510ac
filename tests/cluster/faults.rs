//! Nodes die, lines are cut: the record goes on while three of four agree, stands still otherwise,
//! and is one record for ever.

use super::bed::Cluster;
use super::line::Way;
use super::load::{Load, Receipts, Signer};
use super::looks::{agree, end_clean, goes_on};
use std::sync::Arc;

/// So many statements pass before something happens, and after it where something can.
pub(super) const SOME: usize = 12;

/// What the record of a node shows now.
fn height(cluster: &Cluster, who: usize) -> u64 {
    cluster.client(who).get("/readyz").json()["height"].as_u64().expect("a height")
}

pub(super) fn whole(cluster: Cluster, receipts: &Arc<Receipts>, load: Load) {
    goes_on(&cluster, receipts);
    load.end();
    goes_on(&cluster, receipts);
    agree(&cluster, receipts);
    end_clean(cluster);
}

#[test]
fn one_of_four_is_killed_under_load_and_comes_back() {
    let (mut cluster, receipts) = (Cluster::start(), Arc::new(Receipts::default()));
    let load = Load::begin(&cluster, &receipts);
    for who in [0, 2] {
        receipts.more(SOME);
        cluster.kill(who);
        receipts.more(SOME);
        cluster.serve(who);
    }
    whole(cluster, &receipts, load);
}

#[test]
fn with_two_of_four_dead_the_record_stands_still_and_goes_on_with_three() {
    let (mut cluster, receipts) = (Cluster::start(), Arc::new(Receipts::default()));
    let load = Load::begin(&cluster, &receipts);
    receipts.more(SOME);
    cluster.kill(1);
    cluster.kill(3);
    stands_still(&cluster, &receipts, &[0, 2]);
    cluster.serve(1);
    receipts.more(SOME);
    cluster.serve(3);
    whole(cluster, &receipts, load);
}

/// Nothing is ordered by these, however they are asked: a statement is sent to each and has no
/// receipt.
fn stands_still(cluster: &Cluster, receipts: &Arc<Receipts>, live: &[usize]) {
    let heights = || live.iter().map(|who| height(cluster, *who)).collect::<Vec<_>>();
    // The block in hand may still be committed where its votes had arrived.
    let taken = probe(cluster, receipts, live);
    let before = heights();
    let again = probe(cluster, receipts, live);
    let after = heights();
    assert!(!again.contains(&true), "ordered without a quorum: {taken:?} {again:?}");
    assert_eq!(before, after, "the tip moved without a quorum");
}

/// Whether each of these nodes gives a receipt, asked at once.
fn probe(cluster: &Cluster, receipts: &Arc<Receipts>, live: &[usize]) -> Vec<bool> {
    std::thread::scope(|scope| {
        let ask = |who: &usize| {
            let (signer, client) = (Signer::new(cluster, *who, receipts), cluster.hasty(*who));
            scope.spawn(move || signer.send(&client))
        };
        let asked: Vec<_> = live.iter().map(ask).collect();
        asked.into_iter().map(|one| one.join().expect("a client")).collect()
    })
}

#[test]
fn one_node_cut_off_misses_nothing_and_the_others_go_on() {
    let (cluster, receipts) = (Cluster::start(), Arc::new(Receipts::default()));
    let load = Load::begin(&cluster, &receipts);
    receipts.more(SOME);
    cluster.part(&[3], &[0, 1, 2]);
    receipts.more(SOME);
    stands_still(&cluster, &receipts, &[3]);
    receipts.more(SOME);
    cluster.heal();
    whole(cluster, &receipts, load);
}

#[test]
fn two_halves_stand_still_until_they_reach_each_other() {
    let (cluster, receipts) = (Cluster::start(), Arc::new(Receipts::default()));
    let load = Load::begin(&cluster, &receipts);
    receipts.more(SOME);
    cluster.part(&[0, 1], &[2, 3]);
    stands_still(&cluster, &receipts, &[0, 1, 2, 3]);
    cluster.heal();
    whole(cluster, &receipts, load);
}

#[test]
fn a_node_that_only_hears_or_only_speaks_harms_nobody() {
    let (cluster, receipts) = (Cluster::start(), Arc::new(Receipts::default()));
    let load = Load::begin(&cluster, &receipts);
    let (one, others) = ([2], [0, 1, 3]);
    for (from_it, to_it) in [(Way::Forth, Way::Back), (Way::Back, Way::Forth)] {
        receipts.more(SOME);
        cluster.turn(&one, &others, from_it);
        cluster.turn(&others, &one, to_it);
        receipts.more(SOME);
        cluster.heal();
    }
    whole(cluster, &receipts, load);
}

#[test]
fn a_slow_and_lossy_line_slows_and_loses_nothing() {
    let (cluster, receipts) = (Cluster::far_apart(), Arc::new(Receipts::default()));
    let load = Load::begin(&cluster, &receipts);
    receipts.more(SOME);
    cluster.turn(&[0, 1, 2, 3], &[0, 1, 2, 3], Way::Bad);
    receipts.more(SOME);
    cluster.heal();
    whole(cluster, &receipts, load);
}
