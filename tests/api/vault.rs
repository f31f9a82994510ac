//! Concealed fields.

use crate::support::{FARM, World, event};
use furlong::clock::Clock as _;
use furlong::store::{Place, vault};
use ledger::Hash;
use ledger::disclosure::{Disclosure, conceal, conceal_by_default};
use ledger::statement::Body;
use ledger::tree::leaf_hash;

/// A statement that conceals what it should, and the disclosures.
struct Concealed {
    jws: String,
    texts: Vec<String>,
}

impl Concealed {
    fn new(world: &World, id: &str) -> Self {
        let epcis = event(id, "A1");
        let pointers = conceal_by_default(&epcis);
        assert!(
            pointers.iter().any(|pointer| pointer == "/quantityList/0/quantity"),
            "{pointers:?}"
        );
        let mut count = 0;
        let salt = || {
            count += 1;
            [count; 16]
        };
        let (concealed, disclosures) = conceal(epcis, &pointers, salt).unwrap();
        let jws = world
            .draft(FARM, Body::Event { epcis: concealed, corrects: None })
            .sign(&world.key(FARM, "event"));
        Self { jws, texts: disclosures.iter().map(Disclosure::text).map(str::to_owned).collect() }
    }

    fn leaf(&self) -> Hash {
        leaf_hash(self.jws.as_bytes())
    }

    fn sd_jwt(&self) -> String {
        format!("{}~{}~", self.jws, self.texts.join("~"))
    }

    fn put(&self, world: &World, body: &str) -> crate::support::Answer {
        let path = format!("/api/v1/vault/{}", self.leaf());
        world.client().put(&path, "application/sd-jwt", body.as_bytes())
    }
}

#[test]
fn disclosures_are_kept_for_the_operator_and_for_nobody_else() {
    let world = World::new();
    let id = "urn:uuid:0190b7a0-0000-7000-8000-000000000001";
    let event = Concealed::new(&world, id);
    assert_eq!(event.put(&world, &event.jws).status, 400, "without disclosures");
    let foreign = format!("{}~WyJhIl0~", event.jws);
    assert_eq!(event.put(&world, &foreign).status, 422, "with one that fits nothing");
    let kept = event.put(&world, &event.sd_jwt());
    assert_eq!(kept.status, 204, "{}", kept.text());
    world.record(&event.jws);
    let evidence =
        |client: crate::support::Client| client.get(&format!("/api/v1/evidence/{id}")).text();
    let first = event.texts.first().unwrap();
    assert!(evidence(world.operator()).contains(first));
    assert!(!evidence(world.client()).contains(first));
}

#[test]
fn what_was_never_committed_is_forgotten_after_a_day_and_the_rest_is_not_read_again() {
    let world = World::new();
    let id = |n: u32| format!("urn:uuid:0190b7a0-0000-7000-8000-00000000000{n}");
    let [kept, orphan, late] = [1, 2, 3].map(|n| Concealed::new(&world, &id(n)));
    for event in [&kept, &orphan] {
        assert_eq!(event.put(&world, &event.sd_jwt()).status, 204);
    }
    world.record(&kept.jws);
    let day_ms = 24 * 60 * 60 * 1_000;
    let now_ms = world.clock.now_ms() + day_ms + 1;
    world.clock.set(now_ms);
    // Whoever stores something pays for the sweep.
    assert_eq!(late.put(&world, &late.sd_jwt()).status, 204);
    let mut db = Place::Sqlite(world.folder.path().to_owned()).chain_writer().unwrap();
    assert_eq!(vault::of(&mut db, kept.leaf()).unwrap(), kept.texts);
    assert_eq!(vault::of(&mut db, orphan.leaf()).unwrap(), Vec::<String>::new());
    assert_eq!(vault::of(&mut db, late.leaf()).unwrap(), late.texts);
    // The committed row is in the vault and older than a day, and no sweep looks at it any more.
    assert_eq!(vault::sweep(&mut db, now_ms - day_ms, 1_000).unwrap(), 0);
    assert_eq!(vault::sweep(&mut db, now_ms + 1, 1_000).unwrap(), 1, "only the late one");
    assert_eq!(vault::of(&mut db, kept.leaf()).unwrap(), kept.texts);
}
