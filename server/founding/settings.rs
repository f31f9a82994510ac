//! `furlong.toml`: every setting with its default, as a comment.

use super::found::{FoundingError, write};
use super::plan::Reach;
use super::share::Share;
use crate::config::Peer;
use crate::home::Home;
use std::fs::File;
use std::io;
use std::path::Path;

/// What a new folder gets. A test reads it with every line switched on.
const TEXT: &str = r#"# Settings of this node. A line without # in front of it counts; what stands here are the defaults.
# An environment variable overrides a setting: FURLONG_LISTEN, FURLONG_LABEL__HOSTS ...

# Where pages and API are served. Only this machine reaches a loopback address.
#listen = "127.0.0.1:8080"

# How readers reach this node: the beginning of the links that it gives.
#public_url = "https://trace.example"

# A PostgreSQL database instead of SQLite in this folder.
#database = "postgres:///furlong?host=/run/postgresql"

# How often the newest checkpoint is signed again, in seconds. Phones show its age.
#cosign_every_s = 60

#[tls]
# HTTPS of its own: the certificate with those of its issuers, and its key. With local, commands on
# this machine reach it without HTTPS there.
#cert = "fullchain.pem"
#key = "privkey.pem"
#local = "127.0.0.1:8080"

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
# Megabytes that one file may have that a record names.
#attachment_mb = 10

#[disk]
# Below so many free megabytes no statement is taken; below so many nothing is ordered.
#intake_mb = 512
#ordering_mb = 128

#[proxy]
# Proxies whose word about the client's address counts, and the header in which they give it.
#trusted = ["127.0.0.1", "10.0.0.0/8"]
#header = "x-forwarded-for"

#[consensus]
# Where the other members' nodes reach this one for votes. A chain of one needs none.
#listen = "/ip4/0.0.0.0/tcp/26656"
# How votes spread: through other nodes (gossip), or from each to each (direct), which is faster and
# needs that every node reaches every other. How long rounds wait: 3 s for nodes far apart (wide), or
# 0.7 s (near). All nodes of a chain say the same.
#relay = "gossip"
#pace = "wide"
#connections_per_ip = 5

# The other members' nodes, one [[peer]] each. Who is at the other end follows from the chain, which
# names the key of every member's node.
#[[peer]]
#iss = "https://id.gs1.org/417/9520101000002"
#url = "https://node-b.example"
#consensus = "/dns4/node-b.example/tcp/26656"
"#;

/// The heading of votes, the line of their address, and where the peers begin.
const CONSENSUS: &str = "#[consensus]";
const LISTEN: &str = "#listen = \"/ip4/0.0.0.0/tcp/26656\"";
const PEERS: &str = "#[[peer]]";

/// The line of the database as [`TEXT`] has it.
const DATABASE: &str = "#database = \"postgres:///furlong?host=/run/postgresql\"";

/// Writes the settings file, with the address of a database if there is one; a file that is there
/// stays as it is.
pub fn write_settings(home: &Home, database: Option<&str>) -> Result<(), FoundingError> {
    let path = home.path().join("furlong.toml");
    // An address holds neither quotes nor backslashes.
    let line = database.map(|url| format!("database = \"{url}\""));
    let text = TEXT.replace(DATABASE, line.as_deref().unwrap_or(DATABASE));
    if path.exists() {
        return Ok(());
    }
    put(home, &path, &text)
}

/// The `[[peer]]` tables of all founders.
pub fn peers_text(shares: &[Share]) -> String {
    let peer = |share: &Share| Peer {
        iss: share.validator.iss.clone(),
        url: share.reach.url.clone(),
        consensus: share.reach.consensus.clone(),
        node: None,
    };
    shares.iter().map(peer).map(|peer| peer_text(&peer)).collect::<Vec<_>>().join("\n")
}

/// One `[[peer]]` table.
pub fn peer_text(peer: &Peer) -> String {
    let [iss, url, consensus] = [peer.iss.as_str(), &peer.url, &peer.consensus].map(quoted);
    let node = peer.node.clone().map(|key| format!("node = {}\n", quoted(&String::from(key))));
    let node = node.unwrap_or_default();
    format!("[[peer]]\niss = {iss}\nurl = {url}\nconsensus = {consensus}\n{node}")
}

/// Adds a table at the end of a node's settings, whole or not at all. A node that runs sees it.
pub fn add_peer(home: &Home, peer: &Peer) -> Result<(), FoundingError> {
    let path = home.path().join("furlong.toml");
    let failed = |source| FoundingError::File { path: path.clone(), source };
    let text = std::fs::read_to_string(&path).map_err(failed)?;
    put(home, &path, &format!("{}\n\n{}", text.trim_end(), peer_text(peer)))
}

/// TOML writes a basic string as JSON does.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The settings of one founder among several; a file that is there stays as it is.
pub(super) fn write_settings_among(
    home: &Home,
    reach: &Reach,
    peers: &str,
) -> Result<(), FoundingError> {
    let path = home.path().join("furlong.toml");
    if path.exists() {
        return Ok(());
    }
    let listen = format!("listen = {}", quoted(&listen(&reach.consensus)));
    let text = TEXT.replace(CONSENSUS, "[consensus]").replace(LISTEN, &listen);
    let before = text.split(PEERS).next().unwrap_or_default();
    put(home, &path, &format!("{before}{peers}"))
}

/// On every address of the machine, but at that port; on this machine alone if others are told so.
fn listen(consensus: &str) -> String {
    match consensus.split('/').collect::<Vec<_>>().as_slice() {
        ["", "ip4", address, ..] if address.starts_with("127.") => consensus.to_owned(),
        [.., port] => format!("/ip4/0.0.0.0/tcp/{port}"),
        [] => consensus.to_owned(),
    }
}

fn put(home: &Home, path: &Path, text: &str) -> Result<(), FoundingError> {
    // Whole or not at all: half of it would be settings, too.
    let draft = path.with_extension("part");
    let failed = |source| FoundingError::File { path: path.to_owned(), source };
    remove(&draft).map_err(failed)?;
    write(&draft, text)?;
    std::fs::rename(&draft, path).map_err(failed)?;
    File::open(home.path()).and_then(|folder| folder.sync_all()).map_err(failed)
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
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
        write_settings(&home, None).unwrap();
        let config = Config::read(folder.path()).unwrap();
        assert_eq!(config, Config { folder: folder.path().to_owned(), ..Config::default() });
    }

    #[test]
    fn the_address_of_a_database_stands_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        write_settings(&Home::at(folder.path()), Some("postgres://a/b")).unwrap();
        let config = Config::read(folder.path()).unwrap();
        assert_eq!(config.database.map(String::from).as_deref(), Some("postgres://a/b"));
    }
}
