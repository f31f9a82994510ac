//! Where the values of a file stand: enough to cut it up without reading what it means.

/// What kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A string.
    Text,
    /// A number, or null.
    Word,
    /// An array.
    List,
    /// An object.
    Object,
}

/// A value and its place.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// The member's name; an item has that of its list.
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Where the list or object begins in which it stands; none for the whole.
    pub(super) parent: Option<usize>,
    /// Where its name begins, or the value itself if it is an item.
    pub(super) from: usize,
    /// Where the value begins.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// Every value of a file without spaces, those further in first.
pub(super) fn spots(bytes: &[u8]) -> Vec<Spot> {
    let mut scan = Scan { bytes, at: 0, found: Vec::new() };
    scan.value("", None, 0);
    scan.found
}

struct Scan<'b> {
    bytes: &'b [u8],
    at: usize,
    found: Vec<Spot>,
}

impl Scan<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or_default()
    }

    fn skip(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn value(&mut self, name: &str, parent: Option<usize>, from: usize) {
        let start = self.at;
        let kind = match self.peek() {
            b'"' => self.text(),
            b'[' => self.inside(Kind::List, name),
            b'{' => self.inside(Kind::Object, name),
            _ => self.word(),
        };
        let name = name.to_owned();
        self.found.push(Spot { name, kind, parent, from, start, end: self.at });
    }

    fn text(&mut self) -> Kind {
        self.skip();
        while !matches!(self.peek(), b'"' | 0) {
            if self.peek() == b'\\' {
                self.skip();
            }
            self.skip();
        }
        self.skip();
        Kind::Text
    }

    fn word(&mut self) -> Kind {
        while !matches!(self.peek(), b',' | b']' | b'}' | 0) {
            self.skip();
        }
        Kind::Word
    }

    fn inside(&mut self, kind: Kind, list: &str) -> Kind {
        let parent = Some(self.at);
        self.skip();
        while !matches!(self.peek(), b']' | b'}' | 0) {
            let from = self.at;
            if kind == Kind::Object {
                self.text();
                let name = self.bytes.get(from..self.at).unwrap_or_default();
                let name = String::from_utf8_lossy(name).trim_matches('"').to_owned();
                self.skip();
                self.value(&name, parent, from);
            } else {
                self.value(list, parent, from);
            }
            if self.peek() == b',' {
                self.skip();
            }
        }
        self.skip();
        kind
    }
}
