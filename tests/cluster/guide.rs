//! docs/guides/consortium.md, done: every command of it as it stands there, with the addresses of
//! this machine in place of the examples'.

use super::bed::{ALONE, GLNS, free_ports, settle};
use super::looks::until_confirmed;
use crate::support::{PROGRAM, Process};
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
}

#[test]
fn the_guide_founds_a_chain_and_records_through_any_member() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempdir().expect("a folder");
    let ports = free_ports();
    let company = |(letter, (gln, [pages, votes])): (char, (&'static str, [u16; 2]))| Company {
        letter,
        gln,
        pages,
        votes,
    };
    let each = ('a'..).zip(GLNS.into_iter().zip(ports.iter().copied()));
    let each: Vec<Company> = each.map(company).collect();
    std::fs::write(folder.path().join("events.json"), EVENTS).expect("a file");
    let mut nodes = Vec::new();
    let mut done = 0;
    for command in commands() {
        done += 1;
        match command.split(' ').take(3).collect::<Vec<_>>().as_slice() {
            ["furlong", "init", "prepare"] => prepare(&folder, &each, command),
            ["furlong", "init", "draft"] => ran(&folder, command),
            ["furlong", "init", "sign"] => sign(&folder, &each, command),
            ["furlong", "init", "finish"] => finish(&folder, &each, command, &ports),
            ["furlong", "serve", _] => nodes = serve(&folder, &each, command),
            ["furlong", "record", _] => record(&folder, &each, (command, &nodes)),
            _ => panic!("the guide has a command that nobody tried: {command}"),
        }
    }
    assert_eq!(done, 6, "a step of the guide is missing");
    nodes.into_iter().for_each(Process::stop);
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
fn finish(folder: &TempDir, each: &[Company], command: &str, ports: &[[u16; 2]]) {
    for (one, ports) in each.iter().zip(ports) {
        ran(folder, &one.own(command));
        let data = folder.path().join(one.letter.to_string()).join("data");
        settle(&data, *ports, Some("near"));
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
