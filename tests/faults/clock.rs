//! Clocks that jump: block times still go up, nothing is lost, and the operator is told.

use super::load::Load;
use crate::support::{FARM, Process, World, event};
use furlong::clock::Clock as _;

const YEAR_MS: u64 = 365 * 24 * 60 * 60 * 1_000;

fn id(n: usize) -> String {
    format!("urn:uuid:0190b7a0-0000-7000-8000-{n:012}")
}

fn ready(world: &World) -> u16 {
    world.client().get("/readyz").status
}

#[test]
fn block_times_go_up_wherever_the_clock_jumps() {
    let mut world = World::new();
    let begun = world.clock.now_ms();
    let mut times = vec![0];
    let mut receipts = Vec::new();
    let jumps = [begun, begun + YEAR_MS, begun - YEAR_MS, begun + 1, begun + 2 * YEAR_MS];
    for (n, now_ms) in jumps.into_iter().enumerate() {
        world.clock.set(now_ms);
        // Between two starts as well as while it runs.
        if n % 2 == 0 {
            world.stop();
            world.serve();
        }
        let jws = world.signed(FARM, event(&id(n), "A1"));
        let receipt = world.record(&jws);
        times.push(receipt["time_ms"].as_u64().unwrap());
        receipts.push(receipt);
        assert_eq!(ready(&world), 200, "the newest confirmation is of now");
        assert_eq!(world.client().get("/t/01/09520101000019/10/A1").status, 200);
    }
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
    // After the jump back time stood nearly still, and caught up later.
    assert_eq!(times[3], times[2] + 1);
    assert_eq!(times[5], begun + 2 * YEAR_MS);
    for receipt in &receipts {
        let leaf = receipt["leaf_hash"].as_str().unwrap();
        let found = world.client().get(&format!("/api/v1/statements/{leaf}")).json();
        assert_eq!(found["time_ms"], receipt["time_ms"]);
    }
}

#[test]
fn a_clock_that_is_behind_the_record_is_told_in_one_line() {
    let mut world = World::founded();
    // The record ends far in the future of this machine's clock.
    world.clock.set(world.clock.now_ms() + 10 * YEAR_MS);
    world.serve();
    let receipt = world.record(&world.signed(FARM, event(&id(77), "A1")));
    world.stop();
    let mut load = Load::new(&world);
    let process = Process::serve(world.folder.path());
    load.send_all(&process.client, 2);
    let (code, told) = process.terminate();
    assert_eq!(code, Some(0), "{told}");
    let lines = told.lines().filter(|line| line.contains("this machine's clock is behind"));
    assert_eq!(lines.count(), 1, "{told}");
    let times = load.receipts.iter().map(|receipt| receipt["time_ms"].as_u64().unwrap());
    assert!(times.clone().all(|time| time > receipt["time_ms"].as_u64().unwrap()));
    load.stands(world.folder.path());
}
