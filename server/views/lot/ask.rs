//! What a reader asks of a page.

use crate::views::Audience;

/// A question about goods, beside their code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageAsk {
    /// The branch to follow where packs of a lot went different ways: a place, a party or the code
    /// of a case or pallet.
    pub at: Option<String>,
    /// The product under each date that the address gives beside the code, as canonical codes: a
    /// recall of one of them is a recall of this pack.
    pub dates: Vec<String>,
    /// Who asks.
    pub audience: Audience,
    /// Whether the earlier steps are wanted too.
    pub earlier: bool,
}

impl PageAsk {
    /// What a shopper asks who follows no branch.
    pub(super) const fn of_shopper() -> Self {
        Self { at: None, dates: Vec::new(), audience: Audience::Shopper, earlier: false }
    }
}
