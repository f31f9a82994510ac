//! SIGKILL under load: nothing acknowledged is lost, and the chain goes on where it was.

use crate::support::{Client, FARM, World, event};
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Rounds here; `cargo xtask soak` does 1,000.
const ROUNDS: usize = 20;
/// Receipts that a round waits for before the kill.
const RECEIPTS: usize = 8;

/// A node in a process of its own.
struct Process {
    child: Child,
    client: Client,
}

impl Process {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_furlong"))
            .args(["serve", "--listen", "127.0.0.1:0", "--dir"])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("its output");
        BufReader::new(stdout).read_line(&mut line).expect("it says where it listens");
        let address: SocketAddr = line
            .trim()
            .rsplit("http://")
            .next()
            .and_then(|text| text.parse().ok())
            .unwrap_or_else(|| panic!("no address in {line:?}"));
        Self { child, client: Client::new(address) }
    }

    fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }
}

#[test]
fn twenty_kills_lose_nothing_that_was_acknowledged() {
    let mut world = World::new();
    world.stop();
    let world = Arc::new(world);
    let receipts: Arc<Mutex<Vec<Value>>> = Arc::default();
    let number = Arc::new(AtomicUsize::new(0));
    for round in 0..ROUNDS {
        let process = Process::start(world.folder.path());
        let stop = Arc::new(AtomicBool::new(false));
        let before = receipts.lock().unwrap().len();
        let senders: Vec<_> = (0..2)
            .map(|_| {
                let (world, client) = (Arc::clone(&world), process.client.clone());
                let (receipts, number, stop) =
                    (Arc::clone(&receipts), Arc::clone(&number), Arc::clone(&stop));
                std::thread::spawn(move || send(&world, &client, &receipts, &number, &stop))
            })
            .collect();
        // Not at the same point of the commit each time: more receipts in later rounds.
        while receipts.lock().unwrap().len() < before + RECEIPTS + round {
            std::thread::yield_now();
        }
        process.kill();
        stop.store(true, Ordering::SeqCst);
        for sender in senders {
            sender.join().expect("a sender ends");
        }
    }
    let process = Process::start(world.folder.path());
    let receipts = receipts.lock().unwrap();
    assert!(receipts.len() >= ROUNDS * RECEIPTS);
    for receipt in receipts.iter() {
        let path = format!("/api/v1/statements/{}", receipt["leaf_hash"].as_str().unwrap());
        let found = process.client.get(&path).json();
        assert_eq!(found["status"], "committed", "{found}");
        for name in ["index", "height", "time_ms", "block_id"] {
            assert_eq!(found[name], receipt[name], "{name}");
        }
    }
    process.kill();
    let fsck = Command::new(env!("CARGO_BIN_EXE_furlong"))
        .args(["fsck", "--dir"])
        .arg(world.folder.path())
        .output()
        .expect("fsck runs");
    assert!(fsck.status.success(), "{}", String::from_utf8_lossy(&fsck.stdout));
}

/// Sends events until told to stop or the node is gone, and keeps every receipt.
fn send(
    world: &World,
    client: &Client,
    receipts: &Mutex<Vec<Value>>,
    number: &AtomicUsize,
    stop: &AtomicBool,
) {
    while !stop.load(Ordering::SeqCst) {
        let n = number.fetch_add(1, Ordering::SeqCst);
        let id = format!("urn:uuid:0190b7a0-0000-7000-8000-{n:012}");
        let jws = world.signed(FARM, event(&id, &format!("A{}", n % 7)));
        let sent = client.try_post(
            "/api/v1/statements?wait=committed",
            "application/jose",
            jws.as_bytes(),
        );
        // A connection that the kill cut has no receipt; whatever became of it is no promise.
        let Some(answer) = sent else { continue };
        if answer.status == 201 {
            receipts.lock().unwrap().push(answer.json());
        }
    }
}
