//! Events of the log, each parsed once for a page.

use super::moment::AsOf;
use crate::store::attachments::{self, Files};
use crate::store::read::{events, facts, findings, goods};
use crate::store::stretch::{self, Stretch};
use crate::store::{Db, Pooled, StoreError, blocks, forgetting, vault};
use crate::views::Reader;
use crate::views::audience::{is_named, may_be_published};
use epcis::Event;
use ledger::attachment::{FileName, open};
use ledger::disclosure;
use ledger::rows::OrgRow;
use ledger::statement::{Envelope, Vct};
use ledger::{Hash, OrgId};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
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

/// A whole statement with its block.
pub(super) struct Told {
    pub(super) height: u64,
    /// Block time, UTC milliseconds.
    pub(super) recorded_ms: u64,
    pub(super) envelope: Envelope,
}

/// The record as of one moment.
pub(super) struct Record<'r> {
    origin: &'r str,
    pub(super) as_of: &'r AsOf,
    chain: RefCell<Pooled>,
    pub(super) read: RefCell<Pooled>,
    entries: RefCell<BTreeMap<u64, Option<Arc<Entry>>>>,
    distilled: RefCell<BTreeMap<u64, Option<trace::Event>>>,
    stretches: RefCell<Stretches>,
    files: Files,
    files_left: Cell<usize>,
}

/// A page reads so many files that records name; each has some megabytes.
const FILES_MAX: usize = 16;

/// Chunks that were unpacked for one page, by their first leaf: each is unpacked once.
#[derive(Default)]
struct Stretches {
    kept: BTreeMap<u64, Stretch>,
    bytes: usize,
}

/// Unpacked chunks of one page; eight pages at once stay under 256 MB.
const STRETCH_BYTES_MAX: usize = 32 << 20;

impl Stretches {
    fn holding(&self, leaf: u64) -> Option<&Stretch> {
        let (_, stretch) = self.kept.range(..=leaf).next_back()?;
        stretch.leaf(leaf).is_some().then_some(stretch)
    }

    fn keep(&mut self, stretch: Stretch) {
        let bytes: usize = stretch.leaves.iter().map(Vec::len).sum();
        if self.bytes.saturating_add(bytes) > STRETCH_BYTES_MAX {
            *self = Self::default();
        }
        self.bytes = self.bytes.saturating_add(bytes);
        self.kept.insert(stretch.first, stretch);
    }
}

impl<'r> Record<'r> {
    pub(super) fn open(reader: &'r Reader, as_of: &'r AsOf) -> Result<Self, StoreError> {
        Ok(Self {
            origin: reader.origin(),
            as_of,
            chain: RefCell::new(reader.parts().pool.chain()?),
            read: RefCell::new(reader.parts().pool.read()?),
            entries: RefCell::default(),
            distilled: RefCell::default(),
            stretches: RefCell::default(),
            files: reader.parts().files.clone(),
            files_left: Cell::new(FILES_MAX),
        })
    }

    /// The event at an index; nothing if no event stands there that can be read.
    pub(super) fn entry(&self, index: u64) -> Result<Option<Arc<Entry>>, StoreError> {
        if let Some(known) = self.entries.borrow().get(&index) {
            return Ok(known.clone());
        }
        self.load(&[index])?;
        Ok(self.entries.borrow().get(&index).cloned().flatten())
    }

    /// Reads the events at these indices, with one question for what is concealed in all of them.
    pub(super) fn load(&self, indices: &[u64]) -> Result<(), StoreError> {
        let mut closed = Vec::new();
        for index in indices.iter().filter(|index| !self.entries.borrow().contains_key(index)) {
            closed.extend(self.closed(*index)?);
        }
        let disclosures = self.disclosures(&closed)?;
        let mut entries = self.entries.borrow_mut();
        for index in indices {
            entries.entry(*index).or_insert(None);
        }
        for closed in closed {
            let index = closed.index;
            entries.insert(index, closed.open(&disclosures).map(Arc::new));
        }
        Ok(())
    }

    fn closed(&self, index: u64) -> Result<Option<Closed>, StoreError> {
        if index >= self.as_of.size {
            return Ok(None);
        }
        let Some((place, bytes)) = self.bytes(index)? else { return Ok(None) };
        let envelope = Envelope::read(&bytes, self.origin).ok();
        let envelope = envelope.filter(|it| it.inner().head().vct() == Vct::Event);
        Ok(envelope.map(|envelope| Closed { index, place, length: bytes.len(), envelope }))
    }

