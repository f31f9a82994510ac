//! What the tests need beside Rust and a C compiler: installed where that may be done, named where
//! it may not.

use super::run::{is_there, run, tell};
use anyhow::bail;
use std::path::Path;

/// Program, Debian package, and what it is for.
const PROGRAMS: [(&str, &str, &str); 8] = [
    ("node", "nodejs", "runs the checker of the phone outside a browser"),
    ("npm", "npm", "installs what the browser tests are made of"),
    ("chromium", "chromium", "opens the pages"),
    ("zbarimg", "zbar-tools", "reads QR codes from screenshots"),
    ("script", "bsdutils", "gives a test of `furlong top` a terminal"),
    ("postgres", "postgresql", "is the other database of the store's tests"),
    ("strace", "strace", "makes single calls of the system fail under a node"),
    ("go", "golang-go", "checks our log with Go's own library"),
];

/// What is no program: file, Debian package, and what it is for.
const FILES: [(&str, &str, &str); 1] = [(
    "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog/tlog.go",
    "golang-golang-x-mod-dev",
    "is that library of Go's",
)];

/// Folders whose npm packages the tests need.
const PACKAGES: [&str; 2] = ["tests/browser", "tests/outside/js"];

/// Debian keeps the servers of PostgreSQL out of the PATH, a folder a version.
const SERVERS: &str = "/usr/lib/postgresql";

/// Installs what is missing.
pub(crate) fn install() -> anyhow::Result<()> {
    let programs = PROGRAMS.iter().filter(|(program, _, _)| !is_installed(program));
    let files = FILES.iter().filter(|(file, _, _)| !Path::new(file).exists());
    let missing: Vec<_> = programs.chain(files).collect();
    if !missing.is_empty() {
        for (program, package, purpose) in &missing {
            tell(&format!("{program} is missing ({purpose}): Debian package {package}"));
        }
        let packages: Vec<&str> = missing.iter().map(|(_, package, _)| *package).collect();
        if let Err(error) = apt(&packages) {
            bail!(
                "these packages could not be installed ({error}). Install them and start again: {}",
                packages.join(" ")
            );
        }
    }
    for folder in PACKAGES {
        run("npm", &["ci", "--prefix", folder, "--no-audit", "--no-fund"])?;
    }
    Ok(())
}

fn is_installed(program: &str) -> bool {
    let versions = std::fs::read_dir(SERVERS).into_iter().flatten().flatten();
    is_there(program)
        || versions.into_iter().any(|one| one.path().join("bin").join(program).exists())
}

fn apt(packages: &[&str]) -> anyhow::Result<()> {
    run("apt-get", &["update", "-q"])?;
    let mut arguments = vec!["install", "-y", "-q", "--no-install-recommends"];
    arguments.extend(packages);
    run("apt-get", &arguments)
}
