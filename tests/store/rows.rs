//! Every kind of row comes back as it was written.

use super::bed::Bed;
use super::on_both;
use furlong::store::attachments;
use furlong::store::blocks::{self, Block};
use furlong::store::cosignatures::{self, Signed};
use furlong::store::leaves::{self, NewLeaf};
use furlong::store::read::cursor::{self, Cursor};
use furlong::store::read::{Sheet, events, facts, findings, goods};
use furlong::store::state::{self, Versions};
use furlong::store::undecided::{self, Undecided};
use furlong::store::{Db, StoreError, stretch, subtrees, vault};
use ledger::block::Body;
use ledger::{Hash, OrgId};

on_both!(
    leaves_come_back_by_index_hash_and_id,
    the_newest_version_of_a_row_is_the_state,
    rows_of_this_node_are_overwritten,
    files_belong_to_statements,
    the_read_model_answers,
    a_transaction_is_whole_or_nothing,
);

fn hash(number: u64) -> Hash {
    Hash::of(&[&number.to_be_bytes()])
}

fn org(number: u64) -> OrgId {
    let gln = ["9520101000002", "9520105000008"][usize::try_from(number % 2).unwrap()];
    OrgId::parse(&format!("https://id.gs1.org/417/{gln}")).unwrap()
}

/// Bytes of every value, as no text has them.
fn statement(leaf: u64) -> Vec<u8> {
    (0..=255).cycle().skip(usize::try_from(leaf).unwrap()).take(300).collect()
}

/// Enters a block of so many statements as `Decided` does.
fn enter(db: &mut Db, height: u64, first: u64, count: u64) -> Block {
    let record = format!("record {height}");
    let statements = (first + 1..=first + count).map(statement).collect();
    let body = Body { record: record.clone().into_bytes(), statements };
    let block = Block {
        height,
        id: hash(1_000_000 + height),
        record,
        time_ms: 1_794_484_800_000 + height,
        first,
        leaves: count + 1,
        round: 2,
        certificate: vec![0, 255, 7],
    };
    blocks::put_body(db, block.id, height, first, &body).unwrap();
    assert_eq!(blocks::body(db, block.id).unwrap(), Some(body));
    blocks::put_block(db, &block).unwrap();
    let leaf = |leaf: u64| {
        let jti: [u8; 16] = hash(leaf).as_bytes()[..16].try_into().unwrap();
        let is_record = leaf == first;
        NewLeaf {
            leaf,
            hash: hash(leaf),
            signer: (!is_record).then(|| (format!("kid {}", leaf % 3), org(leaf % 3))),
            jti: (!is_record).then_some(jti),
            taken: if is_record { Vec::new() } else { vec![(org(leaf % 3), jti)] },
        }
    };
    let new: Vec<NewLeaf> = (first..=first + count).map(leaf).collect();
    leaves::put(db, &new).unwrap();
    block
}

fn leaves_come_back_by_index_hash_and_id(bed: &Bed) {
    let mut db = bed.chain();
    assert_eq!(blocks::newest(&mut db).unwrap(), None);
    assert_eq!(leaves::size(&mut db).unwrap(), 0);
    // More rows than fit into one statement, and more leaves than fit into one chunk.
    let all = [enter(&mut db, 0, 0, 1), enter(&mut db, 1, 2, 2_000), enter(&mut db, 2, 2_003, 64)];
    assert_eq!(blocks::newest(&mut db).unwrap().as_ref(), all.last());
    assert_eq!(leaves::size(&mut db).unwrap(), 2_068);
    for block in &all {
        assert_eq!(blocks::at_height(&mut db, block.height).unwrap().as_ref(), Some(block));
        let last = block.first + block.leaves - 1;
        for leaf in [block.first, last] {
            assert_eq!(blocks::holding(&mut db, leaf).unwrap().as_ref(), Some(block));
        }
    }
    assert_eq!(blocks::at_height(&mut db, 3).unwrap(), None);
    assert_eq!(blocks::holding(&mut db, 2_068).unwrap(), None);
    for leaf in [1, 3, 66, 67, 1_999, 2_002, 2_004, 2_067] {
        assert_eq!(leaves::bytes(&mut db, leaf).unwrap(), Some(statement(leaf)), "{leaf}");
        assert_eq!(leaves::find(&mut db, hash(leaf)).unwrap(), Some(leaf));
        let around = stretch::around(&mut db, leaf).unwrap().unwrap();
        assert_eq!(around.leaf(leaf), Some(statement(leaf).as_slice()));
        let jti = hash(leaf).as_bytes()[..16].try_into().unwrap();
        assert_eq!(leaves::taken_by(&mut db, &org(leaf % 3), jti).unwrap(), Some(leaf));
        let other = org(leaf % 3 + 1);
        assert_eq!(leaves::taken_by(&mut db, &other, jti).unwrap(), None, "another signer's");
    }
    assert_eq!(leaves::bytes(&mut db, 2).unwrap(), Some(b"record 1".to_vec()));
    assert_eq!(stretch::around(&mut db, 2).unwrap(), None);
    assert_eq!(leaves::bytes(&mut db, 2_068).unwrap(), None);
    assert_eq!(leaves::find(&mut db, hash(2_068)).unwrap(), None);
    let row = leaves::hashes(&mut db, 2_060, 256).unwrap();
    assert_eq!(row, (2_060..2_068).map(hash).collect::<Vec<_>>());
    subtrees::put(&mut db, &[(8, 0, hash(1)), (8, 1, hash(2)), (16, 0, hash(3))]).unwrap();
    assert_eq!(subtrees::row(&mut db, 8, 1, 9).unwrap(), [hash(2)]);
    assert_eq!(subtrees::row(&mut db, 0, 5, 2).unwrap(), [hash(5), hash(6)]);
}

