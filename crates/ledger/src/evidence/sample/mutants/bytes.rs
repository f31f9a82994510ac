//! Changes that know nothing of JSON.

use super::chance::Chance;

/// The longest piece that is cut, repeated or exchanged.
const PIECE_MAX: usize = 48;

/// Characters of base64url, which are also those of hexadecimal digits and of most names.
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_0123456789";

/// What is put between other bytes: of JSON, of no text, and of texts that look alike.
const ODD: [&[u8]; 12] = [
    b" ",
    b"\n",
    b"\"",
    b"\\",
    b"{",
    b"]",
    b",",
    b"0",
    b"\0",
    b"\xff",
    b"\xe2\x80\x8b",
    b"\\u0041",
];

/// Changes some bytes; nothing if chance met a case that it cannot change.
pub(super) type Change = fn(&mut Chance, &[u8], &[u8]) -> Option<Vec<u8>>;

/// Each with its name. The second file is one whose pieces may be taken.
pub(super) const CHANGES: [(&str, Change); 8] = [
    ("bit", bit),
    ("letter", letter),
    ("cut", cut),
    ("repeat", repeat),
    ("end", end),
    ("exchange", exchange),
    ("odd", odd),
    ("piece", piece),
];

/// Bytes with those of a range replaced.
pub(super) fn put(bytes: &[u8], start: usize, end: usize, with: &[u8]) -> Option<Vec<u8>> {
    Some([bytes.get(..start)?, with, bytes.get(end..)?].concat())
}

/// Start and end of a piece.
fn range(chance: &mut Chance, bytes: &[u8]) -> (usize, usize) {
    let start = chance.below(bytes.len());
    let length = chance.below(PIECE_MAX).saturating_add(1);
    (start, start.saturating_add(length).min(bytes.len()))
}

fn bit(chance: &mut Chance, bytes: &[u8], _other: &[u8]) -> Option<Vec<u8>> {
    let at = chance.below(bytes.len());
    let mut changed = bytes.to_vec();
    let byte = changed.get_mut(at)?;
    *byte ^= chance.pick(&[1, 2, 4, 8, 16, 32, 64, 128])?;
    Some(changed)
}

/// One letter or digit for another of its kind: the form stays, what it says does not.
fn letter(chance: &mut Chance, bytes: &[u8], _other: &[u8]) -> Option<Vec<u8>> {
    let at = chance.below(bytes.len());
    let mut changed = bytes.to_vec();
    let byte = changed.get_mut(at)?;
    let kind = match *byte {
        b'0'..=b'9' => b"0123456789".as_slice(),
        b'a'..=b'f' => b"0123456789abcdef",
        _ if LETTERS.contains(byte) => LETTERS,
        _ => return None,
    };
    *byte = *chance.pick(kind)?;
    Some(changed)
}

fn cut(chance: &mut Chance, bytes: &[u8], _other: &[u8]) -> Option<Vec<u8>> {
    let (start, end) = range(chance, bytes);
    put(bytes, start, end, b"")
}

fn repeat(chance: &mut Chance, bytes: &[u8], _other: &[u8]) -> Option<Vec<u8>> {
    let (start, end) = range(chance, bytes);
    put(bytes, end, end, bytes.get(start..end)?)
}

fn end(chance: &mut Chance, bytes: &[u8], _other: &[u8]) -> Option<Vec<u8>> {
    bytes.get(..chance.below(bytes.len())).map(<[u8]>::to_vec)
}

/// Two pieces of one length change places.
fn exchange(chance: &mut Chance, bytes: &[u8], _other: &[u8]) -> Option<Vec<u8>> {
    let (start, end) = range(chance, bytes);
    let length = end.checked_sub(start)?;
    let later = end.checked_add(chance.below(bytes.len().saturating_sub(end)))?;
    let (left, right) = (bytes.get(start..end)?, bytes.get(later..later.checked_add(length)?)?);
    let changed = put(bytes, later, later.checked_add(length)?, left)?;
    put(&changed, start, end, right)
}

fn odd(chance: &mut Chance, bytes: &[u8], _other: &[u8]) -> Option<Vec<u8>> {
    let at = chance.below(bytes.len());
    put(bytes, at, at, chance.pick(&ODD)?)
}

/// A piece of the other file in the same place.
fn piece(chance: &mut Chance, bytes: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let (start, end) = range(chance, bytes);
    put(bytes, start, end, other.get(start..end)?)
}
