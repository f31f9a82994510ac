//! The gate: everything that must hold, cheapest first.

use super::needs;
use super::run::{root, run, run_with};

/// Runs everything.
pub(crate) fn ci() -> anyhow::Result<()> {
    run("cargo", &["fmt", "--all", "--check"])?;
    needs::install()?;
    let strict = [("RUSTFLAGS", "")];
    run_with(
        "cargo",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--features",
            "ledger/sample",
            "--locked",
            "--",
            "-D",
            "warnings",
        ],
        &strict,
    )?;
    run_with(
        "cargo",
        &["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"],
        &[("RUSTDOCFLAGS", "-D warnings")],
    )?;
    run("cargo", &["build", "--locked", "--bin", "furlong"])?;
    compare_checkers()?;
    run("npm", &["test", "--prefix", "tests/browser"])?;
    run("cargo", &["test", "--workspace", "--features", "ledger/sample", "--locked"])
}

/// Both checkers must name the same step for the same broken file: the Rust one writes its list of
/// flips, the JavaScript one is held against it.
fn compare_checkers() -> anyhow::Result<()> {
    let flips = root().join("target/flips.jsonl");
    let flips = flips.to_string_lossy();
    let file = "tests/fixtures/evidence/recalled.json";
    let example = ["run", "--locked", "-q", "-p", "ledger", "--features", "sample"];
    let arguments = ["--example", "evidence_flips", "--", file, &flips, "500"];
    run("cargo", &[example.as_slice(), &arguments].concat())?;
    run_with("node", &["--test", "tests/js/"], &[("FURLONG_FLIPS", &flips)])
}
