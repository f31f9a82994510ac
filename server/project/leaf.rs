//! One leaf and the rows that follow from it.

use super::authority::{self, Authority, NOT_AUTHORISED};
use super::projector::ProjectError;
use super::{corrections, redacted, rows, search};
use crate::reading::{self, Reading};
use crate::store::read::goods::Role;
use crate::store::read::{Sheet, events, facts, findings};
use crate::store::{Db, StoreError};
use epcis::{Event, Fault, GoodsSet};
use gs1::Goods;
use ledger::governance::{Gov, Told as Word};
use ledger::recalls::RecallOrder;
use ledger::statement::{Claims, Statement, Verified};
use std::sync::Arc;

/// The chain that is read and the rows that are written.
pub(super) struct Tables<'d> {
    /// The chain's origin.
    pub(super) origin: &'d str,
    /// `ledger_*`.
    pub(super) chain: &'d mut Db,
    /// `read_*`, in a transaction.
    pub(super) read: &'d mut Db,
    /// Rows of the block that are not entered yet.
    pub(super) sheet: Sheet,
    /// Whose word counts in this block, once somebody asks.
    pub(super) authority: Authority,
}

/// A leaf of a committed block.
pub(super) struct Leaf {
    /// Its index.
    pub(super) index: u64,
    /// Block time.
    pub(super) time_ms: u64,
}

/// The leaf that is no statement.
const GENESIS: u64 = 1;

/// More than this between an event and its block is told once on pages.
const LATE_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// An event may lie this much after its block: clocks differ.
const AHEAD_MS: i64 = 5 * 60 * 1_000;

/// What a leaf says, read without a look at any table.
pub(super) struct Told {
    source: Source,
    event: Arc<Reading>,
}

/// Where a statement comes from.
enum Source {
    Verified(Arc<Verified>),
    Stored(Box<Statement>),
}

/// Reads a leaf. Nothing for the genesis, and nothing for a leaf that was voted out, whose bytes are
/// gone.
pub(super) fn read(origin: &str, index: u64, bytes: &[u8]) -> Result<Option<Told>, StoreError> {
    if index == GENESIS || bytes.is_empty() {
        return Ok(None);
    }
    let statement = Statement::read(bytes, origin)
        .map_err(|error| StoreError::corrupt(format!("leaf {index} is no statement: {error}")))?;
    let event = Arc::new(reading::read(&statement));
    Ok(Some(Told { source: Source::Stored(Box::new(statement)), event }))
}

impl Told {
    /// What a statement says that some stage has in hand.
    pub(super) fn of(verified: Arc<Verified>) -> Self {
        let event = reading::of(&verified);
        Self { source: Source::Verified(verified), event }
    }

    fn statement(&self) -> &Statement {
        match &self.source {
            Source::Verified(verified) => verified.statement(),
            Source::Stored(statement) => statement,
        }
    }

    /// All codes whose numbers will be asked for.
    pub(super) fn codes(&self) -> Vec<String> {
        let Some(Ok(event)) = self.event.as_ref() else { return Vec::new() };
        let named = named(event).into_iter();
        named.flat_map(|(code, role)| numbered(&code, role)).map(|code| code.uri()).collect()
    }
}

/// Enters what a leaf says. The genesis says nothing here, and of a leaf that was voted out only what
/// is kept of it.
pub(super) fn project(
    tables: &mut Tables<'_>,
    leaf: &Leaf,
    told: Option<&Told>,
) -> Result<(), ProjectError> {
    let Some(told) = told else {
        return if leaf.index == GENESIS { Ok(()) } else { redacted::project(tables, leaf) };
    };
    let statement = told.statement();
    if let Some(parsed) = told.event.as_ref() {
        return event(tables, leaf, statement, parsed);
    }
    match statement.inner().claims() {
        Claims::Governance(gov) => governance(tables, leaf, statement, gov),
        Claims::Recall(order) => recall(tables, (leaf.index, statement.iss().as_str()), order),
        Claims::Event { .. } | Claims::Vouched { .. } | Claims::Access(_) => Ok(()),
    }
}

fn event(
    tables: &mut Tables<'_>,
    leaf: &Leaf,
    statement: &Statement,
    parsed: &Result<Event, Vec<Fault>>,
) -> Result<(), ProjectError> {
    let inner = statement.inner();
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(faults) => {
            // Another node admitted it; it is kept, and told as odd.
            let told = faults.first().map(|fault| fault.text.as_str()).unwrap_or_default();
            findings::put(tables.read, leaf.index, "not-epcis", told)?;
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
    tables.sheet.event(row.clone());
    for (code, role) in named(parsed) {
        mention(tables, (leaf.index, &row.org), &code, role)?;
    }
    search::dates(tables, (leaf.index, &row.org), parsed)?;
    if let Some(transformation) = rows::transformation_id(parsed) {
        events::put_transformation(tables.read, transformation, leaf.index)?;
    }
    timing(tables.read, leaf, parsed)?;
    corrections::apply(tables, &row, inner, parsed)
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
    tables: &mut Tables<'_>,
    leaf: (u64, &str),
    code: &Goods,
    role: Role,
) -> Result<(), ProjectError> {
    let folded = code.lot().map(gs1::Lot::folded);
    let number = tables.sheet.number(tables.read, &code.uri(), folded.as_deref())?;
    tables.sheet.mention(tables.read, number, leaf, role)?;
    if role == Role::Output || role == Role::Object {
        search::lots(tables, code, number)?;
    }
    Ok(())
}

/// A code and those above it that get numbers: a product's page, and the search for lots of a
/// product, start at its number.
fn numbered(code: &Goods, role: Role) -> Vec<Goods> {
    let mut all = vec![code.clone()];
    if role == Role::Output || role == Role::Object {
        all.extend(code.levels());
    }
    all
}

/// `iat` and `eventTime` are claims: never grounds for refusal, but told.
fn timing(read: &mut Db, leaf: &Leaf, event: &Event) -> Result<(), ProjectError> {
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
    leaf: &Leaf,
    statement: &Statement,
    gov: &Gov,
) -> Result<(), ProjectError> {
    let Gov::Told(told) = gov else { return Ok(()) };
    // Whose word counts may follow from an event of this very block.
    tables.sheet.enter(tables.read)?;
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
    } else if let Word::Product(product) = told {
        search::product(tables, product)?;
    }
    Ok(())
}

fn recall(
    tables: &mut Tables<'_>,
    leaf: (u64, &str),
    order: &RecallOrder,
) -> Result<(), ProjectError> {
    for code in &order.codes {
        mention(tables, leaf, code, Role::Recall)?;
    }
    Ok(())
}
