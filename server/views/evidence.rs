//! Evidence files.

use super::audience::{Audience, shopper_may_hold};
use super::lot::removed_ms;
use super::reader::Reader;
use crate::commit::Confirmed;
use crate::store::read::events;
use crate::store::{Db, StoreError, StoredLog, blocks, leaves, state, vault};
use ledger::block::Record;
use ledger::evidence::{AssembleError, Boundary, Evidence, Moment, Wanted, assemble};
use ledger::statement::Envelope;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceFault {
    /// No such event, or none that this reader may see: the two read the same on purpose.
    #[error("there is no record of this event")]
    Unknown,
    /// Several firms use the id.
    #[error("several firms use this event id")]
    Several(Vec<String>),
    /// The members took it out; the time of the block that did, UTC milliseconds.
    #[error("this record was removed by decision of the members")]
    Removed(u64),
    /// Not confirmed yet.
    #[error("the newest records are not confirmed yet")]
    NotYet,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The parts do not fit.
    #[error("the evidence could not be put together")]
    Assemble(#[from] AssembleError<StoreError>),
}

/// One id has few events: an event, its corrections, perhaps another firm's.
const EVENTS_MAX: usize = 100;

impl Reader {
    /// The evidence of all leaves of an event id.
    pub fn evidence_of_event(
        &self,
        event_id: &str,
        iss: Option<&str>,
        audience: Audience,
    ) -> Result<Vec<u8>, EvidenceFault> {
        let confirmed = self.confirmed().ok_or(EvidenceFault::NotYet)?;
        let found = self.events_for(&confirmed, (event_id, iss), audience)?;
        let mut firms: Vec<String> = found.iter().map(|row| row.org.clone()).collect();
        firms.sort_unstable();
        firms.dedup();
        if firms.len() > 1 {
            return Err(EvidenceFault::Several(firms));
        }
        let wanted: Vec<u64> = found
            .iter()
            .map(|row| row.leaf)
            .filter(|leaf| *leaf < confirmed.view.tip.size)
            .collect();
        if wanted.is_empty() {
            let later = !found.is_empty();
            return Err(if later { EvidenceFault::NotYet } else { EvidenceFault::Unknown });
        }
        match self.evidence(&confirmed, None, (&wanted, &[]), audience) {
            Err(EvidenceFault::Unknown) => Err(self.removed(&wanted)?),
            other => other,
        }
    }

    /// Why nothing of these leaves can be shown.
    fn removed(&self, wanted: &[u64]) -> Result<EvidenceFault, StoreError> {
        let mut chain = self.parts().pool.chain()?;
        for leaf in wanted {
            if leaves::bytes(&mut chain, *leaf)?.is_some_and(|bytes| bytes.is_empty())
                && let Some(on) = removed_ms(&mut chain, *leaf)?
            {
                return Ok(EvidenceFault::Removed(on));
            }
        }
        Ok(EvidenceFault::Unknown)
    }

    /// The events of an id that this reader may hold; of others it learns neither that there are any
    /// nor whose they are.
    fn events_for(
        &self,
        confirmed: &Confirmed,
        (event_id, iss): (&str, Option<&str>),
        audience: Audience,
    ) -> Result<Vec<events::Row>, EvidenceFault> {
        let (mut chain, mut read) = (self.parts().pool.chain()?, self.parts().pool.read()?);
        let mut held = Vec::new();
        let found = events::by_id(&mut read, event_id)?.into_iter();
        for row in found.filter(|row| iss.is_none_or(|iss| row.org == iss)).take(EVENTS_MAX) {
            let leaf = row.leaf;
            if self.shown((&mut chain, &mut read), confirmed, leaf, audience)?.is_some() {
                held.push(row);
            }
        }
        Ok(held)
    }

    /// One file for some leaves; what the reader may not see is left out.
    pub(super) fn evidence(
        &self,
        confirmed: &Confirmed,
        subject: Option<&str>,
        (wanted, codes): (&[u64], &[String]),
        audience: Audience,
    ) -> Result<Vec<u8>, EvidenceFault> {
        // Always in this order, as `Record::open` has it, and none but these.
        let (mut chain, mut read) = (self.parts().pool.chain()?, self.parts().pool.read()?);
        let mut leaves = std::collections::BTreeMap::new();
        for leaf in wanted {
            if let Some(disclosures) =
                self.shown((&mut chain, &mut read), confirmed, *leaf, audience)?
            {
                leaves.insert(*leaf, disclosures);
            }
        }
        drop(read);
        if leaves.is_empty() && subject.is_none() {
            return Err(EvidenceFault::Unknown);
        }
        let subject_code = subject.filter(|code| ledger::evidence::codes::may_be_recalled(code));
        let mut wanted_codes = codes.to_vec();
        wanted_codes.extend(subject_code.map(str::to_owned));
        let block = blocks::at_height(&mut chain, confirmed.view.tip.height)?
            .ok_or_else(|| StoreError::corrupt("the confirmed block is missing"))?;
        let tip =
            Record::read(&block.record).map_err(|error| StoreError::corrupt(error.to_string()))?;
        let epochs = read_boundaries(&mut chain, confirmed.view.state.members().epoch().epoch)?;
        let moment = Moment {
            origin: self.origin(),
            genesis: &self.parts().genesis,
            epochs: &epochs,
            checkpoint: &confirmed.checkpoint,
            tip: &tip,
            members: confirmed.view.state.members(),
            recalls: confirmed.view.state.recalls(),
        };
        let log = StoredLog::new(&mut chain);
        let section = assemble(&log, moment, &Wanted { leaves, codes: wanted_codes })?;
        let file =
            Evidence { v: 1, subject: subject_code.map(str::to_owned), chains: vec![section] };
        Ok(file.to_bytes())
    }

    /// The disclosures that a reader gets with a leaf, or nothing if it may not have the leaf.
    fn shown(
        &self,
        (chain, read): (&mut Db, &mut Db),
        confirmed: &Confirmed,
        leaf: u64,
        audience: Audience,
    ) -> Result<Option<Vec<String>>, EvidenceFault> {
        let bytes = leaves::bytes(chain, leaf)?.unwrap_or_default();
        let Ok(envelope) = Envelope::read(&bytes, self.origin()) else { return Ok(None) };
        match audience {
            Audience::Operator => Ok(Some(vault::of(chain, envelope.head().leaf_hash())?)),
            Audience::Shopper => {
                let members = confirmed.view.state.members();
                let may = shopper_may_hold(read, &envelope, |iss| members.org(iss).cloned())?;
                Ok(may.then(Vec::new))
            }
        }
    }
}

/// The ends of the epochs before this one. A later one may be stored already: it belongs to a newer
/// checkpoint than the one in hand.
fn read_boundaries(chain: &mut Db, epoch: u64) -> Result<Vec<Boundary>, StoreError> {
    let before = usize::try_from(epoch).unwrap_or(usize::MAX);
    let kept = state::boundaries(chain)?;
    if kept.len() < before {
        let what = format!("{} ends of epochs are kept, {epoch} epochs ended", kept.len());
        return Err(StoreError::corrupt(what));
    }
    kept.iter()
        .take(before)
        .map(|text| {
            serde_json::from_str(text)
                .map_err(|error| StoreError::corrupt(format!("the end of an epoch: {error}")))
        })
        .collect()
}
