//! Geometry, measured in the finished pictures.

use super::super::{Host, Label, Module, Order, Printer, Purpose, Warning};
use super::{LOT, host, order, pixels, style};

/// The printed module for a printer and a wish: dots, and millimetres.
const TABLE: [(Printer, &str, usize, &str); 10] = [
    (Printer::Dpi203, "0.495", 4, "0.5000"),
    (Printer::Dpi203, "0.396", 4, "0.5000"),
    (Printer::Dpi203, "0.990", 7, "0.8750"),
    (Printer::Dpi203, "0.375", 3, "0.3750"),
    (Printer::Dpi300, "0.495", 6, "0.5080"),
    (Printer::Dpi300, "0.396", 5, "0.4233"),
    (Printer::Dpi300, "0.99", 11, "0.9313"),
    (Printer::Dpi300, "0.25", 3, "0.2540"),
    (Printer::Dpi600, "0.495", 12, "0.5080"),
    (Printer::Dpi600, "0.396", 10, "0.4233"),
];

fn draw(printer: Printer, module: &str) -> Label {
    Label::draw(&Order { style: style(printer, module), ..order(LOT) }).unwrap()
}

/// How many pixels the first run of ink is long, in the first row that has ink: the top side of a
/// finder pattern, seven modules.
fn finder(rows: &[Vec<u8>]) -> (usize, usize, usize) {
    let top = rows.iter().position(|row| row.contains(&0)).unwrap();
    let left = rows[top].iter().position(|grey| *grey == 0).unwrap();
    let length = rows[top][left..].iter().take_while(|grey| **grey == 0).count();
    (top, left, length)
}

#[test]
fn every_module_is_whole_dots_and_as_wide_as_told() {
    for (printer, module, dots, mm) in TABLE {
        let label = draw(printer, module);
        let (rows, per_metre) = pixels(&label);
        assert_eq!(label.module_mm(), mm, "{printer:?} {module}");
        let (top, left, length) = finder(&rows);
        assert_eq!(length, 7 * dots, "{printer:?} {module}");
        // 51 characters in error correction M are version 3: 29 modules.
        let code = 29 * dots;
        for (y, row) in rows.iter().enumerate().skip(top).take(code) {
            for (x, run) in row[left..left + code].chunks(dots).enumerate() {
                let first = rows[top + (y - top) / dots * dots][left + x * dots];
                assert!(run.iter().all(|grey| *grey == first), "{printer:?} {module} {x} {y}");
            }
        }
        let expected = match printer {
            Printer::Dpi203 => 8_000,
            Printer::Dpi300 => 11_811,
            Printer::Dpi600 => 23_622,
        };
        assert_eq!(per_metre, expected);
    }
}

#[test]
fn four_modules_around_the_code_are_empty() {
    for (printer, module, dots, _) in TABLE {
        let (rows, _) = pixels(&draw(printer, module));
        let (top, left, _) = finder(&rows);
        let side = 29 * dots;
        assert_eq!(top, 4 * dots);
        assert!(4 * dots <= left);
        let last = left + side + 4 * dots;
        assert!(last <= rows[0].len());
        let is_white = |row: &[u8]| row.iter().all(|grey| *grey == 255);
        for row in &rows[top..top + side] {
            assert!(is_white(&row[..left]) && is_white(&row[left + side..]));
        }
        for row in &rows[top + side..top + side + 4 * dots] {
            assert!(is_white(&row[left - 4 * dots..last]), "{printer:?} {module}");
        }
    }
}

#[test]
fn only_modules_below_the_limit_of_tills_get_a_warning() {
    for (printer, module, _, mm) in TABLE {
        let label = draw(printer, module);
        let small = mm < "0.3960";
        let expected = small.then(|| Warning::SmallModule { mm: mm.to_owned() });
        assert_eq!(label.warnings(), expected.as_slice(), "{printer:?} {module}");
    }
}

#[test]
fn the_svg_has_the_same_size_in_millimetres() {
    let label = draw(Printer::Dpi203, "0.495");
    let (rows, _) = pixels(&label);
    let eighths = |dots: usize| format!("{}.{:03}0mm", dots / 8, dots % 8 * 125);
    let size = format!("width=\"{}\" height=\"{}\"", eighths(rows[0].len()), eighths(rows.len()));
    assert!(label.svg().contains(&size), "{size} {}", label.svg());
    let view = format!("viewBox=\"0 0 {} {}\"", rows[0].len(), rows.len());
    assert!(label.svg().contains(&view));
}

#[test]
fn the_same_order_gives_the_same_bytes() {
    assert_eq!(draw(Printer::Dpi300, "0.495"), draw(Printer::Dpi300, "0.495"));
}

#[test]
fn a_test_label_says_test_over_its_code() {
    let loopback = Host::choose(Some("127.0.0.1:8080"), &[], Purpose::Test).unwrap();
    let label = Label::draw(&Order { host: loopback, ..order(LOT) }).unwrap();
    let plain = Label::draw(&Order { host: host(), ..order(LOT) }).unwrap();
    assert!(label.svg().contains("<title>TEST: (01) 09520123456788"));
    assert!(!plain.svg().contains("TEST"));

    let (rows, _) = pixels(&label);
    // The band is 7 mm of ink from edge to edge, with white letters of 4 mm in it.
    let band = 83;
    assert!(rows[..band].iter().all(|row| row[0] == 0 && row[row.len() - 1] == 0));
    assert!(rows[band].iter().all(|grey| *grey == 255));
    let lettered = rows[..band].iter().filter(|row| row.contains(&255)).count();
    assert!((47..60).contains(&lettered), "{lettered}");
    let white: usize = rows[..band].iter().flatten().filter(|grey| **grey == 255).count();
    assert!(white > 2_000, "{white}");
}

#[test]
fn sizes_outside_the_limits_are_refused_with_what_would_be_right() {
    for text in ["", "0.2499", "0.249", "0.991", "1.0", "0,5", "495", "0.4951", ".5", "0.", "0.+5"]
    {
        let told = Module::parse(text).unwrap_err().to_string();
        assert!(told.contains("0.250 to 0.990 mm"), "{told}");
    }
    for text in ["", "200", "300dpi", "1200"] {
        let told = Printer::parse(text).unwrap_err().to_string();
        assert!(told.contains("203, 300 or 600"), "{told}");
    }
    for printer in Printer::ALL {
        assert_eq!(Printer::parse(printer.as_str()).unwrap(), printer);
    }
}
