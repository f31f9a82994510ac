//! The newest signatures of each validator: one row each, overwritten.

use super::connection::Db;
use super::error::{StoreError, hash, signed, unsigned};
use super::schema::node_cosignature;
use diesel::prelude::*;
use ledger::Hash;

/// What a validator last signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The validator's organisation.
    pub iss: String,
    /// The size it signed.
    pub size: u64,
    /// The root it signed.
    pub root: Hash,
    /// Its log signature and cosignatures, as JSON.
    pub signatures: String,
}

/// Overwrites a validator's row.
pub fn put(connection: &mut Db, row: &Signed) -> Result<(), StoreError> {
    let values = (
        node_cosignature::size.eq(signed(row.size)),
        node_cosignature::root.eq(row.root.as_bytes().as_slice()),
        node_cosignature::signatures.eq(&row.signatures),
    );
    let changed =
        diesel::update(node_cosignature::table.filter(node_cosignature::iss.eq(&row.iss)))
            .set(values)
            .execute(connection)?;
    if changed == 0 {
        diesel::insert_into(node_cosignature::table)
            .values((node_cosignature::iss.eq(&row.iss), values))
            .execute(connection)?;
    }
    Ok(())
}

/// Every validator's row, by name.
pub fn all(connection: &mut Db) -> Result<Vec<Signed>, StoreError> {
    let rows: Vec<(String, i64, Vec<u8>, String)> =
        node_cosignature::table.order(node_cosignature::iss).load(connection)?;
    rows.into_iter()
        .map(|(iss, size, root, signatures)| {
            Ok(Signed { iss, size: unsigned(size)?, root: hash(&root)?, signatures })
        })
        .collect()
}
