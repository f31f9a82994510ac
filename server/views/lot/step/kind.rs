//! Which everyday step an event is.

use crate::views::model::{Kind, StepKind};
use trace::{Action, Event};

/// What decides the step beside the event itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    /// The sender's own word for what was done, such as `filleted`.
    pub(super) process: Option<&'a str>,
    /// Roles of the firm that signed.
    pub(super) roles: &'a [String],
    /// The trade of the goods.
    pub(super) food: Kind,
}

/// The step of an event; nothing if it tells of things that are no food, such as a logger being
/// fixed to a container.
pub(super) fn kind(event: &Event, around: Around<'_>) -> Option<StepKind> {
    if let Some(kind) = around.process.and_then(by_process) {
        return Some(kind);
    }
    let Some(word) = event.step.as_deref() else { return Some(unnamed(event)) };
    if is_carrier(around.roles) && ON_THE_ROAD.contains(&word) {
        return Some(StepKind::Carried);
    }
    if word.contains(':') {
        return Some(by_own_word(word, around.food));
    }
    by_business_step(word, event, around)
}

/// Steps of a carrier that a reader takes for one: it took the goods over, drove and handed over.
const ON_THE_ROAD: [&str; 13] = [
    "accepting",
    "arriving",
    "collecting",
    "consigning",
    "departing",
    "holding",
    "loading",
    "receiving",
    "sensor_reporting",
    "shipping",
    "storing",
    "transporting",
    "unloading",
];

/// A firm that does nothing with goods but move them.
fn is_carrier(roles: &[String]) -> bool {
    let moves = |role: &String| role == "shipper" || role == "broker";
    roles.iter().any(|role| role == "shipper") && roles.iter().all(moves)
}

/// The words of the vocabulary `process`, in `journeys/README.md`.
fn by_process(word: &str) -> Option<StepKind> {
    Some(match word {
        "harvested" => StepKind::Picked,
        "sorted" | "filleted" | "portioned" => StepKind::Processed,
        "hot_water_treated" => StepKind::Treated,
        "cooled" => StepKind::Cooled,
        "frozen" => StepKind::Frozen,
        "thawed" => StepKind::Thawed,
        "packed" => StepKind::Packed,
        "repacked" => StepKind::Repacked,
        "tagged" => StepKind::Born,
        "reared" => StepKind::Reared,
        "slaughtered" => StepKind::Slaughtered,
        "matured" => StepKind::Matured,
        "cut" => StepKind::Cut,
        "minced" => StepKind::Minced,
        _ => return None,
    })
}

/// Steps of GDST 1.2 and of senders of their own, by the last part of their URI.
fn by_own_word(uri: &str, food: Kind) -> StepKind {
    let last = uri.rsplit([':', '/', '#']).next().unwrap_or(uri).to_ascii_lowercase();
    match last.as_str() {
        "fishingevent" => StepKind::Caught,
        "landing" => StepKind::Landed,
        "transshipment" => StepKind::Loaded,
        "hatching" => StepKind::Born,
        "farmharvest" => StepKind::Farmed,
        "harvesting" if food == Kind::Seafood => StepKind::Farmed,
        "harvesting" => StepKind::Picked,
        "feedmill" | "onvesselprocessing" | "processing" => StepKind::Processed,
        "freezing" => StepKind::Frozen,
        "cooling" => StepKind::Cooled,
        "initial_packing" | "initialpacking" => StepKind::Packed,
        _ => StepKind::Other,
    }
}

/// Words of the CBV 2.0 (section 7.1).
fn by_business_step(word: &str, event: &Event, around: Around<'_>) -> Option<StepKind> {
    let has_role = |word: &str| around.roles.iter().any(|role| role == word);
    let is_in = |state: &str| event.disposition.as_deref() == Some(state);
    Some(match word {
        "accepting" if has_role("auction") => StepKind::Auctioned,
        "accepting" | "arriving" | "entering_exiting" | "receiving" => StepKind::Arrived,
        "assembling" | "disassembling" => StepKind::Processed,
        "collecting" | "picking" => StepKind::Collected,
        "commissioning" | "creating_class_instance" => made(event, &has_role, around.food),
        "shipping" | "consigning" | "departing" if is_in("returned") => StepKind::Returned,
        "consigning" | "departing" | "shipping" | "staging_outbound" => StepKind::Shipped,
        "cycle_counting" | "holding" | "sensor_reporting" | "stock_taking" | "storing" => {
            StepKind::Stored
        }
        "decommissioning" | "destroying" => StepKind::Destroyed,
        "dispensing" | "retail_selling" => StepKind::Sold,
        "inspecting" | "sampling" => StepKind::Inspected,
        "killing" => StepKind::Slaughtered,
        "loading" => StepKind::Loaded,
        "packing" => StepKind::Packed,
        "repackaging" => StepKind::Repacked,
        "stocking" if is_in("sellable_accessible") => StepKind::OnSale,
        "stocking" => StepKind::Stored,
        "transporting" => StepKind::Carried,
        "unloading" | "unpacking" => StepKind::Unloaded,
        // Things about equipment and about records.
        "encoding" | "installing" | "removing" | "repairing" | "replacing" | "reserving" => {
            return None;
        }
        _ => StepKind::Other,
    })
}

