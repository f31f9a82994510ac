//! What is read, what is refused and in which words.

mod digital_link;
mod goods;
mod house;
mod keys;
mod place;
mod properties;
mod table;
mod typed;
mod uri;
mod urn;
mod vectors;
