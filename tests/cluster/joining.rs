//! A chain of one grows and shrinks again, by the commands that operators use, while somebody records.

use super::bed::{ALONE, free_ports, settle};
use crate::support::{Client, PROGRAM, Process, event, furlong, on_folder, tell};
use furlong::clock::{Clock as _, System};
use furlong::home::Home;
use furlong::keys::{KeyFile, Random};
use ledger::OrgId;
use ledger::checkpoint::SignedCheckpoint;
use ledger::statement::{Body, Draft};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tempfile::TempDir;

const GLNS: [&str; 4] = ["9520101000002", "9520105000008", "9520999000009", "9520999000016"];

/// What nodes tell when the test fails: of the engine, too.
const LOG: &str = "warn,furlong=debug,arc_malachitebft=debug,libp2p=error";

/// Asks so often before it gives up: minutes, whatever the machine.
const ASKS_MAX: usize = 100_000;

/// Companies that have a node each, one after the other.
struct Town {
    nodes: Vec<Option<Process>>,
    ports: Vec<[u16; 2]>,
    origin: String,
    folder: TempDir,
    _alone: MutexGuard<'static, ()>,
}

impl Town {
    /// The first company founds a chain of one.
    fn begin() -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().expect("a folder");
        let mut town = Self {
            nodes: GLNS.map(|_| None).into_iter().collect(),
            ports: free_ports(),
            origin: String::new(),
            folder,
            _alone: alone,
        };
        let (dir, host) = (town.text(0), town.host(0));
        town.origin = told(
            &[
                &["init", "--dir", &dir, "--name", "one.furlong.example", "--gln", GLNS[0]][..],
                &["--org-name", "Company 0", "--host", &host],
            ]
            .concat(),
        );
        town.settle(0);
        // One that votes alone needs no address for votes; with others it will.
        let file = town.dir(0).join("furlong.toml");
        let votes = format!("listen = \"/ip4/127.0.0.1/tcp/{}\"", town.ports[0][1]);
        let text = std::fs::read_to_string(&file).expect("settings");
        let text = text
            .replace("#[consensus]", "[consensus]")
            .replace("#listen = \"/ip4/0.0.0.0/tcp/26656\"", &votes);
        std::fs::write(&file, text).expect("settings");
        town.serve(0);
        town
    }

    fn dir(&self, who: usize) -> PathBuf {
        self.folder.path().join(format!("node-{who}"))
    }

    fn text(&self, who: usize) -> String {
        self.dir(who).display().to_string()
    }

    fn host(&self, who: usize) -> String {
        format!("127.0.0.1:{}", self.ports[who][0])
    }

    fn url(&self, who: usize) -> String {
        format!("http://{}", self.host(who))
    }

    fn client(&self, who: usize) -> Client {
        Client::new(SocketAddr::from(([127, 0, 0, 1], self.ports[who][0])))
    }

    fn key(&self, who: usize, name: &str) -> PathBuf {
        Home::at(self.dir(who)).org_key(&iss(who), name)
    }

    fn settle(&self, who: usize) {
        settle(&self.dir(who), self.ports[who], Some("near"));
    }

    fn serve(&mut self, who: usize) {
        let mut serve = Command::new(PROGRAM);
        serve.args(["serve", "--dir"]).arg(self.dir(who)).env("FURLONG_LOG", LOG);
        self.nodes[who] = Some(Process::spawn(serve));
    }

    fn ready(&self, who: usize) -> Value {
        self.client(who).get("/readyz").json()
    }

    /// Waits until a node is as it should be.
    fn until(&self, who: usize, what: &str, holds: impl Fn(&Value) -> bool) {
        let mut answers = (0..ASKS_MAX).map(|_| self.ready(who));
        assert!(answers.any(|ready| holds(&ready)), "node {who} {what}: {}", self.ready(who));
    }

    /// SIZE:ROOT, as a member reads it to one who joins.
    fn checkpoint(&self, who: usize) -> String {
        let note = self.client(who).get("/log/checkpoint").text();
        let lines: Vec<&str> = note.lines().take(3).collect();
        assert_eq!(lines[0], self.origin);
        format!("{}:{}", lines[1], lines[2])
    }

    /// A command of an administrator at his own node; what it says first.
    fn rule(&self, who: usize, command: &[&str]) -> String {
        let (node, key) = (self.url(who), self.key(who, "admin-1").display().to_string());
        let mut whole = command.to_vec();
        whole.extend(["--node", &node, "--key", &key]);
        told(&whole)
    }

    /// The first of some members proposes, and so many others agree.
    fn decide(&self, members: &[usize], command: &[&str], needed: usize) {
        let proposal = self.rule(members[0], command);
        assert_eq!(proposal.len(), 64, "{proposal}");
        for who in &members[1..needed] {
            let open = told(&["ballot", "list", "--dir", &self.text(*who)]);
            assert_eq!(open, proposal, "what is open at node {who}");
            self.rule(*who, &["ballot", "vote", &proposal, "yes"]);
        }
    }

    /// A company prepares, the members learn of it, and its node reads the record.
    fn follow(&mut self, members: &[usize], new: usize) {
        let (dir, host, url) = (self.text(new), self.host(new), self.url(new));
        let votes = format!("/ip4/127.0.0.1/tcp/{}", self.ports[new][1]);
        let name = format!("Company {new}");
        told(&[
            &["join", "prepare", "--dir", &dir, "--chain", &self.origin, "--gln", GLNS[new]][..],
            &["--org-name", &name, "--host", &host, "--url", &url, "--consensus", &votes],
        ]
        .concat());
        let joiner = self.dir(new).join("joiner.json").display().to_string();
        for who in members {
            told(&["peer", "add", "--dir", &self.text(*who), &joiner]);
        }
        self.decide(members, &["ballot", "enrol", &joiner], members.len() / 2 + 1);
        let path = |name: &str| self.dir(0).join(name).display().to_string();
        let peers = self.folder.path().join("peers.toml").display().to_string();
        std::fs::write(&peers, self.peers(members)).expect("a file");
        let said = [0, members.len() - 1].map(|at| self.checkpoint(members[at]));
        told(
            &[
                &["join", "begin", "--dir", &dir, "--genesis", &path("genesis.json")][..],
                &["--signatures", &path("genesis.sigs"), "--peers", &peers],
                &["--checkpoint", &said[0], "--checkpoint", &said[1]],
            ]
            .concat(),
        );
        self.settle(new);
        self.serve(new);
        let height = self.ready(members[0])["height"].as_u64().expect("a height");
        self.until(new, "does not come to the tip", |ready| {
            ready["is_ready"] == true && ready["height"].as_u64() >= Some(height)
        });
        assert_eq!(self.ready(new)["has_vote"], false);
    }

    /// Two tables: the founder of a chain of one never wrote down where its node is.
    fn peers(&self, members: &[usize]) -> String {
        let first = format!(
            "[[peer]]\niss = \"{}\"\nurl = \"{}\"\nconsensus = \"/ip4/127.0.0.1/tcp/{}\"\n",
            iss(0),
            self.url(0),
            self.ports[0][1]
        );
        let others = members[1..].iter().map(|who| {
            let text = std::fs::read_to_string(self.dir(*who).join("joiner.json"));
            let joiner: Value = serde_json::from_str(&text.expect("a file")).expect("JSON");
            format!(
                "[[peer]]\niss = \"{}\"\nurl = \"{}\"\nconsensus = {}\n",
                iss(*who),
                self.url(*who),
                joiner["reach"]["consensus"]
            )
        });
        std::iter::once(first).chain(others).collect()
    }

    /// The same members have a vote on every node that runs.
    fn until_voting(&self, members: &[usize], epoch: u64) {
        for who in (0..GLNS.len()).filter(|who| self.nodes[*who].is_some()) {
            let votes = members.contains(&who);
            self.until(who, "is not in the epoch", |ready| {
                ready["epoch"] == epoch && ready["has_vote"] == votes
            });
        }
    }
}

