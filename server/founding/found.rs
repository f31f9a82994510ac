//! Drawing the keys and writing the files.

use super::plan::{Founded, Ours, Plan, Reach};
use super::share::draw;
use super::staging::Staging;
use super::together::{draft, lines};
use crate::home::Home;
use crate::keys::{KeyFileError, RandomError, fill};
use crate::lock::{Lock, LockError};
use crate::replica::{Guard, GuardError};
use ledger::b64;
use ledger::genesis::{GenesisError, SignaturesError};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Why no chain was founded.
#[derive(Debug, thiserror::Error)]
pub enum FoundingError {
    /// There is one already.
    #[error("{0} holds a chain already: choose another folder, or serve that one")]
    There(PathBuf),
    /// Something lies where a file of the chain must go.
    #[error("{0} is there already, and no chain with it: choose an empty folder")]
    Occupied(PathBuf),
    /// Another process has the folder.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The guard file.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// A file.
    #[error("{path} cannot be written")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A key.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// Randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The plan cannot begin a chain.
    #[error(transparent)]
    Genesis(#[from] GenesisError),
    /// The founder has not prepared.
    #[error("{path} cannot be read: furlong init prepare or furlong join prepare makes it")]
    NotPrepared {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The draft leaves out or changes what this founder brought.
    #[error(
        "what this founder brought does not stand in the genesis as it is in founder.json: ask \
         whoever drafted it to take this founder.json"
    )]
    NotOurs,
    /// Somebody has not signed.
    #[error(
        "the signatures of {0} are missing: name the file that its furlong init sign wrote, too"
    )]
    Unsigned(String),
    /// The files are of another chain than the one that is joined.
    #[error("this genesis is of the chain {found}, and the keys of this folder are for {wanted}")]
    OtherChain {
        /// What was given.
        found: String,
        /// What was prepared for.
        wanted: String,
    },
    /// What one who joins tells the members cannot be read.
    #[error("{0}: this is no joiner.json as furlong join prepare writes it")]
    Joiner(String),
    /// A signature is false.
    #[error(transparent)]
    Signatures(SignaturesError),
}

/// Founds a chain in a folder that holds none. Everything is written beside its place first, and
/// the genesis comes last: a folder with a genesis has everything, on the disk, and a founding that
/// was cut off leaves nothing that is in the way of the next one.
pub fn found(home: &Home, plan: &Plan) -> Result<Founded, FoundingError> {
    if home.genesis().exists() {
        return Err(FoundingError::There(home.path().to_owned()));
    }
    let (founder, others) = (plan.founder.clone(), plan.others.clone());
    let ours = Ours { founder, others, reach: Reach::default() };
    let drawn = draw(&plan.name, &ours)?;
    let genesis = draft(plan.created_ms, std::slice::from_ref(&drawn.share))?;
    let made = std::fs::create_dir_all(home.path());
    made.map_err(|source| FoundingError::File { path: home.path().to_owned(), source })?;
    let _lock = Lock::alone(home.path())?;
    let staging = Staging::begin(home)?;
    let there = staging.home();
    drawn.write_keys(there)?;
    write_private(&there.operator_token(), &format!("{}\n", b64::encode(&fill::<32>()?)))?;
    drop(Guard::create(&there.guard(), &genesis.origin())?);
    write(&there.signatures(), &lines(&genesis, &drawn.secrets))?;
    write(&there.genesis(), &genesis.text())?;
    staging.finish()?;
    Ok(Founded { origin: genesis.origin(), genesis })
}

pub(super) fn write(path: &Path, text: &str) -> Result<(), FoundingError> {
    put(path, text, 0o644)
}

pub(super) fn write_private(path: &Path, text: &str) -> Result<(), FoundingError> {
    put(path, text, 0o600)
}

fn put(path: &Path, text: &str, mode: u32) -> Result<(), FoundingError> {
    let failed = |source| FoundingError::File { path: path.to_owned(), source };
    let mut options = std::fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).mode(mode).open(path);
    let mut file = opened.map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}
