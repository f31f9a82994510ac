//! What holds whatever anybody says, in any order.

use super::scene::Scene;
use crate::state::{Changes, State};
use crate::tree;
use proptest::prelude::*;

/// Things that three members and a farm might say; most are refused most of the time.
const SAYINGS: [&str; 24] = [
    "alpha sponsors farm",
    "beta sponsors farm",
    "farm records e",
    "farm moves to beta",
    "farm moves to gamma",
    "beta accepts farm",
    "gamma accepts farm",
    "alpha ends farm",
    "alpha proposes p: suspend gamma",
    "beta votes yes on p:",
    "gamma votes no on p:",
    "beta proposes q: resume gamma",
    "alpha votes yes on q:",
    "gamma proposes v: validators alpha beta",
    "alpha votes yes on v:",
    "beta votes yes on v:",
    "alpha adds event e2",
    "alpha.e2 records f",
    "alpha retires alpha.e2",
    "alpha reports alpha.e2 since 1",
    "alpha holds alpha-1 alpha-2/L7",
    "alpha recalls alpha-2/L7",
    "alpha withdraws alpha-1",
    "beta proposes x: prefixes farm 9520006",
];

fn rows_root(state: &State) -> crate::Hash {
    let members = state.members();
    let leaves: Vec<crate::Hash> = (0..members.size())
        .map(|index| tree::leaf_hash(members.row_text(index).unwrap().as_bytes()))
        .collect();
    tree::root_of(&leaves)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn equal_blocks_give_equal_states(sayings in prop::collection::vec(
        prop_oneof![9 => 0..SAYINGS.len(), 2 => Just(usize::MAX)], 1..30)) {
        let mut scene = Scene::of(&["alpha", "beta", "gamma"]);
        let mut before = scene.state.clone();
        let mut block = Vec::new();
        for choice in sayings.into_iter().chain([usize::MAX]) {
            if let Some(saying) = SAYINGS.get(choice) {
                if scene.try_say(saying).is_ok() {
                    block.push(choice);
                }
                continue;
            }
            let at = scene.at();
            let statements = scene.waiting().to_vec();
            let seen = scene.seen().clone();
            let once = before.apply(at, &statements, &seen).unwrap();
            let again = before.apply(at, &statements, &seen).unwrap();
            prop_assert_eq!(&once, &again);
            scene.end_block(1);
            prop_assert_eq!(&once.0, &scene.state);
            check_state(&before, &once.0, &once.1)?;
            before = scene.state.clone();
        }
    }
}

fn check_state(before: &State, after: &State, changes: &Changes) -> Result<(), TestCaseError> {
    prop_assert_eq!(after.members().root(), rows_root(after));
    prop_assert!(before.members().size() <= after.members().size());
    for index in 0..after.members().size() {
        let (old, new) = (before.members().row_text(index), after.members().row_text(index));
        prop_assert!(old == new || changes.members.get(&index) == new.as_ref());
        let leaf = tree::leaf_hash(new.unwrap().as_bytes());
        let path = after.members().path(index).unwrap();
        let (root, size) = (after.members().root(), after.members().size());
        prop_assert!(tree::verify_inclusion(&root, size, index, &leaf, &path).is_ok());
    }
    for proposal in after.proposals() {
        let voters = after.members().epoch().validators.len();
        prop_assert!(!proposal.is_carried(voters), "a carried proposal is closed at once");
    }
    Ok(())
}
