//! Has both checkers look at mutants of the samples, and compares what they say: `cargo run -p
//! ledger --features sample --example evidence_mutants -- FIRST COUNT [--workers N] [--keep FOLDER]
//! [--stop FILE]`. Node.js runs the phone's checker (`tests/js/mutants.mjs`).
//!
//! One JSON object a line says how far it is; it ends early, and well, when the stop file is there.
//! A mutant that is believed, or of which the two name different steps, is kept, told, and makes it
//! end with 1.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead as _, BufReader, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use ledger::evidence::sample::{Mutants, NOW_S, SUBJECT};
use ledger::evidence::{Ask, Asked, Outcome, Step, check};

type Failure = Box<dyn Error + Send + Sync>;

/// How often it says how far it is, in mutants.
const TELL_EVERY: u64 = 250;

/// So many that failed are enough to look at.
const KEPT_MAX: u64 = 10;

const HOLDS: &str = "holds";

/// What was asked for.
struct Asking {
    first: u64,
    count: u64,
    workers: u64,
    keep: PathBuf,
    stop: Option<PathBuf>,
}

impl Asking {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let mut number = |what: &str| words.next().ok_or(what.to_owned());
        let first = number("name the first mutant's number")?.parse()?;
        let count = number("name how many mutants")?.parse()?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let mut asking = Self {
            first,
            count,
            workers: u64::try_from(cores)?,
            keep: PathBuf::from("target/soak"),
            stop: None,
        };
        while let Some(option) = words.next() {
            let value = words.next().ok_or_else(|| format!("{option} needs a value"))?;
            match option.as_str() {
                "--workers" => asking.workers = value.parse()?,
                "--keep" => asking.keep = PathBuf::from(value),
                "--stop" => asking.stop = Some(PathBuf::from(value)),
                _ => return Err(format!("{option} is no option").into()),
            }
        }
        Ok(asking)
    }

    fn is_stopped(&self) -> bool {
        self.stop.as_deref().is_some_and(Path::exists)
    }
}

fn main() -> Result<ExitCode, Failure> {
    let asking = Asking::read(std::env::args().skip(1))?;
    let mutants = Mutants::of_samples()?;
    let run = Run {
        mutants: &mutants,
        asking: &asking,
        next: AtomicU64::new(0),
        tally: Mutex::default(),
    };
    let ended = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..asking.workers).map(|_| scope.spawn(|| run.work())).collect();
        workers
            .into_iter()
            .map(|worker| match worker.join() {
                Ok(ended) => ended,
                Err(_panic) => Err(Failure::from("a worker panicked")),
            })
            .collect::<Result<Vec<()>, Failure>>()
    });
    let tally = run.tally.into_inner().unwrap_or_else(PoisonError::into_inner);
    tally.tell();
    ended?;
    Ok(if tally.failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the workers share.
struct Run<'a> {
    mutants: &'a Mutants,
    asking: &'a Asking,
    next: AtomicU64,
    tally: Mutex<Tally>,
}

/// What came of it so far.
#[derive(Debug, Default)]
struct Tally {
    /// Mutants that both checkers judged alike, and those that failed.
    done: u64,
    failures: u64,
    /// Files that are a sample with some of it left out: true, and believed.
    selections: u64,
    /// How many each step found.
    steps: BTreeMap<String, u64>,
}

impl Tally {
    fn tell(&self) {
        let Self { done, failures, selections, steps } = self;
        let figures = steps.iter().map(|(step, count)| format!(",\"{step}\":{count}"));
        let figures: String = figures.collect();
        // Nobody to read it is no reason to end.
        drop(writeln!(
            std::io::stdout().lock(),
            r#"{{"soak":"evidence","done":{done},"failures":{failures},"figures":{{"selections":{selections}{figures}}}}}"#
        ));
    }
}

