//! One leaf and the rows that follow from it.

use super::authority::{self, Authority, NOT_AUTHORISED};
use super::projector::ProjectError;
use super::{corrections, redacted, rows, search};
use crate::store::read::goods::Role;
use crate::store::read::{events, facts, findings, goods};
use crate::store::{Db, StoreError};
use epcis::{Event, GoodsSet};
use gs1::Goods;
use json::Json;
use ledger::governance::{Gov, Told};
use ledger::recalls::RecallOrder;
use ledger::statement::{Claims, Statement};

/// The chain that is read and the rows that are written.
pub(super) struct Tables<'d> {
    /// The chain's origin.
    pub(super) origin: &'d str,
    /// `ledger_*`.
    pub(super) chain: &'d mut Db,
    /// `read_*`, in a transaction.
    pub(super) read: &'d mut Db,
    /// Whose word counts in this block, once somebody asks.
    pub(super) authority: Authority,
}

/// A leaf of a committed block.
pub(super) struct Leaf<'b> {
    /// Its index.
    pub(super) index: u64,
    /// Block time.
    pub(super) time_ms: u64,
    /// Its bytes; empty if it was redacted.
    pub(super) bytes: &'b [u8],
}

/// The leaf that is no statement.
const GENESIS: u64 = 1;

/// More than this between an event and its block is told once on pages.
const LATE_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// An event may lie this much after its block: clocks differ.
const AHEAD_MS: i64 = 5 * 60 * 1_000;

/// Enters what a leaf says. The genesis says nothing here, and of a leaf that was voted out only what
/// is kept of it.
pub(super) fn project(tables: &mut Tables<'_>, leaf: &Leaf<'_>) -> Result<(), ProjectError> {
    if leaf.index == GENESIS {
        return Ok(());
    }
    if leaf.bytes.is_empty() {
        return redacted::project(tables, leaf);
    }
    let statement = Statement::read(leaf.bytes, tables.origin).map_err(|error| {
        StoreError::corrupt(format!("leaf {} is no statement: {error}", leaf.index))
    })?;
    match statement.inner().claims() {
        Claims::Event { epcis, .. } => event(tables, leaf, &statement, epcis),
        Claims::Governance(gov) => governance(tables, leaf, &statement, gov),
        Claims::Recall(order) => recall(tables.read, (leaf.index, statement.iss().as_str()), order),
        Claims::Vouched { .. } | Claims::Access(_) => Ok(()),
    }
}

fn event(
    tables: &mut Tables<'_>,
    leaf: &Leaf<'_>,
    statement: &Statement,
    epcis: &Json,
) -> Result<(), ProjectError> {
    let (inner, read) = (statement.inner(), &mut *tables.read);
    let parsed = match Event::read_opened(epcis) {
        Ok(parsed) => parsed,
        Err(faults) => {
            // Another node admitted it; it is kept, and told as odd.
            let told = faults.first().map(|fault| fault.text.clone()).unwrap_or_default();
            findings::put(read, leaf.index, "not-epcis", &told)?;
            return Ok(());
        }
    };
    let event_id = parsed.id.clone().unwrap_or_else(|| format!("urn:uuid:{}", inner.jti()));
    let row = events::Row {
        leaf: leaf.index,
        event_id,
        event_ms: parsed.time.utc_ms(),
        org: statement.iss().as_str().to_owned(),
    };
    events::put(read, &row)?;
    for (code, role) in named(&parsed) {
        mention(read, (leaf.index, &row.org), &code, role)?;
    }
    search::dates(read, (leaf.index, &row.org), &parsed)?;
    if let Some(transformation) = rows::transformation_id(&parsed) {
        events::put_transformation(read, transformation, leaf.index)?;
    }
    timing(read, leaf, &parsed)?;
    corrections::apply(tables, &row, inner, &parsed)
}

/// The goods that an event names, each in its role.
pub(super) fn named(event: &Event) -> Vec<(Goods, Role)> {
    let about = if event.parent().is_some() { Role::Child } else { Role::Object };
    let sets =
        [(event.goods(), about), (event.inputs(), Role::Input), (event.outputs(), Role::Output)];
    let listed = sets.into_iter().flat_map(|(set, role): (&GoodsSet, Role)| {
        set.codes().map(move |code| (code.clone(), role))
    });
    let parent = event.parent().map(|parent| (parent.goods.clone(), Role::Parent));
    listed.chain(parent).collect()
}

pub(super) fn mention(
    read: &mut Db,
    leaf: (u64, &str),
    code: &Goods,
    role: Role,
) -> Result<(), ProjectError> {
    let folded = code.lot().map(gs1::Lot::folded);
    let number = goods::number(read, &code.uri(), folded.as_deref())?;
    goods::mention(read, number, leaf, role)?;
    // A product's page, and the search for lots of a product, start at its number.
    if role == Role::Output || role == Role::Object {
        search::lots(read, code, number)?;
    }
    Ok(())
}

/// `iat` and `eventTime` are claims: never grounds for refusal, but told.
fn timing(read: &mut Db, leaf: &Leaf<'_>, event: &Event) -> Result<(), ProjectError> {
    let block_ms = i64::try_from(leaf.time_ms).unwrap_or(i64::MAX);
    let after = block_ms.saturating_sub(event.time.utc_ms());
    if after > LATE_MS {
        findings::put(read, leaf.index, "late", &after.to_string())?;
    } else if after < -AHEAD_MS {
        findings::put(read, leaf.index, "ahead", &after.to_string())?;
    }
    Ok(())
}

fn governance(
    tables: &mut Tables<'_>,
    leaf: &Leaf<'_>,
    statement: &Statement,
    gov: &Gov,
) -> Result<(), ProjectError> {
    let Gov::Told(told) = gov else { return Ok(()) };
    let fact = facts::Fact {
        leaf: leaf.index,
        kind: told.op().to_owned(),
        subject: rows::subject(told, statement.iss()),
        org: statement.iss().as_str().to_owned(),
        fact: gov.to_json().to_string(),
    };
    facts::put(tables.read, &fact)?;
    if !authority::may_tell(tables, statement.iss(), told)? {
        findings::put(tables.read, leaf.index, NOT_AUTHORISED, told.op())?;
    } else if let Told::Product(product) = told {
        search::product(tables.read, product)?;
    }
    Ok(())
}

fn recall(read: &mut Db, leaf: (u64, &str), order: &RecallOrder) -> Result<(), ProjectError> {
    for code in &order.codes {
        let folded = code.lot().map(gs1::Lot::folded);
        let number = goods::number(read, &code.uri(), folded.as_deref())?;
        goods::mention(read, number, leaf, Role::Recall)?;
    }
    Ok(())
}
