//! The word that a misspelt one was probably meant to be.

/// The term that differs from `text` by one letter at most, case and separators aside. Two letters
/// would already turn `transforming`, which is no word, into `transporting`, which is another.
pub(super) fn nearest(text: &str, terms: &[&'static str]) -> Option<&'static str> {
    let simple = simplified(text);
    terms
        .iter()
        .map(|term| (strsim::levenshtein(&simple, &simplified(term)), *term))
        .filter(|(steps, _)| *steps <= 1)
        .min()
        .map(|(_, term)| term)
}

/// No word of the tables is longer than this; a longer text is cut, so that the work is bounded.
const LETTERS_MAX: usize = 40;

/// Case, spaces, hyphens and underscores are what people vary most.
fn simplified(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .take(LETTERS_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_one_letter_finds_its_word() {
        let terms = &["packing", "picking", "shipping", "unpacking"];
        for (text, meant) in [
            ("shiping", Some("shipping")),
            ("Shipping", Some("shipping")),
            ("un-packing", Some("unpacking")),
            ("puckng", None),
            ("transforming", None),
            ("", None),
        ] {
            assert_eq!(nearest(text, terms), meant, "{text}");
        }
        assert_eq!(nearest(&"a".repeat(100_000), terms), None);
    }
}
