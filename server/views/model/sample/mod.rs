//! One filled view for every kind of food and every state, for tests of pages and of their JSON.
//!
//! The firms are made up; their numbers begin with 952, the prefix that GS1 keeps for demonstrations.

mod fruit;
mod house;
mod meat;
mod parts;
mod seafood;
mod state;

pub use fruit::fruit;
pub use house::house_lot;
pub use meat::meat;
pub use seafood::seafood;
pub use state::{
    bad_check_digit, candidates, hits, on_hold, past_use_by, recalled, stale, unknown_lot,
    withdrawn,
};

use super::LotPage;

/// Every state and every kind, each with a name for files and failures.
pub fn all() -> Vec<(&'static str, LotPage)> {
    vec![
        ("seafood", seafood()),
        ("fruit", fruit()),
        ("meat", meat()),
        ("house", house_lot()),
        ("recalled", recalled()),
        ("on-hold", on_hold()),
        ("withdrawn", withdrawn()),
        ("past-use-by", past_use_by()),
        ("unknown", unknown_lot()),
        ("stale", stale()),
    ]
}
