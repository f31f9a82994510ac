//! docs/guides/consortium.md, done: every command of it as it stands there, with the addresses of
//! this machine in place of the examples'.

use super::bed::{ALONE, GLNS, ports, settle};
use super::looks::until_confirmed;
use crate::support::{PROGRAM, Process};
use serde_json::Value;
use std::process::{Command, Output};
use std::sync::PoisonError;
use tempfile::{TempDir, tempdir};

const GUIDE: &str = include_str!("../../docs/guides/consortium.md");

const EVENTS: &str = r#"{"@context":["https://ref.gs1.org/standards/epcis/epcis-context.jsonld"],
    "type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-11-11T09:00:00Z",
    "epcisBody":{"eventList":[{"type":"ObjectEvent","action":"ADD","bizStep":"commissioning",
    "eventID":"urn:uuid:0190b7a0-0000-7000-8000-000000000001",
    "eventTime":"2026-11-11T08:00:00+01:00","eventTimeZoneOffset":"+01:00",
    "readPoint":{"id":"https://id.gs1.org/414/9520101000002"},
    "quantityList":[{"epcClass":"https://id.gs1.org/01/09520101000019/10/A1","quantity":12.5,
    "uom":"KGM"}]}]}}"#;

/// The one that joins.
const FIFTH: &str = "9521000000001";

/// Asks so often before it gives up: minutes, whatever the machine.
const ASKS_MAX: usize = 100_000;

struct Company {
    letter: char,
    gln: &'static str,
    pages: u16,
    votes: u16,
}

impl Company {
    /// A command of the guide, which company A gives, as this company gives it.
    fn own(&self, command: &str) -> String {
        let Self { letter, gln, pages, votes } = self;
        let own = [
            ("/var/lib/furlong-e", "e/data".to_owned()),
            ("/var/lib/furlong", format!("{letter}/data")),
            ("9520101000002", (*gln).to_owned()),
            ("Company A", format!("Company {}", letter.to_ascii_uppercase())),
            ("/dns4/a.example/tcp/26656", format!("/ip4/127.0.0.1/tcp/{votes}")),
            ("a.example:8080", format!("127.0.0.1:{pages}")),
            ("--host a.example", format!("--host 127.0.0.1:{pages}")),
            ("--out a.sigs", format!("--out {letter}.sigs")),
        ];
        own.iter().fold(command.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours))
    }

    /// A command of the guide that this company gives under its own name.
    fn named(&self, command: &str) -> String {
        let Self { letter, pages, votes, .. } = self;
        let named = [
            ("/var/lib/furlong-e", "e/data".to_owned()),
            ("/var/lib/furlong", format!("{letter}/data")),
            (&*format!("/dns4/{letter}.example/tcp/26656"), format!("/ip4/127.0.0.1/tcp/{votes}")),
            (&*format!("{letter}.example:8080"), format!("127.0.0.1:{pages}")),
            (&*format!("--host {letter}.example"), format!("--host 127.0.0.1:{pages}")),
        ]
        .map(|(theirs, ours)| (theirs.to_owned(), ours));
        named.iter().fold(command.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours))
    }
}

/// How far the guide is.
struct Done {
    folder: TempDir,
    each: Vec<Company>,
    nodes: Vec<Process>,
    origin: String,
    proposal: String,
}

