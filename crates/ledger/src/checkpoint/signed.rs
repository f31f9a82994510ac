//! A checkpoint with its signatures, as evidence and `/log/checkpoint.json` carry it.

use serde::{Deserialize, Serialize};

use super::note::{Note, NoteLine, VerifierKey};
use super::{Checkpoint, Signature};
use crate::governance::VALIDATORS_MAX;
use crate::key::is_low_s;
use crate::rows::Validator;
use crate::state::quorum;
use crate::{Hash, OrgId};

/// The size and root of a chain's tree and what validators signed about it. Members stand in the
/// order of `docs/protocol/evidence.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedCheckpoint {
    /// How many leaves the tree has.
    pub size: u64,
    /// The root of the tree.
    #[serde(with = "crate::checkpoint::hash_b64")]
    pub root: Hash,
    /// Log signatures, sorted by `iss`.
    pub log: Vec<LogSignature>,
    /// Cosignatures, sorted by `iss`.
    pub cosigs: Vec<Cosignature>,
}

/// A validator's signature as the log (note type 0x01).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogSignature {
    /// The validator.
    pub iss: OrgId,
    /// Ed25519 over the checkpoint's text.
    pub sig: Signature,
}

/// What a validator cosigned; at least one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cosignature {
    /// The validator.
    pub iss: OrgId,
    /// For C2SP tools (note type 0x04).
    pub ed25519: Option<Timed>,
    /// For browsers (ES256, low-S).
    pub p256: Option<Timed>,
}

/// A signature that also signs its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timed {
    /// Seconds since 1970.
    pub time: u64,
    /// The signature.
    pub sig: Signature,
}

/// Whole numbers beyond this are not the same for every JSON reader (RFC 7493).
const EXACT_MAX: u64 = (1 << 53) - 1;

impl SignedCheckpoint {
    /// The checkpoint that was signed, on this chain.
    pub fn checkpoint(&self, origin: &str) -> Checkpoint {
        Checkpoint { origin: origin.to_owned(), size: self.size, root: self.root }
    }

    /// Whether numbers, order and low-S are as they must be: all that needs no key.
    pub fn form(&self) -> Result<(), &'static str> {
        let mut times =
            self.cosigs.iter().flat_map(|cosig| [&cosig.ed25519, &cosig.p256]).flatten();
        if self.size == 0 || self.size > EXACT_MAX || times.any(|timed| timed.time > EXACT_MAX) {
            return Err("a size or a time of the checkpoint is not possible");
        }
        if self.log.len().max(self.cosigs.len()) > VALIDATORS_MAX {
            return Err("a checkpoint has at most 21 signatures of each kind");
        }
        if !self.log.is_sorted_by(|left, right| left.iss < right.iss)
            || !self.cosigs.is_sorted_by(|left, right| left.iss < right.iss)
        {
            return Err("signatures of a checkpoint are sorted by iss, each iss once");
        }
        if self.cosigs.iter().any(|cosig| cosig.ed25519.is_none() && cosig.p256.is_none()) {
            return Err("a cosignature has at least one of ed25519 and p256");
        }
        let mut p256 = self.cosigs.iter().filter_map(|cosig| cosig.p256);
        if p256.any(|timed| !is_low_s(timed.sig.as_bytes())) {
            return Err("an ES256 cosignature has 0 < r < n and 0 < s <= n/2");
        }
        Ok(())
    }

    /// The C2SP note that `/log/checkpoint` serves: the writer's log signature and exactly q
    /// cosignatures, the newest, sorted by `iss`. Nothing while one of them is still missing.
    pub fn note(&self, origin: &str, writer: &OrgId, validators: &[Validator]) -> Option<Note> {
        let validator = |iss: &OrgId| validators.iter().find(|row| row.iss == *iss);
        let by_writer = self.log.iter().find(|log| log.iss == *writer)?;
        let log = VerifierKey::log(origin, validator(writer)?)?;
        let mut lines = vec![NoteLine::new(&log, by_writer.sig.as_bytes().to_vec())];
        let mut cosigs: Vec<(&Validator, Timed)> = self
            .cosigs
            .iter()
            .filter_map(|cosig| Some((validator(&cosig.iss)?, cosig.ed25519?)))
            .collect();
        cosigs.sort_by_key(|(_, timed)| std::cmp::Reverse(timed.time));
        let needed = quorum(validators.len());
        cosigs.truncate(needed);
        if cosigs.len() < needed {
            return None;
        }
        cosigs.sort_by(|(left, _), (right, _)| left.iss.cmp(&right.iss));
        for (row, timed) in cosigs {
            let mut bytes = timed.time.to_be_bytes().to_vec();
            bytes.extend(timed.sig.as_bytes());
            lines.push(NoteLine::new(&VerifierKey::cosigner(row)?, bytes));
        }
        Some(Note { text: self.checkpoint(origin).text(), lines })
    }
}