fn the_newest_version_of_a_row_is_the_state(bed: &Bed) {
    let mut db = bed.chain();
    let texts = |list: &[(u64, &str)]| -> Vec<(u64, String)> {
        list.iter().map(|(at, text)| (*at, (*text).to_owned())).collect()
    };
    let recalls = |list: &[(&str, Option<&str>)]| -> Vec<(String, Option<String>)> {
        list.iter().map(|(code, row)| ((*code).to_owned(), row.map(str::to_owned))).collect()
    };
    // Codes in an order in which people would not sort them.
    let first = Versions {
        members: texts(&[(0, "zero"), (1, "one"), (10, "ten"), (2, "two")]),
        recalls: recalls(&[
            ("B", Some("B")),
            ("a", Some("a")),
            ("Ä", Some("Ä")),
            ("A-1", Some("-")),
        ]),
        proposals: vec![(hash(2), Some("two".to_owned())), (hash(1), Some("one".to_owned()))],
        redactions: vec![9, 4],
    };
    let second = Versions {
        members: texts(&[(1, "ONE")]),
        recalls: recalls(&[("a", None), ("B", Some("b"))]),
        proposals: vec![(hash(2), None)],
        redactions: vec![5],
    };
    state::put(&mut db, 1, &first).unwrap();
    state::put(&mut db, 12, &second).unwrap();
    assert_eq!(state::members(&mut db).unwrap(), ["zero", "ONE", "two", "ten"]);
    assert_eq!(state::recalls(&mut db).unwrap(), ["-", "b", "Ä"]);
    assert_eq!(state::proposals(&mut db).unwrap(), ["one"]);
    assert_eq!(state::redactions(&mut db).unwrap().into_iter().collect::<Vec<_>>(), [4, 5, 9]);
    assert_eq!(state::recall_changed(&mut db, "a").unwrap(), Some(12));
    assert_eq!(state::recall_changed(&mut db, "A").unwrap(), None);
    state::put_boundary(&mut db, 1, "later").unwrap();
    state::put_boundary(&mut db, 0, "sooner").unwrap();
    assert_eq!(state::boundaries(&mut db).unwrap(), ["sooner", "later"]);
}

