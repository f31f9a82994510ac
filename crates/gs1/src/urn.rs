//! EPC URNs (GS1 Tag Data Standard 2.0 sections 6 and 8), read and written.

use crate::{
    CodeError, Extension, Gln, Goods, Gtin, Lot, Place, Serial, Sscc, Uri,
    code::Code,
    key::{only_digits, with_check_digit},
    percent,
};

/// The part of an EPC URN after `urn:epc:`, or none if it is another URI.
pub(crate) fn body(text: &str) -> Option<&str> {
    const START: &str = "urn:epc:";
    let (start, body) = text.split_at_checked(START.len())?;
    start.eq_ignore_ascii_case(START).then_some(body)
}

/// Reads an EPC URN; `text` is the whole of it. Schemes whose keys come in other crates of the
/// standard (assets, documents, coupons) stay URIs.
pub(crate) fn parse(body: &str, text: &str) -> Result<Code, CodeError> {
    let Some((scheme, fields)) = body.split_once(':').and_then(|(kind, rest)| {
        let (scheme, fields) = rest.split_once(':')?;
        Some(((kind, scheme), fields))
    }) else {
        return wrong("it should be urn:epc:<type>:<scheme>:<fields>");
    };
    match scheme {
        ("id", "sgtin") => {
            let (gtin, serial) =
                gtin_and_text(fields, "urn:epc:id:sgtin:<prefix>.<item>.<serial>")?;
            Ok(Code::Goods(Goods::Serial { gtin, lot: None, serial: Serial::parse(&serial)? }))
        }
        ("class", "lgtin") => {
            let (gtin, lot) = gtin_and_text(fields, "urn:epc:class:lgtin:<prefix>.<item>.<lot>")?;
            Ok(Code::Goods(Goods::Lot(gtin, Lot::parse(&lot)?)))
        }
        ("idpat", "sgtin") => pattern(fields),
        ("id", "sscc") => sscc_of(fields),
        ("id", "sgln") => sgln_of(fields),
        ("id", "pgln") => pgln_of(fields),
        ("id", "lgtin") => wrong("a lot is a class: write urn:epc:class:lgtin:..."),
        ("class", "sgtin" | "sscc" | "sgln" | "pgln") => {
            wrong(format!("one thing or place is no class: write urn:epc:id:{}:...", scheme.1))
        }
        ("id" | "class" | "idpat" | "pat" | "tag" | "raw", _) => Uri::parse(text).map(Code::Other),
        _ => wrong("its type should be id, class, idpat, pat, tag or raw"),
    }
}

fn wrong<T>(why: impl Into<String>) -> Result<T, CodeError> {
    Err(CodeError::Urn(why.into()))
}

/// Company prefix and reference, whose digits are `total` together.
fn prefix_and_reference<'a>(
    prefix: &'a str,
    reference: &'a str,
    total: usize,
) -> Result<(&'a str, &'a str), CodeError> {
    only_digits(prefix, "company prefix")?;
    only_digits(reference, "reference")?;
    if !(6..=12).contains(&prefix.len()) {
        return wrong(format!("the company prefix has 6 to 12 digits, not {}", prefix.len()));
    }
    let found = prefix.len() + reference.len();
    if found == total {
        Ok((prefix, reference))
    } else {
        wrong(format!("company prefix and reference have {total} digits together, not {found}"))
    }
}

fn gtin_of(prefix: &str, item: &str) -> Result<Gtin, CodeError> {
    let (prefix, item) = prefix_and_reference(prefix, item, 13)?;
    // The indicator digit leads the item reference in the URN and the whole number in the GTIN.
    let (indicator, item) = item.split_at_checked(1).unwrap_or((item, ""));
    Ok(Gtin::parse(&with_check_digit(&format!("{indicator}{prefix}{item}")))?)
}

/// `<prefix>.<item>.<text>`, the text unescaped. `form` is what it should look like.
fn gtin_and_text(fields: &str, form: &'static str) -> Result<(Gtin, String), CodeError> {
    let mut parts = fields.splitn(3, '.');
    let (Some(prefix), Some(item), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
        return wrong(format!("it should be {form}"));
    };
    Ok((gtin_of(prefix, item)?, unescape(text)?))
}

fn pattern(fields: &str) -> Result<Code, CodeError> {
    match fields.split('.').collect::<Vec<_>>().as_slice() {
        [prefix, item, "*"] if *item != "*" => Ok(Code::Goods(Goods::Gtin(gtin_of(prefix, item)?))),
        _ => wrong("a pattern names one product: urn:epc:idpat:sgtin:<prefix>.<item>.*"),
    }
}

