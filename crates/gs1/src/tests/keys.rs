//! Digits, text and dates.

use crate::{CalendarDate, Gln, Gtin, KeyError, Lot, Serial, Sscc, YyMmDd, check_digit, fold};

fn words<T: std::fmt::Display>(result: Result<T, KeyError>) -> String {
    result.map_or_else(|error| error.to_string(), |value| value.to_string())
}

#[test]
fn a_gtin_has_fourteen_digits_and_the_right_last_one() {
    let table = [
        ("09506000134352", "09506000134352"),
        ("9506000134352", "09506000134352"),
        ("614141123452", "00614141123452"),
        ("02345673", "00000002345673"),
        ("09506000134351", "the check digit of 0950600013435? should be 2"),
        ("02345670", "the check digit of 0234567? should be 3"),
        ("0950600013435", "the check digit of 095060001343? should be 9"),
        ("", "the GTIN is empty"),
        ("095060001343522", "the GTIN should have 8, 12, 13 or 14 digits, not 15"),
        ("0950600013435O", "the GTIN has digits only, but character 14 is 'O'"),
        ("٠٩٥٠٦٠٠٠١٣٤٣٥٢", "the GTIN has digits only, but character 1 is '٠'"),
        (" 9506000134352", "the GTIN has digits only, but character 1 is ' '"),
    ];
    for (text, expected) in table {
        assert_eq!(words(Gtin::parse(text)), expected, "for {text}");
    }
}

#[test]
fn a_gln_and_an_sscc_have_one_length() {
    assert_eq!(words(Gln::parse("9520000000004")), "9520000000004");
    assert_eq!(words(Gln::parse("952000000000")), "the GLN should have 13 digits, not 12");
    assert_eq!(words(Gln::parse("9520000000005")), "the check digit of 952000000000? should be 4");
    assert_eq!(words(Sscc::parse("106141412345678908")), "106141412345678908");
    assert_eq!(words(Sscc::parse("10614141234567890")), "the SSCC should have 18 digits, not 17");
    assert_eq!(
        words(Sscc::parse("106141412345678900")),
        "the check digit of 10614141234567890? should be 8"
    );
}

#[test]
fn the_check_digit_is_what_is_missing_to_the_next_ten() {
    for (digits, expected) in [("", 0), ("0", 0), ("5", 5), ("1", 7), ("629104150021", 3)] {
        assert_eq!(check_digit(digits), expected, "for {digits}");
    }
}

#[test]
fn company_prefixes_are_matched_after_the_indicator() {
    assert_eq!(Gtin::parse("19520000000001").unwrap().owner_digits(), "9520000000001");
    assert_eq!(Sscc::parse("106141412345678908").unwrap().owner_digits(), "06141412345678908");
    assert_eq!(Gln::parse("9520000000004").unwrap().owner_digits(), "9520000000004");
}

#[test]
fn a_lot_has_twenty_characters_of_set_82() {
    let all = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    assert_eq!(all.chars().count(), 82);
    for character in (0..=0x2FF).filter_map(char::from_u32) {
        let expected = all.contains(character) && character != '.';
        assert_eq!(Lot::parse(&character.to_string()).is_ok(), expected, "for {character:?}");
    }
    assert!(Lot::parse(&"x".repeat(20)).is_ok());
    assert_eq!(words(Lot::parse(&"x".repeat(21))), "the lot has at most 20 characters, not 21");
    assert_eq!(words(Serial::parse("")), "the serial number is empty");
    assert_eq!(
        words(Lot::parse("..")),
        "the lot cannot be \"..\" alone, because a link cannot carry it"
    );
    assert_eq!(
        words(Lot::parse("AB#1")),
        "the lot may not hold '#' (character 3); it may hold letters A-Z a-z, digits and \
         !\"%&'()*+,-./:;<=>?_"
    );
}

#[test]
fn search_meets_what_people_type() {
    let table = [
        ("L1204B", "1204B"),
        ("l 12O4b", "1204B"),
        ("12 o4 B", "1204B"),
        ("LL7", "7"),
        ("L", "L"),
        ("lol", "0L"),
        ("", ""),
    ];
    for (text, expected) in table {
        assert_eq!(fold(text), expected, "for {text}");
        assert_eq!(fold(&fold(text)), expected, "folding {text} twice");
    }
    assert_eq!(Lot::parse("LO-1").unwrap().folded(), "0-1");
}

#[test]
fn a_date_has_six_digits_and_may_leave_the_day_open() {
    for good in ["261231", "260200", "240229", "000229", "991200"] {
        assert_eq!(words(YyMmDd::parse(good)), good);
    }
    for bad in ["261301", "260001", "260230", "250229", "260431", "260000"] {
        let error = words(YyMmDd::parse(bad));
        assert!(error.starts_with(&format!("{bad} is no date")), "{error}");
    }
    assert_eq!(words(YyMmDd::parse("2612311")), "the date (YYMMDD) should have 6 digits, not 7");
    assert_eq!(
        words(YyMmDd::parse("26123a")),
        "the date (YYMMDD) has digits only, but character 6 is 'a'"
    );
}

#[test]
fn the_century_is_the_nearest_one() {
    let table = [
        ("261231", 2026, "2026-12-31"),
        ("260200", 2026, "2026-02-28"),
        ("240200", 2026, "2024-02-29"),
        ("770101", 2026, "1977-01-01"),
        ("760101", 2026, "2076-01-01"),
        ("990101", 2026, "1999-01-01"),
        ("000101", 1999, "2000-01-01"),
        ("490101", 1999, "2049-01-01"),
        ("500101", 1999, "1950-01-01"),
        ("000229", 2060, "2100-02-28"),
    ];
    for (text, reference_year, expected) in table {
        let date = YyMmDd::parse(text).unwrap().calendar(reference_year);
        assert_eq!(date.iso(), expected, "for {text} seen from {reference_year}");
    }
    let day = YyMmDd::parse("261100").unwrap().calendar(2026);
    assert_eq!(day, CalendarDate { year: 2026, month: 11, day: 30 });
}
