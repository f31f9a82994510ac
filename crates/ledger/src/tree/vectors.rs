//! The tree against other people's answers: transparency-dev/merkle, golang.org/x/mod, Tessera and
//! sigsum. They are not part of this repository; without them these tests say so and pass.
#![expect(clippy::print_stdout, reason = "a test that did nothing says so")]

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::tests::{grown, leaves};
use super::*;
use crate::hash::Hash;

pub(crate) fn vectors() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    let root = std::env::var_os("FURLONG_VECTORS").map_or(beside, PathBuf::from).join("trust");
    if !root.is_dir() {
        println!("skipped: no vectors");
    }
    root.is_dir().then_some(root)
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn cases(folder: &Path) -> Vec<(PathBuf, Value)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(cases(&path));
        } else {
            let case = json(&path);
            found.push((path, case));
        }
    }
    found
}

fn hash(value: &Value) -> Option<Hash> {
    Hash::from_slice(&STANDARD.decode(value.as_str()?).ok()?).ok()
}

fn path(value: &Value) -> Option<Vec<Hash>> {
    value.as_array().into_iter().flatten().map(hash).collect()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

/// Judges each case by `holds` and compares with what the file says.
fn judge(folder: &str, holds: impl Fn(&Value) -> Option<bool>) {
    let Some(root) = vectors() else { return };
    let cases = cases(&root.join("merkle").join(folder));
    assert!(cases.len() > 20, "{folder} has {} cases", cases.len());
    for (path, case) in cases {
        let wanted = !case["wantErr"].as_bool().unwrap();
        assert_eq!(holds(&case).unwrap_or(false), wanted, "{}", path.display());
    }
}

#[test]
fn inclusion_is_judged_as_transparency_dev_judges_it() {
    judge("inclusion", |case| {
        let (size, index) = (number(&case["treeSize"]), number(&case["leafIdx"]));
        let (root, leaf) = (hash(&case["root"])?, hash(&case["leafHash"])?);
        Some(verify_inclusion(&root, size, index, &leaf, &path(&case["proof"])?).is_ok())
    });
}

#[test]
fn consistency_is_judged_as_transparency_dev_judges_it() {
    judge("consistency", |case| {
        let old = (number(&case["size1"]), hash(&case["root1"])?);
        let new = (number(&case["size2"]), hash(&case["root2"])?);
        let path = path(&case["proof"])?;
        Some(verify_consistency((old.0, &old.1), (new.0, &new.1), &path).is_ok())
    });
}

#[test]
fn a_leaf_of_a_subtree_is_a_leaf_of_a_smaller_tree() {
    judge("subtreeinclusion", |case| {
        let (start, end) = (number(&case["start"]), number(&case["end"]));
        let size = end.checked_sub(start)?;
        let aligned = size > 0 && start.is_multiple_of(size.next_power_of_two());
        let index = number(&case["leafIdx"]).checked_sub(start).filter(|_| aligned)?;
        let (root, leaf) = (hash(&case["root"])?, hash(&case["leafHash"])?);
        Some(verify_inclusion(&root, size, index, &leaf, &path(&case["proof"])?).is_ok())
    });
}

#[test]
fn roots_proofs_and_tiles_are_those_of_the_go_library() {
    let Some(root) = vectors() else { return };
    let golden = json(&root.join("tlog-tiles/go-xmod-give.json"));
    let largest = golden["roots"].as_array().unwrap().iter().map(|it| number(&it["size"])).max();
    let all = leaves(largest.unwrap());
    let (frontier, shelf) = grown(&all);
    assert_eq!(Some(frontier.size()), largest);
    let mut prover = Prover::new(&shelf);
    for item in golden["roots"].as_array().unwrap() {
        assert_eq!(prover.root(number(&item["size"])).ok(), hash(&item["root"]), "{item}");
    }
    for item in golden["inclusion"].as_array().unwrap() {
        let (index, size) = (number(&item["index"]), number(&item["size"]));
        assert_eq!(prover.inclusion(index, size).ok(), path(&item["proof"]), "{item}");
    }
    for item in golden["consistency"].as_array().unwrap() {
        let (old, new) = (number(&item["size1"]), number(&item["size2"]));
        assert_eq!(prover.consistency(old, new).ok(), path(&item["proof"]), "{item}");
    }
    for (name, digest) in golden["tile_sha256"].as_object().unwrap() {
        let (level, tile, width) = tile_name(name);
        let mut bytes = Vec::new();
        for hash in shelf.tile(level * TILE_LEVELS, tile).unwrap().iter().take(width) {
            bytes.extend(hash.as_bytes());
        }
        assert_eq!(bytes.len(), width * 32, "{name}");
        assert_eq!(Some(Hash::of(&[&bytes]).to_hex().as_str()), digest.as_str(), "{name}");
    }
}

/// `tile/<level>/x001/234[.p/<width>]` as C2SP tlog-tiles writes it.
fn tile_name(name: &str) -> (u8, u64, usize) {
    let (full, width) = name.split_once(".p/").map_or((name, "256"), |both| both);
    let mut parts = full.split('/').skip(1);
    let level = parts.next().unwrap().parse().unwrap();
    let digits: String = parts.map(|part| part.trim_start_matches('x')).collect();
    (level, digits.parse().unwrap(), width.parse().unwrap())
}

#[test]
fn the_tessera_log_has_the_roots_that_its_checkpoints_name() {
    let Some(root) = vectors() else { return };
    let golden = json(&root.join("tlog-tiles/tessera-log-0-7.json"));
    let mut frontier = Frontier::new();
    let all = hex::decode(golden["tile0_hex"]["7"].as_str().unwrap()).unwrap();
    for (index, leaf) in all.chunks(32).enumerate() {
        frontier.append(Hash::from_slice(leaf).unwrap());
        let checkpoint = golden["checkpoints"][(index + 1).to_string()].as_str().unwrap();
        let named = checkpoint.lines().nth(2).unwrap();
        assert_eq!(STANDARD.encode(frontier.root().as_bytes()), named);
    }
    assert_eq!(frontier.size(), 7);
}

#[test]
fn sigsum_proofs_are_judged_as_sigsum_judges_them() {
    let Some(root) = vectors() else { return };
    for (file, wanted) in [("inclusion-valid.json", true), ("inclusion-invalid.json", false)] {
        for case in json(&root.join("sigsum-merkle").join(file)).as_array().unwrap() {
            let holds = || {
                let (size, index) = (number(&case["tree_size"]), number(&case["leaf_index"]));
                let (root, leaf) = (hash(&case["root_hash"])?, hash(&case["leaf_hash"])?);
                let path = path(&case["inclusion_path"])?;
                Some(verify_inclusion(&root, size, index, &leaf, &path).is_ok())
            };
            assert_eq!(holds().unwrap_or(false), wanted, "{file} {case}");
        }
    }
}
