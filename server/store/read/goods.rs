//! Which leaves name which goods.

use crate::store::connection::Db;
use crate::store::error::{StoreError, can_be_text, signed, unsigned};
use crate::store::schema::{read_goods, read_mention};
use diesel::prelude::*;

/// So many values are bound in one statement.
pub(super) const BOUND_MAX: usize = 500;

/// A code with its number, which grows in the order in which codes were first named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The number.
    pub number: i64,
    /// The code.
    pub code: String,
}

impl From<(i64, String)> for Named {
    fn from((number, code): (i64, String)) -> Self {
        Self { number, code }
    }
}

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
    pub(super) const fn number(self) -> i64 {
        match self {
            Self::Object => 0,
            Self::Input => 1,
            Self::Output => 2,
            Self::Parent => 3,
            Self::Child => 4,
            Self::Recall => 5,
        }
    }

    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Input => "input",
            Self::Output => "output",
            Self::Parent => "parent",
            Self::Child => "child",
            Self::Recall => "recall",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        let all =
            [Self::Object, Self::Input, Self::Output, Self::Parent, Self::Child, Self::Recall];
        all.into_iter().find(|role| role.as_str() == word)
    }
}

/// The largest number of a code.
pub(super) fn largest(connection: &mut Db) -> Result<i64, StoreError> {
    let largest: Option<i64> =
        read_goods::table.select(diesel::dsl::max(read_goods::id)).first(connection)?;
    Ok(largest.unwrap_or(0))
}

pub(super) fn find(connection: &mut Db, code: &str) -> Result<Option<i64>, StoreError> {
    if !can_be_text(code) {
        return Ok(None);
    }
    Ok(read_goods::table
        .filter(read_goods::code.eq(code))
        .select(read_goods::id)
        .first(connection)
        .optional()?)
}

/// The leaves below `size` that name a code, oldest first. Where there are more than `count`, every
/// organisation's first ones are among them: nobody's flood hides what others said.
pub fn leaves(
    connection: &mut Db,
    code: &str,
    size: u64,
    count: i64,
) -> Result<Vec<u64>, StoreError> {
    let Some(goods) = find(connection, code)? else { return Ok(Vec::new()) };
    let rows: Vec<(i64, i64)> = read_mention::table
        .filter(read_mention::goods.eq(goods).and(read_mention::leaf.lt(signed(size))))
        .select((read_mention::turn, read_mention::leaf))
        .distinct()
        .order((read_mention::turn, read_mention::leaf))
        .limit(count)
        .load(connection)?;
    let mut leaves = rows
        .into_iter()
        .map(|(_, leaf)| unsigned(leaf))
        .collect::<Result<Vec<u64>, StoreError>>()?;
    leaves.sort_unstable();
    Ok(leaves)
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

/// How many events below `size` name a code, and the last of their leaves.
pub fn head(connection: &mut Db, code: &str, size: u64) -> Result<(u64, Option<u64>), StoreError> {
    let Some(goods) = find(connection, code)? else { return Ok((0, None)) };
    let last: Option<(i64, i64)> = read_mention::table
        .filter(read_mention::goods.eq(goods).and(read_mention::leaf.lt(signed(size))))
        .filter(read_mention::role.ne(Role::Recall.number()))
        .order(read_mention::leaf.desc())
        .select((read_mention::nth, read_mention::leaf))
        .first(connection)
        .optional()?;
    let Some((nth, leaf)) = last else { return Ok((0, None)) };
    Ok((unsigned(nth)?, Some(unsigned(leaf)?)))
}

/// The numbers of codes; those that nobody named have none.
pub fn numbered(connection: &mut Db, codes: &[String]) -> Result<Vec<Named>, StoreError> {
    let mut found = Vec::new();
    for some in codes.chunks(BOUND_MAX) {
        let rows: Vec<(i64, String)> = read_goods::table
            .filter(read_goods::code.eq_any(some))
            .select((read_goods::id, read_goods::code))
            .load(connection)?;
        found.extend(rows.into_iter().map(Named::from));
    }
    found.sort_unstable();
    Ok(found)
}

/// Codes whose lot text is this one after folding.
pub fn by_lot(connection: &mut Db, folded: &str, count: i64) -> Result<Vec<String>, StoreError> {
    if !can_be_text(folded) {
        return Ok(Vec::new());
    }
    Ok(read_goods::table
        .filter(read_goods::lot.eq(folded))
        .order(read_goods::code)
        .limit(count)
        .select(read_goods::code)
        .load(connection)?)
}

/// The last code, by its text, that begins with `start`, which ends in `/`, and goes on.
pub fn last_below(connection: &mut Db, start: &str) -> Result<Option<String>, StoreError> {
    // `0` follows `/`. A database that sorts text by another rule than its bytes may find none, but
    // never another.
    let end = format!("{}0", start.trim_end_matches('/'));
    let code: Option<String> = read_goods::table
        .filter(read_goods::code.gt(start).and(read_goods::code.lt(end)))
        .order(read_goods::code.desc())
        .select(read_goods::code)
        .first(connection)
        .optional()?;
    Ok(code.filter(|code| code.starts_with(start)))
}

/// Whether any leaf names a code.
pub fn is_known(connection: &mut Db, code: &str) -> Result<bool, StoreError> {
    Ok(find(connection, code)?.is_some())
}
