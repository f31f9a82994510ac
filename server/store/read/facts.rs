//! Facts that governance statements set.

use crate::store::connection::Db;
use crate::store::error::{StoreError, can_be_text, signed, unsigned};
use crate::store::schema::read_fact;
use diesel::prelude::*;

/// A fact about a subject, as one organisation tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its leaf.
    pub leaf: u64,
    /// The op of the statement, such as `product.set`.
    pub kind: String,
    /// What it is about: a code, a place, an organisation, a leaf.
    pub subject: String,
    /// Who tells it.
    pub org: String,
    /// The statement's `gov` object, as JSON.
    pub fact: String,
}

type Columns = (i64, String, String, String, String);

fn fact((leaf, kind, subject, org, fact): Columns) -> Result<Fact, StoreError> {
    Ok(Fact { leaf: unsigned(leaf)?, kind, subject, org, fact })
}

/// Enters a fact.
pub fn put(connection: &mut Db, fact: &Fact) -> Result<(), StoreError> {
    diesel::insert_into(read_fact::table)
        .values((
            read_fact::leaf.eq(signed(fact.leaf)),
            read_fact::kind.eq(&fact.kind),
            read_fact::subject.eq(&fact.subject),
            read_fact::org.eq(&fact.org),
            read_fact::fact.eq(&fact.fact),
        ))
        .execute(connection)?;
    Ok(())
}

/// The facts of a kind about a subject, newest first.
pub fn about(connection: &mut Db, kind: &str, subject: &str) -> Result<Vec<Fact>, StoreError> {
    if !can_be_text(subject) {
        return Ok(Vec::new());
    }
    let rows: Vec<Columns> = read_fact::table
        .filter(read_fact::kind.eq(kind).and(read_fact::subject.eq(subject)))
        .order(read_fact::leaf.desc())
        .limit(100)
        .load(connection)?;
    rows.into_iter().map(fact).collect()
}

/// All facts of a kind, oldest first, at most `count`.
pub fn of_kind(connection: &mut Db, kind: &str, count: i64) -> Result<Vec<Fact>, StoreError> {
    let rows: Vec<Columns> = read_fact::table
        .filter(read_fact::kind.eq(kind))
        .order(read_fact::leaf)
        .limit(count)
        .load(connection)?;
    rows.into_iter().map(fact).collect()
}

/// The newest fact of a kind that one organisation tells about a subject, below `size`.
pub fn newest(
    connection: &mut Db,
    kind: &str,
    (subject, org): (&str, &str),
    size: u64,
) -> Result<Option<Fact>, StoreError> {
    let row: Option<Columns> = read_fact::table
        .filter(read_fact::kind.eq(kind).and(read_fact::subject.eq(subject)))
        .filter(read_fact::org.eq(org).and(read_fact::leaf.lt(signed(size))))
        .order(read_fact::leaf.desc())
        .first(connection)
        .optional()?;
    row.map(fact).transpose()
}

/// The facts of a kind that one organisation tells, below `size`, newest first, at most `count`.
pub fn told_by(
    connection: &mut Db,
    kind: &str,
    org: &str,
    (size, count): (u64, i64),
) -> Result<Vec<Fact>, StoreError> {
    let rows: Vec<Columns> = read_fact::table
        .filter(read_fact::kind.eq(kind).and(read_fact::org.eq(org)))
        .filter(read_fact::leaf.lt(signed(size)))
        .order(read_fact::leaf.desc())
        .limit(count)
        .load(connection)?;
    rows.into_iter().map(fact).collect()
}

/// The facts of a kind that one organisation tells about any of these subjects, below `size`, newest
/// first, at most `count`. What others tell takes none of its room.
pub fn told_about(
    connection: &mut Db,
    kind: &str,
    (org, subjects): (&str, &[String]),
    (size, count): (u64, i64),
) -> Result<Vec<Fact>, StoreError> {
    let rows: Vec<Columns> = read_fact::table
        .filter(read_fact::kind.eq(kind).and(read_fact::org.eq(org)))
        .filter(read_fact::subject.eq_any(subjects).and(read_fact::leaf.lt(signed(size))))
        .order(read_fact::leaf.desc())
        .limit(count)
        .load(connection)?;
    rows.into_iter().map(fact).collect()
}

/// The facts of a kind that anybody tells about any of these subjects, below `size`, newest first, at
/// most `count`: a flood pushes others out, so that nothing that counts is read by this.
pub fn about_any(
    connection: &mut Db,
    kind: &str,
    subjects: &[String],
    (size, count): (u64, i64),
) -> Result<Vec<Fact>, StoreError> {
    let rows: Vec<Columns> = read_fact::table
        .filter(read_fact::kind.eq(kind).and(read_fact::subject.eq_any(subjects)))
        .filter(read_fact::leaf.lt(signed(size)))
        .order(read_fact::leaf.desc())
        .limit(count)
        .load(connection)?;
    rows.into_iter().map(fact).collect()
}