fn sscc_of(fields: &str) -> Result<Code, CodeError> {
    let Some((prefix, serial)) = fields.split_once('.') else {
        return wrong("it should be urn:epc:id:sscc:<prefix>.<serial reference>");
    };
    let (prefix, serial) = prefix_and_reference(prefix, serial, 17)?;
    let (extension, serial) = serial.split_at_checked(1).unwrap_or((serial, ""));
    let sscc = Sscc::parse(&with_check_digit(&format!("{extension}{prefix}{serial}")))?;
    Ok(Code::Goods(Goods::Sscc(sscc)))
}

fn gln_of(prefix: &str, location: &str) -> Result<Gln, CodeError> {
    let (prefix, location) = prefix_and_reference(prefix, location, 12)?;
    Ok(Gln::parse(&with_check_digit(&format!("{prefix}{location}")))?)
}

fn sgln_of(fields: &str) -> Result<Code, CodeError> {
    let mut parts = fields.splitn(3, '.');
    let (Some(prefix), Some(location), Some(text)) = (parts.next(), parts.next(), parts.next())
    else {
        return wrong("it should be urn:epc:id:sgln:<prefix>.<location>.<extension, or 0>");
    };
    let gln = gln_of(prefix, location)?;
    Ok(Code::Place(Place::new(gln, Some(Extension::parse(&unescape(text)?)?))))
}

fn pgln_of(fields: &str) -> Result<Code, CodeError> {
    let Some((prefix, party)) = fields.split_once('.') else {
        return wrong("it should be urn:epc:id:pgln:<prefix>.<party>");
    };
    gln_of(prefix, party).map(Code::Party)
}

/// Whether a character of set 82 must be escaped in a URN (Tag Data Standard 2.0 section 6.3.1).
const fn must_escape(byte: u8) -> bool {
    matches!(byte, b'"' | b'%' | b'&' | b'/' | b'<' | b'>' | b'?')
}

fn escape(text: &str) -> String {
    percent::encode_where(text, must_escape)
}

fn unescape(text: &str) -> Result<String, CodeError> {
    match text.bytes().find(|byte| *byte != b'%' && must_escape(*byte)) {
        Some(raw) => wrong(format!("{:?} is written %{raw:02X} in a URN", char::from(raw))),
        None => percent::decode(text),
    }
}

/// Digits `from..from + prefix_len` and those up to `end`, if such a prefix can be.
fn cut(digits: &str, from: usize, prefix_len: usize, end: usize) -> Option<(&str, &str)> {
    if !(6..=12).contains(&prefix_len) {
        return None;
    }
    let middle = from + prefix_len;
    Some((digits.get(from..middle)?, digits.get(middle..end)?))
}

/// `<prefix>.<item>` of a GTIN.
fn company_and_item(gtin: &Gtin, prefix_len: usize) -> Option<String> {
    let (prefix, item) = cut(gtin.as_str(), 1, prefix_len, 13)?;
    Some(format!("{prefix}.{}{item}", gtin.as_str().get(..1)?))
}

pub(crate) fn gtin_pattern(gtin: &Gtin, prefix_len: usize) -> Option<String> {
    Some(format!("urn:epc:idpat:sgtin:{}.*", company_and_item(gtin, prefix_len)?))
}

pub(crate) fn sgtin(gtin: &Gtin, serial: &Serial, prefix_len: usize) -> Option<String> {
    let item = company_and_item(gtin, prefix_len)?;
    Some(format!("urn:epc:id:sgtin:{item}.{}", escape(serial.as_str())))
}

pub(crate) fn lgtin(gtin: &Gtin, lot: &Lot, prefix_len: usize) -> Option<String> {
    let item = company_and_item(gtin, prefix_len)?;
    Some(format!("urn:epc:class:lgtin:{item}.{}", escape(lot.as_str())))
}

pub(crate) fn sscc(sscc: &Sscc, prefix_len: usize) -> Option<String> {
    let (prefix, serial) = cut(sscc.as_str(), 1, prefix_len, 17)?;
    Some(format!("urn:epc:id:sscc:{prefix}.{}{serial}", sscc.as_str().get(..1)?))
}

pub(crate) fn sgln(place: &Place, prefix_len: usize) -> Option<String> {
    let (prefix, location) = cut(place.gln().as_str(), 0, prefix_len, 12)?;
    let extension = place.extension().map_or_else(|| "0".to_owned(), |text| escape(text.as_str()));
    Some(format!("urn:epc:id:sgln:{prefix}.{location}.{extension}"))
}

pub(crate) fn pgln(gln: &Gln, prefix_len: usize) -> Option<String> {
    let (prefix, party) = cut(gln.as_str(), 0, prefix_len, 12)?;
    Some(format!("urn:epc:id:pgln:{prefix}.{party}"))
}
