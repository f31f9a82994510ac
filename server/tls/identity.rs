//! A certificate with its key, read once and found to fit.

use super::{PublicUrl, TlsError};
use jiff::Timestamp;
use rustls::client::verify_server_name;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::ParsedCertificate;
use rustls::{Error, InconsistentKeys, ServerConfig};
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// No chain of certificates and no key is longer.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// What a node shows to whoever connects.
#[derive(Debug, Clone)]
pub struct Identity {
    cert: PathBuf,
    leaf: CertificateDer<'static>,
    server: ServerConfig,
}

impl Identity {
    /// Reads two PEM files: the certificate with those of its issuers, and the key of the first. `now_ms`
    /// is in UTC milliseconds.
    pub fn read(cert: &Path, key: &Path, now_ms: u64) -> Result<Self, TlsError> {
        let chain: Vec<CertificateDer<'static>> =
            CertificateDer::pem_slice_iter(&bytes("the certificate", cert)?)
                .collect::<Result<_, _>>()
                .map_err(|_damaged| TlsError::NoCertificate(cert.to_owned()))?;
        let leaf = chain.first().ok_or_else(|| TlsError::NoCertificate(cert.to_owned()))?.clone();
        check_dates(cert, &leaf, now_ms)?;
        let secret = secret(key)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let server = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, secret))
            .map_err(|error| told(error, cert, key))?;
        Ok(Self { cert: cert.to_owned(), leaf, server })
    }

    /// Whether readers of a public URL would be shown a certificate of its host.
    pub fn check_url(&self, url: &PublicUrl) -> Result<(), TlsError> {
        if !url.is_https() {
            return Err(TlsError::PlainUrl(url.to_string()));
        }
        let fits = ServerName::try_from(url.host()).is_ok_and(|name| self.is_for(&name));
        let other = || TlsError::OtherHost { cert: self.cert.clone(), host: url.host().to_owned() };
        if fits { Ok(()) } else { Err(other()) }
    }

    /// Whether it is a certificate of a host or an address.
    pub(super) fn is_for(&self, name: &ServerName<'_>) -> bool {
        ParsedCertificate::try_from(&self.leaf)
            .is_ok_and(|leaf| verify_server_name(&leaf, name).is_ok())
    }

    /// For the listener.
    pub fn server(&self) -> ServerConfig {
        self.server.clone()
    }
}

fn bytes(what: &'static str, path: &Path) -> Result<Vec<u8>, TlsError> {
    let failed = |source| TlsError::File { what, path: path.to_owned(), source };
    let mut read = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(FILE_BYTES_MAX).read_to_end(&mut read).map_err(failed)?;
    Ok(read)
}

fn secret(key: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    let read = bytes("the key", key)?;
    let about = std::fs::metadata(key).map_err(|source| TlsError::File {
        what: "the key",
        path: key.to_owned(),
        source,
    })?;
    if about.permissions().mode() & 0o007 != 0 {
        return Err(TlsError::OpenKey(key.to_owned()));
    }
    PrivateKeyDer::from_pem_slice(&read).map_err(|_none| TlsError::NoKey(key.to_owned()))
}

fn check_dates(cert: &Path, leaf: &CertificateDer<'_>, now_ms: u64) -> Result<(), TlsError> {
    let (_, parsed) = x509_parser::parse_x509_certificate(leaf)
        .map_err(|_no_x509| TlsError::NoCertificate(cert.to_owned()))?;
    let now = i64::try_from(now_ms / 1_000).unwrap_or(i64::MAX);
    let (from, until) = (&parsed.validity().not_before, &parsed.validity().not_after);
    let cert = cert.to_owned();
    if until.timestamp() < now {
        return Err(TlsError::Expired { cert, ended: day(until.timestamp()) });
    }
    if from.timestamp() > now {
        return Err(TlsError::NotYet { cert, begins: day(from.timestamp()) });
    }
    Ok(())
}

/// 2026-11-22
fn day(seconds: i64) -> String {
    let at = Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
    at.strftime("%Y-%m-%d").to_string()
}

fn told(error: Error, cert: &Path, key: &Path) -> TlsError {
    match error {
        Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
            TlsError::Mismatch { cert: cert.to_owned(), key: key.to_owned() }
        }
        other => TlsError::Unusable { cert: cert.to_owned(), told: other.to_string() },
    }
}
