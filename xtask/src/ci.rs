//! The gate: everything that must hold, cheapest first.

use super::needs;
use super::run::{run, run_with, target};

/// The features of every build here: another set would build most of the dependencies again.
const FEATURES: [&str; 3] = ["--workspace", "--features", "ledger/sample"];

/// Runs everything.
pub(crate) fn ci() -> anyhow::Result<()> {
    run("cargo", &["fmt", "--all", "--check"])?;
    check_fuzz()?;
    needs::install()?;
    lint()?;
    // All programs and tests at once; what follows starts what this made.
    run("cargo", &[&["test", "--no-run", "--locked"], FEATURES.as_slice()].concat())?;
    compare_checkers()?;
    let program = target().join("debug/furlong").to_string_lossy().into_owned();
    run_with("npm", &["test", "--prefix", "tests/browser"], &[("FURLONG_BIN", &program)])?;
    // Here a test that finds no PostgreSQL, Go or Node fails; elsewhere it says that it was skipped.
    let needed = [("FURLONG_TEST_NEEDS_POSTGRES", "1"), ("FURLONG_TEST_NEEDS_OUTSIDE", "1")];
    run_with("cargo", &[&["test", "--locked"], FEATURES.as_slice()].concat(), &needed)
}

/// Lints and docs, with the feature for a PostgreSQL elsewhere: its code is compiled here only.
/// Building its OpenSSL takes minutes and shows nothing about our code, so that the machine's is
/// taken where it has one.
fn lint() -> anyhow::Result<()> {
    let own = [("OPENSSL_NO_VENDOR", "1"), ("RUSTFLAGS", ""), ("RUSTDOCFLAGS", "-D warnings")];
    let has_own = run("pkg-config", &["--exists", "openssl"]).is_ok();
    let environment = if has_own { &own[..] } else { &own[1..] };
    let features = ["--workspace", "--features", "ledger/sample,furlong/pg-tls", "--locked"];
    let clippy = [&["clippy", "--all-targets"], features.as_slice(), &["--", "-D", "warnings"]];
    run_with("cargo", &clippy.concat(), environment)?;
    let doc = [&["doc", "--no-deps", "--document-private-items"], features.as_slice()];
    run_with("cargo", &doc.concat(), environment)
}

/// The fuzz targets are a workspace of their own, whose lock file must not lag behind. Their code is
/// compiled with the tests, which take the kept inputs through it.
fn check_fuzz() -> anyhow::Result<()> {
    run("cargo", &["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"])?;
    run("cargo", &["fetch", "--manifest-path", "fuzz/Cargo.toml", "--locked"])
}

/// Both checkers must name the same step for the same broken file: the Rust one writes its list of
/// flips, the JavaScript one is held against it. Then both look at mutants of all kinds, the same
/// ones each time; `cargo xtask soak` goes on with others.
fn compare_checkers() -> anyhow::Result<()> {
    let made = target();
    let flips = made.join("flips.jsonl");
    let flips = flips.to_string_lossy();
    let example =
        |name: &str| made.join("debug/examples").join(name).to_string_lossy().into_owned();
    let file = "tests/fixtures/evidence/recalled.json";
    run(&example("evidence_flips"), &[file, &flips, "500"])?;
    run_with("node", &["--test", "tests/js/"], &[("FURLONG_FLIPS", &flips)])?;
    run(&example("evidence_mutants"), &["0", "1000"])
}
