//! Randomness from the operating system.

use ledger::statement::Jti;

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes: {0}")]
pub struct RandomError(String);

/// Fills `N` bytes.
pub fn fill<const N: usize>() -> Result<[u8; N], RandomError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| RandomError(error.to_string()))?;
    Ok(bytes)
}

/// Draws ids and salts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Random;

impl Random {
    /// A statement id for that instant.
    pub fn jti(self, now_ms: u64) -> Result<Jti, RandomError> {
        Ok(Jti::from_parts(now_ms, fill()?))
    }
}
