//! How many rounds, and what came of them: a few in a test, thousands in `cargo xtask soak`, which
//! asks by the environment and reads one JSON object a line.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;

/// How many rounds to do.
const ROUNDS: &str = "FURLONG_ROUNDS";
/// The number of the first, which is the seed of its plan.
const FIRST: &str = "FURLONG_ROUNDS_FIRST";
/// A file: the rounds end after the one in which it appears.
const STOP: &str = "FURLONG_ROUNDS_STOP";
/// A folder for the node of a round that failed.
const KEEP: &str = "FURLONG_ROUNDS_KEEP";

/// What was asked for.
pub(super) struct Asked {
    pub(super) first: u64,
    pub(super) count: u64,
    stop: Option<PathBuf>,
    pub(super) keep: Option<PathBuf>,
}

impl Asked {
    /// So many rounds unless the environment says otherwise.
    pub(super) fn or(usual: u64) -> Self {
        let number = |name: &str| {
            let told = std::env::var_os(name).map(OsString::into_string);
            told.map(|text| text.unwrap().parse().expect("a number of rounds"))
        };
        let path = |name: &str| std::env::var_os(name).map(PathBuf::from);
        Self {
            first: number(FIRST).unwrap_or(0),
            count: number(ROUNDS).unwrap_or(usual),
            stop: path(STOP),
            keep: path(KEEP),
        }
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.as_ref().is_some_and(|file| file.exists())
    }
}

/// What is wrong after a kill.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// Something that was acknowledged is not there, or not what it was.
    #[error("lost: {0}")]
    Lost(String),
    /// Two trees of one size, or a tree that does not begin with an older one.
    #[error("forked: {0}")]
    Forked(String),
    /// `furlong fsck` found something.
    #[error("unclean: {0}")]
    Unclean(String),
    /// The node did not come back, or did not end as it should.
    #[error("stuck: {0}")]
    Stuck(String),
}

/// The sum of the rounds so far.
pub(super) struct Tally {
    soak: &'static str,
    pub(super) done: u64,
    /// Kills of a node that was still coming back.
    pub(super) starting: u64,
    pub(super) acknowledged: usize,
    /// Checkpoints that were seen and held against all later ones.
    pub(super) checkpoints: usize,
    pub(super) fsck: u64,
    lost: u64,
    forks: u64,
    unclean: u64,
    stuck: u64,
}

impl Tally {
    pub(super) fn of(soak: &'static str) -> Self {
        Self {
            soak,
            done: 0,
            starting: 0,
            acknowledged: 0,
            checkpoints: 0,
            fsck: 0,
            lost: 0,
            forks: 0,
            unclean: 0,
            stuck: 0,
        }
    }

    pub(super) fn enter(&mut self, fault: &Fault) {
        let count = match fault {
            Fault::Lost(_) => &mut self.lost,
            Fault::Forked(_) => &mut self.forks,
            Fault::Unclean(_) => &mut self.unclean,
            Fault::Stuck(_) => &mut self.stuck,
        };
        *count += 1;
    }

    /// A line for whoever counts.
    pub(super) fn tell(&self) {
        let failures = self.lost + self.forks + self.unclean + self.stuck;
        let told = serde_json::json!({
            "soak": self.soak, "done": self.done, "failures": failures,
            "figures": {
                "acknowledged": self.acknowledged, "checkpoints": self.checkpoints,
                "lost": self.lost, "forks": self.forks, "unclean": self.unclean,
                "stuck": self.stuck, "fsck": self.fsck, "starting": self.starting,
            },
        });
        // Past the capture of the test's output, on a line of its own.
        drop(writeln!(std::io::stdout().lock(), "{told}"));
    }
}
