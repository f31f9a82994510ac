//! `furlong demo --members`: as somebody tries a consortium out.

use super::bed::ALONE;
use crate::support::{Client, PROGRAM};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::PoisonError;
use tempfile::tempdir;

const MEMBERS: usize = 4;

/// The pack in the shop: caught, landed, sold, cut and packed by companies at three nodes.
const PACK: &str = "/t/01/09520102003118/10/SOL-7083M";

#[test]
fn four_members_of_a_demonstration_show_the_same_journey_and_end_together() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempdir().expect("a folder");
    let dir = folder.path().join("demo").display().to_string();
    let mut chain = None;
    // The second start goes on with the chain of the first.
    for _start in 0..2 {
        let (mut demo, nodes) = start(&dir);
        let origins: Vec<String> = nodes.iter().map(origin).collect();
        assert!(origins.iter().all(|origin| *origin == origins[0]), "{origins:?}");
        assert_eq!(chain.get_or_insert(origins[0].clone()), &origins[0]);
        let pages: Vec<String> = nodes.iter().map(|node| node.get(PACK).text()).collect();
        for page in &pages {
            assert!(page.contains("Northeast Atlantic (FAO 27.7.j)"), "{page}");
            assert!(page.contains("4 companies confirmed this record"), "{page}");
            assert_eq!(lasting(page), lasting(&pages[0]));
        }
        let told = Command::new("kill").args(["-INT", &demo.id().to_string()]).status();
        assert!(told.expect("a signal").success());
        assert_eq!(demo.wait().expect("its end").code(), Some(0));
        assert!(nodes.iter().all(|node| node.try_get("/readyz").is_none()), "a node still answers");
    }
}

fn start(dir: &str) -> (Child, Vec<Client>) {
    let mut command = Command::new(PROGRAM);
    command.args(["demo", "--members", &MEMBERS.to_string(), "--quiet"]);
    command.args(["--listen", "127.0.0.1:0", "--dir", dir]).stdout(Stdio::piped());
    let mut demo = command.spawn().expect("the program starts");
    let lines = BufReader::new(demo.stdout.take().expect("its output")).lines();
    let client = |line: std::io::Result<String>| {
        let line = line.expect("an address");
        let address: SocketAddr = line.trim_start_matches("http://").parse().expect("an address");
        Client::new(address)
    };
    let nodes: Vec<Client> = lines.take(MEMBERS).map(client).collect();
    assert_eq!(nodes.len(), MEMBERS, "a node is missing");
    (demo, nodes)
}

/// Which chain it shows.
fn origin(node: &Client) -> String {
    let signed = node.get("/log/checkpoint").text();
    signed.lines().next().expect("a line").to_owned()
}

/// What a page says of the goods: all but when it was asked, and when the record was signed last.
fn lasting(page: &str) -> String {
    let passing = ["Checked", "confirmed this record", "nonce", "data-"];
    let stays = |line: &&str| !passing.iter().any(|word| line.contains(word));
    page.lines().filter(stays).collect()
}
