//! The full name behind a prefix.

use std::fmt;

/// A name in a namespace: `{urn:epcglobal:cbv:mda:}lotNumber`.
///
/// Two names are equal when the URIs that they stand for are.
#[derive(Debug, Clone)]
pub struct Name {
    namespace: String,
    local: String,
}

impl Name {
    pub(crate) fn new(namespace: impl Into<String>, local: impl Into<String>) -> Self {
        Self { namespace: namespace.into(), local: local.into() }
    }

    /// The namespace, with its last separator.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The name inside its namespace: `lotNumber`.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The whole URI: `urn:epcglobal:cbv:mda:lotNumber`.
    pub fn iri(&self) -> String {
        format!("{}{}", self.namespace, self.local)
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        (self.namespace == other.namespace && self.local == other.local)
            || self.iri() == other.iri()
    }
}

impl Eq for Name {}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}{}", self.namespace, self.local)
    }
}
