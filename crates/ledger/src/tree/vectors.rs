//! The tree against other people's answers: transparency-dev/merkle, golang.org/x/mod, Tessera and
//! sigsum. They are not part of this repository; without them these tests say so and pass.
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::tests::{grown, leaves};
use super::*;
use crate::hash::Hash;
use crate::outside::{Count, json, vectors};

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

/// What of a set is about a proof that we do not have.
fn exception(folder: &str, case: &Value) -> Option<&'static str> {
    if folder != "subtreeconsistency" {
        return None;
    }
    let empty = case["end"] == 0 && case["wantErr"] == false;
    let words = case["wantErr"] == false && hash(&case["root1"]).is_none();
    if case["start"] != 0 {
        Some("its subtree is not the log's beginning: none of our proofs is about such a one")
    } else if empty {
        Some("an empty tree is continued by any: we take no proof of it")
    } else {
        words.then_some("its roots are words, not hashes of 32 bytes")
    }
}

/// Judges each case by `holds` and compares with what the file says.
fn judge(folder: &str, holds: impl Fn(&Value) -> Option<bool>) {
    let Some(root) = vectors() else { return };
    let cases = cases(&root.join("merkle").join(folder));
    let mut count = Count::of(&format!("merkle/{folder}"));
    for (path, case) in cases {
        let wanted = !case["wantErr"].as_bool().unwrap();
        let name = path.strip_prefix(&root).unwrap().display();
        match exception(folder, &case) {
            Some(reason) => count.exception(name, reason),
            None => count.case(name, holds(&case).unwrap_or(false) == wanted),
        }
    }
    count.end();
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
fn a_subtree_from_the_first_leaf_is_an_older_tree() {
    judge("subtreeconsistency", |case| {
        let old = (number(&case["end"]), hash(&case["root1"])?);
        let new = (number(&case["size"]), hash(&case["root2"])?);
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
    let mut count = Count::of("tlog-tiles/go-xmod roots");
    for item in golden["roots"].as_array().unwrap() {
        let root = prover.root(number(&item["size"])).ok();
        count.case(item, root.is_some() && root == hash(&item["root"]));
    }
    count.end();
    let mut count = Count::of("tlog-tiles/go-xmod proofs");
    for item in golden["inclusion"].as_array().unwrap() {
        let (index, size) = (number(&item["index"]), number(&item["size"]));
        let proof = prover.inclusion(index, size).ok();
        count.case(item, proof.is_some() && proof == path(&item["proof"]));
    }
    for item in golden["consistency"].as_array().unwrap() {
        let (old, new) = (number(&item["size1"]), number(&item["size2"]));
        let proof = prover.consistency(old, new).ok();
        count.case(item, proof.is_some() && proof == path(&item["proof"]));
    }
    count.end();
    let mut count = Count::of("tlog-tiles/go-xmod tiles");
    for (name, digest) in golden["tile_sha256"].as_object().unwrap() {
        let (level, tile, width) = tile_name(name);
        let mut bytes = Vec::new();
        for hash in shelf.tile(level * TILE_LEVELS, tile).unwrap().iter().take(width) {
            bytes.extend(hash.as_bytes());
        }
        let found = Hash::of(&[&bytes]).to_hex();
        count.case(name, bytes.len() == width * 32 && Some(found.as_str()) == digest.as_str());
    }
    count.end();
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
    let mut count = Count::of("tlog-tiles/tessera roots");
    for (index, leaf) in all.chunks(32).enumerate() {
        frontier.append(Hash::from_slice(leaf).unwrap());
        let checkpoint = golden["checkpoints"][(index + 1).to_string()].as_str().unwrap();
        let named = checkpoint.lines().nth(2).unwrap();
        count.case(named, STANDARD.encode(frontier.root().as_bytes()) == named);
    }
    count.end();
}

#[test]
fn sigsum_proofs_are_judged_as_sigsum_judges_them() {
    let Some(root) = vectors() else { return };
    let mut count = Count::of("sigsum-merkle");
    for (file, wanted) in [("inclusion-valid.json", true), ("inclusion-invalid.json", false)] {
        for case in json(&root.join("sigsum-merkle").join(file)).as_array().unwrap() {
            let holds = || {
                let (size, index) = (number(&case["tree_size"]), number(&case["leaf_index"]));
                let (root, leaf) = (hash(&case["root_hash"])?, hash(&case["leaf_hash"])?);
                let path = path(&case["inclusion_path"])?;
                Some(verify_inclusion(&root, size, index, &leaf, &path).is_ok())
            };
            count.case(case, holds().unwrap_or(false) == wanted);
        }
    }
    count.end();
}
