//! Sending: concealed fields first, then the statements, in requests that a node takes.

use super::outbox;
use super::package::Waiting;
use crate::client::{ClientError, Node, Problem, Receipt, Told};
use ledger::Hash;
use ledger::tree::leaf_hash;
use std::path::Path;
use std::time::Duration;

/// What became of a statement, and of the files that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is in the ledger.
    Recorded(Receipt),
    /// It was refused for good.
    Refused(Problem),
    /// It was not taken now, and may be another time: it stays in the outbox.
    Later(Problem),
}

impl Outcome {
    fn of(problem: Problem) -> Self {
        if problem.is_for_later() { Self::Later(problem) } else { Self::Refused(problem) }
    }
}

/// A request brings at most so many statements; a node takes 1,000.
const COUNT_MAX: usize = 500;
/// And so many bytes; a node takes 4 MiB.
const BYTES_MAX: usize = 3 << 20;
/// What stands around a statement in its line.
const LINE_BYTES: usize = 11;
/// A full queue is tried so often, with a pause of a second.
const TRIES: u32 = 30;

/// Sends statements and tells what became of each, in the order in which it is known.
pub(super) fn send(
    node: &Node,
    waiting: &[Waiting],
    mut tell: impl FnMut(&Waiting, Outcome),
) -> Result<(), ClientError> {
    for request in requests(waiting) {
        let mut open = Vec::with_capacity(request.len());
        for one in request {
            match keep(node, one)? {
                Some(problem) => tell(one, Outcome::of(problem)),
                None => open.push(one),
            }
        }
        submit(node, open, &mut tell)?;
    }
    Ok(())
}

/// The concealed fields go to the vault, which answers nothing or a refusal.
fn keep(node: &Node, one: &Waiting) -> Result<Option<Problem>, ClientError> {
    if one.disclosures.is_empty() {
        return Ok(None);
    }
    match node.keep_disclosures(leaf_hash(one.jws.as_bytes()), &one.sd_jwt()) {
        Ok(()) => Ok(None),
        Err(ClientError::Refused(problem)) => Ok(Some(problem)),
        Err(other) => Err(other),
    }
}

/// Sends the files that a recorded statement names. A node that has them says so at once.
pub(super) fn with_files(node: &Node, package: &Path, one: &Waiting, outcome: Outcome) -> Outcome {
    let Outcome::Recorded(receipt) = outcome else { return outcome };
    for digest in &one.files {
        if let Err(told) = keep_file(node, package, one, digest) {
            let told = format!(
                "it is recorded as leaf {} of block {}, but its file {digest} is not kept yet: {told}",
                receipt.index, receipt.height
            );
            return Outcome::Later(Problem { detail: Some(told), ..Problem::unanswered() });
        }
    }
    Outcome::Recorded(receipt)
}

fn keep_file(node: &Node, package: &Path, one: &Waiting, digest: &str) -> anyhow::Result<()> {
    let bytes = outbox::file(package, digest)?;
    node.keep_file(Hash::from_hex(digest)?, leaf_hash(one.jws.as_bytes()), &bytes)?;
    Ok(())
}

fn submit(
    node: &Node,
    mut open: Vec<&Waiting>,
    tell: &mut impl FnMut(&Waiting, Outcome),
) -> Result<(), ClientError> {
    let mut tries = TRIES;
    while !open.is_empty() {
        let texts: Vec<&str> = open.iter().map(|one| one.jws.as_str()).collect();
        let answers = node.submit(&texts)?;
        tries = tries.saturating_sub(1);
        let mut again = Vec::new();
        for (one, answer) in open.into_iter().zip(answers) {
            match answer {
                Told::Committed(receipt) => tell(one, Outcome::Recorded(receipt)),
                Told::Refused { problem } if !problem.may_pass() || tries == 0 => {
                    tell(one, Outcome::of(problem));
                }
                Told::Pending {} if tries == 0 => tell(one, Outcome::Later(Problem::unanswered())),
                Told::Refused { .. } | Told::Pending {} => again.push(one),
            }
        }
        open = again;
        if !open.is_empty() {
            std::thread::sleep(Duration::from_secs(1));
        }
    }
    Ok(())
}

/// Cuts where a request would grow too long.
fn requests(waiting: &[Waiting]) -> impl Iterator<Item = &[Waiting]> {
    let mut rest = waiting;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let count = rest
            .iter()
            .take(COUNT_MAX)
            .take_while(|one| {
                bytes += one.jws.len() + LINE_BYTES;
                bytes <= BYTES_MAX
            })
            .count();
        let (request, later) = rest.split_at_checked(count.max(1))?;
        rest = later;
        Some(request)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_travels_once_in_requests_that_a_node_takes() {
        let waiting = |bytes: usize| Waiting {
            event_id: String::new(),
            pointer: String::new(),
            jws: "a".repeat(bytes),
            disclosures: Vec::new(),
            files: Vec::new(),
        };
        let all: Vec<Waiting> =
            (0..1_300).map(|n| waiting(if n < 200 { 47_000 } else { 900 })).collect();
        let cut: Vec<&[Waiting]> = requests(&all).collect();
        assert_eq!(cut.concat(), all);
        for request in cut {
            let bytes: usize = request.iter().map(|one| one.jws.len() + LINE_BYTES).sum();
            assert!(request.len() <= 1_000 && bytes <= 4 << 20);
        }
        assert_eq!(requests(&[]).count(), 0);
    }
}
