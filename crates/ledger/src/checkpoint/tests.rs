//! Checkpoints, notes, policies and quorums.
#![expect(clippy::arithmetic_side_effects, reason = "the numbers are small")]

use proptest::prelude::*;

use super::*;
use crate::key::{Ed25519Secret, P256Secret};
use crate::rows::Validator;
use crate::{Hash, OrgId};

const ORIGIN: &str = "demo.furlong.example/\
    00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

struct Keys {
    log: Ed25519Secret,
    cosign: Ed25519Secret,
    p256: P256Secret,
}

fn keys(number: u8) -> Keys {
    Keys {
        log: Ed25519Secret::from_bytes(&[number; 32]),
        cosign: Ed25519Secret::from_bytes(&[number + 100; 32]),
        p256: P256Secret::from_bytes(&[number; 32]).unwrap(),
    }
}

fn validator(number: u8) -> Validator {
    let keys = keys(number);
    Validator {
        cosign: keys.cosign.public(),
        cosign_p256: keys.p256.public(),
        host: format!("node{number}.furlong.example"),
        iss: OrgId::parse(&format!("https://demo.furlong.example/party/9506000134352/{number}"))
            .unwrap(),
        log: keys.log.public(),
        node: keys.log.public(),
        vote: keys.p256.public(),
    }
}

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: ORIGIN.to_owned(), size: 70_000, root: Hash::of(&[b"root"]) }
}

/// Four validators; the given ones have signed everything, at second 1000 + number.
fn signed(by: &[u8]) -> (SignedCheckpoint, Vec<Validator>) {
    let checkpoint = checkpoint();
    let (mut log, mut cosigs) = (Vec::new(), Vec::new());
    for number in by {
        let (keys, iss) = (keys(*number), validator(*number).iss);
        let time = 1_000 + u64::from(*number);
        log.push(LogSignature { iss: iss.clone(), sig: checkpoint.sign_log(&keys.log) });
        cosigs.push(Cosignature {
            iss,
            ed25519: Some(checkpoint.cosign(&keys.cosign, time)),
            p256: Some(checkpoint.cosign_p256(&keys.p256, time + 50)),
        });
    }
    let signed = SignedCheckpoint { size: 70_000, root: checkpoint.root, log, cosigs };
    (signed, (1..=4).map(validator).collect())
}

#[test]
fn three_of_four_are_enough_and_two_are_not() {
    let (three, validators) = signed(&[1, 3, 4]);
    assert_eq!(three.form(), Ok(()));
    let cosigned = three.check(ORIGIN, &validators).unwrap();
    assert_eq!(cosigned, Cosigned { as_of: 1_001, validators: 3, needed: 3 });
    let (four, _) = signed(&[1, 2, 3, 4]);
    assert_eq!(four.check(ORIGIN, &validators).unwrap().as_of, 1_002);
    let (two, _) = signed(&[1, 3]);
    assert_eq!(two.check(ORIGIN, &validators), Err(QuorumFault::TooFew { have: 2, needed: 3 }));
}

#[test]
fn one_kind_of_cosignature_is_enough() {
    let (mut signed, validators) = signed(&[1, 2, 3]);
    signed.cosigs[0].ed25519 = None;
    signed.cosigs[1].p256 = None;
    assert_eq!(signed.form(), Ok(()));
    assert_eq!(signed.check(ORIGIN, &validators).unwrap().validators, 3);
    signed.cosigs[0].p256 = None;
    assert!(signed.form().is_err());
}

