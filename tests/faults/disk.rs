//! A disk that is really full, and one that may only be read.

use super::load::{Load, one_line};
use crate::support::{PROGRAM, Process, World, copy, refused, tell};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The floors let the disk fill: what is tested is the database's own refusal.
const NO_FLOORS: &str = "[disk]\nintake_mb = 0\nordering_mb = 0\n";

/// Statements that surely do not fit.
const MANY: usize = 20_000;

/// A file system of its own in memory, unmounted at the end.
struct Mount(TempDir);

impl Mount {
    /// Nothing where that may not be done.
    fn of_megabytes(size: u32) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let options = format!("size={size}m,mode=700");
        let mounted = mount(&["-t", "tmpfs", "-o", &options, "furlong-test"], folder.path());
        match mounted {
            Ok(()) => Some(Self(folder)),
            Err(told) => {
                tell(&format!("skipped: no file system may be mounted here ({})", told.trim()));
                None
            }
        }
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("node")
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        drop(Command::new("umount").arg(self.0.path()).output());
    }
}

fn mount(options: &[&str], place: &Path) -> Result<(), String> {
    let run = Command::new("mount").args(options).arg(place).output();
    let run = run.map_err(|error| error.to_string())?;
    if run.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&run.stderr).into()) }
}

fn down() -> World {
    let world = World::founded();
    world.settle(NO_FLOORS);
    world
}

/// Sends until one statement is not taken; the node has ended or is about to.
fn fill(load: &mut Load<'_>, process: Process) -> String {
    let refused = (0..MANY).any(|_| load.send(&process.client) != Some(201));
    assert!(refused, "the disk fills");
    one_line(&process.ended())
}

#[test]
fn a_disk_that_another_program_fills_ends_the_node_and_loses_nothing() {
    let Some(mount) = Mount::of_megabytes(8) else { return };
    let (world, folder) = (down(), mount.path());
    copy(world.folder.path(), &folder);
    let mut load = Load::new(&world);
    let process = Process::serve(&folder);
    load.send_all(&process.client, 3);
    let other = mount.0.path().join("other");
    std::fs::write(&other, vec![0; 4 << 20]).expect("there is room for it");
    let line = fill(&mut load, process);
    assert!(line.contains("full") || line.contains("No space left"), "{line}");
    std::fs::remove_file(other).unwrap();
    load.stands(&folder);
}

/// Needs no rights: no file of the node may grow beyond a size.
#[test]
fn a_file_that_may_not_grow_ends_the_node_and_loses_nothing() {
    let world = down();
    let mut load = Load::new(&world);
    let first = Process::serve(world.folder.path());
    load.send_all(&first.client, 3);
    first.stop();
    let mut command = Command::new("sh");
    // The signal that tells of the limit would kill it; ignored, each write fails instead. 512 bytes
    // are one.
    let script = "trap '' XFSZ; ulimit -f 1600; exec \"$0\" \"$@\"";
    command.args(["-c", script, PROGRAM, "serve", "--listen", "127.0.0.1:0", "--dir"]);
    command.arg(world.folder.path());
    let line = fill(&mut load, Process::spawn(command));
    assert!(line.contains("database") || line.contains("File too large"), "{line}");
    load.stands(world.folder.path());
}

#[test]
fn a_disk_that_may_only_be_read_is_told_and_nothing_is_changed() {
    let Some(mount_point) = Mount::of_megabytes(16) else { return };
    let (world, folder) = (down(), mount_point.path());
    copy(world.folder.path(), &folder);
    let mut load = Load::new(&world);
    let process = Process::serve(&folder);
    load.send_all(&process.client, 3);
    process.stop();
    mount(&["-o", "remount,ro"], mount_point.0.path()).expect("it is ours");
    let line = one_line(&refused(&folder, &[]));
    assert!(line.contains("Read-only file system"), "{line}");
    mount(&["-o", "remount,rw"], mount_point.0.path()).expect("it is ours");
    load.stands(&folder);
}
