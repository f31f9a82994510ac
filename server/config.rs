//! Settings: `furlong.toml` in the data folder, overridden by `FURLONG_*`.
//!
//! Every default is safe on a laptop: loopback only, SQLite, no label host.

use crate::store::{Place, PostgresUrl};
use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
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
    /// A PostgreSQL database, such as `postgres:///furlong?host=/run/postgresql`; none means SQLite
    /// in the folder.
    pub database: Option<PostgresUrl>,
    /// How the world reaches this node, such as `https://trace.example`; none means `listen`.
    pub public_url: Option<String>,
    /// Labels.
    pub label: Labels,
    /// Limits.
    pub limits: Limits,
    /// How often the newest checkpoint is signed again, in seconds.
    pub cosign_every_s: u64,
}

/// What may stand in a printed code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// Hosts behind each of which two nodes or more answer.
    pub hosts: Vec<String>,
}

/// Bounds that an operator may change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Pages that one address may load in a minute.
    pub pages_per_minute: u32,
    /// Statements that may be in the check of their signatures at once.
    pub checking: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            folder: PathBuf::new(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database: None,
            public_url: None,
            label: Labels::default(),
            limits: Limits { pages_per_minute: 600, checking: 4_000 },
            cosign_every_s: 60,
        }
    }
}

/// Variables that begin like ours and are something else, such as `FURLONG_LOG`, are let be.
fn is_setting(variable: &str) -> bool {
    let variable = variable.to_ascii_lowercase();
    let name = variable.split("__").next().unwrap_or_default();
    ["listen", "database", "public_url", "label", "limits", "cosign_every_s"].contains(&name)
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
}
