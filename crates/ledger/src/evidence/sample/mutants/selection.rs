//! What may truly be left out: a proof that says less is a proof.

use crate::checkpoint::{Cosignature, SignedCheckpoint};
use crate::evidence::{Chain, Evidence, LeafProof};

/// Whether a file is `whole` with some of its parts left out, and nothing else: statements, rows,
/// fields that are shown, signatures. A checker that believes it believes nothing new.
pub(super) fn is_part_of(file: &Evidence, whole: &Evidence) -> bool {
    let chains = file.chains.iter().zip(&whole.chains);
    file.subject == whole.subject
        && file.chains.len() == whole.chains.len()
        && chains.into_iter().all(|(chain, whole)| is_part_of_chain(chain, whole))
}

fn is_part_of_chain(chain: &Chain, whole: &Chain) -> bool {
    let epochs = chain.epochs.iter().zip(&whole.epochs);
    chain.origin == whole.origin
        && chain.genesis == whole.genesis
        && chain.epochs.len() == whole.epochs.len()
        && epochs.into_iter().all(|(one, other)| {
            let mut same = one.clone();
            same.checkpoint = other.checkpoint.clone();
            same == *other && signs_part_of(&one.checkpoint, &other.checkpoint)
        })
        && signs_part_of(&chain.checkpoint, &whole.checkpoint)
        && chain.tip == whole.tip
        && chain.members.iter().all(|row| whole.members.contains(row))
        && chain.recalls.iter().all(|entry| whole.recalls.contains(entry))
        && chain.blocks.iter().all(|block| whole.blocks.contains(block))
        && chain.leaves.iter().all(|leaf| whole.leaves.iter().any(|of| shows_part_of(leaf, of)))
}

fn signs_part_of(one: &SignedCheckpoint, whole: &SignedCheckpoint) -> bool {
    one.size == whole.size
        && one.root == whole.root
        && one.log.iter().all(|sig| whole.log.contains(sig))
        && one.cosigs.iter().all(|sig| whole.cosigs.iter().any(|of| cosigns_part_of(sig, of)))
}

fn cosigns_part_of(one: &Cosignature, whole: &Cosignature) -> bool {
    one.iss == whole.iss
        && (one.ed25519.is_none() || one.ed25519 == whole.ed25519)
        && (one.p256.is_none() || one.p256 == whole.p256)
}

fn shows_part_of(leaf: &LeafProof, whole: &LeafProof) -> bool {
    leaf.index == whole.index
        && leaf.jws == whole.jws
        && leaf.path == whole.path
        && leaf.disclosures.iter().all(|shown| whole.disclosures.contains(shown))
}
