//! The store's contract, on SQLite and on PostgreSQL, and the node on PostgreSQL.

mod bed;
mod chain;
mod fsck;
mod grows;
mod moving;
mod node;
mod promise;
mod rows;
mod search;
mod texts;

/// One contract, both databases: a test of each name for each of them.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test]
            fn $name() {
                super::$name(&crate::store::bed::Bed::sqlite());
            })+
        }
        mod postgres {
            $(#[test]
            fn $name() {
                if let Some(bed) = crate::store::bed::Bed::postgres() {
                    super::$name(&bed);
                }
            })+
        }
    };
}
use on_both;
