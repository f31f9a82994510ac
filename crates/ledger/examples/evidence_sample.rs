//! Writes the sample evidence files: `cargo run -p ledger --features sample --example
//! evidence_sample -- FOLDER`, the folder being `tests/fixtures/evidence`.

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("name the folder to write to")?;
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder)?;
    for (name, evidence) in ledger::evidence::sample::files()? {
        std::fs::write(folder.join(name), evidence.to_bytes())?;
    }
    Ok(())
}
