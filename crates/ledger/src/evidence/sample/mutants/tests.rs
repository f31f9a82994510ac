//! Mutants, and what is none.

use super::Mutants;
use super::spots::{Kind, spots};
use crate::evidence::sample::{Ending, NOW_S, SUBJECT, tell};
use crate::evidence::{Ask, Asked, Outcome, Step, check};
use std::collections::BTreeSet;

#[test]
fn values_are_found_where_they_stand() {
    let text = br#"{"a":[1,{"b":"x\"]"}],"c":null}"#;
    let found: Vec<(String, Kind, &str)> = spots(text)
        .into_iter()
        .map(|it| (it.name, it.kind, str::from_utf8(&text[it.from..it.end]).unwrap()))
        .collect();
    let named = |name: &str, kind, text| (name.to_owned(), kind, text);
    assert_eq!(
        found,
        [
            named("a", Kind::Word, "1"),
            named("b", Kind::Text, r#""b":"x\"]""#),
            named("a", Kind::Object, r#"{"b":"x\"]"}"#),
            named("a", Kind::List, r#""a":[1,{"b":"x\"]"}]"#),
            named("c", Kind::Word, r#""c":null"#),
            named("", Kind::Object, str::from_utf8(text).unwrap()),
        ]
    );
}

#[test]
fn a_number_is_one_mutant_and_no_sample() {
    let mutants = Mutants::of_samples().unwrap();
    let all: BTreeSet<Vec<u8>> = (0..300).map(|number| mutants.draw(number).bytes).collect();
    assert!(all.len() > 290, "{} of 300 differ", all.len());
    assert_eq!(mutants.draw(7).bytes, mutants.draw(7).bytes);
    for ending in Ending::ALL {
        assert!(!all.contains(&tell(ending).unwrap().to_bytes()));
    }
}

#[test]
fn what_says_less_is_a_selection_and_what_says_something_else_is_none() {
    let mutants = Mutants::of_samples().unwrap();
    let whole = tell(Ending::Recalled).unwrap();
    let mut less = whole.clone();
    less.chains[0].leaves[0].disclosures.pop();
    less.chains[0].checkpoint.cosigs.pop();
    assert!(mutants.is_selection(&less.to_bytes()));
    // Other rows of the same members, from another sample, proven as well.
    assert!(mutants.is_selection(&mutants.draw(39_267).bytes));
    let mut other = whole.clone();
    other.chains[0].checkpoint.root = whole.chains[0].epochs[0].checkpoint.root;
    assert!(!mutants.is_selection(&other.to_bytes()));
    let mut moved = whole.clone();
    moved.chains[0].leaves[0].index += 1;
    assert!(!mutants.is_selection(&moved.to_bytes()));
    let mut shown = whole;
    let one = shown.chains[0].leaves[0].disclosures[0].clone();
    shown.chains[0].leaves[1].disclosures.push(one);
    assert!(!mutants.is_selection(&shown.to_bytes()));
}

#[test]
fn no_mutant_is_believed() {
    let mutants = Mutants::of_samples().unwrap();
    let anchors = mutants.anchors();
    let subject = Asked::Code(SUBJECT);
    let ask = Ask { anchors: &anchors, subject, now_s: Some(NOW_S), ..Ask::default() };
    let mut steps = BTreeSet::new();
    for number in 0..600 {
        let mutant = mutants.draw(number);
        match check(&mutant.bytes, &ask) {
            Outcome::Broken(broken) => drop(steps.insert(broken.step)),
            Outcome::Holds(_) | Outcome::UnknownChain(_) => {
                assert!(mutants.is_selection(&mutant.bytes), "{number}: {}", mutant.way);
            }
        }
    }
    for step in [Step::Form, Step::Chain, Step::Quorum, Step::Tip, Step::Inclusion, Step::Members] {
        assert!(steps.contains(&step), "{step:?} was never reached: {steps:?}");
    }
}
