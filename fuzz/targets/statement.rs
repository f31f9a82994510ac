//! Statements: the compact JWS, and the payload alone, which no fuzzer would find behind base64.

use ledger::statement::{Claims, Envelope, Statement, kid_of};
use ledger::{OrgId, b64};

/// The chain of the sample evidence, whose statements are among the inputs.
pub const ORIGIN: &str =
    "demo.furlong.example/811d80fdb5728b1a00bb1e750f536d45514408ff07b61981ab9fa76003464c55";

const HEADER: &str =
    r#"{"alg":"ES256","typ":"dc+sd-jwt","kid":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#;

/// Bytes that begin `{` are a payload; before a line feed and a payload in which `ORIG` stands may
/// be the payload of the statement that it vouches for.
pub fn run(bytes: &[u8]) {
    if bytes.first() != Some(&b'{') {
        return leaf_holds(bytes);
    }
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    match (parts.next(), parts.next().map(std::str::from_utf8)) {
        (Some(orig), Some(Ok(payload))) => {
            let payload = payload.replace("ORIG", &wrapped(orig));
            leaf_holds(wrapped(payload.as_bytes()).as_bytes());
        }
        _ => leaf_holds(wrapped(bytes).as_bytes()),
    }
}

/// As a compact JWS under some key. Reading looks at the form of the signature only.
fn wrapped(payload: &[u8]) -> String {
    let [header, payload] = [HEADER.as_bytes(), payload].map(b64::encode);
    format!("{header}.{payload}.{}", b64::encode(&[1; 64]))
}

fn leaf_holds(bytes: &[u8]) {
    let envelope = Envelope::read(bytes, ORIGIN);
    let statement = Statement::read(bytes, ORIGIN);
    let Ok(statement) = statement else { return };
    let envelope = envelope.expect("a statement is an envelope");
    assert_eq!(statement.head(), envelope.head());
    assert_eq!(statement.bytes(), bytes, "a leaf is kept byte for byte");
    assert!(bytes.starts_with(statement.signing_input()));
    assert_eq!(kid_of(bytes).as_deref(), Ok(statement.kid()), "the header tells the same key");
    assert_eq!(OrgId::parse(statement.iss().as_str()).as_ref(), Ok(statement.iss()));
    let id = statement.jti().to_string();
    assert_eq!(ledger::statement::Jti::parse(&id), Ok(statement.jti()));
    assert!(Statement::read(bytes, "other.example/00").is_err(), "it is for one chain");
    written_again(&statement, &envelope);
}

/// What it says survives its own writer.
fn written_again(statement: &Statement, envelope: &Envelope) {
    match statement.claims() {
        Claims::Governance(gov) => {
            let again = ledger::governance::Gov::read(&gov.to_json());
            assert_eq!(again.as_ref(), Ok(gov), "what is decided survives its writer");
        }
        Claims::Recall(order) => {
            let again = ledger::recalls::RecallOrder::read(&order.to_json());
            assert_eq!(again.as_ref(), Ok(order), "a recall survives its writer");
        }
        Claims::Event { epcis, .. } => assert_eq!(epcis, envelope.body()),
        Claims::Vouched { orig, .. } => {
            assert_eq!(orig.iss(), statement.iss(), "nobody vouches for others");
            assert_ne!(orig.jti(), statement.jti());
        }
        Claims::Access(access) => assert!(access.as_object().is_some()),
    }
}
