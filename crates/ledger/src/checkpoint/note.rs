//! C2SP signed notes: text, signature lines, key names and key ids.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Checkpoint, Signature};
use crate::Hash;
use crate::key::Ed25519Key;
use crate::rows::Validator;

/// Note type of an Ed25519 signature over the text.
const LOG: u8 = 0x01;

/// Note type of cosignature/v1: a time and an Ed25519 signature over both.
const COSIGNATURE: u8 = 0x04;

/// A note has at most so many signature lines (C2SP asks readers to take 16 or more).
const LINES_MAX: usize = 64;

/// And at most so many bytes.
const BYTES_MAX: usize = 64 * 1024;

/// A text and the signatures below it, not yet verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, with its last line feed.
    pub text: String,
    /// The signature lines, in order.
    pub lines: Vec<NoteLine>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteLine {
    /// The key's name.
    pub name: String,
    /// The key's id.
    pub id: [u8; 4],
    /// What the key's type makes of it: 64 bytes, or a u64 time and 64 bytes.
    pub signature: Vec<u8>,
}

/// The text is not a signed note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Too long, or with too many signatures.
    #[error("a note is at most 64 KiB with at most 64 signatures")]
    Size,
    /// No text, blank line and signatures.
    #[error("a note is a text, a blank line and at least one signature line")]
    Shape,
    /// A signature line is malformed.
    #[error("a signature line is an em dash, the key's name and base64 of 5 bytes or more")]
    Line,
    /// A key is malformed.
    #[error("a verifier key is NAME+ID+BASE64, an Ed25519 key of type 01 or 04 with its own id")]
    Key,
}

impl Note {
    /// Reads a note. The last blank line divides it.
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        if note.len() > BYTES_MAX {
            return Err(NoteError::Size);
        }
        let (text, signatures) = note.rsplit_once("\n\n").ok_or(NoteError::Shape)?;
        let signatures = signatures.strip_suffix('\n').ok_or(NoteError::Shape)?;
        if note.chars().any(|character| character < ' ' && character != '\n') || text.is_empty() {
            return Err(NoteError::Shape);
        }
        if signatures.split('\n').count() > LINES_MAX {
            return Err(NoteError::Size);
        }
        let lines = signatures.split('\n').map(NoteLine::parse).collect::<Result<_, _>>()?;
        Ok(Self { text: format!("{text}\n"), lines })
    }

    /// The whole note, with its last line feed.
    pub fn write(&self) -> String {
        let lines: String = self.lines.iter().map(NoteLine::write).collect();
        format!("{}\n{lines}", self.text)
    }

    /// The checkpoint that the text is, if this key signed it; for a cosignature with its time.
    /// Nothing if the key did not sign, or if any line that claims to be by the key is false.
    pub fn verified(&self, key: &VerifierKey) -> Option<(Checkpoint, Option<u64>)> {
        let checkpoint = Checkpoint::parse(&self.text).ok()?;
        let id = key.id();
        let mut by_key = self.lines.iter().filter(|line| line.name == key.name && line.id == id);
        let first = key.time_of(&checkpoint, by_key.next()?)?;
        let rest_hold = by_key.all(|line| key.time_of(&checkpoint, line).is_some());
        rest_hold.then_some((checkpoint, first.time))
    }
}

impl NoteLine {
    pub(super) fn new(key: &VerifierKey, signature: Vec<u8>) -> Self {
        Self { name: key.name.clone(), id: key.id(), signature }
    }

    fn parse(line: &str) -> Result<Self, NoteError> {
        let rest = line.strip_prefix("\u{2014} ").ok_or(NoteError::Line)?;
        let (name, signature) = rest.split_once(' ').ok_or(NoteError::Line)?;
        let bytes = STANDARD.decode(signature).ok().ok_or(NoteError::Line)?;
        let (id, signature) = bytes.split_first_chunk().ok_or(NoteError::Line)?;
        if !is_key_name(name) || signature.is_empty() {
            return Err(NoteError::Line);
        }
        Ok(Self { name: name.to_owned(), id: *id, signature: signature.to_vec() })
    }

