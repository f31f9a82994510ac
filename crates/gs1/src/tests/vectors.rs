//! Vectors that others wrote: conversions between URN and Digital Link, parsing, check digits.
#![expect(clippy::print_stdout, reason = "a count of passed rows is for whoever runs the tests")]

use std::path::PathBuf;

use json::{Json, Limits};

use crate::{CodeError, Goods, KeyError, code::Code, urn};

const LIMITS: Limits = Limits { bytes_max: 1_000_000, depth_max: 8, values_max: 100_000 };

/// The rows of one file; none where the vectors are not at hand.
fn rows(file: &str) -> Option<Vec<Json>> {
    let folder = std::env::var_os("FURLONG_VECTORS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors"),
        PathBuf::from,
    );
    let Ok(bytes) = std::fs::read(folder.join(file)) else {
        println!("skipped: no vectors ({file})");
        return None;
    };
    Some(json::parse(&bytes, &LIMITS).unwrap().as_array().unwrap().to_vec())
}

fn text<'a>(row: &'a Json, name: &str) -> &'a str {
    row.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// Runs each row; a row is passed over (`None`), passes, or fails with words.
fn run(file: &str, judge: impl Fn(&Json) -> Option<Result<(), String>>) {
    let Some(rows) = rows(file) else { return };
    let verdicts: Vec<_> = rows.iter().filter_map(judge).collect();
    let failures: Vec<_> = verdicts.iter().filter_map(|verdict| verdict.as_ref().err()).collect();
    println!("{file}: {}/{} passed", verdicts.len() - failures.len(), verdicts.len());
    assert!(!verdicts.is_empty(), "{file} has no row that applies");
    assert!(failures.is_empty(), "{file}: {failures:#?}");
}

fn expect(what: &str, have: &str, want: &str) -> Result<(), String> {
    if have == want { Ok(()) } else { Err(format!("{what}: have {have}, want {want}")) }
}

fn uri_of(text: &str) -> Result<String, CodeError> {
    Code::parse(text).map(|code| code.into_uri().to_string())
}

fn urn_of(code: &Code, prefix_len: usize) -> Option<String> {
    match code {
        Code::Goods(goods) => goods.to_urn(prefix_len),
        Code::Place(place) => place.to_urn(prefix_len),
        Code::Party(gln) => urn::pgln(gln, prefix_len),
        Code::Other(_) => None,
    }
}

/// The number of digits before the first dot of a URN's fields.
fn prefix_len_of(urn: &str) -> usize {
    let fields = urn.rsplit(':').find(|part| part.contains('.')).unwrap_or_default();
    fields.split('.').next().map_or(0, str::len)
}

/// Whether a text leaves characters raw that a URI must escape, so that it can be read in two ways
/// (RFC 3986 section 2; Tag Data Standard 2.0 section 6.3.1).
fn is_unescaped(text: &str) -> bool {
    let after_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
    let triplets = text.split('%').skip(1).all(|rest| {
        rest.get(..2).is_some_and(|pair| pair.bytes().all(|byte| byte.is_ascii_hexdigit()))
    });
    text.contains(['"', '<', '>']) || after_scheme.contains("//") || !triplets
}

/// Rows that break a rule of the standard; we refuse what they would take.
fn reason_to_refuse(error: &CodeError, input: &str) -> Option<&'static str> {
    if matches!(error, CodeError::Key(KeyError::CheckDigit { .. })) {
        // Converting it would hide the mistake.
        return Some("wrong check digit");
    }
    is_unescaped(input).then_some("a reserved character is not escaped")
}

fn convert(row: &Json) -> Option<Result<(), String>> {
    let (input, output) = (text(row, "in"), text(row, "out"));
    let ours = ["sgtin", "lgtin", "sscc", "sgln", "pgln"];
    if !ours.iter().any(|scheme| format!("{input}{output}").contains(&format!(":{scheme}:"))) {
        return None;
    }
    let code = match Code::parse(input) {
        Ok(code) => code,
        Err(error) => {
            return match reason_to_refuse(&error, input) {
                Some(reason) => {
                    println!("exception, {reason}: {input} ({error})");
                    None
                }
                None => Some(Err(format!("{input}: {error}"))),
            };
        }
    };
    if input.starts_with("urn:") {
        return Some(expect(input, code.into_uri().as_str(), output));
    }
    // Without a length the row asks a table of company prefixes, which we have not; the length
    // that it found stands in its answer.
    let given = row.get("gcp_length").and_then(|length| length.as_number()?.as_str().parse().ok());
    let urn = urn_of(&code, given.unwrap_or_else(|| prefix_len_of(output)));
    Some(expect(input, &urn.unwrap_or_default(), output))
}

#[test]
fn conversions_between_urn_and_digital_link() {
    run("epc-dl-convert/conversions.json", convert);
}

