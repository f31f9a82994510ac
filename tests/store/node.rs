//! The whole node on PostgreSQL.

use crate::support::postgres::{Database, shared};
use crate::support::{FARM, Process, World, event, furlong};
use ledger::evidence::{Ask, Outcome, check};
use serde_json::Value;
use std::path::Path;

const ID: &str = "urn:uuid:0190b7a0-0000-7000-8000-000000000001";
const PAGE: &str = "/t/01/09520101000019/10/A1";

/// What a reader gets: the page as data, without what time alone changes, and the proof holds.
fn read(world: &World) -> Value {
    let client = world.operator();
    assert_eq!(client.get_as(PAGE, "text/html").status, 200);
    let page = client.get_as(PAGE, "application/json").json();
    let file = client.get(&format!("/api/v1/evidence/{ID}"));
    assert_eq!(file.status, 200, "{}", file.text());
    let anchors = [world.origin.clone()];
    let ask = Ask { anchors: &anchors, now_s: Some(1_794_484_830), ..Ask::default() };
    assert!(matches!(check(&file.body, &ask), Outcome::Holds(_)), "{:?}", check(&file.body, &ask));
    page["journey"]["steps"].clone()
}

fn clean(folder: &Path, environment: &[(&str, &str)]) -> Value {
    let folder = folder.display().to_string();
    let checked = furlong(&["fsck", "--json", "--dir", &folder], environment);
    let told = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success(), "{told}{}", String::from_utf8_lossy(&checked.stderr));
    serde_json::from_str(&told).unwrap()
}

#[test]
fn what_is_recorded_on_postgres_is_proved_and_comes_back() {
    let Some(database) = shared().map(|server| server.database()) else { return };
    let mut world = World::founded_on(&database.url());
    world.serve();
    for n in 1..=20 {
        let id = format!("urn:uuid:0190b7a0-0000-7000-8000-{n:012}");
        world.record(&world.signed(FARM, event(&id, "A1")));
    }
    let steps = read(&world);
    assert!(steps.as_array().is_some_and(|steps| !steps.is_empty()), "{steps}");
    assert_eq!(world.client().get("/api/v1/evidence/urn:a%00b").status, 404);
    world.stop();
    assert!(!world.folder.path().join("chain.db").exists());
    world.serve();
    assert_eq!(read(&world), steps);
    world.record(&world.signed(FARM, event(&ID.replace("01", "99"), "A1")));
    // fsck and erase may run beside the node; rebuild may not.
    assert_eq!(clean(world.folder.path(), &[])["report"]["blocks"], 22);
    let folder = world.folder.path().display().to_string();
    let erased = furlong(&["erase", "3", "--dir", &folder], &[]);
    assert!(erased.status.success(), "{}", String::from_utf8_lossy(&erased.stderr));
    let refused = furlong(&["rebuild", "--dir", &folder], &[]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        !refused.status.success() && told.contains("is in use by another furlong process"),
        "{told}"
    );
    let steps = read(&world);
    world.stop();
    let rebuilt = furlong(&["rebuild", "--dir", &folder], &[]);
    assert!(rebuilt.status.success(), "{}", String::from_utf8_lossy(&rebuilt.stderr));
    world.serve();
    assert_eq!(read(&world), steps);
}

fn init(folder: &str, url: &str) -> std::process::Output {
    let chain = ["init", "--dir", folder, "--name", "coop.example", "--gln", "9506000134352"];
    furlong(&[&chain[..], &["--org-name", "Hill Farms", "--database", url]].concat(), &[])
}

#[test]
fn a_chain_is_founded_with_the_address_of_its_database() {
    let Some(database) = shared().map(|server| server.database()) else { return };
    let desk = tempfile::tempdir().unwrap();
    let folder = |name: &str| desk.path().join(name).display().to_string();
    let founded = init(&folder("one"), &database.url());
    assert!(founded.status.success(), "{}", String::from_utf8_lossy(&founded.stderr));
    let node = Process::serve(&desk.path().join("one"));
    assert_eq!(node.client.get("/readyz").status, 200);
    node.stop();
    clean(&desk.path().join("one"), &[]);
    // The database is taken, for a new chain as for another folder's.
    let told = |output: std::process::Output| {
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let second = told(init(&folder("two"), &database.url()));
    assert!(second.contains("is not empty"), "{second}");
    assert!(!desk.path().join("two").exists());
    let other = World::founded_on(&database.url());
    let served =
        told(furlong(&["serve", "--dir", &other.folder.path().display().to_string()], &[]));
    assert_eq!(served.lines().count(), 1, "{served}");
    assert!(served.contains("corrupt"), "{served}");
    let refused = init(&folder("three"), "mysql://a/b");
    let told = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{told}");
    assert!(told.contains("postgres://USER@HOST:PORT/DATABASE"), "{told}");
}

#[test]
fn the_demonstration_runs_on_postgres() {
    let Some(database) = shared().map(|server| server.database()) else { return };
    let folder = tempfile::tempdir().unwrap();
    let url = database.url();
    let environment = [("FURLONG_DATABASE", url.as_str())];
    let path = folder.path().display().to_string();
    let demo = ["demo", "--quiet", "--listen", "127.0.0.1:0", "--dir", &path];
    for _start in 0..2 {
        let node = Process::start(&demo, &environment);
        let page = node.client.get_as("/t/01/09520102003118/10/SOL-7083M", "text/html");
        assert_eq!(page.status, 200, "{}", page.text());
        node.stop();
    }
    assert!(clean(folder.path(), &environment)["report"]["signatures"].as_u64() > Some(30));
    assert!(!folder.path().join("chain.db").exists());
}

#[test]
fn a_node_does_not_start_where_a_commit_may_be_lost() {
    let Some(database) = shared().map(|server| server.database()) else { return };
    let set = |sql: &str| database.sql(&format!("ALTER DATABASE {} {sql}", database.name));
    let world = World::founded_on(&database.url());
    let folder = world.folder.path().display().to_string();
    set("SET synchronous_commit = off");
    for command in ["serve", "fsck", "rebuild"] {
        let refused = furlong(&[command, "--dir", &folder], &[]);
        let told = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(
            (refused.status.code(), told.lines().count()),
            (Some(1), 1),
            "{command}: {told}"
        );
        assert!(told.contains("synchronous_commit is off"), "{told}");
    }
    let tables = database.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    assert_eq!(tables.trim(), "0", "nothing was touched");
    set("RESET synchronous_commit");
    let node = Process::serve(world.folder.path());
    node.stop();
    missing_server(&database, &world);
}

/// A node whose server is not there says so in one line, without the password.
fn missing_server(database: &Database<'_>, world: &World) {
    let folder = world.folder.path().display().to_string();
    let url =
        database.url().replace("furlong@", "furlong:secret@").replace("host=", "host=/nowhere");
    let refused = furlong(&["serve", "--dir", &folder], &[("FURLONG_DATABASE", &url)]);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert_eq!((refused.status.code(), told.lines().count()), (Some(1), 1), "{told}");
    assert!(told.contains("could not be opened") && !told.contains("secret"), "{told}");
}
