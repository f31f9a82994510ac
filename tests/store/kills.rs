//! PostgreSQL or the node killed under load: the node ends with one line, and what it acknowledged
//! is there.

use crate::support::postgres::Server;
use crate::support::{Client, FARM, Process, World, event, furlong};
use serde_json::Value;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Receipts that a round waits for before the kill.
const RECEIPTS: usize = 8;

/// What the senders of all rounds share.
#[derive(Default)]
struct Load {
    receipts: Mutex<Vec<Value>>,
    number: AtomicUsize,
}

impl Load {
    fn received(&self) -> usize {
        self.receipts.lock().unwrap().len()
    }

    /// Sends events until told to stop, and keeps every receipt.
    fn send(&self, world: &World, client: &Client, stop: &AtomicBool) {
        while !stop.load(Ordering::SeqCst) {
            let n = self.number.fetch_add(1, Ordering::SeqCst);
            let id = format!("urn:uuid:0190b7a0-0000-7000-8000-{n:012}");
            let jws = world.signed(FARM, event(&id, &format!("A{}", n % 7)));
            let path = "/api/v1/statements?wait=committed";
            let sent = client.try_post(path, "application/jose", jws.as_bytes());
            // Without a receipt nothing was promised.
            if let Some(answer) = sent.filter(|answer| answer.status == 201) {
                self.receipts.lock().unwrap().push(answer.json());
            }
        }
    }
}

/// Who is killed, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kill {
    /// The whole server, without a checkpoint.
    Server,
    /// One of its processes; it recovers by itself.
    Child,
    /// The node: its session and its lock end when the server notices.
    Node,
}

const ROUNDS: [Kill; 6] =
    [Kill::Server, Kill::Node, Kill::Child, Kill::Node, Kill::Server, Kill::Child];

#[test]
fn a_killed_postgres_loses_nothing_that_was_acknowledged() {
    let Some(server) = Server::start() else { return };
    let database = server.database();
    let world = World::founded_on(&database.url());
    let load = Load::default();
    for (round, kill) in ROUNDS.into_iter().enumerate() {
        let process = Process::serve(world.folder.path());
        let (client, stop) = (process.client.clone(), AtomicBool::new(false));
        let (code, told) = std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| load.send(&world, &client, &stop));
            }
            // Not at the same point of the commit each time: more receipts in later rounds.
            let wanted = load.received() + RECEIPTS + round;
            while load.received() < wanted {
                std::thread::yield_now();
            }
            match kill {
                Kill::Server => server.fall(),
                Kill::Child => server.kill_a_child(),
                Kill::Node => {}
            }
            let ended = if kill == Kill::Node { process.kill() } else { process.ended() };
            stop.store(true, Ordering::SeqCst);
            ended
        });
        if kill == Kill::Node {
            continue;
        }
        assert_eq!(code, Some(1), "{told}");
        let lines: Vec<&str> = told.lines().filter(|line| line.starts_with("furlong: ")).collect();
        assert_eq!(lines.len(), 1, "{told}");
        assert!(lines[0].contains("the database did not answer"), "{told}");
        if kill == Kill::Server {
            server.up();
        }
    }
    let process = Process::serve(world.folder.path());
    let receipts = load.receipts.lock().unwrap();
    for receipt in receipts.iter() {
        let path = format!("/api/v1/statements/{}", receipt["leaf_hash"].as_str().unwrap());
        let found = process.client.get(&path).json();
        assert_eq!(found["status"], "committed", "{found}");
        for name in ["index", "height", "time_ms", "block_id"] {
            assert_eq!(found[name], receipt[name], "{name}");
        }
    }
    process.stop();
    let checked = furlong(&["fsck", "--dir", &world.folder.path().display().to_string()], &[]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}