#[test]
fn the_guide_founds_a_chain_records_through_any_member_and_lets_a_fifth_in() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let glns = GLNS.into_iter().chain([FIFTH]);
    let company = |((letter, gln), [pages, votes]): ((char, &'static str), [u16; 2])| Company {
        letter,
        gln,
        pages,
        votes,
    };
    let each: Vec<Company> = ('a'..).zip(glns).zip(ports(5)).map(company).collect();
    let (folder, nodes) = (tempdir().expect("a folder"), Vec::new());
    std::fs::write(folder.path().join("events.json"), EVENTS).expect("a file");
    let (origin, proposal) = (String::new(), String::new());
    let mut done = Done { folder, each, nodes, origin, proposal };
    let mut count = 0;
    for command in commands() {
        count += 1;
        done.step(command);
    }
    assert_eq!(count, 17, "a step of the guide is missing");
    for who in 0..5 {
        done.until(who, |ready| ready["epoch"] == 1 && ready["has_vote"] == true);
    }
    // Four of five decide, so that the new one has voted.
    done.nodes.remove(1).kill();
    let more = EVENTS.replace("-000000000001", "-000000000003").replace("/10/A1", "/10/A3");
    std::fs::write(done.folder.path().join("more.json"), more).expect("a file");
    let first = &done.each[0];
    let record = commands().find(|line| line.starts_with("furlong record")).expect("it is there");
    ran(&done.folder, &first.own(record).replace("events.json", "more.json"));
    done.nodes.into_iter().for_each(Process::stop);
}

impl Done {
    fn step(&mut self, command: &'static str) {
        let words: Vec<&str> = command.split(' ').take(3).collect();
        let four = || self.each.iter().take(4);
        match words.as_slice() {
            ["furlong", "init", "prepare"] => prepare(&self.folder, &self.each[..4], command),
            ["furlong", "init", "draft"] => self.origin = first_line(&self.folder, command),
            ["furlong", "init", "sign"] => sign(&self.folder, &self.each[..4], command),
            ["furlong", "init", "finish"] => finish(&self.folder, &self.each[..4], command),
            ["furlong", "serve", _] if command.ends_with("-e") => self.serve_fifth(command),
            ["furlong", "serve", _] => self.nodes = serve(&self.folder, &self.each[..4], command),
            ["furlong", "record", _] => {
                record(&self.folder, &self.each[..4], (command, &self.nodes));
            }
            ["furlong", "join", "prepare"] => {
                ran(&self.folder, &self.fifth().named(command).replace("ORIGIN", &self.origin));
                self.copy("e/data/joiner.json", "joiner.json");
            }
            ["furlong", "peer", "add"] => {
                four().for_each(|one| ran(&self.folder, &one.own(command)));
            }
            ["furlong", "peer", "list"] => {
                let told = output(&self.folder, &self.each[0].own(command)).stdout;
                std::fs::write(self.folder.path().join("peers.toml"), told).expect("a file");
                self.copy("a/data/genesis.sigs", "genesis.sigs");
            }
            ["furlong", "join", "begin"] => self.begin(command),
            ["furlong", "ballot", "enrol" | "admit"] => {
                self.proposal = first_line(&self.folder, &self.each[0].named(command));
            }
            ["furlong", "ballot", "vote"] => self.vote(command),
            _ => panic!("the guide has a command that nobody tried: {command}"),
        }
    }

    fn fifth(&self) -> &Company {
        &self.each[4]
    }

    fn copy(&self, from: &str, to: &str) {
        let path = |name| self.folder.path().join(name);
        std::fs::copy(path(from), path(to)).expect("a file");
    }

    /// With what two members read out.
    fn begin(&self, command: &str) {
        let told = |who: usize| {
            let note = self.nodes[who].client.get("/log/checkpoint").text();
            note.lines().skip(1).take(2).collect::<Vec<_>>().join(":")
        };
        let command = self.fifth().named(command);
        let command = command.replacen("SIZE:ROOT", &told(0), 1).replacen("SIZE:ROOT", &told(3), 1);
        ran(&self.folder, &command);
        let fifth = self.fifth();
        settle(&self.folder.path().join("e/data"), [fifth.pages, fifth.votes], Some("near"));
    }

    fn serve_fifth(&mut self, command: &str) {
        let node = Process::spawn(shell(&self.folder, &self.fifth().named(command)));
        self.nodes.push(node);
        self.until(4, |ready| ready["is_ready"] == true && ready["has_vote"] == false);
    }

