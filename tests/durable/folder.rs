//! One process at a time has a data folder, and a lost guard file is never made silently.

use crate::support::{FARM, Process, World, event, on_folder, refused};

const ID: &str = "urn:uuid:0190b7a0-0000-7000-8000-000000000001";

fn down() -> World {
    let mut world = World::new();
    world.stop();
    world
}

#[test]
fn a_second_process_on_a_folder_ends_with_one_line_and_harms_nothing() {
    let world = down();
    let folder = world.folder.path();
    let first = Process::serve(folder);
    let (code, told) = refused(folder, &[]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("is in use by another furlong process"), "{told}");
    assert_eq!(told.trim().lines().count(), 1, "{told}");
    let (rebuilt, told) = on_folder(&["rebuild"], folder);
    assert!(!rebuilt && told.contains("is in use"), "{told}");
    let (clean, told) = on_folder(&["fsck"], folder);
    assert!(clean && told.contains("The node runs"), "{told}");
    let jws = world.signed(FARM, event(ID, "A1"));
    let visible = "/api/v1/statements?wait=visible";
    let sent = first.client.post(visible, "application/jose", jws.as_bytes());
    assert_eq!(sent.status, 201, "{}", sent.text());
    first.kill();
    // The lock of a process that was killed is free.
    Process::serve(folder).kill();
}

#[test]
fn a_missing_guard_file_is_lost_also_before_the_first_block() {
    let world = down();
    let folder = world.folder.path();
    std::fs::remove_file(folder.join("guard")).unwrap();
    for name in ["chain.db", "read.db", "consensus.wal"] {
        std::fs::remove_file(folder.join(name)).unwrap();
    }
    let (code, told) = refused(folder, &[]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("is missing"), "{told}");
    assert!(!folder.join("guard").exists(), "nothing was made silently");
    Process::serve_with(folder, &["--accept-lost-guard"]).kill();
    Process::serve(folder).kill();
}
