//! What strangers get to see, and what they can make a node do.

mod behind;
mod bodies;
mod busy;
mod corrections;
mod floods;
mod pallets;
mod told;
mod unknown;
mod vault;
