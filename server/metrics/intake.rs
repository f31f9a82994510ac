//! Statements that came, and what became of them at the door.

use super::histogram::{ANSWERS_US, Histogram, MOMENTS_US};
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::{Registry, Unit};
use std::fmt::{self, Write as _};

/// Why a statement was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refused {
    /// Too many were in the works.
    Busy,
    /// The disk is nearly full.
    NoRoom,
    /// Disclosures came with it.
    Disclosures,
    /// Not a statement.
    Form,
    /// Nobody here knows the key.
    UnknownKey,
    /// Another one has its id.
    IdTaken,
    /// The signature does not match.
    Signature,
    /// The signer may not say this.
    NotAllowed,
    /// The event breaks the standard.
    NotAdmitted,
    /// Too many wait.
    Full,
    /// An error of this program or its database.
    Failed,
}

impl Refused {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Busy,
        Self::NoRoom,
        Self::Disclosures,
        Self::Form,
        Self::UnknownKey,
        Self::IdTaken,
        Self::Signature,
        Self::NotAllowed,
        Self::NotAdmitted,
        Self::Full,
        Self::Failed,
    ];

    /// As it is told: `unknown_key`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::NoRoom => "no_room",
            Self::Disclosures => "disclosures",
            Self::Form => "form",
            Self::UnknownKey => "unknown_key",
            Self::IdTaken => "id_taken",
            Self::Signature => "signature",
            Self::NotAllowed => "not_allowed",
            Self::NotAdmitted => "not_admitted",
            Self::Full => "full",
            Self::Failed => "failed",
        }
    }
}

impl EncodeLabelValue for Refused {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), fmt::Error> {
        encoder.write_str(self.name())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Why {
    kind: Refused,
}

/// Statements at the door.
#[derive(Debug)]
pub struct Statements {
    /// Statements that came, whatever became of them.
    pub received: Counter,
    /// Statements that wait for a block now or did.
    pub taken: Counter,
    /// Statements that were in the ledger already.
    pub replayed: Counter,
    /// What it takes to check the statements of one request.
    pub check: Histogram,
    /// What it takes one core to check the signatures of one statement.
    pub signature: Histogram,
    refused: Family<Why, Counter>,
}

impl Statements {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let one = Self {
            received: Counter::default(),
            taken: Counter::default(),
            replayed: Counter::default(),
            check: Histogram::new(ANSWERS_US),
            signature: Histogram::new(MOMENTS_US),
            refused: Family::default(),
        };
        // From the start, so that a rate is there with the first refusal.
        for kind in Refused::ALL {
            drop(one.refused.get_or_create(&Why { kind }));
        }
        let help = "Statements that came, whatever became of them";
        registry.register("statements_received", help, one.received.clone());
        let help = "Statements that were put into the queue";
        registry.register("statements_taken", help, one.taken.clone());
        let help = "Statements that were in the ledger already";
        registry.register("statements_replayed", help, one.replayed.clone());
        let help = "Statements that were not taken";
        registry.register("statements_refused", help, one.refused.clone());
        let help = "Time to check the statements of one request";
        registry.register_with_unit("check", help, Unit::Seconds, one.check.clone());
        let help = "Time of one core to check the signatures of one statement";
        let signature = one.signature.clone();
        registry.register_with_unit("signature_check", help, Unit::Seconds, signature);
        one
    }

    /// Counts statements that were not taken.
    pub fn refuse(&self, kind: Refused, count: u64) {
        self.refused.get_or_create(&Why { kind }).inc_by(count);
    }
}
