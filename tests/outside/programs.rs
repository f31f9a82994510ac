//! Finding the programs, running them, and saying what is missing.
#![expect(clippy::print_stdout, reason = "the tests tell what was counted and what is missing")]

use serde_json::Value;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Set where a missing program is a fault and not a reason to skip.
const NEEDED: &str = "FURLONG_TEST_NEEDS_OUTSIDE";

/// Where Debian puts the Go packages that programs are built with.
const GO_PATH: &str = "/usr/share/gocode";

pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outside")
}

/// Says what is missing, or fails where it must be there.
fn skip(what: &str) {
    assert!(std::env::var_os(NEEDED).is_none(), "missing: {what}");
    println!("skipped: missing {what}; `cargo xtask ci` installs it");
}

/// Whether a program can be started with these arguments.
fn answers(program: &str, argument: &str) -> bool {
    Command::new(program).arg(argument).output().is_ok_and(|output| output.status.success())
}

/// Go with `golang.org/x/mod`, and nothing from any network.
pub(super) fn go(program: &Path) -> Option<Command> {
    if !answers("go", "version") {
        skip("the Go compiler (Debian: golang-go)");
        return None;
    }
    if !Path::new(GO_PATH).join("src/golang.org/x/mod/sumdb/tlog").exists() {
        skip("golang.org/x/mod (Debian: golang-golang-x-mod-dev)");
        return None;
    }
    let mut command = Command::new("go");
    let own = [("GO111MODULE", "off"), ("GOPATH", GO_PATH), ("GOPROXY", "off"), ("GOFLAGS", "")];
    command.arg("run").arg(program).envs(own);
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("go");
    Some({
        command.env("GOCACHE", cache);
        command
    })
}

/// Node with the packages of `js/`.
pub(super) fn node(program: &Path) -> Option<Command> {
    if !answers("node", "--version") {
        skip("Node (Debian: nodejs)");
        return None;
    }
    if !folder().join("js/node_modules/jose").exists() {
        skip("npm packages (npm ci --prefix tests/outside/js)");
        return None;
    }
    let mut command = Command::new("node");
    command.arg(program);
    Some(command)
}

/// Runs a program on what it shall judge, and shows what it says.
pub(super) fn judge(command: Option<Command>, material: &Value) {
    let Some(mut command) = command else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("material.json");
    std::fs::write(&path, serde_json::to_vec(material).unwrap()).unwrap();
    let output = command.arg(AsRef::<OsStr>::as_ref(&path)).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{wrong}");
    let counts = said.lines().filter(|line| line.contains('/')).count();
    assert!(counts > 1, "nothing was counted: {said}");
}
