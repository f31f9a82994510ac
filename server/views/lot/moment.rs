//! The one moment as of which a page is read.

use crate::commit::{Confirmed, View};
use crate::store::StoreError;
use crate::views::Reader;
use crate::views::model::{Freshness, Moment};
use crate::views::readiness::{BEHIND_S, STALE_S};
use std::sync::Arc;

/// A state of the chain, how much of the log goes with it, and how old the knowledge is.
pub(super) struct AsOf {
    pub(super) view: View,
    /// What a quorum cosigned; none if nobody did since this node started.
    pub(super) confirmed: Option<Arc<Confirmed>>,
    /// Leaves below this index are read: confirmed, and projected.
    pub(super) size: u64,
    pub(super) now_ms: i64,
    pub(super) freshness: Freshness,
    /// Counts changes of the files that statements name.
    pub(super) files: u64,
    /// Whether pages have not followed the ledger for some time.
    is_behind: bool,
}

impl AsOf {
    /// Now, as this node knows it. Without a quorum's word the newest committed block is read, and
    /// the page says that it is old.
    pub(super) fn now(reader: &Reader) -> Result<Self, StoreError> {
        let parts = reader.parts();
        let confirmed = reader.confirmed();
        let view = confirmed.as_ref().map_or_else(|| parts.commit.view(), |it| it.view.clone());
        let size = reader.projected_size()?.min(view.tip.size);
        let seconds = parts.clock.now_s();
        let cosigned = confirmed.as_ref().and_then(|confirmed| {
            let validators = &confirmed.view.state.members().epoch().validators;
            let check = || confirmed.checkpoint.check(reader.origin(), validators).ok();
            reader.shelf().cosigned(confirmed, check)
        });
        let as_of_s = cosigned.as_ref().map_or(view.tip.time_ms / 1_000, |it| it.as_of);
        let waiting = reader.waiting_since_ms()?.filter(|since| reader.age_s(*since) > BEHIND_S);
        let as_of_s = waiting.map_or(as_of_s, |since| as_of_s.min(since / 1_000));
        let freshness = Freshness {
            as_of: utc(as_of_s.saturating_mul(1_000)),
            companies: cosigned.map_or(0, |it| u32::try_from(it.validators).unwrap_or(u32::MAX)),
            minutes: u32::try_from(seconds.saturating_sub(as_of_s) / 60).unwrap_or(u32::MAX),
            size,
        };
        let now_ms = i64::try_from(parts.clock.now_ms()).unwrap_or(i64::MAX);
        let (files, is_behind) = (parts.files.changes(), waiting.is_some());
        Ok(Self { view, confirmed, size, now_ms, freshness, files, is_behind })
    }

    /// Now, of the log's first `size` leaves, as far as they are projected.
    pub(super) fn at(reader: &Reader, size: u64) -> Result<Self, StoreError> {
        let size = size.min(reader.projected_size()?);
        Ok(Self { size, ..Self::now(reader)? })
    }

    /// Whether the knowledge is too old to say that there is no recall.
    pub(super) fn is_stale(&self) -> bool {
        self.freshness.companies == 0
            || self.is_behind
            || u64::from(self.freshness.minutes) * 60 > STALE_S
    }
}

/// An instant of the chain, which keeps no local clock.
pub(super) fn utc(ms: u64) -> Moment {
    Moment { utc_ms: i64::try_from(ms).unwrap_or(i64::MAX), offset_min: 0 }
}
