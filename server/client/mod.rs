//! What the command line asks of a node over HTTP: plain calls, nothing kept between them.

mod error;
mod exposition;
mod node;
mod told;

pub use error::ClientError;
pub use exposition::{Exposition, ExpositionError};
pub use node::Node;
pub use told::{Problem, ProblemFault, Receipt, Told};
