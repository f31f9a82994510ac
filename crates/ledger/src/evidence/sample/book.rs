//! A chain in memory: blocks are judged by the real rules and hashed into the real tree.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use super::SampleError;
use super::cast::{self, Firm};
use crate::block::{Header, Record};
use crate::checkpoint::{Checkpoint, Cosignature, LogSignature, SignedCheckpoint};
use crate::evidence::{Boundary, Log};
use crate::genesis::Genesis;
use crate::state::{At, State};
use crate::statement::{Body, Draft, Jti, Statement};
use crate::tree::{Frontier, Node, Nodes, Prover, TILE_WIDTH};
use crate::{Hash, tree};

/// Six in the morning of 2 March 2026, UTC.
const CREATED_MS: u64 = 1_772_431_200_000;

/// Each block is half an hour after the one before.
const STEP_MS: u64 = 1_800_000;

pub(super) struct Book {
    pub(super) origin: String,
    pub(super) genesis: String,
    pub(super) state: State,
    pub(super) boundaries: Vec<Boundary>,
    records: Vec<Record>,
    prev: Hash,
    leaves: Vec<String>,
    frontier: Frontier,
    nodes: BTreeMap<(u8, u64), Hash>,
}

impl Book {
    /// A chain of these validators, on which all firms stand.
    pub(super) fn found(name: &str, validators: &[Firm]) -> Result<Self, SampleError> {
        let mut genesis = Genesis {
            v: 1,
            name: name.to_owned(),
            nonce: Hash::of(&[b"furlong evidence sample ", name.as_bytes()]),
            created_ms: CREATED_MS,
            rules: 1,
            validators: validators.iter().map(|firm| firm.validator()).collect::<Result<_, _>>()?,
            orgs: cast::ALL.iter().map(|firm| firm.org_row()).collect::<Result<_, _>>()?,
            keys: Vec::new(),
        };
        for firm in cast::ALL {
            genesis.keys.extend(firm.key_rows()?);
        }
        genesis.check().map_err(SampleError::of)?;
        let mut book = Self {
            origin: genesis.origin(),
            genesis: genesis.text(),
            state: State::genesis(&genesis),
            boundaries: Vec::new(),
            records: Vec::new(),
            prev: Hash::ZERO,
            leaves: Vec::new(),
            frontier: Frontier::new(),
            nodes: BTreeMap::new(),
        };
        book.close(CREATED_MS, 0, vec![book.genesis.clone()])?;
        Ok(book)
    }

    /// The height of the next block.
    fn height(&self) -> u64 {
        u64::try_from(self.records.len()).unwrap_or(u64::MAX)
    }

    /// The time of the next block.
    fn time_ms(&self) -> u64 {
        CREATED_MS.saturating_add(self.height().saturating_mul(STEP_MS))
    }

    /// A statement for the next block, signed a minute before it by the firm's key of that use.
    pub(super) fn sign(&self, firm: Firm, use_of: &str, body: Body) -> Result<String, SampleError> {
        let signed_ms = self.time_ms().saturating_sub(60_000);
        let text = format!("{body:?}");
        let digest = Hash::of(&[text.as_bytes()]);
        let (random, _) = digest.as_bytes().split_first_chunk().unwrap_or((&[0; 10], &[]));
        let draft = Draft {
            iss: firm.iss()?,
            origin: self.origin.clone(),
            jti: Jti::from_parts(signed_ms, *random),
            iat: signed_ms / 1_000,
            body,
        };
        Ok(draft.sign(&firm.key(use_of)?))
    }

    /// Adds a block of statements, which must all be valid, and returns their indices.
    pub(super) fn block(&mut self, statements: Vec<String>) -> Result<Vec<u64>, SampleError> {
        let (height, time_ms) = (self.height(), self.time_ms());
        let mut verified = Vec::new();
        for jws in &statements {
            let statement =
                Statement::read(jws.as_bytes(), &self.origin).map_err(SampleError::of)?;
            let signed = statement.verify(|kid| self.state.members().jwk(kid));
            verified.push(signed.map_err(SampleError::of)?);
        }
        let start = self.frontier.size();
        let epoch = self.state.members().epoch().epoch;
        let at = At { height, time_ms, start };
        let applied = self.state.apply(at, &verified, &BTreeSet::new());
        self.state = applied.map_err(SampleError::of)?.0;
        self.close(time_ms, epoch, statements)?;
        Ok((start.saturating_add(1)..self.frontier.size()).collect())
    }

