//! Heads: how many events name a code at a size.

use super::audience::Audience;
use super::reader::Reader;
use crate::store::read::goods;
use crate::store::{StoreError, blocks};
use gs1::Goods;
use serde::Serialize;

/// The head of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The code.
    pub code: String,
    /// The size that was asked about.
    pub size: u64,
    /// How many events below that size name the code; recalls are not counted. For shoppers, those
    /// that a proof file of its page holds.
    pub count: u64,
    /// The last of them.
    pub last_index: Option<u64>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum HeadsError {
    /// The projection has not come that far.
    #[error("not projected yet")]
    NotYet {
        /// How many leaves it has seen.
        projected: u64,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Reader {
    /// Counts the leaves below `size` (or all that are projected) that name a code. A shopper is told
    /// of those that everybody may hold: a code that no page tells of has none, and the times of other
    /// records cannot be found by asking for many sizes.
    pub fn head(
        &self,
        goods: &Goods,
        size: Option<u64>,
        audience: Audience,
    ) -> Result<Head, HeadsError> {
        let projected = self.projected_size()?;
        let size = size.unwrap_or(projected);
        if size > projected {
            return Err(HeadsError::NotYet { projected });
        }
        let code = goods.uri();
        let (count, last_index) = match audience {
            Audience::Operator => goods::head(&mut *self.parts().pool.read()?, &code, size)?,
            Audience::Shopper => self.published_head(goods, size)?,
        };
        Ok(Head { code, size, count, last_index })
    }

    /// Leaves in the blocks that the projector has reached.
    pub(super) fn projected_size(&self) -> Result<u64, StoreError> {
        let mut chain = self.parts().pool.chain()?;
        let block = blocks::at_height(&mut chain, self.projected())?;
        Ok(block.map_or(0, |block| block.size_after()))
    }
}
