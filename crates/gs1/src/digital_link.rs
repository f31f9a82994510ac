//! GS1 Digital Link URIs (URI Syntax 1.6), read.

use crate::{
    CodeError, Extension, Gln, Goods, Gtin, KeyError, Lot, Place, Serial, Sscc, Uri, YyMmDd,
    code::Code,
    percent::{decode, encode},
    text::{is_set_82, no_dots},
    uri::Parts,
};

/// The most characters that any value in a query holds (AI 90 to 99).
const VALUE_CHARACTERS_MAX: usize = 90;

/// The primary keys that this crate reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Primary {
    Sscc,
    Gtin,
    Place,
    Party,
}

impl Primary {
    /// The key of a path segment. `gtin` and `sscc` are the short names of syntax 1.1, still found
    /// on labels.
    fn from_segment(segment: &str) -> Option<Self> {
        match segment {
            "00" | "sscc" => Some(Self::Sscc),
            "01" | "gtin" => Some(Self::Gtin),
            "414" => Some(Self::Place),
            "417" => Some(Self::Party),
            _ => None,
        }
    }

    /// The qualifiers of this key, each with its place in the order; of equal places one may stand.
    const fn qualifiers(self) -> &'static [(&'static str, u8)] {
        match self {
            Self::Sscc => &[],
            Self::Gtin => &[("22", 1), ("10", 2), ("21", 3), ("235", 1)],
            Self::Place => &[("254", 1), ("7040", 1)],
            Self::Party => &[("7040", 1)],
        }
    }

    /// The rule behind [`Primary::qualifiers`], in words.
    const fn order(self) -> &'static str {
        match self {
            Self::Sscc => "nothing may follow an SSCC in the path",
            Self::Gtin => {
                "after a GTIN come 22, 10, 21 in this order, each at most once, or 235 alone"
            }
            Self::Place => "after the GLN of a place comes 254 or 7040, once",
            Self::Party => "after the GLN of a party comes 7040, once",
        }
    }

    /// Whether a value is so like this key that another reading would hide a mistake. A short
    /// number after `/01/` can be a month in a path, so only long ones count.
    fn looks_like(self, value: &str) -> bool {
        let digits_min = match self {
            Self::Gtin => 8,
            Self::Place | Self::Party => 12,
            Self::Sscc => 17,
        };
        digits_min <= value.len() && value.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// Reads a web URI as a Digital Link: its key, and the product under each date that it gives. None
/// if it does not look like one. `segments` is its path.
pub(crate) fn parse(
    parts: &Parts<'_>,
    segments: &[&str],
) -> Result<Option<(Code, Vec<Goods>)>, CodeError> {
    let canonical = parts.authority.is_some_and(|host| host.eq_ignore_ascii_case("id.gs1.org"));
    let Some((primary, value, rest)) = find(segments, canonical) else { return Ok(None) };
    check_host(parts.authority.unwrap_or_default())?;
    let qualifiers = Qualifiers::read(primary, rest)?;
    let dates = Dates::read(primary, &qualifiers, parts.query.unwrap_or_default())?;
    build(primary, &decode(value)?, qualifiers, &dates).map(Some)
}

/// The rightmost key in a path (what stands before it is the stem), its value and the rest.
fn find<'a>(segments: &'a [&'a str], canonical: bool) -> Option<(Primary, &'a str, &'a [&'a str])> {
    let at = |index: usize| {
        let (name, rest) = segments.get(index..)?.split_first()?;
        let (value, rest) = rest.split_first().unwrap_or((&"", &[]));
        Some((Primary::from_segment(name)?, *value, rest))
    };
    let likely =
        (0..segments.len()).rev().filter_map(at).find(|(key, value, _)| key.looks_like(value));
    // Under GS1's own domain the first segment is a key, whatever follows it.
    likely.or_else(|| if canonical { at(0) } else { None })
}

fn wrong<T>(why: impl Into<String>) -> Result<T, CodeError> {
    Err(CodeError::DigitalLink(why.into()))
}

fn check_host(authority: &str) -> Result<(), CodeError> {
    let good = authority.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte));
    if good { Ok(()) } else { wrong("its host may hold letters, digits, - and . only") }
}

/// What stands in the path after the key. Qualifiers that are no part of a name (22 consumer
/// product variant, 7040 facility) are judged and passed over.
#[derive(Debug, Default)]
struct Qualifiers {
    lot: Option<Lot>,
    serial: Option<Serial>,
    extension: Option<Extension>,
    third_party_serial: Option<String>,
}

impl Qualifiers {
    fn read(primary: Primary, segments: &[&str]) -> Result<Self, CodeError> {
        let mut read = Self::default();
        let mut place_before = 0;
        for pair in segments.chunks(2) {
            let [name, value] = pair else {
                return wrong(format!("{} has no value after it", pair.concat()));
            };
            let name = long_name(name);
            let Some((ai, place)) = primary.qualifiers().iter().find(|(ai, _)| *ai == name) else {
                return wrong(format!("{}, not {name:?}", primary.order()));
            };
            if *place <= place_before {
                return wrong(primary.order());
            }
            // 235 stands alone.
            place_before = if *ai == "235" { u8::MAX } else { *place };
            read.take(ai, &decode(value)?)?;
        }
        Ok(read)
    }

