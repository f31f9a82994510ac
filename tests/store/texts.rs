//! Texts from strangers: what one database takes, the other takes.

use super::bed::Bed;
use super::on_both;
use furlong::store::read::{Sheet, events, facts, findings, goods};
use furlong::store::vault;
use ledger::Hash;

on_both!(
    the_longest_names_have_an_index_entry,
    a_text_that_cannot_be_there_is_not_found,
    a_sentence_may_quote_what_no_row_can_hold,
);

/// Random enough that no index compresses it.
fn noise(bytes: usize) -> String {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(
            b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
                [usize::try_from(state % 64).unwrap()],
        )
    })
    .take(bytes)
    .collect()
}

/// An index entry of PostgreSQL has at most 2,704 bytes; events name at most 2,000 in one URI.
fn the_longest_names_have_an_index_entry(bed: &Bed) {
    let mut db = bed.read();
    let uri = format!("urn:{}", noise(1_996));
    let mut sheet = Sheet::default();
    let number = sheet.number(&mut db, &uri, Some(&noise(90))).unwrap();
    sheet.mention(&mut db, number, (1, "org"), goods::Role::Object).unwrap();
    events::put_transformation(&mut db, &uri, 1).unwrap();
    let event = events::Row { leaf: 1, event_id: uri.clone(), event_ms: 1, org: noise(100) };
    sheet.event(event.clone());
    sheet.enter(&mut db).unwrap();
    // A subject has at most 500 characters, of up to four bytes each.
    let subject = "\u{1F41F}".repeat(500);
    let kind = "product.set".to_owned();
    let fact = facts::Fact { leaf: 1, kind, subject, org: noise(100), fact: noise(60_000) };
    facts::put(&mut db, &fact).unwrap();
    assert_eq!(events::by_id(&mut db, &uri).unwrap(), [event]);
    let about = facts::about(&mut db, &fact.kind, &fact.subject).unwrap();
    assert_eq!(about, [fact]);
}

/// PostgreSQL has no text with U+0000. No row can hold one, so that looking for it is no failure.
fn a_text_that_cannot_be_there_is_not_found(bed: &Bed) {
    let mut db = bed.read();
    for text in ["a\0b", "\0", "\u{10ffff}\u{fffe}", "' OR 1=1 --", "%", "_"] {
        assert_eq!(events::by_id(&mut db, text).unwrap(), [], "{text:?}");
        assert!(!goods::is_known(&mut db, text).unwrap(), "{text:?}");
        assert_eq!(goods::leaves(&mut db, text, 9, 9).unwrap(), [0_u64; 0], "{text:?}");
        assert_eq!(goods::by_lot(&mut db, text, 9).unwrap(), [""; 0], "{text:?}");
        assert_eq!(facts::about(&mut db, "product.set", text).unwrap(), [], "{text:?}");
    }
}

/// What is told of a fault quotes what was sent.
fn a_sentence_may_quote_what_no_row_can_hold(bed: &Bed) {
    let mut read = bed.read();
    findings::put(&mut read, 7, "not-epcis", "\"a\0b\" is no member").unwrap();
    let about = findings::about(&mut read, 7).unwrap();
    assert_eq!(about, [("not-epcis".to_owned(), "\"a\u{fffd}b\" is no member".to_owned())]);
    let mut chain = bed.chain();
    let leaf = Hash::of(&[b"leaf"]);
    vault::put_dropped(&mut chain, &[(leaf, "\0".to_owned())], 1).unwrap();
    assert_eq!(vault::dropped(&mut chain, leaf).unwrap().as_deref(), Some("\u{fffd}"));
}
