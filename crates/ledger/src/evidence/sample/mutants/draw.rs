//! A mutant from its number.

use super::bytes;
use super::chance::Chance;
use super::selection::{is_part_of, joined};
use super::values::{self, Cut};
use crate::evidence::Evidence;
use crate::evidence::sample::{Ending, SampleError, files, tell_on};

/// A file that somebody changed.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// The last change that was made to it.
    pub way: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What mutants are made of: the samples, and one file of another chain.
#[derive(Debug)]
pub struct Mutants {
    /// The files, read, each with what others prove under the same roots.
    wholes: Vec<Evidence>,
    cuts: Vec<Cut>,
    /// The same, and the other chain's, of which pieces are taken.
    donors: Vec<Cut>,
}

/// Chance meets a case that it cannot change once in some times, never so often.
const TRIES_MAX: usize = 1_000;

impl Mutants {
    /// Those of the samples.
    pub fn of_samples() -> Result<Self, SampleError> {
        let samples: Vec<Evidence> = files()?.into_iter().map(|(_, file)| file).collect();
        let cuts: Vec<Cut> = samples.iter().map(|file| Cut::of(file.to_bytes())).collect();
        let other = tell_on("other.furlong.example", Ending::AbsentLeft)?;
        let donors = cuts.iter().cloned().chain([Cut::of(other.to_bytes())]).collect();
        Ok(Self { wholes: joined(&samples), cuts, donors })
    }

    /// The chains that the samples are of.
    pub fn anchors(&self) -> Vec<String> {
        let chains = self.wholes.iter().flat_map(|file| &file.chains);
        let mut all: Vec<String> = chains.map(|chain| chain.origin.clone()).collect();
        all.dedup();
        all
    }

    /// The mutant of that number: never one of the samples.
    pub fn draw(&self, number: u64) -> Mutant {
        let mut chance = Chance::of(number);
        let tries = std::iter::repeat_with(|| self.attempt(&mut chance)).take(TRIES_MAX);
        let is_new = |mutant: &Mutant| self.cuts.iter().all(|cut| cut.bytes != mutant.bytes);
        let found = tries.flatten().find(is_new);
        // Nothing at all is no evidence either.
        found.unwrap_or(Mutant { way: "nothing", bytes: Vec::new() })
    }

    fn attempt(&self, chance: &mut Chance) -> Option<Mutant> {
        let (file, other) = (chance.pick(&self.cuts)?, chance.pick(&self.donors)?);
        let ways = bytes::CHANGES.len().saturating_add(values::CHANGES.len());
        let number = chance.below(ways);
        let (mut way, mut bytes) = if let Some((name, edit)) = bytes::CHANGES.get(number) {
            (*name, edit(chance, &file.bytes, &other.bytes)?)
        } else {
            let (name, edit) = values::CHANGES.get(number.checked_sub(bytes::CHANGES.len())?)?;
            (*name, edit(chance, file, other)?)
        };
        // One in eight is changed again.
        if chance.below(8) == 0 {
            let (name, edit) = chance.pick(&bytes::CHANGES)?;
            bytes = edit(chance, &bytes, &other.bytes)?;
            way = name;
        }
        Some(Mutant { way, bytes })
    }

    /// Whether a file is one of the samples with some of it left out, or with what another one proves
    /// under the same roots, and nothing else. To believe it is right; it is no mutant.
    pub fn is_selection(&self, bytes: &[u8]) -> bool {
        let file = Evidence::read(bytes);
        file.is_ok_and(|file| self.wholes.iter().any(|whole| is_part_of(&file, whole)))
    }
}
