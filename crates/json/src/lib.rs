//! Strict JSON: one tree that loses nothing and hides nothing.
//!
//! `serde_json::Value` keeps the last of two equal member names and turns `12.30` into a float.
//! A signed statement may do neither: two readers must see the same members, and a weight must
//! stay as its sender wrote it. So this crate reads RFC 8259 text (by `json-event-parser`) into a
//! tree in which
//!
//! * member names are unique (RFC 8785 and I-JSON, RFC 7493 section 2.3),
//! * numbers keep their text,
//! * members keep their order,
//! * depth and size have a stated bound.
#![warn(missing_docs, clippy::float_arithmetic, clippy::wildcard_enum_match_arm)]

mod number;
mod object;
mod parse;
mod pointer;
mod write;

pub use number::Number;
pub use object::Object;
pub use parse::{JsonError, Limits, Reason, parse};
pub use pointer::Pointer;

/// Any JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as its sender wrote it.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object: unique names, in the sender's order.
    Object(Object),
}

impl Json {
    /// The member of that name, if this is an object that has one.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// The value at an RFC 6901 pointer such as `/epcisBody/eventList/0`; `""` is the whole value.
    pub fn at(&self, pointer: &str) -> Option<&Self> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |value, token| {
            let name = token.replace("~1", "/").replace("~0", "~");
            match value {
                Self::Object(members) => members.get(&name),
                Self::Array(items) => items.get(name.parse::<usize>().ok()?),
                Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => None,
            }
        })
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The number, if this is one.
    pub const fn as_number(&self) -> Option<&Number> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }

    /// The truth value, if this is one.
    pub const fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// The items, if this is an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// The members, if this is an object.
    pub const fn as_object(&self) -> Option<&Object> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// The members for change, if this is an object.
    pub const fn as_object_mut(&mut self) -> Option<&mut Object> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// What this is, in words for an error: "a string", "an object", ...
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u64> for Json {
    fn from(value: u64) -> Self {
        Self::Number(Number::from(value))
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::Number(Number::from(value))
    }
}

impl From<Vec<Self>> for Json {
    fn from(items: Vec<Self>) -> Self {
        Self::Array(items)
    }
}

impl From<Object> for Json {
    fn from(members: Object) -> Self {
        Self::Object(members)
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;