/// What the nodes said tells why.
impl Drop for Town {
    fn drop(&mut self) {
        if std::thread::panicking() {
            for (who, node) in self.nodes.iter_mut().enumerate() {
                let told = node.take().map(|node| node.kill().1).unwrap_or_default();
                tell(&format!("node {who}:\n{told}"));
            }
        }
    }
}

fn iss(who: usize) -> OrgId {
    OrgId::parse(&format!("https://id.gs1.org/417/{}", GLNS[who])).expect("an organisation")
}

/// The first line that a command prints.
fn told(arguments: &[&str]) -> String {
    let ran = furlong(arguments, &[]);
    assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).expect("text").lines().next().unwrap_or_default().to_owned()
}

/// Somebody who records at the first node all the time.
struct Recorder {
    stop: Arc<AtomicBool>,
    receipts: Arc<Mutex<Vec<Value>>>,
    thread: std::thread::JoinHandle<()>,
}

/// Events have numbers that none had before.
static NUMBER: AtomicUsize = AtomicUsize::new(0);

impl Recorder {
    fn begin(town: &Town) -> Self {
        let (stop, receipts) = (Arc::new(AtomicBool::new(false)), Arc::<Mutex<Vec<_>>>::default());
        let (told, kept) = (Arc::clone(&stop), Arc::clone(&receipts));
        let (client, origin) = (town.client(0), town.origin.clone());
        let key = KeyFile::read(&town.key(0, "event")).expect("a key").secret().expect("a secret");
        let thread = std::thread::spawn(move || {
            let key = key.as_p256().expect("a P-256 key");
            while !told.load(Ordering::SeqCst) {
                let jws = sign(&origin, key);
                let path = "/api/v1/statements?wait=committed";
                let sent = client.try_post(path, "application/jose", jws.as_bytes());
                let receipt =
                    sent.filter(|answer| answer.status == 201).map(|answer| answer.json());
                kept.lock().unwrap_or_else(PoisonError::into_inner).extend(receipt);
            }
        });
        Self { stop, receipts, thread }
    }

