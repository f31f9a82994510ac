//! Checkpoints: as a signed note, as `checkpoint.json`, and the policy that says whose count.

use ledger::checkpoint::{Checkpoint, Note, Policy, SignedCheckpoint, VerifierKey};

/// Notes, checkpoints and keys have one spelling; `checkpoint.json` survives its writer.
pub fn run(bytes: &[u8]) {
    if let Ok(signed) = serde_json::from_slice::<SignedCheckpoint>(bytes) {
        let text = serde_json::to_vec(&signed).expect("plain members are written");
        let again: SignedCheckpoint = serde_json::from_slice(&text).expect("and read");
        assert_eq!(again, signed, "checkpoint.json survives its writer");
        assert_eq!(again.form(), signed.form());
        assert!(signed.form().is_err() || signed.size > 0, "no tree is empty");
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let note = Note::parse(text);
    if let Ok(note) = &note {
        assert_eq!(note.write(), text, "a note has one spelling");
    }
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        assert_eq!(checkpoint.text(), text, "a checkpoint has one spelling");
    }
    if let Ok(key) = VerifierKey::parse(text) {
        assert_eq!(key.text(), text, "a key has one spelling");
        assert!(note.is_err(), "no key is a note");
    }
    if let Ok(policy) = Policy::parse(text) {
        assert!(!policy.origin().is_empty(), "a policy is of a chain");
    }
    both(text);
}

/// A policy and a note, a line of `---` between: without a quorum nothing is accepted.
fn both(text: &str) {
    let Some((policy, note)) = text.split_once("\n---\n") else { return };
    let (Ok(policy), Ok(note)) = (Policy::parse(policy), Note::parse(note)) else { return };
    if policy.accepts(&note) {
        let checkpoint = Checkpoint::parse(&note.text).expect("what is accepted is a checkpoint");
        assert_eq!(checkpoint.origin, policy.origin(), "and one of this chain");
    }
}
