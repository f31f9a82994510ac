//! The validator set of one height: never empty, in one order on every node.

use super::context::{ChainContext, Validator};
use super::ids::{Address, Height, KeyError, PublicKey};
use super::ledger::ValidatorKey;
use super::malachite::app::types::core as types;
use std::collections::BTreeMap;
use std::sync::Arc;
use types::Round;

/// Why a list of keys is no validator set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValidatorSetError {
    /// Nobody could ever decide anything.
    #[error("a validator set needs at least one validator")]
    Empty,
    /// A key does not parse.
    #[error("the key of validator number {place}, counted from 0, does not parse")]
    Key {
        /// Its place in the list.
        place: usize,
        /// What is wrong with it.
        #[source]
        source: KeyError,
    },
    /// The same key stands twice.
    #[error("validator {address} stands in the set twice")]
    Twice {
        /// The address of the key.
        address: Address,
    },
    /// Powers that cannot be counted.
    #[error("voting powers must be at least 1 and their sum must fit 64 bits")]
    Power,
}

#[derive(Debug, PartialEq, Eq)]
struct Members {
    first: Validator,
    others: Vec<Validator>,
    power: u64,
}

/// The validators of one height, in ascending order of address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidatorSet(Arc<Members>);

impl ValidatorSet {
    /// Checks and sorts. The order of `keys` does not matter.
    pub fn parse(keys: &[ValidatorKey]) -> Result<Self, ValidatorSetError> {
        let mut all = BTreeMap::new();
        for (place, key) in keys.iter().enumerate() {
            let public_key = PublicKey::from_sec1_bytes(&key.public_key)
                .map_err(|_cause| ValidatorSetError::Key { place, source: KeyError })?;
            let address = Address::of(&public_key);
            let validator = Validator { address, public_key, power: key.power };
            if all.insert(address, validator).is_some() {
                return Err(ValidatorSetError::Twice { address });
            }
        }
        Self::sorted(all.into_values().collect())
    }

    fn sorted(all: Vec<Validator>) -> Result<Self, ValidatorSetError> {
        let power = all.iter().try_fold(0_u64, |sum, validator| {
            if validator.power == 0 { None } else { sum.checked_add(validator.power) }
        });
        let power = power.ok_or(ValidatorSetError::Power)?;
        let mut others = all.into_iter();
        let first = others.next().ok_or(ValidatorSetError::Empty)?;
        Ok(Self(Arc::new(Members { first, others: others.collect(), power })))
    }

    /// Whose turn it is: round robin over heights, one further each round.
    pub(super) fn proposer(&self, height: Height, round: Round) -> &Validator {
        let turn = height.0.wrapping_sub(1).wrapping_add(round.as_u32().unwrap_or(0).into());
        let count = self.0.others.len() as u64 + 1;
        usize::try_from(turn % count).ok().and_then(|place| self.at(place)).unwrap_or(&self.0.first)
    }

    /// Whether `address` may vote.
    pub(super) fn contains(&self, address: Address) -> bool {
        self.of(address).is_some()
    }

    /// Whether there is nobody else to agree with.
    pub(super) fn is_of_one(&self) -> bool {
        self.0.others.is_empty()
    }

    fn of(&self, address: Address) -> Option<&Validator> {
        std::iter::once(&self.0.first).chain(&self.0.others).find(|one| one.address == address)
    }

    fn at(&self, place: usize) -> Option<&Validator> {
        match place.checked_sub(1) {
            None => Some(&self.0.first),
            Some(place) => self.0.others.get(place),
        }
    }
}

impl types::ValidatorSet<ChainContext> for ValidatorSet {
    fn count(&self) -> usize {
        self.0.others.len() + 1
    }
    fn total_voting_power(&self) -> u64 {
        self.0.power
    }
    fn get_by_address(&self, address: &Address) -> Option<&Validator> {
        self.of(*address)
    }
    fn get_by_index(&self, index: usize) -> Option<&Validator> {
        self.at(index)
    }
}
