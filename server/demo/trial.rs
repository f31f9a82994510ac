//! What a newcomer can try on the demonstration: an event to prove, a lot to recall.

use super::enrol::iss;
use super::setup::Setup;
use ledger::OrgId;
use serde::Deserialize;

const RECALLS: &str = include_str!("../../journeys/recall.json");

/// A recall that its organisation can publish and withdraw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Who may recall it.
    pub iss: OrgId,
    /// The code.
    pub code: String,
    /// The notice, as JSON text.
    pub notice: String,
    /// The id of an event to prove.
    pub event_id: String,
}

#[derive(Deserialize)]
struct File {
    recalls: Vec<Recall>,
}

#[derive(Deserialize)]
struct Recall {
    by: String,
    codes: Vec<String>,
    notice: serde_json::Value,
}

impl Setup {
    /// The first recall of the journeys, on a chain of that name.
    pub fn trial(&self, chain: &str) -> Option<Trial> {
        let file: File = serde_json::from_str(&RECALLS.replace("{chain}", chain)).ok()?;
        let recall = file.recalls.into_iter().next()?;
        Some(Trial {
            iss: iss(self, self.organisation(&recall.by)?, chain).ok()?,
            code: recall.codes.into_iter().next()?,
            notice: serde_json::to_string_pretty(&recall.notice).ok()?,
            event_id: self.signers.keys().next()?.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_recall_to_try_and_its_notice_is_one() {
        let chain = "demo.furlong.example";
        let trial = Setup::read(chain).unwrap().trial(chain).unwrap();
        let order = format!(
            r#"{{"action":"publish","codes":["{}"],"notice":{}}}"#,
            trial.code, trial.notice
        );
        let limits = json::Limits { bytes_max: 1 << 16, depth_max: 8, values_max: 100 };
        let order = json::parse(order.as_bytes(), &limits).unwrap();
        assert!(ledger::recalls::RecallOrder::read(&order).is_ok());
    }
}
