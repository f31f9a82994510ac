//! Each block after the one before: the rules, the tree, the state, and the record that names them.
//! Nothing but the bytes is asked; what the database says beside them is compared elsewhere.

use super::certificates::Decided;
use super::finding::Finding;
use super::leaves::{Checked, Looked};
use crate::store::blocks::Block;
use crate::store::state::{AllVersions, Versions};
use ledger::Hash;
use ledger::block::{Header, Record};
use ledger::genesis::Genesis;
use ledger::rows::Validator;
use ledger::state::{At, Changes, State};
use ledger::statement::{Statement, Verified};
use ledger::tree::{Frontier, Node};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Statements of a block, all signatures good; nothing where one was voted out.
type Whole = Vec<Option<Arc<Verified>>>;

/// The chain as the blocks so far make it.
pub(super) struct Replay {
    pub(super) origin: String,
    genesis: Genesis,
    pub(super) state: State,
    pub(super) frontier: Frontier,
    validators: Arc<Vec<Validator>>,
    /// The height that comes next.
    pub(super) next: u64,
    prev: Hash,
    time_ms: u64,
    /// What blocks left behind beside their rows.
    pub(super) left: Left,
}

/// Rows that blocks write and the state does not hold.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// Every version of every row of the state, and the leaves whose bytes may be dropped.
    pub(super) versions: AllVersions,
    /// Roots of full subtrees.
    pub(super) subtrees: u64,
    /// Pairs of organisation and id that statements took; those of redacted ones are not known.
    pub(super) pairs: u64,
    /// For each epoch that ended: the tree then, and who decided it.
    pub(super) ends: Vec<End>,
}

/// The end of an epoch.
#[derive(Debug)]
pub(super) struct End {
    pub(super) size: u64,
    pub(super) root: Hash,
    pub(super) validators: Arc<Vec<Validator>>,
    /// The record of the block that ended it.
    pub(super) record: Record,
    /// Row 0 of the next epoch.
    pub(super) row: String,
}

/// A block that stands, with all that follows from its bytes.
pub(super) struct Applied {
    pub(super) record: Record,
    pub(super) hashes: Vec<Hash>,
    pub(super) statements: Whole,
    /// Roots of subtrees that became full, leaves left out.
    pub(super) nodes: Vec<Node>,
    pub(super) versions: Versions,
    /// The block as it is stored.
    pub(super) stored: Block,
    /// The record's bytes.
    pub(super) text: Vec<u8>,
    validators: Arc<Vec<Validator>>,
}

impl Applied {
    /// Its certificate, which is checked later; height 0 has none.
    pub(super) fn decided(&self) -> Option<Decided> {
        let Block { height, round, id, certificate, .. } = &self.stored;
        let validators = Arc::clone(&self.validators);
        (*height > 0).then(|| Decided {
            height: *height,
            round: *round,
            id: *id,
            certificate: certificate.clone(),
            validators,
        })
    }

    /// What its row should say.
    pub(super) fn block(&self) -> Block {
        Block {
            record: self.record.text(),
            time_ms: self.record.time_ms,
            first: self.record.start,
            leaves: self.record.count + 1,
            ..self.stored.clone()
        }
    }
}

/// A block that cannot stand where it stands: nothing after it can be held against it.
pub(super) struct Broken(pub(super) Finding);

impl Replay {
    pub(super) fn new(genesis: &Genesis) -> Self {
        Self {
            origin: genesis.origin(),
            state: State::genesis(genesis),
            genesis: genesis.clone(),
            frontier: Frontier::new(),
            validators: Arc::new(genesis.validators.clone()),
            next: 0,
            prev: Hash::ZERO,
            time_ms: 0,
            left: Left::default(),
        }
    }

    /// Applies the next block.
    pub(super) fn apply(&mut self, mut checked: Checked) -> Result<Applied, Broken> {
        let height = self.next;
        let broken = |what: String| Broken(Finding::of_block(height, what));
        let looked = std::mem::take(&mut checked.statements);
        let stored = &checked.stored;
        let record = stored.body.read_record().map_err(|error| broken(error.to_string()))?;
        self.follows(&record, &stored.block, stored.body.statements.len()).map_err(broken)?;
        let (state, changes, statements) =
            self.outcome(&checked, looked, &record).map_err(broken)?;
        check_roots(&record, &state).map_err(broken)?;
        let mut nodes = self.frontier.extend_storing(&checked.hashes);
        nodes.retain(|node| node.level > 0);
        let id = self.header(&record).id();
        if id != stored.block.id {
            return Err(broken("its bytes are not those whose id was decided".to_owned()));
        }
        let validators = Arc::clone(&self.validators);
        self.state = state;
        (self.prev, self.time_ms, self.next) = (id, record.time_ms, height + 1);
        self.left.subtrees += nodes.len() as u64;
        let taken = statements.iter().flatten().map(|one| one.statement().pairs().count());
        self.left.pairs += taken.sum::<usize>() as u64;
        let versions = self.keep(changes, &record);
        let (hashes, stored) = (checked.hashes, checked.stored);
        let (text, stored) = (stored.body.record, stored.block);
        Ok(Applied { record, hashes, statements, nodes, versions, stored, text, validators })
    }

