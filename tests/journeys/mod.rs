//! The demonstration's three journeys, as their readers see them.

mod demo;
mod documents;
mod pages;
mod proofs;
mod recalls;
mod story;

pub(crate) use demo::Demo;
