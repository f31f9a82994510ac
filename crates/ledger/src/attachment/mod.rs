//! Files that events name by their hash: certificates, photos, long series of a sensor.
//!
//! `docs/protocol/attachments.md` has the bytes. An event holds a name (RFC 6920), never the file; a
//! file that is not for everybody is sealed with a key of its own, which travels in the disclosure of
//! the member that holds the name.

mod media;
mod name;
mod seal;

pub use media::Media;
pub use name::{FileName, FileNameError, NAMES_MAX, names_in};
pub use seal::{SealError, SealKey, open, seal};
