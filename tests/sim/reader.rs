//! A light client with a good memory: it checks evidence as a stranger's phone does, and whoever
//! lies to it.

use super::book::{Block, Book, Leaf};
use super::chance::Chance;
use super::clerk::codes;
use super::world::{Holds, World};
use ledger::evidence::{
    Ask, Asked, Boundary, Evidence, Moment, Outcome, Report, Wanted, assemble, check,
};
use ledger::rows::RecallState;
use ledger::statement::{Claims, Statement};
use ledger::tree::{Prover, verify_consistency};
use ledger::{Hash, OrgId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

#[derive(Default)]
pub(super) struct Reader {
    /// Files that held, and what they proved.
    shelf: Vec<(Vec<u8>, Report)>,
    /// The largest tree seen.
    pinned: Option<(u64, Hash)>,
    pub(super) lies: u64,
}

/// What a node shows.
struct Shown {
    block: Arc<Block>,
    evidence: Evidence,
    subject: String,
}

impl Reader {
    pub(super) fn files(&self) -> usize {
        self.shelf.len()
    }
}

impl World {
    fn ask(&self, bytes: &[u8], subject: &str) -> Outcome {
        let anchors = [self.truth.book.origin.clone()];
        let ask = Ask {
            anchors: &anchors,
            subject: Asked::Code(subject),
            now_s: Some(self.now_ms / 1_000),
            ..Ask::default()
        };
        check(bytes, &ask)
    }

    /// Evidence of some leaves and a code under the newest checkpoint, from some node.
    fn show(&self, chance: &mut Chance) -> Result<Option<Shown>, String> {
        let Some((epoch, block, checkpoint)) = self.truth.confirmed() else { return Ok(None) };
        let Some(node) = self.any_up(chance) else { return Ok(None) };
        let book = &self.nodes[node].book;
        let boundaries: Option<Vec<Boundary>> =
            (0..epoch).map(|epoch| self.boundary(epoch)).collect();
        let Some(epochs) = boundaries.filter(|_| book.height() >= block.record.height) else {
            return Ok(None);
        };
        let subject = chance.pick(&codes()).unwrap();
        let mut wanted = Wanted { codes: vec![subject.clone()], ..Wanted::default() };
        for _ in 0..=chance.below(3) {
            let index = 2 + chance.number() % block.size();
            let is_here = index < block.size() && matches!(book.leaf(index), Some(Leaf::Whole(_)));
            if is_here {
                wanted.leaves.insert(index, Vec::new());
            }
        }
        let moment = Moment {
            origin: &book.origin,
            genesis: &book.genesis,
            epochs: &epochs,
            checkpoint: &checkpoint,
            tip: &block.record,
            members: block.after.members(),
            recalls: block.after.recalls(),
        };
        let chain =
            assemble(book, moment, &wanted).map_err(|error| format!("no evidence: {error}"))?;
        let evidence = Evidence { v: 1, subject: Some(subject.clone()), chains: vec![chain] };
        Ok(Some(Shown { block, evidence, subject }))
    }

    /// The proof of the end of an epoch, if a quorum of it has signed.
    fn boundary(&self, epoch: u64) -> Option<Boundary> {
        let block = self.truth.beginning(epoch + 1)?;
        let checkpoint = self.truth.signed(epoch, block)?;
        let path = Prover::new(&self.truth.book).inclusion(block.record.start, block.size());
        let members = block.after.members();
        Some(Boundary {
            checkpoint,
            record: block.record.text(),
            record_path: path.ok()?,
            row: members.row_text(0)?,
            row_path: members.path(0)?,
        })
    }

    /// Reads, and compares with what is true.
    pub(super) fn read(&mut self, chance: &mut Chance) -> Holds {
        let Some(shown) = self.show(chance)? else { return Ok(()) };
        let bytes = shown.evidence.to_bytes();
        let Outcome::Holds(report) = self.ask(&bytes, &shown.subject) else {
            return Err(format!(
                "true evidence is refused: {:?}",
                self.ask(&bytes, &shown.subject)
            ));
        };
        self.compare(&report, &shown)?;
        self.pin(&shown.block)?;
        self.reader.shelf.push((bytes, report));
        Ok(())
    }

    fn compare(&self, report: &Report, shown: &Shown) -> Holds {
        let chain = &report.chains[0];
        let block = &shown.block;
        if (chain.size, chain.root, chain.height) != (block.size(), block.root, block.record.height)
        {
            return Err("the report is of another moment".to_owned());
        }
        let words = self.truth.counts.words_after(chain.height);
        let mut told: BTreeMap<&str, BTreeMap<OrgId, (RecallState, u64)>> = BTreeMap::new();
        for found in &chain.recalled {
            told.entry(&found.code)
                .or_default()
                .insert(found.iss.clone(), (found.state, found.index));
        }
        let right = told.iter().all(|(code, by)| words.get(*code) == Some(by))
            && chain.not_recalled.iter().all(|code| !words.contains_key(code))
            && told.len() + chain.not_recalled.len() == shown.evidence.chains[0].recalls.len();
        if !right {
            return Err(format!(
                "the recalls that are proven at height {} are not true",
                chain.height
            ));
        }
        for leaf in &chain.leaves {
            let Some(Leaf::Whole(verified)) = self.truth.book.leaf(leaf.index) else {
                return Err(format!("leaf {} is proven and not there", leaf.index));
            };
            let statement = verified.statement();
            if leaf.iss != *statement.iss()
                || leaf.disputed != disputed(block, statement, leaf.height)
            {
                return Err(format!("leaf {} is shown as another", leaf.index));
            }
        }
        Ok(())
    }

    /// The tree only grows.
    fn pin(&mut self, block: &Block) -> Holds {
        let (size, root) = (block.size(), block.root);
        if let Some((old, old_root)) = self.reader.pinned.filter(|(old, _)| *old <= size) {
            let path = Prover::new(&self.truth.book).consistency(old, size);
            let path = path.map_err(|error| error.to_string())?;
            verify_consistency((old, &old_root), (size, &root), &path)
                .map_err(|error| format!("the tree that was seen does not go on: {error}"))?;
            self.reader.pinned = Some((size, root));
        }
        self.reader.pinned.get_or_insert((size, root));
        Ok(())
    }

    /// A node lies.
    pub(super) fn lie(&mut self, chance: &mut Chance) -> Holds {
        let Some(mut shown) = self.show(chance)? else { return Ok(()) };
        let Some(what) = spoil(&mut shown, &self.truth.book, chance) else { return Ok(()) };
        self.reader.lies += 1;
        match self.ask(&shown.evidence.to_bytes(), &shown.subject) {
            Outcome::Broken(_) => Ok(()),
            Outcome::Holds(_) | Outcome::UnknownChain(_) => {
                Err(format!("a lie is believed: {what}"))
            }
        }
    }

    /// What was proven once is proven for ever.
    pub(super) fn read_again(&self) -> Holds {
        for (bytes, report) in &self.reader.shelf {
            let subject = report.subject.clone().unwrap_or_default();
            let same = matches!(self.ask(bytes, &subject), Outcome::Holds(again)
                if again.chains == report.chains);
            if !same {
                return Err("an old file does not prove any more what it proved".to_owned());
            }
        }
        Ok(())
    }
}

/// Whether a leaf's key was reported stolen, as the rows after a block have it.
fn disputed(block: &Block, statement: &Statement, height: u64) -> bool {
    let since = |kid: &str| block.after.members().key(kid).and_then(|row| row.compromised_since);
    let by_orig = match statement.claims() {
        Claims::Vouched { orig, .. } => since(orig.kid()).is_some(),
        _ => false,
    };
    by_orig || since(statement.kid()).is_some_and(|since| since <= height)
}

/// Changes a file into one that is not true.
fn spoil(shown: &mut Shown, book: &Book, chance: &mut Chance) -> Option<&'static str> {
    let chain = &mut shown.evidence.chains[0];
    let block = &shown.block;
    let older =
        chance.pick(&book.blocks).filter(|older| older.record.height < block.record.height)?;
    match chance.below(8) {
        0 => {
            let members = block.record.epoch;
            let row = book.at(block.record.height.checked_sub(1)?)?.after.members().epoch().clone();
            // A boundary's own checkpoint is another epoch's.
            if row.epoch != members || block.begun.is_some() {
                return None;
            }
            chain.checkpoint.cosigs.truncate(ledger::state::quorum(row.validators.len()) - 1);
            Some("too few have signed")
        }
        1 => {
            let proof = chain.recalls.first_mut()?;
            let old = older.after.recalls().proof(&proof.code);
            let now = block.after.recalls().proof(&proof.code);
            if old == now {
                return None;
            }
            let rows: BTreeSet<String> = proof.rows.iter().map(|row| row.row.clone()).collect();
            let rest = old.rows().iter().filter(|row| !rows.contains(&row.row)).count();
            proof.rows = old.rows().iter().map(proof_row).collect();
            (rest > 0 || proof.rows.is_empty()).then_some("the recalls are older ones")
        }
        2 => {
            let leaf = chain.leaves.first_mut()?;
            let Some(Leaf::Whole(other)) = book.leaf(older.record.start + 1) else { return None };
            let text = String::from_utf8(other.statement().bytes().to_vec()).unwrap();
            let differs = leaf.jws != text;
            leaf.jws = text;
            differs.then_some("the statement is another")
        }
        3 => {
            chain.tip.record = older.record.text();
            Some("the newest block is an older one")
        }
        4 => {
            chain.checkpoint.size += 1;
            Some("the tree is larger")
        }
        5 => {
            let row = chain.members.iter_mut().find(|row| row.row.contains("\"retired\":null"))?;
            row.row = row.row.replace("\"retired\":null", "\"retired\":1");
            Some("a key is retired")
        }
        6 => {
            chain.recalls.pop()?;
            Some("a code is left out")
        }
        _ => {
            let cosig = chain.checkpoint.cosigs.first_mut()?;
            cosig.ed25519.as_mut()?.time += 1;
            Some("a signature has another time")
        }
    }
}

fn proof_row(row: &ledger::recalls::ProvedRow) -> ledger::evidence::RowProof {
    ledger::evidence::RowProof { row: row.row.clone(), index: row.index, path: row.path.clone() }
}
