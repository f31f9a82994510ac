//! A policy asks for more than the chain's own rule: these logs, these witnesses.

use ledger::checkpoint::Policy;
use ledger::evidence::{Broken, Chain, Evidence, Step};
use ledger::genesis::Genesis;
use ledger::rows::{self, EpochRow, Validator};

/// Whether the newest checkpoint of the policy's chain is signed as the policy asks. The file has
/// passed every step before.
pub(super) fn check(file: &Evidence, policy: &Policy) -> Result<(), Broken> {
    for (index, chain) in file.chains.iter().enumerate() {
        if !accepts(policy, chain) {
            return Err(Broken {
                step: Step::Quorum,
                at: format!("/chains/{index}/checkpoint"),
                text: "the logs and witnesses that the policy asks for have not all signed it"
                    .to_owned(),
            });
        }
    }
    Ok(())
}

/// Any validator may be the one whose log signature heads the note.
fn accepts(policy: &Policy, chain: &Chain) -> bool {
    let validators = validators(chain);
    validators.iter().any(|writer| {
        let note = chain.checkpoint.note(&chain.origin, &writer.iss, &validators);
        note.is_some_and(|note| policy.accepts(&note))
    })
}

/// Who decides in the newest epoch of a file that was checked.
pub(super) fn validators(chain: &Chain) -> Vec<Validator> {
    let newest = chain.epochs.last().map(|boundary| rows::read::<EpochRow>(&boundary.row));
    match newest {
        Some(row) => row.map(|row| row.validators).unwrap_or_default(),
        None => Genesis::read_known(chain.genesis.as_bytes())
            .map(|genesis| genesis.validators)
            .unwrap_or_default(),
    }
}