    fn end(self) -> Vec<Value> {
        self.stop.store(true, Ordering::SeqCst);
        self.thread.join().expect("the recorder");
        self.receipts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn sign(origin: &str, key: &ledger::key::P256Secret) -> String {
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let id = format!("urn:uuid:0190b7a0-0000-7000-8000-{number:012}");
    let now_ms = System.now_ms();
    let draft = Draft {
        iss: iss(0),
        origin: origin.to_owned(),
        jti: Random.jti(now_ms).expect("randomness"),
        iat: now_ms / 1_000,
        body: Body::Event { epcis: event(&id, "A1"), corrects: None },
    };
    draft.sign(key)
}

/// Every receipt at its place, on every node.
fn agree(town: &Town, receipts: &[Value]) {
    let last = receipts.iter().filter_map(|one| one["height"].as_u64()).max().expect("receipts");
    for who in (0..GLNS.len()).filter(|who| town.nodes[*who].is_some()) {
        town.until(who, "does not have it all", |ready| ready["projected"].as_u64() >= Some(last));
        let client = town.client(who);
        for receipt in receipts {
            let leaf = receipt["leaf_hash"].as_str().expect("a hash");
            let found = client.get(&format!("/api/v1/statements/{leaf}")).json();
            for name in ["index", "height", "time_ms", "block_id"] {
                assert_eq!(found[name], receipt[name], "node {who}: {found}");
            }
        }
    }
}

#[test]
fn a_chain_of_one_grows_to_four_and_shrinks_again_while_somebody_records() {
    let mut town = Town::begin();
    let recorder = Recorder::begin(&town);
    let (mut members, mut epoch) = (vec![0], 0);
    for new in 1..GLNS.len() {
        town.follow(&members, new);
        let joiner = town.dir(new).join("joiner.json").display().to_string();
        let (dir, needed) = (town.text(0), ledger::state::quorum(members.len()));
        town.decide(&members, &["ballot", "admit", "--dir", &dir, &joiner], needed);
        members.push(new);
        epoch += 1;
        town.until_voting(&members, epoch);
    }
    // Three of four decide, so that one of those who came must have voted.
    town.nodes[1].take().expect("it runs").kill();
    let before = town.ready(0)["confirmed"].as_u64();
    town.until(0, "does not go on", |ready| ready["confirmed"].as_u64() > before);
    town.serve(1);
    proves_itself_across_epochs(&town);
    for gone in (1..GLNS.len()).rev() {
        let (dir, needed) = (town.text(0), ledger::state::quorum(members.len()));
        town.decide(&members, &["ballot", "remove", "--dir", &dir, GLNS[gone]], needed);
        members.pop();
        epoch += 1;
        town.until_voting(&members, epoch);
    }
    let receipts = recorder.end();
    agree(&town, &receipts);
    for who in 0..GLNS.len() {
        town.nodes[who].take().expect("it runs").stop();
        let (clean, told) = on_folder(&["fsck"], &town.dir(who));
        assert!(clean, "node {who}: {told}");
    }
}

/// A proof from the newest member's node names the founder's keys only, and holds.
fn proves_itself_across_epochs(town: &Town) {
    let signed: SignedCheckpoint =
        serde_json::from_slice(&town.client(3).get("/log/checkpoint.json").body).expect("signed");
    assert!(signed.cosigs.len() >= 3, "{signed:?}");
    let file = town.folder.path().join("proof.json").display().to_string();
    let event = "urn:uuid:0190b7a0-0000-7000-8000-000000000000";
    // Shoppers do not see it: the company has not said that they may read its name.
    let token = Home::at(town.dir(3)).operator_token().display().to_string();
    told(&["evidence", "--node", &town.url(3), "--token-file", &token, event, "-o", &file]);
    let verdict = furlong(&["verify", &file, "--chain", &town.origin], &[]);
    let told = String::from_utf8_lossy(&verdict.stdout).into_owned();
    assert!(verdict.status.success(), "{told}");
}
