//! A run: step after step, then everything that can be mended is mended, and all is compared.

use super::book::{Book, Desk, Leaf};
use super::cast::{firm_of, org};
use super::chance::Chance;
use super::node::{Node, Standing, VoteLog};
use super::plan::{Kind, Plan, Step};
use super::rules::Rules;
use super::world::{Holds, World};
use ledger::genesis::Genesis;
use ledger::members::Members;
use ledger::recalls::Recalls;
use ledger::state::{Proposal, State, quorum};

/// What a run came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) blocks: u64,
    pub(super) receipts: u64,
    pub(super) refused: u64,
    pub(super) epochs: u64,
    pub(super) recalled: u64,
    pub(super) gone: u64,
    pub(super) files: u64,
    pub(super) lies: u64,
    pub(super) went_on: u64,
}

/// Where a run broke.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) what: String,
    /// What happened until then.
    pub(super) told: Vec<String>,
}

/// Runs a plan.
pub(super) fn run(plan: &Plan, rules: Rules) -> Result<Tally, Fault> {
    let mut world = World::found(plan.keepers, rules);
    let mut told = vec![format!("{} firms keep the chain", plan.keepers)];
    for (number, step) in plan.steps.iter().enumerate() {
        let held = world.take(*step);
        told.push(format!("{number:>3} {:<12} {}", format!("{:?}", step.kind), world.heights()));
        if let Err(what) = held {
            return Err(Fault { what, told });
        }
    }
    let ended = world.settle().and_then(|went_on| Ok((went_on, world.compare_all()?)));
    match ended {
        Ok((went_on, ())) => Ok(world.tally(went_on)),
        Err(what) => Err(Fault { what, told }),
    }
}

impl World {
    fn take(&mut self, step: Step) -> Holds {
        let mut chance = Chance::of(step.draw);
        let chance = &mut chance;
        self.now_ms += 1_000;
        let all: Vec<usize> = (0..self.nodes.len()).collect();
        let at = chance.below(all.len());
        match step.kind {
            Kind::Say => self.say(chance),
            Kind::SayBadly => return self.say_badly(chance),
            Kind::Round => {
                let hear = if chance.one_in(4) { chance.most(&all, 3) } else { all };
                return self.round(&hear, chance).map(|_| ());
            }
            Kind::ProposeBadly => return self.propose_badly(chance),
            Kind::HandOver => {
                let from = chance.below(all.len());
                return if from == at { Ok(()) } else { self.hand_over(from, at, chance) };
            }
            Kind::Cosign => return self.cosign(at, chance),
            Kind::Read => return self.read(chance),
            Kind::Lie => return self.lie(chance),
            Kind::Wait => self.now_ms += 60_000,
            Kind::WaitLong => self.now_ms += 25 * 86_400_000,
            Kind::Ask => self.ask_others(at),
            Kind::Forget => self.forget(at),
            Kind::Arm
            | Kind::Kill
            | Kind::Start
            | Kind::Copy
            | Kind::Restore
            | Kind::LoseGuard
            | Kind::LoseLog => self.hurt(step.kind, at, chance),
        }
        Ok(())
    }

    /// What machines and operators do to a node.
    fn hurt(&mut self, kind: Kind, at: usize, chance: &mut Chance) {
        let rules = self.rules;
        let node = &mut self.nodes[at];
        match kind {
            Kind::Arm => node.disk.arm(chance.below(4)),
            Kind::Copy => node.copies.push(node.book.clone()),
            Kind::Start => {
                for node in self.nodes.iter_mut().filter(|node| !node.is_up()) {
                    node.start(&rules);
                }
            }
            Kind::Restore => {
                let Some(copy) = chance.pick(&node.copies) else { return };
                node.fall(chance);
                node.restore(copy);
                if chance.one_in(2) {
                    node.log = VoteLog::default();
                }
            }
            Kind::LoseGuard => {
                node.fall(chance);
                node.disk.lose();
            }
            Kind::LoseLog => {
                node.fall(chance);
                node.log = VoteLog::default();
            }
            _ => node.fall(chance),
        }
    }

