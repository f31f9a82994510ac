//! The folder of vectors, and the count of what passed.
#![expect(clippy::print_stdout, reason = "a test says how much of a set passed")]

use serde_json::Value;
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// The folder of the trust core's sets, if it is at hand.
pub(crate) fn vectors() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    let root = std::env::var_os("FURLONG_VECTORS").map_or(beside, PathBuf::from).join("trust");
    if !root.is_dir() {
        println!("skipped: no vectors");
    }
    root.is_dir().then_some(root)
}

pub(crate) fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Whether s is the lower of the two, as the p256 crate judges it: to hold our own rule against.
pub(crate) fn is_low(signature: &[u8]) -> bool {
    let parsed = p256::ecdsa::Signature::from_slice(signature);
    parsed.is_ok_and(|signature| signature.normalize_s().is_none())
}

/// How many cases of one set came out as they should, and which did not.
pub(crate) struct Count {
    name: String,
    passed: usize,
    wrong: Vec<String>,
}

impl Count {
    pub(crate) fn of(name: &str) -> Self {
        Self { name: name.to_owned(), passed: 0, wrong: Vec::new() }
    }

    pub(crate) fn case(&mut self, what: impl Display, holds: bool) {
        if holds {
            self.passed = self.passed.saturating_add(1);
        } else {
            self.wrong.push(what.to_string());
        }
    }

    /// A case that is about something else than what we have, or that our own rule decides: told
    /// with its reason.
    pub(crate) fn exception(&mut self, what: impl Display, reason: &str) {
        println!("{}: exception: {what}: {reason}", self.name);
    }

    /// Tells the count. A set that is there has cases, and all of them pass.
    pub(crate) fn end(self) {
        let total = self.passed.saturating_add(self.wrong.len());
        println!("{}: {}/{total}", self.name, self.passed);
        assert!(total > 0, "{} has no case", self.name);
        assert!(self.wrong.is_empty(), "{}: {:#?}", self.name, self.wrong);
    }
}
