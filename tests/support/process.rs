//! The built program, as a process that may be killed or may end by itself.

use super::Client;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::JoinHandle;

/// Runs the program to its end.
pub(crate) fn furlong(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_furlong"));
    command.args(arguments).envs(environment.iter().copied());
    command.output().expect("the program runs")
}

/// A node in a process of its own.
pub(crate) struct Process {
    child: Child,
    told: Option<JoinHandle<String>>,
    pub(crate) client: Client,
}

impl Process {
    /// Starts `furlong serve` on a folder.
    pub(crate) fn serve(folder: &Path) -> Self {
        let folder = folder.display().to_string();
        Self::start(&["serve", "--listen", "127.0.0.1:0", "--dir", &folder], &[])
    }

    /// Starts a command whose first line ends in the address where it listens.
    pub(crate) fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_furlong"))
            .args(arguments)
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stderr = child.stderr.take().expect("its errors");
        let told = std::thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).expect("text");
            text
        });
        let mut line = String::new();
        let stdout = child.stdout.take().expect("its output");
        BufReader::new(stdout).read_line(&mut line).expect("it says where it listens");
        let address = line.trim().rsplit("http://").next();
        let address: Option<SocketAddr> = address.and_then(|text| text.parse().ok());
        let Some(address) = address else {
            child.wait().expect("it ends");
            panic!("no address in {line:?}: {}", told.join().expect("its errors"))
        };
        let client = Client::new(address);
        Self { child, told: Some(told), client }
    }

    /// Asks it to end, as an operator's system does; it ends well.
    pub(crate) fn stop(self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.expect("kill runs").success());
        let (code, told) = self.ended();
        assert_eq!(code, Some(0), "{told}");
    }

    /// SIGKILL.
    pub(crate) fn kill(mut self) -> (Option<i32>, String) {
        self.child.kill().expect("it runs");
        self.ended()
    }

    /// Waits until it ends by itself: its code, and what it wrote on standard error.
    pub(crate) fn ended(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().expect("it ends").code();
        let told = self.told.take().and_then(|told| told.join().ok());
        (code, told.expect("its errors"))
    }
}

impl Drop for Process {
    /// A test that fails leaves no node behind.
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}
