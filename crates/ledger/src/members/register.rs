//! Organisations and keys, found by name, with the tree over their rows.

use super::RowTree;
use super::shards::Shards;
use crate::governance::{check_prefixes, check_roles, check_validators};
use crate::key::Jwk;
use crate::rows::{EpochRow, KeyRow, MemberRow, OrgRow};
use crate::{Hash, OrgId, tree};
use std::collections::BTreeMap;
use std::sync::Arc;

/// All member rows of a chain. A clone shares the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members {
    epoch: EpochRow,
    /// What stands at each place after row 0.
    rows: Vec<Arc<MemberRow>>,
    /// Key id to place.
    keys: Shards<usize>,
    /// Organisation to its place and those of its keys.
    orgs: Shards<OrgPlaces>,
    /// Prefix to owner.
    prefixes: Arc<BTreeMap<String, OrgId>>,
    tree: RowTree,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct OrgPlaces {
    row: usize,
    keys: Vec<usize>,
}

/// Stored rows are not those of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// A text is no row, or not canonical.
    #[error("member row {0} is not one")]
    NotARow(usize),
    /// Row 0 is not first, or comes again.
    #[error("member row 0 is the epoch, no other is")]
    Epoch,
    /// The row cannot stand beside those before it.
    #[error("member row {0} contradicts the rows before it")]
    Contradiction(usize),
}

impl Members {
    /// Nothing but row 0.
    pub(crate) fn of_epoch(epoch: EpochRow) -> Self {
        let leaf = tree::leaf_hash(crate::rows::text(&epoch).as_bytes());
        Self {
            epoch,
            rows: Vec::new(),
            keys: Shards::new(),
            orgs: Shards::new(),
            prefixes: Arc::default(),
            tree: RowTree::of(&[leaf]),
        }
    }

    /// From all rows' canonical texts, in order.
    pub fn restore<T: AsRef<str>>(
        texts: impl IntoIterator<Item = T>,
    ) -> Result<Self, RestoreError> {
        let mut members: Option<Self> = None;
        for (index, text) in texts.into_iter().enumerate() {
            let row = MemberRow::read(text.as_ref());
            let row = row.map_err(|_cause| RestoreError::NotARow(index))?;
            match (&mut members, row) {
                (None, MemberRow::Epoch(row)) if check_validators(&row.validators).is_ok() => {
                    members = Some(Self::of_epoch(row));
                }
                (Some(members), MemberRow::Org(row)) if members.takes_org(&row) => {
                    members.add_org(row);
                }
                (Some(members), MemberRow::Key(row)) if members.takes_key(&row) => {
                    members.add_key(row);
                }
                (Some(_), MemberRow::Org(_) | MemberRow::Key(_)) => {
                    return Err(RestoreError::Contradiction(index));
                }
                (None | Some(_), MemberRow::Epoch(_))
                | (None, MemberRow::Org(_) | MemberRow::Key(_)) => return Err(RestoreError::Epoch),
            }
        }
        members.ok_or(RestoreError::Epoch)
    }

    /// Whether an organisation's row can come in: canonical lists, a new name, prefixes of nobody
    /// else.
    pub(crate) fn takes_org(&self, row: &OrgRow) -> bool {
        check_roles(&row.roles).is_ok()
            && check_prefixes(&row.prefixes).is_ok()
            && self.org(&row.iss).is_none()
            && self.prefix_holder(&row.prefixes, &row.iss).is_none()
    }

    /// Whether a key's row can come in: an organisation that is there, a new key id, its own.
    pub(crate) fn takes_key(&self, row: &KeyRow) -> bool {
        self.org(&row.iss).is_some()
            && self.key(&row.kid).is_none()
            && row.jwk.as_p256().is_some()
            && row.jwk.kid() == row.kid
    }

    /// Row 0.
    pub const fn epoch(&self) -> &EpochRow {
        &self.epoch
    }

    /// An organisation.
    pub fn org(&self, iss: &OrgId) -> Option<&OrgRow> {
        match self.row(self.orgs.get(iss.as_str())?.row)? {
            MemberRow::Org(row) => Some(row),
            MemberRow::Epoch(_) | MemberRow::Key(_) => None,
        }
    }

    /// All organisations, in the order in which they came.
    pub fn orgs(&self) -> impl Iterator<Item = &OrgRow> {
        self.rows.iter().filter_map(|row| match row.as_ref() {
            MemberRow::Org(row) => Some(row),
            MemberRow::Epoch(_) | MemberRow::Key(_) => None,
        })
    }

    /// A key.
    pub fn key(&self, kid: &str) -> Option<&KeyRow> {
        self.key_at(*self.keys.get(kid)?)
    }

    /// A public key, for [`Statement::verify`](crate::statement::Statement::verify).
    pub fn jwk(&self, kid: &str) -> Option<&Jwk> {
        self.key(kid).map(|row| &row.jwk)
    }

    /// The keys of an organisation, in the order in which they came.
    pub fn keys_of(&self, iss: &OrgId) -> impl Iterator<Item = &KeyRow> {
        let places = self.orgs.get(iss.as_str());
        let keys = places.map(|places| places.keys.as_slice()).unwrap_or_default();
        keys.iter().filter_map(|index| self.key_at(*index))
    }

    /// The place of an organisation's row.
    pub fn org_index(&self, iss: &OrgId) -> Option<u64> {
        self.orgs.get(iss.as_str()).map(|places| places.row as u64)
    }

