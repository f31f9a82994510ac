//! The state as a whole: restored from rows, shared between clones, its changes complete.

use super::cast::code;
use super::check;
use super::scene::Scene;
use crate::members::{Members, RestoreError};
use crate::recalls::Recalls;
use crate::state::State;
use std::collections::BTreeMap;

/// The rows as a node would hold them, kept only from what each block says has changed.
#[derive(Default)]
struct Stored {
    members: BTreeMap<u64, String>,
    recalls: BTreeMap<String, String>,
    proposals: BTreeMap<crate::Hash, String>,
}

impl Stored {
    fn of(state: &State) -> Self {
        let members = (0..).zip(state.members().texts()).collect();
        Self { members, ..Self::default() }
    }

    fn follow(&mut self, changes: &crate::state::Changes) {
        self.members.extend(changes.members.clone());
        for (code, row) in &changes.recalls {
            match row {
                Some(row) => drop(self.recalls.insert(code.clone(), row.clone())),
                None => drop(self.recalls.remove(code)),
            }
        }
        for (id, text) in &changes.proposals {
            match text {
                Some(text) => drop(self.proposals.insert(*id, text.clone())),
                None => drop(self.proposals.remove(id)),
            }
        }
    }

    fn state(&self, chain: &str) -> State {
        let members = Members::restore(self.members.values()).unwrap();
        let recalls = Recalls::restore(self.recalls.values()).unwrap();
        State::restore(chain, members, recalls, self.proposals.values()).unwrap()
    }
}

#[test]
fn rows_that_follow_the_changes_are_the_state() {
    let mut scene = Scene::of(&["alpha", "beta", "gamma"]);
    let mut stored = Stored::of(&scene.state);
    let blocks = [
        "alpha sponsors farm -> ok
         beta proposes p: enrol mill with prefix -> ok
         alpha holds alpha-1 alpha-2/L1 -> ok",
        "gamma votes yes on p: -> ok
         farm moves to beta -> ok
         alpha withdraws alpha-1 -> ok",
        "beta accepts farm -> ok
         beta recalls beta-1 -> ok
         alpha proposes v: validators alpha beta -> ok
         gamma proposes s: suspend farm -> ok",
        "beta votes yes on v: -> ok
         gamma votes yes on v: -> ok
         farm retires farm.event -> ok",
        "alpha records e1 -> ok",
    ];
    for block in blocks {
        scene.play(block);
        scene.end_block(1);
        stored.follow(&scene.last);
        let restored = stored.state(scene.state.chain());
        assert_eq!(restored, scene.state);
        assert_eq!(restored.members().root(), scene.state.members().root());
        assert_eq!(restored.recalls().root(), scene.state.recalls().root());
    }
    assert_eq!(scene.state.members().epoch().epoch, 1);
}

#[test]
fn a_state_before_a_block_stays_as_it_was() {
    let mut scene = check("members alpha\nalpha holds alpha-1 -> ok\nnext block");
    let before = scene.state.clone();
    let root = before.members().root();
    scene.play("alpha sponsors farm -> ok\nalpha withdraws alpha-1 -> ok\nnext block");
    assert_ne!(scene.state, before);
    assert_eq!(before.members().root(), root);
    assert!(before.recalls().row(&code("alpha-1")).is_some());
}

#[test]
fn rows_of_no_chain_are_refused() {
    let scene = check("members alpha\nalpha sponsors farm -> ok\nnext block");
    let members = scene.state.members();
    let rows: Vec<String> = members.texts().collect();
    assert!(Members::restore(&rows).is_ok());
    let with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut rows = rows.clone();
        change(&mut rows);
        Members::restore(&rows)
    };
    assert_eq!(with(&|rows| rows.clear()), Err(RestoreError::Epoch));
    assert_eq!(with(&|rows| rows.swap(0, 1)), Err(RestoreError::Epoch));
    assert_eq!(with(&|rows| rows[1].push(' ')), Err(RestoreError::NotARow(1)));
    assert_eq!(with(&|rows| rows.push(rows[1].clone())), Err(RestoreError::Contradiction(9)));
    assert_eq!(with(&|rows| rows.swap(1, 2)), Err(RestoreError::Contradiction(1)));
    assert!(
        Recalls::restore(["{\"by\":[],\"code\":\"https://id.gs1.org/01/09520001000013\"}"])
            .is_err()
    );
}
