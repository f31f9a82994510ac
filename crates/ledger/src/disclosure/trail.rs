//! Where a walk stands, for errors: built on the stack, turned into a pointer only when something
//! is wrong, because every statement is walked and nearly none is wrong.

use json::Pointer;

/// One step of a walk and the way that led to it.
#[derive(Clone, Copy)]
pub(crate) enum Trail<'a> {
    /// The beginning.
    Root,
    /// Into a member.
    Member(&'a Self, &'a str),
    /// Into an item.
    Item(&'a Self, usize),
}

impl Trail<'_> {
    /// The way as an RFC 6901 pointer.
    pub(crate) fn pointer(&self) -> Pointer {
        match self {
            Trail::Root => Pointer::root(),
            Trail::Member(above, name) => above.pointer().member(name),
            Trail::Item(above, index) => above.pointer().item(*index),
        }
    }
}
