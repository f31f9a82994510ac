//! What stands below the journey: certificates, corrections, doubts, claims, signatures.

use super::band::https;
use super::timeline::signature;
use crate::http::pages::{L10n, Said};
use crate::views::model::{
    Certificate, CertificateState, Claim, Correction, CorrectionReason, Dispute, Finding,
    FindingKind, Remark, SignedRecord, SignedWhat, Unknown, Words,
};

/// A certificate, worded.
#[derive(Debug)]
pub(super) struct CertificateText {
    pub(super) name: Said,
    pub(super) lines: Vec<String>,
    /// Said in words too; the class only makes it stand out.
    pub(super) doubtful: bool,
    pub(super) link: Option<String>,
    /// The document itself, on this node.
    pub(super) file: Option<String>,
}

pub(super) fn certificate(certificate: &Certificate, l: L10n) -> Option<CertificateText> {
    let issuer = certificate.issuer.as_ref().and_then(|issuer| l.plain(issuer));
    let issuer = issuer.map(|issuer| l.with("certificate-by", [("issuer", issuer.into())]));
    let number = certificate.number.as_deref();
    let number = number.map(|n| l.with("certificate-number", [("number", n.into())]));
    let until = certificate.valid_until.map(|day| l.day(day).text);
    let state = match (certificate.state, until) {
        (CertificateState::Valid, Some(day)) => l.with("certificate-until", [("day", day.into())]),
        (CertificateState::Expired, Some(day)) => {
            l.with("certificate-expired", [("day", day.into())])
        }
        (CertificateState::NotYet, _) => l.t("certificate-early"),
        (CertificateState::Valid | CertificateState::Expired | CertificateState::Undated, _) => {
            l.t("certificate-undated")
        }
    };
    Some(CertificateText {
        name: l.said(&certificate.name)?,
        lines: issuer.into_iter().chain(number).chain([state]).collect(),
        doubtful: matches!(certificate.state, CertificateState::Expired | CertificateState::NotYet),
        link: certificate.link.as_deref().and_then(https),
        file: certificate.file.clone(),
    })
}

/// A correction or a dispute: our sentence and, if there is one, the signer's own words.
#[derive(Debug)]
pub(super) struct CorrectionText {
    pub(super) sentence: String,
    pub(super) words: Option<Said>,
}

pub(super) fn correction(correction: &Correction, l: L10n) -> CorrectionText {
    let key = match correction.reason {
        CorrectionReason::DidNotOccur => "correction-did-not-occur",
        CorrectionReason::IncorrectData => "correction-incorrect",
        CorrectionReason::NotStated => "correction-not-stated",
    };
    let args = [
        ("by", l.actor_alone(&correction.by).text.into()),
        ("step", l.step(correction.step).into()),
        ("day", l.day_of(correction.on).text.into()),
    ];
    CorrectionText { sentence: l.with(key, args), words: said(correction.words.as_ref(), l) }
}

pub(super) fn dispute(dispute: &Dispute, l: L10n) -> CorrectionText {
    let args = [
        ("by", l.actor_alone(&dispute.by).text.into()),
        ("step", l.step(dispute.step).into()),
        ("day", l.day_of(dispute.on).text.into()),
    ];
    CorrectionText { sentence: l.with("dispute", args), words: said(dispute.words.as_ref(), l) }
}

pub(super) fn remark(remark: &Remark, l: L10n) -> CorrectionText {
    let args = [
        ("by", l.actor_alone(&remark.by).text.into()),
        ("step", l.step(remark.step).into()),
        ("day", l.day_of(remark.on).text.into()),
    ];
    CorrectionText { sentence: l.with("remark", args), words: l.said(&remark.words) }
}

fn said(words: Option<&Words>, l: L10n) -> Option<Said> {
    words.and_then(|words| l.said(words))
}

pub(super) fn finding(finding: &Finding, l: L10n) -> String {
    let signers: Vec<String> = finding.signers.iter().map(|signer| l.actor(signer)).collect();
    let sentence = l.with(finding_key(finding.kind), [("signers", l.list(&signers).into())]);
    match finding.step {
        Some(step) => {
            let args = [("step", l.step(step).into()), ("sentence", sentence.into())];
            l.with("finding-about", args)
        }
        None => sentence,
    }
}

