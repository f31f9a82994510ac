//! Files of validators who all lie: the tree and the quorum are right, the leaf is not.

use super::book::Book;
use super::cast::{AUCTION, BOAT, Firm, PLANT};
use crate::evidence::tests::step_of;
use crate::evidence::{Evidence, Moment, Step, Wanted, assemble};
use crate::governance::{Gov, NewKey, Told};
use crate::key::P256Secret;
use crate::rows::Purpose;
use crate::statement::{Body, Draft, Jti};
use json::{Json, Object};

const FIRMS: [Firm; 3] = [BOAT, AUCTION, PLANT];

/// Height 1 gives the boat a second key and one that soon expires; height 2 retires its first.
fn founded() -> Book {
    let mut book = Book::found("demo.furlong.example", &FIRMS).unwrap();
    let key = |use_of: &str| {
        NewKey::make(&BOAT.key(use_of).unwrap(), Purpose::Event, &BOAT.iss().unwrap(), &book.origin)
    };
    let keys = [key("deck"), key("spring").until(1_772_431_200_000 + 2 * 1_800_000)];
    let add = keys.map(|key| govern(&book, "admin", &Gov::KeyAdd(key)));
    book.block(add.to_vec()).unwrap();
    let kid = BOAT.key("event").unwrap().public().kid();
    let retire = govern(&book, "admin", &Gov::KeyRetire { kid });
    book.block(vec![retire]).unwrap();
    book
}

fn govern(book: &Book, use_of: &str, gov: &Gov) -> String {
    book.sign(BOAT, use_of, Body::Governance(gov.to_json())).unwrap()
}

fn event() -> Body {
    Body::Event { epcis: Json::Object(Object::new()), corrects: None }
}

/// A statement of the boat's under that key id, signed by that key.
fn signed(book: &Book, body: Body, kid: &str, key: &P256Secret) -> String {
    let draft = Draft {
        iss: BOAT.iss().unwrap(),
        origin: book.origin.clone(),
        jti: Jti::from_parts(1_772_431_200_000, [3; 10]),
        iat: 1_772_431_200,
        body,
    };
    let input = draft.signing_input(kid);
    format!("{input}.{}", crate::b64::encode(&key.sign(input.as_bytes())))
}

/// The step that finds a leaf which the validators let in at height 3.
fn step(forge: impl FnOnce(&Book) -> String) -> Option<Step> {
    let mut book = founded();
    let leaf = forge(&book);
    let index = book.smuggle(leaf).unwrap();
    let checkpoint = book.cosign(&FIRMS, &[], 1_772_440_000).unwrap();
    let wanted =
        Wanted { leaves: [(index, Vec::new())].into(), codes: vec![super::SUBJECT.to_owned()] };
    let moment = Moment {
        origin: &book.origin,
        genesis: &book.genesis,
        epochs: &[],
        checkpoint: &checkpoint,
        tip: book.tip().unwrap(),
        members: book.state.members(),
        recalls: book.state.recalls(),
    };
    let chain = assemble(&book, moment, &wanted).unwrap();
    let evidence = Evidence { v: 1, subject: Some(super::SUBJECT.to_owned()), chains: vec![chain] };
    step_of(&evidence.to_bytes(), &evidence)
}

#[test]
fn an_honest_leaf_passes_the_same_way() {
    assert_eq!(step(|book| book.sign(BOAT, "deck", event()).unwrap()), None);
}

#[test]
fn a_false_signature_is_found_though_a_quorum_took_it() {
    let deck = BOAT.key("deck").unwrap();
    let kid = deck.public().kid();
    let thief = PLANT.key("event").unwrap();
    assert_eq!(step(|book| signed(book, event(), &kid, &thief)), Some(Step::Signature));
    let vouched = step(|book| {
        let orig = signed(book, event(), &kid, &thief);
        book.sign(BOAT, "deck", Body::Vouched { orig, reason: "late".to_owned() }).unwrap()
    });
    assert_eq!(vouched, Some(Step::Signature));
}

#[test]
fn a_key_that_may_not_sign_is_found() {
    let show = || Body::Governance(Gov::Told(Told::NameUs { show: true }).to_json());
    for (what, use_of, body) in [
        ("a retired key", "event", event()),
        ("an expired key", "spring", event()),
        ("an admin key for an event", "admin", event()),
        ("an event key for governance", "deck", show()),
    ] {
        let found = step(|book| book.sign(BOAT, use_of, body).unwrap());
        assert_eq!(found, Some(Step::Key), "{what}");
    }
    let plant = PLANT.key("event").unwrap();
    let of_another = step(|book| signed(book, event(), &plant.public().kid(), &plant));
    assert_eq!(of_another, Some(Step::Key));
    let admin = BOAT.key("admin").unwrap();
    let vouched = step(|book| {
        let orig = signed(book, event(), &admin.public().kid(), &admin);
        book.sign(BOAT, "deck", Body::Vouched { orig, reason: "late".to_owned() }).unwrap()
    });
    assert_eq!(vouched, Some(Step::Key));
}
