//! The state machine, in scenes that read as tables.

mod ballots;
mod cast;
mod keys;
mod organisations;
mod properties;
mod recalls;
mod scene;
mod thresholds;
mod whole;

use scene::check;
