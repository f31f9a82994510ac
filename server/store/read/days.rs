//! Which lots have a date.

use super::goods::Named;
use crate::store::connection::Db;
use crate::store::error::{StoreError, signed};
use crate::store::schema::{read_day, read_goods};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Forgets the dates that a leaf gave.
pub fn forget(connection: &mut Db, leaf: u64) -> Result<(), StoreError> {
    diesel::delete(read_day::table.filter(read_day::leaf.eq(signed(leaf)))).execute(connection)?;
    Ok(())
}

/// The lots that have a date, every organisation's first ones before anybody's others, at most
/// `count`.
pub fn having(connection: &mut Db, day: &str, count: i64) -> Result<Vec<Named>, StoreError> {
    let rows: Vec<(i64, String)> = read_day::table
        .inner_join(read_goods::table.on(read_goods::id.eq(read_day::goods)))
        .filter(read_day::day.eq(day))
        .select((read_goods::id, read_goods::code))
        .order((read_day::turn, read_day::goods))
        .limit(count)
        .load(connection)?;
    Ok(rows.into_iter().map(Named::from).collect())
}

/// Which of these goods have one of these dates.
pub fn among(
    connection: &mut Db,
    days: &[String],
    goods: &[i64],
) -> Result<BTreeSet<i64>, StoreError> {
    let mut found = BTreeSet::new();
    for some in goods.chunks(super::goods::BOUND_MAX) {
        let rows: Vec<i64> = read_day::table
            .filter(read_day::day.eq_any(days).and(read_day::goods.eq_any(some)))
            .select(read_day::goods)
            .load(connection)?;
        found.extend(rows);
    }
    Ok(found)
}
