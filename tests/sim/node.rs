//! A member's node: its database, its guard on a disk that may fail, and what it remembers of votes.

use super::book::Book;
use super::cast::Firm;
use super::chance::Chance;
use super::disk::Platter;
use super::rules::Rules;
use furlong::replica::{Guard, GuardError, Signed, knows_its_votes};
use ledger::Hash;
use ledger::statement::Verified;
use std::sync::Arc;

/// The engine's log: what was voted at one height.
#[derive(Debug, Clone, Default)]
pub(super) struct VoteLog {
    pub(super) height: u64,
    pub(super) round: u64,
    /// The block that a quorum voted for, the round of that, and its bytes.
    pub(super) lock: Option<(Hash, u64, Vec<u8>)>,
}

/// Whether a node signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Down,
    Signs,
    /// It does not know any more what it signed. It follows the chain, and signs again from this
    /// height on, once the others have told it.
    Silent {
        from: Option<u64>,
    },
}

/// What came of asking to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum May {
    Sign,
    /// The guard forbids it.
    Not,
    /// The power went.
    Fell,
}

pub(super) struct Node {
    pub(super) firm: Firm,
    pub(super) book: Book,
    /// Backups of the database, the oldest first.
    pub(super) copies: Vec<Book>,
    /// The newest database, where an older one was put in its place.
    pub(super) newest: Option<Book>,
    pub(super) disk: Platter,
    pub(super) guard: Option<Guard>,
    pub(super) log: VoteLog,
    pub(super) standing: Standing,
    pub(super) pending: Vec<Arc<Verified>>,
    /// Leaves that were voted out and whose bytes are still here.
    pub(super) to_forget: Vec<u64>,
}

impl Node {
    pub(super) fn new(firm: Firm, book: Book) -> Self {
        let disk = Platter::default();
        let first = Signed::first(&book.origin, 0, 0, Hash::ZERO);
        let guard = Guard::create_on(disk.clone(), first).unwrap();
        Self {
            firm,
            book,
            copies: Vec::new(),
            newest: None,
            disk,
            guard: Some(guard),
            log: VoteLog::default(),
            standing: Standing::Signs,
            pending: Vec::new(),
            to_forget: Vec::new(),
        }
    }

    pub(super) fn is_up(&self) -> bool {
        self.standing != Standing::Down
    }

    /// What was voted at a height.
    pub(super) fn votes_at(&self, height: u64) -> Option<&VoteLog> {
        Some(&self.log).filter(|log| log.height == height)
    }

    /// The process ends, or the power goes: what waited is gone.
    pub(super) fn fall(&mut self, chance: &mut Chance) {
        self.guard = None;
        self.pending.clear();
        self.standing = Standing::Down;
        self.disk.cut(chance);
    }

    /// Starts, as `replica::take_up` does.
    pub(super) fn start(&mut self, rules: &Rules) {
        let tip = Arc::clone(self.book.tip());
        if rules.goes_on {
            self.disk.lose();
            self.make_guard(tip.record.height);
            self.standing = Standing::Signs;
            return;
        }
        self.guard = Guard::open_on(self.disk.clone(), &self.book.origin).ok();
        let knows = self.guard.as_ref().is_some_and(|guard| {
            let voted = guard.signed().height;
            knows_its_votes(voted, tip.record.height, || self.log.height == voted)
        });
        let signs = knows || !rules.asks_guard;
        self.standing = if signs { Standing::Signs } else { Standing::Silent { from: None } };
    }

    /// An older copy of the database is put in the place of the newest.
    pub(super) fn restore(&mut self, copy: Book) {
        let now = std::mem::replace(&mut self.book, copy);
        if self.newest.as_ref().is_none_or(|newest| newest.height() < now.height()) {
            self.newest = Some(now);
        }
        self.to_forget.clear();
    }

    /// A new guard file: what the database holds counts as signed, and votes up to `height`.
    pub(super) fn make_guard(&mut self, height: u64) {
        self.disk.lose();
        let tip = self.book.tip();
        let signed = Signed::first(&self.book.origin, height, tip.size(), tip.root);
        self.guard = Guard::create_on(self.disk.clone(), signed).ok();
    }

    /// Whether it takes part in a height.
    pub(super) fn votes_from(&self, height: u64) -> bool {
        match self.standing {
            Standing::Down | Standing::Silent { from: None } => false,
            Standing::Signs => true,
            Standing::Silent { from: Some(from) } => from <= height,
        }
    }

    /// Writes a vote down, asks the guard, and answers whether the vote may leave.
    pub(super) fn vote(&mut self, vote: VoteLog, rules: &Rules, chance: &mut Chance) -> May {
        let height = vote.height;
        let before = std::mem::replace(&mut self.log, vote);
        self.disk.log_written();
        let answer = match (&self.guard, rules.asks_guard) {
            (_, false) => return May::Sign,
            (None, true) => May::Not,
            (Some(guard), true) => may(&guard.vote(height)),
        };
        match answer {
            May::Sign => {}
            May::Not => self.log = before,
            May::Fell => {
                if !self.disk.log_is_synced() && chance.one_in(2) {
                    self.log = before;
                }
                self.fall(chance);
            }
        }
        answer
    }

    /// Asks the guard before a checkpoint is cosigned.
    pub(super) fn may_cosign(
        &mut self,
        (size, root): (u64, Hash),
        rules: &Rules,
        chance: &mut Chance,
    ) -> May {
        let answer = match (&self.guard, rules.asks_guard) {
            (_, false) => May::Sign,
            (None, true) => May::Not,
            (Some(guard), true) => may(&guard.cosign(size, root)),
        };
        if answer == May::Fell {
            self.fall(chance);
        }
        answer
    }
}

fn may(answer: &Result<(), GuardError>) -> May {
    match answer {
        Ok(()) => May::Sign,
        Err(GuardError::File { .. }) => May::Fell,
        Err(_) => May::Not,
    }
}

/// The restore rule (`protocol.md` section 7): from the certified heights that others report, the
/// height from which a node signs again that does not know what it signed. Nothing while too few
/// answer.
///
/// Whoever decided with this node is among those who answer or one height behind it, so that it
/// cannot have committed more than one block after theirs, nor voted beyond the height after that.
pub(super) fn signs_again_from(reported: &[u64], needed: usize, members: usize) -> Option<u64> {
    let enough = reported.len() >= needed.min(members - 1);
    reported.iter().max().filter(|_| enough).map(|height| height + 3)
}
