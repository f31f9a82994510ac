//! Leaves: their hashes, their bytes, and what must be unique.

use super::connection::{Db, insert_rows};
use super::error::{StoreError, hash, signed, unsigned};
use super::schema::{ledger_jti, ledger_leaf};
use super::{blocks, chunk, names};
use diesel::prelude::*;
use ledger::{Hash, OrgId};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A leaf about to be entered.
#[derive(Debug, Clone)]
pub struct NewLeaf {
    /// Its index.
    pub leaf: u64,
    /// Its hash.
    pub hash: Hash,
    /// Who signed: kid and organisation; none for a record and the genesis.
    pub signer: Option<(String, OrgId)>,
    /// Its jti.
    pub jti: Option<[u8; 16]>,
    /// All pairs that it takes: its own, and that of the statement it vouches for.
    pub taken: Vec<(OrgId, [u8; 16])>,
}

/// SQLite takes so many bound values in one statement with room to spare.
const ROWS_MAX: usize = 1_000;

/// The first eight bytes, as a number for the index.
fn prefix(hash: Hash) -> i64 {
    hash.as_bytes().first_chunk::<8>().map_or(0, |bytes| i64::from_be_bytes(*bytes))
}

/// Enters leaves.
pub fn put(connection: &mut Db, leaves: &[NewLeaf]) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(leaves.len());
    let mut pairs = Vec::with_capacity(leaves.len());
    let mut known = Names::default();
    for leaf in leaves {
        let signer = match &leaf.signer {
            Some((kid, iss)) => Some(known.signer(connection, kid, iss)?),
            None => None,
        };
        rows.push((
            ledger_leaf::leaf.eq(signed(leaf.leaf)),
            ledger_leaf::hash.eq(leaf.hash.as_bytes().to_vec()),
            ledger_leaf::prefix.eq(prefix(leaf.hash)),
            ledger_leaf::signer.eq(signer),
            ledger_leaf::jti.eq(leaf.jti.map(|jti| jti.to_vec())),
        ));
        for (iss, jti) in &leaf.taken {
            pairs.push((
                ledger_jti::org.eq(known.org(connection, iss)?),
                ledger_jti::jti.eq(jti.to_vec()),
                ledger_jti::leaf.eq(signed(leaf.leaf)),
            ));
        }
    }
    insert_rows!(connection, ledger_leaf::table, rows)?;
    insert_rows!(connection, ledger_jti::table, pairs)?;
    Ok(())
}

/// Names already looked up in this transaction.
#[derive(Default)]
struct Names {
    orgs: BTreeMap<OrgId, i64>,
    signers: BTreeMap<String, i64>,
}

impl Names {
    fn org(&mut self, connection: &mut Db, iss: &OrgId) -> Result<i64, StoreError> {
        if let Some(id) = self.orgs.get(iss) {
            return Ok(*id);
        }
        let id = names::org(connection, iss)?;
        self.orgs.insert(iss.clone(), id);
        Ok(id)
    }

    fn signer(&mut self, connection: &mut Db, kid: &str, iss: &OrgId) -> Result<i64, StoreError> {
        if let Some(id) = self.signers.get(kid) {
            return Ok(*id);
        }
        let org = self.org(connection, iss)?;
        let id = names::signer(connection, kid, org)?;
        self.signers.insert(kid.to_owned(), id);
        Ok(id)
    }
}

/// The leaf that took a pair, if any did.
pub fn taken_by(
    connection: &mut Db,
    iss: &OrgId,
    jti: [u8; 16],
) -> Result<Option<u64>, StoreError> {
    let Some(org) = names::find_org(connection, iss)? else { return Ok(None) };
    let leaf: Option<i64> = ledger_jti::table
        .filter(ledger_jti::org.eq(org).and(ledger_jti::jti.eq(jti.as_slice())))
        .select(ledger_jti::leaf)
        .first(connection)
        .optional()?;
    leaf.map(unsigned).transpose()
}

/// A pair of organisation and id.
pub type Pair = (OrgId, [u8; 16]);

/// Which of these pairs are taken, and the leaves that took them: one query for each organisation
/// and a thousand of its pairs.
pub fn taken(
    connection: &mut Db,
    pairs: impl IntoIterator<Item = Pair>,
) -> Result<BTreeMap<Pair, u64>, StoreError> {
    let mut of_org: BTreeMap<OrgId, Vec<[u8; 16]>> = BTreeMap::new();
    for (iss, jti) in pairs {
        of_org.entry(iss).or_default().push(jti);
    }
    let mut taken = BTreeMap::new();
    for (iss, ids) in of_org {
        let Some(org) = names::find_org(connection, &iss)? else { continue };
        for some in ids.chunks(ROWS_MAX) {
            let ids = some.iter().map(<[u8; 16]>::as_slice);
            let rows: Vec<(Vec<u8>, i64)> = ledger_jti::table
                .filter(ledger_jti::org.eq(org).and(ledger_jti::jti.eq_any(ids)))
                .select((ledger_jti::jti, ledger_jti::leaf))
                .load(connection)?;
            for (jti, leaf) in rows {
                let jti = <[u8; 16]>::try_from(jti.as_slice());
                let jti = jti.map_err(|_cause| StoreError::corrupt("an id of another length"))?;
                taken.insert((iss.clone(), jti), unsigned(leaf)?);
            }
        }
    }
    Ok(taken)
}

