//! What the engine's log of the height in progress holds, seen from outside before the engine
//! opens it.
//!
//! The engine starts an empty log without a word where it finds none. Whoever knows that votes
//! were signed for a height can ask here whether they are still known.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// Version, then the height.
const HEADER_BYTES: usize = 4 + 8;
/// Of an entry: whether it is compressed, its length, its checksum.
const ENTRY_BYTES: u64 = 1 + 8 + 4;

/// The height that a log is of, and what it holds of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogHead {
    /// The height.
    pub height: u64,
    /// Its whole entries; a torn one at the end is not counted.
    pub entries: u64,
}

/// Takes away a log that ends within its head, which the engine does not open; whether there was one.
/// The head is on the disk before the first entry is written: there was none.
pub fn drop_torn_head(path: &Path) -> io::Result<bool> {
    let size = match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        other => other?.len(),
    };
    let is_torn = 0 < size && size < HEADER_BYTES as u64;
    if is_torn {
        std::fs::remove_file(path)?;
    }
    Ok(is_torn)
}

/// Reads the head of a log: `None` if there is no file or it ends within its head.
pub fn log_head(path: &Path) -> io::Result<Option<LogHead>> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    let size = file.metadata()?.len();
    let mut header = [0; HEADER_BYTES];
    if size < HEADER_BYTES as u64 {
        return Ok(None);
    }
    file.read_exact(&mut header)?;
    let [_, _, _, _, height @ ..] = header;
    let mut head = LogHead { height: u64::from_be_bytes(height), entries: 0 };
    let mut at = HEADER_BYTES as u64;
    while size.saturating_sub(at) >= ENTRY_BYTES {
        let mut length = [0; 8];
        file.seek(SeekFrom::Start(at.saturating_add(1)))?;
        file.read_exact(&mut length)?;
        let end = at.saturating_add(ENTRY_BYTES).saturating_add(u64::from_be_bytes(length));
        if end > size {
            break;
        }
        head.entries += 1;
        at = end;
    }
    Ok(Some(head))
}