    /// The state after a block, and what it changed.
    fn outcome(
        &self,
        checked: &Checked,
        looked: Vec<Looked>,
        record: &Record,
    ) -> Result<(State, Changes, Whole), String> {
        if record.height == 0 {
            self.begin(checked, record)?;
            return Ok((self.state.clone(), self.first_rows(), Vec::new()));
        }
        let at = At { height: record.height, time_ms: record.time_ms, start: record.start };
        let statements = self.verified(looked, &checked.stored.body.statements)?;
        let seen = BTreeSet::new();
        let mut pass = self.state.begin(at, &seen).map_err(|refusal| refusal.to_string())?;
        for (position, statement) in statements.iter().enumerate() {
            let Some(statement) = statement else {
                pass.pass_over();
                continue;
            };
            let pushed = pass.push(statement);
            pushed.map_err(|refusal| format!("statement {position} of the block: {refusal}"))?;
        }
        let (state, changes) = pass.finish();
        Ok((state, changes, statements))
    }

    /// What height 0 enters: the members of the genesis.
    fn first_rows(&self) -> Changes {
        let members = self.state.members();
        let row = |position| members.row_text(position).map(|text| (position, text));
        Changes { members: (0..members.size()).filter_map(row).collect(), ..Changes::default() }
    }

    /// Remembers what stands in rows beside the state.
    fn keep(&mut self, changes: Changes, record: &Record) -> Versions {
        if changes.epoch_begun.is_some() {
            let (size, root) = (self.frontier.size(), self.frontier.root());
            let next = Arc::new(self.state.members().epoch().validators.clone());
            let validators = std::mem::replace(&mut self.validators, next);
            let row = ledger::rows::text(self.state.members().epoch());
            let record = record.clone();
            self.left.ends.push(End { size, root, validators, record, row });
        }
        let versions = Versions {
            members: changes.members.into_iter().collect(),
            recalls: changes.recalls.into_iter().collect(),
            proposals: changes.proposals.into_iter().collect(),
            redactions: changes.redactions,
        };
        self.left.versions.add(record.height, versions.clone());
        versions
    }

    fn header(&self, record: &Record) -> Header {
        Header {
            origin: Hash::of(&[self.origin.as_bytes()]),
            height: record.height,
            prev: record.prev,
            size: self.frontier.size(),
            root: self.frontier.root(),
        }
    }

    fn follows(&self, record: &Record, block: &Block, statements: usize) -> Result<(), String> {
        let epoch = self.state.members().epoch();
        let by_validator = self.validators.iter().any(|row| row.iss == record.proposer);
        let rules = [
            (record.origin == self.origin, "its record is of another chain"),
            (
                record.height == self.next && block.height == self.next,
                "its record is of another height",
            ),
            (record.prev == self.prev, "its record follows another block"),
            (record.start == self.frontier.size(), "its record starts at another place in the log"),
            (
                record.count == statements as u64,
                "its record counts other statements than are there",
            ),
            (record.time_ms > self.time_ms, "its time is not after the block before"),
            (by_validator, "its proposer was no validator"),
            (
                (record.rules, record.epoch) == (epoch.rules, epoch.epoch),
                "its record names another epoch",
            ),
        ];
        let fault = rules.into_iter().find(|(holds, _)| !holds);
        fault.map_or(Ok(()), |(_, what)| Err(what.to_owned()))
    }

    /// Height 0 follows from the genesis alone.
    fn begin(&self, checked: &Checked, record: &Record) -> Result<(), String> {
        let (_, wanted) = self.genesis.begin().ok_or("the genesis cannot begin a chain")?;
        let genesis = checked.stored.body.statements.first().map(Vec::as_slice);
        if *record != wanted || genesis != Some(self.genesis.text().as_bytes()) {
            return Err("it does not follow from genesis.json".to_owned());
        }
        Ok(())
    }

    /// The statements; those whose keys this stretch added are looked at now.
    fn verified(&self, looked: Vec<Looked>, bytes: &[Vec<u8>]) -> Result<Whole, String> {
        let members = self.state.members();
        let again = |bytes: &[u8]| {
            let statement =
                Statement::read(bytes, &self.origin).map_err(|error| error.to_string())?;
            statement.verify(|kid| members.jwk(kid)).map_err(|error| error.to_string())
        };
        looked
            .into_iter()
            .zip(bytes)
            .map(|(looked, bytes)| match looked {
                Looked::Good(verified) => Ok(Some(verified)),
                Looked::KeyLater => again(bytes).map(Arc::new).map(Some),
                Looked::Redacted => Ok(None),
                Looked::Bad => Err("a statement in it is not good".to_owned()),
            })
            .collect()
    }
}

fn check_roots(record: &Record, state: &State) -> Result<(), String> {
    let (members, recalls) = (state.members(), state.recalls());
    if (record.members_size, record.members_root) != (members.size(), members.root()) {
        return Err("its record names other members than its statements lead to".to_owned());
    }
    if (record.recalls_size, record.recalls_root) != (recalls.size(), recalls.root()) {
        return Err("its record names other recalls than its statements lead to".to_owned());
    }
    Ok(())
}
