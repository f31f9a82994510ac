//! Which chains the reader trusts: named here, or pinned before in a file of the user's.

use super::super::files;
use anyhow::{Context as _, bail};
use ledger::Hash;
use ledger::checkpoint::Policy;
use std::path::{Path, PathBuf};

/// Where a user pins chains, below the home folder: one origin a line, `#` begins a comment.
const PINNED: &str = ".config/furlong/chains";

/// A list of pinned chains or a policy has at most so many bytes.
const BYTES_MAX: usize = 1 << 16;

/// The chains that are trusted, and who must have signed.
pub(super) struct Anchors {
    pub(super) origins: Vec<String>,
    pub(super) policy: Option<Policy>,
    /// Whether the user named no chain here, and the pinned ones were taken.
    pub(super) are_pinned: bool,
}

/// Reads what was named; without anything, the user's own list.
pub(super) fn read(chains: &[String], policy: Option<&Path>) -> anyhow::Result<Anchors> {
    if let Some(path) = policy {
        let text = text(path)?;
        let policy = Policy::parse(&text).with_context(|| path.display().to_string())?;
        let origins = vec![policy.origin().to_owned()];
        return Ok(Anchors { origins, policy: Some(policy), are_pinned: false });
    }
    if !chains.is_empty() {
        chains.iter().try_for_each(|origin| check(origin))?;
        return Ok(Anchors { origins: chains.to_vec(), policy: None, are_pinned: false });
    }
    let origins = match pinned().filter(|path| path.exists()) {
        Some(path) => lines(&text(&path)?).with_context(|| path.display().to_string())?,
        None => Vec::new(),
    };
    Ok(Anchors { are_pinned: !origins.is_empty(), origins, policy: None })
}

/// The user's list, if there is a home folder.
pub(super) fn pinned() -> Option<PathBuf> {
    std::env::home_dir().map(|home| home.join(PINNED))
}

fn text(path: &Path) -> anyhow::Result<String> {
    let bytes = files::read(path, BYTES_MAX)?;
    String::from_utf8(bytes).ok().with_context(|| format!("{} is no text", path.display()))
}

fn lines(text: &str) -> anyhow::Result<Vec<String>> {
    let bare = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    let named: Vec<String> = bare.filter(|line| !line.is_empty()).map(str::to_owned).collect();
    named.iter().try_for_each(|origin| check(origin))?;
    Ok(named)
}

fn check(origin: &str) -> anyhow::Result<()> {
    let named = origin.split_once('/').is_some_and(|(name, digits)| {
        ledger::is_chain_name(name) && Hash::from_hex(digits).is_ok()
    });
    if named {
        Ok(())
    } else {
        bail!("{origin:?} names no chain: it is NAME/ and 64 hexadecimal digits, on one line")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_chains_has_comments_and_no_other_text() {
        let chain = format!("demo.example/{}", "ab".repeat(32));
        let text = format!("# ours\n\n{chain}  # since May\n");
        assert_eq!(lines(&text).unwrap(), [chain]);
        assert!(lines("demo.example").is_err());
    }
}
