//! The commit of a block, and the read model that follows from blocks.

use super::bed::{Bed, PROPOSER, build};
use super::on_both;
use crate::support::{FARM, World, event};
use furlong::commit::{Chain, Verdict};
use furlong::project::project_block;
use furlong::store::copy::{self, Holding};
use furlong::store::read::cursor;
use furlong::store::undecided::Undecided;
use furlong::store::{Db, StoreError};
use json::{Json, Limits};
use ledger::Hash;
use ledger::statement::Body;

on_both!(
    a_commit_that_fails_anywhere_leaves_nothing,
    the_same_blocks_are_the_same_rows,
    a_rebuilt_read_model_is_the_same,
);

const LIMITS: Limits = Limits { bytes_max: 1 << 16, depth_max: 16, values_max: 1_000 };

fn events(world: &World, numbers: std::ops::Range<u32>) -> Vec<String> {
    let one = |number| {
        let id = format!("urn:uuid:0190b7a0-0000-7000-8000-{number:012}");
        world.signed(FARM, event(&id, &format!("A{}", number % 7)))
    };
    numbers.map(one).collect()
}

fn recall(world: &World, action: &str) -> String {
    let text = format!(
        r#"{{"action":"{action}","codes":["https://id.gs1.org/01/09520101000019/10/A1"]}}"#
    );
    let body = Body::Recall(json::parse(text.as_bytes(), &LIMITS).unwrap());
    world.draft(FARM, body).sign(&world.key(FARM, "admin-1"))
}

fn retire(world: &World) -> String {
    let kid = world.key(FARM, "admin-2").public().kid();
    let text = format!(r#"{{"op":"key.retire","kid":"{kid}"}}"#);
    let told: Json = json::parse(text.as_bytes(), &LIMITS).unwrap();
    world.draft(FARM, Body::Governance(told)).sign(&world.key(FARM, "admin-1"))
}

/// Blocks that write every table but those of votes: enough leaves for a full subtree.
fn story(world: &World) -> Vec<Vec<String>> {
    let mut first = events(world, 0..300);
    first.extend([recall(world, "hold"), retire(world)]);
    vec![first, events(world, 300..301), vec![recall(world, "withdraw")]]
}

fn holdings(bed: &Bed) -> Vec<Holding> {
    copy::holdings(&mut bed.place.chain_reader().unwrap(), |_| ()).unwrap()
}

/// A failing write, by a trigger that stands in nobody's migrations.
fn trip(bed: &Bed, table: &str) {
    let sql = if bed.database.is_some() {
        format!(
            "CREATE FUNCTION trip() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$; \
             CREATE TRIGGER trip AFTER INSERT ON {table} EXECUTE FUNCTION trip()"
        )
    } else {
        format!(
            "CREATE TRIGGER trip AFTER INSERT ON {table} \
             BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    };
    bed.run(&sql).unwrap();
}

fn untrip(bed: &Bed, table: &str) {
    let sql = if bed.database.is_some() {
        format!("DROP TRIGGER trip ON {table}; DROP FUNCTION trip()")
    } else {
        "DROP TRIGGER trip".to_owned()
    };
    bed.run(&sql).unwrap();
}

fn a_commit_that_fails_anywhere_leaves_nothing(bed: &Bed) {
    let world = World::founded();
    let mut chain = bed.founded(&world);
    let (id, _) = build(&mut chain, &story(&world)[0]);
    let before = holdings(bed);
    for table in [
        "ledger_block",
        "ledger_org",
        "ledger_signer",
        "ledger_leaf",
        "ledger_jti",
        "ledger_subtree",
        "ledger_member",
        "ledger_recall",
    ] {
        trip(bed, table);
        let failed = chain.decided(1, 0, id, b"certificate").unwrap_err();
        let cause = std::error::Error::source(&failed).map(ToString::to_string);
        assert!(cause.is_some_and(|told| told.contains("the disk is full")), "{table}");
        untrip(bed, table);
        assert_eq!(holdings(bed), before, "{table}");
        assert_eq!(chain.view().tip.height, 0, "{table}");
    }
    // Nothing that failed stands in the way of the same decision told again.
    assert_eq!(chain.decided(1, 0, id, b"certificate").unwrap().len(), 302);
    let after = holdings(bed);
    let rows = |table: &str| after.iter().find(|one| one.table == table).unwrap().rows;
    assert_eq!((rows("ledger_block"), rows("ledger_leaf")), (2, 305));
    assert_eq!((rows("ledger_jti"), rows("ledger_subtree"), rows("ledger_recall")), (302, 1, 1));
    assert_eq!(rows("node_undecided"), 0);
}

/// Commits a story; gives the blocks' ids and bytes.
fn commit(chain: &mut Chain, story: &[Vec<String>]) -> Vec<(Hash, Vec<u8>)> {
    let mut blocks = Vec::new();
    for (height, statements) in (1..).zip(story) {
        let (id, body) = build(chain, statements);
        chain.decided(height, 0, id, b"certificate").unwrap();
        blocks.push((id, body));
    }
    blocks
}

/// What one node proposed and committed on SQLite, another judges and commits here.
fn the_same_blocks_are_the_same_rows(bed: &Bed) {
    let (world, first) = (World::founded(), Bed::sqlite());
    let mut proposer = first.founded(&world);
    let mut follower = bed.founded(&world);
    let blocks = commit(&mut proposer, &story(&world));
    for (height, (id, body)) in (1..).zip(&blocks) {
        let offer = Undecided {
            height,
            round: 0,
            valid_round: -1,
            proposer: PROPOSER.to_vec(),
            id: *id,
            valid: true,
            mine: false,
        };
        let judged = follower.judge(body, &offer, true).unwrap();
        assert_eq!((judged.id, judged.verdict), (*id, Verdict::Valid));
        assert_eq!(follower.stored_body(*id).unwrap(), *body);
        follower.decided(height, 0, *id, b"certificate").unwrap();
    }
    assert_eq!(follower.view().tip, proposer.view().tip);
    assert_eq!(holdings(bed), holdings(&first));
    // And what is on the disk leads to the same state.
    drop(follower);
    assert_eq!(bed.founded(&world).view().tip, proposer.view().tip);
}

fn project(bed: &Bed, world: &World, read: &mut Db) -> Vec<Holding> {
    let mut chain = bed.place.chain_reader().unwrap();
    for height in 0..=3 {
        project_block(&world.origin, &mut chain, read, height).unwrap();
    }
    copy::read_model(read).unwrap()
}

fn a_rebuilt_read_model_is_the_same(bed: &Bed) {
    let (world, other) = (World::founded(), Bed::sqlite());
    let blocks = story(&world);
    let mut chain = bed.founded(&world);
    commit(&mut chain, &blocks);
    let mut read = bed.place.read_writer().unwrap();
    let first = project(bed, &world, &mut read);
    assert_eq!(cursor::at(&mut read).unwrap().map(|at| at.height), Some(3));
    assert!(first.iter().any(|one| one.table == "read_event" && one.rows == 301), "{first:?}");
    read.write(|read| -> Result<(), StoreError> { cursor::clear(read) }).unwrap();
    assert!(copy::read_model(&mut read).unwrap().iter().all(|one| one.rows == 0));
    assert_eq!(project(bed, &world, &mut read), first);
    // In SQLite the same rows follow from the same blocks.
    commit(&mut other.founded(&world), &blocks);
    assert_eq!(project(&other, &world, &mut other.read()), first);
}
