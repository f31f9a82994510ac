//! Sigstore's bundles, as far as they are about the log: the leaf is in the tree, the tree is the
//! checkpoint's, the checkpoint is signed by the log; and the managed key's own P-256 signature.
//! Certificates, time stamps (RFC 3161) and what an envelope has to do with its entry are not ours:
//! a statement is itself the leaf, under a key that the chain knows.

use super::{Count, json, vectors};
use crate::checkpoint::{Checkpoint, Note, VerifierKey};
use crate::key::P256Key;
use crate::tree::{leaf_hash, verify_inclusion};
use crate::{Hash, b64};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::path::Path;

/// Bundles that fail for something that we have not; the log's part of them holds.
const OUTSIDE: [(&str, &str); 2] = [
    ("timestamp", "fails by its RFC 3161 time stamp"),
    ("dsse", "fails by its envelope's signature under a certificate"),
];

fn bytes(value: &Value) -> Option<Vec<u8>> {
    STANDARD.decode(value.as_str()?).ok()
}

fn number(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}

/// The log's key from the trusted root, where it is an Ed25519 key: SPKI ends with its 32 bytes.
fn log_key(folder: &Path, origin: &str, id: &[u8]) -> Option<VerifierKey> {
    let path = folder.join("trusted_root.json");
    let root = path.is_file().then(|| json(&path))?;
    let logs = root["tlogs"].as_array()?;
    let log = logs.iter().find(|log| bytes(&log["logId"]["keyId"]).is_some_and(|it| it == id))?;
    let spki = bytes(&log["publicKey"]["rawBytes"])?;
    assert_eq!(log["publicKey"]["keyDetails"], "PKIX_ED25519");
    let key = [&[1], spki.last_chunk::<32>()?.as_slice()].concat();
    let hint = hex::encode(id.first_chunk::<4>()?);
    VerifierKey::parse(&format!("{origin}+{hint}+{}", STANDARD.encode(key))).ok()
}

/// The log's part of a bundle. Nothing where something of it is missing or malformed.
fn in_log(folder: &Path, bundle: &Value) -> Option<()> {
    let entry = bundle["verificationMaterial"]["tlogEntries"].get(0)?;
    let proof = &entry["inclusionProof"];
    let path: Option<Vec<Hash>> = proof["hashes"].as_array()?.iter().map(hash).collect();
    let (size, index) = (number(&proof["treeSize"])?, number(&proof["logIndex"])?);
    let (root, leaf) = (hash(&proof["rootHash"])?, leaf_hash(&bytes(&entry["canonicalizedBody"])?));
    verify_inclusion(&root, size, index, &leaf, &path?).ok()?;
    let note = Note::parse(proof["checkpoint"]["envelope"].as_str()?).ok()?;
    let checkpoint = Checkpoint::parse(&note.text).ok()?;
    let id = bytes(&entry["logId"]["keyId"])?;
    let hinted = note.lines.iter().any(|line| id.starts_with(&line.id));
    // Rekor's first version signs with ECDSA in DER, and its key is not in the set: only the hint.
    let signed = match log_key(folder, &checkpoint.origin, &id) {
        Some(key) => note.verified(&key).is_some(),
        None => !folder.join("trusted_root.json").is_file(),
    };
    let same = (checkpoint.size, checkpoint.root) == (size, root);
    (hinted && signed && same).then_some(())
}

fn hash(value: &Value) -> Option<Hash> {
    Hash::from_slice(&bytes(value)?).ok()
}

/// The signature over the artifact, by the key that the verifier was given. Nothing if that is no
/// point of the curve.
fn by_managed_key(folder: &Path, bundle: &Value) -> Option<bool> {
    let pem = std::fs::read_to_string(folder.join("key.pub.txt")).ok()?;
    let spki: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let spki = STANDARD.decode(spki).ok()?;
    let key = P256Key::from_sec1(spki.last_chunk::<65>()?).ok()?;
    let artifact = std::fs::read(folder.parent()?.join("a.txt")).ok()?;
    let der = bytes(&bundle["messageSignature"]["signature"])?;
    let signature = p256::ecdsa::Signature::from_der(&der).ok()?;
    let low = signature.normalize_s().unwrap_or(signature);
    Some(key.verifies(&artifact, &low.to_bytes().into()))
}

#[test]
fn bundles_hold_as_far_as_they_are_about_the_log() {
    let Some(root) = vectors() else { return };
    let mut count = Count::of("sigstore bundles");
    let mut apart = Count::of("sigstore, fail by what is not ours: their log's part holds");
    for entry in std::fs::read_dir(root.join("sigstore")).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        let name = folder.file_name().unwrap().to_str().unwrap();
        let bundle = json(&folder.join("bundle.sigstore.json"));
        let holds = in_log(&folder, &bundle).is_some();
        let fails = name.ends_with("_fail");
        let outside = OUTSIDE.iter().find(|(word, _)| fails && name.contains(word));
        if let Some((_, reason)) = outside {
            apart.exception(name, reason);
            apart.case(name, holds);
        } else {
            // Without a key file the signature is under a certificate.
            let managed = folder.join("key.pub.txt").is_file();
            let by_key = !managed || by_managed_key(&folder, &bundle).unwrap_or(false);
            count.case(name, (holds && by_key) != fails);
        }
    }
    apart.end();
    count.end();
}

/// A flipped bit of any part that we check ends what held.
#[test]
fn each_part_of_a_bundle_counts() {
    let Some(root) = vectors() else { return };
    let folder = root.join("sigstore/rekor2-checkpoint-multiple-cosigs");
    let path = folder.join("bundle.sigstore.json");
    if !path.is_file() {
        return;
    }
    let good = json(&path);
    assert_eq!(in_log(&folder, &good), Some(()));
    let mut count = Count::of("sigstore, one part changed");
    let proof = "/verificationMaterial/tlogEntries/0/inclusionProof";
    for (part, value) in [
        ("rootHash", STANDARD.encode([7; 32])),
        ("treeSize", "737".to_owned()),
        ("logIndex", "734".to_owned()),
        ("hashes/0", STANDARD.encode([7; 32])),
        ("checkpoint/envelope", b64::encode(b"no note")),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(&format!("{proof}/{part}")).unwrap() = value.into();
        count.case(part, in_log(&folder, &bad).is_none());
    }
    count.end();
}