    /// The disclosures that this node holds of any of these.
    fn disclosures(&self, closed: &[Closed]) -> Result<Disclosures, StoreError> {
        let hashes = closed.iter().flat_map(|closed| {
            let orig = closed.envelope.orig().map(|orig| orig.head().leaf_hash());
            [Some(closed.envelope.head().leaf_hash()), orig]
        });
        let hashes: Vec<Hash> = hashes.flatten().collect();
        vault::of_any(&mut self.chain.borrow_mut(), &hashes)
    }

    /// What was worked out of an entry already, for a walk that meets it under several codes.
    pub(super) fn distilled_once(
        &self,
        entry: &Entry,
        distil: impl Fn(&Entry) -> Option<trace::Event>,
    ) -> Option<trace::Event> {
        let mut known = self.distilled.borrow_mut();
        known.entry(entry.index).or_insert_with(|| distil(entry)).clone()
    }

    /// The bytes of a leaf with its block.
    fn bytes(&self, index: u64) -> Result<Option<(Place, Vec<u8>)>, StoreError> {
        let mut stretches = self.stretches.borrow_mut();
        if stretches.holding(index).is_none() {
            let Some(found) = stretch::around(&mut self.chain.borrow_mut(), index)? else {
                return Ok(None);
            };
            stretches.keep(found);
        }
        Ok(stretches.holding(index).and_then(|stretch| {
            let place = Place { height: stretch.height, time_ms: stretch.time_ms };
            Some((place, stretch.leaf(index)?.to_vec()))
        }))
    }

    /// Whether a file that records name is here.
    pub(super) fn has_file(&self, name: &FileName) -> Result<bool, StoreError> {
        Ok(!attachments::naming(&mut self.chain.borrow_mut(), name.digest, 1)?.is_empty())
    }

    /// The bytes of a file that records name, opened; nothing if it is not here, or damaged, or one
    /// too many for a page.
    pub(super) fn file(&self, name: &FileName) -> Result<Option<Vec<u8>>, StoreError> {
        let rows = attachments::naming(&mut self.chain.borrow_mut(), name.digest, 1)?;
        let Some(row) = rows.first() else { return Ok(None) };
        let Some(left) = self.files_left.get().checked_sub(1) else { return Ok(None) };
        self.files_left.set(left);
        let stored = self.files.read(name.digest, row.length).unwrap_or_else(|error| {
            tracing::error!(cause = %error, "a file that a record names cannot be read");
            None
        });
        Ok(match (stored, &name.key) {
            (Some(stored), Some(key)) => open(key, stored).ok(),
            (stored, _) => stored,
        })
    }

    /// When the block of a leaf was made; also of one whose bytes were dropped.
    pub(super) fn recorded_ms(&self, index: u64) -> Result<Option<u64>, StoreError> {
        Ok(self.bytes(index)?.map(|(place, _)| place.time_ms))
    }

    /// A whole statement that is no event, such as a notice. A recall counts from its block on, also
    /// before it is projected.
    pub(super) fn envelope(&self, index: u64) -> Result<Option<Told>, StoreError> {
        if index >= self.as_of.view.tip.size {
            return Ok(None);
        }
        let Some((place, bytes)) = self.bytes(index)? else { return Ok(None) };
        let envelope = Envelope::read(&bytes, self.origin).ok();
        let Place { height, time_ms } = place;
        Ok(envelope.map(|envelope| Told { height, recorded_ms: time_ms, envelope }))
    }

    /// The leaves that name goods, oldest first.
    pub(super) fn naming(&self, code: &str, max: usize) -> Result<Vec<u64>, StoreError> {
        let count = i64::try_from(max).unwrap_or(i64::MAX);
        goods::leaves(&mut self.read.borrow_mut(), code, self.as_of.size, count)
    }

