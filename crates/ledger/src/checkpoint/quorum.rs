//! Whether enough validators stand behind a checkpoint.

use super::SignedCheckpoint;
use crate::OrgId;
use crate::rows::Validator;
use crate::state::quorum;

/// Why a checkpoint is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuorumFault {
    /// A signature by someone who is no validator of the epoch.
    #[error("{0} signed the checkpoint but is not a validator of its epoch")]
    Stranger(OrgId),
    /// A signature that does not verify.
    #[error("a signature of {0} on the checkpoint is false")]
    False(OrgId),
    /// Too few validators cosigned.
    #[error("{have} validators cosigned the checkpoint, {needed} are needed")]
    TooFew {
        /// How many did.
        have: usize,
        /// How many must.
        needed: usize,
    },
}

/// A checkpoint behind which a quorum stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// When a quorum last confirmed it, in seconds since 1970: the q-th newest of the validators'
    /// times, where a validator's time is the lower of its two.
    pub as_of: u64,
    /// How many validators confirm it.
    pub validators: usize,
    /// How many must.
    pub needed: usize,
}

impl SignedCheckpoint {
    /// Every signature must verify under these validators, and a quorum of them must have cosigned.
    pub fn check(&self, origin: &str, validators: &[Validator]) -> Result<Cosigned, QuorumFault> {
        let checkpoint = self.checkpoint(origin);
        let validator = |iss: &OrgId| {
            let found = validators.iter().find(|row| row.iss == *iss);
            found.ok_or_else(|| QuorumFault::Stranger(iss.clone()))
        };
        let text = checkpoint.text();
        for log in &self.log {
            if !validator(&log.iss)?.log.verifies(text.as_bytes(), log.sig.as_bytes()) {
                return Err(QuorumFault::False(log.iss.clone()));
            }
        }
        let mut times = Vec::new();
        for cosig in &self.cosigs {
            let row = validator(&cosig.iss)?;
            let ed25519 = cosig.ed25519.map(|it| {
                row.cosign
                    .verifies(checkpoint.cosignature_message(it.time).as_bytes(), it.sig.as_bytes())
            });
            let p256 = cosig.p256.map(|it| {
                row.cosign_p256
                    .verifies(checkpoint.p256_message(it.time).as_bytes(), it.sig.as_bytes())
            });
            if [ed25519, p256].contains(&Some(false)) {
                return Err(QuorumFault::False(cosig.iss.clone()));
            }
            times.extend([cosig.ed25519, cosig.p256].iter().flatten().map(|it| it.time).min());
        }
        let needed = quorum(validators.len());
        times.sort_unstable_by(|left, right| right.cmp(left));
        let as_of = needed.checked_sub(1).and_then(|last| times.get(last)).copied();
        let have = times.len();
        as_of
            .map(|as_of| Cosigned { as_of, validators: have, needed })
            .ok_or(QuorumFault::TooFew { have, needed })
    }
}
