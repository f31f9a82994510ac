//! The built program, as a process that may be killed or may end by itself.

use super::Client;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// The built program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_furlong");

/// Runs the program to its end.
pub(crate) fn furlong(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).envs(environment.iter().copied());
    command.output().expect("the program runs")
}

/// Runs a command of the program on a folder to its end: whether it did well, and all that it said.
pub(crate) fn on_folder(arguments: &[&str], folder: &Path) -> (bool, String) {
    let folder = folder.display().to_string();
    let output = furlong(&[arguments, &["--dir", &folder]].concat(), &[]);
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).expect("text"))
}

/// `serve`, which must not start: its exit code and what it says.
pub(crate) fn refused(folder: &Path, more: &[&str]) -> (Option<i32>, String) {
    match Process::try_spawn(serving(folder, more)) {
        Ok(_running) => panic!("it starts"),
        Err(ended) => ended,
    }
}

/// `serve` on a free port.
fn serving(folder: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(["serve", "--listen", "127.0.0.1:0", "--dir"]).arg(folder).args(more);
    command
}

/// A node in a process of its own.
pub(crate) struct Process {
    child: Child,
    told: Receiver<String>,
    pub(crate) client: Client,
}

impl Process {
    /// Starts `furlong serve` on a folder.
    pub(crate) fn serve(folder: &Path) -> Self {
        Self::serve_with(folder, &[])
    }

    /// The same, with more arguments.
    pub(crate) fn serve_with(folder: &Path, more: &[&str]) -> Self {
        Self::spawn(serving(folder, more))
    }

    /// Starts a command of the program whose first line ends in the address where it listens.
    pub(crate) fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).envs(environment.iter().copied());
        Self::spawn(command)
    }

    /// The same with any command, which may be one that starts the program.
    pub(crate) fn spawn(command: Command) -> Self {
        Self::try_spawn(command).unwrap_or_else(|(code, told)| panic!("it ends: {code:?} {told}"))
    }

    /// The same; its exit code and what it said if it ended before it listened.
    pub(crate) fn try_spawn(mut command: Command) -> Result<Self, (Option<i32>, String)> {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stderr = child.stderr.take().expect("its errors");
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).expect("text");
            // Nobody may want to know.
            drop(tell.send(text));
        });
        let mut line = String::new();
        let stdout = child.stdout.take().expect("its output");
        BufReader::new(stdout).read_line(&mut line).expect("it says where it listens");
        let address = line.trim().rsplit("http://").next();
        let address: Option<SocketAddr> = address.and_then(|text| text.parse().ok());
        let Some(address) = address else {
            let code = child.wait().expect("it ends").code();
            return Err((code, told.recv().expect("its errors")));
        };
        Ok(Self { child, told, client: Client::new(address) })
    }

    /// Its number.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end, as an operator's system does; it ends well.
    pub(crate) fn stop(self) {
        let (code, told) = self.terminate();
        assert_eq!(code, Some(0), "{told}");
    }

    /// Asks it to end: its code, and what it wrote on standard error.
    pub(crate) fn terminate(self) -> (Option<i32>, String) {
        // One that has ended by itself hears nothing.
        drop(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).output());
        self.ended()
    }

    /// The same, of one that is still there after a while and is killed then: its code is missing.
    pub(crate) fn ended_within(mut self, patience: Duration) -> (Option<i32>, String) {
        // Its errors come to their end when it does.
        let told = self.told.recv_timeout(patience).ok();
        let killed = told.is_none().then(|| self.child.kill());
        assert!(killed.is_none_or(|killed| killed.is_ok()));
        let code = self.child.wait().expect("it ends").code();
        (code, told.unwrap_or_default())
    }

    /// Whether it has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// SIGKILL.
    pub(crate) fn kill(mut self) -> (Option<i32>, String) {
        self.child.kill().expect("it is ours");
        self.ended()
    }

    /// Waits until it ends by itself: its code, and what it wrote on standard error.
    pub(crate) fn ended(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().expect("it ends").code();
        (code, self.told.recv().expect("its errors"))
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
