//! Every soak: a new one is an entry here.

/// One line of the log.
#[derive(Debug)]
pub(super) struct Soak {
    pub(super) name: &'static str,
    /// How much is enough.
    pub(super) target: u64,
    /// What is counted.
    pub(super) unit: &'static str,
    /// The files of Git whose change makes the sum begin anew.
    pub(super) code: &'static [&'static str],
    pub(super) work: Work,
}

/// How it is done.
#[derive(Debug, Clone, Copy)]
pub(super) enum Work {
    /// A test that takes its count from the environment (`tests/crash/counts.rs`).
    Rounds(&'static str),
    /// The example `evidence_mutants`: both checkers over changed files.
    Mutants,
    /// A target of `fuzz/`.
    Fuzz(&'static str),
}

/// All that a node is made of, and what counts the rounds.
const NODE: &[&str] = &["Cargo.lock", "crates", "engine", "migrations", "server", "tests/crash"];

const ROUNDS: u64 = 1_000;

/// An hour for each target.
const FUZZ_SECONDS: u64 = 3_600;

/// The code of a target that reads what the ledger defines.
macro_rules! ledger {
    ($name:ident, $target:literal) => {
        const $name: &[&str] = &[
            "crates/gs1",
            "crates/json",
            "crates/ledger",
            "fuzz/Cargo.lock",
            concat!("fuzz/targets/", $target, ".rs"),
        ];
    };
}

ledger!(LEDGER_BLOCK, "block");
ledger!(LEDGER_CHECKPOINT, "checkpoint");
ledger!(LEDGER_DISCLOSURE, "disclosure");
ledger!(LEDGER_EVIDENCE, "evidence");
ledger!(LEDGER_GENESIS, "genesis");
ledger!(LEDGER_STATEMENT, "statement");

/// All of them.
pub(super) const SOAKS: &[Soak] = &[
    Soak {
        name: "kills-sqlite",
        target: ROUNDS,
        unit: "rounds",
        code: NODE,
        work: Work::Rounds("crash::kills::kills_lose_nothing_that_was_acknowledged"),
    },
    Soak {
        name: "kills-postgres",
        target: ROUNDS,
        unit: "rounds",
        code: NODE,
        work: Work::Rounds("crash::kills::kills_lose_nothing_that_was_acknowledged_on_postgres"),
    },
    Soak {
        name: "kills-postgres-server",
        target: 300,
        unit: "rounds",
        code: NODE,
        work: Work::Rounds("crash::kills::a_killed_postgres_loses_nothing_that_was_acknowledged"),
    },
    Soak {
        name: "evidence",
        target: 1_000_000,
        unit: "files",
        code: &[
            "crates/gs1",
            "crates/json",
            "crates/ledger",
            "static/js/source",
            "tests/js/mutants.mjs",
        ],
        work: Work::Mutants,
    },
    fuzz(
        "fuzz-attachment",
        "attachment",
        &["crates", "fuzz/Cargo.lock", "fuzz/targets/attachment.rs"],
    ),
    fuzz("fuzz-block", "block", LEDGER_BLOCK),
    fuzz("fuzz-checkpoint", "checkpoint", LEDGER_CHECKPOINT),
    fuzz("fuzz-code", "code", &["crates/gs1", "fuzz/Cargo.lock", "fuzz/targets/code.rs"]),
    fuzz("fuzz-disclosure", "disclosure", LEDGER_DISCLOSURE),
    fuzz(
        "fuzz-epcis",
        "epcis",
        &["crates/epcis", "crates/gs1", "crates/json", "fuzz/Cargo.lock", "fuzz/targets/epcis.rs"],
    ),
    fuzz("fuzz-evidence", "evidence", LEDGER_EVIDENCE),
    fuzz("fuzz-genesis", "genesis", LEDGER_GENESIS),
    fuzz("fuzz-json", "json", &["crates/json", "fuzz/Cargo.lock", "fuzz/targets/json.rs"]),
    fuzz("fuzz-statement", "statement", LEDGER_STATEMENT),
    fuzz("fuzz-typed", "typed", &["crates/gs1", "fuzz/Cargo.lock", "fuzz/targets/typed.rs"]),
];

const fn fuzz(name: &'static str, target: &'static str, code: &'static [&'static str]) -> Soak {
    Soak { name, target: FUZZ_SECONDS, unit: "seconds", code, work: Work::Fuzz(target) }
}

/// The soak of that name.
pub(super) fn find(name: &str) -> Option<&'static Soak> {
    SOAKS.iter().find(|soak| soak.name == name)
}
