//! EPC URNs both ways.

use super::table::check;
use crate::Goods;

#[test]
fn urns_become_keys() {
    check(&[
        ("urn:epc:id:sgtin:9506000.013435.7", "https://id.gs1.org/01/09506000134352/21/7"),
        ("URN:EPC:id:sgtin:950600013435.0.7", "https://id.gs1.org/01/09506000134352/21/7"),
        (
            "urn:epc:id:sgtin:9506000.013435.a.b%2Fc",
            "https://id.gs1.org/01/09506000134352/21/a.b%2Fc",
        ),
        (
            "urn:epc:class:lgtin:9506000.113435.%22%25",
            "https://id.gs1.org/01/19506000134359/10/%22%25",
        ),
        ("urn:epc:idpat:sgtin:9506000.013435.*", "https://id.gs1.org/01/09506000134352"),
        ("urn:epc:id:sscc:0614141.1234567890", "https://id.gs1.org/00/106141412345678908"),
        ("urn:epc:id:giai:9520000.12345", "urn:epc:id:giai:9520000.12345"),
    ]);
}

#[test]
fn a_malformed_urn_is_refused_in_words() {
    let table = [
        (
            "urn:epc:id:sgtin:9506000.13435.7",
            "company prefix and reference have 13 digits together, not 12",
        ),
        ("urn:epc:id:sgtin:95060.00013435.7", "the company prefix has 6 to 12 digits, not 5"),
        (
            "urn:epc:id:sgtin:9506000.013435",
            "it should be urn:epc:id:sgtin:<prefix>.<item>.<serial>",
        ),
        ("urn:epc:id:sgtin:9506000.013435.a/b", "'/' is written %2F in a URN"),
        ("urn:epc:id:sgtin:9506000.013435.<b>", "'<' is written %3C in a URN"),
        (
            "urn:epc:id:sscc:0614141.123456789",
            "company prefix and reference have 17 digits together, not 16",
        ),
        (
            "urn:epc:id:sscc:06141411234567890",
            "it should be urn:epc:id:sscc:<prefix>.<serial reference>",
        ),
        (
            "urn:epc:idpat:sgtin:9506000.*.*",
            "a pattern names one product: urn:epc:idpat:sgtin:<prefix>.<item>.*",
        ),
        (
            "urn:epc:idpat:sgtin:*.*.*",
            "a pattern names one product: urn:epc:idpat:sgtin:<prefix>.<item>.*",
        ),
        ("urn:epc:id:lgtin:9506000.013435.A", "a lot is a class: write urn:epc:class:lgtin:..."),
        (
            "urn:epc:class:sgtin:9506000.013435.A",
            "one thing or place is no class: write urn:epc:id:sgtin:...",
        ),
        (
            "urn:epc:ID:sgtin:9506000.013435.A",
            "its type should be id, class, idpat, pat, tag or raw",
        ),
        ("urn:epc:id", "it should be urn:epc:<type>:<scheme>:<fields>"),
        (
            "urn:epc:id:pgln:9520000.0000",
            "company prefix and reference have 12 digits together, not 11",
        ),
        (
            "urn:epc:id:sgln:9520000.00000",
            "it should be urn:epc:id:sgln:<prefix>.<location>.<extension, or 0>",
        ),
    ];
    for (text, why) in table {
        check(&[(text, &format!("refused: the EPC URN is wrong: {why}"))]);
    }
}

#[test]
fn a_wrong_field_of_a_urn_is_refused_in_words() {
    check(&[
        (
            "urn:epc:id:sgtin:9506000.01343x.7",
            "refused: the reference has digits only, but character 6 is 'x'",
        ),
        ("urn:epc:id:sgtin:9506000.013435.", "refused: the serial number is empty"),
        (
            "urn:epc:id:sgtin:9506000.013435.%",
            "refused: \"%\" is not percent-encoded text: write % itself as %25",
        ),
        (
            "urn:epc:class:lgtin:9506000.013435.%C3%A9",
            "refused: the lot may not hold 'é' (character 1); it may hold letters A-Z a-z, digits and \
             !\"%&'()*+,-./:;<=>?_",
        ),
    ]);
}

#[test]
fn a_key_cannot_hide_in_another_spelling_of_the_scheme() {
    check(&[("urn:epc:id:s%67tin:9506000.013435.7", "https://id.gs1.org/01/09506000134352/21/7")]);
}

#[test]
fn keys_become_urns_under_a_prefix_length() {
    let table = [
        (
            "https://id.gs1.org/01/09506000134352/21/a%2F7",
            7,
            Some("urn:epc:id:sgtin:9506000.013435.a%2F7"),
        ),
        (
            "https://id.gs1.org/01/19506000134359/10/A",
            12,
            Some("urn:epc:class:lgtin:950600013435.1.A"),
        ),
        ("https://id.gs1.org/01/09506000134352", 6, Some("urn:epc:idpat:sgtin:950600.0013435.*")),
        ("https://id.gs1.org/00/106141412345678908", 7, Some("urn:epc:id:sscc:0614141.1234567890")),
        ("https://id.gs1.org/00/106141412345678908", 5, None),
        ("https://id.gs1.org/00/106141412345678908", 13, None),
        ("https://id.gs1.org/01/09506000134352?17=261231", 7, None),
        ("https://c.example/x/p/lot/1", 7, None),
    ];
    for (text, prefix_len, expected) in table {
        assert_eq!(
            Goods::parse(text).unwrap().to_urn(prefix_len).as_deref(),
            expected,
            "for {text}"
        );
    }
}