    /// When records that named a code were taken out by decision of the members, UTC milliseconds;
    /// one for each.
    pub(super) fn removed(&self, code: &str, max: usize) -> Result<Vec<u64>, StoreError> {
        let mut found = Vec::new();
        for leaf in self.naming(code, max)? {
            let is_gone = self.bytes(leaf)?.is_some_and(|(_, bytes)| bytes.is_empty());
            if is_gone {
                found.extend(removed_ms(&mut self.chain.borrow_mut(), leaf)?);
            }
        }
        Ok(found)
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

    /// One lot whose code begins with this and goes on: the last by its text.
    pub(super) fn lot_below(&self, start: &str) -> Result<Option<String>, StoreError> {
        goods::last_below(&mut self.read.borrow_mut(), start)
    }

    /// The facts of a kind, oldest first.
    pub(super) fn of_kind(&self, kind: &str, max: i64) -> Result<Vec<facts::Fact>, StoreError> {
        let told = facts::of_kind(&mut self.read.borrow_mut(), kind, max)?;
        Ok(told.into_iter().filter(|fact| fact.leaf < self.as_of.size).collect())
    }

    /// Whether shoppers may read a firm's name.
    pub(super) fn is_named(&self, row: &OrgRow) -> Result<bool, StoreError> {
        is_named(&mut self.read.borrow_mut(), row)
    }

    /// Whether the projector found that a statement's signer may not tell it.
    pub(super) fn is_unauthorised(&self, leaf: u64) -> Result<bool, StoreError> {
        let found = findings::about(&mut self.read.borrow_mut(), leaf)?;
        Ok(found.iter().any(|(code, _)| code == trace::Code::NotAuthorised.row().code))
    }

    /// The facts of a kind that anybody tells about any of these subjects, newest first.
    pub(super) fn about_any(
        &self,
        kind: &str,
        subjects: &[String],
        max: i64,
    ) -> Result<Vec<facts::Fact>, StoreError> {
        facts::about_any(&mut self.read.borrow_mut(), kind, subjects, (self.as_of.size, max))
    }

    /// The facts of a kind that one organisation tells about any of these subjects, newest first.
    pub(super) fn told_about(
        &self,
        kind: &str,
        (org, subjects): (&str, &[String]),
        max: i64,
    ) -> Result<Vec<facts::Fact>, StoreError> {
        let (subject, bounds) = ((org, subjects), (self.as_of.size, max));
        facts::told_about(&mut self.read.borrow_mut(), kind, subject, bounds)
    }

    /// The leaves that correct any of these, and those that correct such a correction.
    pub(super) fn correcting(
        &self,
        leaves: &[u64],
        max: usize,
    ) -> Result<BTreeSet<u64>, StoreError> {
        let count = i64::try_from(max).unwrap_or(i64::MAX);
        let mut found: BTreeSet<u64> = BTreeSet::new();
        let mut asked = leaves.to_vec();
        while !asked.is_empty() && found.len() < max {
            let bounds = (self.as_of.size, count);
            let next = events::correcting(&mut self.read.borrow_mut(), &asked, bounds)?;
            asked = next.into_iter().filter(|leaf| found.insert(*leaf)).collect();
        }
        Ok(found)
    }
}

/// The time of the block by which the members took a leaf out, if they did.
pub(in crate::views) fn removed_ms(chain: &mut Db, leaf: u64) -> Result<Option<u64>, StoreError> {
    let Some(height) = forgetting::redacted_at(chain, leaf)? else { return Ok(None) };
    Ok(blocks::at_height(chain, height)?.map(|block| block.time_ms))
}

/// The block of a leaf.
struct Place {
    height: u64,
    time_ms: u64,
}

/// By leaf hash.
type Disclosures = BTreeMap<Hash, Vec<String>>;

/// An event whose concealed members were not looked up yet.
struct Closed {
    index: u64,
    place: Place,
    length: usize,
    envelope: Envelope,
}

impl Closed {
    /// With what this node was given; nothing if no event stands there that can be read.
    fn open(self, disclosures: &Disclosures) -> Option<Entry> {
        let envelope = &self.envelope;
        let inner = envelope.inner();
        let clear = Event::read_opened(inner.body()).ok()?;
        let own = disclosures.get(&envelope.head().leaf_hash());
        let orig = || disclosures.get(&envelope.orig()?.head().leaf_hash());
        let opened = own
            .or_else(orig)
            .and_then(|found| disclosure::open(inner.body(), found).ok())
            .and_then(|json| Event::read_opened(&json).ok())
            .unwrap_or_else(|| clear.clone());
        let jti = inner.head().jti().to_string();
        Some(Entry {
            index: self.index,
            height: self.place.height,
            recorded_ms: self.place.time_ms,
            iss: inner.head().iss().clone(),
            corrects: inner.head().corrects().map(|jti| jti.to_string()),
            kid: envelope.head().kid().to_owned(),
            vouched_kid: envelope.orig().map(|orig| orig.head().kid().to_owned()),
            event_id: clear.id.clone().unwrap_or_else(|| format!("urn:uuid:{jti}")),
            publishable: may_be_published(envelope),
            length: self.length,
            jti,
            clear,
            opened,
        })
    }
}
