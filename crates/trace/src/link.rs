//! Links between goods, as one event tells them.
//!
//! A transformation of 500 inputs into 500 outputs would be 250,000 pairs. So a link is half of a
//! pair: goods, their role, and the *join* at which the other half is found. Two goods are linked
//! when they meet in one join; a projector can store one row per link and index it by both.

use crate::event::{Action, Event, Item, Kind};

/// One half of a relation between goods.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Canonical URI.
    pub goods: String,
    /// What the goods are in the relation.
    pub role: Role,
    /// Where the other side is found.
    pub join: Join,
    /// Position of the event in the log.
    pub index: u64,
    /// Event time in UTC milliseconds: an interval of an aggregation starts or ends here.
    pub utc_ms: i64,
}

/// What goods are in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Used up in a transformation.
    Input,
    /// Made in a transformation.
    Output,
    /// The case, pallet, container or asset.
    Parent,
    /// Put into the parent: its interval starts.
    PutIn,
    /// Seen in the parent.
    SeenIn,
    /// Taken out of the parent: its interval ends.
    TakenOut,
    /// Brought into being.
    Created,
    /// Seen.
    Seen,
    /// Ended.
    Ended,
    /// Tied to business transactions.
    Traded,
}

/// The meeting point of two halves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Join {
    /// The event itself: all its goods meet.
    Event,
    /// A transformation that several events of one issuer tell together.
    Transformation(String),
    /// The parent, while it holds the goods.
    Parent(String),
}

/// All links that one event tells, one per goods and role. `same_as` is no event: see
/// [`crate::Source::same_as`].
pub fn links(event: &Event) -> Vec<Link> {
    let mut found = Vec::new();
    let mut add = |items: &[Item], role: Role, join: &Join| {
        found.extend(items.iter().map(|item| Link {
            goods: item.goods.clone(),
            role,
            join: join.clone(),
            index: event.index,
            utc_ms: event.at.utc_ms,
        }));
    };
    let change = event.action.unwrap_or(Action::Observe);
    match event.kind {
        Kind::Transformation => {
            let join = event.transformation_id.clone().map_or(Join::Event, Join::Transformation);
            add(&event.inputs, Role::Input, &join);
            add(&event.outputs, Role::Output, &join);
        }
        Kind::Aggregation | Kind::Association => {
            let join = event.parent.clone().map_or(Join::Event, Join::Parent);
            add(&event.children, held(change), &join);
        }
        Kind::Object => add(&event.objects, touched(change), &Join::Event),
        Kind::Transaction => add(&event.objects, Role::Traded, &Join::Event),
    }
    found.extend(event.parent.iter().map(|parent| Link {
        goods: parent.clone(),
        role: Role::Parent,
        join: Join::Parent(parent.clone()),
        index: event.index,
        utc_ms: event.at.utc_ms,
    }));
    found.sort();
    found.dedup();
    found
}

const fn held(change: Action) -> Role {
    match change {
        Action::Add => Role::PutIn,
        Action::Observe => Role::SeenIn,
        Action::Delete => Role::TakenOut,
    }
}

const fn touched(change: Action) -> Role {
    match change {
        Action::Add => Role::Created,
        Action::Observe => Role::Seen,
        Action::Delete => Role::Ended,
    }
}
