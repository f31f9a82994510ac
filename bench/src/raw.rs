//! The yardstick: how many P-256 signatures this machine verifies, on all its cores, with nothing
//! else to do. No node can take signed events faster.

use super::watch::now;
use anyhow::{Context as _, ensure};
use ledger::key::Jwk;
use ledger::statement::Envelope;
use rayon::prelude::*;
use std::time::Duration;

/// How long it is measured.
const LONG: Duration = Duration::from_secs(3);

/// Signatures of a second: those of real statements, over and over.
pub(crate) fn rate(statements: &[String], keys: &[Jwk], origin: &str) -> anyhow::Result<f64> {
    let read = |jws: &String| -> anyhow::Result<(Vec<u8>, [u8; 64], Jwk)> {
        let envelope = Envelope::read(jws.as_bytes(), origin)?;
        let statement = envelope.head();
        let key = keys.iter().find(|key| key.kid() == statement.kid()).context("an unknown key")?;
        Ok((statement.signing_input().to_vec(), *statement.signature(), key.clone()))
    };
    let ready: Vec<_> = statements.iter().map(read).collect::<anyhow::Result<_>>()?;
    let (start, mut checked) = (now(), 0_usize);
    while start.elapsed() < LONG {
        let good = ready.par_iter().all(|(input, signature, key)| key.verifies(input, signature));
        ensure!(good, "a signature does not match");
        checked += ready.len();
    }
    Ok(checked as f64 / start.elapsed().as_secs_f64())
}
