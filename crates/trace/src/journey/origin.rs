//! What goods come from: the inputs of what made them, and the contents of a case or pallet.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::custody::{Custody, Sighting};
use crate::event::{Action, Event, Kind};
use crate::reader::Reader;
use crate::source::Source;

/// Goods from which others come, and the event that used them or put them in.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub(super) goods: String,
    pub(super) event: Arc<Event>,
}

/// What the goods of this way were made from.
pub(super) fn ingredients<S: Source>(
    reader: &mut Reader<'_, S>,
    custody: &Custody,
    way: &[Sighting],
) -> Result<Vec<Origin>, S::Error> {
    let mut found = Vec::new();
    for event in own(way).filter(|event| makes(event, custody)) {
        found.extend(inputs(event));
        if let Some(id) = &event.transformation_id {
            let others = reader.events_of_transformation(id, &event.issuer)?;
            found.extend(others.standing.iter().flat_map(inputs));
        }
    }
    Ok(found)
}

fn own(way: &[Sighting]) -> impl Iterator<Item = &Arc<Event>> {
    way.iter().filter(|sighting| sighting.via.is_empty()).map(|sighting| &sighting.event)
}

fn makes(event: &Event, custody: &Custody) -> bool {
    event.kind == Kind::Transformation
        && event.outputs.iter().any(|item| custody.names.contains(&item.goods))
}

fn inputs(event: &Arc<Event>) -> impl Iterator<Item = Origin> {
    let origin = |goods: &str| Origin { goods: goods.to_owned(), event: Arc::clone(event) };
    event.inputs.iter().map(|item| origin(&item.goods)).collect::<Vec<_>>().into_iter()
}

/// What is in the goods, if they are a case, pallet or container: put in and not taken out; of an
/// empty one what was in it last.
pub(super) fn contents(custody: &Custody, way: &[Sighting]) -> Vec<Origin> {
    let mut inside: BTreeMap<&str, &Arc<Event>> = BTreeMap::new();
    let mut load: BTreeMap<&str, &Arc<Event>> = BTreeMap::new();
    for event in own(way) {
        if !event.parent.as_ref().is_some_and(|parent| custody.names.contains(parent)) {
            continue;
        }
        let children = event.children.iter().map(|item| item.goods.as_str());
        match event.action {
            Some(Action::Add | Action::Observe) => {
                if inside.is_empty() {
                    load.clear();
                }
                for child in children {
                    inside.entry(child).or_insert(event);
                    load.entry(child).or_insert(event);
                }
            }
            Some(Action::Delete) if event.children.is_empty() => inside.clear(),
            Some(Action::Delete) => children.for_each(|child| {
                inside.remove(child);
            }),
            None => {}
        }
    }
    let origin = |(goods, event): (&str, &Arc<Event>)| Origin {
        goods: goods.to_owned(),
        event: Arc::clone(event),
    };
    let told = if inside.is_empty() { load } else { inside };
    told.into_iter().map(origin).collect()
}
