//! The tables of a search answer alike on both databases.

use super::bed::Bed;
use super::on_both;
use furlong::store::Db;
use furlong::store::read::{Sheet, cursor, days, goods, lots, words};
use std::collections::BTreeSet;

on_both!(
    words_are_found_by_their_beginnings,
    lots_of_those_who_may_speak_come_first,
    dates_are_found_and_forgotten,
);

/// The number of a name, entered.
fn numbered(db: &mut Db, name: &str) -> i64 {
    let mut sheet = Sheet::default();
    let number = sheet.number(db, name, None).unwrap();
    sheet.enter(db).unwrap();
    number
}

fn enter(db: &mut Db, name: &str, words: &[&str]) -> i64 {
    let number = numbered(db, name);
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    words::replace(db, number, &words).unwrap();
    number
}

fn codes(found: Vec<goods::Named>) -> Vec<String> {
    found.into_iter().map(|named| named.code).collect()
}

fn words_are_found_by_their_beginnings(bed: &Bed) {
    let mut db = bed.read();
    // Where a database sorts by a language, z, ä and 鱼 do not stand where their bytes do.
    let hake = enter(&mut db, "urn:hake", &["hake", "fillets", "无须", "须鳕", "鳕"]);
    let zander = enter(&mut db, "urn:zander", &["zander", "hakelike", "Hake", "ångström"]);
    let mut having = |start: &str| codes(words::having(&mut db, start, 9).unwrap());
    assert_eq!(having("hak"), ["urn:hake", "urn:zander"]);
    assert_eq!(having("hakel"), ["urn:zander"]);
    assert_eq!(having("H"), ["urn:zander"], "letters are folded before, not here");
    assert_eq!(having("鳕"), ["urn:hake"]);
    assert_eq!(having("须鳕"), ["urn:hake"]);
    assert_eq!(having("ång"), ["urn:zander"]);
    assert_eq!(having("z"), ["urn:zander"]);
    for odd in ["hake%", "h_ke", "%", "zz", "a\0b"] {
        assert_eq!(having(odd), [""; 0], "{odd}");
    }
    let all = [hake, zander, 99];
    assert_eq!(words::among(&mut db, "hake", &all).unwrap(), BTreeSet::from([hake, zander]));
    assert_eq!(words::among(&mut db, "fil", &all).unwrap(), BTreeSet::from([hake]));
    enter(&mut db, "urn:hake", &["cod"]);
    assert_eq!(codes(words::having(&mut db, "hake", 9).unwrap()), ["urn:zander"]);
    assert_eq!(codes(words::having(&mut db, "c", 1).unwrap()), ["urn:hake"]);
    cursor::clear(&mut db).unwrap();
    assert_eq!(words::having(&mut db, "c", 1).unwrap(), []);
}

fn lots_of_those_who_may_speak_come_first(bed: &Bed) {
    let mut db = bed.read();
    let product = numbered(&mut db, "urn:p");
    let mut lot = |name: &str, leaf: u64, org: &str| {
        let mut sheet = Sheet::default();
        let number = sheet.number(&mut db, name, None).unwrap();
        sheet.mention(&mut db, number, (leaf, org), goods::Role::Object).unwrap();
        sheet.lot(&mut db, product, number).unwrap();
        sheet.lot(&mut db, product, number).unwrap();
        sheet.enter(&mut db).unwrap();
        // A later block names it again.
        let mut later = Sheet::default();
        later.lot(&mut db, product, number).unwrap();
        later.enter(&mut db).unwrap();
    };
    lot("urn:own-1", 1, "owner");
    lot("urn:own-2", 2, "owner");
    (3..60).for_each(|leaf| lot(&format!("urn:made-up-{leaf}"), leaf, "flooder"));
    let own = ["owner".to_owned()];
    let found = codes(lots::of(&mut db, product, &own, 4).unwrap());
    assert_eq!(found, ["urn:own-2", "urn:own-1", "urn:made-up-59", "urn:made-up-58"]);
    assert_eq!(codes(lots::of(&mut db, product, &own, 1).unwrap()), ["urn:own-2"]);
    assert_eq!(codes(lots::of(&mut db, product, &[], 1).unwrap()), ["urn:made-up-59"]);
    assert_eq!(lots::of(&mut db, product + 1, &own, 9).unwrap(), []);
}

fn dates_are_found_and_forgotten(bed: &Bed) {
    let mut db = bed.read();
    let day = "2026-11-24";
    let numbers: Vec<i64> = (0..30).map(|lot| numbered(&mut db, &format!("urn:{lot}"))).collect();
    let mut sheet = Sheet::default();
    for (leaf, lot) in numbers.iter().enumerate().take(29) {
        sheet.day(&mut db, day, *lot, (leaf as u64, "flooder")).unwrap();
        if leaf == 9 {
            // Counting goes on in the next block.
            sheet.enter(&mut db).unwrap();
            sheet = Sheet::default();
        }
    }
    sheet.day(&mut db, day, numbers[29], (29, "maker")).unwrap();
    sheet.day(&mut db, "2026-11-25", numbers[0], (30, "maker")).unwrap();
    sheet.enter(&mut db).unwrap();
    assert_eq!(codes(days::having(&mut db, day, 2).unwrap()), ["urn:0", "urn:29"]);
    assert_eq!(days::having(&mut db, day, 99).unwrap().len(), 30);
    let asked = [day.to_owned(), "2026-01-01".to_owned()];
    let among = days::among(&mut db, &asked, &[numbers[3], numbers[29], 99]).unwrap();
    assert_eq!(among, BTreeSet::from([numbers[3], numbers[29]]));
    days::forget(&mut db, 29).unwrap();
    assert_eq!(days::among(&mut db, &asked, &[numbers[29]]).unwrap(), BTreeSet::new());
    assert_eq!(days::having(&mut db, "2026-11-25", 9).unwrap().len(), 1);
}
