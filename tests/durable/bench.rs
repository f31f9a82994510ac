//! A chain without a node: its writing thread, its queue and its door, moved by hand.

use crate::support::{OFFICE, World};
use furlong::app::read_genesis;
use furlong::clock::Clock;
use furlong::commit::{Chain, Commit, Receipt};
use furlong::config::Floors;
use furlong::disk::DiskWatch;
use furlong::intake::{Answer, Intake, Parts, Waiting};
use furlong::replica::Pending;
use furlong::store::attachments::Files;
use furlong::store::{Place, Pool};
use ledger::OrgId;
use ledger::statement::{Statement, Verified};
use std::sync::Arc;

/// The address under which the bench proposes.
pub(super) const ME: [u8; 20] = [7; 20];

/// The chain of a world whose node is down.
pub(super) fn chain(world: &World) -> Chain {
    let place = Place::Sqlite(world.folder.path().to_owned());
    let genesis = read_genesis(&world.home()).expect("a genesis");
    let clock: Arc<dyn Clock> = Arc::new(world.clock.clone());
    let me = OrgId::parse(OFFICE).expect("an organisation");
    let db = place.chain_writer().expect("a connection");
    Chain::open(db, &genesis, me, clock).expect("the chain of the folder")
}

/// The chain, its queue and its door.
pub(super) struct Bench {
    pub(super) commit: Commit,
    pub(super) pending: Pending,
    pub(super) intake: Intake,
}

impl Bench {
    pub(super) fn new(world: &World) -> Self {
        let place = Place::Sqlite(world.folder.path().to_owned());
        let (commit, _thread) = Commit::start(chain(world)).expect("a thread");
        let pending = Pending::new(100);
        let intake = Intake::new(Parts {
            origin: world.origin.clone(),
            commit: commit.clone(),
            pending: pending.clone(),
            pool: Pool::open(&place, 2).expect("connections"),
            clock: Arc::new(world.clock.clone()),
            disk: DiskWatch::new(Arc::new(world.disk.clone()), Floors::default()),
            checking_max: 100,
            files: Files::of(world.folder.path()),
            file_bytes_max: 1 << 20,
        });
        Self { commit, pending, intake }
    }

    /// Takes a statement that must have to wait.
    pub(super) async fn waits(&self, jws: &str) -> Waiting {
        let mut answers = self.intake.submit(vec![jws.as_bytes().to_vec()]).await.expect("room");
        match answers.pop().expect("one answer") {
            Ok(Answer::Waiting(waiting)) => waiting,
            other => panic!("{other:?}"),
        }
    }

    /// Puts statements into a block.
    pub(super) async fn decide(&self, statements: Vec<Arc<Verified>>) {
        let decide = move |chain: &mut Chain| -> Vec<Receipt> {
            let height = chain.view().tip.height + 1;
            let built = chain.build(0, &ME, statements).expect("a block");
            let (id, _) = built.block.expect("a block");
            chain.decided(height, 0, id, b"certificate").expect("a commit")
        };
        self.commit.run(decide).await.expect("the thread runs");
    }
}

/// A statement whose signatures are good.
pub(super) fn verified(chain: &Chain, jws: &str) -> Arc<Verified> {
    let statement = Statement::read(jws.as_bytes(), chain.origin()).expect("a statement");
    let view = chain.view();
    Arc::new(statement.verify(|kid| view.state.members().jwk(kid)).expect("good signatures"))
}