    fn write(&self) -> String {
        let bytes = [self.id.as_slice(), &self.signature].concat();
        format!("\u{2014} {} {}\n", self.name, STANDARD.encode(bytes))
    }
}

fn is_key_name(name: &str) -> bool {
    !name.is_empty()
        && !name.contains(|it: char| it.is_whitespace() || it.is_control() || it == '+')
}

/// What a key signs in a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Log,
    Cosigner,
}

/// A public key under its name, as C2SP writes it: `NAME+ID+BASE64` ("vkey").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    role: Role,
    key: Ed25519Key,
}

/// What a true line says besides that it is true.
struct Said {
    time: Option<u64>,
}

impl VerifierKey {
    /// A validator's log key; the name is the origin.
    pub fn log(origin: &str, validator: &Validator) -> Option<Self> {
        let key = validator.log.as_ed25519()?.clone();
        Some(Self { name: origin.to_owned(), role: Role::Log, key })
    }

    /// A validator's cosigner key; the name is `<host>/<GLN or party number>`.
    pub fn cosigner(validator: &Validator) -> Option<Self> {
        let key = validator.cosign.as_ed25519()?.clone();
        let name = format!("{}/{}", validator.host, validator.iss.short());
        Some(Self { name, role: Role::Cosigner, key })
    }

    /// Reads the text form of an Ed25519 key of type 0x01 or 0x04; its id must be its own.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let mut parts = text.splitn(3, '+');
        let mut part = || parts.next().ok_or(NoteError::Key);
        let (name, id, key) = (part()?, part()?, part()?);
        let bytes = STANDARD.decode(key).ok().ok_or(NoteError::Key)?;
        let (kind, key) = bytes.split_first().ok_or(NoteError::Key)?;
        let role = match *kind {
            LOG => Role::Log,
            COSIGNATURE => Role::Cosigner,
            _ => return Err(NoteError::Key),
        };
        let key = key.try_into().ok().ok_or(NoteError::Key)?;
        let key = Ed25519Key::from_bytes(key).ok().ok_or(NoteError::Key)?;
        let read = Self { name: name.to_owned(), role, key };
        if is_key_name(name) && hex::encode(read.id()) == id {
            Ok(read)
        } else {
            Err(NoteError::Key)
        }
    }

    /// The text form.
    pub fn text(&self) -> String {
        let id = hex::encode(self.id());
        let key = [&[self.kind()], self.key.as_bytes().as_slice()].concat();
        format!("{}+{id}+{}", self.name, STANDARD.encode(key))
    }

    /// The key's name; of a log key, the origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether this is a log's key, not a cosigner's.
    pub fn is_log(&self) -> bool {
        self.role == Role::Log
    }

    /// `SHA-256(name || 0x0A || type || key)[:4]`.
    pub fn id(&self) -> [u8; 4] {
        let parts: [&[u8]; 4] = [self.name.as_bytes(), b"\n", &[self.kind()], self.key.as_bytes()];
        let [a, b, c, d, ..] = *Hash::of(&parts).as_bytes();
        [a, b, c, d]
    }

    const fn kind(&self) -> u8 {
        match self.role {
            Role::Log => LOG,
            Role::Cosigner => COSIGNATURE,
        }
    }

    fn time_of(&self, checkpoint: &Checkpoint, line: &NoteLine) -> Option<Said> {
        let (time, message, signature) = match self.role {
            Role::Log => (None, checkpoint.text(), line.signature.as_slice()),
            Role::Cosigner => {
                let (time, signature) = line.signature.split_first_chunk()?;
                let time = u64::from_be_bytes(*time);
                (Some(time), checkpoint.cosignature_message(time), signature)
            }
        };
        let signature = Signature::from_bytes(signature.try_into().ok()?);
        self.key.verifies(message.as_bytes(), signature.as_bytes()).then_some(Said { time })
    }
}
