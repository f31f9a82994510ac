//! What may truly be left out: a proof that says less is a proof.

use crate::block::Record;
use crate::checkpoint::{Cosignature, SignedCheckpoint};
use crate::evidence::{Chain, Evidence, LeafProof};

/// Each file with whatever others prove under the same roots, too: rows and statements that stand in
/// one of them are as true in another.
pub(super) fn joined(files: &[Evidence]) -> Vec<Evidence> {
    let mut all = files.to_vec();
    for chain in all.iter_mut().flat_map(|file| &mut file.chains) {
        for other in files.iter().flat_map(|file| &file.chains) {
            join(chain, other);
        }
    }
    all
}

fn join(chain: &mut Chain, other: &Chain) {
    fn add<T: Clone + PartialEq>(list: &mut Vec<T>, more: &[T]) {
        let new: Vec<T> = more.iter().filter(|one| !list.contains(one)).cloned().collect();
        list.extend(new);
    }
    let tips = [&chain.tip, &other.tip].map(|tip| Record::read(&tip.record));
    let [Ok(tip), Ok(others)] = tips else { return };
    if chain.origin != other.origin {
        return;
    }
    if (tip.members_size, tip.members_root) == (others.members_size, others.members_root) {
        add(&mut chain.members, &other.members);
    }
    if (tip.recalls_size, tip.recalls_root) == (others.recalls_size, others.recalls_root) {
        add(&mut chain.recalls, &other.recalls);
    }
    let tree = |chain: &Chain| (chain.checkpoint.size, chain.checkpoint.root);
    if tree(chain) == tree(other) {
        add(&mut chain.blocks, &other.blocks);
        add(&mut chain.leaves, &other.leaves);
    }
}

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
