//! The rows of the recalls tree.

use crate::members::RowTree;
use crate::rows::{self, NotARow, RecallBy, RecallRow, RecallState};
use crate::{Hash, OrgId, tree};
use std::collections::BTreeMap;

/// Every code that is on hold or recalled, and the tree over their rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recalls {
    rows: BTreeMap<String, Entry>,
    /// The codes in the order of the tree.
    order: Vec<String>,
    tree: RowTree,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    row: RecallRow,
    leaf: Hash,
}

/// A row with its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvedRow {
    /// The row's canonical text.
    pub row: String,
    /// Its place.
    pub index: u64,
    /// From its leaf hash to the root.
    pub path: Vec<Hash>,
}

/// That a code has a row, or that it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecallProof {
    /// Its row.
    Present(ProvedRow),
    /// The rows between which it would stand: none in an empty tree, one at either end, else two.
    Absent(Vec<ProvedRow>),
}

impl RecallProof {
    /// The rows, as evidence carries them.
    pub fn rows(&self) -> &[ProvedRow] {
        match self {
            Self::Present(row) => std::slice::from_ref(row),
            Self::Absent(rows) => rows,
        }
    }
}

impl Default for Recalls {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), order: Vec::new(), tree: RowTree::of(&[]) }
    }
}

impl Recalls {
    /// From canonical rows in any order.
    pub fn restore<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Result<Self, NotARow> {
        let mut recalls = Self::default();
        for text in texts {
            let row: RecallRow = rows::read(text.as_ref())?;
            let sorted = row.by.is_sorted_by(|left, right| left.iss < right.iss);
            let canonical = gs1::Goods::parse(&row.code).is_ok_and(|goods| goods.uri() == row.code);
            let code = row.code.clone();
            let old = recalls.rows.insert(code, Entry::of(row));
            if !sorted || !canonical || old.is_some() {
                return Err(NotARow);
            }
        }
        if recalls.rows.values().any(|entry| entry.row.by.is_empty()) {
            return Err(NotARow);
        }
        recalls.settle();
        Ok(recalls)
    }

    /// How many codes have a row.
    pub const fn size(&self) -> u64 {
        self.tree.size()
    }

    /// The root over them.
    pub fn root(&self) -> Hash {
        self.tree.root()
    }

    /// The row of a canonical code.
    pub fn row(&self, code: &str) -> Option<&RecallRow> {
        self.rows.get(code).map(|entry| &entry.row)
    }

    /// All rows, by code.
    pub fn iter(&self) -> impl Iterator<Item = &RecallRow> {
        self.rows.values().map(|entry| &entry.row)
    }

    /// What one organisation says of a code.
    pub fn state(&self, code: &str, iss: &OrgId) -> Option<RecallState> {
        self.row(code)?.by.iter().find(|by| by.iss == *iss).map(|by| by.state)
    }

    /// The proof for a canonical code.
    pub fn proof(&self, code: &str) -> RecallProof {
        match self.order.binary_search_by(|have| have.as_str().cmp(code)) {
            Ok(index) => {
                let present = self.proved(index).map(RecallProof::Present);
                present.unwrap_or_else(|| RecallProof::Absent(Vec::new()))
            }
            Err(index) => {
                let neighbours = [index.checked_sub(1), Some(index)];
                let rows = neighbours.into_iter().flatten().filter_map(|index| self.proved(index));
                RecallProof::Absent(rows.collect())
            }
        }
    }

    fn proved(&self, index: usize) -> Option<ProvedRow> {
        let row = self.row(self.order.get(index)?)?;
        let index = u64::try_from(index).ok()?;
        Some(ProvedRow { row: rows::text(row), index, path: self.tree.path(index)? })
    }

    /// Sets or clears one organisation's word on a code, said by leaf `index`. A word that says
    /// nothing new changes nothing. Returns whether anything changed; the tree follows in
    /// [`Recalls::settle`].
    pub(crate) fn set(
        &mut self,
        code: &str,
        iss: &OrgId,
        state: Option<RecallState>,
        index: u64,
    ) -> bool {
        if self.state(code, iss) == state {
            return false;
        }
        let mut by = self.row(code).map(|row| row.by.clone()).unwrap_or_default();
        by.retain(|word| word.iss != *iss);
        by.extend(state.map(|state| RecallBy { index, iss: iss.clone(), state }));
        by.sort_by(|left, right| left.iss.cmp(&right.iss));
        if by.is_empty() {
            self.rows.remove(code);
        } else {
            let row = RecallRow { by, code: code.to_owned() };
            self.rows.insert(code.to_owned(), Entry::of(row));
        }
        true
    }

    /// Builds the tree over the rows as they are now.
    pub(crate) fn settle(&mut self) {
        self.order = self.rows.keys().cloned().collect();
        let leaves: Vec<Hash> = self.rows.values().map(|entry| entry.leaf).collect();
        self.tree = RowTree::of(&leaves);
    }
}

impl Entry {
    fn of(row: RecallRow) -> Self {
        let leaf = tree::leaf_hash(rows::text(&row).as_bytes());
        Self { row, leaf }
    }
}
