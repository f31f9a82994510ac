//! The other members' nodes, as `furlong.toml` names them: looked at again while the node runs, so
//! that a member can be let in without a stop.

use crate::config::{Config, FILE, Peer};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::watch;

/// How often it is looked at.
const LOOK: Duration = Duration::from_secs(2);

/// The peers that are known now.
pub(super) type Known = watch::Receiver<Arc<Vec<Peer>>>;

/// Where they become known.
pub struct Book {
    folder: PathBuf,
    known: watch::Sender<Arc<Vec<Peer>>>,
}

impl Book {
    /// With those that the settings named at the start.
    pub fn new(folder: &Path, peers: &[Peer]) -> Self {
        let known = watch::channel(Arc::new(peers.to_vec())).0;
        Self { folder: folder.to_owned(), known }
    }

    /// Tells of every change.
    pub fn known(&self) -> Known {
        self.known.subscribe()
    }

    /// Looks at the file for ever. Of all that stands there only the peers count before the next
    /// start.
    pub(super) async fn follow(self) {
        let path = self.folder.join(FILE);
        let mut seen = look(&path);
        loop {
            tokio::time::sleep(LOOK).await;
            let now = look(&path);
            if now == seen {
                continue;
            }
            seen = now;
            match Config::read(&self.folder) {
                Ok(config) => self.take(config.peer),
                Err(error) => tracing::warn!(
                    cause = %error,
                    "furlong.toml was changed and cannot be read: the peers stay as they were, and \
                     this node would not start with it"
                ),
            }
        }
    }

    fn take(&self, peers: Vec<Peer>) {
        self.known.send_if_modified(|known| {
            let is_new = **known != peers;
            if is_new {
                tracing::info!(count = peers.len(), "furlong.toml names other peers now");
                *known = Arc::new(peers);
            }
            is_new
        });
    }
}

/// What changes with the file.
fn look(path: &Path) -> Option<(SystemTime, u64)> {
    let there = std::fs::metadata(path).ok()?;
    Some((there.modified().ok()?, there.len()))
}
