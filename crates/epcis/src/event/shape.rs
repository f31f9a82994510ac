//! Which type has which members, and the rules between them (EPCIS 2.0 section 7.4; GS1's JSON
//! Schema and SHACL shapes where they say more).

use super::dimension::{Action, What};
use super::goods::{GoodsSet, Item, Lists};
use super::types::EventType;
use crate::fault::FaultCode;
use crate::reader::Reader;
use json::{Json, Object};

/// Members of every type.
const COMMON: &[&str] = &[
    "@context",
    "type",
    "eventTime",
    "recordTime",
    "eventTimeZoneOffset",
    "eventID",
    "certificationInfo",
    "errorDeclaration",
    "bizStep",
    "disposition",
    "readPoint",
    "bizLocation",
    "bizTransactionList",
    "sourceList",
    "destinationList",
    "sensorElementList",
];

/// Members that only some types have.
const SPECIAL: &[(&str, &[EventType])] = &[
    ("action", WITH_ACTION),
    ("epcList", &[EventType::Object, EventType::Transaction]),
    ("quantityList", &[EventType::Object, EventType::Transaction]),
    ("parentID", &[EventType::Aggregation, EventType::Association, EventType::Transaction]),
    ("childEPCs", &[EventType::Aggregation, EventType::Association]),
    ("childQuantityList", &[EventType::Aggregation, EventType::Association]),
    ("inputEPCList", &[EventType::Transformation]),
    ("inputQuantityList", &[EventType::Transformation]),
    ("outputEPCList", &[EventType::Transformation]),
    ("outputQuantityList", &[EventType::Transformation]),
    ("transformationID", &[EventType::Transformation]),
    ("persistentDisposition", &[EventType::Object, EventType::Transformation]),
    ("ilmd", &[EventType::Object, EventType::Transformation]),
];

const WITH_ACTION: &[EventType] =
    &[EventType::Object, EventType::Aggregation, EventType::Association, EventType::Transaction];

const OBSERVED: Lists = Lists { items: "epcList", quantities: "quantityList", repeats: false };
const CHILDREN: Lists =
    Lists { items: "childEPCs", quantities: "childQuantityList", repeats: true };
const LINKED: Lists = Lists { items: "epcList", quantities: "quantityList", repeats: true };
const INPUTS: Lists =
    Lists { items: "inputEPCList", quantities: "inputQuantityList", repeats: false };
const OUTPUTS: Lists =
    Lists { items: "outputEPCList", quantities: "outputQuantityList", repeats: false };

impl EventType {
    /// Reads the standard's name; none for a type of the sender's own.
    pub(super) fn standard(local: &str) -> Option<Self> {
        [
            Self::Object,
            Self::Aggregation,
            Self::Association,
            Self::Transaction,
            Self::Transformation,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == local)
    }

    /// The standard's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Object => "ObjectEvent",
            Self::Aggregation => "AggregationEvent",
            Self::Association => "AssociationEvent",
            Self::Transaction => "TransactionEvent",
            Self::Transformation => "TransformationEvent",
            Self::Extended => "event of a type of one's own",
        }
    }

    /// Every member that the standard gives the type.
    pub(super) fn members(self) -> Vec<&'static str> {
        let special = SPECIAL.iter().filter(|(_, kinds)| kinds.contains(&self));
        COMMON.iter().copied().chain(special.map(|(name, _)| *name)).collect()
    }
}

impl<'j> Reader<'j> {
    /// Notes members that belong to other types, or to none.
    pub(super) fn event_names(&mut self, members: &'j Object, kind: EventType) {
        let known = kind.members();
        let article = if kind.as_str().starts_with(['A', 'O']) { "an" } else { "a" };
        for (name, kinds) in SPECIAL.iter().filter(|(name, _)| !known.contains(name)) {
            let homes: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
            let text = format!(
                "{article} {} has no \"{name}\"; it belongs to {}",
                kind.as_str(),
                homes.join(", ")
            );
            self.member(members, name, |reader, _value| {
                reader.fault(FaultCode::NotAllowed, text);
                Some(())
            });
        }
        let everywhere: Vec<&str> =
            known.into_iter().chain(SPECIAL.iter().map(|(name, _)| *name)).collect();
        self.names(members, &format!("{article} {}", kind.as_str()), &everywhere);
    }

    /// The part that differs between the types, with its rules.
    pub(super) fn what(&mut self, members: &'j Object, kind: EventType) -> Option<What> {
        match kind {
            EventType::Object => self.object_event(members),
            EventType::Aggregation => self.aggregation(members),
            EventType::Association => self.association(members),
            EventType::Transaction => self.transaction_event(members),
            EventType::Transformation => Some(self.transformation(members)),
            EventType::Extended => {
                let name = members.get("type").and_then(Json::as_str)?;
                Some(What::Extended { name: self.context.expand(name) })
            }
        }
    }

