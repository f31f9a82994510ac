//! Human readable interpretation: what stands in the code, for eyes and keyboards
//! (GS1 General Specifications 4.14).

use gs1::Goods;

/// The most characters of a line: `(10) ` and a lot of twenty, and one to spare.
const LINE_CHARACTERS_MAX: usize = 26;

/// One line for each part of a GS1 name; of other goods the link as one would type it.
pub(super) fn lines(goods: &Goods, payload: &str) -> Vec<String> {
    match goods {
        Goods::Gtin(gtin) => vec![format!("(01) {gtin}")],
        Goods::Lot(gtin, lot) => vec![format!("(01) {gtin}"), format!("(10) {lot}")],
        Goods::Serial { gtin, lot, serial } => {
            let lot = lot.iter().map(|lot| format!("(10) {lot}"));
            let serial = format!("(21) {serial}");
            [format!("(01) {gtin}")].into_iter().chain(lot).chain([serial]).collect()
        }
        Goods::UseBy(gtin, date) => vec![format!("(01) {gtin}"), format!("(17) {date}")],
        Goods::BestBefore(gtin, date) => vec![format!("(01) {gtin}"), format!("(15) {date}")],
        Goods::Sscc(sscc) => vec![format!("(00) {sscc}")],
        Goods::House(_) => cut(payload.strip_prefix("https://").unwrap_or(payload)),
        Goods::Other(uri) => cut(uri.as_str()),
    }
}

/// Cuts a URI, which has no spaces, into lines: after a slash if there is one.
fn cut(uri: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in uri.split_inclusive('/') {
        match lines.last_mut() {
            Some(line) if fits(line, part) => line.push_str(part),
            Some(_) | None => lines.extend(cut_anywhere(part)),
        }
    }
    lines
}

fn cut_anywhere(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(LINE_CHARACTERS_MAX).map(|line| line.iter().collect()).collect()
}

/// Breaks a name between its words.
pub(super) fn wrap(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split(' ') {
        match lines.last_mut() {
            Some(line) if fits(line, &format!(" {word}")) => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.extend(cut_anywhere(word)),
        }
    }
    lines
}

fn fits(line: &str, more: &str) -> bool {
    line.chars().count() + more.chars().count() <= LINE_CHARACTERS_MAX
}
