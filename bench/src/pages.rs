//! Pages of the demonstration, and the same bytes from nginx.

use super::chain::Pen;
use super::figure::{Against, Book, Figure, percentile_ms, tell};
use super::load::{self, behind};
use super::node::{Asker, Node};
use super::watch::now;
use anyhow::{Context as _, ensure};
use furlong::app::read_genesis;
use furlong::home::Home;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A page of each journey.
const PAGES: [&str; 3] = [
    "/t/01/09520102003118/10/SOL-7083M",
    "/t/01/09520104005127/10/KS7741",
    "/t/01/09520109000417/10/CCS-M640",
];

/// Who records something, so that pages have to be made again.
const RECORDER: &str = "https://id.gs1.org/417/9520103000000";

/// Requests for pages that were made before.
const WARM: usize = 2_000;
/// Requests, each the first after a new block.
const COLD: u64 = 40;

/// Measures pages as one reader meets them.
pub(crate) fn measure(furlong: &Path, book: &mut Book) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let dir = folder.path().display().to_string();
    let demo = ["demo", "--quiet", "--listen", "127.0.0.1:0", "--dir", &dir];
    let node = Node::start(furlong, &demo)?;
    let asker = Asker::new(node.address, None);
    let warm = warm(&asker)?;
    let cold = cold(&node, &asker, folder.path())?;
    let nginx = Nginx::of(&asker)?;
    let static_ms = nginx.as_ref().map(|nginx| warm_of(nginx.address)).transpose()?;
    let against = |value: f64| Against { what: "the same bytes from nginx".to_owned(), value };
    let mut enter = |what: &str, value: f64, nginx: Option<f64>| {
        book.enter(Figure {
            what: what.to_owned(),
            database: None,
            events: 0,
            value,
            unit: "ms".to_owned(),
            against: nginx.map(against),
        })
    };
    enter("page-warm-p50", warm.0, static_ms.map(|(p50, _)| p50))?;
    enter("page-warm-p99", warm.1, static_ms.map(|(_, p99)| p99))?;
    enter("page-new-p50", cold.0, None)?;
    enter("page-new-p99", cold.1, None)?;
    node.stop()
}

fn warm_of(address: SocketAddr) -> anyhow::Result<(f64, f64)> {
    warm(&Asker::new(address, None))
}

fn warm(asker: &Asker) -> anyhow::Result<(f64, f64)> {
    let paths = || PAGES.iter().cycle().map(|path| (*path).to_owned());
    load::reads(asker, paths().take(PAGES.len()))?;
    load::reads(asker, paths().take(WARM))
}

/// After each new block every page is made anew.
fn cold(node: &Node, asker: &Asker, folder: &Path) -> anyhow::Result<(f64, f64)> {
    let home = Home::at(folder);
    let origin = read_genesis(&home)?.origin();
    let pen = Pen::of(&home, RECORDER, &origin)?;
    let mut times = Vec::new();
    for n in 0..COLD {
        behind(node.address, &pen.sign(n)?)?;
        for path in PAGES {
            let start = now();
            let answer = asker.get(path)?;
            times.push(start.elapsed());
            ensure!(answer.status == 200, "{path}: status {}", answer.status);
        }
    }
    Ok((percentile_ms(&mut times, 50), percentile_ms(&mut times, 99)))
}

/// A web server that has nothing to do but send files.
struct Nginx {
    child: Child,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Nginx {
    /// Serves what the node serves, byte for byte, already packed; nothing where it is not
    /// installed.
    fn of(asker: &Asker) -> anyhow::Result<Option<Self>> {
        if Command::new("nginx").arg("-v").output().is_err() {
            tell("skipped: no nginx (apt install nginx-light), so that pages have no yardstick");
            return Ok(None);
        }
        let folder = tempfile::tempdir()?;
        for path in PAGES {
            let file = folder.path().join(path.trim_start_matches('/'));
            std::fs::create_dir_all(file.parent().context("a folder")?)?;
            std::fs::write(file, asker.get(path)?.body)?;
        }
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let root = folder.path().display().to_string();
        let settings = settings(&root, address);
        std::fs::write(folder.path().join("nginx.conf"), settings)?;
        let mut nginx = Command::new("nginx");
        nginx.args(["-p", &root, "-c", "nginx.conf", "-e", "error.log"]);
        let child = nginx.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let served = Self { child, address, _folder: folder };
        let asker = Asker::new(address, None);
        let start = now();
        while asker.get(PAGES[0]).is_err() {
            ensure!(start.elapsed().as_secs() < 30, "nginx does not answer");
            std::thread::yield_now();
        }
        Ok(Some(served))
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// One process in the foreground that keeps connections open, as the node does.
fn settings(root: &str, address: SocketAddr) -> String {
    format!(
        "daemon off; master_process off; worker_processes 1; pid {root}/nginx.pid;\n\
         events {{ worker_connections 64; }}\n\
         http {{ access_log off; keepalive_requests 1000000; default_type text/html;\n\
         client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c;\n\
         uwsgi_temp_path {root}/d; scgi_temp_path {root}/e;\n\
         server {{ listen {address}; root {root}; add_header Content-Encoding br; }} }}\n"
    )
}
