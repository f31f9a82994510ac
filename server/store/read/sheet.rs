//! What a block adds to the look-ups, counted in memory and entered in a few statements: one for each
//! row costs more than all signatures of the block.

use super::events;
use super::goods::{self, Role};
use super::listed::Listed;
use crate::store::connection::{Db, insert_rows};
use crate::store::error::{StoreError, signed};
use crate::store::schema::{read_event, read_goods, read_mention, read_speaker};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Both databases take so many rows in one statement with room to spare.
const ROWS_MAX: usize = 1_000;

/// Rows that wait to be entered, and what is known of those that are there.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The numbers of codes; `None` is one that has none yet.
    numbers: BTreeMap<String, Option<i64>>,
    /// The largest number, once it was asked for.
    largest: Option<i64>,
    goods: Vec<(i64, String, Option<String>)>,
    /// The last mention of goods.
    last: BTreeMap<i64, Last>,
    mentions: Vec<Mention>,
    speakers: BTreeMap<(i64, String), Speaker>,
    events: Vec<events::Row>,
    listed: Listed,
    /// The first number that this block gave.
    first_new: Option<i64>,
}

/// The last leaf that names goods.
#[derive(Debug, Default)]
struct Last {
    /// Less than any leaf, if there is none.
    leaf: i64,
    nth: i64,
    turn: i64,
    /// In which roles.
    roles: BTreeSet<i64>,
}

#[derive(Debug)]
struct Mention {
    goods: i64,
    leaf: i64,
    role: i64,
    nth: i64,
    turn: i64,
}

/// How many leaves of an organisation name goods.
#[derive(Debug)]
struct Speaker {
    leaf: i64,
    turns: i64,
    row: Row,
}

/// What has to be done about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Enter,
    Change,
    Keep,
}

impl Sheet {
    /// Looks up the numbers of many codes at once.
    pub fn look_up(
        &mut self,
        connection: &mut Db,
        codes: impl IntoIterator<Item = String>,
    ) -> Result<(), StoreError> {
        let asked: Vec<String> =
            codes.into_iter().filter(|code| !self.numbers.contains_key(code)).collect();
        for some in asked.chunks(ROWS_MAX) {
            let found: Vec<(String, i64)> = read_goods::table
                .filter(read_goods::code.eq_any(some))
                .select((read_goods::code, read_goods::id))
                .load(connection)?;
            self.numbers.extend(some.iter().map(|code| (code.clone(), None)));
            self.numbers.extend(found.into_iter().map(|(code, id)| (code, Some(id))));
        }
        Ok(())
    }

    /// The number of a code; a new one is entered with its lot text folded for search.
    pub fn number(
        &mut self,
        connection: &mut Db,
        code: &str,
        folded_lot: Option<&str>,
    ) -> Result<i64, StoreError> {
        let known = match self.numbers.get(code) {
            Some(known) => *known,
            None => goods::find(connection, code)?,
        };
        let number = match known {
            Some(number) => number,
            None => self.enter_code(connection, code, folded_lot)?,
        };
        self.numbers.insert(code.to_owned(), Some(number));
        Ok(number)
    }

    fn enter_code(
        &mut self,
        connection: &mut Db,
        code: &str,
        folded_lot: Option<&str>,
    ) -> Result<i64, StoreError> {
        let largest = match self.largest {
            Some(largest) => largest,
            None => goods::largest(connection)?,
        };
        let number = largest + 1;
        self.largest = Some(number);
        self.first_new.get_or_insert(number);
        self.goods.push((number, code.to_owned(), folded_lot.map(str::to_owned)));
        // Nobody can have named it before.
        self.last.insert(number, Last { leaf: -1, ..Last::default() });
        Ok(number)
    }

    /// Notes that a leaf of an organisation names goods.
    pub fn mention(
        &mut self,
        connection: &mut Db,
        goods: i64,
        (leaf, org): (u64, &str),
        role: Role,
    ) -> Result<(), StoreError> {
        let (leaf, role_number) = (signed(leaf), role.number());
        let before = match self.last.remove(&goods) {
            Some(last) => last,
            None => last_of(connection, goods)?,
        };
        let mut last = if before.leaf == leaf {
            before
        } else {
            // A recall is no record of the goods: heads do not count it.
            let nth = before.nth + i64::from(role != Role::Recall);
            let turn = self.next_turn(connection, (goods, org), leaf)?;
            Last { leaf, nth, turn, roles: BTreeSet::new() }
        };
        if last.roles.insert(role_number) {
            let (nth, turn) = (last.nth, last.turn);
            self.mentions.push(Mention { goods, leaf, role: role_number, nth, turn });
        }
        self.last.insert(goods, last);
        Ok(())
    }

