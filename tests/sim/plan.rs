//! What happens in a run: drawn beforehand, so that steps can be left out of a run that failed.

use super::chance::Chance;

/// What may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A firm says something.
    Say,
    /// A firm says what it may not.
    SayBadly,
    /// The nodes that hear each other hold a round.
    Round,
    /// A validator proposes what is no block.
    ProposeBadly,
    /// A node gets blocks from another.
    HandOver,
    /// A node cosigns.
    Cosign,
    /// A stranger reads.
    Read,
    /// A node lies to a stranger.
    Lie,
    /// A second goes by.
    Wait,
    /// Weeks go by.
    WaitLong,
    /// A node's disk will soon have no power.
    Arm,
    /// A node is killed.
    Kill,
    /// What is down starts.
    Start,
    /// A node's database is copied.
    Copy,
    /// An old copy is put in the place of a node's database.
    Restore,
    /// A node loses its guard file.
    LoseGuard,
    /// A node loses its engine's log.
    LoseLog,
    /// A node that was restored asks the others.
    Ask,
    /// A node drops what was voted out.
    Forget,
}

/// How often what people and honest machines do happens.
const USUAL: [(usize, Kind); 11] = [
    (34, Kind::Say),
    (3, Kind::SayBadly),
    (34, Kind::Round),
    (4, Kind::ProposeBadly),
    (10, Kind::HandOver),
    (8, Kind::Cosign),
    (5, Kind::Read),
    (5, Kind::Lie),
    (3, Kind::Wait),
    (1, Kind::WaitLong),
    (1, Kind::Forget),
];

/// How often harm happens, and its mending, in a run that is rough.
const ROUGH: [(usize, Kind); 8] = [
    (3, Kind::Arm),
    (2, Kind::Kill),
    (10, Kind::Start),
    (3, Kind::Copy),
    (2, Kind::Restore),
    (1, Kind::LoseGuard),
    (1, Kind::LoseLog),
    (4, Kind::Ask),
];

/// One thing that happens; its details come from `draw` alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) kind: Kind,
    pub(super) draw: u64,
}

/// A whole run.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// How many firms keep the chain at first.
    pub(super) keepers: usize,
    pub(super) steps: Vec<Step>,
}

impl Plan {
    pub(super) fn of(seed: u64) -> Self {
        let mut chance = Chance::of(seed);
        let keepers = chance.pick(&[1, 1, 2, 3, 4, 4, 4, 4, 4, 5]).unwrap();
        let count = 100 + chance.below(100);
        // A third of all runs is calm, a third is rough now and then.
        let rough = chance.below(3);
        let steps = (0..count).map(|_| {
            let is_rough = rough == 2 || (rough == 1 && chance.one_in(3));
            let kinds = if is_rough { [&USUAL[..], &ROUGH].concat() } else { USUAL.to_vec() };
            Step { kind: kind(&kinds, &mut chance), draw: chance.number() }
        });
        Self { keepers, steps: steps.collect() }
    }
}

fn kind(kinds: &[(usize, Kind)], chance: &mut Chance) -> Kind {
    let mut left = chance.below(kinds.iter().map(|(weight, _)| weight).sum());
    for (weight, kind) in kinds {
        if left < *weight {
            return *kind;
        }
        left -= weight;
    }
    Kind::Say
}
