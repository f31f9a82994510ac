//! The tables of a chain, row by row: to copy them, and to compare two databases.

use super::connection::{Db, insert_page};
use super::error::StoreError;
use super::schema;
use diesel::prelude::*;
use ledger::Hash;
use sha2::{Digest as _, Sha256};

/// Told how many rows were just done.
pub(super) type Tell<'a> = &'a mut dyn FnMut(u64);

/// How many rows, and their digest.
type Held = Result<(u64, Hash), StoreError>;

/// A table, and what can be done with all of it.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) count: fn(&mut Db) -> Result<u64, StoreError>,
    /// Rows and digest of what is here.
    pub(super) digest: fn(&mut Db, Tell<'_>) -> Held,
    /// The same of what was copied from the first to the second.
    pub(super) copy: fn(&mut Db, &mut Db, Tell<'_>) -> Held,
}

/// A value of a row. Its kind and length come first, so that no two rows have the same bytes.
trait Cell {
    fn feed(&self, digest: &mut Sha256);
}

impl Cell for i64 {
    fn feed(&self, digest: &mut Sha256) {
        digest.update([1]);
        digest.update(self.to_be_bytes());
    }
}

impl Cell for Vec<u8> {
    fn feed(&self, digest: &mut Sha256) {
        digest.update([2]);
        digest.update((self.len() as u64).to_be_bytes());
        digest.update(self);
    }
}

impl Cell for String {
    fn feed(&self, digest: &mut Sha256) {
        digest.update([3]);
        digest.update((self.len() as u64).to_be_bytes());
        digest.update(self);
    }
}

impl<T: Cell> Cell for Option<T> {
    fn feed(&self, digest: &mut Sha256) {
        match self {
            Some(cell) => cell.feed(digest),
            None => digest.update([0]),
        }
    }
}

/// Rows that come after one with this key.
macro_rules! after {
    ($table:ident, $key:ident) => { $table::$key.gt($key) };
    ($table:ident, $key:ident, $($rest:ident),+) => {
        $table::$key.gt($key).or($table::$key.eq($key).and(after!($table, $($rest),+)))
    };
}

/// A module for each table: its key, its other columns, and how many rows are in memory at once.
macro_rules! tables {
    ($(#[$about:meta])* $tables:ident; $($table:ident ($($key:ident: $key_type:ty),+ ; $($column:ident: $type:ty),*) [$rows:literal];)+) => {
        $(mod $table {
            use super::*;
            use schema::$table;

            type Row = ($($key_type,)+ $($type,)*);

            fn page(db: &mut Db, last: Option<&Row>) -> Result<Vec<Row>, StoreError> {
                let page = $table::table
                    .order(($($table::$key,)+))
                    .select(($($table::$key,)+ $($table::$column,)*))
                    .limit($rows);
                Ok(match last {
                    None => page.load(db)?,
                    Some(($($key,)+ ..)) => page.filter(after!($table, $($key),+)).load(db)?,
                })
            }

            fn insert(db: &mut Db, rows: &[Row]) -> Result<(), StoreError> {
                let rows: Vec<_> = rows
                    .iter()
                    .cloned()
                    .map(|($($key,)+ $($column,)*)| {
                        ($($table::$key.eq($key),)+ $($table::$column.eq($column),)*)
                    })
                    .collect();
                let entered = insert_page!(db, $table::table, &rows)?;
                if entered == rows.len() {
                    Ok(())
                } else {
                    Err(StoreError::corrupt(concat!("rows left out of ", stringify!($table))))
                }
            }

            fn walk(
                db: &mut Db,
                tell: Tell<'_>,
                mut each: impl FnMut(&[Row]) -> Result<(), StoreError>,
            ) -> Held {
                let (mut digest, mut count) = (Sha256::new(), 0);
                let mut last = None;
                loop {
                    let rows = page(db, last.as_ref())?;
                    for ($($key,)+ $($column,)*) in &rows {
                        $($key.feed(&mut digest);)+
                        $($column.feed(&mut digest);)*
                    }
                    each(&rows)?;
                    count += rows.len() as u64;
                    tell(rows.len() as u64);
                    let Some(row) = rows.into_iter().next_back() else { break };
                    last = Some(row);
                }
                Ok((count, Hash::from_bytes(digest.finalize().into())))
            }

            pub(super) const TABLE: Table = Table {
                name: stringify!($table),
                count: |db| {
                    let count: i64 = $table::table.count().get_result(db)?;
                    super::super::error::unsigned(count)
                },
                digest: |db, tell| walk(db, tell, |_rows| Ok(())),
                copy: |from, to, tell| {
                    walk(from, tell, |rows| if rows.is_empty() { Ok(()) } else { insert(to, rows) })
                },
            };
        })+

        $(#[$about])*
        pub(super) const $tables: &[Table] = &[$($table::TABLE),+];
    };
}

tables! {
    /// All tables of the chain's set.
    TABLES;
    ledger_block (height: i64; id: Vec<u8>, body: i64, record: String, time_ms: i64, first: i64,
        leaves: i64, round: i64, certificate: Vec<u8>) [200];
    ledger_body (id: i64; block_id: Vec<u8>, height: i64, record: String) [200];
    // A chunk may have 3 MB.
    ledger_chunk (body: i64, first: i64; leaves: i64, packed: Vec<u8>) [16];
    ledger_leaf (leaf: i64; hash: Vec<u8>, prefix: i64, signer: Option<i64>, jti: Option<Vec<u8>>)
        [1000];
    ledger_jti (org: i64, jti: Vec<u8>; leaf: i64) [1000];
    ledger_org (id: i64; iss: String) [200];
    ledger_signer (id: i64; org: i64, kid: String) [200];
    ledger_subtree (level: i64, position: i64; hash: Vec<u8>) [1000];
    ledger_member (position: i64, height: i64; row_text: String) [200];
    ledger_recall (code: String, height: i64; row_text: Option<String>) [200];
    ledger_proposal (proposal: Vec<u8>, height: i64; row_text: Option<String>) [200];
    ledger_boundary (epoch: i64; checkpoint: String) [50];
    ledger_redaction (leaf: i64; height: i64) [1000];
    node_undecided (height: i64, round: i64, block_id: Vec<u8>; valid_round: i64,
        proposer: Vec<u8>, valid: i64, mine: i64) [200];
    node_cosignature (iss: String; size: i64, root: Vec<u8>, signatures: String) [50];
    node_vault (hash: Vec<u8>; disclosures: String, erased: String, stored_ms: i64) [50];
    node_orphan (hash: Vec<u8>; stored_ms: i64) [1000];
    node_redacted (leaf: i64; kept: Option<String>) [200];
    node_erased (hash: Vec<u8>; erased_ms: i64) [1000];
    node_attachment (digest: Vec<u8>, leaf: Vec<u8>; length: i64, concealed: i64, stored_ms: i64)
        [1000];
    node_dropped (hash: Vec<u8>; reason: String, dropped_ms: i64) [200];
    node_evidence (id: i64; height: i64, encoded: Vec<u8>) [50];
}

tables! {
    /// All tables of the read model.
    READ_TABLES;
    read_cursor (id: i64; height: i64, block: Vec<u8>, version: i64) [1];
    read_goods (id: i64; code: String, lot: Option<String>) [1000];
    read_mention (goods: i64, leaf: i64, role: i64; nth: i64, turn: i64) [1000];
    read_speaker (goods: i64, org: String; leaf: i64, turns: i64) [1000];
    read_correction (target: i64, leaf: i64;) [1000];
    read_event (leaf: i64; event_id: String, event_ms: i64, org: String) [1000];
    read_transformation (transformation: String, leaf: i64;) [1000];
    read_fact (leaf: i64; kind: String, subject: String, org: String, fact: String) [200];
    read_finding (id: i64; leaf: i64, code: String, told: String) [200];
    read_word (word: String, goods: i64;) [1000];
    read_lot (product: i64, goods: i64;) [1000];
    read_day (day: String, org: String, turn: i64; goods: i64, leaf: i64) [1000];
}
