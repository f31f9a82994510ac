//! The members of a JSON object.

use crate::Json;

/// Members in the sender's order, each name once.
#[derive(Debug, Clone, Default)]
pub struct Object {
    members: Vec<(String, Json)>,
}

impl Object {
    /// No members.
    pub const fn new() -> Self {
        Self { members: Vec::new() }
    }

    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.members.iter().find(|(have, _)| have == name).map(|(_, value)| value)
    }

    /// The value of that name, for change.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Json> {
        self.members.iter_mut().find(|(have, _)| have == name).map(|(_, value)| value)
    }

    /// Whether there is a member of that name.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a member: in its old place if the name is there, else at the end.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) {
        let (name, value) = (name.into(), value.into());
        if let Some(old) = self.get_mut(&name) {
            *old = value;
        } else {
            self.members.push((name, value));
        }
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let index = self.members.iter().position(|(have, _)| have == name)?;
        Some(self.members.remove(index).1)
    }

    /// Adds a member whose name is known to be new.
    pub(crate) fn push_new(&mut self, name: String, value: Json) {
        debug_assert!(!self.contains(&name), "the parser checks names before it adds them");
        self.members.push((name, value));
    }

    /// Name and value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.members.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Name and value for change, in order.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Json)> {
        self.members.iter_mut().map(|(name, value)| (name.as_str(), value))
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// How many members there are.
    pub const fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}

/// Two objects are equal when they have the same members: JSON gives their order no meaning.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self.members.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl Eq for Object {}

impl<N: Into<String>, V: Into<Json>> FromIterator<(N, V)> for Object {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        let mut object = Self::new();
        for (name, value) in members {
            object.insert(name, value);
        }
        object
    }
}
