//! Every codec of the ledger: what is written is read as the same, in one spelling. Bodies, the
//! frontier, governance and orders have such tests beside them.

use ledger::block::Record;
use ledger::checkpoint::{
    Checkpoint, Cosignature, LogSignature, Note, NoteLine, Signature, SignedCheckpoint, Timed,
};
use ledger::disclosure::Disclosure;
use ledger::evidence::Evidence;
use ledger::genesis::Genesis;
use ledger::governance::{Gov, Vote, Words};
use ledger::key::{Ed25519Secret, Jwk, P256Key, P256Secret};
use ledger::rows::{
    EpochRow, KeyRow, MemberRow, OrgRow, OrgStatus, Purpose, RecallBy, RecallRow, RecallState,
    Validator, read, text,
};
use ledger::state::Proposal;
use ledger::statement::{Body, Claims, Draft, Jti, Statement};
use ledger::{Hash, OrgId, b64};
use proptest::prelude::*;
use proptest::sample::select;

const ORIGIN: &str = "demo.furlong.example/00";

/// Whole numbers that every JSON reader holds.
fn number() -> impl Strategy<Value = u64> {
    0..(1_u64 << 53) - 2_000
}

fn hash() -> impl Strategy<Value = Hash> {
    any::<[u8; 32]>().prop_map(Hash::from_bytes)
}

/// A secret key that a failing case does not print.
struct Drawn(P256Secret);

impl std::fmt::Debug for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.public().kid())
    }
}

impl std::ops::Deref for Drawn {
    type Target = P256Secret;

    fn deref(&self) -> &P256Secret {
        &self.0
    }
}

fn secret() -> impl Strategy<Value = Drawn> {
    let read = |bytes: [u8; 32]| P256Secret::from_bytes(&bytes).ok().map(Drawn);
    any::<[u8; 32]>().prop_filter_map("no key", read)
}

fn org() -> impl Strategy<Value = OrgId> {
    (0_u64..1_000_000_000).prop_map(|number| {
        let digits = format!("952{number:09}");
        let gln = format!("{digits}{}", gs1::check_digit(&digits));
        OrgId::parse(&format!("https://id.gs1.org/417/{gln}")).unwrap()
    })
}

fn validator() -> impl Strategy<Value = Validator> {
    (org(), any::<[u8; 32]>(), secret(), "[a-z]{1,9}\\.example").prop_map(
        |(iss, seed, p256, host)| {
            let edwards = |use_of: u8| {
                Ed25519Secret::from_bytes(Hash::of(&[&seed, &[use_of]]).as_bytes()).public()
            };
            let vote = P256Secret::from_bytes(Hash::of(&[&seed]).as_bytes()).unwrap().public();
            let (cosign, log, node) = (edwards(1), edwards(2), edwards(3));
            Validator { cosign, cosign_p256: p256.public(), host, iss, log, node, vote }
        },
    )
}

fn purpose() -> impl Strategy<Value = Purpose> {
    select(vec![
        Purpose::Admin,
        Purpose::Event,
        Purpose::System,
        Purpose::Registrar,
        Purpose::Agree,
    ])
}

fn org_row() -> impl Strategy<Value = OrgRow> {
    let status = select(vec![
        OrgStatus::Active,
        OrgStatus::Suspended,
        OrgStatus::Ended,
        OrgStatus::Expelled,
    ]);
    let lists =
        (prop::collection::vec("952[0-9]{4}", 0..3), prop::collection::vec("[a-z]{3,9}", 0..3));
    (org(), "\\PC{1,20}", lists, number(), prop::option::of(org()), status).prop_map(
        |(iss, name, (prefixes, roles), since, sponsor, status)| OrgRow {
            iss,
            name,
            prefixes,
            roles,
            since,
            sponsor,
            status,
        },
    )
}

fn key_row() -> impl Strategy<Value = KeyRow> {
    let height = || prop::option::of(number());
    (org(), secret(), purpose(), number(), (height(), height(), height())).prop_map(
        |(iss, secret, purpose, added, (compromised_since, not_after, retired))| {
            let jwk = secret.public();
            let (kid, held_by) = (jwk.kid(), Some(iss.clone()));
            KeyRow { added, compromised_since, held_by, iss, jwk, kid, not_after, purpose, retired }
        },
    )
}

