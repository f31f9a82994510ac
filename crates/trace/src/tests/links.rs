//! Every event type tells links.

use super::notation::{events, goods};
use crate::event::{Action, Kind};
use crate::link::{Join, Role, links};

/// The links of one line, as "goods role".
fn told(line: &str) -> Vec<(String, Role)> {
    links(&events(line)[0]).into_iter().map(|link| (link.goods, link.role)).collect()
}

fn rows(rows: &[(&str, Role)]) -> Vec<(String, Role)> {
    let mut rows: Vec<_> = rows.iter().map(|(word, role)| (goods(word), *role)).collect();
    rows.sort();
    rows
}

#[test]
fn each_event_type_and_action_gives_its_roles() {
    let table = [
        ("1 a makes a/L", vec![("a/L", Role::Created)]),
        ("1 a ships a/L + a/L to b", vec![("a/L", Role::Seen)]),
        ("1 a destroys a/L", vec![("a/L", Role::Ended)]),
        ("1 a packs a/L into a=P", vec![("a=P", Role::Parent), ("a/L", Role::PutIn)]),
        ("1 a unpacks a/L from a=P", vec![("a=P", Role::Parent), ("a/L", Role::TakenOut)]),
        ("1 a empties a=P", vec![("a=P", Role::Parent)]),
        (
            "1 a turns a/L + b/L into a/M",
            vec![("a/L", Role::Input), ("b/L", Role::Input), ("a/M", Role::Output)],
        ),
    ];
    for (line, expected) in table {
        assert_eq!(told(line), rows(&expected), "{line}");
    }
}

#[test]
fn association_and_transaction_events_link_as_well() {
    let mut fitted = events("1 a packs a!7 into a=P").remove(0);
    fitted.kind = Kind::Association;
    fitted.action = Some(Action::Observe);
    let roles: Vec<Role> = links(&fitted).iter().map(|link| link.role).collect();
    assert_eq!(roles, [Role::SeenIn, Role::Parent]);

    let mut sold = events("1 a sees a/L").remove(0);
    sold.kind = Kind::Transaction;
    assert_eq!(links(&sold)[0].role, Role::Traded);
}

#[test]
fn halves_meet_in_the_event_the_parent_or_the_transformation() {
    let mut turned = events("1 a turns a/L into a/M").remove(0);
    assert!(links(&turned).iter().all(|link| link.join == Join::Event));
    turned.transformation_id = Some("urn:example:run".to_owned());
    let join = Join::Transformation("urn:example:run".to_owned());
    assert!(links(&turned).iter().all(|link| link.join == join));

    let packed = events("1 a packs a/L into a=P").remove(0);
    assert!(links(&packed).iter().all(|link| link.join == Join::Parent(goods("a=P"))));
}
