//! `furlong top`: one look for programs, and the real screen in a terminal of its own.

use super::program::{Desk, Serving};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Far more than a screen takes to be drawn.
const DEADLINE: Duration = Duration::from_mins(1);

fn once(desk: &Desk, node: &Serving) -> Value {
    let told = desk.run(&["top", "--node", &node.url, "--once", "--json"]).coded(0);
    told.lines().remove(0)
}

#[test]
fn one_look_as_json_and_as_text() {
    let desk = Desk::founded();
    let node = desk.serve();
    let before = once(&desk, &node);
    assert_eq!((&before["is_ready"], &before["height"]), (&true.into(), &0.into()));
    assert_eq!(before["receipt"]["p50_within_s"], Value::Null, "nothing was timed yet");
    desk.record_one(&node, "urn:uuid:0190b7a0-0000-7000-8000-000000000001");
    let after = once(&desk, &node);
    assert_eq!((&after["height"], &after["size"]), (&1.into(), &4.into()));
    assert_eq!(after["statements"]["received"], 1);
    assert_eq!(after["statements"]["committed"], 1);
    assert_eq!(after["statements"]["refused"]["signature"], 0);
    assert_eq!(after["receipt"]["count"], 1);
    assert!(after["receipt"]["p99_within_s"].as_f64().is_some_and(|seconds| seconds > 0.0));
    assert_eq!((&after["queue"]["limit"], &after["lag"]), (&20_000.into(), &0.into()));
    assert!(after["disk"]["free_bytes"].as_u64().is_some_and(|bytes| bytes > 0));
    let text = desk.run(&["top", "--node", &node.url, "--once"]).coded(0).out;
    for told in ["READY", "block 1, 4 leaves", "0 of 20,000", "none since the start"] {
        assert!(text.contains(told), "{told}:\n{text}");
    }
    node.stop();
    let away = desk.run(&["top", "--node", "http://127.0.0.1:1", "--once", "--json"]).coded(1);
    assert!(away.err.contains("does not answer"), "{}", away.err);
    let piped = desk.run(&["top", "--node", "http://127.0.0.1:1"]).coded(1);
    assert!(piped.err.contains("--once"), "{}", piped.err);
    assert_eq!(desk.run(&["top", "--json"]).code, 2, "--json needs --once");
}

/// The program in a terminal that `script` makes, 80 by 24.
struct Screen {
    child: Child,
    keys: ChildStdin,
    shown: Receiver<Vec<u8>>,
    all: String,
}

impl Screen {
    fn open(node: &str) -> Self {
        let program = env!("CARGO_BIN_EXE_furlong");
        // Its own shell, so that a signal can be sent to the program alone.
        let run = format!("stty cols 80 rows 24; echo pid=$$; exec {program} top --node {node}");
        let mut child = Command::new("script")
            .args(["-q", "-e", "-c", &run, "/dev/null"])
            .env("TERM", "xterm-256color")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("script runs (Debian: bsdutils)");
        let mut out = child.stdout.take().expect("its output");
        let (tell, shown) = mpsc::channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4_096];
            let mut goes_on = true;
            while let Ok(count @ 1..) = out.read(&mut bytes)
                && goes_on
            {
                goes_on = tell.send(bytes[..count].to_vec()).is_ok();
            }
        });
        let keys = child.stdin.take().expect("its keys");
        Self { child, keys, shown, all: String::new() }
    }

    /// Waits until the screen has shown these words.
    fn wait_for(&mut self, words: &str) {
        while !self.all.contains(words) {
            let more = self.shown.recv_timeout(DEADLINE);
            let more = more.unwrap_or_else(|_| panic!("no {words:?} in {:?}", self.all));
            self.all.push_str(&String::from_utf8_lossy(&more));
        }
    }

    fn press(&mut self, key: &str) {
        self.keys.write_all(key.as_bytes()).and_then(|()| self.keys.flush()).expect("a key");
    }

    /// The process of the program itself.
    fn id(&self) -> String {
        let after = self.all.split("pid=").nth(1).expect("its id");
        after.chars().take_while(char::is_ascii_digit).collect()
    }

    /// Waits for its end: the terminal is as it was before.
    fn ended(mut self) {
        let code = self.child.wait().expect("it ends").code();
        while let Ok(more) = self.shown.recv_timeout(DEADLINE) {
            self.all.push_str(&String::from_utf8_lossy(&more));
        }
        assert_eq!(code, Some(0), "{:?}", self.all);
        let (_, after) = self.all.rsplit_once("\u{1b}[?1049h").expect("a screen of its own");
        assert!(after.contains("\u{1b}[?1049l"), "the terminal is given back: {after:?}");
        assert!(after.contains("\u{1b}[?25h"), "and its cursor: {after:?}");
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}

#[test]
fn the_screen_lives_as_long_as_it_is_wanted() {
    let desk = Desk::founded();
    let node = desk.serve();
    let mut screen = Screen::open(&node.url);
    screen.wait_for("READY");
    screen.wait_for("Refusals");
    node.stop();
    screen.wait_for("AWAY");
    screen.press("q");
    screen.ended();
}

#[test]
fn a_signal_gives_the_terminal_back() {
    let mut screen = Screen::open("http://127.0.0.1:1");
    screen.wait_for("AWAY");
    let sent = Command::new("kill").args(["-TERM", &screen.id()]).status();
    assert!(sent.expect("kill runs").success());
    screen.ended();
}
