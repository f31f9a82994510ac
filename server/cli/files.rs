//! Reading and writing the files that commands name.

use anyhow::{Context as _, ensure};
use std::io::{Read as _, Write as _};
use std::path::Path;

/// Reads a file of at most `bytes_max` bytes; `-` is standard input.
pub(super) fn read(path: &Path, bytes_max: usize) -> anyhow::Result<Vec<u8>> {
    let named = || format!("{} cannot be read", path.display());
    let bound = u64::try_from(bytes_max).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    // One byte more than is allowed shows that there is too much.
    let taken = bound.saturating_add(1);
    if path == Path::new("-") {
        std::io::stdin().lock().take(taken).read_to_end(&mut bytes).with_context(named)?;
    } else {
        let file = std::fs::File::open(path).with_context(named)?;
        file.take(taken).read_to_end(&mut bytes).with_context(named)?;
    }
    ensure!(bytes.len() <= bytes_max, "{} has more than {bytes_max} bytes", path.display());
    Ok(bytes)
}

/// Writes a result to a file, or to standard output.
pub(super) fn write(path: Option<&Path>, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(path) = path.filter(|path| *path != Path::new("-")) {
        return std::fs::write(path, bytes)
            .with_context(|| format!("{} cannot be written", path.display()));
    }
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).context("standard output cannot be written")
}
