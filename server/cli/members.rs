//! `furlong demo --members N`: the demonstration as a consortium, each member's node a process.

use super::demo::bar;
use super::output::{say, tell};
use crate::client::Node;
use crate::clock::{Clock as _, System};
use crate::demo::{Link, Setup, founders, record_at};
use crate::founding::{Reach, draft, finish, peers_text, prepare, read_share, sign};
use crate::home::Home;
use anyhow::{Context as _, bail, ensure};
use ledger::genesis::Genesis;
use rustix::process::{Pid, Signal, kill_process};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// A node waits for the others' votes so many ports above the one of its pages.
const VOTES: u16 = 100;

/// How often the parent looks whether all nodes are still there.
const LOOK: Duration = Duration::from_millis(250);

/// Runs it until Ctrl-C or SIGTERM, or until a node ends by itself.
pub(super) fn run(
    (dir, listen, count): (&Path, SocketAddr, u8),
    (setup, chain): (&Setup, &str),
    quiet: bool,
) -> anyhow::Result<ExitCode> {
    let homes: Vec<Home> =
        (1..=count).map(|member| Home::at(dir.join(format!("member-{member}")))).collect();
    if !homes.iter().all(|home| home.genesis().exists()) {
        found(&homes, listen, (setup, chain))?;
    }
    let genesis = homes.first().context("no member")?.genesis();
    let genesis = Genesis::read(&std::fs::read(&genesis)?)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let _context = runtime.enter();
    // Watched before a node runs: an end that comes early must end all of them.
    let mut interrupt = signal(SignalKind::interrupt()).context("signals cannot be watched")?;
    let mut terminate = signal(SignalKind::terminate()).context("signals cannot be watched")?;
    let mut nodes = Nodes::start(&homes)?;
    let doors = homes.iter().cloned().zip(nodes.doors()?).collect::<Vec<_>>();
    let bar = bar(quiet);
    let recorded = record_at(setup, &doors, &genesis, |progress| {
        bar.set_length(progress.of as u64);
        bar.set_position(progress.done as u64);
    });
    recorded.context("a log beside each member's folder says more")?;
    bar.finish_and_clear();
    if quiet {
        nodes.0.iter().for_each(|(.., address)| say(address));
    } else {
        show(&nodes, &genesis, &setup.links());
    }
    let ended = runtime.block_on(async {
        loop {
            tokio::select! {
                _ = interrupt.recv() => return Ok(()),
                _ = terminate.recv() => return Ok(()),
                () = tokio::time::sleep(LOOK) => nodes.all_run()?,
            }
        }
    });
    nodes.stop()?;
    ended.map(|()| ExitCode::SUCCESS)
}

/// As several companies do it, in one process.
fn found(homes: &[Home], listen: SocketAddr, (setup, chain): (&Setup, &str)) -> anyhow::Result<()> {
    ensure!(
        homes.iter().all(|home| !home.path().exists()),
        "some members' folders are there and no whole chain with them: choose another --dir"
    );
    let mut reaches = Vec::new();
    for [pages, votes] in ports(listen, homes.len())? {
        let host = SocketAddr::new(listen.ip(), pages).to_string();
        let consensus = format!("/ip4/127.0.0.1/tcp/{votes}");
        reaches.push((host.clone(), Reach { url: format!("http://{host}"), consensus }));
    }
    let mut shares = Vec::new();
    for (home, ours) in homes.iter().zip(founders(setup, chain, &reaches)?) {
        shares.push(prepare(home, chain, &ours)?);
    }
    let genesis = draft(System.now_ms(), &shares)?;
    let signed = homes.iter().map(|home| sign(home, &genesis)).collect::<Result<Vec<_>, _>>()?;
    let peers = peers_text(&shares);
    for home in homes {
        finish(home, &genesis, &signed, &peers)?;
    }
    Ok(())
}

/// For each node: pages, votes.
fn ports(listen: SocketAddr, count: usize) -> anyhow::Result<Vec<[u16; 2]>> {
    if listen.port() != 0 {
        let above = |place| listen.port().checked_add(place).context("there is no such port");
        let both = |place| Ok([above(place)?, above(VOTES + place)?]);
        return (0..u16::try_from(count)?).map(both).collect();
    }
    // Held until all are known, so that none is given twice.
    let free = |_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let held: Vec<TcpListener> = (0..count * 2).map(free).collect::<Result<_, _>>()?;
    let port = |one: &TcpListener| one.local_addr().map(|at| at.port());
    let port: Vec<u16> = held.iter().map(port).collect::<Result<_, _>>()?;
    let (pages, votes) = port.split_at(count);
    Ok(pages.iter().zip(votes).map(|(pages, votes)| [*pages, *votes]).collect())
}

