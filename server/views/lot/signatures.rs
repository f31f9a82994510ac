//! Who signed what and when.

use super::dossier::Dossier;
use super::moment::utc;
use super::status::Shown;
use super::step::{Line, signed};
use crate::store::StoreError;
use crate::views::model::{How, Signed, SignedRecord, SignedWhat, StepKind};
use std::collections::BTreeSet;

/// One record for each line of the journey, and for the product, corrections and notices; oldest
/// first.
pub(super) fn signatures(
    dossier: &Dossier<'_>,
    lines: &[Line],
    proofs: &BTreeSet<u64>,
    shown: &Shown,
) -> Result<Vec<SignedRecord>, StoreError> {
    let step = |line: &Line| {
        let signed = line.step.signed.clone()?;
        let what = SignedWhat::Step(line.step.kind);
        Some(SignedRecord { what, signed, provable: line.step.provable })
    };
    let mut records: Vec<SignedRecord> = lines.iter().filter_map(step).collect();
    records.extend(products(dossier)?);
    records.extend(dossier.journey.corrections.iter().filter_map(|correction| {
        let entry = dossier.entries.get(&correction.by.index)?;
        let signed = signed(dossier, entry, StepKind::Other, None);
        let provable = proofs.contains(&entry.index);
        Some(SignedRecord { what: SignedWhat::Correction, signed, provable })
    }));
    let mut notices = shown.notices.clone();
    notices.sort_unstable();
    notices.dedup();
    records.extend(notices.iter().map(|(_, iss, recorded_ms)| SignedRecord {
        what: SignedWhat::Recall,
        signed: own(dossier, iss, *recorded_ms),
        // A notice in force stands in every evidence file about its codes.
        provable: true,
    }));
    records.sort_by_key(|record| record.signed.recorded);
    Ok(records)
}

/// The tellings of the products that the page shows.
fn products(dossier: &Dossier<'_>) -> Result<Vec<SignedRecord>, StoreError> {
    let mut records = Vec::new();
    for told in &dossier.products {
        let Some((recorded_ms, envelope)) = dossier.record.envelope(told.leaf)? else { continue };
        let iss = envelope.head().iss().as_str();
        let signed = own(dossier, iss, recorded_ms);
        let provable = dossier.people.is_named(iss);
        records.push(SignedRecord { what: SignedWhat::Product, signed, provable });
    }
    Ok(records)
}

fn own(dossier: &Dossier<'_>, iss: &str, recorded_ms: u64) -> Signed {
    let by = dossier.people.alone(iss);
    Signed { by, recorded: utc(recorded_ms), how: How::Own, disputed: false }
}
