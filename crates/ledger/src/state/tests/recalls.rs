//! Holds and recalls.

use super::check;

#[test]
fn the_owner_holds_recalls_and_withdraws() {
    let scene = check(
        "members alpha beta
        alpha holds alpha-1 alpha-1/L7    -> ok
        alpha holds beta-1                -> refused V13
        alpha recalls alpha-2 beta-1      -> refused V13
        alpha holds ghost-1               -> refused V13
        alpha recalls alpha-house/B7      -> ok
        beta  recalls alpha-house/B7      -> refused V13
        next block
        see: alpha says hold of alpha-1
        see: alpha says recalled of alpha-house/B7
        alpha recalls alpha-1/L7          -> ok
        alpha holds alpha-1/L7            -> ok
        alpha recalls alpha-1/L7          -> ok
        alpha withdraws alpha-1           -> ok
        alpha withdraws alpha-9           -> ok
        next block
        see: alpha says recalled of alpha-1/L7
        see: no row for alpha-1
        see: no row for alpha-9
        alpha recalls alpha-1/L7          -> ok
        next block",
    );
    // The last one changed nothing: the row names the leaf that set the state.
    assert!(scene.last.recalls.is_empty());
    assert_eq!(scene.state.recalls().size(), 2);
    let row = scene.state.recalls().row(&super::cast::code("alpha-1/L7")).unwrap();
    assert_eq!(row.by.len(), 1);
    assert_eq!(row.by[0].index, 8);
}

#[test]
fn nobody_takes_back_the_word_of_another() {
    check(
        "members alpha
        alpha proposes p: enrol agency with regulator:ES -> ok
        next block
        agency recalls alpha-1      -> ok
        alpha  withdraws alpha-1    -> ok
        alpha  holds alpha-1        -> ok
        next block
        see: agency says recalled of alpha-1
        see: alpha says hold of alpha-1
        alpha  withdraws alpha-1    -> ok
        next block
        see: agency says recalled of alpha-1
        agency.admin withdraws alpha-1 -> ok
        next block
        see: no row for alpha-1",
    );
}
