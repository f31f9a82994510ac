//! Members that a sender adds under a namespace, kept in order and found by any spelling.

use crate::context::{Context, Name};
use crate::reader::Reader;
use json::{Json, Object};

/// One added member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The full name, by the document's context.
    pub name: Name,
    /// The name as sent: `cbvmda:lotNumber`.
    pub sent: String,
    /// The value as sent.
    pub value: Json,
}

/// Added members, in the sender's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extensions {
    fields: Vec<Field>,
}

impl Extensions {
    /// The members, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.fields.len()
    }

    /// The value of a member, by `cbvmda:lotNumber`, `gdst:productOwner`, `gs1:...`, a full URI,
    /// `{namespace}local`, or the bare local name, which finds the first member that ends so
    /// whatever its namespace.
    pub fn field(&self, name: &str) -> Option<&Json> {
        let found = if name.contains(':') {
            let wanted = wanted(name);
            self.fields.iter().find(|field| field.name == wanted)
        } else {
            self.fields.iter().find(|field| field.name.local() == name)
        };
        found.map(|field| &field.value)
    }

    /// The text of a member, by the same names as [`Extensions::field`].
    pub fn text(&self, name: &str) -> Option<&str> {
        self.field(name)?.as_str()
    }
}

fn wanted(name: &str) -> Name {
    match name.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some((namespace, local)) => Name::new(namespace, local),
        None => Context::default().expand(name),
    }
}

impl<'j> Reader<'j> {
    /// The members of an object beside the `known` ones; comments and digests are left out.
    pub(crate) fn extensions(&self, members: &'j Object, known: &[&str]) -> Extensions {
        let added = members.iter().filter(|(name, _)| !known.contains(name));
        let fields = added.filter(|(name, _)| !name.starts_with('_')).map(|(name, value)| Field {
            name: self.context.expand(name),
            sent: name.to_owned(),
            value: value.clone(),
        });
        Extensions { fields: fields.collect() }
    }

    /// `ilmd`: added members only.
    pub(super) fn ilmd(&mut self, value: &'j Json) -> Option<Extensions> {
        let members = self.object(value)?;
        self.names(members, "ilmd", &[]);
        Some(self.extensions(members, &[]))
    }
}
