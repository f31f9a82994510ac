//! Step **recalls**: every code that the file is about is proven present or absent.

use std::collections::BTreeSet;

use super::super::answer::{Broken, RecallFound, Step};
use super::super::codes;
use super::super::file::RecallProof;
use super::super::form::fault;
use super::Section;
use crate::rows::{RecallBy, RecallRow};
use crate::statement::Vct;
use crate::tree::{leaf_hash, verify_inclusion};

/// What the recalls tree says of the codes.
#[derive(Default)]
pub(in crate::evidence) struct Found {
    pub(super) recalled: Vec<RecallFound>,
    pub(super) absent: Vec<String>,
}

pub(super) fn recalls(
    section: &mut Section<'_>,
    subject: Option<&str>,
    extra: &[String],
) -> Result<(), Broken> {
    let at = &section.read.at;
    for code in wanted(section, subject, extra) {
        // Sorted, as step **form** saw.
        let proofs = &section.read.file.recalls;
        if proofs.binary_search_by(|proof| proof.code.as_str().cmp(&code)).is_err() {
            let text = format!("nothing is proven of {code}");
            return Err(fault(Step::Recalls, format!("{at}/recalls"), text));
        }
    }
    let mut found = Found::default();
    let proofs = section.read.file.recalls.iter().zip(&section.read.recalls);
    for (index, (proof, rows)) in proofs.enumerate() {
        let broken = |text: &str| fault(Step::Recalls, format!("{at}/recalls/{index}"), text);
        in_tree(section, proof).map_err(|text| broken(&text))?;
        if let [row] = rows.as_slice()
            && row.code == proof.code
        {
            let backed = row.by.iter().all(|by| is_backed(section, by, &row.code));
            if !backed {
                return Err(broken("the statement that set this state is not in the file"));
            }
            found.recalled.extend(row.by.iter().map(|by| found_by(row, by)));
        } else if is_absent(section, proof, rows) {
            found.absent.push(proof.code.clone());
        } else {
            return Err(broken("these rows do not show whether the code is recalled"));
        }
    }
    section.recalls = found;
    Ok(())
}

/// The codes that must have a proof.
fn wanted(section: &Section<'_>, subject: Option<&str>, extra: &[String]) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    for code in subject.into_iter().chain(extra.iter().map(String::as_str)) {
        codes::add(code, &mut wanted);
    }
    for leaf in &section.read.leaves {
        let event = leaf.inner();
        if event.head().vct() == Vct::Event {
            codes::derived(event.body(), &mut wanted);
        }
    }
    wanted
}

fn in_tree(section: &Section<'_>, proof: &RecallProof) -> Result<(), String> {
    let tip = &section.read.tip;
    proof.rows.iter().try_for_each(|row| {
        let leaf = leaf_hash(row.row.as_bytes());
        verify_inclusion(&tip.recalls_root, tip.recalls_size, row.index, &leaf, &row.path)
            .map_err(|error| error.to_string())
    })
}

/// Whether the leaf that set a state is in the file: a recall statement of that organisation that
/// names the code.
fn is_backed(section: &Section<'_>, by: &RecallBy, code: &str) -> bool {
    let place = section.read.file.leaves.binary_search_by_key(&by.index, |leaf| leaf.index);
    place.ok().and_then(|place| section.read.leaves.get(place)).is_some_and(|leaf| {
        let codes = leaf.body().get("codes").and_then(json::Json::as_array).unwrap_or_default();
        leaf.head().vct() == Vct::Recall
            && *leaf.head().iss() == by.iss
            && codes.iter().any(|named| named.as_str() == Some(code))
    })
}

fn found_by(row: &RecallRow, by: &RecallBy) -> RecallFound {
    RecallFound { code: row.code.clone(), iss: by.iss.clone(), state: by.state, index: by.index }
}

/// Whether proven rows leave no place for the code: rows are sorted by code in byte order.
fn is_absent(section: &Section<'_>, proof: &RecallProof, rows: &[RecallRow]) -> bool {
    let (size, code) = (section.read.tip.recalls_size, &proof.code);
    match (proof.rows.as_slice(), rows) {
        ([], []) => size == 0,
        ([at], [row]) => {
            (at.index == 0 && *code < row.code)
                || (at.index.checked_add(1) == Some(size) && row.code < *code)
        }
        ([left_at, right_at], [left, right]) => {
            left_at.index.checked_add(1) == Some(right_at.index)
                && left.code < *code
                && *code < right.code
        }
        _ => false,
    }
}
