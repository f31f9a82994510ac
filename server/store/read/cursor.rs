//! How far the read model has come.

use crate::store::connection::Db;
use crate::store::error::{StoreError, hash, signed, unsigned};
use crate::store::schema::read_cursor;
use diesel::prelude::*;
use ledger::Hash;

/// The last block that was projected, and by which projector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Its height.
    pub height: u64,
    /// Its id: the rows belong to the chain of blocks that ends in it, and to no other.
    pub block: Hash,
    /// The version of the projector.
    pub version: u64,
}

/// Where the read model stands; `None` before the first block.
pub fn at(connection: &mut Db) -> Result<Option<Cursor>, StoreError> {
    let row: Option<(i64, Vec<u8>, i64)> = read_cursor::table
        .select((read_cursor::height, read_cursor::block, read_cursor::version))
        .first(connection)
        .optional()?;
    row.map(|(height, block, version)| {
        let (height, version) = (unsigned(height)?, unsigned(version)?);
        Ok(Cursor { height, block: hash(&block)?, version })
    })
    .transpose()
}

/// Moves it forward.
pub fn put(connection: &mut Db, at: &Cursor) -> Result<(), StoreError> {
    let moved = diesel::update(read_cursor::table)
        .set((
            read_cursor::height.eq(signed(at.height)),
            read_cursor::block.eq(at.block.as_bytes().as_slice()),
            read_cursor::version.eq(signed(at.version)),
        ))
        .execute(connection)?;
    if moved == 0 {
        diesel::insert_into(read_cursor::table)
            .values((
                read_cursor::id.eq(1),
                read_cursor::height.eq(signed(at.height)),
                read_cursor::block.eq(at.block.as_bytes().as_slice()),
                read_cursor::version.eq(signed(at.version)),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Empties the read model.
pub fn clear(connection: &mut Db) -> Result<(), StoreError> {
    use crate::store::schema::{
        read_correction, read_day, read_event, read_fact, read_finding, read_goods, read_lot,
        read_mention, read_speaker, read_transformation, read_word,
    };
    diesel::delete(read_cursor::table).execute(connection)?;
    diesel::delete(read_correction::table).execute(connection)?;
    diesel::delete(read_day::table).execute(connection)?;
    diesel::delete(read_event::table).execute(connection)?;
    diesel::delete(read_fact::table).execute(connection)?;
    diesel::delete(read_finding::table).execute(connection)?;
    diesel::delete(read_goods::table).execute(connection)?;
    diesel::delete(read_lot::table).execute(connection)?;
    diesel::delete(read_mention::table).execute(connection)?;
    diesel::delete(read_speaker::table).execute(connection)?;
    diesel::delete(read_transformation::table).execute(connection)?;
    diesel::delete(read_word::table).execute(connection)?;
    Ok(())
}
