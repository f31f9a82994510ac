//! Tables of texts and what they name.

use crate::Goods;

/// The canonical URI, or the error in words.
fn canonical(text: &str) -> String {
    Goods::parse(text).map_or_else(|error| format!("refused: {error}"), |goods| goods.uri())
}

/// Compares each left side's canonical URI (or refusal) with its right side.
pub(super) fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(canonical(text), *expected, "for {text}");
    }
}
