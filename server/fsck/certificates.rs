//! Who decided a block: the votes of a quorum of the validators of its height.

use super::finding::Finding;
use crate::replica::vote_key;
use engine::{ValidatorKey, verify_certificate};
use ledger::Hash;
use ledger::rows::Validator;
use rayon::prelude::*;
use std::sync::Arc;

/// A certificate that is to be checked.
pub(super) struct Decided {
    pub(super) height: u64,
    pub(super) round: i64,
    pub(super) id: Hash,
    pub(super) certificate: Vec<u8>,
    pub(super) validators: Arc<Vec<Validator>>,
}

/// Checks certificates on all cores; what is wrong comes in the order of the blocks.
pub(super) fn check(origin: &str, decided: &[Decided]) -> Vec<Finding> {
    decided.par_iter().filter_map(|one| fault(origin, one)).collect()
}

fn fault(origin: &str, one: &Decided) -> Option<Finding> {
    let wrong = |what: String| Some(Finding::of_block(one.height, what));
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return wrong(format!("its certificate could not be checked: {error}")),
    };
    let bytes = bytes::Bytes::copy_from_slice(&one.certificate);
    let keys: Vec<ValidatorKey> = one.validators.iter().map(vote_key).collect();
    match runtime.block_on(verify_certificate(origin, &keys, bytes)) {
        Err(error) => wrong(error.to_string()),
        Ok(certified) => {
            let same = certified.height == one.height
                && certified.round == one.round
                && certified.id == *one.id.as_bytes();
            if same { None } else { wrong("its certificate is that of another block".to_owned()) }
        }
    }
}