/// The index of a leaf by its hash.
pub fn find(connection: &mut Db, wanted: Hash) -> Result<Option<u64>, StoreError> {
    let found: Vec<(i64, Vec<u8>)> = ledger_leaf::table
        .filter(ledger_leaf::prefix.eq(prefix(wanted)))
        .select((ledger_leaf::leaf, ledger_leaf::hash))
        .load(connection)?;
    for (leaf, bytes) in found {
        if hash(&bytes)? == wanted {
            return unsigned(leaf).map(Some);
        }
    }
    Ok(None)
}

/// The indices of leaves by their hashes; of a hash that is no leaf's there is no entry.
pub fn found(connection: &mut Db, wanted: &[Hash]) -> Result<BTreeMap<Hash, u64>, StoreError> {
    let mut found = BTreeMap::new();
    for some in wanted.chunks(ROWS_MAX) {
        let prefixes: Vec<i64> = some.iter().copied().map(prefix).collect();
        let rows: Vec<(i64, Vec<u8>)> = ledger_leaf::table
            .filter(ledger_leaf::prefix.eq_any(prefixes))
            .order(ledger_leaf::leaf)
            .select((ledger_leaf::leaf, ledger_leaf::hash))
            .load(connection)?;
        for (leaf, bytes) in rows {
            found.entry(hash(&bytes)?).or_insert(unsigned(leaf)?);
        }
    }
    Ok(found)
}

/// The pairs that a leaf took, as the rows say.
pub fn pairs_of(connection: &mut Db, leaf: u64) -> Result<Vec<Pair>, StoreError> {
    let rows: Vec<(i64, Vec<u8>)> = ledger_jti::table
        .filter(ledger_jti::leaf.eq(signed(leaf)))
        .select((ledger_jti::org, ledger_jti::jti))
        .load(connection)?;
    let mut pairs = Vec::with_capacity(rows.len());
    for (org, jti) in rows {
        let jti = <[u8; 16]>::try_from(jti.as_slice());
        let jti = jti.map_err(|_cause| StoreError::corrupt("an id of another length"))?;
        pairs.push((names::org_of(connection, org)?, jti));
    }
    Ok(pairs)
}

/// The hashes of `count` leaves from `first` on; fewer where the tree ends.
pub fn hashes(connection: &mut Db, first: u64, count: u64) -> Result<Vec<Hash>, StoreError> {
    let rows: Vec<Vec<u8>> = ledger_leaf::table
        .filter(ledger_leaf::leaf.ge(signed(first)))
        .filter(ledger_leaf::leaf.lt(signed(first.saturating_add(count))))
        .order(ledger_leaf::leaf)
        .select(ledger_leaf::hash)
        .load(connection)?;
    rows.iter().map(|bytes| hash(bytes)).collect()
}

/// Who signed a leaf, as its row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// Key id and organisation; none for a record and the genesis. Texts that are nobody's stand
    /// for a number without a name.
    pub signer: Option<(String, String)>,
    /// Its jti.
    pub jti: Option<Vec<u8>>,
}

/// The signers of `count` leaves from `first` on; fewer where the tree ends.
pub fn signers(connection: &mut Db, first: u64, count: u64) -> Result<Vec<Signer>, StoreError> {
    let rows: Vec<(Option<i64>, Option<Vec<u8>>)> = ledger_leaf::table
        .filter(ledger_leaf::leaf.ge(signed(first)))
        .filter(ledger_leaf::leaf.lt(signed(first.saturating_add(count))))
        .order(ledger_leaf::leaf)
        .select((ledger_leaf::signer, ledger_leaf::jti))
        .load(connection)?;
    let mut known: BTreeMap<i64, (String, String)> = BTreeMap::new();
    let mut signers = Vec::with_capacity(rows.len());
    for (number, jti) in rows {
        if let Some(number) = number
            && let Entry::Vacant(slot) = known.entry(number)
        {
            slot.insert(names::signer_of(connection, number)?.unwrap_or_default());
        }
        let signer = number.and_then(|number| known.get(&number).cloned());
        signers.push(Signer { signer, jti });
    }
    Ok(signers)
}

/// Which of `count` leaves from `first` on have a row.
pub fn indices(connection: &mut Db, first: u64, count: u64) -> Result<Vec<u64>, StoreError> {
    let rows: Vec<i64> = ledger_leaf::table
        .filter(ledger_leaf::leaf.ge(signed(first)))
        .filter(ledger_leaf::leaf.lt(signed(first.saturating_add(count))))
        .order(ledger_leaf::leaf)
        .select(ledger_leaf::leaf)
        .load(connection)?;
    rows.into_iter().map(unsigned).collect()
}

/// How many leaves there are.
pub fn size(connection: &mut Db) -> Result<u64, StoreError> {
    let last: Option<i64> =
        ledger_leaf::table.select(diesel::dsl::max(ledger_leaf::leaf)).first(connection)?;
    last.map_or(Ok(0), |last| unsigned(last + 1))
}

/// The bytes of a leaf: `None` if there is none, an empty text if it was redacted.
pub fn bytes(connection: &mut Db, leaf: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(block) = blocks::holding(connection, leaf)? else { return Ok(None) };
    if leaf == block.first {
        return Ok(Some(block.record.into_bytes()));
    }
    let mut chunk = chunk::holding(connection, &block, leaf)?;
    let place = chunk.place(leaf)?;
    Ok(Some(chunk.leaves.swap_remove(place).unwrap_or_default()))
}
