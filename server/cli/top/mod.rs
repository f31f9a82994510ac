//! `furlong top`: a live view of a node in a terminal.
//!
//! `sample` is what one look finds, `history` what follows from several, `draw` shows them, `screen`
//! has the terminal and gives it back whatever happens.

mod draw;
mod durations;
mod history;
mod run;
mod sample;
mod screen;
#[cfg(test)]
mod tests;

pub(super) use run::{Arguments, run};
