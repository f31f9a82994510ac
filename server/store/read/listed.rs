//! What a block adds to the search, counted in memory and entered in a few statements.

use crate::store::connection::{Db, insert_rows};
use crate::store::error::{StoreError, signed};
use crate::store::schema::{read_day, read_lot};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Lots and dates that wait to be entered, and what is known of those that are there.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// Products and their lots, entered or about to be.
    known: BTreeSet<(i64, i64)>,
    lots: Vec<(i64, i64)>,
    /// How many dates an organisation has given for a day.
    turns: BTreeMap<(String, String), i64>,
    days: Vec<Given>,
}

#[derive(Debug)]
struct Given {
    day: String,
    org: String,
    turn: i64,
    goods: i64,
    leaf: i64,
}

impl Listed {
    /// Notes that somebody named a lot of a product. Of a number that this block gave no row can be
    /// there.
    pub(super) fn lot(
        &mut self,
        connection: &mut Db,
        (product, goods): (i64, i64),
        is_new: bool,
    ) -> Result<(), StoreError> {
        if !self.known.insert((product, goods)) {
            return Ok(());
        }
        if !is_new {
            let key = read_lot::product.eq(product).and(read_lot::goods.eq(goods));
            let there: i64 = read_lot::table.filter(key).count().get_result(connection)?;
            if there > 0 {
                return Ok(());
            }
        }
        self.lots.push((product, goods));
        Ok(())
    }

    /// Notes that a leaf of an organisation gives a lot a date.
    pub(super) fn day(
        &mut self,
        connection: &mut Db,
        day: &str,
        goods: i64,
        (leaf, org): (u64, &str),
    ) -> Result<(), StoreError> {
        let key = (day.to_owned(), org.to_owned());
        let last = match self.turns.get(&key) {
            Some(turn) => *turn,
            None => last_turn(connection, &key)?,
        };
        let turn = last + 1;
        let (day, org) = key.clone();
        self.days.push(Given { day, org, turn, goods, leaf: signed(leaf) });
        self.turns.insert(key, turn);
        Ok(())
    }

    /// Enters everything that waits.
    pub(super) fn enter(&mut self, connection: &mut Db) -> Result<(), StoreError> {
        let lot = |(product, goods): &(i64, i64)| {
            (read_lot::product.eq(*product), read_lot::goods.eq(*goods))
        };
        let lots: Vec<_> = self.lots.iter().map(lot).collect();
        insert_rows!(connection, read_lot::table, lots)?;
        self.lots.clear();
        let day = |one: &Given| {
            (
                read_day::day.eq(one.day.clone()),
                read_day::org.eq(one.org.clone()),
                read_day::turn.eq(one.turn),
                read_day::goods.eq(one.goods),
                read_day::leaf.eq(one.leaf),
            )
        };
        let days: Vec<_> = self.days.iter().map(day).collect();
        insert_rows!(connection, read_day::table, days)?;
        self.days.clear();
        Ok(())
    }
}

fn last_turn(connection: &mut Db, (day, org): &(String, String)) -> Result<i64, StoreError> {
    let own = read_day::table.filter(read_day::day.eq(day).and(read_day::org.eq(org)));
    let last: Option<i64> = own.select(diesel::dsl::max(read_day::turn)).first(connection)?;
    Ok(last.unwrap_or(0))
}
