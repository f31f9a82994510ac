//! Who stands behind a record.

use crate::views::lot::dossier::Dossier;
use crate::views::lot::moment::utc;
use crate::views::lot::record::Entry;
use crate::views::model::{How, Signed, StepKind, Words};
use gs1::Goods;
use ledger::rows::{KeyRow, Purpose};
use trace::Event;

/// The signature under an event.
pub(in crate::views::lot) fn of_entry(
    dossier: &Dossier<'_>,
    entry: &Entry,
    kind: StepKind,
) -> Signed {
    let members = dossier.master.members();
    let recorded = utc(entry.recorded_ms);
    let iss = entry.iss.as_str();
    let signing = members.key(entry.vouched_kid.as_deref().unwrap_or(&entry.kid));
    let how = if entry.vouched_kid.is_some() {
        How::Vouched { by: dossier.people.name_of(iss).unwrap_or_default(), on: recorded }
    } else if let Some(operator) = signing.and_then(operator) {
        How::Through { operator: dossier.people.public_name(&operator) }
    } else {
        How::Own
    };
    let keys = [members.key(&entry.kid), signing];
    let disputed = keys.into_iter().flatten().any(|key| is_disputed(key, entry));
    Signed { by: dossier.people.actor(iss, kind), recorded, how, disputed }
}

/// The other firm in whose system a key is held.
fn operator(key: &KeyRow) -> Option<String> {
    let holder = key.held_by.as_ref().filter(|holder| **holder != key.iss)?;
    (key.purpose == Purpose::System).then(|| holder.as_str().to_owned())
}

/// The height at which a key was in other hands counts; of a key that was vouched for, any does
/// (`protocol.md` section 3).
fn is_disputed(key: &KeyRow, entry: &Entry) -> bool {
    let vouched = entry.vouched_kid.as_deref() == Some(&key.kid);
    key.compromised_since.is_some_and(|since| vouched || entry.height >= since)
}

/// The owner of the goods, if another firm recorded the event under a mandate of that owner.
pub(super) fn principal(dossier: &Dossier<'_>, event: &Event) -> Option<String> {
    let first = event.outputs.iter().chain(&event.objects).next()?;
    let owner = dossier.master.owner(&Goods::parse(&first.goods).ok()?)?.iss.as_str();
    let others = owner != event.issuer;
    (others && dossier.master.is_mandated(owner, event)).then(|| owner.to_owned())
}

/// Those for whom an agent recorded: one by name, several by their number.
pub(super) fn principals(dossier: &Dossier<'_>, firms: &[String]) -> Option<Words> {
    match firms {
        [] => None,
        [one] => Some(dossier.people.name_of(one).unwrap_or_else(|| farms(1))),
        several => Some(farms(several.len())),
    }
}

/// "11 growers" in the languages of the pages.
pub(in crate::views::lot) fn farms(count: usize) -> Words {
    if count == 1 {
        return Words::one("en", "a grower").and("zh-Hans", "一位种植者");
    }
    Words::one("en", &format!("{count} growers")).and("zh-Hans", &format!("{count} 位种植者"))
}
