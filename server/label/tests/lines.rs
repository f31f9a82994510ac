//! What stands below the code.

use super::super::{Label, LabelError, NameError, Order, ProductName, Style, hri};
use super::{goods, host, order};

fn titles(name: &str) -> Vec<String> {
    let goods = goods(name);
    hri::lines(&goods, &goods.digital_link(host().as_str()))
}

fn named(name: &str) -> Order {
    let name = Some(ProductName::parse(name).unwrap());
    Order { style: Style { name, ..Style::default() }, ..order(super::LOT) }
}

#[test]
fn every_sort_of_goods_has_its_text() {
    let gtin = "https://id.gs1.org/01/09520123456788";
    let table: [(&str, &[&str]); 9] = [
        ("", &["(01) 09520123456788"]),
        ("/10/A%2F7", &["(01) 09520123456788", "(10) A/7"]),
        ("/21/77", &["(01) 09520123456788", "(21) 77"]),
        ("/10/A/21/77", &["(01) 09520123456788", "(10) A", "(21) 77"]),
        ("?17=261231", &["(01) 09520123456788", "(17) 261231"]),
        ("?15=261200", &["(01) 09520123456788", "(15) 261200"]),
        ("https://id.gs1.org/00/095200000000000011", &["(00) 095200000000000011"]),
        (
            "https://mango.example/x/9520001000013/lot/MV-07",
            &["trace.example/x/", "9520001000013/lot/MV-07"],
        ),
        ("urn:gdst:catch:2026-7", &["urn:gdst:catch:2026-7"]),
    ];
    for (name, lines) in table {
        let whole = name.starts_with("https:") || name.starts_with("urn:");
        let name = if whole { name.to_owned() } else { format!("{gtin}{name}") };
        assert_eq!(titles(&name), lines, "{name}");
        assert!(Label::draw(&order(&name)).unwrap().svg().contains("</svg>"));
    }
}

#[test]
fn a_name_breaks_between_its_words() {
    let wrapped = hri::wrap("Mango Kent, ripe and ready to eat, tray of 6");
    assert_eq!(wrapped, ["Mango Kent, ripe and ready", "to eat, tray of 6"]);
    assert_eq!(hri::wrap(&"x".repeat(30)), ["x".repeat(26), "x".repeat(4)]);
}

#[test]
fn a_name_is_printed_below_and_makes_the_label_taller() {
    let height = |order: &Order| super::pixels(&Label::draw(order).unwrap()).0.len();
    let one = height(&named("Mango Kent"));
    assert!(height(&order(super::LOT)) < one);
    assert!(one < height(&named("Mango Kent, ripe and ready to eat, tray of 6")));
    let label = Label::draw(&named("Salt & <Pepper> \"fine\"")).unwrap();
    assert!(label.svg().contains("Salt &amp; &lt;Pepper&gt; &quot;fine&quot;</title>"));
}

#[test]
fn letters_of_many_languages_are_drawn() {
    for name in ["Merluza de pincho, Galicia", "J\u{e4}ger\u{df}", "\u{39c}\u{3ad}\u{3bb}\u{3b9}"] {
        Label::draw(&named(name)).unwrap();
    }
}

#[test]
fn a_sign_that_the_font_lacks_is_refused_and_never_printed_as_a_box() {
    let error = Label::draw(&named("Kent \u{8292}\u{679c}")).unwrap_err();
    assert!(matches!(error, LabelError::Sign('\u{8292}')), "{error}");
}

#[test]
fn a_bad_name_is_refused_with_its_reason() {
    assert_eq!(ProductName::parse("  "), Err(NameError::Empty));
    assert_eq!(ProductName::parse("a\nb"), Err(NameError::Control('\n')));
    assert_eq!(ProductName::parse("a\u{202e}b"), Err(NameError::Control('\u{202e}')));
    assert_eq!(ProductName::parse(&"x".repeat(61)), Err(NameError::TooLong(61)));
    assert_eq!(ProductName::parse(" a  b ").unwrap().as_str(), "a b");
}
