//! Checking a stored certificate, without an engine: for `fsck`, and for a node that joins.

use super::codec::{BinaryCodec, CodecError};
use super::context::ChainContext;
use super::ledger::ValidatorKey;
use super::malachite::VerifierExt;
use super::malachite::app::types::codec::Codec;
use super::malachite::app::types::core::{CommitCertificate, ThresholdParams};
use super::signing::{Domain, VoteVerifier};
use super::validators::{ValidatorSet, ValidatorSetError};
use bytes::Bytes;

/// Why a certificate does not show that a block was decided.
#[derive(Debug, thiserror::Error)]
pub enum CertificateFault {
    /// The bytes are none.
    #[error("the certificate cannot be read")]
    Form(#[from] CodecError),
    /// The validators are none.
    #[error("the validators of that height are no set")]
    Validators(#[from] ValidatorSetError),
    /// A signature is bad, of a stranger or there twice, or there are too few.
    #[error("the certificate does not hold: {0}")]
    Votes(String),
}

/// What a good certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certified {
    /// The height that was decided.
    pub height: u64,
    /// The round that it was decided in.
    pub round: i64,
    /// The id of the block.
    pub id: [u8; 32],
    /// The addresses of those whose votes are in it.
    pub signers: Vec<[u8; 20]>,
}

/// Checks that more than two thirds of `validators`, the set of that height, voted for one block
/// on the chain `origin`. The caller compares height and id with the block in hand.
pub async fn verify_certificate(
    origin: &str,
    validators: &[ValidatorKey],
    certificate: Bytes,
) -> Result<Certified, CertificateFault> {
    let certificate: CommitCertificate<ChainContext> =
        BinaryCodec::default().decode(certificate)?;
    let set = ValidatorSet::parse(validators)?;
    let verifier = VoteVerifier::new(Domain::of(origin));
    verifier
        .verify_commit_certificate(&ChainContext, &certificate, &set, ThresholdParams::default())
        .await
        .map_err(|cause| CertificateFault::Votes(cause.to_string()))?;
    Ok(Certified {
        height: certificate.height.0,
        round: certificate.round.as_i64(),
        id: certificate.value_id.0,
        signers: certificate.commit_signatures.iter().map(|one| one.address.0).collect(),
    })
}
