//! Events of the log, each parsed once for a page.

use super::moment::AsOf;
use crate::store::read::{events, facts, goods};
use crate::store::stretch::{self, Stretch};
use crate::store::{Pooled, StoreError, vault};
use crate::views::Reader;
use crate::views::audience::{is_named, may_be_published};
use epcis::Event;
use json::Json;
use ledger::OrgId;
use ledger::disclosure;
use ledger::rows::OrgRow;
use ledger::statement::{Envelope, Vct};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One event of the log, as anybody reads it and as this node can open it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) index: u64,
    pub(super) height: u64,
    /// Block time, UTC milliseconds.
    pub(super) recorded_ms: u64,
    pub(super) iss: OrgId,
    pub(super) jti: String,
    pub(super) corrects: Option<String>,
    /// The key of the statement in the log.
    pub(super) kid: String,
    /// Of a vouched statement, the key of the one inside.
    pub(super) vouched_kid: Option<String>,
    pub(super) event_id: String,
    /// Without what is concealed.
    pub(super) clear: Event,
    /// With what this node was given; the same as `clear` where nothing is concealed.
    pub(super) opened: Event,
    /// Nothing private stands in its clear bytes.
    pub(super) publishable: bool,
    /// How long its bytes are: evidence has room for so many.
    pub(super) length: usize,
}

/// The record as of one moment.
pub(super) struct Record<'r> {
    origin: &'r str,
    pub(super) as_of: &'r AsOf,
    chain: RefCell<Pooled>,
    read: RefCell<Pooled>,
    entries: RefCell<BTreeMap<u64, Option<Arc<Entry>>>>,
    stretches: RefCell<Vec<Stretch>>,
}

/// So many unpacked chunks are kept for one page: neighbours in a journey often stand together.
const STRETCHES_MAX: usize = 32;

impl<'r> Record<'r> {
    pub(super) fn open(reader: &'r Reader, as_of: &'r AsOf) -> Result<Self, StoreError> {
        Ok(Self {
            origin: reader.origin(),
            as_of,
            chain: RefCell::new(reader.parts().pool.chain()?),
            read: RefCell::new(reader.parts().pool.read()?),
            entries: RefCell::default(),
            stretches: RefCell::default(),
        })
    }

    /// The event at an index; nothing if no event stands there that can be read.
    pub(super) fn entry(&self, index: u64) -> Result<Option<Arc<Entry>>, StoreError> {
        if let Some(known) = self.entries.borrow().get(&index) {
            return Ok(known.clone());
        }
        let entry = self.read_entry(index)?.map(Arc::new);
        self.entries.borrow_mut().insert(index, entry.clone());
        Ok(entry)
    }

    fn read_entry(&self, index: u64) -> Result<Option<Entry>, StoreError> {
        if index >= self.as_of.size {
            return Ok(None);
        }
        let Some((stretch, bytes)) = self.bytes(index)? else { return Ok(None) };
        let Ok(envelope) = Envelope::read(&bytes, self.origin) else { return Ok(None) };
        let inner = envelope.inner();
        if inner.head().vct() != Vct::Event {
            return Ok(None);
        }
        let Ok(clear) = Event::read_opened(inner.body()) else { return Ok(None) };
        let opened = match self.disclosed(&envelope)? {
            Some(json) => Event::read_opened(&json).unwrap_or_else(|_| clear.clone()),
            None => clear.clone(),
        };
        let jti = inner.head().jti().to_string();
        Ok(Some(Entry {
            index,
            height: stretch.height,
            recorded_ms: stretch.time_ms,
            iss: inner.head().iss().clone(),
            corrects: inner.head().corrects().map(|jti| jti.to_string()),
            kid: envelope.head().kid().to_owned(),
            vouched_kid: envelope.orig().map(|orig| orig.head().kid().to_owned()),
            event_id: clear.id.clone().unwrap_or_else(|| format!("urn:uuid:{jti}")),
            publishable: may_be_published(&envelope),
            length: bytes.len(),
            jti,
            clear,
            opened,
        }))
    }

    /// The event with the disclosures that this node holds, if it holds any that fit.
    fn disclosed(&self, envelope: &Envelope) -> Result<Option<Json>, StoreError> {
        let mut chain = self.chain.borrow_mut();
        let mut disclosures = vault::of(&mut chain, envelope.head().leaf_hash())?;
        if let (true, Some(orig)) = (disclosures.is_empty(), envelope.orig()) {
            disclosures = vault::of(&mut chain, orig.head().leaf_hash())?;
        }
        if disclosures.is_empty() {
            return Ok(None);
        }
        Ok(disclosure::open(envelope.inner().body(), &disclosures).ok())
    }

