//! The shape of source files.

use super::code;
use super::tree::{Tree, assert_none, assert_told};

/// The most lines of a file.
const LINES_MAX: usize = 400;

/// The most lines of a `mod.rs`, which is a table of contents.
const CONTENTS_LINES_MAX: usize = 60;

/// Attributes that hide something, and what to write instead.
const HIDING: [(&str, &str); 4] = [
    ("#[allow(", "write #[expect(lint, reason = \"...\")]"),
    ("#![allow(", "write #![expect(lint, reason = \"...\")]"),
    ("#[ignore", "a test runs or is not there"),
    ("#[should_panic", "test the error that comes back"),
];

/// The checks name what they forbid.
const SELF: &str = "tests/tidy/";

fn faults(tree: &Tree) -> Vec<String> {
    let rust = tree.files("", ".rs").flat_map(|(path, text)| rust_faults(tree, path, text));
    let others = [".js", ".html", ".css"].into_iter().flat_map(|end| tree.files("", end));
    let others = others.filter(|(path, text)| !is_made(path, text));
    let others = others.filter_map(|(path, text)| too_long(path, text, LINES_MAX));
    let notes = [".rs", ".js", ".html", ".css", ".sql", ".ftl", ".toml", ".md"]
        .into_iter()
        .flat_map(|end| tree.files("", end))
        .flat_map(|(path, text)| open_notes(path, text));
    rust.chain(others).chain(notes).collect()
}

/// Files that a program wrote or that others made.
fn is_made(path: &str, text: &str) -> bool {
    path.starts_with("static/vendor/")
        || path.contains("/snapshots/")
        || text.starts_with("// From static/js/source/")
}

fn rust_faults(tree: &Tree, path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !text.starts_with("//! ") {
        found.push(format!("{path}: does not say first, with //!, what it is for"));
    }
    let is_contents = path.ends_with("/mod.rs") && !code::is_test(tree, path);
    let max = if is_contents { CONTENTS_LINES_MAX } else { LINES_MAX };
    found.extend(too_long(path, text, max));
    if tree.has(&format!("{}/mod.rs", path.trim_end_matches(".rs"))) {
        found.push(format!("{path}: stands beside a folder of its name; move it to mod.rs there"));
    }
    if path.starts_with(SELF) {
        return found;
    }
    for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        let hiding = HIDING.iter().filter(|(attribute, _)| line.contains(attribute));
        found.extend(hiding.map(|(what, instead)| format!("{path}:{number}: {what}: {instead}")));
        let is_store = ["server/store/", "tests/store/"].iter().any(|room| path.starts_with(room));
        if line.contains("diesel::") && !is_store {
            found.push(format!("{path}:{number}: SQL is written in server/store/ only"));
        }
    }
    found
}

fn too_long(path: &str, text: &str, max: usize) -> Option<String> {
    let lines = text.lines().count();
    (max < lines)
        .then(|| format!("{path}: {lines} lines, at most {max}: find the second idea in it"))
}

/// A note of work left open names its issue: `TODO #12`.
fn open_notes(path: &str, text: &str) -> Vec<String> {
    if path.starts_with(SELF) || is_made(path, text) {
        return Vec::new();
    }
    let is_open = |line: &str| {
        ["TODO", "FIXME", "XXX"].iter().any(|word| {
            line.split_once(word).is_some_and(|(before, after)| {
                let is_word = !before
                    .ends_with(|c: char| c.is_alphanumeric() || "\"'`_".contains(c))
                    && !after.starts_with(|c: char| c.is_alphanumeric() || "\"'`_".contains(c));
                let number = after.trim_start_matches([' ', '(', ':']).strip_prefix('#');
                is_word
                    && !number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            })
        })
    };
    let open = text.lines().enumerate().filter(|(_, line)| is_open(line));
    open.map(|(index, _)| format!("{path}:{}: an open note names its issue: #12", index + 1))
        .collect()
}

#[test]
fn every_file_has_the_shape_of_the_house() {
    assert_none(&faults(&Tree::of_repository().unwrap()));
}

#[test]
fn a_file_out_of_shape_is_found() {
    let long = format!("//! x\n{}", "\n".repeat(LINES_MAX));
    let contents = format!("//! x\n{}", "\n".repeat(CONTENTS_LINES_MAX));
    let made = format!("// From static/js/source/, where the comments are.\n{long}");
    let tree = Tree::of(&[
        ("server/a.rs", long.as_str()),
        ("server/b/mod.rs", contents.as_str()),
        ("server/c.rs", "fn f() {}\n"),
        ("server/d.rs", "//! x\n#[allow(dead_code)]\n#[ignore]\nuse diesel::sql_query;\n"),
        ("server/e.rs", "//! x\n"),
        ("server/e/mod.rs", "//! x\n"),
        ("server/store/f.rs", "//! x\nuse diesel::sql_query; // TODO #7: fine\n"),
        ("tests/store/f.rs", "//! x\nuse diesel::sql_query;\n"),
        ("static/js/g.js", long.as_str()),
        ("static/js/made.js", made.as_str()),
        ("server/h.sql", "-- TODO later\n-- TODO(#x)\n-- XXXL, `TODO`\n"),
    ]);
    let told = [
        "server/a.rs: 401 lines, at most 400",
        "server/b/mod.rs: 61 lines, at most 60",
        "server/c.rs: does not say first",
        "server/d.rs:2: #[allow(: write #[expect",
        "server/d.rs:3: #[ignore",
        "server/d.rs:4: SQL is written in server/store/ only",
        "server/e.rs: stands beside a folder",
        "static/js/g.js: 401 lines",
        "server/h.sql:1: an open note",
        "server/h.sql:2: an open note",
    ];
    assert_told(&faults(&tree), &told);
}
