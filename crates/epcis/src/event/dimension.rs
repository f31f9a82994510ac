//! What an event is about: the part that differs between the types.

use super::types::EventType;
use super::{GoodsSet, Item};
use crate::context::Name;
use std::fmt;

/// What an event is about, by type.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// `ObjectEvent`
    Object {
        /// Whether the goods begin, go on or end.
        action: Action,
        /// `epcList` and `quantityList`
        goods: GoodsSet,
    },
    /// `AggregationEvent`
    Aggregation {
        /// Whether the children go in, are in, or come out.
        action: Action,
        /// The bigger unit; only an observation may leave it unnamed.
        parent: Option<Item>,
        /// `childEPCs` and `childQuantityList`; none when all come out.
        children: GoodsSet,
    },
    /// `AssociationEvent`
    Association {
        /// Whether the children are fixed, are there, or are taken off.
        action: Action,
        /// The asset.
        parent: Item,
        /// `childEPCs` and `childQuantityList`; none when all are taken off.
        children: GoodsSet,
    },
    /// `TransactionEvent`
    Transaction {
        /// Whether the link to the document begins, holds or ends.
        action: Action,
        /// A bigger unit that stands for the goods in it.
        parent: Option<Item>,
        /// `epcList` and `quantityList`
        goods: GoodsSet,
    },
    /// `TransformationEvent`
    Transformation {
        /// `transformationID`: joins the parts of a long process.
        id: Option<String>,
        /// What went in.
        inputs: GoodsSet,
        /// What came out.
        outputs: GoodsSet,
    },
    /// A type of the sender's own; what it is about stays in the event's extensions.
    Extended {
        /// The full name of the type.
        name: Name,
    },
}

impl What {
    /// The type.
    pub const fn event_type(&self) -> EventType {
        match self {
            Self::Object { .. } => EventType::Object,
            Self::Aggregation { .. } => EventType::Aggregation,
            Self::Association { .. } => EventType::Association,
            Self::Transaction { .. } => EventType::Transaction,
            Self::Transformation { .. } => EventType::Transformation,
            Self::Extended { .. } => EventType::Extended,
        }
    }

    /// The action, of the types that have one.
    pub const fn action(&self) -> Option<Action> {
        match self {
            Self::Object { action, .. }
            | Self::Aggregation { action, .. }
            | Self::Association { action, .. }
            | Self::Transaction { action, .. } => Some(*action),
            Self::Transformation { .. } | Self::Extended { .. } => None,
        }
    }
}

/// `action`: the event's place in the life of what it is about (EPCIS 2.0 section 7.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// It begins, or something is added.
    Add,
    /// It goes on unchanged.
    Observe,
    /// It ends, or something is taken away.
    Delete,
}

impl Action {
    /// Reads the standard's word.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "ADD" => Some(Self::Add),
            "OBSERVE" => Some(Self::Observe),
            "DELETE" => Some(Self::Delete),
            _ => None,
        }
    }

    /// The standard's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "ADD",
            Self::Observe => "OBSERVE",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
