//! Certificates, permits and test reports that records name.

use super::dossier::Dossier;
use super::record::Entry;
use super::told;
use crate::store::StoreError;
use crate::views::Audience;
use crate::views::model::{Certificate, CertificateState, Day, Words};
use epcis::Extensions;
use json::Json;
use ledger::attachment::{FileName, names_in};
use std::collections::BTreeSet;

/// A page has room for so many; a serious lot has ten.
const CERTIFICATES_MAX: usize = 24;
/// Longer texts of senders are cut.
const TEXT_CHARS_MAX: usize = 200;

/// The certificates of the whole journey, the newest use first, each once.
pub(super) fn certificates(dossier: &Dossier<'_>) -> Result<Vec<Certificate>, StoreError> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (_, entry) in dossier.told().rev() {
        for told in listed(dossier, entry) {
            let Some(mut certificate) = certificate(told, entry) else { continue };
            certificate.file = file(dossier, told::inner_text(told, "certificationURI"))?;
            // A number finds the firm in the certifier's register.
            if !dossier.people.may_tell_minutes(entry.iss.as_str()) {
                (certificate.number, certificate.link, certificate.file) = (None, None, None);
            }
            let name = format!("{:?}", certificate.name);
            if seen.insert((name, certificate.number.clone())) {
                found.push(certificate);
            } else {
                with_file(&mut found, certificate);
            }
        }
    }
    documents(dossier, &mut found)?;
    found.truncate(CERTIFICATES_MAX);
    Ok(found)
}

/// One record may bring the document of a certificate that others only name.
fn with_file(found: &mut [Certificate], again: Certificate) {
    let is_same = |one: &&mut Certificate| (&one.name, &one.number) == (&again.name, &again.number);
    if let Some(known) = found.iter_mut().find(is_same)
        && known.file.is_none()
    {
        known.file = again.file;
    }
}

/// Files that records name without telling what they are, behind the certificates.
fn documents(dossier: &Dossier<'_>, found: &mut Vec<Certificate>) -> Result<(), StoreError> {
    for (_, entry) in dossier.told().rev() {
        if !dossier.people.may_tell_minutes(entry.iss.as_str()) {
            continue;
        }
        let event = dossier.shown(entry);
        let links = event.certification.iter().filter_map(|uri| FileName::parse(uri).ok());
        let listed = event.extensions.field("attachments").map(names_in).unwrap_or_default();
        for name in links.chain(listed).filter(|name| !name.media.is_series()) {
            let path = path(&name);
            let is_known = found.iter().any(|one| one.file.as_ref() == Some(&path));
            if !is_known && found.len() < CERTIFICATES_MAX && dossier.record.has_file(&name)? {
                found.push(document(&name, path));
            }
        }
    }
    Ok(())
}

/// A document of which nothing is told but its kind.
fn document(name: &FileName, path: String) -> Certificate {
    Certificate {
        name: Words::one("und", &name.media.ending().to_uppercase()),
        issuer: None,
        number: None,
        valid_from: None,
        valid_until: None,
        state: CertificateState::Undated,
        link: None,
        file: Some(path),
    }
}

fn path(name: &FileName) -> String {
    format!("/api/v1/attachments/{}", name.digest)
}

/// Where a file can be had that a record names, if it is here.
fn file(dossier: &Dossier<'_>, uri: Option<&str>) -> Result<Option<String>, StoreError> {
    let Some(name) = uri.and_then(|uri| FileName::parse(uri).ok()) else { return Ok(None) };
    Ok(dossier.record.has_file(&name)?.then(|| path(&name)))
}

/// Certificates that a record only names by a link or a document number.
pub(super) fn only_named(dossier: &Dossier<'_>) -> Vec<Words> {
    let mut names = BTreeSet::new();
    for (_, entry) in dossier.told() {
        if !listed(dossier, entry).is_empty() {
            continue;
        }
        let event = dossier.shown(entry);
        // Documents are between the firms; what a firm that is not named links to would name it.
        let for_all = dossier.ask.audience == Audience::Operator;
        let links_told = dossier.people.may_tell_minutes(entry.iss.as_str());
        let documents = event.transactions.iter().filter(|_| for_all).filter(|document| {
            let kind = document.kind.as_ref();
            kind.is_some_and(|kind| kind.is("cert") || kind.is("testres"))
        });
        let ids = documents.map(|document| document.id.as_str());
        let links = event.certification.iter().filter(|_| links_told).map(String::as_str);
        // Files stand among the certificates.
        let links = links.filter(|uri| FileName::parse(uri).is_err());
        names.extend(ids.chain(links).map(last_part));
    }
    names.into_iter().take(CERTIFICATES_MAX).map(|name| Words::one("und", &name)).collect()
}

