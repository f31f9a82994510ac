//! Digital Links of any host, and what is wrong with the others.

use super::table::check;
use crate::Goods;

#[test]
fn the_host_and_the_stem_do_not_matter() {
    check(&[
        ("https://id.gs1.org/01/09506000134352", "https://id.gs1.org/01/09506000134352"),
        ("http://Brand.example:8080/a/b/01/09506000134352", "https://id.gs1.org/01/09506000134352"),
        ("HTTPS://brand.example/00/106141412345678908", "https://id.gs1.org/00/106141412345678908"),
        ("https://x.example/01/zz/01/09506000134352/", "https://id.gs1.org/01/09506000134352"),
        (
            "https://x.example/gtin/09506000134352/lot/A",
            "https://id.gs1.org/01/09506000134352/10/A",
        ),
        ("https://x.example/t/01/09506000134352#top", "https://id.gs1.org/01/09506000134352"),
    ]);
}

#[test]
fn the_finest_qualifier_is_kept() {
    check(&[
        ("https://b.example/01/09506000134352/10/AB", "https://id.gs1.org/01/09506000134352/10/AB"),
        (
            "https://b.example/01/09506000134352/22/V2/10/AB/21/7",
            "https://id.gs1.org/01/09506000134352/21/7",
        ),
        ("https://b.example/01/09506000134352/22/V2", "https://id.gs1.org/01/09506000134352"),
        (
            "https://b.example/01/09506000134352/10/A%2fB%21?17=261231",
            "https://id.gs1.org/01/09506000134352/10/A%2FB%21",
        ),
        (
            "https://b.example/01/09506000134352/10/A(b)",
            "https://id.gs1.org/01/09506000134352/10/A%28b%29",
        ),
        (
            "https://b.example/01/09506000134352/10/01/21/00",
            "https://id.gs1.org/01/09506000134352/21/00",
        ),
        (
            "https://b.example/01/09506000134352/235/X?10=AB",
            "https://id.gs1.org/01/09506000134352/235/X",
        ),
    ]);
}

#[test]
fn without_a_lot_the_date_is_the_name() {
    check(&[
        (
            "https://b.example/01/09506000134352?15=261101&17=261231&utm=x",
            "https://id.gs1.org/01/09506000134352?17=261231",
        ),
        (
            "https://b.example/01/09506000134352?3103=000195&15=261100",
            "https://id.gs1.org/01/09506000134352?15=261100",
        ),
        ("https://b.example/01/09506000134352?", "https://id.gs1.org/01/09506000134352"),
        (
            "https://b.example/00/106141412345678908?17=261231",
            "https://id.gs1.org/00/106141412345678908",
        ),
    ]);
}

#[test]
fn both_dates_are_kept_beside_the_name() {
    let product = "https://id.gs1.org/01/09506000134352";
    for (text, name, dates) in [
        ("/10/AB?17=261231&15=261201", "/10/AB", &["?17=261231", "?15=261201"][..]),
        ("/10/AB/21/7?15=261201&x=y", "/21/7", &["?15=261201"]),
        ("?15=261201&17=261231", "?17=261231", &["?17=261231", "?15=261201"]),
        ("/10/AB", "/10/AB", &[]),
    ] {
        let (goods, dated) = Goods::parse_dated(&format!("{product}{text}")).unwrap();
        assert_eq!(goods.uri(), format!("{product}{name}"), "{text}");
        let wanted: Vec<String> = dates.iter().map(|date| format!("{product}{date}")).collect();
        assert_eq!(dated.iter().map(Goods::uri).collect::<Vec<_>>(), wanted, "{text}");
    }
    let (_, hidden) =
        Goods::parse_dated("https://x.example/%301/09506000134352/10/A?17=261231").unwrap();
    assert_eq!(hidden.len(), 1);
    let (_, of_a_case) =
        Goods::parse_dated("https://id.gs1.org/00/106141412345678908?17=261231").unwrap();
    assert!(of_a_case.is_empty(), "a case has no product of its own");
}

