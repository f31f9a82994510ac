//! Signed notes, checkpoints and cosignature lines: C2SP's examples, Go's and Tessera's logs.

use super::{Count, json, vectors};
use crate::checkpoint::{Checkpoint, Note, Policy, VerifierKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Cosignature lines under a text: each with a time and 64 bytes, and written as they were read.
fn cosigned(lines: &str) -> bool {
    let note = format!("example.com/log\n1\n\n{lines}");
    Note::parse(&note).is_ok_and(|read| {
        read.write() == note && read.lines.iter().all(|line| line.signature.len() == 72)
    })
}

/// The three lines of a checkpoint in a longer example.
fn checkpoint(example: &str) -> Option<Checkpoint> {
    let text = example.split("\n\n").nth(1)?;
    Checkpoint::parse(&format!("{text}\n")).ok()
}

/// Whether a note reads as its page says, and comes back as it was.
fn signed(text: &str, name: &str, id: &str) -> bool {
    Note::parse(text).is_ok_and(|note| {
        let [line] = note.lines.as_slice() else { return false };
        note.write() == text && line.name == name && hex::encode(line.id) == id
    })
}

#[test]
fn the_examples_of_c2sp_read_as_their_pages_say() {
    let Some(root) = vectors() else { return };
    let mut count = Count::of("c2sp-examples");
    for entry in std::fs::read_dir(root.join("c2sp-examples")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let file = path.file_name().unwrap().to_str().unwrap();
        let holds = match file {
            "signed-note-0.txt" => signed(&text, "quasimodo.example/salvatore", "367ba04b"),
            "tlog-checkpoint-0.txt" => {
                let sofa = Note::parse(&text).map(|note| Checkpoint::parse(&note.text));
                signed(&text, "example.com/behind-the-sofa", "033de0ae")
                    && sofa.unwrap().is_ok_and(|it| it.size == 20_852_163)
            }
            "tlog-mirror-0.txt" | "tlog-witness-2.txt" => cosigned(&text),
            // Their signatures are left out on the page: checkpoints, but not notes.
            "tlog-proof-0.txt" => {
                checkpoint(&text).is_some_and(|it| it.size == 109_482)
                    && Note::parse(&text).is_err()
            }
            "tlog-witness-0.txt" => {
                checkpoint(&text).is_some_and(|it| it.size == 14) && Note::parse(&text).is_err()
            }
            // Grammar, with names in angle brackets.
            "signed-note-2.txt" | "tlog-cosignature-1.txt" => {
                Note::parse(&format!("text\n\n{text}\n")).is_err()
            }
            "tlog-policy-1.txt" => Policy::parse(&text).is_err(),
            _ => {
                count.exception(file, "an example that was not there when this was written");
                continue;
            }
        };
        count.case(file, holds);
    }
    count.end();
}

#[test]
fn checkpoints_of_go_verify_under_their_key() {
    let Some(root) = vectors() else { return };
    for name in ["go-xmod-give.json", "tessera-log-0-7.json"] {
        let golden = json(&root.join("tlog-tiles").join(name));
        let text = golden["vkey"].as_str().unwrap();
        let key = VerifierKey::parse(text).unwrap();
        assert_eq!(key.text(), text);
        let listed = golden["checkpoints"].as_array().into_iter().flatten();
        let named = golden["checkpoints"].as_object().into_iter().flat_map(|map| map.values());
        let mut count = Count::of(&format!("tlog-tiles/{name} notes"));
        for text in listed.chain(named).map(|it| it.as_str().unwrap()) {
            let note = Note::parse(text).unwrap();
            let origin = note.verified(&key).map(|(checkpoint, _)| checkpoint.origin);
            let other = note.text.replace(key.name(), "example.com/other");
            let stranger = Note { text: other, ..note }.verified(&key);
            count.case(text, origin.as_deref() == Some(key.name()) && stranger.is_none());
        }
        count.end();
    }
}

/// C2SP has notes with ML-DSA-44 (type 0x06); a policy with such a key is not one of ours.
#[test]
fn keys_of_another_kind_are_refused() {
    let Some(root) = vectors() else { return };
    let set = json(&root.join("wycheproof/mldsa_44_verify_test.json"));
    let mut count = Count::of("wycheproof/mldsa_44 keys refused");
    for group in set["testGroups"].as_array().unwrap() {
        let key = hex::decode(group["publicKey"].as_str().unwrap()).unwrap();
        let id = crate::Hash::of(&[b"log.example\n\x06", &key]);
        let id = hex::encode(&id.as_bytes()[..4]);
        let text = format!("log.example+{id}+{}", STANDARD.encode([&[6], &key[..]].concat()));
        count.case(&text, VerifierKey::parse(&text).is_err());
    }
    count.exception("its signatures", "no verifier of the tree knows ML-DSA");
    count.end();
}
