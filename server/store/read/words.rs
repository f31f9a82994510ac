//! Which products have a word.

use super::goods::Named;
use crate::store::connection::Db;
use crate::store::error::{StoreError, can_be_text};
use crate::store::schema::{read_goods, read_word};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Enters the words of goods in the place of those that they had before.
pub fn replace(
    connection: &mut Db,
    goods: i64,
    words: &BTreeSet<String>,
) -> Result<(), StoreError> {
    diesel::delete(read_word::table.filter(read_word::goods.eq(goods))).execute(connection)?;
    for word in words.iter().filter(|word| can_be_text(word)) {
        diesel::insert_into(read_word::table)
            .values((read_word::word.eq(word), read_word::goods.eq(goods)))
            .execute(connection)?;
    }
    Ok(())
}

/// Where the words end that begin so: no character follows this one.
fn end(start: &str) -> String {
    format!("{start}{}", char::MAX)
}

/// The goods that have a word which begins so, in the order in which they were first named, at most
/// `count`.
pub fn having(connection: &mut Db, start: &str, count: i64) -> Result<Vec<Named>, StoreError> {
    if !can_be_text(start) {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, String)> = read_word::table
        .inner_join(read_goods::table.on(read_goods::id.eq(read_word::goods)))
        .filter(read_word::word.ge(start).and(read_word::word.lt(end(start))))
        .select((read_goods::id, read_goods::code))
        .distinct()
        .order((read_goods::id, read_goods::code))
        .limit(count)
        .load(connection)?;
    Ok(rows.into_iter().map(Named::from).collect())
}

/// Which of these goods have a word that begins so.
pub fn among(connection: &mut Db, start: &str, goods: &[i64]) -> Result<BTreeSet<i64>, StoreError> {
    let mut found = BTreeSet::new();
    if !can_be_text(start) {
        return Ok(found);
    }
    for some in goods.chunks(super::goods::BOUND_MAX) {
        let rows: Vec<i64> = read_word::table
            .filter(read_word::word.ge(start).and(read_word::word.lt(end(start))))
            .filter(read_word::goods.eq_any(some))
            .select(read_word::goods)
            .load(connection)?;
        found.extend(rows);
    }
    Ok(found)
}
