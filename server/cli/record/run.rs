//! The command.

use super::super::files;
use super::super::output::tell;
use super::super::signing::{Signer, Signing};
use super::attach::{self, Stored};
use super::outbox::{self, Outbox};
use super::package::{Cover, Package, Waiting};
use super::report::{Form, Report};
use super::send::{Outcome, send, with_files};
use super::sign::{self, Refused, Showing};
use crate::client::{ClientError, ProblemFault};
use anyhow::ensure;
use clap::Args;
use epcis::{DOCUMENT_LIMITS, Document, Fault, Incoming};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `record`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 every event was recorded; 1 some were refused or wait, or the \
    node did not answer; 2 wrong arguments.\n\nWhat was signed lies in the outbox until its receipt is \
    there. After a failure run the same command again: it sends the same statements, and nothing \
    is recorded twice."
)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    signing: Signing,
    /// EPCIS 2.0 JSON documents, event lists or events; - is standard input. With none, what waits
    /// in the outbox is sent.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Publish everything. Without it quantities, prices, trade documents, exact places and
    /// persons are concealed, and kept in the vault of your own node.
    #[arg(long)]
    clear: bool,
    /// A file that the event of the one document names: a PDF, a JPEG, PNG or WEBP picture, or a
    /// series of temperatures as CSV (time,celsius) or JSON. Where the document holds several
    /// events: EVENT-ID=FILE. Documents and pictures are sealed and concealed without --clear;
    /// a series is for everybody.
    #[arg(long, value_name = "[EVENT-ID=]FILE")]
    attach: Vec<String>,
    /// Where signed statements wait until they have a receipt.
    #[arg(long, value_name = "DIR", default_value = "furlong-outbox")]
    outbox: PathBuf,
    /// Answer with one JSON object a line and event.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let signer = arguments.signing.open()?;
    signer.needs_purpose(&["event", "system"])?;
    ensure!(
        arguments.attach.is_empty() || arguments.files.len() == 1,
        "--attach needs exactly one document: the one whose event names the file"
    );
    let outbox = Outbox::open(&arguments.outbox)?;
    let mut report = Report::new(if arguments.json { Form::Json } else { Form::Text });
    let showing = if arguments.clear { Showing::Clear } else { Showing::Concealed };
    let mut named = BTreeSet::new();
    for path in &arguments.files {
        let bytes = files::read(path, DOCUMENT_LIMITS.bytes_max)?;
        let place = outbox.place(&bytes, &signer.origin, &signer.key.iss);
        let how = How { showing, attach: &arguments.attach };
        if let Some(package) = pack(&signer, path, (&bytes, &place), how, &mut report)? {
            deliver(&signer, &place, &package, &mut report)?;
        }
        named.insert(place);
    }
    for (place, package) in outbox.left(&signer.origin, &signer.key.iss)? {
        if !named.contains(&place) {
            tell(format!("Sending what is left of {}.", package.cover.file));
            deliver(&signer, &place, &package, &mut report)?;
        }
    }
    let Report { recorded, refused, later, .. } = report;
    let waits = if later > 0 { format!(", {later} waiting") } else { String::new() };
    tell(format!("{recorded} recorded, {refused} refused{waits}"));
    Ok(if refused + later == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How the events of a document are signed.
#[derive(Clone, Copy)]
struct How<'a> {
    showing: Showing,
    /// What they are to name.
    attach: &'a [String],
}

/// Judges a document, signs its good events, and puts them into the outbox; those that lie there
/// already, from a run that was cut off, are not signed again.
fn pack(
    signer: &Signer,
    path: &Path,
    (bytes, place): (&[u8], &Path),
    how: How<'_>,
    report: &mut Report,
) -> anyhow::Result<Option<Package>> {
    let file = path.display().to_string();
    let document = match Document::parse(bytes) {
        Ok(document) => document,
        Err(faults) => {
            let refused = Refused { event_id: None, pointer: String::new(), faults: told(&faults) };
            report.refused(&file, &refused);
            return Ok(None);
        }
    };
    if document.events.is_empty() {
        report.empty(&file);
        return Ok(None);
    }
    let is_packed = place.exists();
    let (mut waiting, mut files) = (Vec::new(), Vec::new());
    let attached = attach::plan(how.attach, &document)?;
    for (incoming, paths) in document.events.iter().zip(&attached) {
        let pointer = incoming.pointer.to_string();
        match &incoming.result {
            Err(faults) => {
                let event_id = sign::id(incoming);
                report.refused(&file, &Refused { event_id, pointer, faults: told(faults) });
            }
            Ok(_) if is_packed => {}
            Ok(_) => match signed(signer, incoming, paths, how.showing)? {
                Ok((one, named)) => {
                    waiting.push(one);
                    files.extend(named);
                }
                Err(refused) => report.refused(&file, &refused),
            },
        }
    }
    if is_packed {
        tell(format!("{file} was signed before: sending the same statements."));
        return outbox::read(place).map(Some);
    }
    if waiting.is_empty() {
        return Ok(None);
    }
    let (origin, iss) = (signer.origin.clone(), signer.key.iss.clone());
    let package = Package { cover: Cover { v: 1, origin, iss, file }, waiting };
    outbox::keep_files(place, &files)?;
    outbox::keep(place, &package)?;
    Ok(Some(package))
}

/// An event that is signed, and the files that it names.
type SignedEvent = (Waiting, Vec<Stored>);

fn signed(
    signer: &Signer,
    incoming: &Incoming,
    paths: &[PathBuf],
    showing: Showing,
) -> anyhow::Result<Result<SignedEvent, Refused>> {
    let chain = signer.origin.split('/').next().unwrap_or_default();
    let dressed = attach::dress(&incoming.json, paths, showing, chain)?;
    let waiting = sign::event(signer, incoming, &dressed, showing);
    Ok(waiting.map(|waiting| (waiting, dressed.files)))
}

fn deliver(
    signer: &Signer,
    place: &Path,
    package: &Package,
    report: &mut Report,
) -> anyhow::Result<()> {
    let bar = bar(package.waiting.len());
    let mut later = Vec::new();
    let sent = send(&signer.node, &package.waiting, |one, outcome| {
        let outcome = with_files(&signer.node, place, one, outcome);
        if matches!(outcome, Outcome::Later(_)) {
            later.push(one.clone());
        }
        bar.suspend(|| report.outcome(&package.cover.file, one, outcome));
        bar.inc(1);
    });
    bar.finish_and_clear();
    match sent {
        Ok(()) if later.is_empty() => outbox::done(place),
        Ok(()) => {
            // The same statements with the same ids, however often they have to be sent.
            let cover = package.cover.clone();
            outbox::keep(place, &Package { cover, waiting: later })?;
            tell(format!("Signed events wait in {}; run the command again.", place.display()));
            Ok(())
        }
        Err(error @ (ClientError::Unreachable { .. } | ClientError::Answer { .. })) => {
            tell(format!("The signed events wait in {}; run the command again.", place.display()));
            Err(error.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Only worth its line when there is something to wait for.
fn bar(events: usize) -> ProgressBar {
    if events < 100 {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("Recording {bar:30} {pos} of {len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(events as u64).with_style(style)
}

fn told(faults: &[Fault]) -> Vec<ProblemFault> {
    let one = |fault: &Fault| ProblemFault {
        pointer: fault.pointer.to_string(),
        detail: fault.text.clone(),
    };
    faults.iter().map(one).collect()
}
