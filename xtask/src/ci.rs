//! The gate: everything that must hold, cheapest first.

use super::needs;
use super::run::{root, run, run_with};

/// Runs everything.
pub(crate) fn ci() -> anyhow::Result<()> {
    run("cargo", &["fmt", "--all", "--check"])?;
    check_fuzz()?;
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
    check_tls()?;
    run_with(
        "cargo",
        &["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"],
        &[("RUSTDOCFLAGS", "-D warnings")],
    )?;
    run("cargo", &["build", "--locked", "--bin", "furlong"])?;
    compare_checkers()?;
    run("npm", &["test", "--prefix", "tests/browser"])?;
    // Here a test that finds no PostgreSQL, Go or Node fails; elsewhere it says that it was skipped.
    let needed = [("FURLONG_TEST_NEEDS_POSTGRES", "1"), ("FURLONG_TEST_NEEDS_OUTSIDE", "1")];
    let test = ["test", "--workspace", "--features", "ledger/sample", "--locked"];
    run_with("cargo", &test, &needed)
}

/// The fuzz targets are a workspace of their own, whose lock file must not lag behind. Their code is
/// compiled with the tests, which take the kept inputs through it.
fn check_fuzz() -> anyhow::Result<()> {
    run("cargo", &["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"])?;
    run("cargo", &["fetch", "--manifest-path", "fuzz/Cargo.toml", "--locked"])
}

/// The feature for a PostgreSQL elsewhere compiles. Building its OpenSSL takes minutes and shows
/// nothing about our code, so that the machine's is taken where it has one.
fn check_tls() -> anyhow::Result<()> {
    let check = ["check", "--features", "pg-tls,ledger/sample", "--locked"];
    let own = [("OPENSSL_NO_VENDOR", "1")];
    let has_own = run("pkg-config", &["--exists", "openssl"]).is_ok();
    run_with("cargo", &check, if has_own { &own } else { &[] })
}

/// Both checkers must name the same step for the same broken file: the Rust one writes its list of
/// flips, the JavaScript one is held against it. Then both look at mutants of all kinds, the same
/// ones each time; `cargo xtask soak` goes on with others.
fn compare_checkers() -> anyhow::Result<()> {
    let flips = root().join("target/flips.jsonl");
    let flips = flips.to_string_lossy();
    let file = "tests/fixtures/evidence/recalled.json";
    let example = ["run", "--locked", "-q", "-p", "ledger", "--features", "sample"];
    let arguments = ["--example", "evidence_flips", "--", file, &flips, "500"];
    run("cargo", &[example.as_slice(), &arguments].concat())?;
    run_with("node", &["--test", "tests/js/"], &[("FURLONG_FLIPS", &flips)])?;
    let mutants = ["--example", "evidence_mutants", "--", "0", "1000"];
    run("cargo", &[example.as_slice(), &mutants].concat())
}
