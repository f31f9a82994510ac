//! Step **key**: each leaf's key was active in its block, and of the right purpose.

use super::super::answer::{Broken, Step};
use super::super::form::fault;
use super::{Section, Signer, tree::Members};
use crate::rows::{KeyRow, Purpose};
use crate::statement::{Envelope, Head, Vct};

pub(super) fn keys(section: &mut Section<'_>) -> Result<(), Broken> {
    let mut signers = Vec::new();
    for (index, (leaf, time)) in section.read.leaves.iter().zip(&section.times).enumerate() {
        let signer = signer(leaf, *time, &section.members).map_err(|text| {
            fault(Step::Key, format!("{}/leaves/{index}", section.read.at), text)
        })?;
        signers.push(signer);
    }
    section.signers = signers;
    Ok(())
}

fn signer(
    leaf: &Envelope,
    (height, time_ms): (u64, u64),
    members: &Members,
) -> Result<Signer, &'static str> {
    let key = key_of(leaf.head(), height, members)?;
    if !may_sign(key.purpose, leaf.head().vct()) {
        return Err("a key of this purpose may not sign such a statement");
    }
    if key.retired.is_some_and(|last| last < height) {
        return Err("the key was retired before the block");
    }
    if key.not_after.is_some_and(|last| last < time_ms) {
        return Err("the key had expired before the block");
    }
    let org = members.org(leaf.head().iss()).ok_or("there is no row of the organisation")?;
    let orig_key = leaf.orig().map(|orig| orig_key(orig.head(), height, members)).transpose()?;
    // A vouched statement says that its key is gone; if it was ever stolen, nobody can say when
    // the statement was made.
    let disputed = key.compromised_since.is_some_and(|since| since <= height)
        || orig_key.is_some_and(|key| key.compromised_since.is_some());
    Ok(Signer { key: key.clone(), orig_key: orig_key.cloned(), name: org.name.clone(), disputed })
}

fn orig_key<'m>(
    head: &Head,
    height: u64,
    members: &'m Members,
) -> Result<&'m KeyRow, &'static str> {
    let key = key_of(head, height, members)?;
    if may_sign(key.purpose, Vct::Event) {
        Ok(key)
    } else {
        Err("a key of this purpose may not sign an event")
    }
}

fn key_of<'m>(head: &Head, height: u64, members: &'m Members) -> Result<&'m KeyRow, &'static str> {
    let key = members.key(head.kid()).ok_or("there is no row of the key")?;
    if key.iss != *head.iss() {
        Err("the key is another organisation's")
    } else if key.added >= height {
        Err("the key was added only at the block or after it")
    } else {
        Ok(key)
    }
}

/// Whether keys of this purpose sign statements of this kind (`protocol.md` section 6).
const fn may_sign(purpose: Purpose, vct: Vct) -> bool {
    match vct {
        Vct::Event | Vct::Vouched => matches!(purpose, Purpose::Event | Purpose::System),
        Vct::Governance => matches!(purpose, Purpose::Admin | Purpose::Registrar),
        Vct::Recall => matches!(purpose, Purpose::Admin | Purpose::Event),
        Vct::Access => !matches!(purpose, Purpose::Agree),
    }
}
