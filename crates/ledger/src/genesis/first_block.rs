//! Height 0, which nobody votes on: it follows from the genesis.

use super::Genesis;
use crate::Hash;
use crate::block::Record;
use crate::state::State;

impl Genesis {
    /// The state after height 0 and the record of its block. The leaves are the record's text and
    /// [`Genesis::text`]. None if the genesis cannot begin a chain, which [`Genesis::check`]
    /// explains.
    pub fn begin(&self) -> Option<(State, Record)> {
        self.check().ok()?;
        let state = State::genesis(self);
        let record = Record {
            v: 1,
            origin: self.origin(),
            height: 0,
            time_ms: self.created_ms,
            proposer: self.validators.first()?.iss.clone(),
            prev: Hash::ZERO,
            start: 0,
            count: 1,
            rules: self.rules,
            epoch: 0,
            members_size: state.members().size(),
            members_root: state.members().root(),
            recalls_size: state.recalls().size(),
            recalls_root: state.recalls().root(),
        };
        Some((state, record))
    }
}
