//! Looking after a kill whether all that was promised is there.

use super::bed::Bed;
use super::chance::Chance;
use super::counts::Fault;
use super::promises::{Promise, Promises};
use crate::support::{Client, Process, furlong};
use furlong::store::{Pool, leaves};
use ledger::Hash;
use ledger::checkpoint::SignedCheckpoint;
use ledger::evidence::{Ask, Outcome, check};
use ledger::tree::Frontier;

/// Asks so often before it gives up: minutes, whatever the machine.
const ASKS_MAX: usize = 100_000;

/// Leaves that are read at once.
const LEAVES: u64 = 4_096;

/// Proofs that are fetched after a kill.
const PROOFS: usize = 2;

/// All of a running node, against all that was promised; `recent` are asked for one by one.
pub(super) fn look(
    bed: &Bed<'_>,
    promises: &Promises,
    process: &Process,
    recent: &[Promise],
    chance: &mut Chance,
) -> Result<(), Fault> {
    let client = &process.client;
    let is_ready = (0..ASKS_MAX).any(|_| client.get("/readyz").status == 200);
    if !is_ready {
        return Err(Fault::Stuck(format!("not ready: {}", client.get("/readyz").text())));
    }
    checkpoint(bed, promises, client)?;
    tree(bed, promises)?;
    for promise in recent {
        receipt(client, promise)?;
    }
    let whole: Vec<&Promise> = recent
        .iter()
        .filter(|one| one.event.is_some() && !promises.is_voted_out(one.index()))
        .collect();
    for _ in 0..PROOFS.min(whole.len()) {
        proof(bed, promises, client, whole[chance.below(whole.len())])?;
    }
    promises.blamed().map_or(Ok(()), Err)
}

/// The node confirms its tree again, with signatures that hold.
fn checkpoint(bed: &Bed<'_>, promises: &Promises, client: &Client) -> Result<(), Fault> {
    let mut answers = (0..ASKS_MAX).map(|_| client.get("/log/checkpoint.json"));
    let Some(answer) = answers.find(|answer| answer.status == 200) else {
        return Err(Fault::Stuck("no checkpoint".to_owned()));
    };
    let checkpoint: SignedCheckpoint = serde_json::from_slice(&answer.body).expect("a checkpoint");
    let signed = checkpoint.check(&bed.world.origin, &bed.genesis.validators);
    signed.map_err(|fault| Fault::Forked(format!("its checkpoint: {fault}")))?;
    promises.see(&checkpoint);
    Ok(())
}

/// Every acknowledged leaf is at its index, and every checkpoint that was ever seen is the tree of
/// the first leaves of the one that is there: so no two of them contradict each other.
fn tree(bed: &Bed<'_>, promises: &Promises) -> Result<(), Fault> {
    let hashes = hashes(bed);
    for promise in promises.since(0) {
        let at = usize::try_from(promise.index()).unwrap();
        if hashes.get(at) != Some(&promise.leaf_hash()) {
            return Err(Fault::Lost(format!("leaf {at} is {:?}: {promise:?}", hashes.get(at))));
        }
    }
    let mut seen = promises.checkpoints();
    let mut tree = Frontier::new();
    for hash in hashes {
        tree.append(hash);
        if seen.remove(&tree.size()).is_some_and(|root| root != tree.root()) {
            return Err(Fault::Forked(format!("another tree of {} leaves was seen", tree.size())));
        }
    }
    if let Some((size, _)) = seen.first_key_value() {
        let told = format!("a tree of {size} leaves was confirmed, there are {}", tree.size());
        return Err(Fault::Lost(told));
    }
    Ok(())
}

fn hashes(bed: &Bed<'_>) -> Vec<Hash> {
    let pool = Pool::open(&bed.place, 1).expect("the database opens");
    let mut db = pool.chain().expect("a connection");
    let mut all = Vec::new();
    loop {
        let first = u64::try_from(all.len()).unwrap();
        let some = leaves::hashes(&mut db, first, LEAVES).expect("leaves");
        if some.is_empty() {
            return all;
        }
        all.extend(some);
    }
}

/// The node says of a statement what it said before.
fn receipt(client: &Client, promise: &Promise) -> Result<(), Fault> {
    let found = client.get(&format!("/api/v1/statements/{}", promise.leaf_hash())).json();
    let names = ["status", "index", "height", "time_ms", "block_id"];
    if names.iter().any(|name| found[name] != promise.receipt[name]) {
        return Err(Fault::Lost(format!("{promise:?} is now {found}")));
    }
    Ok(())
}

/// A proof that the Rust checker believes, of this leaf, in a tree that contradicts none.
fn proof(
    bed: &Bed<'_>,
    promises: &Promises,
    client: &Client,
    promise: &Promise,
) -> Result<(), Fault> {
    let event = promise.event.as_deref().expect("an event");
    let token = std::fs::read_to_string(bed.world.home().operator_token()).expect("a token");
    let operator = client.with_token(token.trim());
    let path = format!("/api/v1/evidence/{event}");
    // The tables in which it is looked up follow the ledger; a node that starts may be behind.
    let file = (0..ASKS_MAX).map(|_| operator.get(&path)).find(|file| file.status == 200);
    let Some(file) = file else {
        return Err(Fault::Lost(format!("{event}: {}", operator.get(&path).text())));
    };
    let anchors = [bed.world.origin.clone()];
    let outcome = check(&file.body, &Ask { anchors: &anchors, ..Ask::default() });
    let Outcome::Holds(report) = outcome else {
        return Err(Fault::Lost(format!("{event}: {outcome:?}")));
    };
    let chain = &report.chains[0];
    if !chain.leaves.iter().any(|leaf| leaf.index == promise.index()) {
        return Err(Fault::Lost(format!("the proof of {event} is of other leaves")));
    }
    let file = ledger::evidence::Evidence::read(&file.body).expect("it was checked");
    promises.see(&file.chains[0].checkpoint);
    Ok(())
}

/// `furlong fsck` on the node's folder as it is.
pub(super) fn fsck(bed: &Bed<'_>) -> Result<(), Fault> {
    let folder = bed.world.folder.path().display().to_string();
    let checked = furlong(&["fsck", "--dir", &folder], &[]);
    let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if checked.status.success() {
        return Ok(());
    }
    Err(Fault::Unclean(told(&checked.stdout) + &told(&checked.stderr)))
}
