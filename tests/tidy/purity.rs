//! `crates/` is pure: no clock, no files, no network, no threads, no async, no hash order.

use super::code;
use super::tree::{Tree, assert_none, assert_told};

/// The crates, and all that each may stand on. None of these reads a clock, a file or a socket.
const MANIFESTS: &[(&str, &[&str])] = &[
    // strsim: the distance between two words, without a dependency or an input of its own.
    ("epcis", &["gs1", "json", "rust_decimal", "strsim", "thiserror"]),
    ("gs1", &["thiserror"]),
    ("json", &["json-event-parser", "serde", "thiserror"]),
    (
        "ledger",
        &[
            "base64",
            "ed25519-dalek",
            "gs1",
            "hex",
            "json",
            "p256",
            "ring",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
        ],
    ),
    ("trace", &["epcis", "gs1", "json", "rust_decimal", "thiserror"]),
];

/// What every crate's `lib.rs` asks of the compiler.
const LINTS: [&str; 3] =
    ["missing_docs", "clippy::float_arithmetic", "clippy::wildcard_enum_match_arm"];

/// Below `std`: the outside world, and what differs between two machines.
const OUTSIDE: [&str; 13] = [
    "collections::HashMap",
    "collections::HashSet",
    "collections::hash_map",
    "collections::hash_set",
    "env",
    "fs",
    "io",
    "net",
    "os",
    "process",
    "thread",
    "time::Instant",
    "time::SystemTime",
];

fn faults(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in tree.files("crates/", "/Cargo.toml") {
        let name = path.split('/').nth(1).unwrap_or_default();
        match MANIFESTS.iter().find(|(crate_name, _)| *crate_name == name) {
            Some((_, allowed)) => found.extend(manifest_faults(path, text, allowed)),
            None => found.push(format!("{path}: `{name}` is not in tests/tidy/purity.rs")),
        }
        let lib = tree.text(&format!("crates/{name}/src/lib.rs")).unwrap_or_default();
        let missing = LINTS.iter().filter(|lint| !lib.contains(*lint));
        found.extend(
            missing.map(|lint| format!("crates/{name}/src/lib.rs: does not warn of {lint}")),
        );
        if tree.has(&format!("crates/{name}/build.rs")) {
            found.push(format!("crates/{name}: a build script is not pure"));
        }
    }
    let sources = tree.files("crates/", ".rs").filter(|(path, _)| path.contains("/src/"));
    for (path, text) in sources.filter(|(path, _)| !code::is_test(tree, path)) {
        found.extend(source_faults(path, text));
    }
    found
}

fn manifest_faults(path: &str, text: &str, allowed: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut section = "";
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
            let known = ["[dependencies]", "[dev-dependencies]"].contains(&section);
            if section.contains("dependencies") && !known {
                found.push(format!("{path}: write {section} as a line of [dependencies]"));
            }
        } else if section == "[dependencies]" && !line.is_empty() && !line.starts_with('#') {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if !allowed.contains(&name) {
                found.push(format!("{path}: may not stand on `{name}`"));
            }
        }
    }
    if !text.contains("[lints]\nworkspace = true") {
        found.push(format!("{path}: does not take the workspace's lints"));
    }
    found
}

fn source_faults(path: &str, text: &str) -> Vec<String> {
    let outside = code::paths_from(text, "std").into_iter().filter(|(_, used)| is_outside(used));
    let named = outside.map(|(line, used)| format!("{path}:{line}: names `std::{used}`"));
    let waits = code::lines(text).filter(|(_, line)| line.contains("async "));
    let waits = waits.map(|(line, _)| format!("{path}:{line}: is `async`"));
    named.chain(waits).collect()
}

/// A name in the list, one below it, or all of a module with such a name in it.
fn is_outside(used: &str) -> bool {
    let all = used.strip_suffix("::*").or(used.strip_suffix("::self"));
    OUTSIDE.iter().any(|name| {
        used.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            || name
                .split_once("::")
                .is_some_and(|(module, _)| used == module || all == Some(module))
    })
}

#[test]
fn the_crates_know_nothing_of_the_world() {
    assert_none(&faults(&Tree::of_repository().unwrap()));
}

#[test]
fn an_impure_crate_is_found() {
    let lints = "[lints]\nworkspace = true\n";
    let gs1 = format!("{lints}[dependencies]\nthiserror.workspace = true\ntokio = \"1\"\n");
    let trace = "[dependencies]\n[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n";
    let good =
        "#![warn(missing_docs, clippy::float_arithmetic, clippy::wildcard_enum_match_arm)]\n";
    let tree = Tree::of(&[
        ("crates/gs1/Cargo.toml", gs1.as_str()),
        ("crates/gs1/src/lib.rs", good),
        (
            "crates/gs1/src/a.rs",
            "//! std::fs\nuse std::{fmt, time::{Duration, SystemTime}};\nuse std::collections::*;\n#[cfg(test)]\nmod tests {\n std::fs\n}\n",
        ),
        ("crates/new/Cargo.toml", lints),
        ("crates/new/build.rs", ""),
        ("crates/new/src/lib.rs", good),
        ("crates/trace/Cargo.toml", trace),
        (
            "crates/trace/src/lib.rs",
            "#![warn(missing_docs, clippy::float_arithmetic)]\nasync fn f() {}\n",
        ),
    ]);
    let told = [
        "crates/gs1/Cargo.toml: may not stand on `tokio`",
        "`new` is not in tests/tidy/purity.rs",
        "crates/new: a build script",
        "write [target.'cfg(unix)'.dependencies] as a line of [dependencies]",
        "does not take the workspace's lints",
        "crates/trace/src/lib.rs: does not warn of clippy::wildcard_enum_match_arm",
        "crates/gs1/src/a.rs:2: names `std::time::SystemTime`",
        "crates/gs1/src/a.rs:3: names `std::collections::*`",
        "crates/trace/src/lib.rs:2: is `async`",
    ];
    assert_told(&faults(&tree), &told);
}
