//! The folder.

use super::Files;
use ledger::Hash;
use std::os::unix::fs::PermissionsExt as _;

fn kept(files: &Files, bytes: &[u8]) -> Hash {
    let mut draft = files.draft().unwrap();
    for part in bytes.chunks(7) {
        draft.write(part).unwrap();
    }
    assert_eq!((draft.digest(), draft.length()), (Hash::of(&[bytes]), bytes.len() as u64));
    assert_eq!(draft.bytes().unwrap(), bytes);
    draft.keep().unwrap();
    Hash::of(&[bytes])
}

#[test]
fn a_file_has_a_name_only_when_it_is_whole() {
    let home = tempfile::tempdir().unwrap();
    let files = Files::of(home.path());
    assert!(files.all().unwrap().is_empty(), "a folder that was never made");
    files.prepare().unwrap();
    let incoming = || std::fs::read_dir(home.path().join("attachments/incoming")).unwrap().count();
    let mut cut_off = files.draft().unwrap();
    cut_off.write(b"half of").unwrap();
    assert_eq!(incoming(), 1);
    drop(cut_off);
    assert_eq!(incoming(), 0, "given up");
    let digest = kept(&files, b"a certificate");
    assert_eq!(incoming(), 0);
    assert_eq!(files.read(digest, 13).unwrap().unwrap(), b"a certificate");
    assert_eq!(files.length(digest).unwrap(), Some(13));
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(files.folder()) & 0o777, 0o700);
    assert_eq!(mode(&files.folder().join(digest.to_hex())) & 0o777, 0o600);
    // The same again is no fault.
    assert_eq!(kept(&files, b"a certificate"), digest);
    files.remove(digest).unwrap();
    files.remove(digest).unwrap();
    assert_eq!(files.read(digest, 13).unwrap(), None);
}

#[test]
fn what_a_killed_node_left_half_is_taken_away_and_damage_is_not_read() {
    let home = tempfile::tempdir().unwrap();
    let files = Files::of(home.path());
    files.prepare().unwrap();
    let digest = kept(&files, b"a photo");
    let left = home.path().join("attachments/incoming/99-0");
    std::fs::write(&left, b"half").unwrap();
    files.prepare().unwrap();
    assert!(!left.exists());
    assert_eq!(files.all().unwrap().len(), 1);
    let path = files.folder().join(digest.to_hex());
    std::fs::write(&path, b"a phoTo").unwrap();
    assert_eq!(files.read(digest, 7).unwrap(), None, "a flipped bit");
    std::fs::write(&path, vec![0; 1 << 20]).unwrap();
    assert_eq!(files.read(digest, 7).unwrap(), None, "grown");
}
