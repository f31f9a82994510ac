//! Whether a file is one that a record names.

use crate::store::attachments::Named;
use ledger::Hash;
use ledger::attachment::{FileName, seal};
use ledger::evidence::Evidence;
use ledger::statement::{Claims, Statement};

/// The leaf that names the file, in evidence that holds: by the digest of its bytes, or of a sealed
/// one by the digest of what its key makes of them.
pub(super) fn naming(evidence: &Evidence, file: &[u8]) -> Option<u64> {
    let digest = Hash::of(&[file]);
    for chain in &evidence.chains {
        for leaf in &chain.leaves {
            let Ok(statement) = Statement::read(leaf.jws.as_bytes(), &chain.origin) else {
                continue;
            };
            let Claims::Event { epcis, .. } = statement.inner().claims() else { continue };
            let held = Named::of(epcis, &leaf.disclosures);
            let mut names = held.clear.iter().chain(&held.concealed);
            if names.any(|name| name.digest == digest || is_sealed_as(name, file)) {
                return Some(leaf.index);
            }
        }
    }
    None
}

fn is_sealed_as(name: &FileName, file: &[u8]) -> bool {
    let sealed = name.key.as_ref().and_then(|key| seal(key, file.to_vec()).ok());
    sealed.is_some_and(|sealed| Hash::of(&[&sealed]) == name.digest)
}
