//! `docs/protocol/examples.md`: one worked example of every thing that is hashed or signed, made by
//! this code. The page is compared byte for byte, so it cannot grow old.

use std::fmt::Write as _;
use std::path::Path;

use crate::block::{Header, Record};
use crate::checkpoint::{Checkpoint, Cosignature, LogSignature, SignedCheckpoint};
use crate::disclosure::conceal;
use crate::genesis::Genesis;
use crate::governance::{Gov, NewKey};
use crate::key::{Ed25519Secret, P256Secret};
use crate::rows::{
    self, KeyRow, OrgRow, OrgStatus, Purpose, RecallBy, RecallRow, RecallState, Validator,
};
use crate::statement::{Body, Draft, Jti, Statement};
use crate::{Hash, OrgId, tree};

const ISS: &str = "https://id.gs1.org/417/9521001000017";
const LOT: &str = "https://id.gs1.org/01/09521001000017/10/H0302";
const SECONDS: u64 = 1_772_444_700;

fn p256(number: u8) -> P256Secret {
    P256Secret::from_bytes(&[number; 32]).unwrap()
}

fn ed25519(number: u8) -> Ed25519Secret {
    Ed25519Secret::from_bytes(&[number; 32])
}

fn iss() -> OrgId {
    OrgId::parse(ISS).unwrap()
}

/// A page in the making.
struct Page(String);

impl Page {
    fn section(&mut self, name: &str, words: &str) {
        write!(self.0, "\n## {name}\n\n{words}\n").unwrap();
    }

    fn example(&mut self, name: &str, value: &str) {
        write!(self.0, "\n### {name}\n\n```text\n{value}\n```\n").unwrap();
    }
}

fn key_row(number: u8, purpose: Purpose) -> KeyRow {
    let jwk = p256(number).public();
    KeyRow {
        added: 0,
        compromised_since: None,
        held_by: None,
        iss: iss(),
        kid: jwk.kid(),
        jwk,
        not_after: None,
        purpose,
        retired: None,
    }
}

fn genesis() -> Genesis {
    Genesis {
        v: 1,
        name: "one.furlong.example".to_owned(),
        nonce: Hash::of(&[b"a nonce"]),
        created_ms: 1_772_431_200_000,
        rules: 1,
        validators: vec![Validator {
            cosign: ed25519(1).public(),
            cosign_p256: p256(1).public(),
            host: "one.furlong.example".to_owned(),
            iss: iss(),
            log: ed25519(2).public(),
            node: ed25519(3).public(),
            vote: p256(2).public(),
        }],
        orgs: vec![OrgRow {
            iss: iss(),
            name: "R\u{ed}a Clara Fishing".to_owned(),
            prefixes: vec!["9521001".to_owned()],
            roles: vec!["producer".to_owned()],
            since: 0,
            sponsor: None,
            status: OrgStatus::Active,
        }],
        keys: vec![
            key_row(3, Purpose::Admin),
            key_row(4, Purpose::Admin),
            key_row(5, Purpose::Event),
        ],
    }
}

