//! Taking up what this node has signed, before it signs anything more.

use super::guard::{GUARD, Guard, GuardError, log_covers};
use crate::commit::Chain;
use std::path::Path;

/// What to do when the guard file, or the votes that it names, are lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LostGuard {
    /// The node does not start.
    #[default]
    Refuse,
    /// On a chain of one: what the database holds counts as signed.
    Accept,
}

/// Opens the guard of a data folder.
///
/// Founding makes the guard file; one that is missing is lost, also before the first block: keys
/// that were put back beside an empty database may have signed much.
///
/// `others` says whether other nodes are known. What the database lacks they have, and until it is
/// read from them nothing is signed.
pub fn take_up(
    folder: &Path,
    chain: &Chain,
    (lost, others): (LostGuard, bool),
) -> Result<Guard, GuardError> {
    let (path, view) = (folder.join(GUARD), chain.view());
    let tip = view.tip;
    may_accept(lost, view.state.members().epoch().validators.len())?;
    let guard = match Guard::open(&path, chain.origin()) {
        Err(GuardError::Missing(_)) if lost == LostGuard::Accept => {
            tracing::warn!("the guard file was lost: what the database holds counts as signed");
            return Guard::create_at(&path, chain.origin(), tip.height, tip.size, tip.root);
        }
        other => other?,
    };
    if others && lost == LostGuard::Refuse {
        return Ok(guard);
    }
    match (hold_log(folder, &guard, tip.height), lost) {
        (Err(GuardError::LogLost { height }), LostGuard::Accept) => {
            tracing::warn!(
                block.height = height,
                "votes were lost: what the database holds counts"
            );
            Ok(guard)
        }
        (held, _) => held.map(|()| guard),
    }
}

/// Holds the engine's log against the guard, before an engine reads it: at the start of the node and
/// of each epoch.
pub(super) fn hold_log(folder: &Path, guard: &Guard, newest: u64) -> Result<(), GuardError> {
    let height = guard.signed().height;
    if knows_its_votes(height, newest, || log_covers(folder, height)) {
        Ok(())
    } else {
        Err(GuardError::LogLost { height })
    }
}

/// Whether a node still knows all that it voted on: its guard names votes up to `voted`, its database
/// ends at `tip`, and of the votes after that only the engine's log can tell.
pub fn knows_its_votes(voted: u64, tip: u64, log_covers: impl FnOnce() -> bool) -> bool {
    voted <= tip || log_covers()
}

/// Where others keep the chain, they know what this node has signed; the database does not.
const fn may_accept(lost: LostGuard, members: usize) -> Result<(), GuardError> {
    match (lost, members) {
        (LostGuard::Refuse, _) | (LostGuard::Accept, 1) => Ok(()),
        (LostGuard::Accept, _) => Err(GuardError::NotAlone(members)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::Hash;

    #[test]
    fn votes_beyond_the_newest_block_must_be_in_the_log() {
        let folder = tempfile::tempdir().unwrap();
        let origin = "a.example/0";
        let path = folder.path().join(GUARD);
        let guard = Guard::create_at(&path, origin, 7, 9, Hash::ZERO).unwrap();
        assert!(hold_log(folder.path(), &guard, 7).is_ok());
        let lost = hold_log(folder.path(), &guard, 6);
        assert!(matches!(lost, Err(GuardError::LogLost { height: 7 })));
    }

    #[test]
    fn a_lost_guard_is_accepted_on_a_chain_of_one_only() {
        assert!(may_accept(LostGuard::Accept, 1).is_ok());
        assert!(may_accept(LostGuard::Refuse, 4).is_ok());
        for members in [0, 2, 4] {
            let refused = may_accept(LostGuard::Accept, members);
            assert!(matches!(refused, Err(GuardError::NotAlone(_))), "{members}");
        }
    }
}
