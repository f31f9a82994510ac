//! A node in a process of its own that is given statements, and what it acknowledged.

use crate::support::{Client, FARM, Process, World, event, on_folder};
use serde_json::Value;
use std::path::Path;

const COMMITTED: &str = "/api/v1/statements?wait=committed";

/// Statements of a world, and the receipts that were given for them.
pub(super) struct Load<'w> {
    world: &'w World,
    number: usize,
    pub(super) receipts: Vec<Value>,
}

impl<'w> Load<'w> {
    pub(super) fn new(world: &'w World) -> Self {
        Self { world, number: 0, receipts: Vec::new() }
    }

    /// Sends the next statement: its status, none if the connection was cut.
    pub(super) fn send(&mut self, client: &Client) -> Option<u16> {
        self.number += 1;
        let id = format!("urn:uuid:0190b7a0-0000-7000-8000-{:012}", self.number);
        let jws = self.world.signed(FARM, event(&id, &format!("A{}", self.number % 7)));
        let answer = client.try_post(COMMITTED, "application/jose", jws.as_bytes())?;
        if answer.status == 201 {
            self.receipts.push(answer.json());
        }
        Some(answer.status)
    }

    /// Sends so many, which must all be taken.
    pub(super) fn send_all(&mut self, client: &Client, count: usize) {
        for _ in 0..count {
            assert_eq!(self.send(client), Some(201));
        }
    }

    /// A node of a folder has everything that was acknowledged, and goes on.
    pub(super) fn stands(&mut self, folder: &Path) {
        if self.receipts.is_empty() {
            // The first start may have ended before there were tables to check.
            Process::serve(folder).stop();
        }
        let (clean, told) = on_folder(&["fsck"], folder);
        assert!(clean, "{told}");
        let process = Process::serve(folder);
        for receipt in &self.receipts {
            let leaf = receipt["leaf_hash"].as_str().unwrap();
            let found = process.client.get(&format!("/api/v1/statements/{leaf}")).json();
            for name in ["index", "height", "time_ms", "block_id"] {
                assert_eq!(found[name], receipt[name], "{found}");
            }
        }
        self.send_all(&process.client, 1);
        process.stop();
    }
}

/// It ended by itself, with one line for its operator; the line.
#[track_caller]
pub(super) fn one_line((code, told): &(Option<i32>, String)) -> String {
    assert_eq!(*code, Some(1), "{told}");
    let lines: Vec<&str> = told.lines().filter(|line| line.starts_with("furlong: ")).collect();
    assert_eq!(lines.len(), 1, "{told}");
    assert!(!told.contains("panicked at"), "{told}");
    lines[0].to_owned()
}
