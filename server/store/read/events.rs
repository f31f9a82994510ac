//! Events by their id, by transformation, and what corrects them.

use crate::store::connection::Db;
use crate::store::error::{StoreError, can_be_text, signed, unsigned};
use crate::store::schema::{read_correction, read_event, read_mention, read_transformation};
use diesel::prelude::*;

/// An event as look-ups know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its leaf.
    pub leaf: u64,
    /// Its eventID, or `urn:uuid:<jti>`.
    pub event_id: String,
    /// When it happened.
    pub event_ms: i64,
    /// Who signed it.
    pub org: String,
}

type Columns = (i64, String, i64, String);

fn row((leaf, event_id, event_ms, org): Columns) -> Result<Row, StoreError> {
    Ok(Row { leaf: unsigned(leaf)?, event_id, event_ms, org })
}

/// All events of an id, oldest first.
pub fn by_id(connection: &mut Db, event_id: &str) -> Result<Vec<Row>, StoreError> {
    if !can_be_text(event_id) {
        return Ok(Vec::new());
    }
    let rows: Vec<Columns> = read_event::table
        .filter(read_event::event_id.eq(event_id))
        .order(read_event::leaf)
        .limit(1_000)
        .load(connection)?;
    rows.into_iter().map(row).collect()
}

/// The event of a leaf.
pub fn at(connection: &mut Db, leaf: u64) -> Result<Option<Row>, StoreError> {
    let found: Option<Columns> =
        read_event::table.filter(read_event::leaf.eq(signed(leaf))).first(connection).optional()?;
    found.map(row).transpose()
}

/// Whether an organisation signed an event that names goods which the event of `leaf` names.
pub fn shares_goods(connection: &mut Db, leaf: u64, org: &str) -> Result<bool, StoreError> {
    let named = read_mention::table
        .filter(read_mention::leaf.eq(signed(leaf)))
        .select(read_mention::goods)
        .load::<i64>(connection)?;
    let own: i64 = read_mention::table
        .inner_join(read_event::table.on(read_event::leaf.eq(read_mention::leaf)))
        .filter(read_mention::goods.eq_any(named))
        .filter(read_event::org.eq(org).and(read_event::leaf.ne(signed(leaf))))
        .count()
        .get_result(connection)?;
    Ok(own > 0)
}

/// The leaves of one organisation with an event id, below `before`, newest first.
pub fn earlier(
    connection: &mut Db,
    (org, event_id): (&str, &str),
    before: u64,
    count: i64,
) -> Result<Vec<u64>, StoreError> {
    let rows: Vec<i64> = read_event::table
        .filter(read_event::event_id.eq(event_id).and(read_event::org.eq(org)))
        .filter(read_event::leaf.lt(signed(before)))
        .order(read_event::leaf.desc())
        .limit(count)
        .select(read_event::leaf)
        .load(connection)?;
    rows.into_iter().map(unsigned).collect()
}

/// Enters that a leaf says of an earlier one that it was wrong.
pub fn put_correction(connection: &mut Db, target: u64, leaf: u64) -> Result<(), StoreError> {
    diesel::insert_into(read_correction::table)
        .values((
            read_correction::target.eq(signed(target)),
            read_correction::leaf.eq(signed(leaf)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The leaves below `size` that correct any of these, at most `count`, by index.
pub fn correcting(
    connection: &mut Db,
    targets: &[u64],
    (size, count): (u64, i64),
) -> Result<Vec<u64>, StoreError> {
    let mut found = std::collections::BTreeSet::new();
    for some in targets.chunks(TARGETS_MAX) {
        let some: Vec<i64> = some.iter().copied().map(signed).collect();
        let rows: Vec<i64> = read_correction::table
            .filter(read_correction::target.eq_any(some))
            .filter(read_correction::leaf.lt(signed(size)))
            .order(read_correction::leaf)
            .limit(count)
            .select(read_correction::leaf)
            .load(connection)?;
        for leaf in rows {
            found.insert(unsigned(leaf)?);
        }
    }
    let most = usize::try_from(count).unwrap_or(usize::MAX);
    Ok(found.into_iter().take(most).collect())
}

/// So many values are bound in one statement.
const TARGETS_MAX: usize = 1_000;

/// Enters that a leaf tells of a transformation.
pub fn put_transformation(
    connection: &mut Db,
    transformation: &str,
    leaf: u64,
) -> Result<(), StoreError> {
    diesel::insert_into(read_transformation::table)
        .values((
            read_transformation::transformation.eq(transformation),
            read_transformation::leaf.eq(signed(leaf)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The leaves that tell of a transformation, at most `count`.
pub fn of_transformation(
    connection: &mut Db,
    transformation: &str,
    count: i64,
) -> Result<Vec<u64>, StoreError> {
    let rows: Vec<i64> = read_transformation::table
        .filter(read_transformation::transformation.eq(transformation))
        .order(read_transformation::leaf)
        .limit(count)
        .select(read_transformation::leaf)
        .load(connection)?;
    rows.into_iter().map(unsigned).collect()
}
