//! Founding four nodes as four companies do, starting them, and the lines between them.

use super::line::{Line, Way};
use crate::support::{Client, PROGRAM, Process, furlong};
use furlong::home::Home;
use furlong::keys::KeyFile;
use ledger::OrgId;
use ledger::genesis::Genesis;
use ledger::key::P256Secret;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The members' GLNs, sorted as the genesis sorts them.
pub(super) const GLNS: [&str; 4] =
    ["9520101000002", "9520105000008", "9520999000009", "9520999000016"];

/// One cluster at a time: four processes on two cores are enough.
pub(super) static ALONE: Mutex<()> = Mutex::new(());

/// A client gives up after so long: ten times what is promised after a line is whole again.
pub(super) const PATIENCE: Duration = Duration::from_secs(100);

/// Long enough for a block on a slow line, and for the tip to move if it could.
const HASTE: Duration = Duration::from_secs(6);

/// Four nodes.
pub(super) struct Cluster {
    nodes: Vec<Option<Process>>,
    lines: Vec<Lines>,
    pub(super) genesis: Genesis,
    http: Vec<u16>,
    folder: TempDir,
    _runtime: Runtime,
    _alone: MutexGuard<'static, ()>,
}

/// The pace of a new node, as its settings have it.
const WIDE: &str = "#pace = \"wide\"";

/// From one node to another.
struct Lines {
    from: usize,
    to: usize,
    both: [Line; 2],
}

/// Where a node listens: pages, votes.
pub(super) type Ports = [u16; 2];

impl Cluster {
    /// Founds a chain of four, and starts all nodes, which are set for a good network.
    pub(super) fn start() -> Self {
        Self::paced(Some("near"))
    }

    /// The same, set as nodes far apart are.
    pub(super) fn far_apart() -> Self {
        Self::paced(None)
    }

    fn paced(pace: Option<&str>) -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().expect("a folder");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let ports = free_ports();
        let mut lines = Vec::new();
        for (from, to) in pairs() {
            let line = |port| Line::new(runtime.handle(), SocketAddr::from(([127, 0, 0, 1], port)));
            lines.push(Lines { from, to, both: ports[to].map(line) });
        }
        let genesis = found(&folder, &ports, &lines);
        for (who, ports) in ports.iter().enumerate() {
            settle(&dir(&folder, who), *ports, pace);
        }
        let http = ports.iter().map(|[http, _]| *http).collect();
        let nodes = GLNS.map(|_| None).into_iter().collect();
        let mut cluster =
            Self { nodes, lines, genesis, http, folder, _runtime: runtime, _alone: alone };
        for who in 0..GLNS.len() {
            cluster.serve(who);
        }
        cluster
    }

    pub(super) fn origin(&self) -> String {
        self.genesis.origin()
    }

    pub(super) fn home(&self, who: usize) -> Home {
        Home::at(dir(&self.folder, who))
    }

    /// Starts a node that is down.
    pub(super) fn serve(&mut self, who: usize) {
        let dir = dir(&self.folder, who).display().to_string();
        self.nodes[who] = Some(Process::start(&["serve", "--dir", &dir], &[]));
    }

    /// SIGKILL.
    pub(super) fn kill(&mut self, who: usize) {
        self.nodes[who].take().expect("it runs").kill();
    }

    /// Starts it by a clock that is off.
    pub(super) fn serve_off(&mut self, who: usize, seconds: i64) {
        let program = Path::new(PROGRAM).with_file_name("examples/node_by_another_clock");
        let mut command = Command::new(program);
        command.arg(dir(&self.folder, who)).arg(seconds.to_string());
        self.nodes[who] = Some(Process::spawn(command));
    }

    /// Whether a node that was not told to has ended.
    pub(super) fn has_ended(&mut self, who: usize) -> bool {
        self.nodes[who].as_mut().expect("it ran").has_ended()
    }

    /// What such a node said.
    pub(super) fn ended(&mut self, who: usize) -> Option<(Option<i32>, String)> {
        self.nodes[who].take().map(Process::ended)
    }

    /// As an operator ends it.
    pub(super) fn stop(&mut self, who: usize) {
        self.nodes[who].take().expect("it runs").stop();
    }

    /// Those that run.
    pub(super) fn live(&self) -> Vec<usize> {
        (0..self.nodes.len()).filter(|who| self.nodes[*who].is_some()).collect()
    }

    /// Where a node answers, whatever the lines between nodes do.
    pub(super) fn client(&self, who: usize) -> Client {
        let client = &self.nodes[who].as_ref().expect("it runs").client;
        let address = client.authority().parse().expect("an address");
        Client::with_patience(address, Some(PATIENCE))
    }

    /// The same, for clients that give up soon and try again with another statement; also where the
    /// node is down just now.
    pub(super) fn hasty(&self, who: usize) -> Client {
        let address = SocketAddr::from(([127, 0, 0, 1], self.http[who]));
        Client::with_patience(address, Some(HASTE))
    }

    pub(super) fn iss(who: usize) -> OrgId {
        OrgId::parse(&format!("https://id.gs1.org/417/{}", GLNS[who])).expect("an organisation")
    }

    /// The key by which a member signs events.
    pub(super) fn key(&self, who: usize) -> P256Secret {
        let file = KeyFile::read(&self.home(who).org_key(&Self::iss(who), "event"));
        let secret = file.expect("a key file").secret();
        secret.and_then(|secret| secret.as_p256().cloned()).expect("a P-256 key")
    }

    /// Turns the lines that lead from some nodes to others; answers go back over the same line.
    pub(super) fn turn(&self, from: &[usize], to: &[usize], way: Way) {
        let chosen = self.lines.iter();
        let chosen = chosen.filter(|line| from.contains(&line.from) && to.contains(&line.to));
        chosen.for_each(|line| line.both.iter().for_each(|line| line.turn(way)));
    }

    /// No line leads from one side to the other.
    pub(super) fn part(&self, one: &[usize], other: &[usize]) {
        self.turn(one, other, Way::Cut);
        self.turn(other, one, Way::Cut);
    }

    /// Every line is whole.
    pub(super) fn heal(&self) {
        let all: Vec<usize> = (0..GLNS.len()).collect();
        self.turn(&all, &all, Way::Open);
    }
}