/// Where a document has a URI, its own number stands last.
fn last_part(uri: &str) -> String {
    cut(uri.rsplit([':', '/']).next().unwrap_or(uri))
}

/// `certificationList`, with the lot's facts or beside the event.
fn listed<'e>(dossier: &Dossier<'_>, entry: &'e Entry) -> Vec<&'e Json> {
    let event = dossier.shown(entry);
    let fields = event.ilmd.iter().chain([&event.extensions]);
    let list = |fields: &'e Extensions| fields.field("certificationList");
    fields.filter_map(list).flat_map(|list| told::list(list, "certification")).collect()
}

/// Names of members: CBV 2.0 section 9 (`certificationList`).
fn certificate(told: &Json, entry: &Entry) -> Option<Certificate> {
    let text = |name: &str| told::inner_text(told, name).map(cut);
    let day = |name: &str| told::day(told::inner_text(told, name)?);
    let name = text("certificationStandard").or_else(|| text("certificationValue"))?;
    let valid_from = day("certificationEffectiveStartDateTime")
        .or_else(|| day("certificationEffectiveStartDate"));
    let valid_until =
        day("certificationEffectiveEndDateTime").or_else(|| day("certificationEffectiveEndDate"));
    let link = text("certificationURI").filter(|link| link.starts_with("https://"));
    Some(Certificate {
        name: Words::one("und", &name),
        issuer: text("certificationAgency").map(|agency| Words::one("und", &agency)),
        number: text("certificationIdentification"),
        state: state(valid_from, valid_until, used_on(entry)),
        valid_from,
        valid_until,
        link,
        file: None,
    })
}

fn cut(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(TEXT_CHARS_MAX).collect()
}

/// The local day of the event that names the certificate.
fn used_on(entry: &Entry) -> Option<Day> {
    let local = jiff::Timestamp::from_millisecond(entry.clear.time.local_ms()).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(local).date().into())
}

/// Judged by the days that it names. One that begins on the evening of the day of use covers it.
fn state(from: Option<Day>, until: Option<Day>, used: Option<Day>) -> CertificateState {
    let Some(used) = used.map(Day::date) else { return CertificateState::Undated };
    match (from.map(Day::date), until.map(Day::date)) {
        (_, Some(until)) if until < used => CertificateState::Expired,
        (Some(from), _) if from > used => CertificateState::NotYet,
        (None, None) => CertificateState::Undated,
        (Some(_), _) | (None, Some(_)) => CertificateState::Valid,
    }
}

#[cfg(test)]
mod tests {
    use super::{last_part, state};
    use crate::views::model::{CertificateState, Day};

    #[test]
    fn a_certificate_is_judged_on_the_day_of_its_use() {
        let day = |text: &str| Some(Day::parse(text).unwrap());
        let used = day("2026-10-08");
        let rows = [
            (day("2026-03-02"), day("2027-03-01"), CertificateState::Valid),
            (day("2026-10-08"), None, CertificateState::Valid),
            (None, day("2026-10-08"), CertificateState::Valid),
            (None, day("2026-10-07"), CertificateState::Expired),
            (day("2026-10-09"), None, CertificateState::NotYet),
            (None, None, CertificateState::Undated),
        ];
        for (from, until, expected) in rows {
            assert_eq!(state(from, until, used), expected, "{from:?} to {until:?}");
        }
    }

    #[test]
    fn a_document_is_called_by_its_number() {
        assert_eq!(last_part("urn:epcglobal:cbv:bt:9520103000000:AV-R-20118"), "AV-R-20118");
        assert_eq!(
            last_part("https://id.gs1.org/253/9520103000703PHYTO118"),
            "9520103000703PHYTO118"
        );
    }
}
