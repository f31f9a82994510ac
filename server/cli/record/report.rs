//! One line for each event.

use super::super::output::say;
use super::package::Waiting;
use super::send::Outcome;
use super::sign::Refused;
use crate::client::ProblemFault;
use serde_json::json;

/// For whom the lines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Writes the lines and counts them.
#[derive(Debug)]
pub(super) struct Report {
    form: Form,
    pub(super) recorded: u64,
    pub(super) refused: u64,
    /// Not taken now; they wait in the outbox.
    pub(super) later: u64,
}

impl Report {
    pub(super) const fn new(form: Form) -> Self {
        Self { form, recorded: 0, refused: 0, later: 0 }
    }

    /// What the node said of a statement.
    pub(super) fn outcome(&mut self, file: &str, one: &Waiting, outcome: Outcome) {
        match outcome {
            Outcome::Recorded(receipt) => {
                self.recorded += 1;
                say(match self.form {
                    Form::Json => json!({
                        "status": "recorded", "event_id": one.event_id, "file": file,
                        "pointer": one.pointer, "receipt": receipt,
                    })
                    .to_string(),
                    Form::Text => format!(
                        "recorded {} as leaf {} of block {}",
                        one.event_id, receipt.index, receipt.height
                    ),
                });
            }
            Outcome::Later(problem) => {
                self.later += 1;
                let detail = problem.detail.unwrap_or(problem.title);
                say(match self.form {
                    Form::Json => json!({
                        "status": "waiting", "event_id": one.event_id, "file": file,
                        "pointer": one.pointer, "detail": detail,
                    })
                    .to_string(),
                    Form::Text => format!("waiting {}: {detail}", one.event_id),
                });
            }
            Outcome::Refused(problem) => {
                let detail = problem.detail.unwrap_or(problem.title);
                let mut faults = problem.faults;
                if faults.is_empty() {
                    faults.push(ProblemFault {
                        pointer: problem.pointer.unwrap_or_default(),
                        detail,
                    });
                }
                let (event_id, pointer) = (Some(one.event_id.clone()), one.pointer.clone());
                self.refused(file, &Refused { event_id, pointer, faults });
            }
        }
    }

    /// A document without an event, such as the empty answer to a query: valid, and nothing to do.
    pub(super) fn empty(&self, file: &str) {
        say(match self.form {
            Form::Json => json!({ "status": "empty", "file": file }).to_string(),
            Form::Text => format!("nothing to record in {file}: it holds no event"),
        });
    }

    /// An event that was not taken.
    pub(super) fn refused(&mut self, file: &str, refused: &Refused) {
        self.refused += 1;
        let Refused { event_id, pointer, faults } = refused;
        if self.form == Form::Json {
            let told = json!({
                "status": "refused", "event_id": event_id, "file": file, "pointer": pointer,
                "faults": faults,
            });
            say(told.to_string());
            return;
        }
        let what = match event_id {
            Some(id) => id.clone(),
            None if pointer.is_empty() => "the whole document".to_owned(),
            None => "an event without an id".to_owned(),
        };
        say(format!("refused {what} ({file} {pointer})"));
        for fault in faults {
            let at = if fault.pointer.is_empty() { "the whole text" } else { &fault.pointer };
            say(format!("    {at}: {}", fault.detail));
        }
    }
}
