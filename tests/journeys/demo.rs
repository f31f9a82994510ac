//! A node on which the demonstration is recorded, with a clock that the test sets.

use crate::support::{Answer, Client};
use furlong::app::{App, LostGuard, read_genesis};
use furlong::clock::{Clock, Manual};
use furlong::config::Config;
use furlong::demo::{Setup, plan, record};
use furlong::founding::found;
use furlong::home::Home;
use furlong::keys::{KeyFile, Random};
use json::{Json, Limits};
use ledger::OrgId;
use ledger::statement::{Body, Draft};
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

/// 2026-11-12T12:00:00Z: the last event of the journeys becomes one of the 11th.
pub(crate) const NOON_MS: u64 = 1_794_484_800_000;
pub(crate) const DAY_MS: u64 = 86_400_000;

const CHAIN: &str = "demo.furlong.example";

/// The running demonstration.
pub(crate) struct Demo {
    pub(crate) origin: String,
    pub(crate) clock: Manual,
    home: Home,
    address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    _folder: tempfile::TempDir,
}

/// What the node's thread needs.
struct Stage {
    setup: Setup,
    home: Home,
    config: Config,
    clock: Manual,
}

impl Stage {
    /// Records the journeys, tells the address, and serves until the test ends.
    async fn play(
        self,
        tell: mpsc::Sender<SocketAddr>,
        stopped: tokio::sync::oneshot::Receiver<()>,
    ) {
        let app = App::start(self.config, Arc::new(self.clock), LostGuard::Refuse).await;
        let app = app.unwrap_or_else(|error| panic!("the node starts: {error}"));
        let genesis = read_genesis(&self.home).expect("a genesis");
        let height = record(&self.setup, &self.home, &genesis, app.intake(), |_| {}).await;
        app.reader()
            .visible(height.expect("the journeys are recorded"))
            .await
            .expect("pages follow");
        tell.send(app.address()).expect("the test waits");
        drop(stopped.await);
        app.stop().await;
    }
}

impl Demo {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path());
        let setup = Setup::read(CHAIN).expect("the set-up is right");
        let plan = plan(&setup, CHAIN, "node.demo.furlong.example", NOON_MS).expect("a plan");
        let origin = found(&home, &plan).expect("a chain").origin;
        let clock = Manual::at(NOON_MS);
        let (tell, told) = mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let mut config = Config::read(folder.path()).expect("the settings are right");
        config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        // All the readers of these tests come from one address.
        config.limits.pages_per_minute = config.limits.pages_per_minute.saturating_add(99_999);
        // Only a new block is signed, so that a test decides how old the knowledge is.
        config.cosign_every_s = 86_400;
        let stage = Stage { setup, home: home.clone(), config, clock: clock.clone() };
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(stage.play(tell, stopped));
        });
        let address = told.recv().expect("the demonstration starts");
        let (stop, thread) = (Some(stop), Some(thread));
        Self { origin, clock, home, address, stop, thread, _folder: folder }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.address)
    }

    pub(crate) fn operator(&self) -> Client {
        let token = std::fs::read_to_string(self.home.operator_token()).expect("a token");
        self.client().with_token(token.trim())
    }

    /// A page as data, for shoppers.
    pub(crate) fn page(&self, path: &str) -> Value {
        let answer = self.client().get_as(&format!("/t{path}"), "application/json");
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// Signs a recall order by the admin key of a firm and waits until pages show it.
    pub(crate) fn recall(&self, iss: &str, order: &str) -> Answer {
        let limits = Limits { bytes_max: 1 << 16, depth_max: 16, values_max: 1_000 };
        let order: Json = json::parse(order.as_bytes(), &limits).expect("an order");
        let iss = OrgId::parse(iss).expect("an organisation");
        let file = KeyFile::read(&self.home.org_key(&iss, "admin-1")).expect("a key file");
        let key = file.secret().and_then(|secret| secret.as_p256().cloned()).expect("a key");
        let draft = Draft {
            iss,
            origin: self.origin.clone(),
            jti: Random.jti(self.clock.now_ms()).expect("randomness"),
            iat: self.clock.now_s(),
            body: Body::Recall(order),
        };
        let answer = self.client().post(
            "/api/v1/statements?wait=visible",
            "application/jose",
            draft.sign(&key).as_bytes(),
        );
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the node's thread panicked");
        }
    }
}
