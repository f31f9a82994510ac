//! From bytes to the tree.

use crate::pointer::Step;
use crate::{Json, Number, Object, Pointer};
use json_event_parser::{JsonEvent, JsonSyntaxError, SliceJsonParser};
use std::collections::BTreeSet;

/// What a text may be at most. Everything from outside is read under one of these.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many bytes.
    pub bytes_max: usize,
    /// How many arrays and objects inside one another.
    pub depth_max: usize,
    /// How many values in all, so that a small text cannot cost much memory.
    pub values_max: usize,
}

/// Why a text is not taken, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} (at byte {offset}, {})", if *pointer == Pointer::root() { "the whole text".to_owned() } else { pointer.to_string() })]
pub struct JsonError {
    /// Where in the bytes, from 0.
    pub offset: u64,
    /// Where in the tree: the value being read.
    pub pointer: Pointer,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Over [`Limits::bytes_max`].
    #[error("the text is longer than {0} bytes")]
    TooLong(usize),
    /// Over [`Limits::depth_max`].
    #[error("lists and objects stand more than {0} deep")]
    TooDeep(usize),
    /// Over [`Limits::values_max`].
    #[error("the text holds more than {0} values")]
    TooMany(usize),
    /// A name stands twice in one object.
    #[error("the member \"{0}\" stands twice")]
    Duplicate(String),
    /// Not UTF-8.
    #[error("the text is not UTF-8")]
    NotUtf8,
    /// Not JSON.
    #[error("this is not JSON: {0}")]
    Syntax(String),
}

/// Reads one JSON text, whole.
pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Json, JsonError> {
    let fault = |offset, reason| JsonError { offset, pointer: Pointer::root(), reason };
    if bytes.len() > limits.bytes_max {
        return Err(fault(0, Reason::TooLong(limits.bytes_max)));
    }
    if let Err(error) = std::str::from_utf8(bytes) {
        return Err(fault(error.valid_up_to() as u64, Reason::NotUtf8));
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        return Err(fault(0, Reason::Syntax("it starts with a byte order mark".to_owned())));
    }
    let mut reader = Reader { parser: SliceJsonParser::new(bytes), limits, values: 0, depth: 0 };
    let event = reader.next()?;
    let value = reader.value(event)?;
    if reader.next()? == JsonEvent::Eof {
        Ok(value)
    } else {
        Err(fault(0, Reason::Syntax("something follows the value".to_owned())))
    }
}

struct Reader<'a, 'l> {
    parser: SliceJsonParser<'a>,
    limits: &'l Limits,
    values: usize,
    depth: usize,
}

impl<'a> Reader<'a, '_> {
    fn next(&mut self) -> Result<JsonEvent<'a>, JsonError> {
        self.parser.parse_next().map_err(|error| Self::syntax(&error))
    }

    fn syntax(error: &JsonSyntaxError) -> JsonError {
        JsonError {
            offset: error.location().start.offset,
            pointer: Pointer::root(),
            reason: Reason::Syntax(error.message().to_owned()),
        }
    }

    const fn fault(reason: Reason) -> JsonError {
        JsonError { offset: 0, pointer: Pointer::root(), reason }
    }

    fn value(&mut self, event: JsonEvent<'a>) -> Result<Json, JsonError> {
        self.values += 1;
        if self.values > self.limits.values_max {
            return Err(Self::fault(Reason::TooMany(self.limits.values_max)));
        }
        match event {
            JsonEvent::Null => Ok(Json::Null),
            JsonEvent::Boolean(value) => Ok(Json::Bool(value)),
            JsonEvent::Number(text) => Ok(Json::Number(Number::from_checked(text.into_owned()))),
            JsonEvent::String(text) => Ok(Json::String(text.into_owned())),
            JsonEvent::StartArray => self.nested(Self::array),
            JsonEvent::StartObject => self.nested(Self::object),
            JsonEvent::EndArray
            | JsonEvent::EndObject
            | JsonEvent::ObjectKey(_)
            | JsonEvent::Eof => Err(Self::fault(Reason::Syntax("a value is missing".to_owned()))),
        }
    }

    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Json, JsonError>,
    ) -> Result<Json, JsonError> {
        self.depth += 1;
        if self.depth > self.limits.depth_max {
            return Err(Self::fault(Reason::TooDeep(self.limits.depth_max)));
        }
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn array(&mut self) -> Result<Json, JsonError> {
        let mut items = Vec::new();
        loop {
            let event = self.next()?;
            if event == JsonEvent::EndArray {
                return Ok(Json::Array(items));
            }
            let value = self.value(event);
            items.push(value.map_err(|error| error.below(Step::Item(items.len())))?);
        }
    }

    fn object(&mut self) -> Result<Json, JsonError> {
        let mut members = Object::new();
        let mut names = BTreeSet::new();
        loop {
            let event = self.next()?;
            if event == JsonEvent::EndObject {
                return Ok(Json::Object(members));
            }
            let JsonEvent::ObjectKey(name) = event else {
                return Err(Self::fault(Reason::Syntax("a name is missing".to_owned())));
            };
            let value = if is_new(&members, &mut names, &name) {
                self.next().and_then(|event| self.value(event))
            } else {
                Err(Self::fault(Reason::Duplicate(name.clone().into_owned())))
            };
            let value = value.map_err(|error| error.below(Step::Member(&name)))?;
            members.push_new(name.into_owned(), value);
        }
    }
}

/// Among so many names one is found faster by looking at each.
const FEW: usize = 16;

/// Whether an object has no member of that name yet; `names` are all of them, once they are many.
fn is_new(members: &Object, names: &mut BTreeSet<String>, name: &str) -> bool {
    if members.len() < FEW {
        return !members.contains(name);
    }
    if names.is_empty() {
        names.extend(members.names().map(str::to_owned));
    }
    names.insert(name.to_owned())
}

impl JsonError {
    /// The pointer is put together on the way out: a text without faults never needs one.
    fn below(self, step: Step<'_>) -> Self {
        Self { pointer: self.pointer.below(step), ..self }
    }
}
