//! Files that statements name, held against the folder beside the database.

use super::finding::{Advice, Finding, Report};
use super::read::told;
use crate::store::attachments::{self, Files, Row};
use crate::store::{Db, leaves};
use ledger::attachment::names_in;
use ledger::statement::{Claims, Statement};

/// So many rows are read at a time.
const PAGE: i64 = 500;

/// Holds every row against its file, and every file against the rows.
pub(super) fn check(db: &mut Db, files: &Files, report: &mut Report) {
    // Before the rows: what arrives meanwhile gets its file first and its row later.
    let lying = files.all();
    let mut last: Option<Row> = None;
    loop {
        let rows = match attachments::page(db, last.as_ref(), PAGE) {
            Ok(rows) => rows,
            Err(error) => {
                report.add([Finding::new(place_of_all(), told(&error), Advice::Derived)]);
                return;
            }
        };
        for row in &rows {
            match fault(db, files, row) {
                Some(what) => {
                    let place = format!("file {} (of leaf {})", row.digest, row.leaf);
                    report.add([Finding::new(place, what, Advice::File)]);
                }
                None => report.files += 1,
            }
        }
        let Some(row) = rows.into_iter().next_back() else { break };
        last = Some(row);
    }
    match lying {
        Ok(lying) => {
            let mut is_orphan =
                |digest| attachments::naming(db, digest, 1).is_ok_and(|naming| naming.is_empty());
            let digests = lying.into_iter().map(|(digest, _)| digest);
            report.orphans = digests.filter(|digest| is_orphan(*digest)).collect();
        }
        Err(error) => report.add([Finding::new(place_of_all(), told(&error), Advice::File)]),
    }
}

fn place_of_all() -> String {
    "the files that records name".to_owned()
}

fn fault(db: &mut Db, files: &Files, row: &Row) -> Option<String> {
    match leaves::find(db, row.leaf) {
        Ok(Some(_)) => {}
        Ok(None) => return Some("the ledger holds no such leaf".to_owned()),
        Err(error) => return Some(told(&error)),
    }
    match files.length(row.digest) {
        Ok(None) => return Some("it is missing".to_owned()),
        Ok(Some(length)) if length != row.length => {
            return Some(format!("it has {length} bytes, and {} were stored", row.length));
        }
        Ok(Some(_)) => {}
        Err(error) => return Some(told(&error)),
    }
    match files.read(row.digest, row.length) {
        Ok(Some(_)) => None,
        Ok(None) => Some("its bytes are not those that were stored".to_owned()),
        Err(error) => Some(told(&error)),
    }
}

/// How many files a statement names, for everybody to read, that never came to this node: no
/// fault, other members may have them.
pub(super) fn absent(db: &mut Db, statement: &Statement) -> u64 {
    let Claims::Event { epcis, .. } = statement.inner().claims() else { return 0 };
    let names = names_in(epcis);
    if names.is_empty() {
        return 0;
    }
    let here = attachments::of_leaf(db, statement.leaf_hash()).unwrap_or_default();
    let is_absent =
        |name: &&ledger::attachment::FileName| !here.iter().any(|row| row.digest == name.digest);
    names.iter().filter(is_absent).count() as u64
}
