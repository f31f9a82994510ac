//! Which soak is next, until the targets are reached or the time is up.

use super::asked::Asked;
use super::clock::Since;
use super::interrupt::Interrupt;
use super::row::{Row, Sum, grouped};
use super::slice::{Portion, build, slice};
use super::table::{SOAKS, Soak, find};
use super::{code, log};
use crate::run::tell;
use anyhow::bail;
use std::io::Write as _;
use std::time::Duration;

/// Does what was asked; fails if a soak failed.
pub(crate) fn soak(asked: &Asked) -> anyhow::Result<()> {
    if asked.list {
        return list(asked);
    }
    let commit = match asked.first {
        // To look at a failure again, any state of the files will do.
        Some(_) => code::HEAD.to_owned(),
        None => code::commit()?,
    };
    let mut run = Run {
        asked,
        commit,
        interrupt: Interrupt::listen()?,
        since: Since::now(),
        lines: lines(asked),
    };
    run.build()?;
    let mut failures = Vec::new();
    while let Some(at) = run.next()? {
        failures.extend(run.slice(at)?);
    }
    if !failures.is_empty() {
        bail!("{}", failures.join("\n"));
    }
    Ok(())
}

/// A soak of this run.
struct Line {
    soak: &'static Soak,
    /// How many of `--count` are missing.
    missing: Option<u64>,
    /// Nothing more of it: it failed, or was done again as asked.
    is_over: bool,
}

fn lines(asked: &Asked) -> Vec<Line> {
    let named: Vec<&'static Soak> = asked.names.iter().filter_map(|name| find(name)).collect();
    let all = if named.is_empty() { SOAKS.iter().collect() } else { named };
    let line = |soak| Line { soak, missing: asked.count, is_over: false };
    all.into_iter().map(line).collect()
}

struct Run<'a> {
    asked: &'a Asked,
    commit: String,
    interrupt: Interrupt,
    since: Since,
    lines: Vec<Line>,
}

impl Run<'_> {
    /// Builds what the lines need that are not there yet; what cannot be built ends it now and not
    /// after hours.
    fn build(&mut self) -> anyhow::Result<()> {
        let mut built = Vec::new();
        for line in &self.lines {
            let kind = std::mem::discriminant(&line.soak.work);
            if !built.contains(&kind) {
                build(line.soak)?;
                built.push(kind);
            }
        }
        // Building takes its time, and so does whoever edits meanwhile.
        if self.asked.first.is_none() && code::commit()? != self.commit {
            bail!("the commit changed while it was built; start again");
        }
        self.since = Since::now();
        Ok(())
    }

    fn length_left(&self) -> Option<Duration> {
        let minutes = self.asked.minutes?;
        Some(Duration::from_secs(minutes.saturating_mul(60)).saturating_sub(self.since.length()))
    }

    /// The line that lacks most, by its share of the target.
    fn next(&self) -> anyhow::Result<Option<usize>> {
        let is_late = self.length_left().is_some_and(|left| left.is_zero());
        if is_late || self.interrupt.is_heard() {
            return Ok(None);
        }
        let rows = log::read()?;
        let mut best: Option<(u64, usize)> = None;
        for (at, line) in self.lines.iter().enumerate().filter(|(_, line)| !line.is_over) {
            let share = match line.missing {
                Some(0) => continue,
                Some(_) => 0,
                None => {
                    let done = self.done(&rows, line.soak)?;
                    done.saturating_mul(1_000_000).checked_div(line.soak.target).unwrap_or_default()
                }
            };
            // Whoever names a soak and a time wants it to go on beyond its target.
            let goes_on = !self.asked.names.is_empty() && self.asked.minutes.is_some();
            if (share < 1_000_000 || line.missing.is_some() || goes_on)
                && best.is_none_or(|(least, _)| share < least)
            {
                best = Some((share, at));
            }
        }
        Ok(best.map(|(_, at)| at))
    }

    /// How much was done of the code at hand.
    fn done(&self, rows: &[Row], soak: &Soak) -> anyhow::Result<u64> {
        Ok(Sum::of(rows, soak, &code::digest(&self.commit, soak.code)?).done)
    }

    /// What a line does next.
    fn portion(&self, line: &Line) -> anyhow::Result<Portion> {
        let rows = log::read()?;
        let before = self.done(&rows, line.soak)?;
        let last = rows.iter().rev().find(|row| row.soak == line.soak.name);
        let to_target = match line.soak.target.saturating_sub(before) {
            0 => line.soak.target,
            more => more,
        };
        let slice = Duration::from_secs(self.asked.slice_minutes.saturating_mul(60));
        Ok(Portion {
            first: self.asked.first.or(last.map(Row::end)).unwrap_or_default(),
            count: line.missing.unwrap_or(to_target),
            length: slice.min(self.length_left().unwrap_or(slice)),
            before,
        })
    }

    /// Runs a slice of a line, and writes what came of it; what failed.
    fn slice(&mut self, at: usize) -> anyhow::Result<Option<String>> {
        let Some(line) = self.lines.get(at) else { bail!("there is no such line") };
        let (soak, is_logged) = (line.soak, self.asked.first.is_none());
        let done = slice(soak, &self.commit, self.portion(line)?, &self.interrupt)?;
        if is_logged {
            code::must_be_as(&self.commit, soak.code)?;
            log::add(&done.row)?;
        }
        if self.asked.json {
            say(&serde_json::to_string(&done.row)?);
        }
        let Row { done: count, failures, seconds, .. } = done.row;
        let (name, told) = (soak.name, grouped(count));
        tell(&format!("{name}: {told} {} in {seconds} s, {failures} failed", soak.unit));
        if count == 0 && done.failure.is_none() && !self.interrupt.is_heard() {
            bail!("{name}: a slice was too short for a single one; give it longer with --slice");
        }
        if let Some(line) = self.lines.get_mut(at) {
            line.missing = line.missing.map(|missing| missing.saturating_sub(count));
            // Numbers that are looked at again are looked at once.
            line.is_over = done.failure.is_some() || !is_logged;
        }
        Ok(done.failure)
    }
}

/// What is done and what is missing, of the code as it is now.
fn list(asked: &Asked) -> anyhow::Result<()> {
    let rows = log::read()?;
    for Line { soak, .. } in lines(asked) {
        let code = code::digest(code::HEAD, soak.code)?;
        let Sum { done, failures, .. } = Sum::of(&rows, soak, &code);
        if asked.json {
            say(&serde_json::json!({
                "soak": soak.name, "code": code, "target": soak.target, "unit": soak.unit,
                "done": done, "failures": failures,
            })
            .to_string());
        } else {
            let (done, target) = (grouped(done), grouped(soak.target));
            say(&format!(
                "{:<22} {done:>9} of {target:>9} {:<8} {failures} failed",
                soak.name, soak.unit
            ));
        }
    }
    Ok(())
}

/// A line on standard output, for whoever reads by program.
fn say(line: &str) {
    // Nobody to read it is no reason to fail.
    drop(writeln!(std::io::stdout().lock(), "{line}"));
}