const fn finding_key(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Contradiction => "finding-contradiction",
        FindingKind::TimeBackwards => "finding-time-backwards",
        FindingKind::Late => "finding-late",
        FindingKind::Ahead => "finding-ahead",
        FindingKind::ReceiptWithoutShipment => "finding-receipt-without-shipment",
        FindingKind::ShipmentWithoutReceipt => "finding-shipment-without-receipt",
        FindingKind::MoreOutThanIn => "finding-more-out-than-in",
        FindingKind::ColdChainBroken => "finding-cold-chain-broken",
        FindingKind::IngredientRecalled => "finding-ingredient-recalled",
        FindingKind::NotAuthorised => "finding-not-authorised",
    }
}

pub(super) fn unknown(unknown: &Unknown, l: L10n) -> String {
    let duration = |minutes: u64| {
        let ms = i64::try_from(minutes).unwrap_or(i64::MAX).saturating_mul(60_000);
        l.duration(ms.min(i64::MAX / 2))
    };
    match unknown {
        Unknown::Temperature { after, before, minutes } => {
            let args = [
                ("after", l.step(*after).into()),
                ("before", l.step(*before).into()),
                ("duration", duration(*minutes).into()),
            ];
            l.with("unknown-temperature", args)
        }
        Unknown::Time { after, before, minutes } => {
            let args = [
                ("after", l.step(*after).into()),
                ("before", l.step(*before).into()),
                ("duration", duration(*minutes).into()),
            ];
            l.with("unknown-time", args)
        }
        Unknown::FirmNotOnRecord { step } => {
            l.with("unknown-firm", [("step", l.step(*step).into())])
        }
        Unknown::UnprovenSteps { steps, of } => {
            l.with("unknown-unproven", [("steps", (*steps).into()), ("of", (*of).into())])
        }
        Unknown::CertificateNotSeen { name } => {
            let name = l.plain(name).unwrap_or_else(|| l.t("signed-certificate"));
            l.with("unknown-certificate", [("name", name.into())])
        }
        Unknown::Origin => l.t("unknown-origin"),
        Unknown::UseBy => l.t("unknown-use-by"),
        Unknown::Removed { on } => l.with("unknown-removed", [("day", l.day_of(*on).text.into())]),
    }
}

pub(super) fn claim(claim: &Claim, l: L10n) -> String {
    let (step, by, day) = (l.step(claim.step), l.actor(&claim.by), l.day_of(claim.on).text);
    match claim.place.as_ref().and_then(|place| l.place(place)) {
        Some(place) => {
            let args = [
                ("step", step.into()),
                ("place", place.into()),
                ("by", by.into()),
                ("day", day.into()),
            ];
            l.with("claim-at", args)
        }
        None => l.with("claim", [("step", step.into()), ("by", by.into()), ("day", day.into())]),
    }
}

/// One line of "who signed what and when".
#[derive(Debug)]
pub(super) struct SignatureText {
    pub(super) what: String,
    pub(super) line: String,
    pub(super) how: Vec<String>,
    pub(super) disputed: Option<String>,
}

pub(super) fn signed(record: &SignedRecord, l: L10n) -> SignatureText {
    let what = match record.what {
        SignedWhat::Step(kind) => l.step(kind),
        SignedWhat::Product => l.t("signed-product"),
        SignedWhat::Certificate => l.t("signed-certificate"),
        SignedWhat::Recall => l.t("signed-recall"),
        SignedWhat::Correction => l.t("signed-correction"),
    };
    let by = l.actor_alone(&record.signed.by).text;
    let day = l.day_of(record.signed.recorded).text;
    let disputer = by.clone();
    SignatureText {
        what,
        line: l.with("signature-line", [("by", by.into()), ("day", day.into())]),
        how: signature(&record.signed, false, l),
        disputed: record
            .signed
            .disputed
            .then(|| l.with("step-disputed", [("by", disputer.into())])),
    }
}

#[cfg(test)]
mod tests {
    use super::unknown;
    use crate::http::pages::{L10n, Language};
    use crate::views::model::{StepKind, Unknown};

    #[test]
    fn what_is_not_known_is_a_whole_sentence() {
        let l = L10n::new(Language::English);
        let gap = Unknown::Temperature {
            after: StepKind::Landed,
            before: StepKind::Packed,
            minutes: 14 * 60,
        };
        let want = "No temperature was recorded between “Landed” and “Packed” (14 hours).";
        assert_eq!(unknown(&gap, l), want);
        let one = Unknown::UnprovenSteps { steps: 1, of: 6 };
        assert!(unknown(&one, l).starts_with("1 of 6 steps is shown"));
        let long =
            Unknown::Time { after: StepKind::Landed, before: StepKind::Packed, minutes: u64::MAX };
        assert!(unknown(&long, l).contains("days"));
    }
}
