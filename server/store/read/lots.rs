//! Which lots a product has.

use super::goods::Named;
use crate::store::connection::Db;
use crate::store::error::StoreError;
use crate::store::schema::{read_goods, read_lot, read_speaker};
use diesel::prelude::*;

/// Lots of a product, those that were first named last at the front, at most `count`: first those of
/// which one of `orgs` told, so that nobody hides them behind lots that he made up.
pub fn of(
    connection: &mut Db,
    product: i64,
    orgs: &[String],
    count: i64,
) -> Result<Vec<Named>, StoreError> {
    let spoken = read_speaker::table
        .filter(read_speaker::org.eq_any(orgs))
        .filter(read_speaker::goods.eq(read_goods::id))
        .select(read_speaker::goods);
    let own: Vec<(i64, String)> = read_lot::table
        .inner_join(read_goods::table.on(read_goods::id.eq(read_lot::goods)))
        .filter(read_lot::product.eq(product))
        .filter(diesel::dsl::exists(spoken))
        .select((read_goods::id, read_goods::code))
        .order(read_goods::id.desc())
        .limit(count)
        .load(connection)?;
    let mut found: Vec<Named> = own.into_iter().map(Named::from).collect();
    let most = usize::try_from(count).unwrap_or(usize::MAX);
    if found.len() >= most {
        return Ok(found);
    }
    let all: Vec<(i64, String)> = read_lot::table
        .inner_join(read_goods::table.on(read_goods::id.eq(read_lot::goods)))
        .filter(read_lot::product.eq(product))
        .select((read_goods::id, read_goods::code))
        .order(read_goods::id.desc())
        .limit(count)
        .load(connection)?;
    let others: Vec<Named> = all.into_iter().map(Named::from).collect();
    found.extend(others.into_iter().filter(|other| !found.contains(other)).collect::<Vec<_>>());
    found.truncate(most);
    Ok(found)
}