/// The bytes that a block id is the hash of.
fn header_hex(header: &Header) -> String {
    let numbers = [header.height.to_be_bytes(), header.size.to_be_bytes()];
    let parts: [&[u8]; 6] = [
        b"furlong/header/v1",
        header.origin.as_bytes(),
        &numbers[0],
        header.prev.as_bytes(),
        &numbers[1],
        header.root.as_bytes(),
    ];
    assert_eq!(Hash::of(&parts), header.id());
    parts.concat().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

fn keys_and_genesis(page: &mut Page, genesis: &Genesis) {
    page.section("Keys", "The secret keys are 32 equal bytes: number 5 is `05` 32 times.");
    page.example("P-256 key 5", &p256(5).public().text());
    page.example("its kid", &p256(5).public().kid());
    page.example("Ed25519 key 2", &ed25519(2).public().text());
    page.example("its kid of Ed25519", &ed25519(2).public().kid());
    let added = NewKey::make(&p256(6), Purpose::Event, &iss(), &genesis.origin());
    page.example(
        "what key 6 signs to be added for events",
        &format!("furlong/key/v1\n{}\n{ISS}\n{}\nevent", genesis.origin(), added.kid()),
    );
    page.example("the statement that brings it", &Gov::KeyAdd(added).to_json().to_string());
    page.section("Genesis", "One line; its hash names the chain.");
    page.example("genesis.json", &genesis.text());
    page.example("origin", &genesis.origin());
    page.example("what its keys sign", genesis.signing_text().trim_end());
    page.section("Rows", "The members tree after height 0: row 0, organisations, keys.");
    let (state, _) = genesis.begin().unwrap();
    for (index, row) in state.members().texts().enumerate() {
        page.example(&format!("row {index}"), &row);
        page.example(
            &format!("leaf hash of row {index}"),
            &tree::leaf_hash(row.as_bytes()).to_hex(),
        );
    }
    page.example("members_root", &state.members().root().to_hex());
    page.example("recalls_root of an empty tree", &state.recalls().root().to_hex());
    let by = vec![RecallBy { index: 3, iss: iss(), state: RecallState::Hold }];
    let row = rows::text(&RecallRow { by, code: LOT.to_owned() });
    page.example("recall row", &row);
    page.example("recalls_root of that row alone", &tree::leaf_hash(row.as_bytes()).to_hex());
}

fn statement(page: &mut Page, origin: &str) -> String {
    page.section("Statement", "An event with one concealed member, by key 5.");
    let event = format!(
        r#"{{"type":"ObjectEvent","epcList":["{LOT}"],"bizTransactionList":[{{"bizTransaction":"urn:x:PO1"}}]}}"#
    );
    let limits = json::Limits { bytes_max: 1_000, depth_max: 9, values_max: 99 };
    let event = json::parse(event.as_bytes(), &limits).unwrap();
    let (epcis, disclosures) = conceal(event, &["/bizTransactionList"], || [7; 16]).unwrap();
    let disclosure = &disclosures[0];
    let list = crate::b64::decode(disclosure.text()).unwrap();
    page.example("disclosure", &String::from_utf8(list).unwrap());
    page.example("as it travels", disclosure.text());
    page.example("its digest", &disclosure.digest().to_b64());
    let draft = Draft {
        iss: iss(),
        origin: origin.to_owned(),
        jti: Jti::from_parts(1_772_444_700_000, [1; 10]),
        iat: SECONDS,
        body: Body::Event { epcis, corrects: None },
    };
    let jws = draft.sign(&p256(5));
    assert!(Statement::read(jws.as_bytes(), origin).is_ok());
    let parts: Vec<String> = (jws.split('.').take(2))
        .map(|part| String::from_utf8(crate::b64::decode(part).unwrap()).unwrap())
        .collect();
    page.example("header", &parts[0]);
    page.example("payload", &parts[1]);
    page.example("the leaf", &jws);
    page.example("leaf hash of the statement", &tree::leaf_hash(jws.as_bytes()).to_hex());
    jws
}

fn block(page: &mut Page, record: &Record, leaves: &mut Vec<String>, rest: &[String]) -> Header {
    leaves.push(record.text());
    leaves.extend_from_slice(rest);
    let hashes: Vec<Hash> = leaves.iter().map(|leaf| tree::leaf_hash(leaf.as_bytes())).collect();
    let header = Header {
        origin: Hash::of(&[record.origin.as_bytes()]),
        height: record.height,
        prev: record.prev,
        size: record.size_after(),
        root: tree::root_of(&hashes),
    };
    let height = record.height;
    page.example(&format!("block record {height}"), &record.text());
    page.example(&format!("tree root after block {height}"), &header.root.to_hex());
    page.example(&format!("header {height}"), &header_hex(&header));
    page.example(&format!("block id {height}"), &header.id().to_hex());
    header
}

fn checkpoint(page: &mut Page, genesis: &Genesis, header: &Header) {
    page.section(
        "Checkpoint",
        "Signed by key 2 as the log, by Ed25519 key 1 and by P-256 key 1 as cosigners.",
    );
    let (origin, time) = (genesis.origin(), SECONDS + 60);
    let checkpoint = Checkpoint { origin: origin.clone(), size: header.size, root: header.root };
    page.example("checkpoint text", checkpoint.text().trim_end());
    page.example("what a 0x04 cosignature signs", checkpoint.cosignature_message(time).trim_end());
    page.example("what an ES256 cosignature signs", checkpoint.p256_message(time).trim_end());
    let signed = SignedCheckpoint {
        size: header.size,
        root: header.root,
        log: vec![LogSignature { iss: iss(), sig: checkpoint.sign_log(&ed25519(2)) }],
        cosigs: vec![Cosignature {
            iss: iss(),
            ed25519: Some(checkpoint.cosign(&ed25519(1), time)),
            p256: Some(checkpoint.cosign_p256(&p256(1), time)),
        }],
    };
    assert!(signed.check(&origin, &genesis.validators).is_ok());
    page.example("checkpoint.json", &serde_json::to_string(&signed).unwrap());
    let note = signed.note(&origin, &iss(), &genesis.validators).unwrap();
    page.example("as a note", note.write().trim_end());
}

fn page() -> String {
    let mut page = Page(
        "# Worked examples\n\nOne of each, made by the code of `crates/ledger`; a test compares. The \
         last line feed of a text is not shown;\n[formats.md](formats.md) says which texts have one. \
         The keys are public and worth nothing.\n"
            .to_owned(),
    );
    let genesis = genesis();
    keys_and_genesis(&mut page, &genesis);
    let (_, first) = genesis.begin().unwrap();
    let jws = statement(&mut page, &genesis.origin());
    page.section("Blocks", "Height 0 is the genesis, height 1 holds the statement above.");
    let mut leaves = Vec::new();
    let before = block(&mut page, &first, &mut leaves, &[genesis.text()]);
    let record = Record {
        height: 1,
        time_ms: SECONDS * 1_000,
        prev: before.id(),
        start: before.size,
        ..first
    };
    let header = block(&mut page, &record, &mut leaves, &[jws]);
    checkpoint(&mut page, &genesis, &header);
    page.0
}

#[test]
fn the_worked_examples_are_what_the_code_makes() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/protocol/examples.md");
    let wanted = page();
    if std::env::var_os("FURLONG_WRITE").is_some() {
        std::fs::write(&file, &wanted).unwrap();
    }
    let same = std::fs::read_to_string(&file).unwrap_or_default() == wanted;
    assert!(same, "docs/protocol/examples.md is old: run this test with FURLONG_WRITE=1");
}
