//! What other members' nodes ask of this one.

use super::blocks::{BYTES, COUNT_MAX, Wanted, WantedEnd, write};
use super::book::Known;
use super::exchange::Exchanged;
use super::pass::Question;
use super::spread::Taken;
use super::start::Parts;
use super::twins::{Asked, Proof, Register};
use crate::commit::Commit;
use crate::intake::{Intake, Rejection, Shut};
use crate::replica::{Archive, ArchiveError, Quorum, Unheard};
use ledger::OrgId;
use ledger::checkpoint::SignedCheckpoint;
use std::sync::Arc;

/// Who asks is no member's node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "only nodes ask here that the chain or this node's furlong.toml names, with a header that their \
     node key has signed over just this question"
)]
pub struct Stranger;

/// The door for peers; clones share it.
#[derive(Clone)]
pub struct Door(Arc<Inner>);

struct Inner {
    origin: String,
    me: OrgId,
    /// Another one after each start.
    boot: String,
    commit: Commit,
    quorum: Quorum,
    intake: Intake,
    archive: Archive,
    known: Known,
    register: Register,
}

impl Door {
    pub(super) fn new(boot: String, parts: &Parts<'_>) -> Self {
        Self(Arc::new(Inner {
            origin: parts.origin.to_owned(),
            me: parts.me.clone(),
            boot,
            commit: parts.commit.clone(),
            quorum: parts.quorum.clone(),
            intake: parts.intake.clone(),
            archive: parts.archive.clone(),
            known: parts.book.known(),
            register: Register::default(),
        }))
    }

    /// The member whose node asks.
    pub fn asker(&self, pass: Option<&str>, path: &str, body: &[u8]) -> Result<OrgId, Stranger> {
        let Inner { origin, me, commit, known, .. } = self.0.as_ref();
        let view = commit.view();
        let validators = &view.state.members().epoch().validators;
        let question = Question { origin, to: me, path, body };
        let peers = known.borrow().clone();
        let named = peers.iter().filter_map(|peer| Some((&peer.iss, peer.node.as_ref()?.jwk())));
        let known = validators.iter().map(|row| (&row.iss, &row.node)).chain(named);
        pass.and_then(|pass| question.asker(pass, known)).ok_or(Stranger)
    }

    /// Takes what another validator signed, if it brings something, and answers with what this one did.
    pub fn exchange(
        &self,
        from: &OrgId,
        asked: &Asked,
        question: Proof,
    ) -> Result<Exchanged, Unheard> {
        let Inner { boot, quorum, register, .. } = self.0.as_ref();
        let other = register.note(from, asked, question);
        let agreed = if asked.checkpoint.is_none() { quorum.agreed() } else { None };
        if let Some(theirs) = &asked.checkpoint {
            quorum.hear(theirs)?;
        }
        Ok(Exchanged { boot: boot.clone(), checkpoint: quorum.own(), agreed, other })
    }

    /// Decided blocks from a height on, as many as an answer holds.
    pub async fn blocks(&self, wanted: Wanted) -> Result<Vec<u8>, ArchiveError> {
        let found = self.0.archive.blocks(wanted.from, (COUNT_MAX, BYTES)).await?;
        Ok(write(&found))
    }

    /// The checkpoint that ended an epoch.
    pub async fn end_of(
        &self,
        wanted: WantedEnd,
    ) -> Result<Option<SignedCheckpoint>, ArchiveError> {
        self.0.archive.end_of(wanted.epoch).await
    }

    /// Takes statements that another node's clients brought.
    pub async fn pass_on(&self, statements: Vec<Vec<u8>>) -> Result<Taken, Shut> {
        let answers = self.0.intake.passed_on(statements).await?;
        let full = answers.iter().filter(|one| matches!(one, Err(Rejection::Full))).count();
        let refused = answers.iter().filter(|one| one.is_err()).count() - full;
        if refused > 0 {
            tracing::debug!(refused, "a peer passed on statements that this node does not take");
        }
        Ok(Taken { boot: self.0.boot.clone(), full, refused })
    }
}
