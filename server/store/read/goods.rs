//! Which leaves name which goods.

use crate::store::connection::Db;
use crate::store::error::{StoreError, signed, unsigned};
use crate::store::schema::{read_goods, read_mention};
use diesel::prelude::*;

/// How a leaf names goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// As what the event is about.
    Object,
    /// As used up.
    Input,
    /// As made.
    Output,
    /// As the case, pallet or container.
    Parent,
    /// As what is in it.
    Child,
    /// As recalled or on hold.
    Recall,
}

impl Role {
    const fn number(self) -> i64 {
        match self {
            Self::Object => 0,
            Self::Input => 1,
            Self::Output => 2,
            Self::Parent => 3,
            Self::Child => 4,
            Self::Recall => 5,
        }
    }
}

/// The number of a code; a new one is entered with its lot text folded for search.
pub fn number(
    connection: &mut Db,
    code: &str,
    folded_lot: Option<&str>,
) -> Result<i64, StoreError> {
    if let Some(id) = find(connection, code)? {
        return Ok(id);
    }
    let largest: Option<i64> =
        read_goods::table.select(diesel::dsl::max(read_goods::id)).first(connection)?;
    let id = largest.unwrap_or(0) + 1;
    diesel::insert_into(read_goods::table)
        .values((read_goods::id.eq(id), read_goods::code.eq(code), read_goods::lot.eq(folded_lot)))
        .execute(connection)?;
    Ok(id)
}

fn find(connection: &mut Db, code: &str) -> Result<Option<i64>, StoreError> {
    Ok(read_goods::table
        .filter(read_goods::code.eq(code))
        .select(read_goods::id)
        .first(connection)
        .optional()?)
}

/// Enters that a leaf names goods.
pub fn mention(connection: &mut Db, goods: i64, leaf: u64, role: Role) -> Result<(), StoreError> {
    let key = read_mention::goods
        .eq(goods)
        .and(read_mention::leaf.eq(signed(leaf)))
        .and(read_mention::role.eq(role.number()));
    let there: i64 = read_mention::table.filter(key).count().get_result(connection)?;
    if there == 0 {
        diesel::insert_into(read_mention::table)
            .values((
                read_mention::goods.eq(goods),
                read_mention::leaf.eq(signed(leaf)),
                read_mention::role.eq(role.number()),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// The leaves below `size` that name a code, oldest first, at most `count`.
pub fn leaves(
    connection: &mut Db,
    code: &str,
    size: u64,
    count: i64,
) -> Result<Vec<u64>, StoreError> {
    let Some(goods) = find(connection, code)? else { return Ok(Vec::new()) };
    let rows: Vec<i64> = read_mention::table
        .filter(read_mention::goods.eq(goods).and(read_mention::leaf.lt(signed(size))))
        .select(read_mention::leaf)
        .distinct()
        .order(read_mention::leaf)
        .limit(count)
        .load(connection)?;
    rows.into_iter().map(unsigned).collect()
}

/// The leaves below `size` that name a code in a role, newest first, at most `count`.
pub fn leaves_as(
    connection: &mut Db,
    code: &str,
    role: Role,
    (size, count): (u64, i64),
) -> Result<Vec<u64>, StoreError> {
    let Some(goods) = find(connection, code)? else { return Ok(Vec::new()) };
    let rows: Vec<i64> = read_mention::table
        .filter(read_mention::goods.eq(goods).and(read_mention::role.eq(role.number())))
        .filter(read_mention::leaf.lt(signed(size)))
        .order(read_mention::leaf.desc())
        .limit(count)
        .select(read_mention::leaf)
        .load(connection)?;
    rows.into_iter().map(unsigned).collect()
}

/// The events below `size` that name a code, in order. Recalls are no records of goods, and what is
/// said of a recall has a proof of its own.
pub fn events(connection: &mut Db, code: &str, size: u64) -> Result<Vec<u64>, StoreError> {
    let Some(goods) = find(connection, code)? else { return Ok(Vec::new()) };
    let rows: Vec<i64> = read_mention::table
        .filter(read_mention::goods.eq(goods).and(read_mention::leaf.lt(signed(size))))
        .filter(read_mention::role.ne(Role::Recall.number()))
        .select(read_mention::leaf)
        .distinct()
        .order(read_mention::leaf)
        .load(connection)?;
    rows.into_iter().map(unsigned).collect()
}

/// How many events below `size` name a code, and the last of their leaves.
pub fn head(connection: &mut Db, code: &str, size: u64) -> Result<(u64, Option<u64>), StoreError> {
    let all = events(connection, code, size)?;
    Ok((all.len() as u64, all.last().copied()))
}

/// Codes whose lot text is this one after folding.
pub fn by_lot(connection: &mut Db, folded: &str, count: i64) -> Result<Vec<String>, StoreError> {
    Ok(read_goods::table
        .filter(read_goods::lot.eq(folded))
        .order(read_goods::code)
        .limit(count)
        .select(read_goods::code)
        .load(connection)?)
}

/// Whether any leaf names a code.
pub fn is_known(connection: &mut Db, code: &str) -> Result<bool, StoreError> {
    Ok(find(connection, code)?.is_some())
}