    fn take(&mut self, ai: &'static str, value: &str) -> Result<(), CodeError> {
        match ai {
            "10" => self.lot = Some(Lot::parse(value)?),
            "21" => self.serial = Some(Serial::parse(value)?),
            "254" => self.extension = Some(Extension::parse(value)?),
            "235" => {
                check_value(ai, value, 28)?;
                no_dots(ai, value)?;
                self.third_party_serial = Some(value.to_owned());
            }
            passed_over => check_value(passed_over, value, 20)?,
        }
        Ok(())
    }
}

/// The number behind a short name of syntax 1.1.
fn long_name(name: &str) -> &str {
    match name {
        "cpv" => "22",
        "lot" => "10",
        "ser" => "21",
        other => other,
    }
}

/// What stands in the query and can be part of a name.
#[derive(Debug, Default)]
struct Dates {
    use_by: Option<YyMmDd>,
    best_before: Option<YyMmDd>,
}

impl Dates {
    /// The product under each of them, the use-by date first.
    fn of(&self, gtin: &Gtin) -> Vec<Goods> {
        let use_by = self.use_by.iter().map(|date| Goods::UseBy(gtin.clone(), date.clone()));
        let best =
            self.best_before.iter().map(|date| Goods::BestBefore(gtin.clone(), date.clone()));
        use_by.chain(best).collect()
    }

    /// Judges every AI of a query; names that are no AI belong to resolvers and are passed over.
    fn read(primary: Primary, qualifiers: &Qualifiers, query: &str) -> Result<Self, CodeError> {
        let mut read = Self::default();
        let mut seen: Vec<&str> = Vec::new();
        for item in query.split('&') {
            let (name, value) = item.split_once('=').unwrap_or((item, ""));
            let is_ai =
                (2..=4).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_digit());
            if !is_ai {
                continue;
            }
            if seen.contains(&name) || Primary::from_segment(name) == Some(primary) {
                return wrong(format!("{name} stands there twice"));
            }
            // With 235 in the path there is no place for a lot there.
            let lot_of_235 = name == "10" && qualifiers.third_party_serial.is_some();
            if primary.qualifiers().iter().any(|(ai, _)| *ai == name) && !lot_of_235 {
                return wrong(format!("{name} belongs in the path, not in the query"));
            }
            seen.push(name);
            // In a query a plus means a space.
            read.take(name, &decode(&value.replace('+', " "))?)?;
        }
        Ok(read)
    }

    fn take(&mut self, ai: &str, value: &str) -> Result<(), CodeError> {
        match ai {
            "17" => self.use_by = Some(YyMmDd::parse(value)?),
            "15" => self.best_before = Some(YyMmDd::parse(value)?),
            passed_over => check_value(passed_over, value, VALUE_CHARACTERS_MAX)?,
        }
        Ok(())
    }
}

/// A value of any AI: 1 to `max` characters of set 82.
fn check_value(ai: &str, value: &str, max: usize) -> Result<(), CodeError> {
    let length = value.chars().count();
    if !(1..=max).contains(&length) {
        return wrong(format!("the value of {ai} has 1 to {max} characters, not {length}"));
    }
    match value.chars().find(|character| !is_set_82(*character)) {
        Some(character) => wrong(format!("the value of {ai} may not hold {character:?}")),
        None => Ok(()),
    }
}

fn build(
    primary: Primary,
    value: &str,
    qualifiers: Qualifiers,
    dates: &Dates,
) -> Result<(Code, Vec<Goods>), CodeError> {
    let code = match primary {
        Primary::Sscc => Code::Goods(Goods::Sscc(Sscc::parse(value)?)),
        Primary::Party => Code::Party(Gln::parse(value)?),
        Primary::Place => Code::Place(Place::new(Gln::parse(value)?, qualifiers.extension)),
        Primary::Gtin => {
            let gtin = gtin_of_link(value)?;
            let under = dates.of(&gtin);
            return Ok((build_gtin(gtin, qualifiers, &under), under));
        }
    };
    Ok((code, Vec::new()))
}

fn build_gtin(gtin: Gtin, qualifiers: Qualifiers, dated: &[Goods]) -> Code {
    let Qualifiers { lot, serial, third_party_serial, .. } = qualifiers;
    Code::Goods(match (third_party_serial, serial, lot) {
        (Some(text), _, _) => {
            let uri = format!("https://id.gs1.org/01/{gtin}/235/{}", encode(&text));
            return Code::Other(Uri::from_canonical(uri));
        }
        (None, Some(serial), lot) => Goods::Serial { gtin, lot, serial },
        (None, None, Some(lot)) => Goods::Lot(gtin, lot),
        // A lot number is missing, so the date is the finest name; the use-by date counts more.
        (None, None, None) => dated.first().cloned().unwrap_or(Goods::Gtin(gtin)),
    })
}

/// A Digital Link has GTINs of fourteen digits only (since syntax 1.4).
fn gtin_of_link(value: &str) -> Result<Gtin, CodeError> {
    let gtin = Gtin::parse(value).map_err(|error| {
        if let KeyError::Length { key, found, .. } = error {
            KeyError::Length { key, wanted: "14", found }
        } else {
            error
        }
    })?;
    if value.len() == 14 {
        Ok(gtin)
    } else {
        wrong(format!("write the GTIN with 14 digits: {gtin}"))
    }
}
