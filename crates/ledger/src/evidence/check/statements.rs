//! Steps **signature** and **disclosures**: what each statement says, and that its signer said it.

use super::super::answer::{Broken, Step};
use super::super::form::fault;
use super::Section;
use crate::disclosure;
use crate::rows::KeyRow;
use crate::statement::Head;

pub(super) fn signatures(section: &mut Section<'_>) -> Result<(), Broken> {
    let leaves = section.read.leaves.iter().zip(&section.signers);
    for (index, (leaf, signer)) in leaves.enumerate() {
        let orig = leaf.orig().zip(signer.orig_key.as_ref());
        let holds = is_signed(leaf.head(), &signer.key)
            && leaf.orig().is_some() == orig.is_some()
            && orig.is_none_or(|(orig, key)| is_signed(orig.head(), key));
        if !holds {
            let at = format!("{}/leaves/{index}/jws", section.read.at);
            return Err(fault(Step::Signature, at, "the signature is not by the key of its row"));
        }
    }
    Ok(())
}

/// The row's key must be the one that the kid names: the row is proven, but the checker trusts no
/// more of it than it must.
fn is_signed(head: &Head, row: &KeyRow) -> bool {
    row.jwk.as_p256().is_some()
        && row.jwk.kid() == head.kid()
        && row.jwk.verifies(head.signing_input(), head.signature())
}

pub(super) fn disclosures(section: &mut Section<'_>) -> Result<(), Broken> {
    let leaves = section.read.file.leaves.iter().zip(&section.read.leaves);
    for (index, (file, leaf)) in leaves.enumerate() {
        if file.disclosures.is_empty() {
            continue;
        }
        disclosure::open(leaf.inner().body(), &file.disclosures).map_err(|error| {
            let at = format!("{}/leaves/{index}/disclosures", section.read.at);
            fault(Step::Disclosures, at, error.to_string())
        })?;
    }
    Ok(())
}
