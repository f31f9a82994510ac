//! The documents themselves: what a person of the trade would reckon after.

mod balance;
mod custody;
mod dates;
mod story;
