//! Secret keys in files.
//!
//! One key a file, readable by its owner alone. Who may sign what is in the ledger; a file only
//! says whose key it holds and what for, so that a person can tell files apart.

mod file;
mod random;
mod validator;

pub use file::{KeyFile, KeyFileError, Kind, Secret};
pub use random::{Random, RandomError, fill};
pub use validator::{Keyring, KeyringError, VALIDATOR_KEYS, ValidatorSecrets};
