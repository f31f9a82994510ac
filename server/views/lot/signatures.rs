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
        let signed = signed(dossier, entry, StepKind::Other);
        let provable = proofs.contains(&entry.index);
        Some(SignedRecord { what: SignedWhat::Correction, signed, provable })
    }));
    let mut notices = shown.notices.clone();
    notices.sort_unstable();
    notices.dedup();
    for (leaf, _, _) in &notices {
        // A notice in force stands in every evidence file about its codes.
        let what = SignedWhat::Recall;
        let signed = own(dossier, *leaf)?;
        records.extend(signed.map(|signed| SignedRecord { what, signed, provable: true }));
    }
    records.sort_by_key(|record| record.signed.recorded);
    Ok(records)
}

/// The tellings of the products that the page shows.
fn products(dossier: &Dossier<'_>) -> Result<Vec<SignedRecord>, StoreError> {
    let mut records = Vec::new();
    for told in &dossier.products {
        let Some(signed) = own(dossier, told.leaf)? else { continue };
        let owner = dossier.master.owner(&told.product.product);
        let provable = owner.is_some_and(|owner| dossier.people.is_named(owner.iss.as_str()));
        records.push(SignedRecord { what: SignedWhat::Product, signed, provable });
    }
    Ok(records)
}

/// The signature under a statement that is no event.
fn own(dossier: &Dossier<'_>, leaf: u64) -> Result<Option<Signed>, StoreError> {
    let Some(told) = dossier.record.envelope(leaf)? else { return Ok(None) };
    let head = told.envelope.head();
    let by = dossier.people.alone(head.iss().as_str());
    let since = dossier.master.members().key(head.kid()).and_then(|key| key.compromised_since);
    let disputed = since.is_some_and(|since| told.height >= since);
    Ok(Some(Signed { by, recorded: utc(told.recorded_ms), how: How::Own, disputed }))
}
