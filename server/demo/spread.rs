//! Recording the journeys at several nodes, each company at its own, over HTTP.

use super::record::{DemoError, Progress, Signed, statements};
use super::setup::Setup;
use crate::client::{Node, Told};
use crate::home::Home;
use ledger::genesis::Genesis;

/// Statements that are sent at once.
const BATCH: usize = 100;

/// Records facts and events at the nodes in whose folders the keys of their signers are; those that
/// are there already are replayed, not repeated. What a company conceals, and its files, it sends to
/// every node: these companies trust each other, so that a page is the same wherever it is opened.
pub fn record_at(
    setup: &Setup,
    nodes: &[(Home, Node)],
    genesis: &Genesis,
    mut tell: impl FnMut(Progress),
) -> Result<(), DemoError> {
    let homes = nodes.iter().map(|(home, _)| home.clone()).collect();
    let statements = statements(setup, homes, genesis)?;
    let (of, mut done) = (statements.len(), 0);
    for (place, (_, own)) in nodes.iter().enumerate() {
        let others = nodes.iter().enumerate().filter(|(at, _)| *at != place);
        let others: Vec<&Node> = others.map(|(_, (_, node))| node).collect();
        let theirs: Vec<&Signed> = statements.iter().filter(|one| one.node == place).collect();
        for batch in theirs.chunks(BATCH) {
            send(own, &others, batch)?;
            done += batch.len();
            tell(Progress { done, of });
        }
    }
    Ok(())
}

fn send(own: &Node, others: &[&Node], batch: &[&Signed]) -> Result<(), DemoError> {
    let all = || std::iter::once(&own).chain(others);
    for one in batch.iter().filter(|one| !one.disclosures.is_empty()) {
        let sd_jwt = one.sd_jwt();
        all().try_for_each(|node| node.keep_disclosures(one.leaf(), &sd_jwt))?;
    }
    submit(own, batch)?;
    let with_files: Vec<&Signed> =
        batch.iter().copied().filter(|one| !one.files.is_empty()).collect();
    if with_files.is_empty() {
        return Ok(());
    }
    // A node takes a file once it has the statement: asked for the same receipt, it has.
    others.iter().try_for_each(|node| submit(node, &with_files))?;
    for one in with_files {
        for file in &one.files {
            all().try_for_each(|node| node.keep_file(file.digest, one.leaf(), &file.bytes))?;
        }
    }
    Ok(())
}

fn submit(node: &Node, batch: &[&Signed]) -> Result<(), DemoError> {
    let texts: Vec<&str> = batch.iter().map(|one| one.jws.as_str()).collect();
    let refused =
        |one: &Signed, reason: String| DemoError::Refused { name: one.name.clone(), reason };
    for (one, told) in batch.iter().zip(node.submit(&texts)?) {
        match told {
            Told::Committed(_) => {}
            Told::Pending {} => return Err(refused(one, "too few nodes agree".to_owned())),
            Told::Refused { problem } => return Err(refused(one, problem.to_string())),
        }
    }
    Ok(())
}