impl Run<'_> {
    fn work(&self) -> Result<(), Failure> {
        let anchors = self.mutants.anchors();
        let subject = Asked::Code(SUBJECT);
        let ask = Ask { anchors: &anchors, subject, now_s: Some(NOW_S), ..Ask::default() };
        let mut phone = Phone::start(&anchors)?;
        loop {
            let at = self.next.fetch_add(1, Ordering::SeqCst);
            if at >= self.asking.count || self.asking.is_stopped() {
                return phone.end();
            }
            let number = self.asking.first.saturating_add(at);
            let mutant = self.mutants.draw(number);
            phone.send(&mutant.bytes)?;
            let ours = judged(&mutant.bytes, &ask);
            let theirs = phone.answer()?;
            let is_refused = Step::ALL.iter().any(|step| step.as_str() == ours);
            let is_true = || ours == HOLDS && self.mutants.is_selection(&mutant.bytes);
            let is_good = ours == theirs && (is_refused || is_true());
            let failures = self.count(&ours, is_good);
            if !is_good && failures <= KEPT_MAX {
                let told = format!(
                    "mutant {number} ({}): Rust says {ours}, JavaScript says {theirs}",
                    mutant.way
                );
                self.keep(number, &told, &mutant.bytes)?;
            }
        }
    }

    /// Enters one; how many failed by now.
    fn count(&self, step: &str, is_good: bool) -> u64 {
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        let is_selection = is_good && step == HOLDS;
        if is_selection {
            tally.selections = tally.selections.saturating_add(1);
        } else {
            tally.done = tally.done.saturating_add(1);
            let count = tally.steps.entry(step.to_owned()).or_default();
            *count = count.saturating_add(1);
        }
        tally.failures = tally.failures.saturating_add(u64::from(!is_good));
        if !is_selection && tally.done.is_multiple_of(TELL_EVERY) {
            tally.tell();
        }
        tally.failures
    }

    fn keep(&self, number: u64, told: &str, bytes: &[u8]) -> Result<(), Failure> {
        std::fs::create_dir_all(&self.asking.keep)?;
        let path = self.asking.keep.join(format!("evidence-{number}.json"));
        std::fs::write(&path, bytes)?;
        writeln!(
            std::io::stderr().lock(),
            "{told}\n  kept in {}\n  again: cargo run -p ledger --features sample --example \
             evidence_mutants -- {number} 1",
            path.display()
        )?;
        Ok(())
    }
}

/// What the Rust checker says, in one word.
fn judged(bytes: &[u8], ask: &Ask<'_>) -> String {
    match catch_unwind(AssertUnwindSafe(|| check(bytes, ask))) {
        Ok(Outcome::Broken(broken)) => broken.step.as_str().to_owned(),
        Ok(Outcome::Holds(_)) => HOLDS.to_owned(),
        Ok(Outcome::UnknownChain(_)) => "unknown".to_owned(),
        Err(_panic) => "nothing: it panicked".to_owned(),
    }
}

/// The phone's checker in a process of its own.
struct Phone {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Phone {
    fn start(anchors: &[String]) -> Result<Self, Failure> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/js/mutants.mjs");
        let mut command = Command::new("node");
        let mut child = command
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("node, which runs the phone's checker: {error}"))?;
        let to = child.stdin.take().ok_or("node has no input")?;
        let from = BufReader::new(child.stdout.take().ok_or("node has no output")?);
        let mut phone = Self { child, to, from };
        // Origins and codes are plain text: nothing in them is escaped.
        let anchors: Vec<String> = anchors.iter().map(|origin| format!("\"{origin}\"")).collect();
        let ask = format!(
            r#"{{"anchor":[{}],"subject":"{SUBJECT}","nowSeconds":{NOW_S}}}"#,
            anchors.join(",")
        );
        phone.send(ask.as_bytes())?;
        Ok(phone)
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.to.write_all(&u32::try_from(bytes.len())?.to_le_bytes())?;
        self.to.write_all(bytes)?;
        Ok(())
    }

    fn answer(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        if self.from.read_line(&mut line)? == 0 {
            return Err("the phone's checker ended".into());
        }
        Ok(line.trim_end().to_owned())
    }

    fn end(mut self) -> Result<(), Failure> {
        drop(self.to);
        let status = self.child.wait()?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("the phone's checker ended with {status}").into())
        }
    }
}
