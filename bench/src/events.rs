//! Events of about 1 KB: a lot is harvested, shipped and received, with a temperature and papers.

use anyhow::Context as _;
use json::{Json, Limits};

/// Bounds of what is made here.
const LIMITS: Limits = Limits { bytes_max: 1 << 16, depth_max: 16, values_max: 1_000 };

/// Whose event the `n`th is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signer {
    /// It harvests and ships.
    Farm,
    /// It receives.
    Shop,
}

/// Every lot has three events; this is the signer of the `n`th event of the chain.
pub(crate) fn signer(n: u64) -> Signer {
    if n % 3 == 2 { Signer::Shop } else { Signer::Farm }
}

/// The id of the `n`th event.
pub(crate) fn id(n: u64) -> String {
    format!("urn:uuid:01a11000-0000-7000-8000-{n:012x}")
}

/// The text of the `n`th event.
pub(crate) fn text(n: u64) -> String {
    let (lot, minute) = (n / 3, n / 60 % 60);
    let (head, what) = match n % 3 {
        0 => (r#""action":"ADD","bizStep":"commissioning","disposition":"active""#, HARVEST),
        1 => (r#""action":"OBSERVE","bizStep":"shipping","disposition":"in_transit""#, SENT),
        _ => (r#""action":"OBSERVE","bizStep":"receiving","disposition":"in_progress""#, SENT),
    };
    let place = if n % 3 == 2 { "9520105000008" } else { "9520101000002" };
    format!(
        r#"{{"type":"ObjectEvent","eventID":"{}","eventTime":"2026-11-11T08:{minute:02}:{:02}+01:00","eventTimeZoneOffset":"+01:00",{head},"readPoint":{{"id":"https://id.gs1.org/414/{place}"}},"bizLocation":{{"id":"https://id.gs1.org/414/{place}"}},"quantityList":[{{"epcClass":"https://id.gs1.org/01/09520101000019/10/L{lot}","quantity":{}.{},"uom":"KGM"}}],"bizTransactionList":[{{"type":"desadv","bizTransaction":"https://id.gs1.org/253/95201010{lot:010}"}},{{"type":"po","bizTransaction":"urn:epcglobal:cbv:bt:9520105000008:PO-{lot}"}}],"sensorElementList":[{{"sensorMetadata":{{"time":"2026-11-11T08:{minute:02}:00+01:00","deviceID":"https://id.gs1.org/8004/9520101{lot:08}"}},"sensorReport":[{{"type":"Temperature","value":{}.{},"uom":"CEL"}},{{"type":"RelativeHumidity","value":{},"uom":"A93"}}]}}],{what}}}"#,
        id(n),
        n % 60,
        12 + lot % 800,
        1 + lot % 9,
        lot % 6,
        1 + n % 9,
        40 + n % 50,
    )
}

const HARVEST: &str = r#""ilmd":{"cbvmda:lotNumber":"harvested in the morning","cbvmda:countryOfOrigin":"ES","cbvmda:harvestStartDate":"2026-11-11","cbvmda:harvestEndDate":"2026-11-11"}"#;

const SENT: &str = r#""sourceList":[{"type":"possessing_party","source":"https://id.gs1.org/417/9520101000002"}],"destinationList":[{"type":"possessing_party","destination":"https://id.gs1.org/417/9520105000008"}]"#;

/// The `n`th event.
pub(crate) fn event(n: u64) -> anyhow::Result<Json> {
    json::parse(text(n).as_bytes(), &LIMITS).with_context(|| format!("event {n}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_have_about_a_kilobyte_and_ids_of_their_own() {
        for n in [0, 1, 2, 59, 60, 999_999, 9_999_999] {
            let length = text(n).len();
            assert!((960..1_300).contains(&length), "{n}: {length}");
            event(n).unwrap();
        }
        assert_ne!(id(1), id(2));
        assert_eq!([signer(0), signer(1), signer(2)], [Signer::Farm, Signer::Farm, Signer::Shop]);
    }
}
