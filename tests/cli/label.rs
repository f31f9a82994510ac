//! `furlong label`.

use super::program::{Desk, GLN};

#[test]
fn a_label_goes_to_a_file_or_to_standard_output() {
    let desk = Desk::new();
    let lot = ["label", "--gtin", GLN, "--lot", "L1"];
    let svg = desk.run(&lot).coded(0);
    assert!(svg.out.starts_with("<svg"), "{}", svg.out);
    assert!(svg.err.contains("https://id.gs1.org/01/09506000134352/10/L1"), "{}", svg.err);
    desk.run(&[lot.as_slice(), &["--serial", "7", "-o", "l.png"]].concat()).coded(0);
    assert!(desk.read("l.png").starts_with(b"\x89PNG"));
}

#[test]
fn a_host_that_nobody_listed_is_only_for_a_test() {
    let desk = Desk::new();
    let lot = ["label", "--gtin", GLN, "--lot", "L1", "--host", "trace.example"];
    let refused = desk.run(&lot).coded(1);
    assert!(refused.err.contains("not in label.hosts"), "{}", refused.err);
    let test = desk.run(&[lot.as_slice(), &["--test"]].concat()).coded(0);
    assert!(test.err.contains("https://trace.example/01/"), "{}", test.err);
    std::fs::create_dir(desk.path("furlong-data")).unwrap();
    desk.write("furlong-data/furlong.toml", "[label]\nhosts = [\"trace.example\"]\n");
    desk.run(&lot).coded(0);
    let digit = desk.run(&["label", "--gtin", "9506000134353", "--lot", "L1"]).coded(1);
    assert!(digit.err.contains("check digit"), "{}", digit.err);
    desk.run(&["label", "--lot", "L1"]).coded(2);
}
