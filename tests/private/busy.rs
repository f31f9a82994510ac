//! Many readers at once.

use crate::journeys::Demo;

/// Twice as many as there are connections to each set of tables: whoever holds one and waits for
/// another would wait for ever.
#[test]
fn sixteen_readers_get_their_evidence_at_once() {
    let demo = Demo::start();
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let ask = |number: usize| {
            let client = demo.client();
            let paths = ["/t/01/09520102003118/10/SOL-7083M", "/t/00/095201020004170069"];
            move || client.get(&format!("{}/evidence", paths[number % 2])).status
        };
        let asking: Vec<_> = (0..16).map(|number| scope.spawn(ask(number))).collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(answers, [200; 16]);
}