fn pairs() -> impl Iterator<Item = (usize, usize)> {
    let all = 0..GLNS.len();
    all.clone().flat_map(move |from| all.clone().map(move |to| (from, to))).filter(|(a, b)| a != b)
}

/// For four nodes.
pub(super) fn free_ports() -> Vec<Ports> {
    ports(GLNS.len())
}

/// For so many nodes.
pub(super) fn ports(count: usize) -> Vec<Ports> {
    (0..count).map(|_| [free_port(), free_port()]).collect()
}

/// Below those that the system gives to connections, which might take one before its node listens; none
/// is given twice.
fn free_port() -> u16 {
    const FIRST: u16 = 20_000;
    static NEXT: AtomicU16 = AtomicU16::new(FIRST);
    let begins = u16::try_from(std::process::id() % 100).expect("it is small") * 100;
    loop {
        let port = NEXT.fetch_add(1, Ordering::SeqCst) + begins;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

fn dir(folder: &TempDir, who: usize) -> PathBuf {
    folder.path().join(format!("node-{who}"))
}

/// The four steps of `furlong init`, as docs/guides/consortium.md has them.
fn found(folder: &TempDir, ports: &[Ports], lines: &[Lines]) -> Genesis {
    let path = |name: &str| folder.path().join(name).display().to_string();
    let node = |who: usize| path(&format!("node-{who}"));
    for (who, gln) in GLNS.iter().enumerate() {
        let [http, votes] = ports[who];
        let (name, host) = (format!("Member {who}"), format!("127.0.0.1:{http}"));
        let votes = format!("/ip4/127.0.0.1/tcp/{votes}");
        run(&[
            "init",
            "prepare",
            "--dir",
            &node(who),
            "--name",
            "four.furlong.example",
            "--gln",
            gln,
            "--org-name",
            &name,
            "--host",
            &host,
            "--url",
            &format!("http://{host}"),
            "--consensus",
            &votes,
        ]);
    }
    let shares: Vec<String> = (0..4).map(|who| format!("{}/founder.json", node(who))).collect();
    let mut draft = vec!["init", "draft", "--out"];
    let genesis = path("genesis.json");
    draft.push(&genesis);
    draft.extend(shares.iter().map(String::as_str));
    run(&draft);
    let sigs: Vec<String> = (0..4).map(|who| path(&format!("{who}.sigs"))).collect();
    for (who, sigs) in sigs.iter().enumerate() {
        run(&["init", "sign", "--dir", &node(who), "--genesis", &genesis, "--out", sigs]);
    }
    for who in 0..GLNS.len() {
        // The addresses that this node is told are those of its lines.
        let peers = path(&format!("{who}.toml"));
        std::fs::write(&peers, peers_of(who, lines)).expect("a file");
        let dir = node(who);
        let mut finish = vec!["init", "finish", "--dir", &dir, "--genesis", &genesis];
        finish.extend(["--peers", &peers]);
        finish.extend(sigs.iter().map(String::as_str));
        run(&finish);
    }
    Genesis::read(&std::fs::read(&genesis).expect("the genesis")).expect("a genesis")
}

fn run(arguments: &[&str]) {
    let ran = furlong(arguments, &[]);
    assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

fn peers_of(who: usize, lines: &[Lines]) -> String {
    let from = lines.iter().filter(|line| line.from == who);
    let table = |line: &Lines| {
        let [http, votes] = [line.both[0].port, line.both[1].port];
        format!(
            "[[peer]]\niss = \"https://id.gs1.org/417/{}\"\nurl = \"http://127.0.0.1:{http}\"\n\
             consensus = \"/ip4/127.0.0.1/tcp/{votes}\"\n",
            GLNS[line.to]
        )
    };
    from.map(table).collect()
}

/// All four share one machine; no pace is the one that a new node has.
pub(super) fn settle(dir: &Path, [http, _]: Ports, pace: Option<&str>) {
    let file = dir.join("furlong.toml");
    let pace = pace.map_or_else(|| WIDE.to_owned(), |pace| format!("pace = \"{pace}\""));
    let text = std::fs::read_to_string(&file).expect("settings");
    let text = text
        .replace("#listen = \"127.0.0.1:8080\"", &format!("listen = \"127.0.0.1:{http}\""))
        .replace("#relay = \"gossip\"", "relay = \"direct\"")
        .replace(WIDE, &pace)
        .replace("#connections_per_ip = 5", "connections_per_ip = 50");
    std::fs::write(&file, text).expect("settings");
}