#[test]
fn a_fault_is_refused_in_words() {
    const ORDER: &str = "refused: the GS1 Digital Link is wrong: after a GTIN come 22, 10, 21 in this \
                         order, each at most once, or 235 alone";
    check(&[
        (
            "https://b.example/01/09506000134351",
            "refused: the check digit of 0950600013435? should be 2",
        ),
        ("https://b.example/01/09506000134352/21/1/10/A", ORDER),
        ("https://b.example/01/09506000134352/10/A/10/B", ORDER),
        ("https://b.example/01/09506000134352/235/A/21/B", ORDER),
        ("https://b.example/01/09506000134352/22/A/235/B", ORDER),
        ("https://b.example/01/09506000134352/99/A", &format!("{ORDER}, not \"99\"")),
        (
            "https://b.example/00/106141412345678908/10/A",
            "refused: the GS1 Digital Link is wrong: nothing may follow an SSCC in the path, not \"10\"",
        ),
        (
            "https://b.example/01/09506000134352/10",
            "refused: the GS1 Digital Link is wrong: 10 has no value after it",
        ),
        (
            "https://b.example/01/09506000134352/10/?x=1",
            "refused: the GS1 Digital Link is wrong: 10 has no value after it",
        ),
        ("https://b.example/01/09506000134352/10//21/1", "refused: the lot is empty"),
        (
            "https://b.example/01/9506000134352",
            "refused: the GS1 Digital Link is wrong: write the GTIN with 14 digits: 09506000134352",
        ),
        (
            "https://b.example/01/09506000134352?10=A",
            "refused: the GS1 Digital Link is wrong: 10 belongs in the path, not in the query",
        ),
        (
            "https://b.example/01/09506000134352?17=261231&17=261230",
            "refused: the GS1 Digital Link is wrong: 17 stands there twice",
        ),
        (
            "https://b.example/01/09506000134352?01=09506000134352",
            "refused: the GS1 Digital Link is wrong: 01 stands there twice",
        ),
        (
            "https://b.example/01/09506000134352?99=",
            "refused: the GS1 Digital Link is wrong: the value of 99 has 1 to 90 characters, not 0",
        ),
        (
            "https://b.example/01/09506000134352?99=a+b",
            "refused: the GS1 Digital Link is wrong: the value of 99 may not hold ' '",
        ),
        (
            "https://me@b.example/01/09506000134352",
            "refused: the GS1 Digital Link is wrong: its host may hold letters, digits, - and . only",
        ),
        (
            "https://b.example/01/09506000134352/10/A%ZZ",
            "refused: \"A%ZZ\" is not percent-encoded text: write % itself as %25",
        ),
        ("https://id.gs1.org/01/123", "refused: the GTIN should have 14 digits, not 3"),
        ("https://id.gs1.org/01", "refused: the GTIN is empty"),
    ]);
}

#[test]
fn a_path_step_is_never_a_lot() {
    check(&[
        (
            "https://b.example/01/09506000134352/10/..",
            "refused: the lot cannot be \"..\" alone, because a link cannot carry it",
        ),
        (
            "https://b.example/01/09506000134352/10/%2e%2E",
            "refused: the lot cannot be \"..\" alone, because a link cannot carry it",
        ),
        (
            "https://b.example/01/09506000134352/235/..",
            "refused: the 235 cannot be \"..\" alone, because a link cannot carry it",
        ),
    ]);
}

#[test]
fn a_key_cannot_hide_from_the_checks_behind_another_spelling() {
    check(&[
        (
            "https://id.gs1.org/%301/09506000134351",
            "refused: the check digit of 0950600013435? should be 2",
        ),
        ("https://id.gs1.org/%30%31/09506000134352", "https://id.gs1.org/01/09506000134352"),
        ("https://id.gs1.org/x/../01/./09506000134352", "https://id.gs1.org/01/09506000134352"),
        ("https://%69d.gs1.org/%301/09506000134352", "https://id.gs1.org/01/09506000134352"),
    ]);
}

#[test]
fn a_path_with_a_month_is_no_digital_link() {
    check(&[
        ("https://blog.example/2026/01/12", "https://blog.example/2026/01/12"),
        ("https://shop.example/01/apples", "https://shop.example/01/apples"),
        ("https://shop.example/00/1234", "https://shop.example/00/1234"),
    ]);
}
