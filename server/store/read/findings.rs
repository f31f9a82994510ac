//! Something odd: recorded and shown.

use crate::store::connection::Db;
use crate::store::error::{StoreError, signed, told as quoted};
use crate::store::schema::read_finding;
use diesel::prelude::*;

/// Enters a finding about a leaf: its code, and what it tells, as JSON.
pub fn put(connection: &mut Db, leaf: u64, code: &str, told: &str) -> Result<(), StoreError> {
    let largest: Option<i64> =
        read_finding::table.select(diesel::dsl::max(read_finding::id)).first(connection)?;
    diesel::insert_into(read_finding::table)
        .values((
            read_finding::id.eq(largest.unwrap_or(0) + 1),
            read_finding::leaf.eq(signed(leaf)),
            read_finding::code.eq(code),
            read_finding::told.eq(quoted(told)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Forgets the findings about a leaf whose bytes are gone.
pub fn forget(connection: &mut Db, leaf: u64) -> Result<(), StoreError> {
    diesel::delete(read_finding::table.filter(read_finding::leaf.eq(signed(leaf))))
        .execute(connection)?;
    Ok(())
}

/// The findings about a leaf: code and what it tells.
pub fn about(connection: &mut Db, leaf: u64) -> Result<Vec<(String, String)>, StoreError> {
    Ok(read_finding::table
        .filter(read_finding::leaf.eq(signed(leaf)))
        .order(read_finding::id)
        .select((read_finding::code, read_finding::told))
        .load(connection)?)
}