/// Goods came into being, and the sender says no more than that.
fn made(event: &Event, has_role: &dyn Fn(&str) -> bool, food: Kind) -> StepKind {
    if event.kind == trace::Kind::Transformation {
        return StepKind::Processed;
    }
    match food {
        Kind::Seafood if has_role("producer") => StepKind::Caught,
        Kind::Fruit if has_role("producer") => StepKind::Picked,
        Kind::Meat if has_role("producer") => StepKind::Born,
        Kind::Seafood | Kind::Fruit | Kind::Meat | Kind::Other => {
            let packs = has_role("packer") || has_role("processor");
            if packs { StepKind::Packed } else { StepKind::Other }
        }
    }
}

/// The event names no step: its type says a little.
const fn unnamed(event: &Event) -> StepKind {
    match (event.kind, event.action) {
        (trace::Kind::Transformation, _) => StepKind::Processed,
        (trace::Kind::Aggregation, Some(Action::Add)) => StepKind::Packed,
        (trace::Kind::Aggregation, Some(Action::Delete)) => StepKind::Unloaded,
        (
            trace::Kind::Aggregation
            | trace::Kind::Object
            | trace::Kind::Association
            | trace::Kind::Transaction,
            _,
        ) => StepKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Around, kind};
    use crate::views::model::{Kind, StepKind};
    use trace::{Event, Instant};

    fn step(word: &str, process: Option<&str>, roles: &[&str], food: Kind) -> Option<StepKind> {
        let at = Instant { utc_ms: 0, offset_min: 0 };
        let event = Event {
            step: Some(word.to_owned()),
            action: Some(trace::Action::Add),
            ..Event::new(1, "https://id.gs1.org/417/9520201010000", trace::Kind::Object, at)
        };
        let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
        kind(&event, Around { process, roles: &roles, food })
    }

    #[test]
    fn the_senders_own_word_says_most() {
        let of = |process| step("creating_class_instance", Some(process), &["packer"], Kind::Fruit);
        assert_eq!(of("repacked"), Some(StepKind::Repacked));
        assert_eq!(of("hot_water_treated"), Some(StepKind::Treated));
        assert_eq!(of("blessed"), Some(StepKind::Packed));
    }

    #[test]
    fn the_same_business_step_differs_by_who_does_it() {
        let fish = |word, roles: &[&str]| step(word, None, roles, Kind::Seafood);
        assert_eq!(fish("accepting", &["auction"]), Some(StepKind::Auctioned));
        assert_eq!(fish("accepting", &["processor"]), Some(StepKind::Arrived));
        assert_eq!(fish("shipping", &["shipper"]), Some(StepKind::Carried));
        assert_eq!(fish("shipping", &["packer", "shipper"]), Some(StepKind::Shipped));
        assert_eq!(fish("commissioning", &["producer"]), Some(StepKind::Caught));
        assert_eq!(fish("commissioning", &["packer"]), Some(StepKind::Packed));
        assert_eq!(fish("urn:gdst:bizStep:fishingEvent", &[]), Some(StepKind::Caught));
        assert_eq!(fish("urn:gdst:bizStep:landing", &[]), Some(StepKind::Landed));
        assert_eq!(fish("https://sender.example/steps/polishing", &[]), Some(StepKind::Other));
    }

    #[test]
    fn equipment_is_no_food() {
        assert_eq!(step("installing", None, &["packer"], Kind::Fruit), None);
        assert_eq!(step("other", None, &["packer"], Kind::Fruit), Some(StepKind::Other));
    }
}
