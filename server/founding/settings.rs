//! `furlong.toml`: every setting with its default, as a comment.

use super::found::{FoundingError, write};
use crate::home::Home;

/// What a new folder gets. A test reads it with every line switched on.
const TEXT: &str = r#"# Settings of this node. A line without # in front of it counts; what stands here are the defaults.
# An environment variable overrides a setting: FURLONG_LISTEN, FURLONG_LABEL__HOSTS ...

# Where pages and API are served. Only this machine reaches a loopback address.
#listen = "127.0.0.1:8080"

# A PostgreSQL address instead of SQLite in this folder.
#postgres = "host=/run/postgresql dbname=furlong"

# How often the newest checkpoint is signed again, in seconds. Phones show its age.
#cosign_every_s = 60

#[label]
# Hosts that printed codes may carry; two nodes or more answer behind each.
#hosts = ["trace.example"]

#[limits]
# Pages that one address may load in a minute, and all together of the codes of one company.
#pages_per_minute = 600
#pages_per_minute_of_prefix = 6000
# Signatures that do not match: by one network in a minute, and by one connection.
#bad_signatures_per_minute = 60
#bad_signatures_of_connection = 20
# Statements whose signatures may be checked at once, and that may wait to be ordered.
#checking = 4000
#waiting = 20000

#[disk]
# Below so many free megabytes no statement is taken; below so many nothing is ordered.
#intake_mb = 512
#ordering_mb = 128

#[proxy]
# Proxies whose word about the client's address counts, and the header in which they give it.
#trusted = ["127.0.0.1", "10.0.0.0/8"]
#header = "x-forwarded-for"
"#;

/// Writes the settings file; one that is there stays as it is.
pub fn write_settings(home: &Home) -> Result<(), FoundingError> {
    let path = home.path().join("furlong.toml");
    if path.exists() { Ok(()) } else { write(&path, TEXT) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn every_setting_of_the_file_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let on: String = TEXT
            .lines()
            .map(|line| {
                line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line)
            })
            .flat_map(|line| [line, "\n"])
            .collect();
        std::fs::write(folder.path().join("furlong.toml"), on).unwrap();
        let config = Config::read(folder.path()).unwrap();
        assert_eq!(config.label.hosts, ["trace.example"]);
        assert_eq!(config.proxy.trusted.len(), 2);
        let defaults = Config::default();
        assert_eq!(
            (config.listen, config.limits, config.disk, config.cosign_every_s),
            (defaults.listen, defaults.limits, defaults.disk, defaults.cosign_every_s)
        );
    }

    #[test]
    fn the_file_as_written_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        write_settings(&home).unwrap();
        let config = Config::read(folder.path()).unwrap();
        assert_eq!(config, Config { folder: folder.path().to_owned(), ..Config::default() });
    }
}
