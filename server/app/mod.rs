//! A node, put together: `base` is what its parts stand on, `run` wires them in the order of the data.

mod base;
mod error;
mod run;

pub use crate::replica::LostGuard;
pub use base::read_genesis;
pub use error::AppError;
pub use run::{App, Machine};