fn signed() -> impl Strategy<Value = SignedCheckpoint> {
    let signature = || {
        any::<([u8; 32], [u8; 32])>().prop_map(|(a, b)| {
            let mut bytes = [0; 64];
            bytes[..32].copy_from_slice(&a);
            bytes[32..].copy_from_slice(&b);
            Signature::from_bytes(bytes)
        })
    };
    let timed = move || {
        prop::option::of((number(), signature()).prop_map(|(time, sig)| Timed { time, sig }))
    };
    let cosig = (org(), timed(), timed()).prop_map(|(iss, ed25519, p256)| Cosignature {
        iss,
        ed25519,
        p256,
    });
    let log = (org(), signature()).prop_map(|(iss, sig)| LogSignature { iss, sig });
    let lists = (prop::collection::vec(log, 0..3), prop::collection::vec(cosig, 0..3));
    (number(), hash(), lists).prop_map(|(size, root, (log, cosigs))| SignedCheckpoint {
        size,
        root,
        log,
        cosigs,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn bytes_as_text(bytes in prop::collection::vec(any::<u8>(), 0..80), text in "[A-Za-z0-9_=+/-]{0,24}") {
        prop_assert_eq!(b64::decode(&b64::encode(&bytes)), Ok(bytes));
        if let Ok(bytes) = b64::decode(&text) {
            prop_assert_eq!(b64::encode(&bytes), text);
        }
    }

    #[test]
    fn hashes_and_names(hash in hash(), iss in org(), near in "[0-9a-fA-F]{60,66}") {
        prop_assert_eq!(Hash::from_hex(&hash.to_hex()).ok(), Some(hash));
        prop_assert_eq!(Hash::from_b64(&hash.to_b64()).ok(), Some(hash));
        if let Ok(hash) = Hash::from_hex(&near) {
            prop_assert_eq!(hash.to_hex(), near);
        }
        prop_assert_eq!(OrgId::parse(iss.as_str()).ok(), Some(iss));
    }

    #[test]
    fn keys(secret in secret(), seed in any::<[u8; 32]>()) {
        for jwk in [secret.public(), Ed25519Secret::from_bytes(&seed).public()] {
            prop_assert_eq!(serde_json::from_str::<Jwk>(&jwk.text()).ok(), Some(jwk));
        }
        let public = secret.public();
        let point = public.as_p256().unwrap();
        prop_assert_eq!(&P256Key::from_sec1(point.sec1()).unwrap(), point);
        prop_assert_eq!(P256Secret::from_bytes(&secret.to_bytes()).unwrap().public(), public);
    }

    #[test]
    fn block_records(numbers in prop::array::uniform6(number()), hashes in prop::array::uniform3(hash()), iss in org()) {
        let [height, time_ms, start, count, epoch, size] = numbers.map(|number| number / 2);
        let [prev, members_root, recalls_root] = hashes;
        let record = Record {
            v: 1, origin: ORIGIN.to_owned(), height, time_ms, proposer: iss, prev, start, count,
            rules: 1, epoch, members_size: size, members_root, recalls_size: size, recalls_root,
        };
        prop_assert_eq!(Record::read(&record.text()), Ok(record));
    }

    #[test]
    fn checkpoints(signed in signed(), lines in prop::collection::vec(
        ("[a-z.]{1,9}", any::<[u8; 4]>(), prop::collection::vec(any::<u8>(), 1..80)), 1..4)) {
        let checkpoint: Checkpoint = signed.checkpoint(ORIGIN);
        prop_assert_eq!(Checkpoint::parse(&checkpoint.text()), Ok(checkpoint.clone()));
        let json = serde_json::to_string(&signed).unwrap();
        prop_assert_eq!(serde_json::from_str::<SignedCheckpoint>(&json).unwrap(), signed);
        let lines = lines.into_iter().map(|(name, id, signature)| NoteLine { name, id, signature });
        let note = Note { text: checkpoint.text(), lines: lines.collect() };
        prop_assert_eq!(Note::parse(&note.write()), Ok(note));
    }

    #[test]
    fn rows(validator in validator(), org in org_row(), key in key_row(), code in "https://x\\.example/[a-z]{1,9}", numbers in (number(), number())) {
        let epoch = EpochRow { epoch: numbers.0, rules: numbers.1, validators: vec![validator] };
        let by = RecallBy { index: numbers.0, iss: org.iss.clone(), state: RecallState::Hold };
        let recall = RecallRow { by: vec![by], code };
        prop_assert_eq!(read::<EpochRow>(&text(&epoch)), Ok(epoch.clone()));
        prop_assert_eq!(read::<RecallRow>(&text(&recall)), Ok(recall));
        for row in [MemberRow::Epoch(epoch), MemberRow::Org(org), MemberRow::Key(key)] {
            prop_assert_eq!(MemberRow::read(&row.text()), Ok(row));
        }
    }

    #[test]
    fn proposals(id in hash(), target in (org(), org()), numbers in (number(), number()), yes in any::<bool>(), reason in "[a-z]{1,20}") {
        let (iss, other) = target;
        let reason = Words::one("en", &reason).unwrap();
        let vote = if yes { Vote::Yes } else { Vote::No };
        let (index, opened_ms) = numbers;
        let gov = Gov::Suspend { iss: other.clone(), reason };
        let ballots = [(iss.clone(), Vote::Yes), (other, vote)].into_iter().collect();
        let proposal = Proposal { id, iss, index, opened_ms, gov, ballots };
        prop_assert_eq!(Proposal::read(&proposal.text()), Ok(proposal));
    }

    #[test]
    fn statements(secret in secret(), iss in org(), parts in (0_u64..1 << 47, any::<[u8; 10]>()), iat in number(), note in "\\PC{0,20}") {
        let origin = format!("demo.furlong.example/{}", Hash::ZERO.to_hex());
        let jti = Jti::from_parts(parts.0, parts.1);
        let epcis = json::Json::Object([("note", note.as_str())].into_iter().collect());
        let body = Body::Event { epcis: epcis.clone(), corrects: Some(jti) };
        let draft = Draft { iss: iss.clone(), origin: origin.clone(), jti, iat, body };
        let jws = draft.sign(&secret);
        let read = Statement::read(jws.as_bytes(), &origin).unwrap();
        prop_assert_eq!(read.bytes(), jws.as_bytes());
        prop_assert_eq!((read.iss(), read.jti()), (&iss, jti));
        prop_assert_eq!(read.kid(), secret.public().kid());
        let same = matches!(read.claims(), Claims::Event { epcis: found, .. } if *found == epcis);
        prop_assert!(same);
        let public = secret.public();
        prop_assert!(read.verify(|_| Some(&public)).is_ok());
    }

    #[test]
    fn disclosures(salt in any::<[u8; 16]>(), name in "[a-z]{1,12}", value in "\\PC{0,20}") {
        let made = Disclosure::make(salt, &name, &json::Json::from(value)).unwrap();
        let read = Disclosure::parse(made.text()).unwrap();
        prop_assert_eq!(read.digest(), made.digest());
        prop_assert_eq!((read.salt(), read.name(), read.value()), (made.salt(), made.name(), made.value()));
    }

    #[test]
    fn a_genesis(nonce in hash(), created_ms in number(), validator in validator(), secrets in prop::collection::vec(secret(), 2)) {
        let iss = validator.iss.clone();
        let org = OrgRow {
            iss: iss.clone(), name: "Farm".to_owned(), prefixes: vec![], roles: vec![],
            since: 0, sponsor: None, status: OrgStatus::Active,
        };
        let keys = secrets.iter().map(|secret| KeyRow {
            added: 0, compromised_since: None, held_by: None, iss: iss.clone(),
            kid: secret.public().kid(), jwk: secret.public(), not_after: None,
            purpose: Purpose::Admin, retired: None,
        });
        let genesis = Genesis {
            v: 1, name: "demo.furlong.example".to_owned(), nonce, created_ms, rules: 1,
            validators: vec![validator], orgs: vec![org], keys: keys.collect(),
        };
        prop_assert!(genesis.check().is_ok(), "{:?}", genesis.check());
        prop_assert_eq!(Genesis::read(genesis.text().as_bytes()).ok(), Some(genesis));
    }

    #[test]
    fn evidence_has_one_spelling(file in 0..6_usize, offset in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let ending = ledger::evidence::sample::Ending::ALL[file];
        let path = format!("{}/tests/fixtures/evidence/{}", env!("CARGO_MANIFEST_DIR"), ending.file_name());
        let bytes = std::fs::read(path).unwrap();
        let evidence = Evidence::read(&bytes).unwrap();
        prop_assert_eq!(evidence.to_bytes(), bytes.clone());
        let mut changed = bytes;
        let place = offset.index(changed.len());
        changed[place] ^= 1 << bit;
        if let Ok(evidence) = Evidence::read(&changed) {
            prop_assert_eq!(evidence.to_bytes(), changed);
        }
    }
}
