//! Why a node could not be asked.

use super::told::Problem;

/// A call to a node did not end well.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The address is none.
    #[error("{0} is no address of a node: write it like http://127.0.0.1:8080")]
    Address(String),
    /// This program speaks no TLS.
    #[error(
        "{0} needs TLS, which this command does not speak: run it on the node's own machine with \
         --node http://127.0.0.1:8080, or reach the node through a tunnel such as `ssh -L`"
    )]
    Tls(String),
    /// Nobody answers.
    #[error("the node at {node} does not answer ({told}): is it running, and is --node right?")]
    Unreachable {
        /// Its address.
        node: String,
        /// What the network said.
        told: String,
    },
    /// The node refused.
    #[error("the node refused: {0}")]
    Refused(Problem),
    /// The answer is not what a node of Furlong says.
    #[error("the answer of {node} cannot be read: is it a node of Furlong?")]
    Answer {
        /// Its address.
        node: String,
    },
}
