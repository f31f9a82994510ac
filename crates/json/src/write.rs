//! From the tree to text: no spaces, members in order, strings escaped as RFC 8785 3.2.2.2 does.

use crate::Json;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::fmt::{self, Write};

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(number) => f.write_str(number.as_str()),
            Self::String(text) => string(f, text),
            Self::Array(items) => list(f, ('[', ']'), items.iter(), |f, item| write!(f, "{item}")),
            Self::Object(members) => list(f, ('{', '}'), members.iter(), |f, (name, value)| {
                string(f, name)?;
                write!(f, ":{value}")
            }),
        }
    }
}

/// Writes `each` between brackets, with commas.
fn list<T>(
    f: &mut fmt::Formatter<'_>,
    (open, close): (char, char),
    each: impl Iterator<Item = T>,
    write: impl Fn(&mut fmt::Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    f.write_char(open)?;
    for (index, one) in each.enumerate() {
        if index > 0 {
            f.write_char(',')?;
        }
        write(f, one)?;
    }
    f.write_char(close)
}

fn string(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\u{8}' => f.write_str("\\b")?,
            '\t' => f.write_str("\\t")?,
            '\n' => f.write_str("\\n")?,
            '\u{c}' => f.write_str("\\f")?,
            '\r' => f.write_str("\\r")?,
            control if control < ' ' => write!(f, "\\u{:04x}", u32::from(control))?,
            other => f.write_char(other)?,
        }
    }
    f.write_char('"')
}

/// For answers that embed a tree in a serde type. A number that a JSON reader might round goes out
/// as a double here; where the text must survive, write the tree with `to_string`.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => match (number.as_i64(), number.as_str().parse::<f64>()) {
                (Some(whole), _) => serializer.serialize_i64(whole),
                (None, Ok(value)) => serializer.serialize_f64(value),
                (None, Err(_)) => serializer.serialize_str(number.as_str()),
            },
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| list.serialize_element(item))?;
                list.end()
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                members.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
        }
    }
}
