//! What people type and simple scanners send.

use crate::{CodeError, Goods, GoodsKind, Gtin, Lot, Serial, Sscc, YyMmDd};

const NOTHING: &str =
    "this is no code: type the number under the barcode, or the GTIN, a space and the lot";

/// Reads a URI, `(01)...(10)...`, a GTIN, an SSCC, a GTIN and a lot, or a link without `https://`.
pub(crate) fn parse(text: &str) -> Result<Goods, CodeError> {
    let text = text.trim();
    if text.len() > crate::URI_BYTES_MAX {
        return Err(CodeError::TooLong { max: crate::URI_BYTES_MAX, found: text.len() });
    }
    if text.is_empty() {
        return Err(CodeError::Typed(NOTHING));
    }
    if text.starts_with('(') {
        return bracketed(text);
    }
    let lower = text.to_ascii_lowercase();
    if ["http://", "https://", "urn:"].iter().any(|start| lower.starts_with(start)) {
        return Goods::parse(text);
    }
    if text.contains('/') && !text.contains(char::is_whitespace) && !text.contains(':') {
        // A lot such as "A/7" would make a web address too, but one that names nothing.
        let goods = Goods::parse(&format!("https://{text}"))?;
        let names_nothing = goods.kind() == GoodsKind::Other;
        return if names_nothing { Err(CodeError::Typed(NOTHING)) } else { Ok(goods) };
    }
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return digits_and_lot(text);
    }
    Err(CodeError::Typed(NOTHING))
}

/// An SSCC, a GTIN, or a GTIN and a lot.
fn digits_and_lot(text: &str) -> Result<Goods, CodeError> {
    let (number, lot) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    if matches!(number.len(), 8 | 12..=14) && !lot.is_empty() {
        return Ok(Goods::Lot(Gtin::parse(number)?, Lot::parse(lot.trim_start())?));
    }
    // Under a barcode the digits stand in groups: "9 506000 134352".
    let number: String = text.split_whitespace().collect();
    if (17..=19).contains(&number.len()) {
        Ok(Goods::Sscc(Sscc::parse(&number)?))
    } else {
        Ok(Goods::Gtin(Gtin::parse(&number)?))
    }
}

/// `(AI)value(AI)value...`; AIs that name nothing are passed over.
fn bracketed(text: &str) -> Result<Goods, CodeError> {
    const FORM: CodeError =
        CodeError::Typed("write each part as (AI)value, such as (01)09506000134352(10)ABC123");
    let mut found = Found::default();
    let mut rest = text;
    while let Some(after) = rest.strip_prefix('(') {
        let (ai, after) = after.split_once(')').ok_or(FORM)?;
        let is_ai = (2..=4).contains(&ai.len()) && ai.bytes().all(|byte| byte.is_ascii_digit());
        let (value, next) = after.split_at(next_part(after));
        if !is_ai || value.is_empty() {
            return Err(FORM);
        }
        found.take(ai, value)?;
        rest = next;
    }
    found.goods()
}

/// Where the next `(AI)` begins; brackets can also stand in a lot.
fn next_part(text: &str) -> usize {
    text.match_indices('(')
        .map(|(index, _)| index)
        .find(|index| {
            let ai = text.get(index + 1..).and_then(|rest| rest.split_once(')'));
            ai.is_some_and(|(ai, _)| {
                (2..=4).contains(&ai.len()) && ai.bytes().all(|byte| byte.is_ascii_digit())
            })
        })
        .unwrap_or(text.len())
}

#[derive(Debug, Default)]
struct Found {
    sscc: Option<Sscc>,
    gtin: Option<Gtin>,
    lot: Option<Lot>,
    serial: Option<Serial>,
    use_by: Option<YyMmDd>,
    best_before: Option<YyMmDd>,
}

impl Found {
    fn take(&mut self, ai: &str, value: &str) -> Result<(), CodeError> {
        let twice = match ai {
            "00" => self.sscc.replace(Sscc::parse(value)?).is_some(),
            "01" => self.gtin.replace(Gtin::parse(value)?).is_some(),
            "10" => self.lot.replace(Lot::parse(value)?).is_some(),
            "21" => self.serial.replace(Serial::parse(value)?).is_some(),
            "17" => self.use_by.replace(YyMmDd::parse(value)?).is_some(),
            "15" => self.best_before.replace(YyMmDd::parse(value)?).is_some(),
            _ => false,
        };
        if twice { Err(CodeError::Typed("the same (AI) stands twice")) } else { Ok(()) }
    }

    fn goods(self) -> Result<Goods, CodeError> {
        match (self.sscc, self.gtin) {
            (Some(sscc), None) => Ok(Goods::Sscc(sscc)),
            (Some(_), Some(_)) => {
                Err(CodeError::Typed("(00) and (01) name two things: type one of them"))
            }
            (None, Some(gtin)) => {
                Ok(match (self.serial, self.lot, self.use_by, self.best_before) {
                    (Some(serial), lot, _, _) => Goods::Serial { gtin, lot, serial },
                    (None, Some(lot), _, _) => Goods::Lot(gtin, lot),
                    (None, None, Some(date), _) => Goods::UseBy(gtin, date),
                    (None, None, None, Some(date)) => Goods::BestBefore(gtin, date),
                    (None, None, None, None) => Goods::Gtin(gtin),
                })
            }
            (None, None) => {
                Err(CodeError::Typed("nothing here names goods: (01) or (00) is missing"))
            }
        }
    }
}
