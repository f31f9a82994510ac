//! Rounds: load, a kill at some moment, and a look whether all that was promised is there.

use super::bed::{Bed, Kill};
use super::chance::Chance;
use super::counts::{Asked, Fault, Tally};
use super::load::Writer;
use super::looks::{fsck, look};
use super::promises::Promises;
use crate::support::{Process, copy};
use std::sync::atomic::{AtomicBool, Ordering};

/// A chain grows for so many rounds; then a new one begins, so that a round costs what one costs.
const ROUNDS_MAX: u64 = 100;

/// `furlong fsck` looks once in so many rounds, besides at the end of each chain.
const FSCK_EVERY: u64 = 10;

/// Does as many rounds as were asked for, each with a plan that follows from its number.
pub(super) fn rounds<'s>(soak: &'static str, usual: u64, bed: impl Fn() -> Bed<'s>) {
    let asked = Asked::or(usual);
    let mut tally = Tally::of(soak);
    let mut first = asked.first;
    let end = asked.first + asked.count;
    while first < end && !asked.is_stopped() {
        let chain = Chain { bed: bed(), promises: Promises::default() };
        let before = (tally.acknowledged, tally.checkpoints);
        let mut process = chain.bed.start();
        let last = end.min(first + ROUNDS_MAX);
        while first < last && !asked.is_stopped() {
            process =
                chain.settle(&asked, &mut tally, first, |tally| chain.round(first, process, tally));
            tally.done += 1;
            tally.acknowledged = before.0 + chain.promises.count();
            tally.checkpoints = before.1 + chain.promises.checkpoints().len();
            tally.tell();
            first += 1;
        }
        chain.settle(&asked, &mut tally, first, |tally| chain.end(process, tally));
    }
    tally.tell();
}

struct Chain<'s> {
    bed: Bed<'s>,
    promises: Promises,
}

impl Chain<'_> {
    /// Stops at the first fault: what comes after it says nothing.
    fn settle<T>(
        &self,
        asked: &Asked,
        tally: &mut Tally,
        round: u64,
        work: impl FnOnce(&mut Tally) -> Result<T, Fault>,
    ) -> T {
        work(tally).unwrap_or_else(|fault| {
            tally.enter(&fault);
            tally.tell();
            if let Some(folder) = &asked.keep {
                copy(self.bed.world.folder.path(), &folder.join(format!("round-{round}")));
            }
            panic!("round {round}: {fault}")
        })
    }

    /// Load, a kill, and a look at what came back: the node that goes on.
    fn round(&self, number: u64, process: Process, tally: &mut Tally) -> Result<Process, Fault> {
        let mut chance = Chance::of(number);
        let (bed, promises) = (&self.bed, &self.promises);
        let before = promises.count();
        let kill = bed.victim(&mut chance);
        let ended = self.load_and_kill(process, kill, &mut chance)?;
        bed.mend(kill);
        if let Some((code, told)) = ended {
            ended_well(code, &told)?;
        }
        if chance.one_in(4) {
            tally.starting += 1;
            bed.kill_a_start(&mut chance);
        }
        if number.is_multiple_of(FSCK_EVERY) {
            tally.fsck += 1;
            fsck(bed)?;
        }
        let process = bed.start();
        look(bed, promises, &process, &promises.since(before), &mut chance)?;
        Ok(process)
    }

    fn load_and_kill(
        &self,
        mut process: Process,
        kill: Kill,
        chance: &mut Chance,
    ) -> Result<Option<(Option<i32>, String)>, Fault> {
        let Self { bed, promises } = self;
        let stop = AtomicBool::new(false);
        let writers: Vec<Writer<'_>> = (0..=chance.below(4))
            .map(|_| {
                let (client, seed) = (process.client.clone(), chance.below(1 << 30));
                let chance = Chance::of(u64::try_from(seed).unwrap());
                Writer { bed, promises, client, stop: &stop, chance }
            })
            .collect();
        std::thread::scope(|scope| {
            let writers: Vec<_> =
                writers.into_iter().map(|one| scope.spawn(|| one.write())).collect();
            // So many receipts, so that there is something to lose; then anywhere in what follows.
            let wanted = promises.count() + 1 + chance.below(24);
            let is_over = || writers.iter().any(std::thread::ScopedJoinHandle::is_finished);
            let mut has_ended = false;
            while promises.count() < wanted && !is_over() && !promises.is_blamed() && !has_ended {
                std::thread::yield_now();
                has_ended = process.has_ended();
            }
            if has_ended {
                stop.store(true, Ordering::SeqCst);
                let (code, told) = process.ended();
                return Err(Fault::Stuck(format!("it ended by itself, with {code:?}: {told}")));
            }
            // The moment is what is tried here: nothing waits for it.
            std::thread::sleep(chance.below_ms(20));
            let ended = bed.kill(process, kill);
            stop.store(true, Ordering::SeqCst);
            Ok(ended)
        })
    }

    /// Everything once more, one by one, and the node ends as it should.
    fn end(&self, process: Process, tally: &mut Tally) -> Result<(), Fault> {
        let (bed, promises) = (&self.bed, &self.promises);
        look(bed, promises, &process, &promises.since(0), &mut Chance::of(0))?;
        process.stop();
        tally.fsck += 1;
        fsck(bed)
    }
}

/// A node whose database went away ends with one line that says so.
fn ended_well(code: Option<i32>, told: &str) -> Result<(), Fault> {
    let lines: Vec<&str> = told.lines().filter(|line| line.starts_with("furlong: ")).collect();
    match (code, lines.as_slice()) {
        (Some(1), [line]) if line.contains("the database did not answer") => Ok(()),
        _ => Err(Fault::Stuck(format!("it ended with {code:?}: {told}"))),
    }
}
