//! `cargo xtask soak`: what the tests do a few times, done so often that chance has a chance. It goes
//! on where it stopped, over runs and commits; `docs/soak/` keeps what came of it.

mod asked;
mod child;
mod clock;
mod code;
mod fuzzing;
mod interrupt;
mod log;
mod page;
mod row;
mod run;
mod slice;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use asked::Asked;
pub(crate) use run::soak;
