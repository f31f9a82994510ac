//! Rows, sums, the page, and that the table names what is there.

use super::asked::Asked;
use super::child::Told;
use super::log::PAGE;
use super::page::page;
use super::row::{Row, Sum, grouped};
use super::slice::progress;
use super::table::{SOAKS, Work, find};
use super::{code, log};
use crate::fuzz::known_targets;
use crate::run::root;
use std::collections::BTreeSet;
use std::time::Duration;

fn row(soak: &str, code: &str, first: u64, done: u64) -> Row {
    let figures = [("runs".to_owned(), 100), ("places".to_owned(), first)].into();
    let text = |text: &str| text.to_owned();
    Row {
        soak: text(soak),
        code: text(code),
        commit: text("c"),
        machine: text("m"),
        day: text("2026-11-22"),
        first,
        done,
        failures: 0,
        seconds: 10,
        figures,
    }
}

#[test]
fn the_page_is_made_of_the_log() {
    let rows = log::read().unwrap();
    let path = root().join(PAGE);
    if std::env::var_os("FURLONG_WRITE").is_some() {
        std::fs::write(&path, page(&rows)).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert_eq!(written, page(&rows), "FURLONG_WRITE=1 cargo test -p xtask writes it again");
}

#[test]
fn every_row_is_of_a_soak_and_every_soak_has_code() {
    for row in log::read().unwrap() {
        assert!(find(&row.soak).is_some(), "{} is no soak", row.soak);
    }
    let names: BTreeSet<&str> = SOAKS.iter().map(|soak| soak.name).collect();
    assert_eq!(names.len(), SOAKS.len(), "names are unique");
    for soak in SOAKS {
        assert!(soak.target > 0);
        for path in soak.code {
            assert!(root().join(path).exists(), "{}: {path} is not there", soak.name);
        }
    }
}

#[test]
fn every_fuzz_target_has_a_line() {
    let lines = SOAKS.iter().filter_map(|soak| match soak.work {
        Work::Fuzz(target) => Some(target.to_owned()),
        Work::Rounds(_) | Work::Mutants => None,
    });
    assert_eq!(lines.collect::<Vec<_>>(), known_targets().unwrap());
}

#[test]
fn every_test_of_rounds_is_there() {
    let kills = std::fs::read_to_string(root().join("tests/crash/kills.rs")).unwrap();
    for soak in SOAKS {
        let Work::Rounds(test) = soak.work else { continue };
        let (_, name) = test.rsplit_once("::").unwrap();
        let (_, body) = kills.split_once(&format!("fn {name}()")).expect(name);
        let body = body.split_once("\n}\n").unwrap().0;
        assert!(body.contains(&format!("rounds(\"{}\",", soak.name)), "{name}: {body}");
    }
}

#[test]
fn rows_that_follow_one_another_are_one() {
    let mut first = row("fuzz-json", "a", 0, 60);
    assert!(first.extend(&row("fuzz-json", "a", 60, 30)));
    assert_eq!((first.done, first.seconds), (90, 20));
    assert_eq!((first.figures["runs"], first.figures["places"]), (200, 60));
    for other in
        [row("fuzz-json", "b", 90, 1), row("fuzz-code", "a", 90, 1), row("fuzz-json", "a", 91, 1)]
    {
        assert!(!first.extend(&other), "{other:?}");
    }
}

#[test]
fn a_change_of_the_code_begins_its_own_sum_anew() {
    let rows = [
        row("fuzz-json", "old", 0, 60),
        row("fuzz-code", "same", 0, 60),
        row("fuzz-json", "new", 60, 7),
        row("fuzz-code", "same", 60, 60),
    ];
    let done = |name, code| Sum::of(&rows, find(name).unwrap(), code).done;
    assert_eq!((done("fuzz-json", "new"), done("fuzz-json", "old")), (7, 60));
    assert_eq!(done("fuzz-code", "same"), 120);
    let told = page(&rows);
    assert!(told.contains("| fuzz-json | new | 3,600 seconds | 7 | 0 | 10 inputs/s |"), "{told}");
    assert!(told.contains("| fuzz-code | same | 3,600 seconds | 120 | 0 |"), "{told}");
    assert!(told.contains("| kills-sqlite | | 1,000 rounds | 0 |"), "{told}");
}

#[test]
fn digests_differ_with_the_files() {
    let digest = |paths: &[&str]| code::digest(code::HEAD, paths).unwrap();
    assert_eq!(digest(&["xtask/src"]), digest(&["xtask/src"]));
    assert_ne!(digest(&["xtask/src"]), digest(&["xtask"]));
    assert_eq!(digest(&["xtask"]).len(), 12);
}

#[test]
fn what_a_program_tells_is_read_behind_other_words() {
    let line = r#"test x ... {"soak":"kills-sqlite","done":3,"failures":0,"figures":{"lost":0}}"#;
    let told = Told::read(line).unwrap();
    assert_eq!((told.done, told.figures["lost"]), (3, 0));
    assert_eq!(Told::read("running 1 test"), None);
    let told = progress(find("kills-sqlite").unwrap(), 100, &told, Duration::from_secs(2));
    assert_eq!(told, "kills-sqlite: 103 of 1,000 rounds, 1.5 a second, 10 min to the target");
}

#[test]
fn numbers_are_grouped() {
    let of = [0, 999, 1_000, 1_234_567].map(grouped);
    assert_eq!(of, ["0", "999", "1,000", "1,234,567"]);
}

#[test]
fn the_arguments_are_read() {
    let asked = Asked::parse(&["evidence", "--count", "5", "--json", "--slice", "2"]).unwrap();
    assert_eq!((asked.names.as_slice(), asked.count), (&["evidence".to_owned()][..], Some(5)));
    assert!(asked.json && asked.slice_minutes == 2);
    for bad in [
        &["--count", "5"][..],
        &["nothing"],
        &["--all"],
        &["--minutes", "x"],
        &["--slice", "0"],
        &["evidence", "--first"],
    ] {
        assert!(Asked::parse(bad).is_err(), "{bad:?}");
    }
}
