//! Small worlds, told in a few lines each.

mod carriers;
mod corrections;
mod custody;
mod demo;
mod distil;
mod findings;
mod hostile;
mod journeys;
mod links;
mod notation;
mod properties;
mod world;
