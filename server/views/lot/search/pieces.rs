//! A typed text, cut into what each part of it may be: words, a lot, a date.

use super::day::days;
use crate::views::model::Day;

/// More than this nobody types; the rest is left out.
const PIECES_MAX: usize = 6;
/// A date may be written with spaces.
const DATE_PARTS: usize = 3;

/// One part of a search. All parts must fit what is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The words that a product must have.
    pub(super) words: Vec<String>,
    /// Or the text of a lot, folded.
    pub(super) lot: String,
    /// Or the days, one of which a lot must have.
    pub(super) days: Vec<Day>,
}

/// The parts of a text.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let mut rest = parts.as_slice();
    let mut pieces = Vec::new();
    while let Some((first, after)) = rest.split_first() {
        let spaced = rest.get(..DATE_PARTS).map(|some| some.join(" "));
        let dated = spaced.filter(|text| !days(text).is_empty() && days(first).is_empty());
        let (text, after) = match dated {
            Some(text) => (text, rest.get(DATE_PARTS..).unwrap_or_default()),
            None => ((*first).to_owned(), after),
        };
        rest = after;
        let piece =
            Piece { words: gs1::asked_words(&text), lot: gs1::fold(&text), days: days(&text) };
        let says_something = !piece.words.is_empty() || !piece.days.is_empty();
        if says_something && pieces.len() < PIECES_MAX {
            pieces.push(piece);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn a_text_is_words_lots_and_dates() {
        let found = pieces("Hake  SOL-7O83m 24 NOV 2026 , ");
        let told: Vec<(String, &str, usize)> = found
            .iter()
            .map(|piece| (piece.words.join("+"), piece.lot.as_str(), piece.days.len()))
            .collect();
        let expected = [
            ("hake".to_owned(), "HAKE", 0),
            ("sol+7o83m".to_owned(), "S0L-7083M", 0),
            ("24+nov+2026".to_owned(), "24N0V2026", 1),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_flood_of_words_is_cut() {
        assert_eq!(pieces(&"fish ".repeat(1_000)).len(), super::PIECES_MAX);
        assert_eq!(pieces("... --- !!!"), []);
    }
}
