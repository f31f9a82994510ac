//! Settings: `furlong.toml` in the data folder, overridden by `FURLONG_*`.
//!
//! Every default is safe on a laptop: loopback only, SQLite, no label host.

use super::peers::{Consensus, Peer};
use crate::store::{Place, PostgresUrl};
use crate::tls::PublicUrl;
use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The folder with the chain, the keys and the databases.
    #[serde(skip)]
    pub folder: PathBuf,
    /// Where pages and API are served. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// How readers reach it: the beginning of every link that it gives.
    pub public_url: Option<PublicUrl>,
    /// HTTPS of its own at `listen`; none means HTTP.
    pub tls: Option<Tls>,
    /// A PostgreSQL database, such as `postgres:///furlong?host=/run/postgresql`; none means SQLite
    /// in the folder.
    pub database: Option<PostgresUrl>,
    /// Who stands between the world and this node.
    pub proxy: Proxy,
    /// How this node agrees with those of other members.
    pub consensus: Consensus,
    /// The other members' nodes.
    pub peer: Vec<Peer>,
    /// Labels.
    pub label: Labels,
    /// Limits.
    pub limits: Limits,
    /// How much of the disk must be free.
    pub disk: Floors,
    /// How often the newest checkpoint is signed again, in seconds.
    pub cosign_every_s: u64,
}

/// The files of the node's own HTTPS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// PEM: the certificate of the host, then those of its issuers.
    pub cert: PathBuf,
    /// PEM: its key.
    pub key: PathBuf,
    /// An address of this machine alone that is served without HTTPS: this program's own commands ask there.
    pub local: Option<SocketAddr>,
}

/// What may stand in a printed code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// Hosts behind each of which two nodes or more answer.
    pub hosts: Vec<String>,
}

/// Proxies that say for whom they ask. Without one, whoever opens a connection is the client.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proxy {
    /// Their addresses or networks; what anybody else says of himself is not read.
    pub trusted: Vec<Net>,
    /// The one header in which they say it. Only this one is read: a proxy passes the other on as
    /// a client wrote it.
    pub header: ProxyHeader,
}

/// Where a proxy says for whom it asks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyHeader {
    /// `X-Forwarded-For`.
    #[default]
    XForwardedFor,
    /// `Forwarded`, RFC 7239.
    Forwarded,
}

/// A network such as `10.0.0.0/8`, or one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Net(IpNet);

/// Not a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no network: write an address such as 10.0.0.7 or a network such as 10.0.0.0/8")]
pub struct NetError(String);

impl Net {
    /// Reads an address or a network in CIDR notation (RFC 4632).
    pub fn parse(text: &str) -> Result<Self, NetError> {
        let net = text.parse().or_else(|_cause| text.parse::<IpAddr>().map(IpNet::from));
        net.map(Self).map_err(|_cause| NetError(text.to_owned()))
    }

    /// Whether an address belongs to it.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address)
    }
}

impl TryFrom<String> for Net {
    type Error = NetError;

    fn try_from(text: String) -> Result<Self, NetError> {
        Self::parse(&text)
    }
}

impl From<Net> for String {
    fn from(net: Net) -> Self {
        net.0.to_string()
    }
}

/// Bounds that an operator may change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Pages that one address (IPv4) or network of 64 bits (IPv6) may load in a minute.
    pub pages_per_minute: NonZeroU32,
    /// Pages about the codes of one company prefix that all together may load in a minute.
    pub pages_per_minute_of_prefix: NonZeroU32,
    /// Signatures that do not match, by one network in a minute, before it has to wait.
    pub bad_signatures_per_minute: NonZeroU32,
    /// Signatures that do not match, before a connection is closed.
    pub bad_signatures_of_connection: NonZeroU32,
    /// Statements that may be in the check of their signatures at once.
    pub checking: usize,
    /// Statements that may wait to be ordered.
    pub waiting: usize,
    /// Megabytes that one file may have that a statement names.
    pub attachment_mb: NonZeroU32,
}

impl Default for Limits {
    fn default() -> Self {
        let count = |count: u32| NonZeroU32::MIN.saturating_add(count.saturating_sub(1));
        Self {
            pages_per_minute: count(600),
            pages_per_minute_of_prefix: count(6_000),
            bad_signatures_per_minute: count(60),
            bad_signatures_of_connection: count(20),
            checking: 4_000,
            waiting: 20_000,
            attachment_mb: count(10),
        }
    }
}

/// Free bytes of the data folder's disk below which something stops; reads go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    /// Below so many megabytes no statement is taken.
    pub intake_mb: u64,
    /// Below so many megabytes nothing is ordered.
    pub ordering_mb: u64,
}

impl Default for Floors {
    fn default() -> Self {
        Self { intake_mb: 512, ordering_mb: 128 }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            folder: PathBuf::new(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            tls: None,
            database: None,
            proxy: Proxy::default(),
            consensus: Consensus::default(),
            peer: Vec::new(),
            label: Labels::default(),
            limits: Limits::default(),
            disk: Floors::default(),
            cosign_every_s: 60,
        }
    }
}

