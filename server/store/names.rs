//! Organisations and signers, written once and then meant by a number.

use super::connection::Db;
use super::error::StoreError;
use super::schema::{ledger_org, ledger_signer};
use diesel::prelude::*;
use ledger::OrgId;

/// The number of an organisation; a new one is entered.
pub fn org(connection: &mut Db, iss: &OrgId) -> Result<i64, StoreError> {
    if let Some(id) = find_org(connection, iss)? {
        return Ok(id);
    }
    let largest: Option<i64> =
        ledger_org::table.select(diesel::dsl::max(ledger_org::id)).first(connection)?;
    let id = largest.unwrap_or(0) + 1;
    diesel::insert_into(ledger_org::table)
        .values((ledger_org::id.eq(id), ledger_org::iss.eq(iss.as_str())))
        .execute(connection)?;
    Ok(id)
}

/// The number of an organisation that has written before.
pub fn find_org(connection: &mut Db, iss: &OrgId) -> Result<Option<i64>, StoreError> {
    Ok(ledger_org::table
        .filter(ledger_org::iss.eq(iss.as_str()))
        .select(ledger_org::id)
        .first(connection)
        .optional()?)
}

/// The organisation behind a number.
pub fn org_of(connection: &mut Db, number: i64) -> Result<OrgId, StoreError> {
    let iss: Option<String> = ledger_org::table
        .filter(ledger_org::id.eq(number))
        .select(ledger_org::iss)
        .first(connection)
        .optional()?;
    let iss = iss.and_then(|iss| OrgId::parse(&iss).ok());
    iss.ok_or_else(|| StoreError::corrupt(format!("organisation {number} has no name")))
}

/// The key id and the organisation behind a signer's number.
pub fn signer_of(connection: &mut Db, number: i64) -> Result<Option<(String, String)>, StoreError> {
    let found: Option<(String, i64)> = ledger_signer::table
        .filter(ledger_signer::id.eq(number))
        .select((ledger_signer::kid, ledger_signer::org))
        .first(connection)
        .optional()?;
    let Some((kid, org)) = found else { return Ok(None) };
    let iss: Option<String> = ledger_org::table
        .filter(ledger_org::id.eq(org))
        .select(ledger_org::iss)
        .first(connection)
        .optional()?;
    Ok(iss.map(|iss| (kid, iss)))
}

/// The number of a key that signed; a new one is entered.
pub fn signer(connection: &mut Db, kid: &str, org: i64) -> Result<i64, StoreError> {
    let found = ledger_signer::table
        .filter(ledger_signer::kid.eq(kid))
        .select(ledger_signer::id)
        .first(connection)
        .optional()?;
    if let Some(id) = found {
        return Ok(id);
    }
    let largest: Option<i64> =
        ledger_signer::table.select(diesel::dsl::max(ledger_signer::id)).first(connection)?;
    let id = largest.unwrap_or(0) + 1;
    diesel::insert_into(ledger_signer::table)
        .values((ledger_signer::id.eq(id), ledger_signer::org.eq(org), ledger_signer::kid.eq(kid)))
        .execute(connection)?;
    Ok(id)
}
