//! Blocks that break one rule of validity each.

use super::book::{Leaf, body};
use super::cast::org;
use super::chance::Chance;
use super::node::Node;
use ledger::Hash;
use ledger::block::{Body, Record};
use ledger::statement::Statement;

/// The bytes, and what is wrong with them; nothing if the node has nothing to build from.
pub(super) fn forge(
    node: &Node,
    now_ms: u64,
    bad: Option<String>,
    chance: &mut Chance,
) -> Option<(&'static str, Vec<u8>)> {
    let me = node.book.state().members().epoch().validators.first()?.iss.clone();
    let honest = node.book.build(&me, now_ms, &node.pending)?;
    let body = Body::decode(&honest).unwrap();
    let record = body.read_record().unwrap();
    match chance.below(6) {
        0 => return old_statement(node, &body, &record),
        1 => return bad_statement(node, &body, &bad?),
        _ => {}
    }
    let (what, record) = wrong_record(record, chance);
    let forged = Body { record: record.text().into_bytes(), ..body };
    forged.encode().ok().map(|bytes| (what, bytes))
}

fn wrong_record(record: Record, chance: &mut Chance) -> (&'static str, Record) {
    let other = Hash::of(&[b"something else"]);
    match chance.below(12) {
        0 => ("the block before is another", Record { prev: other, ..record }),
        1 => ("the members are others", Record { members_root: other, ..record }),
        2 => ("the recalls are others", Record { recalls_root: other, ..record }),
        3 => ("time stands still", Record { time_ms: 0, ..record }),
        4 => ("a height is left out", Record { height: record.height + 1, ..record }),
        5 => ("leaves overlap", Record { start: record.start - 1, ..record }),
        6 => ("a statement is not counted", Record { count: record.count - 1, ..record }),
        7 => ("the proposer is no validator", Record { proposer: org(8), ..record }),
        8 => ("the epoch is another", Record { epoch: record.epoch + 1, ..record }),
        9 => ("the rules are others", Record { rules: record.rules + 1, ..record }),
        10 => {
            ("a member row is hidden", Record { members_size: record.members_size - 1, ..record })
        }
        _ => ("the chain is another", Record { origin: "other.example/00".to_owned(), ..record }),
    }
}

/// What stands in the chain already, once more.
fn old_statement(node: &Node, body: &Body, record: &Record) -> Option<(&'static str, Vec<u8>)> {
    let old =
        node.book.blocks.iter().flat_map(|block| &block.leaves).find_map(|leaf| match leaf {
            Leaf::Whole(verified) => Some(verified.statement().bytes().to_vec()),
            Leaf::Gone { .. } => None,
        })?;
    let mut statements = body.statements.clone();
    statements.push(old);
    let record = Record { count: record.count + 1, ..record.clone() };
    let forged = Body { record: record.text().into_bytes(), statements };
    forged.encode().ok().map(|bytes| ("a statement comes again", bytes))
}

/// A statement that its signer may not say, in a block that is right otherwise.
fn bad_statement(node: &Node, honest: &Body, bad: &str) -> Option<(&'static str, Vec<u8>)> {
    let record = honest.read_record().ok()?;
    let members = node.book.state().members();
    let verified = Statement::read(bad.as_bytes(), &node.book.origin).ok()?;
    let verified = verified.verify(|kid| members.jwk(kid)).ok()?;
    let leaf = Leaf::Whole(std::sync::Arc::new(verified));
    let parent = node.book.parent();
    let record = parent.record(record.proposer, record.time_ms, 1, parent.state);
    Some(("a statement is not its signer's to say", body(&record, &[leaf])))
}
