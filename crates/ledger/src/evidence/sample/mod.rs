//! Evidence of a small invented chain, the same bytes every time: four validators, two epochs, and
//! one file for each kind of answer. For the tests of this crate, of the browser's module, and for
//! whoever writes a checker of their own. Its keys are public and worth nothing.

mod book;
mod cast;
mod flips;
#[cfg(test)]
mod forged;
mod mutants;
mod story;

use super::Evidence;

pub use flips::{flipped, flips};
pub use mutants::{Mutant, Mutants};
pub use story::{Ending, SUBJECT, tell, tell_on};

#[cfg(test)]
pub(crate) use story::tell_boundary;

/// Something of the sample cannot be built; the text says what.
#[derive(Debug, thiserror::Error)]
#[error("the sample cannot be built: {0}")]
pub struct SampleError(String);

impl SampleError {
    fn of(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

/// When the samples are read, in seconds since 1970: a minute after the newest cosignature.
pub const NOW_S: u64 = story::COSIGNED_S + 60;

/// Every file with its name.
pub fn files() -> Result<Vec<(&'static str, Evidence)>, SampleError> {
    Ending::ALL.into_iter().map(|ending| Ok((ending.file_name(), tell(ending)?))).collect()
}
