//! Which hosts are refused, and in which words.

use super::super::{Host, Label, LabelError, Purpose, Style, Warning};
use super::{goods, order};

fn listed() -> Vec<String> {
    vec!["trace.example".to_owned(), "Brand.example:8443".to_owned(), "127.0.0.1".to_owned()]
}

fn refusal(asked: &str) -> String {
    Host::choose(Some(asked), &listed(), Purpose::Goods).unwrap_err().to_string()
}

#[test]
fn listed_hosts_and_the_global_one_are_taken() {
    let table = [
        (Some("trace.example"), "trace.example"),
        (Some("TRACE.example"), "trace.example"),
        (Some("brand.example:8443"), "brand.example:8443"),
        (Some("id.gs1.org"), "id.gs1.org"),
        (None, "trace.example"),
    ];
    for (asked, taken) in table {
        let host = Host::choose(asked, &listed(), Purpose::Goods).unwrap();
        assert_eq!(host.as_str(), taken);
        assert!(!host.is_test());
    }
    assert_eq!(Host::choose(None, &[], Purpose::Goods).unwrap().as_str(), "id.gs1.org");
}

#[test]
fn every_other_host_is_refused_with_its_reason() {
    let table = [
        ("", "is not a host"),
        ("https://trace.example", "without https:// and path"),
        ("trace.example/x", "is not a host"),
        ("trace.example.", "is not a host"),
        ("-trace.example", "is not a host"),
        ("tr\u{e4}ce.example", "is not a host"),
        ("user@trace.example", "is not a host"),
        ("trace.example:", "is not a host"),
        ("trace.example:0", "is not a host"),
        ("trace.example:65536", "is not a host"),
        ("a..example", "is not a host"),
        ("127.0.0.1", "is an IP address"),
        ("10.0.0.7:8080", "is an IP address"),
        ("127.1", "is an IP address"),
        ("2130706433", "is an IP address"),
        ("0x7f.0x1", "is an IP address"),
        ("[::1]:8080", "is an IP address"),
        ("localhost", "on this machine or network only"),
        ("LOCALHOST:8080", "on this machine or network only"),
        ("demo.localhost", "on this machine or network only"),
        ("printer.local", "on this machine or network only"),
        ("nas.home.arpa", "on this machine or network only"),
        ("intranet", "on this machine or network only"),
        ("other.example", "use trace.example or Brand.example:8443 or 127.0.0.1 or id.gs1.org"),
        ("brand.example", "is not in label.hosts"),
        ("trace.example.evil.example", "is not in label.hosts"),
    ];
    for (asked, words) in table {
        let told = refusal(asked);
        assert!(told.contains(words), "{asked}: {told}");
    }
    let long = format!("{}.example", "a".repeat(64));
    assert!(refusal(&long).contains("is not a host"));
}

#[test]
fn a_listed_address_is_still_refused() {
    assert!(refusal("127.0.0.1").contains("print a test label"));
    let only = ["localhost:8080".to_owned()];
    assert!(Host::choose(None, &only, Purpose::Goods).is_err());
}

#[test]
fn a_test_label_takes_any_host_and_says_so() {
    for asked in ["127.0.0.1:8080", "localhost", "other.example"] {
        let host = Host::choose(Some(asked), &[], Purpose::Test).unwrap();
        assert_eq!(host.as_str(), asked);
        assert!(host.is_test());
    }
    for asked in ["a b", "x/y", "[::1]", ""] {
        assert!(Host::choose(Some(asked), &[], Purpose::Test).is_err(), "{asked}");
    }
}

#[test]
fn the_global_resolver_is_refused_for_goods_that_it_cannot_know() {
    let global = Host::choose(None, &[], Purpose::Goods).unwrap();
    for name in ["https://mango.example/x/9520001000013/lot/7", "urn:gdst:lot:7"] {
        let order =
            super::Order { goods: goods(name), host: global.clone(), style: Style::default() };
        let error = Label::draw(&order).unwrap_err();
        assert!(matches!(error, LabelError::NeedsHost), "{error}");
    }
    let known = super::Order { host: global, ..order(super::LOT) };
    let label = Label::draw(&known).unwrap();
    assert_eq!(label.payload(), "https://id.gs1.org/01/09520123456788/10/MNG-0415");
    assert_eq!(label.warnings(), [Warning::GlobalHost]);
}
