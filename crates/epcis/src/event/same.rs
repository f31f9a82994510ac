//! Whether a correction repeats the event that it corrects.

use json::{Json, Object};

/// Whether two events are equal but for `errorDeclaration` and `recordTime` (EPCIS 2.0 section
/// 7.4.1.2: a declaration repeats every other member of the original). Members may stand in another
/// order; values must be written alike.
pub fn same_apart_from_error(left: &Json, right: &Json) -> bool {
    match (left.as_object(), right.as_object()) {
        (Some(left), Some(right)) => {
            let there = |(name, value): (&str, &Json)| right.get(name) == Some(value);
            lasting(left).count() == lasting(right).count() && lasting(left).all(there)
        }
        (Some(_) | None, Some(_) | None) => false,
    }
}

fn lasting(members: &Object) -> impl Iterator<Item = (&str, &Json)> {
    members.iter().filter(|(name, _)| !matches!(*name, "errorDeclaration" | "recordTime"))
}