fn rows_of_this_node_are_overwritten(bed: &Bed) {
    let mut db = bed.chain();
    let signed = |iss: &str, size| Signed {
        iss: iss.to_owned(),
        size,
        root: hash(size),
        signatures: format!("{{\"size\":{size}}}"),
    };
    for row in [signed("b", 1), signed("B", 2), signed("b", 3)] {
        cosignatures::put(&mut db, &row).unwrap();
    }
    assert_eq!(cosignatures::all(&mut db).unwrap(), [signed("B", 2), signed("b", 3)]);

    vault::put(&mut db, hash(1), "one~two~", 5).unwrap();
    vault::put(&mut db, hash(1), "three~", 6).unwrap();
    vault::put(&mut db, hash(2), "other", 4).unwrap();
    assert_eq!(vault::of(&mut db, hash(1)).unwrap(), ["one", "two", "three"]);
    assert_eq!(vault::of(&mut db, hash(3)).unwrap(), [""; 0]);
    let digest = Hash::of(&[b"two"]);
    vault::erase(&mut db, hash(1), &[digest], 7).unwrap();
    vault::put(&mut db, hash(1), "two~", 8).unwrap();
    assert_eq!(vault::of(&mut db, hash(1)).unwrap(), ["one", "three"], "erased for ever");
    assert_eq!(vault::sweep(&mut db, 5, 9).unwrap(), 1, "the older of the two");
    assert_eq!(vault::of(&mut db, hash(2)).unwrap(), [""; 0]);
    assert_eq!(vault::sweep(&mut db, 5, 9).unwrap(), 0, "each is looked at once");
    vault::put_dropped(&mut db, &[(hash(1), "first".to_owned())], 1).unwrap();
    vault::put_dropped(&mut db, &[(hash(1), "its id is taken".to_owned())], 2).unwrap();
    assert_eq!(vault::dropped(&mut db, hash(1)).unwrap().as_deref(), Some("its id is taken"));

    let proposed = |round, id| Undecided {
        height: 1,
        round,
        valid_round: -1,
        proposer: vec![9; 20],
        id: hash(id),
        valid: id != 2,
        mine: false,
    };
    for block in [proposed(0, 1), proposed(1, 2), proposed(0, 1)] {
        undecided::put(&mut db, &block).unwrap();
    }
    assert_eq!(undecided::at(&mut db, 1, 0).unwrap(), [proposed(0, 1)]);
    assert_eq!(undecided::at(&mut db, 1, 1).unwrap(), [proposed(1, 2)]);
    undecided::put_evidence(&mut db, 1, b"first").unwrap();
    undecided::put_evidence(&mut db, 1, b"second").unwrap();
    enter(&mut db, 1, 0, 1);
    assert_eq!(undecided::at(&mut db, 1, 0).unwrap(), [], "a decided height is done with");
}

fn files_belong_to_statements(bed: &Bed) {
    let mut db = bed.chain();
    let row = |file, leaf, concealed| attachments::Row {
        digest: hash(file),
        leaf: hash(leaf),
        length: 7,
        concealed,
    };
    let rows = [row(1, 10, false), row(1, 11, true), row(2, 10, true), row(3, 10, false)];
    for one in rows.iter().chain(&rows) {
        attachments::put(&mut db, one, 5).unwrap();
    }
    let mut sorted = rows.to_vec();
    sorted.sort_by_key(|row| (row.digest, row.leaf));
    let mut read: Vec<attachments::Row> = Vec::new();
    loop {
        let next = attachments::page(&mut db, read.last(), 3).unwrap();
        if next.is_empty() {
            break;
        }
        read.extend(next);
    }
    assert_eq!(read, sorted, "by pages, in the order of bytes");
    assert_eq!(attachments::naming(&mut db, hash(1), 9).unwrap().len(), 2);
    assert_eq!(attachments::of_leaf(&mut db, hash(10)).unwrap().len(), 3);
    let gone = attachments::forget_concealed(&mut db, hash(10)).unwrap();
    assert_eq!(gone, [hash(2)], "what everybody may read stays");
    let gone = attachments::forget(&mut db, hash(10)).unwrap();
    assert_eq!(gone, [hash(3)], "another statement has the first");
    assert_eq!(attachments::forget(&mut db, hash(11)).unwrap(), [hash(1)]);
    assert_eq!(attachments::page(&mut db, None, 9).unwrap(), []);
}

/// Enters some mentions, in several steps, and gives the sheet back.
fn mention(db: &mut Db) -> Sheet {
    let mut sheet = Sheet::default();
    for (code, leaf, role) in [
        ("urn:b", 3, goods::Role::Object),
        ("urn:b", 3, goods::Role::Parent),
        ("urn:b", 3, goods::Role::Object),
        ("urn:b", 7, goods::Role::Output),
        ("urn:B", 8, goods::Role::Object),
    ] {
        let number = sheet.number(db, code, Some("L0T")).unwrap();
        sheet.mention(db, number, (leaf, "org"), role).unwrap();
        if leaf == 3 {
            // What is entered in between is known all the same.
            sheet.enter(db).unwrap();
        }
    }
    sheet.enter(db).unwrap();
    sheet
}

