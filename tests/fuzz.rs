//! The targets of `fuzz/`, with every input that is kept: what a fuzzer found once stays mended.

use std::path::Path;

#[expect(unreachable_pub, reason = "the package fuzz makes a library of this module")]
#[path = "../fuzz/targets/mod.rs"]
mod targets;

/// Inputs that are kept elsewhere, for another purpose: `cargo xtask fuzz` starts from them too.
const ELSEWHERE: (&str, &str) = ("evidence", "tests/fixtures/evidence");

#[test]
fn every_target_takes_every_input_that_is_kept() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, run) in targets::TARGETS {
        let mut inputs = inputs(&root.join("fuzz/corpus").join(name));
        assert!(!inputs.is_empty(), "fuzz/corpus/{name} is empty");
        if name == ELSEWHERE.0 {
            inputs.extend(self::inputs(&root.join(ELSEWHERE.1)));
        }
        for (path, bytes) in inputs {
            let taken = std::panic::catch_unwind(|| run(&bytes));
            assert!(taken.is_ok(), "{name} does not take {path}, see above");
        }
    }
}

#[test]
fn every_target_has_its_door_and_its_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = targets::TARGETS.map(|(name, _)| name.to_owned());
    let manifest = std::fs::read_to_string(root.join("fuzz/Cargo.toml")).unwrap();
    for name in &names {
        assert!(manifest.contains(&format!("path = \"bins/{name}.rs\"")), "{name}");
        let door = std::fs::read_to_string(root.join(format!("fuzz/bins/{name}.rs"))).unwrap();
        assert!(door.contains(&format!("targets::{name}::run(bytes)")), "{name}");
    }
    let folders = std::fs::read_dir(root.join("fuzz/corpus")).unwrap();
    let mut folders: Vec<String> =
        folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    folders.sort();
    assert_eq!(folders, names, "one folder of fuzz/corpus for each target, sorted by name");
}

fn inputs(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.display().to_string(), std::fs::read(path).unwrap())).collect()
}
