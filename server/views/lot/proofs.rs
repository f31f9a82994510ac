//! Which records of a page its evidence file holds.

use super::dossier::Dossier;
use super::record::Entry;
use crate::views::Audience;
use std::collections::BTreeSet;

/// A phone on a bad line loads no more.
const LEAVES_MAX: usize = 400;
/// All statements of a file together; a file has at most 8 MiB with their paths.
const BYTES_MAX: usize = 3 << 20;

/// The leaves of the journey that this reader may hold, the newest first as far as a file has room.
pub(super) fn proofs(dossier: &Dossier<'_>) -> BTreeSet<u64> {
    let corrected = dossier.journey.corrections.iter().flat_map(|it| [&it.withdrawn, &it.by]);
    let events = dossier.journey.events.iter().rev().chain(corrected);
    let mut proofs = BTreeSet::new();
    let mut bytes = 0_usize;
    for entry in events.filter_map(|event| dossier.entries.get(&event.index)) {
        let longer = bytes.saturating_add(entry.length);
        let fits = proofs.len() < LEAVES_MAX && longer <= BYTES_MAX;
        if fits && may_hold(dossier, entry) && proofs.insert(entry.index) {
            bytes = longer;
        }
    }
    proofs
}

/// How many records of the journey have no proof here: of firms that this reader does not see by name,
/// and what had no room.
pub(super) fn unproved(dossier: &Dossier<'_>, proofs: &BTreeSet<u64>) -> u64 {
    let events = dossier.journey.events.iter();
    events.filter(|event| !proofs.contains(&event.index)).count() as u64
}

/// The same rule as `audience::shopper_may_hold`, by what was read already.
fn may_hold(dossier: &Dossier<'_>, entry: &Entry) -> bool {
    match dossier.ask.audience {
        Audience::Operator => true,
        Audience::Shopper => entry.publishable && dossier.people.is_named(entry.iss.as_str()),
    }
}