#[test]
fn every_signature_that_is_there_must_be_true() {
    let (good, validators) = signed(&[1, 2, 3, 4]);
    let last = good.cosigs[3].iss.clone();
    let changes: [fn(&mut SignedCheckpoint); 4] = [
        |it| it.cosigs[3].ed25519 = it.cosigs[2].ed25519,
        |it| it.cosigs[3].p256 = it.cosigs[2].p256,
        |it| it.cosigs[3].p256.as_mut().unwrap().time += 1,
        |it| it.log[3].sig = it.log[0].sig,
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut bad = good.clone();
        change(&mut bad);
        let found = bad.check(ORIGIN, &validators);
        assert_eq!(found, Err(QuorumFault::False(last.clone())), "change {number}");
    }
    assert_eq!(good.check(ORIGIN, &validators[..3]), Err(QuorumFault::Stranger(last)));
    let elsewhere = ORIGIN.replace("demo", "test");
    assert!(matches!(good.check(&elsewhere, &validators), Err(QuorumFault::False(_))));
}

#[test]
fn order_and_low_s_are_form() {
    let (good, _) = signed(&[1, 2, 3]);
    let changes: [fn(&mut SignedCheckpoint); 5] = [
        |it| it.cosigs.swap(0, 1),
        |it| it.log.swap(0, 1),
        |it| it.cosigs.insert(0, it.cosigs[0].clone()),
        |it| it.cosigs[0].p256.as_mut().unwrap().sig = Signature::from_bytes([0xff; 64]),
        |it| it.size = 1 << 53,
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut bad = good.clone();
        change(&mut bad);
        assert!(bad.form().is_err(), "change {number}");
    }
}

