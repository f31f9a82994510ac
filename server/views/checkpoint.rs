//! The newest checkpoint, in the forms that tools and phones read.

use super::reader::Reader;
use ledger::checkpoint::Policy;

impl Reader {
    /// The C2SP signed note: this node's log signature, or without a vote that of one which has, and
    /// exactly a quorum of cosignatures.
    pub fn checkpoint_note(&self) -> Option<String> {
        let confirmed = self.confirmed()?;
        let validators = &confirmed.view.state.members().epoch().validators;
        let (me, log) = (&self.parts().me, &confirmed.checkpoint.log);
        let writer = log.iter().find(|one| one.iss == *me).or(log.first())?;
        let note = confirmed.checkpoint.note(self.origin(), &writer.iss, validators)?;
        Some(note.write())
    }

    /// The checkpoint with all signatures, as evidence carries it.
    pub fn checkpoint_json(&self) -> Option<String> {
        serde_json::to_string(&self.confirmed()?.checkpoint).ok()
    }

    /// Whose signatures count, as a C2SP tlog-policy.
    pub fn policy(&self) -> Option<String> {
        // Of the same moment as the checkpoint: between two epochs the keys are others.
        let confirmed = self.confirmed()?;
        let validators = &confirmed.view.state.members().epoch().validators;
        Policy::text(self.origin(), validators)
    }
}
