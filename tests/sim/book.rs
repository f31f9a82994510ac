//! The database of a node, in memory: blocks, tree and state, committed whole or not at all.

use super::rules::Rules;
use ledger::block::{Body, Grown, Parent, Record};
use ledger::evidence::Log;
use ledger::genesis::Genesis;
use ledger::members::Members;
use ledger::state::{Changes, State};
use ledger::statement::{Claims, Jti, Statement, Verified};
use ledger::tree::{Frontier, Node, Nodes, TILE_WIDTH, leaf_hash};
use ledger::{Hash, OrgId};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Arc;

/// Signatures that were checked once.
#[derive(Default)]
pub(super) struct Desk(BTreeMap<Hash, Arc<Verified>>);

impl Desk {
    /// Reads a statement and checks its signatures, unless these very bytes were checked before.
    pub(super) fn read(
        &mut self,
        bytes: &[u8],
        origin: &str,
        members: &Members,
    ) -> Result<Arc<Verified>, String> {
        let hash = leaf_hash(bytes);
        if let Some(known) = self.0.get(&hash) {
            return Ok(Arc::clone(known));
        }
        let statement = Statement::read(bytes, origin).map_err(|error| error.to_string())?;
        let verified =
            statement.verify(|kid| members.jwk(kid)).map_err(|error| error.to_string())?;
        let verified = Arc::new(verified);
        self.0.insert(hash, Arc::clone(&verified));
        Ok(verified)
    }
}

/// A leaf after the record, as a node keeps it.
#[derive(Debug, Clone)]
pub(super) enum Leaf {
    Whole(Arc<Verified>),
    /// What stays of one that was voted out.
    Gone {
        hash: Hash,
        pairs: Vec<(OrgId, Jti)>,
    },
}

impl Leaf {
    pub(super) fn hash(&self) -> Hash {
        match self {
            Self::Whole(verified) => verified.statement().leaf_hash(),
            Self::Gone { hash, .. } => *hash,
        }
    }

    /// As it arrives elsewhere: the bytes are read again.
    pub(super) fn travel(
        &self,
        desk: &mut Desk,
        origin: &str,
        members: &Members,
    ) -> Result<Self, String> {
        match self {
            Self::Whole(verified) => {
                desk.read(verified.statement().bytes(), origin, members).map(Self::Whole)
            }
            Self::Gone { .. } => Ok(self.clone()),
        }
    }

    pub(super) fn pairs(&self) -> Vec<(OrgId, Jti)> {
        match self {
            Self::Whole(verified) => {
                verified.statement().pairs().map(|(iss, jti)| (iss.clone(), jti)).collect()
            }
            Self::Gone { pairs, .. } => pairs.clone(),
        }
    }
}

/// A block with what it led to.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) id: Hash,
    pub(super) record: Record,
    pub(super) leaves: Vec<Leaf>,
    pub(super) after: State,
    pub(super) root: Hash,
    pub(super) begun: Option<u64>,
    pub(super) redactions: Vec<u64>,
}

impl Block {
    pub(super) fn size(&self) -> u64 {
        self.record.size_after()
    }
}

/// A block that follows the tip and was found valid.
#[derive(Clone)]
pub(super) struct Candidate {
    pub(super) block: Block,
    frontier: Frontier,
    nodes: Vec<Node>,
}

/// The database.
#[derive(Clone)]
pub(super) struct Book {
    pub(super) origin: String,
    pub(super) genesis: String,
    pub(super) blocks: Vec<Arc<Block>>,
    frontier: Frontier,
    tiles: BTreeMap<(u8, u64), Hash>,
    taken: BTreeSet<(OrgId, Jti)>,
}

impl Book {
    pub(super) fn found(genesis: &Genesis) -> Self {
        let (state, record) = genesis.begin().unwrap();
        let text = genesis.text();
        let frontier = Frontier::new();
        let parent = Parent {
            origin: &genesis.origin(),
            height: 0,
            id: Hash::ZERO,
            time_ms: 0,
            frontier: &frontier,
            state: &state,
        };
        let grown = parent.grow(&record, [leaf_hash(text.as_bytes())]);
        let mut book = Self {
            origin: genesis.origin(),
            genesis: text,
            blocks: Vec::new(),
            frontier: Frontier::new(),
            tiles: BTreeMap::new(),
            taken: BTreeSet::new(),
        };
        let candidate = Candidate::of(record, Vec::new(), (state, Changes::default()), grown);
        book.commit(candidate);
        book
    }

    pub(super) fn tip(&self) -> &Arc<Block> {
        self.blocks.last().unwrap()
    }

    pub(super) fn height(&self) -> u64 {
        self.tip().record.height
    }

    pub(super) fn state(&self) -> &State {
        &self.tip().after
    }

    pub(super) fn at(&self, height: u64) -> Option<&Arc<Block>> {
        self.blocks.get(usize::try_from(height).ok()?)
    }