#[test]
fn json_is_read_as_it_is_written() {
    let (signed, _) = signed(&[1, 2, 3]);
    let text = serde_json::to_string(&signed).unwrap();
    assert!(text.starts_with(r#"{"size":70000,"root":""#), "{text}");
    assert_eq!(serde_json::from_str::<SignedCheckpoint>(&text).unwrap(), signed);
}

#[test]
fn a_note_carries_one_log_line_and_exactly_the_quorum() {
    let (two, _) = signed(&[1, 2]);
    let (signed, validators) = signed(&[1, 2, 3, 4]);
    assert_eq!(two.note(ORIGIN, &validators[1].iss, &validators), None);
    let note = signed.note(ORIGIN, &validators[1].iss, &validators).unwrap();
    let names: Vec<&str> = note.lines.iter().map(|line| line.name.as_str()).collect();
    let newest = ["node2.furlong.example/2", "node3.furlong.example/3", "node4.furlong.example/4"];
    assert_eq!(names, [&[ORIGIN], newest.as_slice()].concat());
    assert_eq!(Note::parse(&note.write()), Ok(note.clone()));
    let log = VerifierKey::log(ORIGIN, &validators[1]).unwrap();
    assert_eq!(note.verified(&log), Some((checkpoint(), None)));
    let cosigner = VerifierKey::cosigner(&validators[3]).unwrap();
    assert_eq!(note.verified(&cosigner), Some((checkpoint(), Some(1_004))));
    let absent = VerifierKey::cosigner(&validators[0]).unwrap();
    assert_eq!(note.verified(&absent), None);
}

#[test]
fn our_policy_takes_our_note_and_no_smaller_one() {
    let (signed, validators) = signed(&[1, 2, 3, 4]);
    let text = Policy::text(ORIGIN, &validators).unwrap();
    assert_eq!(text.lines().filter(|line| line.starts_with("log ")).count(), 4);
    assert!(text.contains("\ngroup validators 3 node1.furlong.example/1 "), "{text}");
    let policy = Policy::parse(&text).unwrap();
    assert_eq!(policy.origin(), ORIGIN);
    let mut note = signed.note(ORIGIN, &validators[0].iss, &validators).unwrap();
    assert!(policy.accepts(&note));
    let line = note.lines.pop().unwrap();
    assert!(!policy.accepts(&note));
    note.lines.push(line);
    note.lines.remove(0);
    assert!(!policy.accepts(&note));
}

#[test]
fn malformed_policies_are_refused_by_line() {
    let (_, validators) = signed(&[]);
    let good = Policy::text(ORIGIN, &validators).unwrap();
    let name = "node1.furlong.example/1";
    for (what, bad) in [
        ("no quorum", good.replace("quorum validators\n", "")),
        ("two quorums", format!("{good}quorum validators\n")),
        ("unknown word", format!("{good}mirror x\n")),
        ("threshold 5 of 4", good.replace("validators 3", "validators 5")),
        ("threshold 0", good.replace("validators 3", "validators 0")),
        ("a member twice", good.replace("validators 3", &format!("validators 3 {name}"))),
        ("unknown member", good.replace("validators 3", "validators 3 nobody")),
        (
            "another group takes a member",
            good.replace("quorum", &format!("group g 1 {name}\nquorum")),
        ),
        ("wrong id", good.replace("log demo", "log Demo")),
        ("no log", good.lines().filter(|it| !it.starts_with("log")).collect::<Vec<_>>().join("\n")),
    ] {
        assert!(Policy::parse(&bad).is_err(), "{what}");
    }
    let loose = good.replace(' ', " \t").replace("group", "# a comment\n\ngroup");
    assert!(Policy::parse(&loose).is_ok());
    assert!(Policy::parse(&good.replace("validators 3", "validators all")).is_ok());
}

#[test]
fn malformed_checkpoints_are_refused() {
    let good = checkpoint().text();
    assert_eq!(Checkpoint::parse(&good), Ok(checkpoint()));
    for (what, bad) in [
        ("an extension line", format!("{good}more\n")),
        ("no last line feed", good.trim_end().to_owned()),
        ("a leading zero", good.replace("70000", "070000")),
        ("a sign", good.replace("70000", "+70000")),
        ("no origin", good.replace(ORIGIN, "")),
        ("a short root", good.replace("=\n", "\n")),
        ("nothing", String::new()),
    ] {
        assert_eq!(Checkpoint::parse(&bad), Err(CheckpointError), "{what}");
    }
}

#[test]
fn malformed_notes_are_refused() {
    let (signed, validators) = signed(&[1, 2, 3]);
    let good = signed.note(ORIGIN, &validators[0].iss, &validators).unwrap().write();
    let long = good.lines().last().unwrap();
    for (what, bad) in [
        ("no blank line", good.replace("\n\n", "\n")),
        ("a hyphen", good.replace('\u{2014}', "-")),
        ("a carriage return", good.replace('\n', "\r\n")),
        ("no last line feed", good.trim_end().to_owned()),
        ("bad base64", good.replace("=\n", "\n")),
        ("65 signatures", format!("{good}{}", format!("{long}\n").repeat(62))),
        ("nothing", String::new()),
    ] {
        assert!(Note::parse(&bad).is_err(), "{what}");
    }
}

#[test]
fn a_false_line_beside_a_true_one_of_the_same_key_spoils_it() {
    let (signed, validators) = signed(&[1, 2, 3]);
    let mut note = signed.note(ORIGIN, &validators[0].iss, &validators).unwrap();
    let log = VerifierKey::log(ORIGIN, &validators[0]).unwrap();
    let mut false_line = note.lines[0].clone();
    false_line.signature[5] ^= 1;
    note.lines.push(false_line);
    assert_eq!(note.verified(&log), None);
}

proptest! {
    #[test]
    fn no_text_makes_the_readers_panic(text in "(\u{2014}|[a-z0-9+/= \n]){0,80}") {
        if let Ok(note) = Note::parse(&text) {
            prop_assert_eq!(note.write(), text.clone());
        }
        if let Ok(checkpoint) = Checkpoint::parse(&text) {
            prop_assert_eq!(checkpoint.text(), text.clone());
        }
        if let Ok(key) = VerifierKey::parse(&text) {
            prop_assert_eq!(key.text(), text.clone());
        }
        if let Ok(policy) = Policy::parse(&text) {
            prop_assert!(!policy.origin().is_empty());
        }
    }
}
