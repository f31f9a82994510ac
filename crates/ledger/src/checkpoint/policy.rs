//! C2SP tlog-policy: who must have signed a checkpoint, for other people's tools and as an anchor.

use std::collections::{BTreeMap, BTreeSet};

use super::note::{Note, VerifierKey};
use crate::rows::Validator;
use crate::state::quorum;

/// A policy has at most so many lines (C2SP asks for 32 logs, 32 witnesses and 32 groups at least).
const LINES_MAX: usize = 512;

/// A policy that was read.
#[derive(Debug, Clone)]
pub struct Policy {
    logs: Vec<VerifierKey>,
    rules: BTreeMap<String, Rule>,
    quorum: Option<String>,
}

#[derive(Debug, Clone)]
enum Rule {
    Witness(VerifierKey),
    Group { threshold: usize, members: Vec<String> },
}

/// Why a text is no policy that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// A line is none of the four kinds.
    #[error(
        "line {0} of the policy is not log, witness, group or quorum as C2SP tlog-policy has them"
    )]
    Line(usize),
    /// There is not exactly one quorum line, or no log, or logs of several chains.
    #[error("a policy names the logs of one chain and has exactly one quorum line")]
    Whole,
}

impl Policy {
    /// The policy of a chain, as `/log/policy` serves it: `n` logs, `n` witnesses and one group of
    /// which a quorum must have cosigned.
    pub fn text(origin: &str, validators: &[Validator]) -> Option<String> {
        let logs = validators.iter().map(|row| VerifierKey::log(origin, row));
        let logs: Vec<VerifierKey> = logs.collect::<Option<_>>()?;
        let cosigners = validators.iter().map(VerifierKey::cosigner);
        let cosigners: Vec<VerifierKey> = cosigners.collect::<Option<_>>()?;
        let mut lines: Vec<String> = logs.iter().map(|key| format!("log {}", key.text())).collect();
        lines.extend(cosigners.iter().map(|key| format!("witness {} {}", key.name(), key.text())));
        let members: Vec<&str> = cosigners.iter().map(VerifierKey::name).collect();
        lines.push(format!("group validators {} {}", quorum(validators.len()), members.join(" ")));
        lines.push("quorum validators\n".to_owned());
        Some(lines.join("\n"))
    }

    /// Reads a policy: comments, any spacing, and groups of groups are taken.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let mut policy = Self { logs: Vec::new(), rules: BTreeMap::new(), quorum: None };
        for (index, line) in text.split('\n').enumerate() {
            let number = index.saturating_add(1);
            let words: Vec<&str> =
                line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            if number > LINES_MAX || policy.read_line(&words).is_none() {
                return Err(PolicyError::Line(number));
            }
        }
        policy.whole()
    }

    fn read_line(&mut self, words: &[&str]) -> Option<()> {
        match words {
            [] => Some(()),
            [comment, ..] if comment.starts_with('#') => Some(()),
            ["log", key] | ["log", key, _] => {
                let key = VerifierKey::parse(key).ok().filter(VerifierKey::is_log)?;
                self.logs.push(key);
                Some(())
            }
            ["witness", name, key] | ["witness", name, key, _] => {
                let key = VerifierKey::parse(key).ok().filter(|key| !key.is_log())?;
                self.define(name, Rule::Witness(key))
            }
            ["group", name, threshold, members @ ..] => self.group(name, threshold, members),
            ["quorum", name] if self.quorum.is_none() => {
                let known = *name == "none" || self.rules.contains_key(*name);
                self.quorum = known.then(|| (*name).to_owned());
                self.quorum.as_ref().map(|_| ())
            }
            _ => None,
        }
    }

    fn group(&mut self, name: &str, threshold: &str, members: &[&str]) -> Option<()> {
        let threshold = match threshold {
            "any" => 1,
            "all" => members.len(),
            number => number.parse().ok()?,
        };
        let distinct: BTreeSet<&&str> = members.iter().collect();
        let fits = (1..=members.len()).contains(&threshold)
            && distinct.len() == members.len()
            && members.iter().all(|member| self.is_free(member));
        let members = members.iter().map(|member| (*member).to_owned()).collect();
        if fits { self.define(name, Rule::Group { threshold, members }) } else { None }
    }

    /// A name may be a member of one group only, so that each witness counts once.
    fn is_free(&self, name: &str) -> bool {
        let taken = |rule: &Rule| match rule {
            Rule::Witness(_) => false,
            Rule::Group { members, .. } => members.iter().any(|member| member == name),
        };
        self.rules.contains_key(name) && !self.rules.values().any(taken)
    }

    fn define(&mut self, name: &str, rule: Rule) -> Option<()> {
        let new = name != "none" && !self.rules.contains_key(name);
        if new {
            self.rules.insert(name.to_owned(), rule);
        }
        new.then_some(())
    }

    fn whole(self) -> Result<Self, PolicyError> {
        let first = self.logs.first().map(VerifierKey::name);
        let one_chain = first.is_some() && self.logs.iter().all(|log| Some(log.name()) == first);
        if one_chain && self.quorum.is_some() { Ok(self) } else { Err(PolicyError::Whole) }
    }

    /// The chain whose logs the policy names.
    pub fn origin(&self) -> &str {
        self.logs.first().map_or("", VerifierKey::name)
    }

    /// Whether a note is signed by one of the logs and cosigned as the policy asks.
    pub fn accepts(&self, note: &Note) -> bool {
        let by_log = self.logs.iter().any(|log| {
            note.verified(log).is_some_and(|(checkpoint, _)| checkpoint.origin == log.name())
        });
        by_log && self.quorum.as_deref().is_some_and(|name| name == "none" || self.met(name, note))
    }

    /// Groups name only what stands before them, so this ends.
    fn met(&self, name: &str, note: &Note) -> bool {
        match self.rules.get(name) {
            None => false,
            Some(Rule::Witness(key)) => note.verified(key).is_some(),
            Some(Rule::Group { threshold, members }) => {
                members.iter().filter(|member| self.met(member, note)).count() >= *threshold
            }
        }
    }
}
