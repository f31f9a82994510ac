//! A PostgreSQL that may forget what it has acknowledged is refused, in one line that says why.

use super::bed::Bed;
use diesel::connection::SimpleConnection as _;
use furlong::store::{Place, Pool, PostgresUrl, StoreError};

/// The line, if opening is refused.
#[track_caller]
fn refusal(place: &Place) -> String {
    let error = place.migrate().expect_err("it must not be taken");
    assert!(!error.to_string().contains('\n'), "{error}");
    let pooled = Pool::open(place, 1).err().expect("nor for reading");
    assert_eq!(pooled.to_string(), error.to_string());
    error.to_string()
}

#[test]
fn a_commit_that_may_be_lost_is_refused_wherever_it_is_set() {
    let Some(bed) = Bed::postgres() else { return };
    let database = bed.database.as_ref().unwrap();
    let name = &database.name;
    database.sql(&format!("CREATE ROLE r_{name} LOGIN; GRANT ALL ON DATABASE {name} TO r_{name}"));
    database.sql(&format!("GRANT ALL ON SCHEMA public TO r_{name}"));
    let url = database.url().replace("furlong@", &format!("r_{name}@"));
    let place = |url: &str| Place::Postgres(PostgresUrl::parse(url).unwrap());
    for value in ["off", "local", "remote_write"] {
        let asked = place(&format!("{url}&options=-csynchronous_commit%3D{value}"));
        let told = refusal(&asked);
        assert!(told.contains(&format!("synchronous_commit is {value}")), "{told}");
        assert!(told.contains("set by the address"), "{told}");
        for (whose, words) in [
            (format!("DATABASE {name}"), "set for the database:"),
            (format!("ROLE r_{name}"), "set for the role:"),
            (format!("ROLE r_{name} IN DATABASE {name}"), "set for the role in this database:"),
        ] {
            database.sql(&format!("ALTER {whose} SET synchronous_commit = {value}"));
            let told = refusal(&place(&url));
            assert!(told.contains(words), "{told}");
            database.sql(&format!("ALTER {whose} RESET synchronous_commit"));
        }
    }
    for value in ["on", "remote_apply"] {
        place(&format!("{url}&options=-csynchronous_commit%3D{value}")).migrate().unwrap();
    }
}

#[test]
fn a_database_of_another_encoding_is_refused() {
    let Some(bed) = Bed::postgres() else { return };
    let database = bed.database.as_ref().unwrap();
    let name = format!("{}_latin", database.name);
    let latin = "TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'";
    database.sql(&format!("CREATE DATABASE {name} {latin}"));
    let url = database.url().replace(&format!("/{}?", database.name), &format!("/{name}?"));
    let told = refusal(&Place::Postgres(PostgresUrl::parse(&url).unwrap()));
    assert!(told.contains("encoding LATIN1"), "{told}");
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("postgres://me:secret@/furlong?host={}", folder.path().display());
    let place = Place::Postgres(PostgresUrl::parse(&url).unwrap());
    let error = place.migrate().unwrap_err();
    let StoreError::Open { source, .. } = &error else { panic!("{error:?}") };
    assert!(!source.to_string().contains('\n'), "{source}");
    assert!(!format!("{error} {error:?} {source}").contains("secret"), "{error}");
}

/// Two nodes on one database would each write a block of the same height.
#[test]
fn a_second_writer_waits_and_is_refused() {
    let Some(bed) = Bed::postgres() else { return };
    let first = bed.chain();
    let told = bed.place.chain_writer().err().expect("one writer").to_string();
    assert!(told.contains("another process writes to this database"), "{told}");
    assert!(bed.place.chain_reader().is_ok());
    drop(first);
    assert!(bed.place.chain_writer().is_ok());
}

#[test]
fn what_was_checked_is_pinned_for_the_session() {
    let Some(bed) = Bed::postgres() else { return };
    let mut db = bed.chain();
    let reader = bed.run("SELECT pg_reload_conf()");
    assert_eq!(reader, Ok(()));
    let asked = "DO $$ BEGIN ASSERT current_setting('synchronous_commit') = 'on' AND \
                 (SELECT source FROM pg_settings WHERE name = 'synchronous_commit') = 'session'; END $$";
    db.batch_execute(asked).unwrap();
}
