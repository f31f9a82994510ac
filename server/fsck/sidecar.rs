//! The rows beside some leaves: by which they are found, and what the vault keeps of them. Asked for
//! together: a question a leaf would cost as much as its signature.

use super::finding::{Advice, Finding};
use super::read::told;
use crate::store::leaves::{self, Pair};
use crate::store::{Pool, StoreError, vault};
use ledger::Hash;
use ledger::disclosure::open;
use ledger::statement::{Claims, Statement};
use std::collections::BTreeMap;

/// What is stored, or why it could not be read.
pub(super) struct Rows(Result<Stored, String>);

struct Stored {
    found: BTreeMap<Hash, u64>,
    taken: BTreeMap<Pair, u64>,
    concealed: BTreeMap<Hash, Vec<String>>,
}

impl Rows {
    /// Reads the rows of some statements. The connection goes back before any signature is checked:
    /// a thread that waits for one would hold it.
    pub(super) fn read<'s>(
        pool: &Pool,
        statements: impl Iterator<Item = (Hash, &'s Statement)> + Clone,
    ) -> Self {
        let read = || -> Result<Stored, StoreError> {
            let mut db = pool.chain()?;
            let hashes: Vec<Hash> = statements.clone().map(|(hash, _)| hash).collect();
            let pairs = statements.flat_map(|(_, statement)| statement.pairs());
            let pairs = pairs.map(|(iss, jti)| (iss.clone(), *jti.as_bytes()));
            Ok(Stored {
                found: leaves::found(&mut db, &hashes)?,
                taken: leaves::taken(&mut db, pairs)?,
                concealed: vault::of_any(&mut db, &hashes)?,
            })
        };
        Self(read().map_err(|error| told(&error)))
    }

    /// Holds them against a leaf: its index and its hash. What could not be looked at is not clean.
    pub(super) fn check(
        &self,
        place: &str,
        (index, hash): (u64, Hash),
        statement: &Statement,
    ) -> Vec<Finding> {
        let wrong = |what: String, advice| Finding::new(place.to_owned(), what, advice);
        let stored = match &self.0 {
            Ok(stored) => stored,
            Err(error) => {
                let what = format!("the rows beside it could not be read: {error}");
                return vec![wrong(what, Advice::Derived)];
            }
        };
        let mut findings = Vec::new();
        if stored.found.get(&hash) != Some(&index) {
            findings.push(wrong("it is not found by its hash".to_owned(), Advice::Derived));
        }
        // Each pair of organisation and id has one row, so that two statements with one id cannot
        // both pass.
        for (iss, jti) in statement.pairs() {
            if stored.taken.get(&(iss.clone(), *jti.as_bytes())) != Some(&index) {
                let what = "it is not found by its organisation and id";
                findings.push(wrong(what.to_owned(), Advice::Derived));
            }
        }
        if let (Claims::Event { epcis, .. }, Some(kept)) =
            (statement.inner().claims(), stored.concealed.get(&hash))
            && let Err(error) = open(epcis, kept)
        {
            let what = format!("its concealed fields are damaged: {error}");
            findings.push(wrong(what, Advice::Vault));
        }
        findings
    }
}