fn the_read_model_answers(bed: &Bed) {
    let mut db = bed.read();
    assert_eq!(cursor::at(&mut db).unwrap(), None);
    let at = |height| Cursor { height, block: Hash::of(&[b"block"]), version: 1 };
    cursor::put(&mut db, &at(0)).unwrap();
    cursor::put(&mut db, &at(41)).unwrap();
    assert_eq!(cursor::at(&mut db).unwrap(), Some(at(41)));
    let mut sheet = mention(&mut db);
    assert_eq!(goods::leaves(&mut db, "urn:b", 9, 9).unwrap(), [3, 7]);
    assert_eq!(goods::head(&mut db, "urn:b", 7).unwrap(), (1, Some(3)));
    let made = goods::leaves_as(&mut db, "urn:b", goods::Role::Output, (9, 9)).unwrap();
    assert_eq!(made, [7]);
    assert_eq!(goods::by_lot(&mut db, "L0T", 9).unwrap(), ["urn:B", "urn:b"]);
    assert!(!goods::is_known(&mut db, "URN:B").unwrap());
    let event = |leaf| events::Row {
        leaf,
        event_id: "urn:uuid:1".to_owned(),
        event_ms: -1,
        org: "org".to_owned(),
    };
    sheet.event(event(3));
    sheet.event(event(7));
    sheet.enter(&mut db).unwrap();
    events::put_correction(&mut db, 3, 7).unwrap();
    assert_eq!(events::by_id(&mut db, "urn:uuid:1").unwrap(), [event(3), event(7)]);
    assert_eq!(events::correcting(&mut db, &[3], (9, 9)).unwrap(), [7]);
    assert_eq!(events::correcting(&mut db, &[3], (7, 9)).unwrap(), [0_u64; 0]);
    events::put_transformation(&mut db, "t", 7).unwrap();
    assert_eq!(events::of_transformation(&mut db, "t", 9).unwrap(), [7]);
    findings::put(&mut db, 3, "late", "{}").unwrap();
    assert_eq!(findings::about(&mut db, 3).unwrap(), [("late".to_owned(), "{}".to_owned())]);
    let fact = |leaf| facts::Fact {
        leaf,
        kind: "product.set".to_owned(),
        subject: "urn:b".to_owned(),
        org: "org".to_owned(),
        fact: "{\"name\":\"\\u0000 \u{1F41F}\"}".to_owned(),
    };
    facts::put(&mut db, &fact(1)).unwrap();
    facts::put(&mut db, &fact(2)).unwrap();
    assert_eq!(facts::about(&mut db, "product.set", "urn:b").unwrap(), [fact(2), fact(1)]);
    let subjects = ["urn:a".to_owned(), "urn:b".to_owned()];
    assert_eq!(facts::about_any(&mut db, "product.set", &subjects, (2, 9)).unwrap(), [fact(1)]);
    let newest = facts::newest(&mut db, "product.set", ("urn:b", "org"), 9).unwrap();
    assert_eq!(newest, Some(fact(2)));
    cursor::clear(&mut db).unwrap();
    assert_eq!(cursor::at(&mut db).unwrap(), None);
    assert!(!goods::is_known(&mut db, "urn:b").unwrap());
}

/// PostgreSQL rolls back without a word where an error was overheard; a commit must not pass then.
fn a_transaction_is_whole_or_nothing(bed: &Bed) {
    let mut db = bed.chain();
    let failed = db.write(|db| -> Result<(), StoreError> {
        vault::put(db, hash(1), "one", 1)?;
        Err(StoreError::corrupt("enough"))
    });
    assert!(failed.is_err());
    let overheard = db.write(|db| -> Result<(), StoreError> {
        vault::put(db, hash(2), "two", 1)?;
        state::put_boundary(db, 0, "one")?;
        drop(state::put_boundary(db, 0, "the same epoch again"));
        Ok(())
    });
    let kept = vault::of(&mut db, hash(2)).unwrap();
    assert_eq!(overheard.is_ok(), !kept.is_empty(), "what is told is what is there");
    assert_eq!(vault::of(&mut db, hash(1)).unwrap(), [""; 0]);
    let seen = db.snapshot(|db| vault::of(db, hash(2))).unwrap();
    assert_eq!(seen, kept);
    vault::put(&mut db, hash(3), "three", 1).unwrap();
    assert_eq!(vault::of(&mut db, hash(3)).unwrap(), ["three"], "the connection goes on");
}
