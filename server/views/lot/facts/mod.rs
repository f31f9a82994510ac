//! Facts about the food, the most important first.

mod asfis;
pub(super) mod catch;
mod common;
mod gear;
mod harvest;
mod meat;
mod nearest;

pub(super) use common::{facts, marked, use_by, year_of, yymmdd};