#[test]
fn converted_urns_come_back() {
    run("epc-dl-convert/conversions.json", |row| {
        let urn = [text(row, "in"), text(row, "out")]
            .into_iter()
            .find(|text| text.starts_with("urn:"))?;
        let code = Code::parse(urn).ok()?;
        Some(expect(urn, &urn_of(&code, prefix_len_of(urn))?, urn))
    });
}

/// AIs of an element string with `^` for FNC1, as pairs.
fn element_string(mut rest: &str) -> Vec<(&str, &str)> {
    const FIXED: [(&str, usize); 12] = [
        ("00", 18),
        ("01", 14),
        ("02", 14),
        ("11", 6),
        ("13", 6),
        ("15", 6),
        ("16", 6),
        ("17", 6),
        ("31", 8),
        ("32", 8),
        ("414", 13),
        ("417", 13),
    ];
    let mut pairs = Vec::new();
    while !rest.is_empty() {
        rest = rest.trim_start_matches('^');
        let (ai_len, end) =
            if let Some((ai, length)) = FIXED.iter().find(|(ai, _)| rest.starts_with(ai)) {
                (if ai.starts_with('3') { 4 } else { ai.len() }, ai.len() + length)
            } else {
                let ai_len = match rest.get(..2).unwrap() {
                    "23" | "25" | "40" | "41" => 3,
                    "39" | "80" => 4,
                    _ => 2,
                };
                (ai_len, rest.find('^').unwrap_or(rest.len()))
            };
        let (pair, after) = rest.split_at(end);
        pairs.push(pair.split_at(ai_len));
        rest = after;
    }
    pairs
}

/// The canonical URI of what an element string names, where it is a key of ours.
fn canonical_of(pairs: &[(&str, &str)]) -> Option<String> {
    let (key, value) = pairs.first()?;
    let find = |wanted: &str| pairs.iter().find(|(ai, _)| *ai == wanted).map(|(_, value)| *value);
    let tail = match *key {
        "01" => match (find("235"), find("21"), find("10"), find("17"), find("15")) {
            (Some(text), ..) => format!("/235/{text}"),
            (_, Some(serial), ..) => format!("/21/{serial}"),
            (_, _, Some(lot), ..) => format!("/10/{lot}"),
            (_, _, _, Some(date), _) => format!("?17={date}"),
            (.., Some(date)) => format!("?15={date}"),
            _ => String::new(),
        },
        "00" | "414" | "417" => String::new(),
        _ => return None,
    };
    Some(format!("https://id.gs1.org/{key}/{value}{tail}"))
}

#[test]
fn digital_links_are_parsed() {
    run("gs1-syntax/dl-parse.json", |row| {
        let uri = text(row, "uri");
        // Options relax the standard (GTINs without their zeros); we do not.
        if row.get("options").is_some() {
            return None;
        }
        let valid = row.get("valid").and_then(Json::as_bool).unwrap();
        if valid {
            let want = canonical_of(&element_string(text(row, "element_string")))?;
            return Some(
                uri_of(uri)
                    .map_err(|error| format!("{uri}: {error}"))
                    .and_then(|have| expect(uri, &have, &want)),
            );
        }
        let keys = ["/253/", "/8004/"];
        if keys.iter().any(|key| uri.contains(key)) {
            return None;
        }
        Some(match Code::parse(uri) {
            Ok(code @ (Code::Goods(_) | Code::Place(_) | Code::Party(_))) => {
                Err(format!("{uri} was taken as {}", code.into_uri()))
            }
            Ok(Code::Other(_)) | Err(_) => Ok(()),
        })
    });
}

#[test]
fn check_digits_are_judged() {
    run("gs1-syntax/linters.json", |row| {
        let (typed, verdict) = (text(row, "bracketed"), text(row, "linter_error"));
        if !typed.starts_with("(00)") && !typed.starts_with("(01)") {
            return None;
        }
        let read = Goods::from_typed(typed);
        let fits = match verdict {
            "OK" => read.is_ok(),
            "INCORRECT_CHECK_DIGIT" => {
                matches!(read, Err(CodeError::Key(KeyError::CheckDigit { .. })))
            }
            "NON_DIGIT_CHARACTER" => matches!(read, Err(CodeError::Key(KeyError::NotDigit { .. }))),
            _ => return None,
        };
        Some(if fits { Ok(()) } else { Err(format!("{typed}: {verdict}, but {read:?}")) })
    });
}

#[test]
fn values_are_escaped_as_the_syntax_engine_does() {
    run("gs1-syntax/uri-escape.json", |row| {
        let (plain, escaped) = (text(row, "in"), text(row, "path"));
        let again = crate::percent::decode(escaped).map_err(|error| error.to_string());
        Some(
            expect(plain, &crate::percent::encode(plain), escaped)
                .and_then(|()| expect(plain, &again?, plain)),
        )
    });
}
