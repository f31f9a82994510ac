//! RFC 6901 pointers, built while walking a tree.

use std::fmt;

/// Where a value stands: `/epcisBody/eventList/0/quantityList`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pointer {
    tokens: Vec<String>,
}

impl Pointer {
    /// The whole document.
    pub const fn root() -> Self {
        Self { tokens: Vec::new() }
    }

    /// Steps into a member.
    pub fn push(&mut self, name: &str) {
        self.tokens.push(escaped(name));
    }

    /// The same place, told from one step further out.
    #[must_use]
    pub(crate) fn below(mut self, step: Step<'_>) -> Self {
        let token = match step {
            Step::Member(name) => escaped(name),
            Step::Item(index) => index.to_string(),
        };
        self.tokens.insert(0, token);
        self
    }

    /// Steps into an item.
    pub fn push_index(&mut self, index: usize) {
        self.tokens.push(index.to_string());
    }

    /// Steps out again.
    pub fn pop(&mut self) {
        self.tokens.pop();
    }

    /// The pointer of a member below this one.
    #[must_use]
    pub fn member(&self, name: &str) -> Self {
        let mut below = self.clone();
        below.push(name);
        below
    }

    /// The pointer of an item below this one.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        let mut below = self.clone();
        below.push_index(index);
        below
    }
}

/// A step into a value.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'s> {
    Member(&'s str),
    Item(usize),
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tokens.iter().try_for_each(|token| write!(f, "/{token}"))
    }
}
