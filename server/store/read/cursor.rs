//! How far the read model has come.

use crate::store::connection::Db;
use crate::store::error::{StoreError, signed, unsigned};
use crate::store::schema::read_cursor;
use diesel::prelude::*;

/// The last height that was projected; `None` before the first.
pub fn height(connection: &mut Db) -> Result<Option<u64>, StoreError> {
    let height: Option<i64> =
        read_cursor::table.select(read_cursor::height).first(connection).optional()?;
    height.map(unsigned).transpose()
}

/// Moves it forward.
pub fn put(connection: &mut Db, height: u64) -> Result<(), StoreError> {
    let moved = diesel::update(read_cursor::table)
        .set(read_cursor::height.eq(signed(height)))
        .execute(connection)?;
    if moved == 0 {
        diesel::insert_into(read_cursor::table)
            .values((read_cursor::id.eq(1), read_cursor::height.eq(signed(height))))
            .execute(connection)?;
    }
    Ok(())
}

/// Empties the read model.
pub fn clear(connection: &mut Db) -> Result<(), StoreError> {
    use crate::store::schema::{
        read_correction, read_event, read_fact, read_finding, read_goods, read_mention,
        read_speaker, read_transformation,
    };
    diesel::delete(read_cursor::table).execute(connection)?;
    diesel::delete(read_correction::table).execute(connection)?;
    diesel::delete(read_event::table).execute(connection)?;
    diesel::delete(read_fact::table).execute(connection)?;
    diesel::delete(read_finding::table).execute(connection)?;
    diesel::delete(read_goods::table).execute(connection)?;
    diesel::delete(read_mention::table).execute(connection)?;
    diesel::delete(read_speaker::table).execute(connection)?;
    diesel::delete(read_transformation::table).execute(connection)?;
    Ok(())
}
