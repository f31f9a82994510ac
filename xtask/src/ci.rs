//! The gate: everything that must hold, cheapest first.

use super::needs;
use super::run::{run, run_with};

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
    run("node", &["--test", "tests/js/"])?;
    run("cargo", &["test", "--workspace", "--features", "ledger/sample", "--locked"])
}
