//! SIGKILL under load, again and again: nothing acknowledged is lost, and the chain goes on where
//! it was. A few rounds here, the same code for a thousand in `cargo xtask soak`.

use super::bed::Bed;
use super::rounds::rounds;
use crate::support::postgres::Server;

#[test]
fn kills_lose_nothing_that_was_acknowledged() {
    rounds("kills-sqlite", 20, Bed::sqlite);
}

#[test]
fn kills_lose_nothing_that_was_acknowledged_on_postgres() {
    let Some(server) = Server::start() else { return };
    rounds("kills-postgres", 8, || Bed::postgres(&server, false));
}

#[test]
fn a_killed_postgres_loses_nothing_that_was_acknowledged() {
    let Some(server) = Server::start() else { return };
    rounds("kills-postgres-server", 6, || Bed::postgres(&server, true));
}
