//! Changes of whole values: the file stays JSON, and mostly keeps its form.

use super::bytes::put;
use super::chance::Chance;
use super::spots::{Kind, Spot, spots};

/// A file and where its values stand.
#[derive(Debug, Clone)]
pub(super) struct Cut {
    pub(super) bytes: Vec<u8>,
    spots: Vec<Spot>,
}

impl Cut {
    pub(super) fn of(bytes: Vec<u8>) -> Self {
        let spots = spots(&bytes);
        Self { bytes, spots }
    }

    fn text(&self, spot: &Spot) -> Option<&[u8]> {
        self.bytes.get(spot.start..spot.end)
    }

    /// Values of that name and kind.
    fn like(&self, spot: &Spot) -> Vec<&Spot> {
        let is_like = |other: &&Spot| other.name == spot.name && other.kind == spot.kind;
        self.spots.iter().filter(is_like).collect()
    }

    /// A value of one kind.
    fn one(&self, chance: &mut Chance, kind: Kind) -> Option<&Spot> {
        let all: Vec<&Spot> = self.spots.iter().filter(|spot| spot.kind == kind).collect();
        chance.pick(&all).copied()
    }
}

/// Changes a value of the first file; nothing if chance met a case that it cannot change.
pub(super) type Change = fn(&mut Chance, &Cut, &Cut) -> Option<Vec<u8>>;

/// Each with its name. The second file is one whose values may be taken.
pub(super) const CHANGES: [(&str, Change); 10] = [
    ("own value", own),
    ("foreign value", foreign),
    ("foreign end", foreign_end),
    ("value removed", removed),
    ("value repeated", repeated),
    ("values turned", turned),
    ("number", number),
    ("text", text),
    ("null", null),
    ("empty", empty),
];

/// Another value of that name from the same file.
fn own(chance: &mut Chance, file: &Cut, _other: &Cut) -> Option<Vec<u8>> {
    let spot = chance.pick(&file.spots)?;
    let from = *chance.pick(&file.like(spot))?;
    put(&file.bytes, spot.start, spot.end, file.text(from)?)
}

/// A value of that name from another file.
fn foreign(chance: &mut Chance, file: &Cut, other: &Cut) -> Option<Vec<u8>> {
    let spot = chance.pick(&file.spots)?;
    let from = *chance.pick(&other.like(spot))?;
    put(&file.bytes, spot.start, spot.end, other.text(from)?)
}

/// The beginning of one file and the end of another, joined at values of one name.
fn foreign_end(chance: &mut Chance, file: &Cut, other: &Cut) -> Option<Vec<u8>> {
    let spot = chance.pick(&file.spots)?;
    let from = *chance.pick(&other.like(spot))?;
    put(&file.bytes, spot.start, file.bytes.len(), other.bytes.get(from.start..)?)
}

fn removed(chance: &mut Chance, file: &Cut, _other: &Cut) -> Option<Vec<u8>> {
    let spot = chance.pick(&file.spots)?;
    let before = spot.from.checked_sub(1)?;
    // The comma in front goes with it, or the one behind if it is the first.
    let is_comma = |at: usize| file.bytes.get(at) == Some(&b',');
    let start = if is_comma(before) { before } else { spot.from };
    let is_first = start == spot.from && is_comma(spot.end);
    put(&file.bytes, start, spot.end.saturating_add(usize::from(is_first)), b"")
}

fn repeated(chance: &mut Chance, file: &Cut, _other: &Cut) -> Option<Vec<u8>> {
    let spot = chance.pick(&file.spots)?;
    spot.parent?;
    let again = [b",", file.bytes.get(spot.from..spot.end)?].concat();
    put(&file.bytes, spot.end, spot.end, &again)
}

/// Two neighbours, items or members, change places.
fn turned(chance: &mut Chance, file: &Cut, _other: &Cut) -> Option<Vec<u8>> {
    let spot = chance.pick(&file.spots)?;
    let parent = spot.parent?;
    let beside = |other: &&Spot| other.parent == Some(parent) && other.start > spot.start;
    let later: Vec<&Spot> = file.spots.iter().filter(beside).collect();
    let later = *chance.pick(&later)?;
    let whole = |spot: &Spot| file.bytes.get(spot.from..spot.end);
    let changed = put(&file.bytes, later.from, later.end, whole(spot)?)?;
    put(&changed, spot.from, spot.end, whole(later)?)
}

fn number(chance: &mut Chance, file: &Cut, _other: &Cut) -> Option<Vec<u8>> {
    let spot = file.one(chance, Kind::Word)?;
    let now: u64 = std::str::from_utf8(file.text(spot)?).ok()?.parse().ok()?;
    let little = u64::try_from(chance.below(64)).ok()?;
    let other = match chance.below(10) {
        0 => now.saturating_add(1).to_string(),
        1 => now.checked_sub(1)?.to_string(),
        2 => now.saturating_add(little).to_string(),
        3 => little.to_string(),
        4 => "9007199254740991".to_owned(),
        5 => "9007199254740992".to_owned(),
        6 => format!("-{now}"),
        7 => format!("{now}.0"),
        8 => format!("0{now}"),
        _ => format!("{now}e0"),
    };
    put(&file.bytes, spot.start, spot.end, other.as_bytes())
}

/// A text a character shorter or longer, or any other text of the file.
fn text(chance: &mut Chance, file: &Cut, _other: &Cut) -> Option<Vec<u8>> {
    let spot = file.one(chance, Kind::Text)?;
    let last = spot.end.checked_sub(1)?;
    match chance.below(4) {
        0 => put(&file.bytes, last.checked_sub(1)?, last, b""),
        1 => put(&file.bytes, last, last, b"A"),
        2 => put(&file.bytes, last, last, b"="),
        _ => {
            let from = file.one(chance, Kind::Text)?;
            put(&file.bytes, spot.start, spot.end, file.text(from)?)
        }
    }
}

fn null(chance: &mut Chance, file: &Cut, _other: &Cut) -> Option<Vec<u8>> {
    let spot = chance.pick(&file.spots)?;
    put(&file.bytes, spot.start, spot.end, b"null")
}

fn empty(chance: &mut Chance, file: &Cut, _other: &Cut) -> Option<Vec<u8>> {
    let spot = chance.pick(&file.spots)?;
    let nothing: &[u8] = match spot.kind {
        Kind::Text => b"\"\"",
        Kind::Word => b"0",
        Kind::List => b"[]",
        Kind::Object => b"{}",
    };
    put(&file.bytes, spot.start, spot.end, nothing)
}
