//! Pages that do not follow the ledger say so.

use super::told::{page, plain};
use crate::support::{FARM, World};
use furlong::clock::Clock;
use furlong::store::{Place, StoreError};

#[test]
fn a_page_that_lags_behind_is_not_green() {
    let world = World::new();
    world.record(&world.signed(FARM, plain("urn:uuid:0190b7a0-0000-7000-8000-000000000001", "A1")));
    assert_eq!(page(&world, "A1")["status"]["state"], "clear");
    assert_eq!(world.client().get("/readyz").status, 200);
    let mut read = Place::Sqlite(world.folder.path().to_owned()).read_writer().unwrap();
    // Whoever else writes there keeps the projector waiting.
    let locked = read.write(|_| -> Result<(), StoreError> {
        let jws = world.signed(FARM, plain("urn:uuid:0190b7a0-0000-7000-8000-000000000002", "A1"));
        let path = "/api/v1/statements?wait=committed";
        let answer = world.client().post(path, "application/jose", jws.as_bytes());
        assert_eq!(answer.status, 201, "{}", answer.text());
        assert_eq!(page(&world, "A1")["status"]["state"], "clear", "a moment is no delay");
        world.clock.set(world.clock.now_ms() + 60_000);
        let late = page(&world, "A1");
        assert_eq!(late["status"]["state"], "stale", "{}", late["status"]);
        assert_eq!(late["status"]["minutes"], 1);
        assert_eq!(world.client().get("/readyz").status, 503);
        Ok(())
    });
    locked.unwrap();
}
