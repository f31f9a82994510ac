//! Events that everybody may hold, and pages as data.

use crate::support::World;
use json::{Json, Limits};
use serde_json::Value;

/// Path of a lot of the farm, after `/t` or after `https://id.gs1.org`.
pub(super) fn path(lot: &str) -> String {
    format!("/01/09520101000019/10/{lot}")
}

/// An event about a lot of the farm, without any amount, and with more members.
pub(super) fn lot(id: &str, lot: &str, more: &str) -> Json {
    let text = format!(
        r#"{{"type":"ObjectEvent","eventID":"{id}","action":"ADD","bizStep":"commissioning",
        "eventTime":"2026-11-11T08:00:00+01:00","eventTimeZoneOffset":"+01:00",
        "quantityList":[{{"epcClass":"https://id.gs1.org{}"}}]{more}}}"#,
        path(lot)
    );
    json::parse(text.as_bytes(), &Limits { bytes_max: 1 << 16, depth_max: 16, values_max: 1_000 })
        .unwrap()
}

pub(super) fn plain(id: &str, name: &str) -> Json {
    lot(id, name, "")
}

/// The page of a lot of the farm, as shoppers get it.
pub(super) fn page(world: &World, lot: &str) -> Value {
    let answer = world.client().get_as(&format!("/t{}", path(lot)), "application/json");
    assert_eq!(answer.status, 200, "{lot}: {}", answer.text());
    answer.json()
}