    fn heights(&self) -> String {
        let one = |node: &Node| match node.standing {
            Standing::Down => format!("({})", node.book.height()),
            Standing::Signs => node.book.height().to_string(),
            Standing::Silent { .. } => format!("{}?", node.book.height()),
        };
        self.nodes.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    /// Mends what an operator can mend, and lets the chain go on. True if it does; it may stand
    /// still where more was lost than a quorum can do without.
    fn settle(&mut self) -> Result<bool, String> {
        let mut chance = Chance::of(1);
        let all: Vec<usize> = (0..self.nodes.len()).collect();
        let before = self.truth.book.height();
        for _ in 0..24 {
            self.now_ms += 1_000;
            self.catch_up(&all, &mut chance)?;
            let height = self.truth.book.height();
            let together = all.iter().all(|at| self.nodes[*at].book.height() == height);
            if together && height > before + 1 {
                break;
            }
            self.last_word(&mut chance);
            self.round(&all, &mut chance)?;
        }
        self.read(&mut chance)?;
        self.read_again()?;
        let went_on = self.truth.book.height() > before;
        if !went_on && self.has_work() && self.could_go_on() {
            let nodes: Vec<String> = self.nodes.iter().map(standing).collect();
            let why = nodes.join("; ");
            return Err(format!("enough nodes sign, and the chain does not go on: {why}"));
        }
        Ok(went_on)
    }

    /// What is down starts; every node gets what the best one has, asks the others if it must,
    /// cosigns and forgets.
    fn catch_up(&mut self, all: &[usize], chance: &mut Chance) -> Holds {
        for at in all {
            self.mend(*at, chance);
            let up = all.iter().copied().filter(|other| self.nodes[*other].is_up());
            let best = up.max_by_key(|other| self.nodes[*other].book.height());
            self.hand_over(best.unwrap_or(0), *at, chance)?;
            self.ask_others(*at);
            self.cosign(*at, chance)?;
            self.forget(*at);
        }
        Ok(())
    }

    fn mend(&mut self, at: usize, chance: &mut Chance) {
        let alone = self.nodes[at].book.state().members().epoch().validators.len() == 1;
        let rules = self.rules;
        let node = &mut self.nodes[at];
        // Nobody else has what a chain of one has decided: its newest database is found again.
        let newest =
            node.newest.take().filter(|newest| alone && newest.height() > node.book.height());
        if let Some(newest) = newest {
            node.fall(chance);
            node.book = newest;
        }
        if !node.is_up() {
            node.start(&rules);
        }
        let holds_all = node.book.height() == self.truth.book.height();
        if alone && holds_all && matches!(node.standing, Standing::Silent { .. }) {
            node.make_guard(node.book.height());
            node.standing = Standing::Signs;
        }
    }

    /// A statement that a firm sends to every node, by which one sees whether the chain goes on.
    fn last_word(&mut self, chance: &mut Chance) {
        let jws = self.clerk.last_word(self.now_ms, chance);
        for at in 0..self.nodes.len() {
            let taken = self.nodes[at].is_up() && self.submit(at, &jws).is_ok();
            self.truth.count(taken);
        }
    }

    /// Whether a validator's node holds a statement that is valid now: the only firm of a chain may
    /// have suspended itself, and then there is nothing to order.
    fn has_work(&self) -> bool {
        self.nodes.iter().any(|node| {
            let is_voter = node.book.state().is_member(&org(node.firm));
            let build = || node.book.build(&org(node.firm), self.now_ms, &node.pending);
            node.is_up() && is_voter && build().is_some()
        })
    }

    /// Whether enough nodes sign.
    fn could_go_on(&self) -> bool {
        let validators = &self.truth.book.state().members().epoch().validators;
        let height = self.truth.book.height() + 1;
        let sign = |firm: usize| {
            let node = self.nodes.iter().find(|node| node.firm == firm);
            let free = |node: &Node| {
                node.guard.as_ref().is_some_and(|guard| guard.signed().height <= height)
            };
            node.is_some_and(|node| node.votes_from(height) && free(node))
        };
        let signing =
            validators.iter().filter_map(|row| firm_of(&row.iss)).filter(|firm| sign(*firm));
        signing.count() >= quorum(validators.len())
    }

    /// Everything that must hold at the end.
    fn compare_all(&self) -> Holds {
        for node in &self.nodes {
            // A receipt is for the chain as a whole; a node that lags has the beginning of it.
            if node.book.height() == self.truth.book.height() {
                self.truth.holds_in(&node.book)?;
            }
        }
        self.truth.holds_in(&self.truth.book)?;
        self.replay()
    }

    /// The bytes alone lead to the same states, and so do the rows of each.
    fn replay(&self) -> Holds {
        let genesis =
            Genesis::read(self.truth.book.genesis.as_bytes()).map_err(|e| e.to_string())?;
        let (mut book, mut desk) = (Book::found(&genesis), Desk::default());
        for block in self.truth.book.blocks.iter().skip(1) {
            let bytes = super::book::body(&block.record, &block.leaves);
            let candidate = book.judge(&bytes, &mut desk, &self.rules);
            let candidate = candidate.map_err(|why| format!("replay: {why}"))?;
            if candidate.block.id != block.id || candidate.block.after != block.after {
                return Err(format!("replay comes elsewhere at height {}", block.record.height));
            }
            book.commit(candidate);
        }
        let state = book.state();
        let recalls = state.recalls().iter().map(ledger::rows::text);
        let restored = State::restore(
            state.chain(),
            Members::restore(state.members().texts()).map_err(|error| error.to_string())?,
            Recalls::restore(recalls).map_err(|error| error.to_string())?,
            state.proposals().map(Proposal::text),
        );
        let same = restored.is_ok_and(|restored| restored == *state);
        same.then_some(()).ok_or_else(|| "rows do not restore the state".to_owned())
    }

    fn tally(&self, went_on: bool) -> Tally {
        let count = |number: usize| u64::try_from(number).unwrap();
        let book = &self.truth.book;
        let gone = |node: &Node| {
            let leaves = node.book.blocks.iter().flat_map(|block| &block.leaves);
            leaves.filter(|leaf| matches!(leaf, Leaf::Gone { .. })).count()
        };
        Tally {
            blocks: book.height(),
            receipts: count(self.truth.receipts()),
            refused: self.truth.refused,
            epochs: book.state().members().epoch().epoch,
            recalled: book.state().recalls().size(),
            gone: count(self.nodes.iter().map(gone).max().unwrap_or(0)),
            files: count(self.reader.files()),
            lies: self.reader.lies,
            went_on: u64::from(went_on),
        }
    }
}

/// What a node would do next, for whoever looks for a fault.
fn standing(node: &Node) -> String {
    let guard = node.guard.as_ref().map(|guard| guard.signed().height);
    let log =
        (node.log.height, node.log.round, node.log.lock.as_ref().map(|lock| (lock.0, lock.1)));
    let waits = node.pending.len();
    let height = node.book.height();
    format!("{:?} at {height}, guard {guard:?}, log {log:?}, {waits} wait", node.standing)
}
