//! The table of findings: code, severity, threshold and who sees it.

use std::collections::BTreeSet;

use super::Finding;
use crate::event::Event;

/// Every kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// A firm says that goods came to it, and no holder of them named it.
    ReceiptWithoutShipment,
    /// A firm was named as receiver and has not said that the goods came.
    ShipmentWithoutReceipt,
    /// More came out, or went on, than came in.
    MoreOutThanIn,
    /// An effect is dated before its cause.
    TimeBackwards,
    /// Goods were outside their temperatures for too long.
    ColdChainBroken,
    /// Signed long after it happened.
    Late,
    /// Dated after the chain took it.
    Ahead,
    /// Two signed events that cannot both be true.
    Contradiction,
    /// Said by a firm that is not in the chain of custody.
    UnconfirmedClaim,
    /// Amounts without an exact factor between their units.
    CannotBeAdded,
    /// Somebody did what only the owner, or the issuer, may do.
    NotAuthorised,
}

/// How grave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Worth asking about.
    Warning,
    /// Somebody must act.
    Serious,
}

/// From which amount on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Threshold {
    /// Whenever it happens.
    Any,
    /// More than so many milliseconds.
    OverMs(i64),
    /// More than so many per cent of what is due.
    OverPercent(u32),
}

/// A kind of reader (design, "Who sees what").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// Anybody with a phone.
    Shopper,
    /// A firm that held the lot.
    Partner,
    /// An organisation that runs a validator.
    Member,
    /// A food authority.
    Authority,
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The word in interfaces and in Fluent files.
    pub code: &'static str,
    /// How grave.
    pub severity: Severity,
    /// From which amount on.
    pub threshold: Threshold,
    /// Who sees it.
    pub seen_by: &'static [Audience],
}

const ALL: &[Audience] =
    &[Audience::Shopper, Audience::Partner, Audience::Member, Audience::Authority];
const TRADE: &[Audience] = &[Audience::Partner, Audience::Member, Audience::Authority];
const CHAIN: &[Audience] = &[Audience::Member, Audience::Authority];

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Protocol, section 3: signed more than seven days before the chain took it.
pub(super) const LATE_MS: i64 = 7 * DAY_MS;
/// Protocol, section 3: dated more than five minutes after the chain took it.
pub(super) const AHEAD_MS: i64 = 5 * MINUTE_MS;
/// Goods are a week on the road at most, or somebody forgot to say that they came.
pub(super) const UNANSWERED_MS: i64 = 7 * DAY_MS;
/// An open door or a change of lorry is shorter.
pub(super) const OUTSIDE_MS: i64 = 30 * MINUTE_MS;
/// Scales differ by as much.
pub(super) const EXCESS_PERCENT: u32 = 1;

impl Code {
    /// Every code, in the order of the table.
    pub const ALL: [Self; 11] = [
        Self::ReceiptWithoutShipment,
        Self::ShipmentWithoutReceipt,
        Self::MoreOutThanIn,
        Self::TimeBackwards,
        Self::ColdChainBroken,
        Self::Late,
        Self::Ahead,
        Self::Contradiction,
        Self::UnconfirmedClaim,
        Self::CannotBeAdded,
        Self::NotAuthorised,
    ];

    /// The row of this code.
    pub const fn row(self) -> Row {
        use Severity::{Note, Serious, Warning};
        use Threshold::{Any, OverMs, OverPercent};
        let (code, severity, threshold, seen_by) = match self {
            Self::ReceiptWithoutShipment => ("receipt-without-shipment", Warning, Any, TRADE),
            Self::ShipmentWithoutReceipt => {
                ("shipment-without-receipt", Note, OverMs(UNANSWERED_MS), TRADE)
            }
            Self::MoreOutThanIn => {
                ("more-out-than-in", Serious, OverPercent(EXCESS_PERCENT), TRADE)
            }
            Self::TimeBackwards => ("time-backwards", Warning, OverMs(crate::CLOCK_SKEW_MS), TRADE),
            Self::ColdChainBroken => ("cold-chain-broken", Serious, OverMs(OUTSIDE_MS), ALL),
            Self::Late => ("late", Note, OverMs(LATE_MS), ALL),
            Self::Ahead => ("ahead", Warning, OverMs(AHEAD_MS), TRADE),
            Self::Contradiction => ("contradiction", Serious, Any, ALL),
            Self::UnconfirmedClaim => ("unconfirmed-claim", Note, Any, ALL),
            Self::CannotBeAdded => ("cannot-be-added", Note, Any, TRADE),
            Self::NotAuthorised => ("not-authorised", Warning, Any, CHAIN),
        };
        Row { code, severity, threshold, seen_by }
    }
}

impl Finding {
    /// A finding that these events show.
    pub(crate) fn new<'e>(code: Code, events: impl IntoIterator<Item = &'e Event>) -> Self {
        let mut finding = Self {
            code,
            goods: None,
            events: Vec::new(),
            firms: BTreeSet::new(),
            amount_ms: None,
            account: None,
        };
        for event in events {
            finding.events.push(event.index);
            finding.firms.insert(event.issuer.clone());
        }
        finding
    }

    /// Goods used by a firm to which no holder of them gave them.
    pub(crate) fn not_handed_over(event: &Event, goods: &str) -> Self {
        Self::new(Code::UnconfirmedClaim, [event]).about(goods)
    }

    pub(crate) fn about(mut self, goods: &str) -> Self {
        self.goods.get_or_insert_with(|| goods.to_owned());
        self
    }

    pub(super) fn by_ms(mut self, amount_ms: i64) -> Self {
        self.amount_ms = Some(amount_ms);
        self
    }

    pub(super) fn saying(mut self, account: String) -> Self {
        self.account = Some(account);
        self
    }
}
