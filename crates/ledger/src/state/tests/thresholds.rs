//! How many must agree.

use crate::state::{majority, quorum};

#[test]
fn the_quorum_for_one_to_forty() {
    let expected = [
        1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 9, 9, 10, 11, 11, 12, 13, 13, 14, 15, 15, 16, 17, 17, 18,
        19, 19, 20, 21, 21, 22, 23, 23, 24, 25, 25, 26, 27, 27,
    ];
    let found: Vec<usize> = (1..=40).map(quorum).collect();
    assert_eq!(found, expected);
}

#[test]
fn two_quorums_share_more_than_a_third() {
    for n in 1..=40 {
        assert!(3 * quorum(n) > 2 * n, "more than two thirds of {n}");
        assert!(3 * (quorum(n) - 1) <= 2 * n, "and no more than needed of {n}");
        assert!(2 * majority(n) > n && 2 * (majority(n) - 1) <= n, "more than half of {n}");
    }
}
