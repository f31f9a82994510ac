//! Leaves that the members voted out: what look-ups keep of each, and taking the rest away.
//!
//! The projector does it, because it alone knows what an event names; the writing thread changes the
//! ledger's rows. What is kept is what everybody could read of the event's place in the record: its
//! id, its time, its signer and the codes that it named, so that counts stay what they were.

use super::leaf::{self, Leaf, Tables};
use super::projector::ProjectError;
use crate::commit::{Commit, Removal};
use crate::store::read::goods::Role;
use crate::store::read::{days, events, findings};
use crate::store::{Db, StoreError, forgetting, leaves};
use epcis::Event;
use gs1::Goods;
use ledger::statement::{Claims, Statement};
use serde::{Deserialize, Serialize};

/// What stays of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    event_id: String,
    event_ms: i64,
    org: String,
    /// The codes that it named, and in which role.
    named: Vec<(String, String)>,
}

/// Where the record is read, and where the read model is written.
pub(super) struct Databases<'d> {
    pub(super) chain: &'d mut Db,
    pub(super) read: &'d mut Db,
}

impl Databases<'_> {
    /// First where the record is read.
    pub(super) const fn both(&mut self) -> (&mut Db, &mut Db) {
        (self.chain, self.read)
    }
}

/// Takes out what was voted out up to a height that is projected. Runs on a thread that may wait.
pub(super) fn take_out(
    origin: &str,
    databases: &mut Databases<'_>,
    commit: &Commit,
    height: u64,
) -> Result<(), ProjectError> {
    let runtime = tokio::runtime::Handle::current();
    for leaf in forgetting::undone(databases.chain, height)? {
        let bytes = leaves::bytes(databases.chain, leaf)?.unwrap_or_default();
        let removal = removal_of(origin, &bytes)?;
        let gone = removal.is_some();
        runtime
            .block_on(commit.run(move |chain| chain.redact(leaf, removal.as_ref())))
            .and_then(|done| done)
            .map_err(ProjectError::Commit)?;
        if gone {
            findings::forget(databases.read, leaf)?;
            days::forget(databases.read, leaf)?;
            forgetting::scrub(databases.read)?;
            tracing::info!(leaf.index = leaf, "a record was taken out by decision of the members");
        }
    }
    Ok(())
}

/// What goes and stays of a leaf; nothing if it is no event or vouched statement, and stays whole.
fn removal_of(origin: &str, bytes: &[u8]) -> Result<Option<Removal>, StoreError> {
    let Ok(statement) = Statement::read(bytes, origin) else { return Ok(None) };
    let inner = statement.inner();
    let Claims::Event { epcis, .. } = inner.claims() else { return Ok(None) };
    let own_id = format!("urn:uuid:{}", inner.jti());
    let mut kept = Kept {
        event_id: own_id.clone(),
        event_ms: 0,
        org: statement.iss().as_str().to_owned(),
        named: Vec::new(),
    };
    if let Ok(event) = Event::read_opened(epcis) {
        kept.event_id = event.id.clone().unwrap_or(own_id);
        kept.event_ms = event.time.utc_ms();
        let named = leaf::named(&event).into_iter();
        kept.named = named.map(|(code, role)| (code.uri(), role.as_str().to_owned())).collect();
    }
    let kept = serde_json::to_string(&kept);
    let kept = kept.map_err(|error| StoreError::corrupt(error.to_string()))?;
    Ok(Some(Removal { kept, inner: inner.leaf_hash() }))
}

/// Enters again what is kept of a leaf whose bytes are gone, when the read model is made anew.
pub(super) fn project(tables: &mut Tables<'_>, leaf: &Leaf) -> Result<(), ProjectError> {
    let Some(text) = forgetting::kept(tables.chain, leaf.index)? else { return Ok(()) };
    let corrupt = || StoreError::corrupt(format!("what is kept of leaf {}", leaf.index));
    let kept: Kept = serde_json::from_str(&text).map_err(|_cause: serde_json::Error| corrupt())?;
    let row = events::Row {
        leaf: leaf.index,
        event_id: kept.event_id,
        event_ms: kept.event_ms,
        org: kept.org,
    };
    tables.sheet.event(row.clone());
    for (code, role) in kept.named {
        let code = Goods::parse(&code).map_err(|_cause| corrupt())?;
        let role = Role::parse(&role).ok_or_else(corrupt)?;
        leaf::mention(tables, (leaf.index, &row.org), &code, role)?;
    }
    Ok(())
}
