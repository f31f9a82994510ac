//! How many blocks one peer may have judged.
//!
//! Parts are not signed, so that any peer can send bodies in the name of the round's proposer. Each
//! one costs us a judgement and space on the disk until its height is decided.

use super::ids::Height;
use super::malachite::app::types::PeerId;
use super::malachite::app::types::core::Round;
use std::collections::BTreeMap;

/// Blocks of one peer in one round. An honest one sends one, and again after a crash.
const BLOCKS_MAX: u8 = 3;
/// How far ahead of ours a round may be; the engine itself looks no further.
const ROUNDS_AHEAD_MAX: i64 = 10;

/// The counts of one height.
#[derive(Debug, Default)]
pub(super) struct Quota {
    height: Height,
    round: i64,
    judged: BTreeMap<(PeerId, i64), u8>,
}

impl Quota {
    /// A round begins here.
    pub(super) fn round_began(&mut self, height: Height, round: Round) {
        self.turn_to(height);
        self.round = round.as_i64();
    }

    /// Counts a block; false if it is one too many.
    pub(super) fn allows(&mut self, peer: PeerId, height: Height, round: Round) -> bool {
        self.turn_to(height);
        let round = round.as_i64();
        if self.round.saturating_add(ROUNDS_AHEAD_MAX) < round {
            return false;
        }
        let count = self.judged.entry((peer, round)).or_default();
        *count = count.saturating_add(1);
        *count <= BLOCKS_MAX
    }

    fn turn_to(&mut self, height: Height) {
        if self.height != height {
            *self = Self { height, ..Self::default() };
        }
    }
}
