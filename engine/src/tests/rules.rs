//! Who proposes, how many decide, which addresses are read.

use super::super::ids::Height;
use super::super::malachite::app::types::core::Round;
use super::super::{
    ListenAddress, PeerAddress, ValidatorKey, ValidatorSet, ValidatorSetError, peer_id, quorum,
};
use super::node::{node_key, validators};

#[test]
fn more_than_two_thirds_decide() {
    for members in 1..=40_u64 {
        assert_eq!(quorum(members), 2 * members / 3 + 1, "{members} members");
    }
}

#[test]
fn every_validator_has_its_turn_and_the_order_of_keys_does_not_matter() {
    let mut keys = validators(4);
    let set = ValidatorSet::parse(&keys).unwrap();
    keys.reverse();
    assert_eq!(set, ValidatorSet::parse(&keys).unwrap());

    let by_height: Vec<_> =
        (1..=4).map(|height| set.proposer(Height(height), Round::ZERO).address).collect();
    let by_round: Vec<_> =
        (0..4).map(|round| set.proposer(Height(1), Round::new(round)).address).collect();
    assert_eq!(by_height, by_round);
    assert!(by_height.is_sorted());
    assert_eq!(set.proposer(Height(u64::MAX), Round::new(u32::MAX)).power, 1);
    assert!(by_height.iter().all(|address| set.contains(*address)));
}

#[test]
fn a_set_without_validators_twice_the_same_or_without_power_is_refused() {
    let keys = validators(2);
    let twice = [keys[0].clone(), keys[1].clone(), keys[0].clone()];
    let idle = [ValidatorKey { power: 0, ..keys[0].clone() }];
    let many = [ValidatorKey { power: u64::MAX, ..keys[0].clone() }, keys[1].clone()];
    let bad = [ValidatorKey { public_key: vec![4; 33], power: 1 }];
    assert_eq!(ValidatorSet::parse(&[]), Err(ValidatorSetError::Empty));
    assert!(matches!(ValidatorSet::parse(&twice), Err(ValidatorSetError::Twice { .. })));
    assert_eq!(ValidatorSet::parse(&idle), Err(ValidatorSetError::Power));
    assert_eq!(ValidatorSet::parse(&many), Err(ValidatorSetError::Power));
    assert!(matches!(ValidatorSet::parse(&bad), Err(ValidatorSetError::Key { place: 0, .. })));
}

#[test]
fn a_peer_needs_its_id() {
    let id = peer_id(node_key(0)).unwrap();
    for good in ["/ip4/192.0.2.1/tcp/26656", "/dns4/node.example/tcp/1", "/ip6/::1/tcp/26656"] {
        assert!(PeerAddress::parse(&format!("{good}/p2p/{id}")).is_ok(), "{good}");
        assert!(PeerAddress::parse(good).is_err(), "{good} has no id");
        assert!(PeerAddress::parse(&format!("{good}/p2p/nobody")).is_err(), "{good}");
    }
    for bad in ["", "192.0.2.1:26656", "/ip4/192.0.2.1/udp/26656", "/ip4/192.0.2.300/tcp/1"] {
        assert!(PeerAddress::parse(&format!("{bad}/p2p/{id}")).is_err(), "{bad}");
        assert!(ListenAddress::parse(bad).is_err(), "{bad}");
    }
    assert!(ListenAddress::parse("/ip4/0.0.0.0/tcp/26656").is_ok());
    assert!(ListenAddress::parse("/ip4/0.0.0.0/tcp/70000").is_err());
}
