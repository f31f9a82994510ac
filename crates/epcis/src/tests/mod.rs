//! Tests of the crate as a whole: outside vectors, and what holds for every event.

mod outside;
mod properties;
mod vectors;
