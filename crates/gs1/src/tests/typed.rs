//! What people type.

use crate::Goods;

#[test]
fn typed_text_is_read_generously_and_refused_in_words() {
    let table = [
        ("09506000134352", "https://id.gs1.org/01/09506000134352"),
        (" 9506000134352 ", "https://id.gs1.org/01/09506000134352"),
        ("9 506000 134352", "https://id.gs1.org/01/09506000134352"),
        ("9506000134352 L12", "https://id.gs1.org/01/09506000134352/10/L12"),
        ("09506000134352  1204", "https://id.gs1.org/01/09506000134352/10/1204"),
        ("106141412345678908", "https://id.gs1.org/00/106141412345678908"),
        ("1 0614141 234567890 8", "https://id.gs1.org/00/106141412345678908"),
        ("(01)09506000134352(10)A(b)1(21)7", "https://id.gs1.org/01/09506000134352/21/7"),
        ("(01)09506000134352(10)A(b)1", "https://id.gs1.org/01/09506000134352/10/A%28b%291"),
        (
            "(01)09506000134352(3103)000195(17)261231",
            "https://id.gs1.org/01/09506000134352?17=261231",
        ),
        ("(01)09506000134352(15)261231", "https://id.gs1.org/01/09506000134352?15=261231"),
        ("(00)106141412345678908", "https://id.gs1.org/00/106141412345678908"),
        ("q.example/01/09506000134352/10/7", "https://id.gs1.org/01/09506000134352/10/7"),
        ("HTTPS://q.example/01/09506000134352", "https://id.gs1.org/01/09506000134352"),
        ("urn:epc:id:sscc:0614141.1234567890", "https://id.gs1.org/00/106141412345678908"),
        ("09506000134351", "the check digit of 0950600013435? should be 2"),
        ("9506000134352 A B", NO_SPACE),
        ("(01)09506000134352(01)09506000134352", "the same (AI) stands twice"),
        ("(10)A", "nothing here names goods: (01) or (00) is missing"),
        (
            "(00)106141412345678908(01)09506000134352",
            "(00) and (01) name two things: type one of them",
        ),
        ("(01", FORM),
        ("()1", FORM),
        ("(01)", FORM),
        ("(1)2", FORM),
        ("", NOTHING),
        ("milk", NOTHING),
        ("A/7", NOTHING),
        ("9506000134352/7", NOTHING),
        ("javascript:alert(1)", NOTHING),
    ];
    for (text, expected) in table {
        let read =
            Goods::from_typed(text).map_or_else(|error| error.to_string(), |goods| goods.uri());
        assert_eq!(read, expected, "for {text}");
    }
}

const NOTHING: &str =
    "this is no code: type the number under the barcode, or the GTIN, a space and the lot";
const FORM: &str = "write each part as (AI)value, such as (01)09506000134352(10)ABC123";
const NO_SPACE: &str = "the lot may not hold ' ' (character 2); it may hold letters A-Z a-z, digits and \
                        !\"%&'()*+,-./:;<=>?_";
