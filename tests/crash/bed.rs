//! A chain whose node is killed, on one of the two databases.

use super::chance::Chance;
use crate::support::postgres::Server;
use crate::support::{Process, World};
use furlong::config::Config;
use furlong::store::Place;
use ledger::genesis::Genesis;
use std::process::{Command, Stdio};

/// Who is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kill {
    /// The node.
    Node,
    /// All of PostgreSQL, without a checkpoint.
    Server,
    /// One of PostgreSQL's processes; it recovers by itself.
    Child,
}

pub(super) struct Bed<'s> {
    pub(super) world: World,
    pub(super) genesis: Genesis,
    pub(super) place: Place,
    server: Option<&'s Server>,
    /// Whether PostgreSQL is killed, and not the node.
    kills_server: bool,
}

impl<'s> Bed<'s> {
    pub(super) fn sqlite() -> Self {
        Self::on(World::founded(), None, false)
    }

    pub(super) fn postgres(server: &'s Server, kills_server: bool) -> Self {
        let world = World::founded_on(&server.database().url());
        Self::on(world, Some(server), kills_server)
    }

    fn on(world: World, server: Option<&'s Server>, kills_server: bool) -> Self {
        let genesis = std::fs::read(world.home().genesis()).expect("a genesis");
        let genesis = Genesis::read(&genesis).expect("a genesis that holds");
        let place = Config::read(world.folder.path()).expect("settings").place();
        Self { world, genesis, place, server, kills_server }
    }

    pub(super) fn start(&self) -> Process {
        Process::serve(self.world.folder.path())
    }

    /// Whose turn it is.
    pub(super) fn victim(&self, chance: &mut Chance) -> Kill {
        match (self.kills_server, chance.one_in(2)) {
            (false, _) => Kill::Node,
            (true, true) => Kill::Server,
            (true, false) => Kill::Child,
        }
    }

    /// Kills; what the node said as it ended, if it ended by itself.
    pub(super) fn kill(&self, process: Process, kill: Kill) -> Option<(Option<i32>, String)> {
        match (kill, self.server) {
            (Kill::Server, Some(server)) => server.fall(),
            (Kill::Child, Some(server)) => server.kill_a_child(),
            (Kill::Node | Kill::Server | Kill::Child, _) => {
                process.kill();
                return None;
            }
        }
        Some(process.ended())
    }

    /// Undoes what a kill left behind.
    pub(super) fn mend(&self, kill: Kill) {
        if let (Kill::Server, Some(server)) = (kill, self.server) {
            server.up();
        }
    }

    /// Starts the node and kills it before it may have said where it listens.
    pub(super) fn kill_a_start(&self, chance: &mut Chance) {
        let mut starting = Command::new(env!("CARGO_BIN_EXE_furlong"));
        starting.args(["serve", "--listen", "127.0.0.1:0", "--dir"]).arg(self.world.folder.path());
        let mut starting = starting
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // The moment is what is tried here: nothing waits for it.
        std::thread::sleep(chance.below_ms(300));
        starting.kill().expect("it can be killed, ended or not");
        starting.wait().expect("it ends");
    }
}
