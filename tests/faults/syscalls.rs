//! Single calls of the system that fail: each write, each fsync, each rename of the node in turn. The
//! node ends or refuses with one line, and what it acknowledged is there.
//!
//! A few points spread over a run; `FURLONG_SYSCALL_POINTS=all`, or a number, asks for more.

use super::load::{Load, one_line};
use crate::support::{Client, PROGRAM, Process, World, tell};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Points of one run of the tests.
const POINTS: usize = 10;
const ASKED: &str = "FURLONG_SYSCALL_POINTS";

/// Ten times what a statement or an end may take on a slow machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Calls that change what is on the disk, and how each fails.
const CALLS: [(&str, &str); 10] = [
    ("write", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("fsync", "EIO"),
    ("fdatasync", "EIO"),
    ("ftruncate", "EIO"),
    ("openat", "EIO"),
    ("rename", "EIO"),
    ("renameat", "EIO"),
    ("unlink", "EIO"),
    ("unlinkat", "EIO"),
];

/// What a node writes; other files, sockets and pipes are left alone.
const FILES: [&str; 10] = [
    "",
    "chain.db",
    "chain.db-wal",
    "chain.db-shm",
    "read.db",
    "read.db-wal",
    "read.db-shm",
    "consensus.wal",
    "guard",
    "lock",
];

/// From when on calls are counted: a thread has a count of its own, and the first does most when the
/// node starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Since {
    Start,
    Listening,
}

/// The `n`-th call of a kind in a thread fails.
#[derive(Debug, Clone, Copy)]
struct Point {
    call: (&'static str, &'static str),
    n: usize,
}

/// strace over the files of a folder.
fn strace(folder: &Path, log: &Path, point: Option<Point>) -> Command {
    let folder = folder.canonicalize().expect("it is there");
    let mut command = Command::new("strace");
    command.args(["-f", "-o"]).arg(log);
    let names = CALLS.map(|(name, _)| name).join(",");
    command.args(["-e", &format!("trace={names}")]);
    for file in FILES {
        command.arg("-P").arg(if file.is_empty() { folder.clone() } else { folder.join(file) });
    }
    if let Some(Point { call: (name, error), n }) = point {
        command.args(["-e", &format!("inject={name}:error={error}:when={n}")]);
    }
    command
}

/// Lets strace follow a process; when this returns it does, or says why not.
fn attach(mut strace: Command, process: u32) -> Result<Child, String> {
    strace.args(["-p", &process.to_string()]).stderr(Stdio::piped());
    let mut tracer = strace.spawn().map_err(|error| error.to_string())?;
    let mut told = BufReader::new(tracer.stderr.take().expect("its words"));
    let mut line = String::new();
    told.read_line(&mut line).expect("its words");
    // It tells of each new thread; nobody must make it wait.
    std::thread::spawn(move || std::io::copy(&mut told, &mut std::io::sink()));
    if line.contains("attached") { Ok(tracer) } else { Err(line.trim().to_owned()) }
}

/// Why calls cannot be made to fail here: no strace, or nobody may follow a process.
fn missing(since: Since) -> Option<String> {
    let inject = ["-qq", "-e", "inject=sync:error=EIO"];
    match Command::new("strace").args(inject).arg("true").output() {
        Err(error) => return Some(format!("no strace ({error}; apt install strace)")),
        Ok(done) if !done.status.success() => {
            return Some(String::from_utf8_lossy(&done.stderr).trim().to_owned());
        }
        Ok(_) => {}
    }
    if since == Since::Start {
        return None;
    }
    let mut other = Command::new("cat").stdin(Stdio::piped()).spawn().expect("a process");
    let tried = attach(Command::new("strace"), other.id());
    other.kill().expect("it waits");
    other.wait().expect("it ends");
    match tried {
        Ok(mut tracer) => {
            tracer.wait().expect("it ends");
            None
        }
        Err(told) => Some(told),
    }
}

/// How often each call comes in the thread that makes most of them.
fn counted(log: &str) -> BTreeMap<&'static str, usize> {
    let mut of_thread: BTreeMap<(&str, &'static str), usize> = BTreeMap::new();
    for line in log.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let name = rest.trim_start().split('(').next().unwrap_or_default();
        if let Some((known, _)) = CALLS.iter().find(|(known, _)| *known == name) {
            *of_thread.entry((thread, known)).or_default() += 1;
        }
    }
    let mut most = BTreeMap::new();
    for ((_, name), count) in of_thread {
        let known: &mut usize = most.entry(name).or_default();
        *known = count.max(*known);
    }
    most
}