    fn vote(&self, command: &str) {
        let by = |one: &&Company| command.contains(&format!("{}.example", one.letter));
        let one = self.each.iter().find(by).expect("somebody votes");
        let dir = format!("{}/data", one.letter);
        let open = first_line(&self.folder, &format!("furlong ballot list --dir {dir}"));
        assert_eq!(open, self.proposal, "what is open at {}", one.letter);
        ran(&self.folder, &one.named(command).replace("PROPOSAL", &self.proposal));
    }

    fn until(&self, who: usize, holds: impl Fn(&Value) -> bool) {
        let ready = || self.nodes[who].client.get("/readyz").json();
        assert!((0..ASKS_MAX).any(|_| holds(&ready())), "node {who}: {}", ready());
    }
}

fn first_line(folder: &TempDir, command: &str) -> String {
    let told = String::from_utf8(output(folder, command).stdout).expect("text");
    told.lines().next().expect("a line").to_owned()
}

/// The commands of the guide, in their order.
fn commands() -> impl Iterator<Item = &'static str> {
    let blocks = GUIDE.split("```sh\n").skip(1);
    let inside = blocks.map(|block| block.split("```").next().expect("a block has an end"));
    inside.flat_map(str::lines)
}

/// As a shell runs it, in the folder of all companies.
fn shell(folder: &TempDir, command: &str) -> Command {
    let rest = command.strip_prefix("furlong ").expect("a command of the program");
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec '{PROGRAM}' {rest}")]).current_dir(folder.path());
    shell
}

fn output(folder: &TempDir, command: &str) -> Output {
    let output = shell(folder, command).output().expect("a shell");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}: {told}");
    output
}

fn ran(folder: &TempDir, command: &str) {
    drop(output(folder, command));
}

/// And everybody sends founder.json to one of them.
fn prepare(folder: &TempDir, each: &[Company], command: &str) {
    for one in each {
        let dir = folder.path().join(one.letter.to_string());
        std::fs::create_dir(&dir).expect("a folder");
        ran(folder, &one.own(command));
        std::fs::copy(dir.join("data/founder.json"), dir.join("founder.json")).expect("a file");
    }
}

fn sign(folder: &TempDir, each: &[Company], command: &str) {
    for one in each {
        ran(folder, &one.own(command));
    }
}

/// And looks at the settings: all nodes share one machine.
fn finish(folder: &TempDir, each: &[Company], command: &str) {
    for one in each {
        ran(folder, &one.own(command));
        let data = folder.path().join(one.letter.to_string()).join("data");
        settle(&data, [one.pages, one.votes], Some("near"));
    }
}

fn serve(folder: &TempDir, each: &[Company], command: &str) -> Vec<Process> {
    each.iter().map(|one| Process::spawn(shell(folder, &one.own(command)))).collect()
}

/// Company A at its own node, and what it signed while that was away at another member's.
fn record(folder: &TempDir, each: &[Company], (command, nodes): (&str, &[Process])) {
    let (first, last) = (&each[0], &each[3]);
    ran(folder, &first.own(command));
    let more = EVENTS.replace("-000000000001", "-000000000002").replace("/10/A1", "/10/A2");
    std::fs::write(folder.path().join("more.json"), more).expect("a file");
    let more = first.own(command).replace("events.json", "more.json");
    let own = format!("127.0.0.1:{}", first.pages);
    // Nothing listens at port 1.
    let away = shell(folder, &more.replace(&own, "127.0.0.1:1")).output().expect("a shell");
    assert!(!away.status.success());
    let there = output(folder, &more.replace(&own, &format!("127.0.0.1:{}", last.pages)));
    let told = String::from_utf8(there.stdout).expect("text");
    assert!(told.contains("recorded urn:uuid:0190b7a0-0000-7000-8000-000000000002"), "{told}");
    for (who, node) in nodes.iter().enumerate() {
        until_confirmed(&node.client, 2, who);
        for lot in ["A1", "A2"] {
            let page = node.client.get(&format!("/t/01/09520101000019/10/{lot}"));
            assert_eq!(page.status, 200, "{}", page.text());
        }
    }
}
