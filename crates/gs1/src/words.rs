//! The words of a name, as a search compares them.

/// Longer words are cut: no pack has one.
pub const WORD_CHARS_MAX: usize = 32;

/// The words by which a name is found: letter case, accents of Latin letters and full-width forms are
/// folded away. A word matches where it begins with what was typed. Scripts without spaces between
/// words give every two neighbours, and the last character alone, so that any part of them is found.
///
/// ```
/// assert_eq!(gs1::words("Jamón de bellota"), ["jamon", "de", "bellota"]);
/// assert_eq!(gs1::words("无须鳕"), ["无须", "须鳕", "鳕"]);
/// ```
pub fn words(name: &str) -> Vec<String> {
    collect(name, true)
}

/// The words that a search asks for: all must match.
///
/// ```
/// assert_eq!(gs1::asked_words("MERLUZA, ría"), ["merluza", "ria"]);
/// assert_eq!(gs1::asked_words("须鳕"), ["须鳕"]);
/// ```
pub fn asked_words(text: &str) -> Vec<String> {
    collect(text, false)
}

fn collect(text: &str, with_last: bool) -> Vec<String> {
    let folded: Vec<char> = text.chars().flat_map(folded).collect();
    let mut words = Vec::new();
    for run in folded.chunk_by(|one, next| kind(*one) == kind(*next)) {
        match run.first().map(|first| kind(*first)) {
            Some(Kind::Spaced) => words.push(run.iter().take(WORD_CHARS_MAX).collect()),
            Some(Kind::Unspaced) => {
                words.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
                let last = run.last().filter(|_| with_last || run.len() == 1);
                words.extend(last.map(char::to_string));
            }
            Some(Kind::Between) | None => {}
        }
    }
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Spaced,
    Unspaced,
    Between,
}

fn kind(character: char) -> Kind {
    match character {
        // Thai to Myanmar, Khmer; kana, Han with its extensions.
        '\u{0e00}'..='\u{0eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Kind::Unspaced,
        other if other.is_alphanumeric() => Kind::Spaced,
        _ => Kind::Between,
    }
}

/// Lower case, half width, without the accents of Latin letters.
fn folded(character: char) -> impl Iterator<Item = char> {
    let half = match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        other => other,
    };
    half.to_lowercase().map(|lower| match lower {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::{WORD_CHARS_MAX, asked_words, words};

    #[test]
    fn case_accents_and_width_make_no_difference() {
        let rows = [
            ("HAKE fillets", "hake|fillets"),
            ("Ría-Clara", "ria|clara"),
            ("Ｈａｋｅ　４００", "hake|400"),
            ("L'œuf", "l|œuf"),
            ("Żubrówka", "zubrowka"),
            (" ... ", ""),
        ];
        for (text, expected) in rows {
            assert_eq!(words(text).join("|"), expected, "{text}");
            assert_eq!(asked_words(text).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn every_part_of_a_name_without_spaces_is_found() {
        let name = words("大西洋无须鳕fillet");
        for part in ["大西洋", "西洋无", "须鳕", "鳕", "洋", "fill", "鳕fillet"] {
            let asked = asked_words(part);
            let found =
                asked.iter().all(|word| name.iter().any(|have| have.starts_with(word.as_str())));
            assert!(found && !asked.is_empty(), "{part}: {asked:?} in {name:?}");
        }
        assert!(!asked_words("洋鳕").iter().all(|word| name.contains(word)));
    }

    #[test]
    fn a_word_has_an_end() {
        let long = words(&"a".repeat(10_000));
        assert_eq!(long.len(), 1);
        assert!(long.iter().all(|word| word.chars().count() == WORD_CHARS_MAX));
    }
}
