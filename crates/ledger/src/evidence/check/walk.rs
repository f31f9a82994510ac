//! The walk over the steps.

use super::{chain, keys, quorum, recalls, statements, tree};
use crate::evidence::answer::{Ask, Broken, ChainReport, LeafReport, Outcome, Report, Step};
use crate::evidence::file::Evidence;
use crate::evidence::form::{self, Read, fault};
use crate::rows::{KeyRow, Validator};

/// A section with what the steps so far have found.
pub(in crate::evidence) struct Section<'f> {
    pub(in crate::evidence) read: Read<'f>,
    /// From **chain**: who decides in the first epoch.
    pub(in crate::evidence) first_validators: Vec<Validator>,
    /// From **quorum**.
    pub(in crate::evidence) quorum: Option<quorum::Found>,
    /// From **inclusion**: height and time of each leaf's block.
    pub(in crate::evidence) times: Vec<(u64, u64)>,
    /// From **members**.
    pub(in crate::evidence) members: tree::Members,
    /// From **key**: for each leaf its key rows and whether it is disputed.
    pub(in crate::evidence) signers: Vec<Signer>,
    /// From **recalls**.
    pub(in crate::evidence) recalls: recalls::Found,
}

/// Who signed a leaf.
pub(in crate::evidence) struct Signer {
    pub(in crate::evidence) key: KeyRow,
    /// Of a vouched leaf, the key of the statement that it carries.
    pub(in crate::evidence) orig_key: Option<KeyRow>,
    pub(in crate::evidence) name: String,
    pub(in crate::evidence) disputed: bool,
}

/// Checks a file of evidence.
pub fn check(bytes: &[u8], ask: &Ask<'_>) -> Outcome {
    match Evidence::read(bytes).and_then(|file| run(&file, ask)) {
        Ok(report) if ask.anchors.is_empty() => Outcome::UnknownChain(report),
        Ok(report) => Outcome::Holds(report),
        Err(broken) => Outcome::Broken(broken),
    }
}

fn run(file: &Evidence, ask: &Ask<'_>) -> Result<Report, Broken> {
    let mut sections: Vec<Section<'_>> =
        form::read(file, ask)?.into_iter().map(Section::new).collect();
    let subject = file.subject.as_deref();
    let mut every = |step: &dyn Fn(&mut Section<'_>) -> Result<(), Broken>| {
        sections.iter_mut().try_for_each(step)
    };
    every(&|section| chain::genesis(section, ask.anchors))?;
    every(&quorum::epochs)?;
    every(&tree::tip)?;
    every(&tree::inclusion)?;
    every(&tree::members)?;
    every(&keys::keys)?;
    every(&|section| recalls::recalls(section, subject, ask.extra_codes))?;
    every(&statements::signatures)?;
    every(&statements::disclosures)?;
    let report = report(file, &sections, ask);
    freshness(&report, ask)?;
    Ok(report)
}

/// Step **freshness**.
fn freshness(report: &Report, ask: &Ask<'_>) -> Result<(), Broken> {
    match (ask.max_age_s, report.age_s) {
        (None, _) => Ok(()),
        (Some(max), Some(age)) if age <= max => Ok(()),
        (Some(max), Some(age)) => {
            let text = format!("a quorum last confirmed it {age} seconds ago, {max} are allowed");
            Err(fault(Step::Freshness, "", text))
        }
        (Some(_), None) => {
            Err(fault(Step::Freshness, "", "the age is limited, but the time now is not known"))
        }
    }
}

fn report(file: &Evidence, sections: &[Section<'_>], ask: &Ask<'_>) -> Report {
    let chains: Vec<ChainReport> = sections.iter().filter_map(Section::report).collect();
    let oldest = chains.iter().map(|chain| chain.as_of_s).min();
    let age_s = ask.now_s.zip(oldest).map(|(now, as_of)| now.saturating_sub(as_of));
    Report { subject: file.subject.clone(), chains, age_s }
}

impl<'f> Section<'f> {
    fn new(read: Read<'f>) -> Self {
        Self {
            read,
            first_validators: Vec::new(),
            quorum: None,
            times: Vec::new(),
            members: tree::Members::default(),
            signers: Vec::new(),
            recalls: recalls::Found::default(),
        }
    }

    fn report(&self) -> Option<ChainReport> {
        let quorum = self.quorum.as_ref()?;
        let leaves = self.read.file.leaves.iter().zip(&self.read.leaves);
        let found = self.times.iter().zip(&self.signers);
        let leaves = leaves.zip(found).map(|((file, leaf), (time, signer))| LeafReport {
            index: file.index,
            height: time.0,
            time_ms: time.1,
            vct: leaf.head().vct(),
            iss: leaf.head().iss().clone(),
            name: signer.name.clone(),
            purpose: signer.key.purpose,
            held_by: signer.key.held_by.clone(),
            disputed: signer.disputed,
        });
        Some(ChainReport {
            origin: self.read.file.origin.clone(),
            epoch: quorum.epoch,
            validators: quorum.of,
            confirmed_by: quorum.cosigned.validators,
            as_of_s: quorum.cosigned.as_of,
            size: self.read.file.checkpoint.size,
            root: self.read.file.checkpoint.root,
            height: self.read.tip.height,
            leaves: leaves.collect(),
            recalled: self.recalls.recalled.clone(),
            not_recalled: self.recalls.absent.clone(),
        })
    }
}
