//! Notices, in the words of whoever called them.

use crate::store::StoreError;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::moment::utc;
use crate::views::lot::telling::words;
use crate::views::model::Notice;
use gs1::Goods;
use ledger::OrgId;
use ledger::recalls::{Action, RecallOrder};
use ledger::statement::{Claims, Statement};

/// A recall statement with its place in the log.
pub(in crate::views::lot) struct Order {
    pub(super) iss: OrgId,
    pub(super) recorded_ms: u64,
    pub(super) says: RecallOrder,
}

/// The status, and the recall statements that it rests on.
pub(in crate::views::lot) struct Shown {
    pub(in crate::views::lot) status: crate::views::model::Status,
    /// Position, signer and block time of each.
    pub(in crate::views::lot) notices: Vec<(u64, String, u64)>,
}

/// The recall statement of a leaf; nothing if no such statement stands there.
pub(super) fn order(dossier: &Dossier<'_>, leaf: u64) -> Result<Option<Order>, StoreError> {
    let Some(told) = dossier.record.envelope(leaf)? else { return Ok(None) };
    let (recorded_ms, envelope) = (told.recorded_ms, told.envelope);
    let iss = envelope.head().iss().clone();
    let Ok(statement) = Statement::from_envelope(envelope) else { return Ok(None) };
    Ok(match statement.claims() {
        Claims::Recall(order) => Some(Order { iss, recorded_ms, says: order.clone() }),
        Claims::Event { .. }
        | Claims::Vouched { .. }
        | Claims::Governance(_)
        | Claims::Access(_) => None,
    })
}

/// What a page says of a recall or hold. Nobody recalls food unnamed.
pub(super) fn notice(dossier: &Dossier<'_>, code: &str, index: u64, order: &Order) -> Notice {
    let told = order.says.notice.as_ref();
    Notice {
        code: code.to_owned(),
        index,
        by: dossier.people.public_name(order.iss.as_str()),
        authority_for: authority(dossier, code, &order.iss),
        reason: told.map(|told| words(&told.reason)),
        action: told.and_then(|told| told.advice.as_ref()).map(words),
        phone: told.and_then(|told| told.phone.clone()),
        number: told.and_then(|told| told.number.clone()),
        link: told.and_then(|told| told.url.clone()),
        since: utc(order.recorded_ms),
    }
}

/// Where a firm that does not own the code is an authority.
fn authority(dossier: &Dossier<'_>, code: &str, iss: &OrgId) -> Vec<String> {
    let owner = Goods::parse(code).ok().and_then(|code| dossier.master.owner(&code));
    if owner.is_some_and(|owner| owner.iss == *iss) {
        return Vec::new();
    }
    let roles = dossier.people.roles(iss.as_str()).iter();
    roles.filter_map(|role| role.strip_prefix("regulator:")).map(str::to_owned).collect()
}

/// What a page says where the recall tree has a word and the statement cannot be read: it was
/// redacted, or this copy lost it.
pub(super) fn unworded(
    dossier: &Dossier<'_>,
    code: &str,
    index: u64,
    iss: &str,
) -> Result<Notice, StoreError> {
    let recorded_ms = dossier.record.recorded_ms(index)?;
    Ok(Notice {
        code: code.to_owned(),
        index,
        by: dossier.people.public_name(iss),
        authority_for: Vec::new(),
        reason: None,
        action: None,
        phone: None,
        number: None,
        link: None,
        since: utc(recorded_ms.unwrap_or(dossier.record.as_of.view.tip.time_ms)),
    })
}

/// The recall of a code that its own issuer took back last, with the withdrawal's time.
pub(super) fn taken_back(
    dossier: &Dossier<'_>,
    code: &str,
) -> Result<Option<(Notice, u64)>, StoreError> {
    let mut withdrawal: Option<(OrgId, u64)> = None;
    for leaf in dossier.record.recalls_of(code, ORDERS_MAX)? {
        let Some(order) = order(dossier, leaf)? else { continue };
        match (&withdrawal, order.says.action) {
            (None, Action::Withdraw) => withdrawal = Some((order.iss, order.recorded_ms)),
            (Some((iss, since)), Action::Publish) if *iss == order.iss => {
                return Ok(Some((notice(dossier, code, leaf, &order), *since)));
            }
            (None | Some(_), Action::Hold | Action::Publish | Action::Withdraw) => {}
        }
    }
    Ok(None)
}

/// The orders of one code that are looked at.
const ORDERS_MAX: i64 = 50;