    /// Counts a leaf of an organisation about goods.
    fn next_turn(
        &mut self,
        connection: &mut Db,
        (goods, org): (i64, &str),
        leaf: i64,
    ) -> Result<i64, StoreError> {
        let key = (goods, org.to_owned());
        let speaker = match self.speakers.remove(&key) {
            Some(Speaker { turns, row, .. }) => {
                let row = if row == Row::Enter { Row::Enter } else { Row::Change };
                Speaker { leaf, turns: turns + 1, row }
            }
            None => match turns_of(connection, &key)? {
                Some(turns) => Speaker { leaf, turns: turns + 1, row: Row::Change },
                None => Speaker { leaf, turns: 1, row: Row::Enter },
            },
        };
        let turn = speaker.turns;
        self.speakers.insert(key, speaker);
        Ok(turn)
    }

    /// Notes an event.
    pub fn event(&mut self, event: events::Row) {
        self.events.push(event);
    }

    /// Notes that somebody named a lot of a product.
    pub fn lot(&mut self, connection: &mut Db, product: i64, goods: i64) -> Result<(), StoreError> {
        let is_new = self.first_new.is_some_and(|first| goods >= first);
        self.listed.lot(connection, (product, goods), is_new)
    }

    /// Notes that a leaf of an organisation gives a lot a date.
    pub fn day(
        &mut self,
        connection: &mut Db,
        day: &str,
        goods: i64,
        leaf: (u64, &str),
    ) -> Result<(), StoreError> {
        self.listed.day(connection, day, goods, leaf)
    }

    /// Enters everything that waits; what is known stays.
    pub fn enter(&mut self, connection: &mut Db) -> Result<(), StoreError> {
        let goods = |(id, code, lot): &(i64, String, Option<String>)| {
            (
                read_goods::id.eq(*id),
                read_goods::code.eq(code.clone()),
                read_goods::lot.eq(lot.clone()),
            )
        };
        let goods: Vec<_> = self.goods.iter().map(goods).collect();
        insert_rows!(connection, read_goods::table, goods)?;
        self.goods.clear();
        let events: Vec<_> = self.events.iter().map(event_row).collect();
        insert_rows!(connection, read_event::table, events)?;
        self.events.clear();
        let mentions: Vec<_> = self.mentions.iter().map(mention_row).collect();
        insert_rows!(connection, read_mention::table, mentions)?;
        self.mentions.clear();
        self.listed.enter(connection)?;
        self.enter_speakers(connection)
    }

    fn enter_speakers(&mut self, connection: &mut Db) -> Result<(), StoreError> {
        let mut fresh = Vec::new();
        for ((goods, org), speaker) in &mut self.speakers {
            let values =
                (read_speaker::leaf.eq(speaker.leaf), read_speaker::turns.eq(speaker.turns));
            let key = (read_speaker::goods.eq(*goods), read_speaker::org.eq(org.clone()));
            match speaker.row {
                Row::Keep => {}
                Row::Enter => fresh.push((key, values)),
                Row::Change => {
                    let there = read_speaker::table.filter(key.0.and(key.1));
                    diesel::update(there).set(values).execute(connection)?;
                }
            }
            speaker.row = Row::Keep;
        }
        insert_rows!(connection, read_speaker::table, fresh)?;
        Ok(())
    }
}

type EventRow = (
    diesel::dsl::Eq<read_event::leaf, i64>,
    diesel::dsl::Eq<read_event::event_id, String>,
    diesel::dsl::Eq<read_event::event_ms, i64>,
    diesel::dsl::Eq<read_event::org, String>,
);

fn event_row(event: &events::Row) -> EventRow {
    (
        read_event::leaf.eq(signed(event.leaf)),
        read_event::event_id.eq(event.event_id.clone()),
        read_event::event_ms.eq(event.event_ms),
        read_event::org.eq(event.org.clone()),
    )
}

type MentionRow = (
    diesel::dsl::Eq<read_mention::goods, i64>,
    diesel::dsl::Eq<read_mention::leaf, i64>,
    diesel::dsl::Eq<read_mention::role, i64>,
    diesel::dsl::Eq<read_mention::nth, i64>,
    diesel::dsl::Eq<read_mention::turn, i64>,
);

fn mention_row(mention: &Mention) -> MentionRow {
    (
        read_mention::goods.eq(mention.goods),
        read_mention::leaf.eq(mention.leaf),
        read_mention::role.eq(mention.role),
        read_mention::nth.eq(mention.nth),
        read_mention::turn.eq(mention.turn),
    )
}

/// The last mention that is entered. Its roles are not needed: its leaf is of an earlier block.
fn last_of(connection: &mut Db, goods: i64) -> Result<Last, StoreError> {
    let row: Option<(i64, i64, i64)> = read_mention::table
        .filter(read_mention::goods.eq(goods))
        .order(read_mention::leaf.desc())
        .select((read_mention::leaf, read_mention::nth, read_mention::turn))
        .first(connection)
        .optional()?;
    let (leaf, nth, turn) = row.unwrap_or((-1, 0, 0));
    Ok(Last { leaf, nth, turn, roles: BTreeSet::new() })
}

fn turns_of(connection: &mut Db, key: &(i64, String)) -> Result<Option<i64>, StoreError> {
    Ok(read_speaker::table
        .filter(read_speaker::goods.eq(key.0).and(read_speaker::org.eq(&key.1)))
        .select(read_speaker::turns)
        .first(connection)
        .optional()?)
}
