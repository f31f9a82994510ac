//! A certificate for an address in a home network, which nobody else can vouch for.

use super::Identity;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair, SanType,
    SerialNumber, date_time_ymd,
};
use rustls::pki_types::ServerName;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::Duration;

/// Phones take none that is for longer than 825 days; a demonstration needs less.
const LASTS: Duration = Duration::from_hours(24 * 90);
/// Clocks of phones differ.
const BEFORE: Duration = Duration::from_hours(24);
/// An address kept for documentation (RFC 5737): asked for the way to it, never sent to.
const ELSEWHERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 9);

/// The demonstration cannot be shown in the network.
#[derive(Debug, thiserror::Error)]
pub enum LanError {
    /// No way out of the machine.
    #[error(
        "this machine has no address in a network: join one, or name the address with --lan=ADDR"
    )]
    NoNetwork,
    /// Making the certificate.
    #[error("the certificate could not be made")]
    Make(#[from] rcgen::Error),
    /// Keeping it.
    #[error("the certificate could not be written")]
    Write(#[from] std::io::Error),
}

/// The address by which this machine would reach others. Nothing is sent: connecting a UDP socket
/// only chooses the way.
pub fn lan_address() -> Result<IpAddr, LanError> {
    let ours = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))
        .and_then(|socket| socket.connect(ELSEWHERE).and_then(|()| socket.local_addr()))
        .map_err(|_no_way| LanError::NoNetwork)?;
    let is_usable = !ours.ip().is_loopback() && !ours.ip().is_unspecified();
    if is_usable { Ok(ours.ip()) } else { Err(LanError::NoNetwork) }
}

/// Writes a certificate for `address` and its key, unless two that still do are there: a phone
/// that has been told to go on warns of the next one again.
pub fn write_identity(
    (cert, key): (&Path, &Path),
    address: IpAddr,
    now_ms: u64,
) -> Result<(), LanError> {
    let name = ServerName::from(address);
    if Identity::read(cert, key, now_ms).is_ok_and(|kept| kept.is_for(&name)) {
        return Ok(());
    }
    let pair = KeyPair::generate()?;
    let made = params(address, now_ms).self_signed(&pair)?;
    write_secret(key, &pair.serialize_pem())?;
    std::fs::write(cert, made.pem())?;
    Ok(())
}

fn params(address: IpAddr, now_ms: u64) -> CertificateParams {
    let mut params = CertificateParams::default();
    let now = date_time_ymd(1970, 1, 1) + Duration::from_millis(now_ms);
    params.not_before = now - BEFORE;
    params.not_after = now + LASTS;
    // Browsers refuse two of one issuer and number.
    params.serial_number = Some(SerialNumber::from(now_ms));
    params.subject_alt_names = vec![SanType::IpAddress(address)];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, "Furlong demonstration");
    params.distinguished_name = name;
    params
}

fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    // An older file would keep its rights.
    if path.exists() {
        std::fs::remove_file(path)?;
    }
    let mut file =
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{BEFORE, LASTS, write_identity};
    use crate::tls::{Identity, PublicUrl, TlsError};
    use std::net::IpAddr;
    use std::path::PathBuf;

    const NOW_MS: u64 = 1_795_000_000_000;

    struct Files {
        _folder: tempfile::TempDir,
        cert: PathBuf,
        key: PathBuf,
    }

    impl Files {
        fn made(address: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let [cert, key] = ["cert.pem", "key.pem"].map(|name| folder.path().join(name));
            let files = Self { _folder: folder, cert, key };
            files.make(address, NOW_MS);
            files
        }

        fn make(&self, address: &str, now_ms: u64) {
            let address: IpAddr = address.parse().unwrap();
            write_identity((&self.cert, &self.key), address, now_ms).unwrap();
        }

        fn read(&self, now_ms: u64) -> Result<Identity, TlsError> {
            Identity::read(&self.cert, &self.key, now_ms)
        }

        fn text(&self) -> String {
            std::fs::read_to_string(&self.cert).unwrap()
        }
    }

    #[test]
    fn a_made_certificate_is_for_its_address_and_its_days() {
        let files = Files::made("192.168.1.20");
        let made = files.read(NOW_MS).unwrap();
        let check = |url: &str| made.check_url(&PublicUrl::parse(url).unwrap());
        assert!(check("https://192.168.1.20:8443").is_ok());
        assert!(matches!(check("https://192.168.1.21"), Err(TlsError::OtherHost { .. })));
        assert!(matches!(check("https://trace.example"), Err(TlsError::OtherHost { .. })));
        assert!(matches!(check("http://192.168.1.20"), Err(TlsError::PlainUrl(_))));
        let ms = |time: std::time::Duration| u64::try_from(time.as_millis()).unwrap();
        let early = NOW_MS - ms(BEFORE) - 1_000;
        assert!(matches!(files.read(early), Err(TlsError::NotYet { .. })));
        let late = files.read(NOW_MS + ms(LASTS) + 2_000).unwrap_err();
        assert!(late.to_string().contains("ended on 20"), "{late}");
    }

    #[test]
    fn it_is_kept_while_it_serves_and_made_anew_when_it_does_not() {
        let files = Files::made("192.168.1.20");
        let first = files.text();
        files.make("192.168.1.20", NOW_MS + 1_000);
        assert_eq!(files.text(), first, "the phone is not warned twice");
        files.make("192.168.1.21", NOW_MS + 2_000);
        assert_ne!(files.text(), first, "another address");
        assert!(files.read(NOW_MS).is_ok());
    }
}
