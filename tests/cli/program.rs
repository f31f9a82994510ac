//! Running the program in a folder of its own, and a node beside it.

pub(super) use crate::support::copy;
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use tempfile::TempDir;

/// The founding company of every test.
pub(super) const GLN: &str = "9506000134352";
/// A lot of its.
pub(super) const LOT: &str = "https://id.gs1.org/01/09506000134352/10/L1";

/// A folder in which commands run; it is the home folder, too.
pub(super) struct Desk {
    folder: TempDir,
}

/// What a command answered.
pub(super) struct Answer {
    pub(super) code: i32,
    pub(super) out: String,
    pub(super) err: String,
}

impl Answer {
    /// The answer, if the command ended with that code.
    #[track_caller]
    pub(super) fn coded(self, code: i32) -> Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// One JSON object a line.
    pub(super) fn lines(&self) -> Vec<Value> {
        let line = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| panic!("{text}"));
        self.out.lines().map(line).collect()
    }
}

impl Desk {
    pub(super) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// One in which a chain has been founded, in `node`.
    pub(super) fn founded() -> Self {
        let desk = Self::new();
        let init = ["init", "--dir", "node", "--name", "coop.example", "--gln", GLN];
        let named = ["--org-name", "Hill Farms", "--prefix", "9506000"];
        desk.run(&[init.as_slice(), &named].concat()).coded(0);
        desk
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("a file is written");
    }

    pub(super) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).expect("a file is there")
    }

    pub(super) fn origin(&self) -> String {
        let hash = ledger::Hash::of(&[&self.read("node/genesis.json")]);
        format!("coop.example/{hash}")
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Answer {
        let output = self.command(arguments).output().expect("the program runs");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        let code = output.status.code().expect("it ends by itself");
        Answer { code, out: text(output.stdout), err: text(output.stderr) }
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_furlong"));
        command.args(arguments).current_dir(self.folder.path()).env("HOME", self.folder.path());
        command
    }

    /// Starts the node of the folder `node`; what it tells its operator goes to `serve.log`.
    pub(super) fn serve(&self) -> Serving {
        let serve = ["serve", "--dir", "node", "--listen", "127.0.0.1:0"];
        let log = std::fs::File::create(self.path("serve.log")).expect("a log");
        let mut command = self.command(&serve);
        command.stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().expect("the program starts");
        let mut line = String::new();
        let mut more = BufReader::new(child.stdout.take().expect("its output"));
        more.read_line(&mut line).expect("it says where it listens");
        let (origin, url) = line.trim().split_once(" listens on ").expect("one line says it");
        assert_eq!(origin, self.origin());
        Serving { child, more, url: url.to_owned() }
    }

    /// Records one event of [`LOT`] and answers with its line.
    pub(super) fn record_one(&self, node: &Serving, id: &str) -> Value {
        self.write("one.json", &document(&[event(id)]));
        let key = event_key();
        let record = ["record", "--node", &node.url, "--key", &key, "--json", "one.json"];
        self.run(&record).coded(0).lines().remove(0)
    }
}

/// A node in a process of its own.
pub(super) struct Serving {
    child: Child,
    more: BufReader<ChildStdout>,
    pub(super) url: String,
}

impl Serving {
    /// Asks it to end, as an operator's system does, and waits.
    pub(super) fn stop(mut self) {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().expect("kill runs");
        assert!(asked.success());
        assert!(self.child.wait().expect("it ends").success(), "it ends cleanly");
    }

    /// The next two lines that it prints.
    pub(super) fn lines(&mut self) -> [String; 2] {
        [(); 2].map(|()| {
            let mut line = String::new();
            self.more.read_line(&mut line).expect("a line");
            line.trim_end().to_owned()
        })
    }

    /// Waits until it ends by itself; its exit code.
    pub(super) fn ended(mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }
}

impl Serving {
    /// Ends it as a power cut does.
    pub(super) fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Serving {
    /// A test that fails leaves no node behind.
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}

pub(super) fn event_key() -> String {
    format!("node/keys/417-{GLN}/event.key")
}

pub(super) fn admin_key() -> String {
    format!("node/keys/417-{GLN}/admin-1.key")
}

/// An event that makes 10 kg of [`LOT`].
pub(super) fn event(id: &str) -> String {
    format!(
        r#"{{"type":"ObjectEvent","eventID":"{id}","eventTime":"2026-11-01T08:00:00Z",
        "eventTimeZoneOffset":"+00:00","action":"ADD","bizStep":"commissioning","epcList":[],
        "quantityList":[{{"epcClass":"{LOT}","quantity":10,"uom":"KGM"}}],
        "readPoint":{{"id":"https://id.gs1.org/414/{GLN}"}}}}"#
    )
}

pub(super) fn document(events: &[String]) -> String {
    format!(
        r#"{{"@context":["https://ref.gs1.org/standards/epcis/epcis-context.jsonld"],
        "type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-11-01T08:00:00Z",
        "epcisBody":{{"eventList":[{}]}}}}"#,
        events.join(",")
    )
}

/// Changes rows behind the node's back, as whoever has the machine can.
pub(super) fn change(desk: &Desk, folder: &str, sql: &str) {
    let file = desk.path(folder).join("chain.db");
    let done = Command::new("sqlite3").arg(file).arg(sql).status();
    assert!(done.expect("SQLite's own program is installed").success(), "{sql}");
}
