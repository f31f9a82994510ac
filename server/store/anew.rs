//! Tables of the ledger that follow from its leaves, emptied to be filled anew: `fsck --repair`.
//!
//! Nothing else may change a row of `ledger_*`. The triggers that see to it are lifted within one
//! transaction and stand again before it ends; of a database whose repair was cut off, nothing is
//! different.

use super::blocks::Block;
use super::connection::Db;
use super::error::{StoreError, signed};
use super::leaves::{self, NewLeaf, Signer};
use super::schema::{
    ledger_block, ledger_jti, ledger_leaf, ledger_member, ledger_org, ledger_proposal,
    ledger_recall, ledger_redaction, ledger_signer, ledger_subtree,
};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;
use ledger::OrgId;

/// What follows from leaves: hashes, look-ups, names, subtrees, versions of the state. Never bodies,
/// certificates, checkpoints of epochs, or anything of `node_*`.
const TABLES: [&str; 10] = [
    "ledger_block",
    "ledger_leaf",
    "ledger_jti",
    "ledger_signer",
    "ledger_org",
    "ledger_subtree",
    "ledger_member",
    "ledger_recall",
    "ledger_proposal",
    "ledger_redaction",
];

#[derive(QueryableByName)]
struct Trigger {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sql: String,
}

/// Lets `act` write those tables, in a transaction that the caller has begun.
pub fn lifted<T, E: From<StoreError>>(
    db: &mut Db,
    act: impl FnOnce(&mut Db) -> Result<T, E>,
) -> Result<T, E> {
    let back = lift(db)?;
    let done = act(db)?;
    db.batch_execute(&back).map_err(StoreError::from)?;
    Ok(done)
}

/// Lifts the triggers; the answer is the SQL that puts them back.
fn lift(db: &mut Db) -> Result<String, StoreError> {
    match db {
        Db::Sqlite(sqlite) => {
            let names = TABLES.map(|table| format!("'{table}'")).join(", ");
            let triggers: Vec<Trigger> = diesel::sql_query(format!(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({names})"
            ))
            .load(sqlite)?;
            let mut back = String::new();
            for Trigger { name, sql } in triggers {
                sqlite.batch_execute(&format!("DROP TRIGGER {name}"))?;
                back.push_str(&sql);
                back.push_str(";\n");
            }
            Ok(back)
        }
        Db::Postgres(postgres) => {
            let all = |act: &str| -> String {
                TABLES.map(|table| format!("ALTER TABLE {table} {act} TRIGGER USER;\n")).concat()
            };
            postgres.batch_execute(&all("DISABLE"))?;
            Ok(all("ENABLE"))
        }
    }
}

/// Empties all of them but the blocks.
pub fn clear(db: &mut Db) -> Result<(), StoreError> {
    diesel::delete(ledger_leaf::table).execute(db)?;
    diesel::delete(ledger_jti::table).execute(db)?;
    diesel::delete(ledger_signer::table).execute(db)?;
    diesel::delete(ledger_org::table).execute(db)?;
    diesel::delete(ledger_subtree::table).execute(db)?;
    diesel::delete(ledger_member::table).execute(db)?;
    diesel::delete(ledger_recall::table).execute(db)?;
    diesel::delete(ledger_proposal::table).execute(db)?;
    diesel::delete(ledger_redaction::table).execute(db)?;
    Ok(())
}

/// Writes the columns beside a block's record. Its id and its certificate stay.
pub fn put_columns(db: &mut Db, block: &Block) -> Result<(), StoreError> {
    diesel::update(ledger_block::table.filter(ledger_block::height.eq(signed(block.height))))
        .set((
            ledger_block::record.eq(&block.record),
            ledger_block::time_ms.eq(signed(block.time_ms)),
            ledger_block::first.eq(signed(block.first)),
            ledger_block::leaves.eq(signed(block.leaves)),
        ))
        .execute(db)?;
    Ok(())
}

/// The row of a leaf whose bytes were voted out: nothing else knows any more who signed it.
pub fn kept_leaf(db: &mut Db, leaf: u64) -> Result<NewLeaf, StoreError> {
    let missing = || StoreError::corrupt(format!("the row of leaf {leaf} is missing"));
    let hash = leaves::hashes(db, leaf, 1)?.first().copied().ok_or_else(missing)?;
    let Signer { signer, jti } = leaves::signers(db, leaf, 1)?.pop().ok_or_else(missing)?;
    let signer = match signer {
        Some((kid, iss)) => Some((kid, OrgId::parse(&iss).map_err(|_cause| missing())?)),
        None => None,
    };
    let jti = jti.map(|jti| <[u8; 16]>::try_from(jti.as_slice()));
    let jti = jti.transpose().map_err(|_cause| missing())?;
    Ok(NewLeaf { leaf, hash, signer, jti, taken: leaves::pairs_of(db, leaf)? })
}