    /// The bytes of a leaf with its block.
    fn bytes(&self, index: u64) -> Result<Option<(Place, Vec<u8>)>, StoreError> {
        let mut stretches = self.stretches.borrow_mut();
        if !stretches.iter().any(|stretch| stretch.leaf(index).is_some()) {
            let Some(found) = stretch::around(&mut self.chain.borrow_mut(), index)? else {
                return Ok(None);
            };
            if stretches.len() >= STRETCHES_MAX {
                stretches.remove(0);
            }
            stretches.push(found);
        }
        let found = stretches.iter().find_map(|stretch| {
            let place = Place { height: stretch.height, time_ms: stretch.time_ms };
            Some((place, stretch.leaf(index)?.to_vec()))
        });
        Ok(found)
    }

    /// A whole statement that is no event, such as a notice. A recall counts from its block on, also
    /// before it is projected.
    pub(super) fn envelope(&self, index: u64) -> Result<Option<(u64, Envelope)>, StoreError> {
        if index >= self.as_of.view.tip.size {
            return Ok(None);
        }
        let Some((place, bytes)) = self.bytes(index)? else { return Ok(None) };
        let envelope = Envelope::read(&bytes, self.origin).ok();
        Ok(envelope.map(|envelope| (place.time_ms, envelope)))
    }

    /// The leaves that name goods, oldest first.
    pub(super) fn naming(&self, code: &str, max: usize) -> Result<Vec<u64>, StoreError> {
        let count = i64::try_from(max).unwrap_or(i64::MAX);
        goods::leaves(&mut self.read.borrow_mut(), code, self.as_of.size, count)
    }

    /// The events that name a code, as heads count them.
    pub(super) fn events_of(&self, code: &str) -> Result<Vec<u64>, StoreError> {
        goods::events(&mut self.read.borrow_mut(), code, self.as_of.size)
    }

    /// The leaves that put a code on hold, recalled it or took that back, newest first.
    pub(super) fn recalls_of(&self, code: &str, max: i64) -> Result<Vec<u64>, StoreError> {
        let bounds = (self.as_of.size, max);
        goods::leaves_as(&mut self.read.borrow_mut(), code, goods::Role::Recall, bounds)
    }

    /// The leaves that tell of a transformation.
    pub(super) fn telling_of(&self, id: &str, max: usize) -> Result<Vec<u64>, StoreError> {
        let count = i64::try_from(max).unwrap_or(i64::MAX);
        events::of_transformation(&mut self.read.borrow_mut(), id, count)
    }

    /// The newest fact of a kind that an organisation tells about a subject.
    pub(super) fn newest(
        &self,
        kind: &str,
        subject: &str,
        org: &str,
    ) -> Result<Option<facts::Fact>, StoreError> {
        facts::newest(&mut self.read.borrow_mut(), kind, (subject, org), self.as_of.size)
    }

    /// The facts of a kind that an organisation tells, newest first.
    pub(super) fn told_by(
        &self,
        kind: &str,
        org: &str,
        max: i64,
    ) -> Result<Vec<facts::Fact>, StoreError> {
        facts::told_by(&mut self.read.borrow_mut(), kind, org, (self.as_of.size, max))
    }

    /// Codes whose lot text is this one after folding.
    pub(super) fn lots_folded(&self, folded: &str, max: i64) -> Result<Vec<String>, StoreError> {
        goods::by_lot(&mut self.read.borrow_mut(), folded, max)
    }

    /// Whether shoppers may read a firm's name.
    pub(super) fn is_named(&self, row: &OrgRow) -> Result<bool, StoreError> {
        is_named(&mut self.read.borrow_mut(), row)
    }

    /// The facts of a kind about any of these subjects, oldest first.
    pub(super) fn about_any(
        &self,
        kind: &str,
        subjects: &[String],
        max: i64,
    ) -> Result<Vec<facts::Fact>, StoreError> {
        facts::about_any(&mut self.read.borrow_mut(), kind, subjects, (self.as_of.size, max))
    }
}

/// The block of a leaf.
struct Place {
    height: u64,
    time_ms: u64,
}
