//! `/readyz` says when nothing more is ordered.

use crate::support::{Client, FARM, World, event};
use furlong::app::{App, LostGuard};
use furlong::config::Config;
use furlong::store::{Place, StoreError};
use std::net::SocketAddr;
use std::sync::{Arc, mpsc};

#[test]
fn a_node_whose_replica_has_ended_is_not_ready_and_still_serves_pages() {
    let mut world = World::new();
    world.stop();
    let mut config = Config::read(world.folder.path()).unwrap();
    config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let clock = Arc::new(world.clock.clone());
    let (tell_address, address) = mpsc::channel();
    let (tell_end, end) = mpsc::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let node = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let app = App::start(config, clock, LostGuard::Refuse).await.expect("it starts");
            tell_address.send(app.address()).expect("the test waits");
            tell_end.send(app.ended().await).expect("the test waits");
            drop(stopped.await);
            app.stop().await;
        });
    });
    let client = Client::new(address.recv().unwrap());
    let ready = client.get("/readyz");
    assert_eq!((ready.status, ready.json()["is_running"].clone()), (200, true.into()));
    let jws = world.signed(FARM, event("urn:uuid:0190b7a0-0000-7000-8000-000000000001", "A1"));
    // Another program holds the database, so that the block cannot be written.
    let mut other = Place::Sqlite(world.folder.path().to_owned()).chain_writer().unwrap();
    let held = other.write(|_db| -> Result<String, StoreError> {
        let answer = client.post("/api/v1/statements", "application/jose", jws.as_bytes());
        assert_eq!(answer.status, 202, "{}", answer.text());
        Ok(end.recv().expect("the replica ends"))
    });
    let reason = held.unwrap();
    assert!(!reason.is_empty());
    let ready = client.get("/readyz");
    assert_eq!(ready.status, 503, "{}", ready.text());
    assert_eq!(ready.header("retry-after"), Some("5"));
    assert_eq!(ready.json()["type"], "/problems/unavailable");
    let detail = ready.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("stopped ordering"), "{detail}");
    assert_eq!(client.get("/healthz").status, 200);
    assert_eq!(client.get("/").status, 200);
    drop(stop);
    node.join().unwrap();
}
