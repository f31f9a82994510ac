//! Who reads (design section 3, "Who sees what").

use crate::store::{Db, StoreError, read::facts};
use json::Json;
use ledger::OrgId;
use ledger::rows::OrgRow;
use ledger::statement::{Envelope, Vct};

/// A kind of reader. Partners and authorities come with their tokens, in a later release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Anybody.
    Shopper,
    /// Who holds the operator token of this node's data folder.
    Operator,
}

/// Roles whose firms are named to shoppers unless they say otherwise.
const NAMED_BY_DEFAULT: [&str; 2] = ["producer", "packer"];

/// Members of an event that a shopper never sees, not even inside a proof.
const PRIVATE: [&str; 5] =
    ["parentID", "sourceList", "destinationList", "bizTransactionList", "childQuantityList"];

/// Lists whose amounts a shopper never sees.
const AMOUNTS: [&str; 3] = ["quantityList", "inputQuantityList", "outputQuantityList"];

/// Whether shoppers may read a firm's name.
pub(super) fn is_named(db: &mut Db, row: &OrgRow) -> Result<bool, StoreError> {
    let told = facts::about(db, "name.us", row.iss.as_str())?;
    let show = told
        .iter()
        .filter(|fact| fact.org == row.iss.as_str())
        .find_map(|fact| serde_json::from_str::<serde_json::Value>(&fact.fact).ok())
        .and_then(|gov| gov.get("show").and_then(serde_json::Value::as_bool));
    let by_default = row.roles.iter().any(|role| NAMED_BY_DEFAULT.contains(&role.as_str()));
    Ok(show.unwrap_or(by_default))
}

/// Whether the clear bytes of a leaf hold nothing that a shopper may not see.
pub(super) fn may_be_published(envelope: &Envelope) -> bool {
    match envelope.head().vct() {
        // Notices and product facts are meant for everybody.
        Vct::Recall | Vct::Governance => true,
        Vct::Access => false,
        Vct::Event | Vct::Vouched => is_public_event(envelope.inner().body()),
    }
}

fn is_public_event(epcis: &Json) -> bool {
    let has_private = PRIVATE.iter().any(|name| epcis.get(name).is_some());
    let has_amount = AMOUNTS
        .iter()
        .filter_map(|name| epcis.get(name)?.as_array())
        .flatten()
        .any(|item| item.get("quantity").is_some() || item.get("uom").is_some());
    !has_private && !has_amount && !names_logistics(epcis)
}

/// Whether any text of an event is the code of a case, pallet or container.
fn names_logistics(value: &Json) -> bool {
    match value {
        // Reading every text as a code is slow, and a code is a URI with letters before a colon.
        Json::String(text) => {
            let may_be = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.contains(':');
            may_be && matches!(gs1::Goods::parse(text), Ok(gs1::Goods::Sscc(_)))
        }
        Json::Array(items) => items.iter().any(names_logistics),
        Json::Object(members) => members.iter().any(|(_, value)| names_logistics(value)),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

/// Whether a shopper's evidence may hold a leaf: its firm names itself, and nothing private stands
/// in its clear bytes.
pub(super) fn shopper_may_hold(
    db: &mut Db,
    envelope: &Envelope,
    org: impl Fn(&OrgId) -> Option<OrgRow>,
) -> Result<bool, StoreError> {
    let Some(row) = org(envelope.head().iss()) else { return Ok(false) };
    Ok(may_be_published(envelope) && is_named(db, &row)?)
}
