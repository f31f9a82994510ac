//! `genesis.sigs`: every key of the genesis signs its hash.

use super::Genesis;
use crate::b64;
use crate::key::Jwk;

/// Why the signatures do not make the genesis a chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignaturesError {
    /// Not one line for each key.
    #[error("genesis.sigs has {found} lines, and {needed} keys sign the genesis")]
    Count {
        /// Lines.
        found: usize,
        /// Keys.
        needed: usize,
    },
    /// A line is not as it should be.
    #[error("line {line} of genesis.sigs is not {{\"kid\":\"{kid}\",\"sig\":\"..\"}}")]
    Line {
        /// From 1.
        line: usize,
        /// The key that signs there.
        kid: String,
    },
    /// A signature is not by its key.
    #[error("line {line} of genesis.sigs is not a signature by {kid}")]
    Signature {
        /// From 1.
        line: usize,
        /// The key.
        kid: String,
    },
}

/// One line of `genesis.sigs`, with its line feed: what `key` says to
/// [`Genesis::signing_text`].
pub fn signature_line(key: &Jwk, signature: &[u8; 64]) -> String {
    format!("{{\"kid\":\"{}\",\"sig\":\"{}\"}}\n", key.kid(), b64::encode(signature))
}

/// Checks a whole `genesis.sigs`.
pub fn verify_signatures(genesis: &Genesis, sigs: &str) -> Result<(), SignaturesError> {
    let signers = genesis.signers();
    let lines: Vec<&str> = sigs.split_inclusive('\n').collect();
    if lines.len() != signers.len() {
        return Err(SignaturesError::Count { found: lines.len(), needed: signers.len() });
    }
    let message = genesis.signing_text();
    for (line, (text, key)) in (1..).zip(lines.into_iter().zip(signers)) {
        let kid = key.kid();
        let signature = text
            .strip_prefix(&format!("{{\"kid\":\"{kid}\",\"sig\":\""))
            .and_then(|rest| rest.strip_suffix("\"}\n"))
            .and_then(|sig| b64::decode_array(sig).ok());
        let Some(signature) = signature else { return Err(SignaturesError::Line { line, kid }) };
        if !key.verifies(message.as_bytes(), &signature) {
            return Err(SignaturesError::Signature { line, kid });
        }
    }
    Ok(())
}