    fn action(&mut self, members: &'j Object) -> Option<Action> {
        self.required(members, "action", |reader, value| {
            let action = Action::parse(reader.text(value)?);
            if action.is_none() {
                reader.fault(FaultCode::UnknownWord, "an action is ADD, OBSERVE or DELETE");
            }
            action
        })
    }

    fn parent(&mut self, members: &'j Object) -> Option<Item> {
        self.member(members, "parentID", Self::item)
    }

    fn rule(&mut self, holds: bool, text: &str) {
        if !holds {
            self.fault(FaultCode::Rule, text);
        }
    }

    fn object_event(&mut self, members: &'j Object) -> Option<What> {
        let action = self.action(members);
        let goods = self.goods_set(members, &OBSERVED);
        let names_goods = has_content(members, &OBSERVED);
        let concealed = self.conceals(members);
        let measures = has_items(members, "sensorElementList") || concealed;
        // GS1's schema takes an empty epcList for the place; the standard asks for content.
        let stands_somewhere = members.contains("readPoint") || members.contains("epcList");
        self.rule(
            names_goods || (measures && stands_somewhere),
            "an ObjectEvent names goods in \"epcList\" or \"quantityList\", or it reports sensors: \
             \"sensorElementList\" with a \"readPoint\"",
        );
        if let Some(action @ (Action::Observe | Action::Delete)) = action {
            let text =
                format!("\"ilmd\" is told when goods begin, so with action ADD, not {action}");
            self.rule(!members.contains("ilmd"), &text);
        }
        Some(What::Object { action: action?, goods })
    }

    fn aggregation(&mut self, members: &'j Object) -> Option<What> {
        let (action, parent, children) = self.family(members);
        if let Some(action @ (Action::Add | Action::Delete)) = action {
            let text = format!("an AggregationEvent with action {action} needs its \"parentID\"");
            self.rule(members.contains("parentID"), &text);
        }
        Some(What::Aggregation { action: action?, parent, children })
    }

    fn association(&mut self, members: &'j Object) -> Option<What> {
        let (action, parent, children) = self.family(members);
        self.rule(members.contains("parentID"), "an AssociationEvent needs its \"parentID\"");
        Some(What::Association { action: action?, parent: parent?, children })
    }

    fn family(&mut self, members: &'j Object) -> (Option<Action>, Option<Item>, GoodsSet) {
        let action = self.action(members);
        let parent = self.parent(members);
        let children = self.goods_set(members, &CHILDREN);
        self.rule(
            has_content(members, &CHILDREN) || action == Some(Action::Delete),
            "children must stand in \"childEPCs\" or \"childQuantityList\"; only DELETE may name \
             none, which means all",
        );
        (action, parent, children)
    }

    fn transaction_event(&mut self, members: &'j Object) -> Option<What> {
        let action = self.action(members);
        self.required_or_concealed(members, "bizTransactionList", |reader, value| {
            if value.as_array().is_some_and(<[Json]>::is_empty) {
                reader.fault(
                    FaultCode::Empty,
                    "this list is empty; a TransactionEvent names a document",
                );
            }
            Some(())
        });
        let parent = self.parent(members);
        let goods = self.goods_set(members, &LINKED);
        let linked = has_content(members, &LINKED)
            || (members.contains("parentID") && members.contains(LINKED.items));
        self.rule(
            linked || action == Some(Action::Delete),
            "a TransactionEvent names goods in \"epcList\" or \"quantityList\"; only DELETE may name \
             none, which means all",
        );
        Some(What::Transaction { action: action?, parent, goods })
    }

    fn transformation(&mut self, members: &'j Object) -> What {
        let id = self.member(members, "transformationID", Self::uri);
        let inputs = self.goods_set(members, &INPUTS);
        let outputs = self.goods_set(members, &OUTPUTS);
        let (goes_in, comes_out) = (has_content(members, &INPUTS), has_content(members, &OUTPUTS));
        let one_side = members.contains("transformationID") && (goes_in || comes_out);
        self.rule(
            (goes_in && comes_out) || one_side,
            "a TransformationEvent names inputs and outputs; one side alone needs a \
             \"transformationID\" that joins it to the other",
        );
        What::Transformation { id, inputs, outputs }
    }
}

fn has_items(members: &Object, name: &str) -> bool {
    members.get(name).and_then(Json::as_array).is_some_and(|items| !items.is_empty())
}

/// Whether goods are named, even if some are faulty, which is told elsewhere.
fn has_content(members: &Object, lists: &Lists) -> bool {
    has_items(members, lists.items) || has_items(members, lists.quantities)
}
