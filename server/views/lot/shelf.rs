//! Pages that were made already. A page follows from the moment as of which it is read and from the
//! minute; a new block, a new confirmation or a new minute empties the shelf, so that a recall
//! shows at once.

use super::ask::PageAsk;
use super::moment::AsOf;
use crate::commit::Confirmed;
use crate::views::Audience;
use crate::views::model::{Freshness, LotPage};
use ledger::checkpoint::Cosigned;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The pages of the present moment.
#[derive(Default)]
pub(in crate::views) struct Shelf {
    pages: Mutex<Kept>,
    cosigned: Mutex<Option<Judged>>,
}

/// What the signatures under the newest confirmation came to.
type Judged = (Arc<Confirmed>, Option<Cosigned>);

#[derive(Default)]
struct Kept {
    moment: Option<Moment>,
    pages: BTreeMap<Key, LotPage>,
}

/// What all pages on the shelf were read as of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Moment {
    height: u64,
    freshness: Freshness,
    minute: i64,
    /// A series may arrive after the record that names it.
    files: u64,
}

/// What tells pages of one moment apart: the code as asked for, the branch, dates in the address, who
/// asks, all steps.
type Key = (String, Option<String>, Vec<String>, bool, bool);

/// A page takes some 50 KB, so the shelf stays under 16 MB.
const PAGES_MAX: usize = 256;

impl Moment {
    fn of(as_of: &AsOf) -> Self {
        let (height, minute) = (as_of.view.tip.height, as_of.now_ms / 60_000);
        Self { height, freshness: as_of.freshness.clone(), minute, files: as_of.files }
    }
}

/// The key of a page. Of a serial number the path holds the lot of its label, its name does not.
fn key(path: &str, ask: &PageAsk) -> Key {
    let dates = ask.dates.clone();
    (path.to_owned(), ask.at.clone(), dates, ask.audience == Audience::Operator, ask.earlier)
}

impl Shelf {
    /// Nothing that panics runs while it is held; whatever was put there is whole.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Judges a confirmation once: its signatures take longer than a page that is here already.
    pub(super) fn cosigned(
        &self,
        confirmed: &Arc<Confirmed>,
        check: impl FnOnce() -> Option<Cosigned>,
    ) -> Option<Cosigned> {
        let mut judged = self.cosigned.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, answer)) = judged.as_ref()
            && Arc::ptr_eq(known, confirmed)
        {
            return answer.clone();
        }
        let answer = check();
        *judged = Some((Arc::clone(confirmed), answer.clone()));
        answer
    }

    /// The page, if it was made as of this very moment.
    pub(super) fn find(&self, path: &str, ask: &PageAsk, as_of: &AsOf) -> Option<LotPage> {
        let kept = self.kept();
        let same = kept.moment.as_ref() == Some(&Moment::of(as_of));
        kept.pages.get(&key(path, ask)).filter(|_| same).cloned()
    }

    /// Keeps a page until the moment is over.
    pub(super) fn put(&self, path: &str, ask: &PageAsk, as_of: &AsOf, page: &LotPage) {
        let moment = Moment::of(as_of);
        let mut kept = self.kept();
        if kept.moment.as_ref() != Some(&moment) {
            kept.pages.clear();
            kept.moment = Some(moment);
        }
        if kept.pages.len() < PAGES_MAX {
            kept.pages.insert(key(path, ask), page.clone());
        }
    }
}
