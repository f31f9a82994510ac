//! One spelling for what people read off a label and type.

/// Folds a lot as typed or printed for search: upper case, O as 0, no spaces, no leading L
/// ("L 12O4b" and "1204B" meet). Never used for equality: two firms' lots may fold alike.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| match character.to_ascii_uppercase() {
            'O' => '0',
            other => other,
        })
        .collect();
    // "L" alone is a lot too.
    match plain.trim_start_matches('L') {
        "" => plain,
        rest => rest.to_owned(),
    }
}
