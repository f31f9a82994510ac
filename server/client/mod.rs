//! What the command line asks of a node over HTTP: plain calls, nothing kept between them.

mod error;
mod node;
mod told;

pub use error::ClientError;
pub use node::Node;
pub use told::{Problem, ProblemFault, Receipt, Told};
