//! Files of evidence, checked against the chain of the samples.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ledger::evidence::{Ask, Asked, ChainReport, Evidence, Outcome, Report, check};

/// Files of one chain. No fuzzer has its keys, so what it makes can say no more than they do.
const SAMPLES: [&[u8]; 6] = [
    include_bytes!("../../tests/fixtures/evidence/absent-empty.json"),
    include_bytes!("../../tests/fixtures/evidence/absent-left.json"),
    include_bytes!("../../tests/fixtures/evidence/absent-right.json"),
    include_bytes!("../../tests/fixtures/evidence/disputed.json"),
    include_bytes!("../../tests/fixtures/evidence/four-validators.json"),
    include_bytes!("../../tests/fixtures/evidence/recalled.json"),
];

/// What the samples say.
struct Truth {
    anchors: Vec<String>,
    /// Statements with their disclosures.
    leaves: BTreeSet<String>,
    /// Sizes and roots that validators signed.
    trees: BTreeSet<String>,
    /// Codes under recall, and codes that are not, with the tree that shows it.
    recalls: BTreeSet<String>,
}

static TRUTH: LazyLock<Truth> = LazyLock::new(|| {
    let mut truth = Truth {
        anchors: Vec::new(),
        leaves: BTreeSet::new(),
        trees: BTreeSet::new(),
        recalls: BTreeSet::new(),
    };
    for bytes in SAMPLES {
        let file = Evidence::read(bytes).expect("a sample is read");
        truth.anchors.extend(file.chains.first().map(|chain| chain.origin.clone()));
        truth.leaves.extend(leaves(&file));
        let Outcome::UnknownChain(report) = check(bytes, &Ask::default()) else {
            panic!("a sample holds");
        };
        truth.trees.extend(report.chains.iter().map(tree));
        truth.recalls.extend(report.chains.iter().flat_map(recalls));
    }
    truth.anchors.dedup();
    truth
});

/// What holds is written as the same bytes, is of the trusted chain, and says nothing that the
/// samples do not say.
pub fn run(bytes: &[u8]) {
    let file = Evidence::read(bytes);
    if let Ok(file) = &file {
        assert_eq!(file.to_bytes(), bytes, "evidence has one spelling");
    }
    let trusted = Ask { anchors: &TRUTH.anchors, ..Ask::default() };
    match check(bytes, &trusted) {
        Outcome::Holds(report) => holds(&file.expect("what holds is read"), &report),
        Outcome::UnknownChain(_) => panic!("with an anchor, a chain is known or refused"),
        Outcome::Broken(broken) => assert!(!broken.text.is_empty(), "a refusal has a reason"),
    }
}

fn holds(file: &Evidence, report: &Report) {
    let subject = file.subject.as_deref();
    assert_eq!(report.subject.as_deref(), subject, "the report is of the file");
    assert!(report.chains.iter().all(|chain| TRUTH.anchors.contains(&chain.origin)));
    let known = |all: &BTreeSet<String>, said: String| assert!(all.contains(&said), "new: {said}");
    leaves(file).for_each(|leaf| known(&TRUTH.leaves, leaf));
    report.chains.iter().map(tree).for_each(|tree| known(&TRUTH.trees, tree));
    report.chains.iter().flat_map(recalls).for_each(|code| known(&TRUTH.recalls, code));
    if let Some(code) = subject {
        let wrong = Ask { subject: Asked::NoCode, ..Ask::default() };
        assert!(matches!(check(&file.to_bytes(), &wrong), Outcome::Broken(_)), "{code}");
    }
}

/// Each statement. What of its concealed fields is shown may be less than in a sample.
fn leaves(file: &Evidence) -> impl Iterator<Item = String> {
    let leaves = file.chains.iter().flat_map(|chain| &chain.leaves);
    leaves.map(|leaf| format!("{} {}", leaf.index, leaf.jws))
}

fn tree(chain: &ChainReport) -> String {
    format!("{} {} {}", chain.size, chain.root, chain.height)
}

/// A tree shows whether any code is under recall: only those that a sample looks up are known.
fn recalls(chain: &ChainReport) -> Vec<String> {
    let tree = tree(chain);
    let found = chain.recalled.iter();
    let found = found.map(|one| format!("{tree} {} {:?} {}", one.code, one.state, one.iss));
    found.chain(chain.not_recalled.iter().map(|code| format!("{tree} {code} free"))).collect()
}