/// Variables that begin like ours and are something else, such as `FURLONG_LOG`, are let be.
fn is_setting(variable: &str) -> bool {
    let variable = variable.to_ascii_lowercase();
    let name = variable.split("__").next().unwrap_or_default();
    [
        "listen",
        "public_url",
        "tls",
        "database",
        "proxy",
        "consensus",
        "label",
        "limits",
        "disk",
        "cosign_every_s",
    ]
    .contains(&name)
}

/// The settings cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the settings in {path} cannot be used: {told}")]
pub struct ConfigError {
    path: PathBuf,
    told: String,
}

/// The name of the settings file.
pub const FILE: &str = "furlong.toml";

impl Config {
    /// Reads the settings of a data folder; a missing file means the defaults.
    pub fn read(folder: &Path) -> Result<Self, ConfigError> {
        Self::read_file(&folder.join(FILE))
    }

    /// Reads a settings file; the data folder is where it lies.
    pub fn read_file(path: &Path) -> Result<Self, ConfigError> {
        let figment = Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file(path))
            .merge(Env::prefixed("FURLONG_").filter(|key| is_setting(key.as_str())).split("__"));
        let mut config: Self = figment
            .extract()
            .map_err(|error| ConfigError { path: path.to_owned(), told: error.to_string() })?;
        config.folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        if let Some(tls) = &mut config.tls {
            tls.cert = config.folder.join(&tls.cert);
            tls.key = config.folder.join(&tls.key);
        }
        Ok(config)
    }

    /// Where the tables are.
    pub fn place(&self) -> Place {
        match &self.database {
            Some(url) => Place::Postgres(url.clone()),
            None => Place::Sqlite(self.folder.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_means_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::read(folder.path()).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.place(), Place::Sqlite(folder.path().to_owned()));
    }

    #[test]
    fn a_database_elsewhere_is_an_address() {
        let folder = tempfile::tempdir().unwrap();
        let write = |text: &str| std::fs::write(folder.path().join(FILE), text).unwrap();
        write("database = \"postgres://me:secret@db.example/furlong\"\n");
        let place = Config::read(folder.path()).unwrap().place();
        assert!(matches!(place, Place::Postgres(_)));
        assert!(!format!("{place:?}").contains("secret"));
        write("database = \"host=/run/postgresql\"\n");
        let error = Config::read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("postgres://USER@HOST:PORT/DATABASE"), "{error}");
    }

    #[test]
    fn an_unknown_setting_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), "lissten = \"127.0.0.1:1\"\n").unwrap();
        let error = Config::read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("lissten"), "{error}");
    }

    #[test]
    fn certificates_lie_beside_the_settings_unless_they_say_where() {
        let folder = tempfile::tempdir().unwrap();
        let read = |text: &str| {
            std::fs::write(folder.path().join(FILE), text).unwrap();
            Config::read(folder.path())
        };
        let config = read(
            "public_url = \"https://trace.example\"\n[tls]\ncert = \"c.pem\"\nkey = \"/etc/k.pem\"\n",
        );
        let config = config.unwrap();
        let tls = config.tls.unwrap();
        assert_eq!((tls.cert, tls.key), (folder.path().join("c.pem"), "/etc/k.pem".into()));
        assert_eq!(config.public_url.unwrap().to_string(), "https://trace.example");
        let error = read("public_url = \"https://trace.example/shop\"\n").unwrap_err();
        assert!(error.to_string().contains("without path"), "{error}");
        let error = read("[tls]\ncert = \"c.pem\"\n").unwrap_err();
        assert!(error.to_string().contains("key"), "{error}");
    }

    #[test]
    fn proxies_are_networks_or_addresses_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let read = |trusted: &str| {
            let text = format!("[proxy]\ntrusted = [\"{trusted}\"]\nheader = \"forwarded\"\n");
            std::fs::write(folder.path().join(FILE), text).unwrap();
            Config::read(folder.path())
        };
        let config = read("10.0.0.0/8").unwrap();
        assert_eq!(config.proxy.header, ProxyHeader::Forwarded);
        let net = config.proxy.trusted.first().unwrap();
        assert!(net.contains("10.9.8.7".parse().unwrap()));
        assert!(!net.contains("11.0.0.1".parse().unwrap()));
        assert!(
            read("::1").unwrap().proxy.trusted.first().unwrap().contains("::1".parse().unwrap())
        );
        let error = read("my-proxy").unwrap_err().to_string();
        assert!(error.contains("my-proxy") && error.contains("10.0.0.0/8"), "{error}");
    }

    #[test]
    fn a_limit_of_nothing_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), "[limits]\npages_per_minute = 0\n").unwrap();
        let error = Config::read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("pages_per_minute"), "{error}");
    }
}
