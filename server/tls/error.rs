//! Why a node cannot speak HTTPS as it was told to: each with what to do next.

use std::path::PathBuf;

/// Certificate, key and public address do not make an HTTPS server.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file.
    #[error("{what} {path} cannot be read: name a PEM file that this user may read")]
    File {
        /// What it should hold.
        what: &'static str,
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// No certificate in it.
    #[error(
        "{0} holds no certificate: name a PEM file with the certificate of this host first and those of its issuers after it"
    )]
    NoCertificate(PathBuf),
    /// No key in it.
    #[error(
        "{0} holds no private key that can be read: name a PEM file with the key of the certificate, without a password"
    )]
    NoKey(PathBuf),
    /// Everybody on the machine could take the key.
    #[error("everybody on this machine can read the key {0}: run `chmod o-rwx` on it")]
    OpenKey(PathBuf),
    /// They belong to two certificates.
    #[error(
        "the key {key} is not that of the certificate {cert}: name the two that belong together"
    )]
    Mismatch {
        /// The certificate.
        cert: PathBuf,
        /// The key.
        key: PathBuf,
    },
    /// Out of date.
    #[error("the certificate {cert} ended on {ended}: get a new one and start again")]
    Expired {
        /// The certificate.
        cert: PathBuf,
        /// The last day.
        ended: String,
    },
    /// Not yet.
    #[error("the certificate {cert} begins on {begins}: is the clock of this machine right?")]
    NotYet {
        /// The certificate.
        cert: PathBuf,
        /// The first day.
        begins: String,
    },
    /// Something that this program cannot use.
    #[error("the certificate {cert} cannot be used: {told}")]
    Unusable {
        /// The certificate.
        cert: PathBuf,
        /// The library's reason.
        told: String,
    },
    /// Readers would be warned.
    #[error(
        "the certificate {cert} is not for {host}: get one for the host of the public URL, or correct that"
    )]
    OtherHost {
        /// The certificate.
        cert: PathBuf,
        /// The host of the public URL.
        host: String,
    },
    /// The address that readers are told is not the one that answers.
    #[error("the public URL {0} is http, and this node speaks HTTPS: write it with https://")]
    PlainUrl(String),
    /// The second listener is plain.
    #[error(
        "tls.local is {0}, which others can reach without HTTPS: give it an address of this machine alone, such as 127.0.0.1:8080"
    )]
    NotLocal(std::net::SocketAddr),
}
