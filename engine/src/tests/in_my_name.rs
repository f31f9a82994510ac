//! Blocks that a peer sends in this node's own name.

use super::super::Relay;
use super::super::ids::{Address, BlockId, Height};
use super::super::malachite::app::types::core::Round;
use super::super::part::{Assembled, Heading, cut};
use super::node::{MemoryGuard, address, among, begin, ledger, peer};
use sha2::{Digest as _, Sha256};

/// A valid first block, said to be of `proposer`.
fn block(round: Round, proposer: Address) -> Assembled {
    let body = [&1_u64.to_be_bytes()[..], &[0; 32], b"a statement"].concat();
    let size = u32::try_from(body.len()).unwrap();
    let id = BlockId(Sha256::digest(&body).into());
    let heading = Heading { height: Height(1), round, valid_round: Round::Nil, proposer, size };
    Assembled { heading, id, body: body.into() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_block_in_my_own_name_is_thrown_away() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, guard) = (ledger(0, 4), MemoryGuard::default());
    // Only this one is started; its port is free for the moment of the test.
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let settings = among(0, &[port], dir.path(), Relay::Direct);
    let mut engine = begin(0, settings, &ledger, &guard).await.unwrap();
    let set = engine.validators(1).unwrap();
    let turns = (0..4).map(|round| {
        let round = Round::new(round);
        (round, set.proposer(Height(1), round).address)
    });
    let (mine, others): (Vec<_>, Vec<_>) =
        turns.partition(|(_, proposer)| *proposer == Address(address(0)));
    let [(round, me)] = mine[..] else { panic!("one turn of four is mine") };
    for message in cut(&block(round, me)) {
        assert!(engine.part(peer(1), message).await.unwrap().is_none());
    }
    assert!(ledger.stored_ids(1).is_empty(), "nothing was stored under my address");
    // The same block in the turn of another is judged.
    let mut judged = 0;
    for message in cut(&block(others[0].0, others[0].1)) {
        judged += usize::from(engine.part(peer(1), message).await.unwrap().is_some());
    }
    assert_eq!((judged, ledger.stored_ids(1).len()), (1, 1));
}
