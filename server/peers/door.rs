//! What other members' nodes ask of this one.

use super::exchange::Exchanged;
use super::pass::Question;
use super::spread::Taken;
use crate::commit::Commit;
use crate::intake::{Intake, Rejection, Shut};
use crate::replica::{Quorum, Unheard};
use ledger::OrgId;
use ledger::checkpoint::SignedCheckpoint;
use std::sync::Arc;

/// Who asks is no member's node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "only nodes of members with a vote ask here, with a header that their node key has signed over \
     just this question"
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
}

impl Door {
    pub(super) fn new(
        (origin, me): (&str, &OrgId),
        boot: String,
        (commit, quorum, intake): (Commit, Quorum, Intake),
    ) -> Self {
        let (origin, me) = (origin.to_owned(), me.clone());
        Self(Arc::new(Inner { origin, me, boot, commit, quorum, intake }))
    }

    /// The member whose node asks.
    pub fn asker(&self, pass: Option<&str>, path: &str, body: &[u8]) -> Result<OrgId, Stranger> {
        let Inner { origin, me, commit, .. } = self.0.as_ref();
        let view = commit.view();
        let validators = &view.state.members().epoch().validators;
        let question = Question { origin, to: me, path, body };
        pass.and_then(|pass| question.asker(pass, validators)).ok_or(Stranger)
    }

    /// Takes what another validator signed, if it brings something, and answers with what this one did.
    pub fn exchange(&self, theirs: Option<SignedCheckpoint>) -> Result<Exchanged, Unheard> {
        if let Some(theirs) = theirs {
            self.0.quorum.hear(&theirs)?;
        }
        Ok(Exchanged { boot: self.0.boot.clone(), checkpoint: self.0.quorum.own() })
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
