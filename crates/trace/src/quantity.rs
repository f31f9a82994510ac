//! Adding amounts. One lot balances in one unit; what has no exact factor cannot be added.

use rust_decimal::Decimal;
use thiserror::Error;

use crate::event::{Item, Qty};
use crate::source::Directory;

/// Why amounts have no sum.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SumError {
    /// An amount was not told, or is concealed.
    #[error("an amount is not known")]
    Unknown,
    /// There is no exact factor between two units.
    #[error("{from} cannot be added to {to}: there is no exact factor between them")]
    NoFactor {
        /// The unit that does not fit.
        from: String,
        /// The unit of the balance.
        to: String,
    },
    /// The sum has more digits than are kept.
    #[error("the sum has more than 28 digits")]
    TooLarge,
}

/// Some of these goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Portion<'a> {
    /// Canonical URI.
    pub goods: &'a str,
    /// How much, if it is known.
    pub amount: Option<&'a Qty>,
}

impl<'a> From<&'a Item> for Portion<'a> {
    fn from(item: &'a Item) -> Self {
        Self { goods: &item.goods, amount: item.quantity.as_ref() }
    }
}

/// The sum of the portions in the unit `to` (`None` is pieces).
pub fn total(
    portions: &[Portion<'_>],
    to: Option<&str>,
    directory: &dyn Directory,
) -> Result<Decimal, SumError> {
    portions.iter().try_fold(Decimal::ZERO, |sum, portion| {
        sum.checked_add(in_unit(*portion, to, directory)?).ok_or(SumError::TooLarge)
    })
}

fn in_unit(
    portion: Portion<'_>,
    to: Option<&str>,
    directory: &dyn Directory,
) -> Result<Decimal, SumError> {
    let amount = portion.amount.ok_or(SumError::Unknown)?;
    if amount.uom.as_deref() == to {
        return Ok(amount.decimal);
    }
    directory.convert(portion.goods, amount, to).ok_or_else(|| SumError::NoFactor {
        from: unit_name(amount.uom.as_deref()),
        to: unit_name(to),
    })
}

fn unit_name(uom: Option<&str>) -> String {
    uom.unwrap_or("pieces").to_owned()
}

/// The sum of amounts told in one unit; `None` if there are none, or one is unknown or in another
/// unit.
pub(crate) fn same_unit_total(portions: &[Portion<'_>]) -> Option<Qty> {
    let uom = portions.first()?.amount?.uom.clone();
    let decimal = portions.iter().try_fold(Decimal::ZERO, |sum, portion| {
        let amount = portion.amount.filter(|amount| amount.uom == uom)?;
        sum.checked_add(amount.decimal)
    })?;
    Some(Qty { text: decimal.to_string(), decimal, uom })
}

/// True if `part` is more than `percent` per cent of `whole`.
pub(crate) fn exceeds(part: Decimal, whole: Decimal, percent: u32) -> bool {
    let hundredfold = part.checked_mul(Decimal::ONE_HUNDRED);
    let allowed = whole.checked_mul(Decimal::from(percent));
    match (hundredfold, allowed) {
        (Some(hundredfold), Some(allowed)) => hundredfold > allowed,
        // Too many digits for the product: the tolerance no longer matters.
        (None, _) | (_, None) => part > whole,
    }
}
