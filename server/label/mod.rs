//! Labels: a QR code that leads to the page of a lot, its text below, and proof that it reads.
//!
//! The code is a GS1 Digital Link URI in a QR code of error correction M with a quiet zone of four
//! modules; the SVG is in millimetres, the PNG in whole printer dots. A [`Label`] has one
//! constructor, [`Label::draw`], and it decodes the finished PNG before it hands anything out.
//!
//! Sizes follow the GS1 General Specifications for a QR code with Digital Link at a till: modules of
//! 0.396 to 0.990 mm, human readable text below the code.

mod check;
mod code;
mod error;
mod font;
mod host;
mod hri;
mod name;
mod order;
mod raster;
mod sheet;
mod size;
mod svg;
mod terminal;

pub use error::LabelError;
pub use host::{Host, HostError, Purpose};
pub use name::{NameError, ProductName};
pub use order::{Label, Order, Style, Warning};
pub use size::{Module, Printer, SizeError};
pub use terminal::{Paint, terminal};

#[cfg(test)]
mod tests;
