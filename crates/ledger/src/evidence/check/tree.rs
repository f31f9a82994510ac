//! Steps **tip**, **inclusion** and **members**: paths.

use super::super::answer::{Broken, Step};
use super::super::form::{Read, fault};
use super::Section;
use crate::block::Record;
use crate::rows::{KeyRow, MemberRow, OrgRow};
use crate::tree::{PathError, leaf_hash, verify_inclusion};
use crate::{Hash, OrgId};

/// The member rows of a section, proven.
#[derive(Default)]
pub(in crate::evidence) struct Members {
    orgs: Vec<OrgRow>,
    keys: Vec<KeyRow>,
}

impl Members {
    /// The row of a key.
    pub(super) fn key(&self, kid: &str) -> Option<&KeyRow> {
        self.keys.iter().find(|row| row.kid == kid)
    }

    /// The row of an organisation.
    pub(super) fn org(&self, iss: &OrgId) -> Option<&OrgRow> {
        self.orgs.iter().find(|row| row.iss == *iss)
    }
}

/// The newest block closes the tree and is of the epoch that signed it.
pub(super) fn tip(section: &mut Section<'_>) -> Result<(), Broken> {
    let (read, file) = (&section.read, section.read.file);
    let at = format!("{}/tip", read.at);
    let broken = |text: &str| Err(fault(Step::Tip, &at, text));
    if read.tip.size_after() != file.checkpoint.size {
        return broken("its block does not end where the checkpoint does");
    }
    if let Err(error) = in_log(read, read.tip.start, &file.tip.record, &file.tip.path) {
        return broken(&error.to_string());
    }
    let last = section.quorum.as_ref().map(|found| found.epoch);
    let boundary = file.epochs.last().map(|boundary| boundary.checkpoint.size);
    // Until the first block of a new epoch, the newest block is the one that ended the old.
    let back = u64::from(boundary == Some(file.checkpoint.size));
    if last != read.tip.epoch.checked_add(back) {
        return broken("its block is of another epoch than the checkpoint's validators");
    }
    Ok(())
}

/// Records and leaves are in the log, and each leaf in the range of its block.
pub(super) fn inclusion(section: &mut Section<'_>) -> Result<(), Broken> {
    let (read, file) = (&section.read, section.read.file);
    for (index, (proof, record)) in file.blocks.iter().zip(&read.blocks).enumerate() {
        let at = format!("{}/blocks/{index}", read.at);
        in_log(read, record.start, &proof.record, &proof.path)
            .map_err(|error| fault(Step::Inclusion, &at, error.to_string()))?;
        if !file.leaves.iter().any(|leaf| holds(record, leaf.index)) {
            return Err(fault(Step::Inclusion, at, "no leaf of the file is in this block"));
        }
    }
    let mut times = Vec::new();
    for (index, leaf) in file.leaves.iter().enumerate() {
        let at = format!("{}/leaves/{index}", read.at);
        in_log(read, leaf.index, &leaf.jws, &leaf.path)
            .map_err(|error| fault(Step::Inclusion, &at, error.to_string()))?;
        let mut blocks = read.blocks.iter().chain([&read.tip]);
        let Some(block) = blocks.find(|block| holds(block, leaf.index)) else {
            return Err(fault(Step::Inclusion, at, "no block of the file holds this leaf"));
        };
        times.push((block.height, block.time_ms));
    }
    section.times = times;
    Ok(())
}

fn holds(block: &Record, index: u64) -> bool {
    block.start < index && index < block.size_after()
}

fn in_log(read: &Read<'_>, index: u64, leaf: &str, path: &[Hash]) -> Result<(), PathError> {
    let (size, root) = (read.file.checkpoint.size, &read.file.checkpoint.root);
    verify_inclusion(root, size, index, &leaf_hash(leaf.as_bytes()), path)
}

/// Rows are in the members tree of the newest block.
pub(super) fn members(section: &mut Section<'_>) -> Result<(), Broken> {
    let (read, tip) = (&section.read, &section.read.tip);
    let mut members = Members::default();
    for (index, proof) in read.file.members.iter().enumerate() {
        let broken =
            |text: String| fault(Step::Members, format!("{}/members/{index}", read.at), text);
        let leaf = leaf_hash(proof.row.as_bytes());
        verify_inclusion(&tip.members_root, tip.members_size, proof.index, &leaf, &proof.path)
            .map_err(|error| broken(error.to_string()))?;
        match MemberRow::read(&proof.row).map_err(|error| broken(error.to_string()))? {
            MemberRow::Epoch(_) => {}
            MemberRow::Org(row) => members.orgs.push(row),
            MemberRow::Key(row) => members.keys.push(row),
        }
    }
    section.members = members;
    Ok(())
}
