//! Slow connections and connections that are cut: nobody else waits, and nothing half is recorded.

use crate::support::{Client, FARM, World, event};
use ledger::tree::leaf_hash;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

const ID: &str = "urn:uuid:0190b7a0-0000-7000-8000-000000000001";
const COMMITTED: &str = "/api/v1/statements?wait=committed";

/// Ten times what the node promises for a statement.
const PATIENCE: Duration = Duration::from_secs(250);

fn connect(client: &Client) -> TcpStream {
    let stream = TcpStream::connect(client.authority()).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream
}

fn head(bytes: usize) -> String {
    format!(
        "POST {COMMITTED} HTTP/1.1\r\nHost: a\r\nContent-Type: application/jose\r\n\
         Content-Length: {bytes}\r\n\r\n"
    )
}

/// What the node still says before it closes the connection.
fn rest(mut stream: TcpStream) -> String {
    let mut told = Vec::new();
    // A reset is a close as well.
    drop(stream.read_to_end(&mut told));
    String::from_utf8_lossy(&told).into_owned()
}

#[test]
fn slow_connections_are_closed_and_nobody_waits_for_them() {
    let world = World::new();
    let client = world.client();
    let slow: Vec<(TcpStream, &str)> = (0..200)
        .map(|n| {
            let mut stream = connect(&client);
            let (part, answer) = match n % 3 {
                0 => ("POST /api/v1/statements HTTP/1.1\r\nHost: a\r\nX-", "408"),
                1 => ("G", "408"),
                _ => (&*format!("{}abc", head(500)), "did not arrive within"),
            };
            stream.write_all(part.as_bytes()).expect("it is sent");
            (stream, answer)
        })
        .collect();
    // Meanwhile others are served.
    world.record(&world.signed(FARM, event(ID, "A1")));
    assert_eq!(client.get("/t/01/09520101000019/10/A1").status, 200);
    for (stream, answer) in slow {
        let told = rest(stream);
        assert!(told.is_empty() || told.contains(answer), "{told}");
    }
    assert_eq!(client.get("/readyz").status, 200);
}

#[test]
fn a_connection_that_is_cut_in_the_middle_records_nothing() {
    let world = World::new();
    let client = world.client();
    let jws = world.signed(FARM, event(ID, "A1"));
    for part in [0, 1, jws.len() / 2, jws.len() - 1] {
        for how in [Shutdown::Write, Shutdown::Both] {
            let mut stream = connect(&client);
            let sent =
                format!("{}{}", head(jws.len()), String::from_utf8_lossy(&jws.as_bytes()[..part]));
            stream.write_all(sent.as_bytes()).expect("it is sent");
            stream.shutdown(how).expect("it is cut");
            let told = rest(stream);
            assert!(!told.contains("HTTP/1.1 2"), "{part}: {told}");
        }
    }
    let leaf = leaf_hash(jws.as_bytes());
    assert_eq!(client.get(&format!("/api/v1/statements/{leaf}")).status, 404);
    world.record(&jws);
}

#[test]
fn whoever_was_cut_off_before_the_answer_gets_the_same_receipt() {
    let world = World::new();
    let client = world.client();
    for n in 1..=5 {
        let jws = world.signed(FARM, event(&ID.replace("01", &format!("0{n}")), "A1"));
        let mut stream = connect(&client);
        stream.write_all(format!("{}{jws}", head(jws.len())).as_bytes()).expect("it is sent");
        if n % 2 == 0 {
            // So that the statement is surely there before the cut.
            let mut first = [0; 1];
            stream.read_exact(&mut first).expect("an answer begins");
        }
        drop(stream);
        let again = || client.post(COMMITTED, "application/jose", jws.as_bytes());
        let (one, two) = (again(), again());
        assert!(matches!(one.status, 200 | 201), "{}", one.text());
        assert_eq!((two.status, two.json()), (200, one.json()));
    }
    let height = client.get("/readyz").json()["height"].as_u64().unwrap();
    assert!(height <= 5, "nothing was recorded twice: {height}");
}
