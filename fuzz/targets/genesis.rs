//! `genesis.json`, and after a line feed perhaps `genesis.sigs`.

use ledger::genesis::{Genesis, verify_signatures};

/// A genesis has one spelling, and one that is taken begins a chain.
pub fn run(bytes: &[u8]) {
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    let (file, sigs) = (parts.next().unwrap_or_default(), parts.next());
    let known = Genesis::read_known(file);
    if let Ok(genesis) = &known {
        assert_eq!(genesis.text().as_bytes(), file, "a genesis has one spelling");
    }
    let Ok(genesis) = Genesis::read(file) else { return };
    assert_eq!(known.as_ref(), Ok(&genesis), "who begins with it can check it");
    let (state, record) = genesis.begin().expect("a genesis that is taken begins a chain");
    assert_eq!(record.origin, genesis.origin());
    assert_eq!(record.members_size, state.members().size());
    if let Some(Ok(sigs)) = sigs.map(std::str::from_utf8)
        && verify_signatures(&genesis, sigs).is_ok()
    {
        assert_eq!(sigs.lines().count(), genesis.signers().len(), "every key signs");
    }
}