    pub(super) fn parent(&self) -> Parent<'_> {
        let tip = self.tip();
        Parent {
            origin: &self.origin,
            height: tip.record.height,
            id: tip.id,
            time_ms: tip.record.time_ms,
            frontier: &self.frontier,
            state: &tip.after,
        }
    }

    /// A block of what waits and is valid now; nothing if nothing is.
    pub(super) fn build(
        &self,
        proposer: &OrgId,
        now_ms: u64,
        waiting: &[Arc<Verified>],
    ) -> Option<Vec<u8>> {
        let parent = self.parent();
        let time_ms = now_ms.max(parent.time_ms + 1);
        let mut pass = parent.state.begin(parent.at(time_ms), &self.taken).ok()?;
        let mut chosen: Vec<Leaf> = Vec::new();
        for one in waiting {
            if chosen.len() < 7 && pass.push(one).is_ok() {
                chosen.push(Leaf::Whole(Arc::clone(one)));
            }
        }
        let (after, _) = pass.finish();
        let count = u64::try_from(chosen.len()).unwrap();
        let record = parent.record(proposer.clone(), time_ms, count, &after);
        (count > 0).then(|| body(&record, &chosen))
    }

    /// Whether bytes from elsewhere are a block that follows the tip.
    pub(super) fn judge(
        &self,
        bytes: &[u8],
        desk: &mut Desk,
        rules: &Rules,
    ) -> Result<Candidate, String> {
        let body = Body::decode(bytes).map_err(|error| error.to_string())?;
        let record = body.read_record().map_err(|error| error.to_string())?;
        self.parent().check(&record, body.statements.len())?;
        let members = self.state().members();
        let read = |bytes: &Vec<u8>| desk.read(bytes, &self.origin, members).map(Leaf::Whole);
        let leaves = body.statements.iter().map(read).collect::<Result<_, _>>()?;
        self.follow(record, leaves, rules)
    }

    /// The same for a decided block of which some leaves may be gone.
    pub(super) fn follow(
        &self,
        record: Record,
        leaves: Vec<Leaf>,
        rules: &Rules,
    ) -> Result<Candidate, String> {
        let parent = self.parent();
        parent.check(&record, leaves.len())?;
        let begun = parent.state.begin(parent.at(record.time_ms), &self.taken);
        let mut pass = begun.map_err(|refusal| refusal.to_string())?;
        for leaf in &leaves {
            match leaf {
                Leaf::Gone { .. } => pass.pass_over(),
                Leaf::Whole(verified) => match pass.push(verified) {
                    Ok(_) => {}
                    Err(refusal) if rules.checks_statements => return Err(refusal.to_string()),
                    Err(_) => pass.pass_over(),
                },
            }
        }
        let (after, changes) = pass.finish();
        if !parent.agrees(&record, &after) {
            return Err("its record does not follow from its statements".to_owned());
        }
        let grown = parent.grow(&record, leaves.iter().map(Leaf::hash));
        Ok(Candidate::of(record, leaves, (after, changes), grown))
    }

    pub(super) fn commit(&mut self, candidate: Candidate) -> Arc<Block> {
        let Candidate { block, frontier, nodes } = candidate;
        self.frontier = frontier;
        self.tiles.extend(nodes.into_iter().map(|node| ((node.level, node.index), node.hash)));
        self.taken.extend(block.leaves.iter().flat_map(Leaf::pairs));
        self.blocks.push(Arc::new(block));
        Arc::clone(self.tip())
    }

    /// The leaf at an index, if it is a statement's.
    pub(super) fn leaf(&self, index: u64) -> Option<&Leaf> {
        let block = self.block_of(index)?;
        let place = index.checked_sub(block.record.start + 1)?;
        block.leaves.get(usize::try_from(place).ok()?)
    }

    fn block_of(&self, index: u64) -> Option<&Arc<Block>> {
        let place = self.blocks.partition_point(|block| block.size() <= index);
        self.blocks.get(place)
    }

    /// Takes the bytes of a leaf out. One that is no event stays.
    pub(super) fn redact(&mut self, index: u64, rules: &Rules) {
        let Some(Leaf::Whole(verified)) = self.leaf(index) else { return };
        let is_event =
            matches!(verified.statement().claims(), Claims::Event { .. } | Claims::Vouched { .. });
        if !is_event {
            return;
        }
        let mut gone = Leaf::Gone {
            hash: verified.statement().leaf_hash(),
            pairs: Leaf::Whole(Arc::clone(verified)).pairs(),
        };
        if !rules.keeps_hashes {
            let Leaf::Gone { hash, .. } = &mut gone else { return };
            *hash = leaf_hash(b"");
            self.tiles.insert((0, index), *hash);
        }
        let block = self.blocks.iter_mut().find(|block| index < block.size()).unwrap();
        let mut changed = Block::clone(block);
        let place = usize::try_from(index - changed.record.start - 1).unwrap();
        changed.leaves[place] = gone;
        *block = Arc::new(changed);
    }
}

/// The bytes that travel.
pub(super) fn body(record: &Record, leaves: &[Leaf]) -> Vec<u8> {
    let whole = |leaf: &Leaf| match leaf {
        Leaf::Whole(verified) => Some(verified.statement().bytes().to_vec()),
        Leaf::Gone { .. } => None,
    };
    let statements = leaves.iter().filter_map(whole).collect();
    Body { record: record.text().into_bytes(), statements }.encode().unwrap()
}

impl Candidate {
    fn of(record: Record, leaves: Vec<Leaf>, after: (State, Changes), grown: Grown) -> Self {
        let (after, changes) = after;
        let (begun, redactions) = (changes.epoch_begun, changes.redactions);
        let Grown { id, frontier, nodes } = grown;
        let root = frontier.root();
        Self {
            block: Block { id, record, leaves, after, root, begun, redactions },
            frontier,
            nodes,
        }
    }
}

impl Nodes for Book {
    type Error = Infallible;

    fn tile(&self, level: u8, tile: u64) -> Result<Vec<Hash>, Infallible> {
        let first = tile * TILE_WIDTH;
        let range = (level, first)..(level, first + TILE_WIDTH);
        Ok(self.tiles.range(range).map(|(_, hash)| *hash).collect())
    }
}

impl Log for Book {
    fn statement(&self, index: u64) -> Result<Option<(String, Record)>, Infallible> {
        let Some(Leaf::Whole(verified)) = self.leaf(index) else { return Ok(None) };
        let text = String::from_utf8(verified.statement().bytes().to_vec()).unwrap();
        Ok(self.block_of(index).map(|block| (text, block.record.clone())))
    }
}
