//! A node in a process of its own, and what it says when it ends.

use crate::support::Client;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub(super) struct Process {
    child: Child,
    pub(super) client: Client,
}

/// The program with its arguments and a folder.
pub(super) fn furlong(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_furlong"));
    command.args(arguments).arg("--dir").arg(folder);
    command
}

/// `serve`, which must not start: its exit code and what it says.
pub(super) fn refused(folder: &Path, more: &[&str]) -> (Option<i32>, String) {
    let serve = [&["serve", "--listen", "127.0.0.1:0"], more].concat();
    let output = furlong(&serve, folder).output().expect("the program runs");
    (output.status.code(), String::from_utf8(output.stderr).expect("text"))
}

impl Process {
    pub(super) fn start(folder: &Path, more: &[&str]) -> Self {
        let serve = [&["serve", "--listen", "127.0.0.1:0"], more].concat();
        let mut command = furlong(&serve, folder);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("its output");
        BufReader::new(stdout).read_line(&mut line).expect("it says where it listens");
        let address: Option<SocketAddr> =
            line.trim().rsplit("http://").next().and_then(|text| text.parse().ok());
        let Some(address) = address else {
            let (code, told) = ended(child);
            panic!("no address in {line:?}: {code:?} {told}");
        };
        Self { child, client: Client::new(address) }
    }

    /// SIGKILL.
    pub(super) fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// Waits until it ends by itself: its exit code and what it said.
    pub(super) fn end(self) -> (Option<i32>, String) {
        ended(self.child)
    }
}

fn ended(mut child: Child) -> (Option<i32>, String) {
    let mut told = String::new();
    let mut stderr = child.stderr.take().expect("its errors");
    stderr.read_to_string(&mut told).expect("text");
    (child.wait().expect("it ends").code(), told)
}
