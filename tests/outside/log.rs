//! The log: checkpoints of a running node, roots and proofs of its tree.

use super::programs::{folder, go, judge};
use crate::support::{FARM, SHOP, World, event};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use furlong::store::{Place, StoredLog, leaves};
use ledger::checkpoint::Policy;
use ledger::evidence::{Evidence, FILE_BYTES_MAX};
use ledger::rows::{self, EpochRow};
use ledger::tree::Prover;
use serde_json::{Value, json};

#[test]
fn go_accepts_checkpoints_and_proofs_and_refuses_what_was_tampered_with() {
    let Some(program) = go(&folder().join("go/log.go")) else { return };
    let mut world = World::new();
    let mut notes = vec![of_four()];
    for round in 0..3 {
        world.record(&statement(&world, round));
        notes.push(note(&world));
    }
    // Sizes that are no power of two, and more than one tile.
    for (first, count) in [(10, 2), (20, 5), (100, 290)] {
        many(&world, first, count);
        notes.push(note(&world));
    }
    world.stop();
    let mut material = proofs(&world);
    material["Notes"] = Value::Array(notes);
    judge(Some(program), &material);
}

fn statement(world: &World, number: usize) -> String {
    let id = format!("urn:uuid:0190b7a0-0000-7000-8000-{number:012}");
    world.signed(if number.is_multiple_of(2) { FARM } else { SHOP }, event(&id, "A1"))
}

/// A batch, in one block or few.
fn many(world: &World, first: usize, count: usize) {
    let lines = (first..first + count)
        .map(|number| format!("{}\n", json!({ "jws": statement(world, number) })));
    let body: String = lines.collect();
    let path = "/api/v1/statements?wait=visible";
    let answer = world.client().post(path, "application/x-ndjson", body.as_bytes());
    assert!(answer.status < 300, "{}", answer.text());
}

/// The newest checkpoint as the node serves it, and whose signatures count.
fn note(world: &World) -> Value {
    let [note, policy] = ["/log/checkpoint", "/log/policy"].map(|path| {
        let answer = world.client().get(path);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    });
    json!({ "Note": note, "Policy": policy })
}

/// The checkpoint of a chain of four, three of whom cosigned.
fn of_four() -> Value {
    let path = folder().join("../fixtures/evidence/four-validators.json");
    let bytes = std::fs::read(path).unwrap();
    assert!(bytes.len() < FILE_BYTES_MAX);
    let chain = Evidence::read(&bytes).unwrap().chains.remove(0);
    let row: EpochRow = rows::read(&chain.epochs.last().unwrap().row).unwrap();
    let writer = &chain.checkpoint.log[0].iss;
    let note = chain.checkpoint.note(&chain.origin, writer, &row.validators).unwrap();
    json!({
        "Note": note.write(),
        "Policy": Policy::text(&chain.origin, &row.validators).unwrap(),
    })
}

/// Leaves, roots and paths from the node's own database.
fn proofs(world: &World) -> Value {
    let place = Place::Sqlite(world.folder.path().to_owned());
    let mut db = place.chain_reader().unwrap();
    let size = leaves::size(&mut db).unwrap();
    let bytes: Vec<String> = (0..size)
        .map(|leaf| STANDARD.encode(leaves::bytes(&mut db, leaf).unwrap().unwrap()))
        .collect();
    let log = StoredLog::new(&mut db);
    let mut prover = Prover::new(&log);
    let b64 = |path: Vec<ledger::Hash>| -> Vec<String> {
        path.iter().map(|hash| STANDARD.encode(hash.as_bytes())).collect()
    };
    let sizes: Vec<u64> = [1, 2, 3, 4, 5, 6, 7, 8, 13, 64, 100, 255, 256, 257, 300, size]
        .into_iter()
        .filter(|one| *one <= size)
        .collect();
    let (mut roots, mut inclusion, mut consistency) = (Vec::new(), Vec::new(), Vec::new());
    for new in &sizes {
        let root = prover.root(*new).unwrap();
        roots.push(json!({ "Size": new, "Root": STANDARD.encode(root.as_bytes()) }));
        for index in [0, new / 3, new / 2, new - 1] {
            let path = b64(prover.inclusion(index, *new).unwrap());
            inclusion.push(json!({ "Size": new, "Index": index, "Path": path }));
        }
        for old in sizes.iter().filter(|old| *old <= new) {
            let path = b64(prover.consistency(*old, *new).unwrap());
            consistency.push(json!({ "Old": old, "New": new, "Path": path }));
        }
    }
    assert!(size > 300, "the log has {size} leaves");
    json!({ "Leaves": bytes, "Roots": roots, "Inclusion": inclusion, "Consistency": consistency })
}