    /// Adds a block with one leaf that nobody judged, and returns its index.
    #[cfg(test)]
    pub(super) fn smuggle(&mut self, leaf: String) -> Result<u64, SampleError> {
        let epoch = self.state.members().epoch().epoch;
        self.close(self.time_ms(), epoch, vec![leaf])?;
        Ok(self.frontier.size().saturating_sub(1))
    }

    /// Writes the record of a block in front of its leaves and appends them.
    fn close(&mut self, time_ms: u64, epoch: u64, leaves: Vec<String>) -> Result<(), SampleError> {
        let (members, recalls) = (self.state.members(), self.state.recalls());
        let record = Record {
            v: 1,
            origin: self.origin.clone(),
            height: self.height(),
            time_ms,
            proposer: cast::BOAT.iss()?,
            prev: self.prev,
            start: self.frontier.size(),
            count: u64::try_from(leaves.len()).map_err(SampleError::of)?,
            rules: 1,
            epoch,
            members_size: members.size(),
            members_root: members.root(),
            recalls_size: recalls.size(),
            recalls_root: recalls.root(),
        };
        for leaf in std::iter::once(record.text()).chain(leaves) {
            let stored = self.frontier.extend_storing(&[tree::leaf_hash(leaf.as_bytes())]);
            for Node { level, index, hash } in stored {
                self.nodes.insert((level, index), hash);
            }
            self.leaves.push(leaf);
        }
        let header = Header {
            origin: Hash::of(&[self.origin.as_bytes()]),
            height: record.height,
            prev: self.prev,
            size: self.frontier.size(),
            root: self.frontier.root(),
        };
        self.prev = header.id();
        self.records.push(record);
        Ok(())
    }

    /// The record of the newest block.
    pub(super) fn tip(&self) -> Result<&Record, SampleError> {
        self.records.last().ok_or_else(|| SampleError::of("there is no block"))
    }

    /// The tree as it is now, signed by the first firm as the log and cosigned by all of them,
    /// each a second after the other. Whoever is in `browsers_only` has no C2SP cosignature yet.
    pub(super) fn cosign(
        &self,
        firms: &[Firm],
        browsers_only: &[Firm],
        first_s: u64,
    ) -> Result<SignedCheckpoint, SampleError> {
        let checkpoint = Checkpoint {
            origin: self.origin.clone(),
            size: self.frontier.size(),
            root: self.frontier.root(),
        };
        let mut cosigs = Vec::new();
        for (time, firm) in (first_s..).zip(firms) {
            let ed25519 = checkpoint.cosign(&firm.ed25519("cosign"), time);
            cosigs.push(Cosignature {
                iss: firm.iss()?,
                ed25519: (!browsers_only.contains(firm)).then_some(ed25519),
                p256: Some(checkpoint.cosign_p256(&firm.key("cosign p256")?, time)),
            });
        }
        let by_log = |firm: &Firm| {
            Ok(LogSignature { iss: firm.iss()?, sig: checkpoint.sign_log(&firm.ed25519("log")) })
        };
        let log = firms.first().map(by_log).transpose()?.into_iter().collect();
        Ok(SignedCheckpoint { size: checkpoint.size, root: checkpoint.root, log, cosigs })
    }

    /// Keeps the proof that the newest block ended an epoch, cosigned by that epoch's validators.
    pub(super) fn end_epoch(&mut self, validators: &[Firm]) -> Result<(), SampleError> {
        let record = self.tip()?.clone();
        let members = self.state.members();
        let row = members.row_text(0).zip(members.path(0));
        let (row, row_path) = row.ok_or_else(|| SampleError::of("there is no row 0"))?;
        let path = Prover::new(self).inclusion(record.start, self.frontier.size());
        let checkpoint = self.cosign(validators, &[], record.time_ms / 1_000)?;
        self.boundaries.push(Boundary {
            checkpoint,
            record: record.text(),
            record_path: path.map_err(SampleError::of)?,
            row,
            row_path,
        });
        Ok(())
    }
}

impl Nodes for Book {
    type Error = Infallible;

    fn tile(&self, level: u8, tile: u64) -> Result<Vec<Hash>, Infallible> {
        let first = tile.saturating_mul(TILE_WIDTH);
        let range = (level, first)..(level, first.saturating_add(TILE_WIDTH));
        Ok(self.nodes.range(range).map(|(_, hash)| *hash).collect())
    }
}

impl Log for Book {
    fn statement(&self, index: u64) -> Result<Option<(String, Record)>, Infallible> {
        let mut blocks = self.records.iter();
        let block = blocks.find(|it| it.start < index && index < it.size_after());
        let leaf = usize::try_from(index).ok().and_then(|index| self.leaves.get(index));
        Ok(leaf.cloned().zip(block.cloned()))
    }
}
