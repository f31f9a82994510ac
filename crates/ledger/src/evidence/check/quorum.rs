//! Step **quorum**: from the genesis' validators, epoch by epoch, to the newest checkpoint.

use super::super::answer::{Broken, Step};
use super::super::file::Boundary;
use super::super::form::fault;
use super::Section;
use crate::block::Record;
use crate::checkpoint::{Cosigned, SignedCheckpoint};
use crate::rows;
use crate::rows::{EpochRow, Validator};
use crate::tree::{leaf_hash, verify_inclusion};

/// Who stands behind the newest checkpoint.
pub(in crate::evidence) struct Found {
    pub(super) epoch: u64,
    pub(super) of: usize,
    pub(super) cosigned: Cosigned,
}

pub(super) fn epochs(section: &mut Section<'_>) -> Result<(), Broken> {
    let (read, file) = (&section.read, section.read.file);
    let mut validators = std::mem::take(&mut section.first_validators);
    let mut epoch: u64 = 0;
    let mut before: Option<&SignedCheckpoint> = None;
    for (index, (boundary, record)) in file.epochs.iter().zip(&read.boundaries).enumerate() {
        let at = format!("{}/epochs/{index}", read.at);
        believed(&at, &boundary.checkpoint, &file.origin, &validators)?;
        if before.is_some_and(|last| last.size >= boundary.checkpoint.size) {
            return Err(fault(Step::Quorum, at, "the checkpoints of epochs rise in size"));
        }
        let next = next_epoch(&at, boundary, record, epoch)?;
        (epoch, validators) = (next.epoch, next.validators);
        before = Some(&boundary.checkpoint);
    }
    let at = format!("{}/checkpoint", read.at);
    let newest = &file.checkpoint;
    let cosigned = believed(&at, newest, &file.origin, &validators)?;
    let goes_on = before.is_none_or(|last| {
        last.size < newest.size || (last.size == newest.size && last.root == newest.root)
    });
    if !goes_on {
        return Err(fault(Step::Quorum, at, "the checkpoint is older than the last epoch's start"));
    }
    section.quorum = Some(Found { epoch, of: validators.len(), cosigned });
    Ok(())
}

fn believed(
    at: &str,
    checkpoint: &SignedCheckpoint,
    origin: &str,
    validators: &[Validator],
) -> Result<Cosigned, Broken> {
    checkpoint.check(origin, validators).map_err(|error| fault(Step::Quorum, at, error.to_string()))
}

/// The row that the block of a boundary leaves behind, if it ends `epoch`.
fn next_epoch(
    at: &str,
    boundary: &Boundary,
    record: &Record,
    epoch: u64,
) -> Result<EpochRow, Broken> {
    let broken = |text: String| Err(fault(Step::Quorum, at, text));
    let (size, root) = (boundary.checkpoint.size, &boundary.checkpoint.root);
    if record.size_after() != size || record.epoch != epoch {
        return broken(format!("its record is not of the block that ends epoch {epoch}"));
    }
    let leaf = leaf_hash(boundary.record.as_bytes());
    if let Err(error) = verify_inclusion(root, size, record.start, &leaf, &boundary.record_path) {
        return broken(format!("its record is not in the tree: {error}"));
    }
    let leaf = leaf_hash(boundary.row.as_bytes());
    let (size, root) = (record.members_size, &record.members_root);
    if let Err(error) = verify_inclusion(root, size, 0, &leaf, &boundary.row_path) {
        return broken(format!("its row is not row 0: {error}"));
    }
    match rows::read::<EpochRow>(&boundary.row) {
        Ok(row) if Some(row.epoch) == epoch.checked_add(1) => Ok(row),
        Ok(_) | Err(_) => broken("its row does not open the next epoch".to_owned()),
    }
}
