//! Facts as their tellers wrote them.

use crate::store::read::facts::Fact;
use crate::views::model;
use ledger::governance::{Gov, Told, Words};

/// The bounds of a stored fact: a statement is at most 47,000 bytes.
const LIMITS: json::Limits =
    json::Limits { bytes_max: 64 << 10, depth_max: 16, values_max: 16 << 10 };

/// What a stored fact tells; nothing if it is no such telling.
pub(super) fn read(fact: &Fact) -> Option<Told> {
    let gov = json::parse(fact.fact.as_bytes(), &LIMITS).ok()?;
    match Gov::read(&gov).ok()? {
        Gov::Told(told) => Some(told),
        Gov::Enrol { .. }
        | Gov::Sponsor { .. }
        | Gov::Move { .. }
        | Gov::Accept { .. }
        | Gov::End { .. }
        | Gov::Suspend { .. }
        | Gov::Resume { .. }
        | Gov::Expel { .. }
        | Gov::Prefixes { .. }
        | Gov::Keys { .. }
        | Gov::KeyAdd(_)
        | Gov::KeyRetire { .. }
        | Gov::KeyCompromise { .. }
        | Gov::Validators(_)
        | Gov::Rules(_)
        | Gov::Redact { .. }
        | Gov::Ballot { .. } => None,
    }
}

/// A language map of the ledger as a page holds it.
pub(super) fn words(words: &Words) -> model::Words {
    words.iter().map(|(tag, text)| (tag.to_owned(), text.to_owned())).collect()
}