/// All points of a run, and those of them that are asked for.
fn points(counts: &BTreeMap<&'static str, usize>) -> Vec<Point> {
    let all: Vec<Point> = CALLS
        .into_iter()
        .flat_map(|call| {
            (1..=counts.get(call.0).copied().unwrap_or(0)).map(move |n| Point { call, n })
        })
        .collect();
    let asked = std::env::var_os(ASKED).unwrap_or_default();
    let count = match asked.to_str().unwrap_or_default() {
        "all" => all.len(),
        "" => POINTS,
        number => number.parse().unwrap_or_else(|_| panic!("{ASKED} is `all` or a number")),
    };
    let count = count.clamp(1, all.len());
    (0..count).map(|place| all[place * all.len() / count]).collect()
}

/// The same few steps each time: start, statements, an end.
fn run(
    load: &mut Load<'_>,
    folder: &Path,
    (since, mut strace): (Since, Command),
) -> Option<(Option<i32>, String)> {
    let mut plain = Command::new(PROGRAM);
    // With -D it stands aside, so that the node is our own child.
    let command = match since {
        Since::Start => strace.args(["-D", "-qq", PROGRAM]),
        Since::Listening => &mut plain,
    };
    command.args(["serve", "--listen", "127.0.0.1:0", "--dir"]).arg(folder);
    command.env("FURLONG_LOG", "off");
    match since {
        Since::Start => match Process::try_spawn(strace) {
            Ok(process) => serve_some(load, process),
            Err(ended) => Some(ended),
        },
        Since::Listening => {
            let process = Process::spawn(plain);
            let mut tracer = attach(strace, process.id()).expect("it may be followed");
            let ended = serve_some(load, process);
            tracer.wait().expect("it ends with the node");
            ended
        }
    }
}

/// Statements, and the end; none if that was in order.
fn serve_some(load: &mut Load<'_>, process: Process) -> Option<(Option<i32>, String)> {
    let address = process.client.authority().parse().expect("an address");
    let client = Client::with_patience(address, Some(PATIENCE));
    let taken = (0..4).all(|_| load.send(&client) == Some(201));
    let ended = if taken { process.terminate() } else { process.ended_within(PATIENCE) };
    (ended.0 != Some(0)).then_some(ended)
}

#[test]
fn a_call_that_fails_when_the_node_starts_loses_nothing() {
    let world = World::founded();
    strike(&world, Since::Start);
}

#[test]
fn a_call_that_fails_while_the_node_runs_loses_nothing_that_was_acknowledged() {
    let world = World::founded();
    // Its tables are there, as they are in most starts.
    Process::serve(world.folder.path()).stop();
    strike(&world, Since::Listening);
}

fn strike(world: &World, since: Since) {
    if let Some(reason) = missing(since) {
        tell(&format!("skipped: system calls cannot be made to fail here: {reason}"));
        return;
    }
    let logs = tempfile::tempdir().unwrap();
    let log = logs.path().join("strace");
    let clean = World::of_copy(world);
    let (mut load, folder) = (Load::new(&clean), clean.folder.path());
    let ended = run(&mut load, folder, (since, strace(folder, &log, None)));
    assert!(ended.is_none(), "without a fault it ends well: {ended:?}");
    load.stands(folder);
    let counts = counted(&std::fs::read_to_string(&log).unwrap());
    for call in ["pwrite64", "fsync"] {
        assert!(counts.contains_key(call), "the node makes {call}: {counts:?}");
    }
    let points = points(&counts);
    let struck = points.iter().filter(|point| strike_at(world, since, **point, &log)).count();
    tell(&format!("{since:?}: {struck} of {} points struck; calls: {counts:?}", points.len()));
    assert!(struck * 2 > points.len(), "the points are those of a run");
}

/// Whether the call was made, and failed.
fn strike_at(world: &World, since: Since, point: Point, log: &Path) -> bool {
    let world = World::of_copy(world);
    let (mut load, folder) = (Load::new(&world), world.folder.path());
    let ended = run(&mut load, folder, (since, strace(folder, log, Some(point))));
    let hit = std::fs::read_to_string(log).unwrap().contains("(INJECTED)");
    // Where it went on, it could do without: a log that was emptied later, for instance.
    if let Some(ended) = ended {
        assert!(hit, "{point:?}: {ended:?}");
        let line = one_line(&ended);
        tell(&format!("{since:?}, {} number {}: {line}", point.call.0, point.n));
    }
    load.stands(folder);
    hit
}
