//! Fishing gear: from GDST's numbers to FAO's letters.

/// FAO, International Standard Statistical Classification of Fishing Gear, revision 1 (2016).
const GEARS: [(&str, &str); 49] = [
    ("1.1", "PS"),
    ("1.2", "LA"),
    ("2.1", "SB"),
    ("2.2", "SV"),
    ("2.9", "SX"),
    ("3.11", "TBB"),
    ("3.12", "OTB"),
    ("3.13", "OTT"),
    ("3.14", "OTP"),
    ("3.15", "PTB"),
    ("3.19", "TB"),
    ("3.21", "OTM"),
    ("3.22", "PTM"),
    ("3.29", "TM"),
    ("3.9", "TX"),
    ("4.1", "DRB"),
    ("4.2", "DRH"),
    ("4.3", "DRM"),
    ("4.9", "DRX"),
    ("5.1", "LNP"),
    ("5.2", "LNB"),
    ("5.3", "LNS"),
    ("5.9", "LN"),
    ("6.1", "FCN"),
    ("6.2", "FCO"),
    ("6.9", "FG"),
    ("7.1", "GNS"),
    ("7.2", "GND"),
    ("7.3", "GNC"),
    ("7.4", "GNF"),
    ("7.5", "GTR"),
    ("7.6", "GTN"),
    ("7.9", "GEN"),
    ("8.1", "FPN"),
    ("8.2", "FPO"),
    ("8.3", "FYK"),
    ("8.9", "FIX"),
    ("9.1", "LHP"),
    ("9.2", "LHM"),
    ("9.31", "LLS"),
    ("9.32", "LLD"),
    ("9.39", "LL"),
    ("9.4", "LVT"),
    ("9.5", "LTL"),
    ("9.9", "LX"),
    ("10.1", "HAR"),
    ("10.2", "MHI"),
    ("10.8", "MDV"),
    ("99.9", "NK"),
];

/// The letters for `urn:gdst:gear:9.31`, `09.31` or `LLS`; nothing for what is neither.
pub(super) fn code(told: &str) -> Option<String> {
    let last = told.rsplit([':', '/']).next().unwrap_or(told);
    let number = last.trim_start_matches('0');
    if let Some((_, letters)) = GEARS.iter().find(|(known, _)| *known == number) {
        return Some((*letters).to_owned());
    }
    let letters = (2..=4).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_alphabetic());
    letters.then(|| last.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn gear_is_read_by_number_and_by_letters() {
        assert_eq!(code("urn:gdst:gear:9.31").as_deref(), Some("LLS"));
        assert_eq!(code("09.31").as_deref(), Some("LLS"));
        assert_eq!(code("https://a.example/gear/OTB").as_deref(), Some("OTB"));
        assert_eq!(code("urn:gdst:gear:77.7"), None);
    }
}
