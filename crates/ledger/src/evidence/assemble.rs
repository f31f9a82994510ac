//! Putting a chain's section together, from what a node has.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::file::{Boundary, Chain, LeafProof, RecallProof, RecordProof, RowProof};
use crate::block::Record;
use crate::checkpoint::SignedCheckpoint;
use crate::members::Members;
use crate::recalls::Recalls;
use crate::statement::{Envelope, Vct};
use crate::tree::{Nodes, ProofError, Prover};
use crate::{Hash, OrgId};

/// The log of a node: the stored nodes of its tree, and its statements.
pub trait Log: Nodes {
    /// The statement at an index and the record of its block; nothing if no statement stands there.
    fn statement(&self, index: u64) -> Result<Option<(String, Record)>, Self::Error>;
}

/// A chain as it was when a checkpoint was cosigned. All parts must be of that one moment.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The chain.
    pub origin: &'a str,
    /// The bytes of `genesis.json`.
    pub genesis: &'a str,
    /// The ends of its epochs, epoch 0's first.
    pub epochs: &'a [Boundary],
    /// The checkpoint with a quorum's cosignatures.
    pub checkpoint: &'a SignedCheckpoint,
    /// The record of the block that it ends with.
    pub tip: &'a Record,
    /// The member rows after that block.
    pub members: &'a Members,
    /// The recall rows after that block.
    pub recalls: &'a Recalls,
}

/// What a section should prove.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Statements, by index, each with the disclosures that its reader may see.
    pub leaves: BTreeMap<u64, Vec<String>>,
    /// The subject, and codes that a page lists, besides those that the statements name.
    pub codes: Vec<String>,
}

/// Why no section came about.
#[derive(Debug, thiserror::Error)]
pub enum AssembleError<E: std::error::Error + 'static> {
    /// A path could not be made.
    #[error("a path of the evidence could not be made")]
    Proof(#[source] ProofError<E>),
    /// The log could not be read.
    #[error("a statement of the evidence could not be read")]
    Log(#[source] E),
    /// The log, the members or the recalls lack something that they should have.
    #[error("the chain does not hold {0}")]
    Missing(String),
}

/// The section of one chain. It holds the statements asked for, and those that set the state of a
/// code that is on hold or recalled.
pub fn assemble<L: Log>(
    log: &L,
    moment: Moment<'_>,
    wanted: &Wanted,
) -> Result<Chain, AssembleError<L::Error>>
where
    L::Error: std::error::Error + 'static,
{
    let mut leaves = BTreeMap::new();
    for (index, disclosures) in &wanted.leaves {
        leaves.insert(*index, read_leaf(log, moment.origin, *index, disclosures.clone())?);
    }
    let recalls = prove_recalls(moment.recalls, &codes_of(wanted, leaves.values()));
    for index in recalls.iter().flat_map(|(_, indices)| indices) {
        if !leaves.contains_key(index) {
            leaves.insert(*index, read_leaf(log, moment.origin, *index, Vec::new())?);
        }
    }
    let mut paths = Paths { prover: Prover::new(log), size: moment.checkpoint.size };
    let tip = paths.record(moment.tip)?;
    let blocks: BTreeMap<u64, &Record> =
        leaves.values().map(|leaf| (leaf.block.height, &leaf.block)).collect();
    let blocks = blocks.into_values().filter(|block| block.height != moment.tip.height);
    Ok(Chain {
        origin: moment.origin.to_owned(),
        genesis: moment.genesis.to_owned(),
        epochs: moment.epochs.to_vec(),
        checkpoint: moment.checkpoint.clone(),
        tip,
        members: prove_members(moment.members, leaves.values()).map_err(AssembleError::Missing)?,
        recalls: recalls.into_iter().map(|(proof, _)| proof).collect(),
        blocks: blocks.map(|block| paths.record(block)).collect::<Result<_, _>>()?,
        leaves: leaves.values().map(|leaf| paths.leaf(leaf)).collect::<Result<_, _>>()?,
    })
}

/// A statement with its place.
struct Leaf {
    index: u64,
    envelope: Envelope,
    disclosures: Vec<String>,
    block: Record,
}

fn read_leaf<L: Log>(
    log: &L,
    origin: &str,
    index: u64,
    disclosures: Vec<String>,
) -> Result<Leaf, AssembleError<L::Error>>
where
    L::Error: std::error::Error + 'static,
{
    let missing = || AssembleError::Missing(format!("a statement at {index}"));
    let (jws, block) = log.statement(index).map_err(AssembleError::Log)?.ok_or_else(missing)?;
    let envelope = Envelope::read(jws.as_bytes(), origin).ok().ok_or_else(missing)?;
    Ok(Leaf { index, envelope, disclosures, block })
}

fn codes_of<'l>(wanted: &Wanted, leaves: impl Iterator<Item = &'l Leaf>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    wanted.codes.iter().for_each(|code| codes::add(code, &mut found));
    for event in leaves.map(|leaf| leaf.envelope.inner()) {
        if event.head().vct() == Vct::Event {
            codes::derived(event.body(), &mut found);
        }
    }
    found
}

/// For each code its proof, and the leaves that set its state.
fn prove_recalls(recalls: &Recalls, codes: &BTreeSet<String>) -> Vec<(RecallProof, Vec<u64>)> {
    let prove = |code: &String| {
        let by = recalls.row(code).map(|row| row.by.iter().map(|by| by.index).collect());
        let proof = recalls.proof(code);
        let rows = proof.rows().iter().map(|row| RowProof {
            row: row.row.clone(),
            index: row.index,
            path: row.path.clone(),
        });
        (RecallProof { code: code.clone(), rows: rows.collect() }, by.unwrap_or_default())
    };
    codes.iter().map(prove).collect()
}

/// The rows of the leaves' keys, the keys that they vouch for, and their organisations.
fn prove_members<'l>(
    members: &Members,
    leaves: impl Iterator<Item = &'l Leaf>,
) -> Result<Vec<RowProof>, String> {
    let mut indices = BTreeSet::new();
    for leaf in leaves {
        let heads = [leaf.envelope.head(), leaf.envelope.inner().head()];
        for head in heads {
            let kid = head.kid();
            indices.insert(members.key_index(kid).ok_or_else(|| format!("the key {kid}"))?);
        }
        let iss: &OrgId = leaf.envelope.head().iss();
        indices.insert(members.org_index(iss).ok_or_else(|| format!("the organisation {iss}"))?);
    }
    let prove = |index: u64| {
        let row = members.row_text(index).zip(members.path(index));
        let (row, path) = row.ok_or_else(|| format!("member row {index}"))?;
        Ok(RowProof { row, index, path })
    };
    indices.into_iter().map(prove).collect()
}

struct Paths<'l, L: Log> {
    prover: Prover<'l, L>,
    size: u64,
}

impl<L: Log> Paths<'_, L>
where
    L::Error: std::error::Error + 'static,
{
    fn path(&mut self, index: u64) -> Result<Vec<Hash>, AssembleError<L::Error>> {
        self.prover.inclusion(index, self.size).map_err(AssembleError::Proof)
    }

    fn record(&mut self, record: &Record) -> Result<RecordProof, AssembleError<L::Error>> {
        Ok(RecordProof { record: record.text(), path: self.path(record.start)? })
    }

    fn leaf(&mut self, leaf: &Leaf) -> Result<LeafProof, AssembleError<L::Error>> {
        Ok(LeafProof {
            index: leaf.index,
            jws: leaf.envelope.head().as_str().to_owned(),
            disclosures: leaf.disclosures.clone(),
            path: self.path(leaf.index)?,
        })
    }
}
