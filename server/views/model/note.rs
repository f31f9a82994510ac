//! What stands below the journey: certificates, signatures, corrections, doubts.

use serde::Serialize;

use super::{Actor, Day, Moment, Place, Signed, StepKind, Words};

/// A certificate, permit or test report that a record names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// "MSC Chain of Custody", "Phytosanitary certificate".
    pub name: Words,
    /// Who issued it.
    pub issuer: Option<Words>,
    /// Its number, as printed.
    pub number: Option<String>,
    pub valid_from: Option<Day>,
    pub valid_until: Option<Day>,
    pub state: CertificateState,
    /// Only `https://` addresses reach a page.
    pub link: Option<String>,
    /// Where the document itself can be had from this node.
    pub file: Option<String>,
}

/// Judged on the day when the food was covered by it, not on the day of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateState {
    /// Valid when it was used, as far as its own dates say.
    Valid,
    /// Had run out before it was used.
    Expired,
    /// Began after it was used.
    NotYet,
    /// Names no dates.
    Undated,
}

/// One line of "who signed what and when".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignedRecord {
    pub what: SignedWhat,
    pub signed: Signed,
    /// Whether the evidence file of this page holds it.
    pub provable: bool,
}

/// What a signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "record", content = "step", rename_all = "snake_case")]
pub enum SignedWhat {
    Step(StepKind),
    /// Name, weight, storage limits and allergens.
    Product,
    Certificate,
    Recall,
    Correction,
}

/// A record that its own issuer took back; both stay readable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// The `eventID` of the record that was wrong, and of those that take its place.
    pub wrong: String,
    pub replaced_by: Vec<String>,
    pub step: StepKind,
    pub by: Actor,
    /// When the correction was recorded.
    pub on: Moment,
    pub reason: CorrectionReason,
    /// What the signer said about it.
    pub words: Option<Words>,
}

/// CBV 2.0 section 7.5, error reason identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionReason {
    DidNotOccur,
    IncorrectData,
    NotStated,
}

/// The other side of a handover says that a record is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dispute {
    pub event_id: String,
    pub step: StepKind,
    pub by: Actor,
    pub on: Moment,
    pub words: Option<Words>,
}

/// What the issuer of a record, or the other side of its handover, says beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    pub event_id: String,
    pub step: StepKind,
    pub by: Actor,
    pub on: Moment,
    pub words: Words,
}

/// Something that this page cannot say, and says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "missing", rename_all = "snake_case")]
pub enum Unknown {
    /// No temperature between two steps.
    Temperature { after: StepKind, before: StepKind, minutes: u64 },
    /// No record at all between two steps.
    Time { after: StepKind, before: StepKind, minutes: u64 },
    /// A company that others name and that recorded nothing.
    FirmNotOnRecord { step: StepKind },
    /// Steps whose companies did not publish a proof to shoppers.
    UnprovenSteps { steps: u32, of: u32 },
    /// A certificate that is only named, not attached.
    CertificateNotSeen { name: Words },
    /// The place where it was caught, picked or born.
    Origin,
    /// The day by which it should be eaten.
    UseBy,
    /// A record that the members voted out.
    Removed { on: Moment },
}

/// A signed record by someone whom nobody on the accepted way named or confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    pub event_id: String,
    pub step: StepKind,
    pub by: Actor,
    pub place: Option<Place>,
    pub on: Moment,
}

/// Something that does not fit together; recorded and shown, never a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub kind: FindingKind,
    pub step: Option<StepKind>,
    /// The signers whose records do not fit.
    pub signers: Vec<Actor>,
}

/// The findings that a shopper may see. `crates/trace` has the whole table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// Two records that cannot both be true.
    Contradiction,
    /// A later step dated before an earlier one.
    TimeBackwards,
    /// Recorded more than seven days after it happened.
    Late,
    /// Dated after it was recorded.
    Ahead,
    /// Someone received what nobody sent.
    ReceiptWithoutShipment,
    /// Sent, and nobody confirmed the arrival.
    ShipmentWithoutReceipt,
    /// More left than came in.
    MoreOutThanIn,
    /// What it was made from was too warm or too cold for too long.
    ColdChainBroken,
    /// Something that it was made from is recalled or on hold; the food itself is not.
    IngredientRecalled,
    /// Somebody told of these goods what only others may tell; members see it.
    NotAuthorised,
}

impl FindingKind {
    /// Every kind, for tests that each has its sentence in every language.
    pub const ALL: [Self; 10] = [
        Self::Contradiction,
        Self::TimeBackwards,
        Self::Late,
        Self::Ahead,
        Self::ReceiptWithoutShipment,
        Self::ShipmentWithoutReceipt,
        Self::MoreOutThanIn,
        Self::ColdChainBroken,
        Self::IngredientRecalled,
        Self::NotAuthorised,
    ];
}
