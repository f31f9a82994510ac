//! Finished labels are read back.

use super::super::{Host, Label, LabelError, Order, Printer, Purpose, check};
use super::{LOT, goods, order, style};
use proptest::prelude::*;

/// Names of goods: a GTIN and a lot of any characters that GS1 allows, perhaps a serial number.
fn names() -> impl Strategy<Value = gs1::Goods> {
    // Dots alone are refused: as a segment of a path they vanish.
    let text = "[!\"%-?A-Z_a-z]{1,19}[A-Za-z0-9]";
    (0_u64..10_000_000_000, text, proptest::option::of(text)).prop_map(|(item, lot, serial)| {
        let body = format!("952{item:010}");
        let gtin = gs1::Gtin::parse(&format!("{body}{}", gs1::check_digit(&body))).unwrap();
        let lot = gs1::Lot::parse(&lot).unwrap();
        match serial.map(|serial| gs1::Serial::parse(&serial).unwrap()) {
            Some(serial) => gs1::Goods::Serial { gtin, lot: Some(lot), serial },
            None => gs1::Goods::Lot(gtin, lot),
        }
    })
}

fn looks() -> impl Strategy<Value = (Printer, &'static str)> {
    let printers = proptest::sample::select(Printer::ALL.to_vec());
    (printers, proptest::sample::select(vec!["0.25", "0.375", "0.396", "0.495"]))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_label_reads_as_its_goods(
        goods in names(),
        host in "[a-z]{1,20}\\.example",
        (printer, module) in looks(),
        purpose in proptest::sample::select(vec![Purpose::Goods, Purpose::Test]),
    ) {
        let host = Host::choose(None, &[host], purpose).unwrap();
        let order = Order { goods: goods.clone(), host, style: style(printer, module) };
        let label = Label::draw(&order).unwrap();
        prop_assert!(label.payload().starts_with("https://"));
        check::reads_as(label.png(), label.payload()).unwrap();
        // And the link names the same goods.
        prop_assert_eq!(gs1::Goods::parse(label.payload()).unwrap(), goods);
    }
}

#[test]
fn the_link_has_fourteen_digits_and_an_encoded_lot() {
    let name = goods("https://id.gs1.org/01/09520123456788/10/A%2F7%2B%25");
    let label = Label::draw(&Order { goods: name, ..order(LOT) }).unwrap();
    assert_eq!(label.payload(), "https://trace.example/01/09520123456788/10/A%2F7%2B%25");
}

#[test]
fn a_label_that_reads_otherwise_is_refused() {
    let label = Label::draw(&order(LOT)).unwrap();
    let error = check::reads_as(label.png(), "https://trace.example/01/1").unwrap_err();
    let LabelError::Unreadable { read, .. } = error else { panic!("{error}") };
    assert_eq!(read, [label.payload()]);
}

#[test]
fn a_label_without_a_code_is_refused() {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 64, 64);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[255; 512]).unwrap();
    writer.finish().unwrap();
    let error = check::reads_as(&file, "https://trace.example/").unwrap_err();
    assert!(matches!(error, LabelError::Unreadable { ref read, .. } if read.is_empty()), "{error}");
}

#[test]
fn a_link_that_needs_too_big_a_code_is_refused() {
    let name = goods(&format!("https://data.example/{}", "a".repeat(600)));
    let error = Label::draw(&Order { goods: name, ..order(LOT) }).unwrap_err();
    assert!(matches!(error, LabelError::TooLong { max: 512, .. }), "{error}");
}

#[test]
fn the_longest_link_reads_on_every_printer() {
    let id = "a".repeat(512 - "https://trace.example/t?id=urn%3Aq%3A".len());
    for printer in Printer::ALL {
        let goods = goods(&format!("urn:q:{id}"));
        let label = Label::draw(&Order { goods, style: style(printer, "0.396"), ..order(LOT) });
        assert_eq!(label.unwrap().payload().len(), 512);
    }
}