    /// The place of a key's row.
    pub fn key_index(&self, kid: &str) -> Option<u64> {
        self.keys.get(kid).map(|index| *index as u64)
    }

    fn key_at(&self, index: usize) -> Option<&KeyRow> {
        match self.row(index)? {
            MemberRow::Key(row) => Some(row),
            MemberRow::Epoch(_) | MemberRow::Org(_) => None,
        }
    }

    /// The row at a place after row 0.
    fn row(&self, index: usize) -> Option<&MemberRow> {
        self.rows.get(index.checked_sub(1)?).map(AsRef::as_ref)
    }

    /// How many rows there are, row 0 included.
    pub const fn size(&self) -> u64 {
        self.tree.size()
    }

    /// The root over them.
    pub fn root(&self) -> Hash {
        self.tree.root()
    }

    /// The canonical text of a row.
    pub fn row_text(&self, index: u64) -> Option<String> {
        if index == 0 {
            return Some(crate::rows::text(&self.epoch));
        }
        self.row(usize::try_from(index).ok()?).map(MemberRow::text)
    }

    /// All rows' canonical texts, in the order of the tree: what [`Members::restore`] takes.
    pub fn texts(&self) -> impl Iterator<Item = String> {
        (0..self.size()).filter_map(|index| self.row_text(index))
    }

    /// The path from a row's leaf hash to the root.
    pub fn path(&self, index: u64) -> Option<Vec<Hash>> {
        self.tree.path(index)
    }

    /// The owner of the longest prefix that starts these digits.
    pub(crate) fn prefix_owner(&self, digits: &str) -> Option<&OrgId> {
        (4..=12).rev().find_map(|length| self.prefixes.get(digits.get(..length)?))
    }

    /// Another organisation that has one of these prefixes, or one that starts it, or that it
    /// starts.
    pub(crate) fn prefix_holder(&self, prefixes: &[String], iss: &OrgId) -> Option<&OrgId> {
        prefixes.iter().find_map(|prefix| {
            let shorter = (4..=prefix.len()).filter_map(|length| prefix.get(..length));
            let longer = self
                .prefixes
                .range(prefix.clone()..)
                .take_while(|(have, _)| have.starts_with(prefix.as_str()))
                .map(|(_, owner)| owner);
            shorter
                .filter_map(|start| self.prefixes.get(start))
                .chain(longer)
                .find(|owner| *owner != iss)
        })
    }

    /// Changes row 0.
    pub(crate) fn set_epoch(&mut self, row: EpochRow) -> u64 {
        self.tree.set(0, tree::leaf_hash(crate::rows::text(&row).as_bytes()));
        self.epoch = row;
        0
    }

    /// Adds an organisation whose name nobody has.
    pub(crate) fn add_org(&mut self, row: OrgRow) -> u64 {
        debug_assert!(self.takes_org(&row), "callers ask first");
        let iss = row.iss.clone();
        self.own_prefixes(&[], &row.prefixes, &iss);
        let index = self.add(MemberRow::Org(row));
        self.orgs.insert(iss.as_str(), OrgPlaces { row: index, keys: Vec::new() });
        index as u64
    }

    /// Adds a key whose id nobody has.
    pub(crate) fn add_key(&mut self, row: KeyRow) -> u64 {
        debug_assert!(self.takes_key(&row), "callers ask first");
        let (kid, iss) = (row.kid.clone(), row.iss.clone());
        let index = self.add(MemberRow::Key(row));
        self.keys.insert(&kid, index);
        if let Some(places) = self.orgs.get_mut(iss.as_str()) {
            places.keys.push(index);
        }
        index as u64
    }

    /// Changes an organisation; its name stays.
    pub(crate) fn change_org(
        &mut self,
        iss: &OrgId,
        change: impl FnOnce(&mut OrgRow),
    ) -> Option<u64> {
        let old = self.org(iss)?.clone();
        let mut new = old.clone();
        change(&mut new);
        self.own_prefixes(&old.prefixes, &new.prefixes, iss);
        let index = self.orgs.get(iss.as_str())?.row;
        self.replace(index, MemberRow::Org(new))
    }

    /// Changes a key; its id stays.
    pub(crate) fn change_key(
        &mut self,
        kid: &str,
        change: impl FnOnce(&mut KeyRow),
    ) -> Option<u64> {
        let mut row = self.key(kid)?.clone();
        change(&mut row);
        let index = *self.keys.get(kid)?;
        self.replace(index, MemberRow::Key(row))
    }

    fn own_prefixes(&mut self, old: &[String], new: &[String], iss: &OrgId) {
        if old != new {
            let prefixes = Arc::make_mut(&mut self.prefixes);
            for prefix in old {
                prefixes.remove(prefix);
            }
            prefixes.extend(new.iter().map(|prefix| (prefix.clone(), iss.clone())));
        }
    }

    fn add(&mut self, row: MemberRow) -> usize {
        self.tree.push(tree::leaf_hash(row.text().as_bytes()));
        self.rows.push(Arc::new(row));
        self.rows.len()
    }

    fn replace(&mut self, index: usize, row: MemberRow) -> Option<u64> {
        let leaf = tree::leaf_hash(row.text().as_bytes());
        *self.rows.get_mut(index.checked_sub(1)?)? = Arc::new(row);
        self.tree.set(index, leaf);
        Some(index as u64)
    }
}