/// All of them share one machine and one reader.
const SETTINGS: [(&str, &str); 5] = [
    ("FURLONG_CONSENSUS__RELAY", "direct"),
    ("FURLONG_CONSENSUS__PACE", "near"),
    ("FURLONG_CONSENSUS__CONNECTIONS_PER_IP", "64"),
    ("FURLONG_LIMITS__PAGES_PER_MINUTE", "100000"),
    ("FURLONG_LIMITS__PAGES_PER_MINUTE_OF_PREFIX", "100000"),
];

/// The processes, and where each answers. They end with this.
struct Nodes(Vec<(Child, PathBuf, String)>);

impl Nodes {
    fn start(homes: &[Home]) -> anyhow::Result<Self> {
        let program = std::env::current_exe().context("this program cannot be found")?;
        let mut nodes = Self(Vec::new());
        for home in homes {
            let log = home.path().join("serve.log");
            let errors = File::create(&log).with_context(|| log.display().to_string())?;
            let mut command = Command::new(&program);
            let host = read_share(&std::fs::read_to_string(home.founder())?)?.validator.host;
            command.args(["serve", "--listen", &host, "--dir"]).arg(home.path()).envs(SETTINGS);
            let mut child = command.stdout(Stdio::piped()).stderr(errors).spawn()?;
            let stdout = child.stdout.take();
            nodes.0.push((child, log.clone(), String::new()));
            let mut line = String::new();
            if let Some(stdout) = stdout {
                BufReader::new(stdout).read_line(&mut line)?;
            }
            let Some(address) = line.trim().rsplit_once(" listens on ").map(|(_, at)| at) else {
                bail!("a node does not start; its log is {}", log.display());
            };
            if let Some(node) = nodes.0.last_mut() {
                address.clone_into(&mut node.2);
            }
        }
        Ok(nodes)
    }

    fn doors(&self) -> anyhow::Result<Vec<Node>> {
        self.0.iter().map(|(_, _, address)| Ok(Node::at(address, None)?)).collect()
    }

    fn all_run(&mut self) -> anyhow::Result<()> {
        for (child, log, address) in &mut self.0 {
            if child.try_wait()?.is_some() {
                bail!("the node at {address} has ended; its log is {}", log.display());
            }
        }
        Ok(())
    }

    /// Asks all of them to end, and waits until they have.
    fn stop(&mut self) -> anyhow::Result<()> {
        for (child, ..) in &mut self.0 {
            // One that a Ctrl-C reached as well may have ended already.
            if child.try_wait()?.is_none()
                && let Some(id) = i32::try_from(child.id()).ok().and_then(Pid::from_raw)
            {
                kill_process(id, Signal::TERM)?;
            }
        }
        for (child, ..) in &mut self.0 {
            child.wait()?;
        }
        self.0.clear();
        Ok(())
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            tell(format!("a node may still run: {error}"));
        }
    }
}

fn show(nodes: &Nodes, genesis: &Genesis, links: &[Link]) {
    say("\nThe members' nodes:");
    for (_, log, address) in &nodes.0 {
        say(format!("  {address}/  {} ({})", member(genesis, address), log.display()));
    }
    let turns = nodes.0.iter().cycle();
    let mut journey = "";
    for (link, (.., address)) in links.iter().zip(turns) {
        if link.journey != journey {
            journey = &link.journey;
            say(format!("\n{journey}\n"));
        }
        say(format!("  {}\n  {address}{}\n", link.title, link.path));
    }
    let needed = ledger::state::quorum(genesis.validators.len());
    say(format!("The chain: {}", genesis.origin()));
    say(format!("{} members; {needed} of them together decide.", genesis.validators.len()));
    say("The companies sent what they conceal to every node here: each page is the same on all.");
    say(
        "Ctrl-C ends all of them; the next start with the same folder goes on with the same chain.",
    );
}

/// Whose node answers there, in words.
fn member(genesis: &Genesis, address: &str) -> String {
    let row = genesis.validators.iter().find(|row| address.ends_with(&row.host));
    let iss = row.map(|row| &row.iss);
    let name = genesis.orgs.iter().find(|org| Some(&org.iss) == iss).map(|org| org.name.as_str());
    let answered = genesis.orgs.iter().filter(|org| org.sponsor.as_ref() == iss).count();
    format!("{}, answers for {answered} companies", name.unwrap_or_default())
}
