//! Starting the engine.

use super::codec::{BinaryCodec, CodecError, Heard};
use super::config::{AddressError, EngineConfig, Settings};
use super::context::ChainContext;
use super::ids::{Address, PrivateKey};
use super::ledger::Ledger;
use super::malachite::app::engine::consensus::{ConsensusMsg, ConsensusRef};
use super::malachite::app::net::PeerId;
use super::malachite::app::types::Keypair;
use super::malachite::app::types::codec::Codec;
use super::malachite::{
    Channels, ConsensusContext, EngineHandle, NetworkContext, NetworkIdentity, RequestContext,
    Signer, SyncContext, WalContext, start_engine,
};
use super::own_votes::OwnVotes;
use super::run::{Engine, Parts};
use super::signing::{Domain, VoteGuard, VoteSigner, VoteVerifier};
use p256::ecdsa::SigningKey;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

/// Requests for its state that the engine lets wait.
const REQUESTS: usize = 16;

/// Who this node is.
pub struct Identity {
    /// The origin of the chain: votes count on it alone.
    pub origin: String,
    /// The key that votes.
    pub vote: SigningKey,
    /// The seed of the Ed25519 key that other nodes know this one by; never used for anything else.
    pub node: [u8; 32],
}

/// Why the engine did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// 32 bytes that are no Ed25519 seed.
    #[error("the node key is no Ed25519 seed of 32 bytes")]
    NodeKey,
    /// A setting.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The proof that this node's two keys belong together.
    #[error("the proof for other nodes could not be made: {0}")]
    Proof(String),
    /// The proof as bytes.
    #[error("the proof for other nodes could not be written")]
    Codec(#[from] CodecError),
    /// The log is in use or unreadable, the address is taken, or the like.
    #[error("the consensus engine did not start: {0}")]
    Engine(String),
}

/// The runtime that the engine needs: several threads of its own, because it blocks some.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("replica")
        .enable_all()
        .build()
}

/// The peer id of a node key, as it ends a [`PeerAddress`](super::PeerAddress).
pub fn peer_id(node: [u8; 32]) -> Result<String, StartError> {
    Ok(keypair(node)?.public().to_peer_id().to_string())
}

/// The same of the public half of a node key, as the chain names it.
pub fn peer_id_of(public: [u8; 32]) -> Result<String, StartError> {
    // A peer id of a short key is the key itself: an identity multihash of 36 bytes around the
    // protobuf message of an Ed25519 key (libp2p specification, peer ids).
    let mut bytes = vec![0x00, 0x24, 0x08, 0x01, 0x12, 0x20];
    bytes.extend(public);
    PeerId::from_bytes(&bytes).map(|id| id.to_string()).map_err(|_cause| StartError::NodeKey)
}

/// Starts the engine; nothing is decided before [`Engine::run`] is polled.
///
/// Call it inside [`runtime`]. The node votes at those heights whose validators name its key, and
/// follows at the others.
pub async fn start<L: Ledger, G: VoteGuard>(
    settings: Settings,
    identity: Identity,
    ledger: Arc<L>,
    guard: G,
) -> Result<Engine<L>, StartError> {
    let config = EngineConfig::new(&settings)?;
    let domain = Domain::of(&identity.origin);
    let key = PrivateKey::from_slice(&identity.vote.to_bytes())
        .map_err(|cause| StartError::Proof(cause.to_string()))?;
    let public = key.public_key();
    let me = Address::of(&public);
    let heard = Heard::default();
    let own_votes = OwnVotes::from(ledger.tip().saturating_add(1));
    let refusal = Arc::new(OnceLock::new());
    let signer = VoteSigner {
        key,
        domain,
        guard,
        own_votes: own_votes.clone(),
        refusal: Arc::clone(&refusal),
    };
    let codec = BinaryCodec::telling(heard.clone());
    let network = introduce(&settings, &identity, me, &signer).await?;
    let contexts = Contexts {
        // The log's own messages tell nothing about others.
        wal: WalContext::new(settings.wal.clone(), BinaryCodec::default()),
        network: NetworkContext::new(network, codec.clone()),
        consensus: ConsensusContext::new_validator(
            me,
            Box::new(VoteVerifier::new(domain)),
            Box::new(signer),
        ),
        sync: SyncContext::new(codec),
    };
    let (channels, handle) = begin(config, contexts).await?;
    let consensus = consensus_actor(&handle)?;
    let verifier = VoteVerifier::new(domain);
    let pace = settings.pace.timeouts();
    let wal = settings.wal;
    let parts = Parts {
        channels,
        handle,
        consensus,
        heard,
        own_votes,
        refusal,
        verifier,
        me,
        key: public,
        pace,
        wal,
    };
    Ok(Engine::new(parts, ledger))
}

/// What the engine is told of this node.
struct Contexts {
    wal: WalContext<BinaryCodec>,
    network: NetworkContext<BinaryCodec>,
    consensus: ConsensusContext<ChainContext>,
    sync: SyncContext<BinaryCodec>,
}

/// What [`begin`] gives.
type Begun = Result<(Channels<ChainContext>, EngineHandle), StartError>;

/// Not generic, and boxed, on purpose: the engine's own code, which is large, is compiled once, here,
/// and not again with every change of the node. A future without a box is compiled where it is
/// polled.
fn begin(config: EngineConfig, contexts: Contexts) -> Pin<Box<dyn Future<Output = Begun> + Send>> {
    let Contexts { wal, network, consensus, sync } = contexts;
    let requests = RequestContext::new(REQUESTS);
    Box::pin(async move {
        start_engine(ChainContext, config, wal, network, consensus, sync, requests)
            .await
            .map_err(|cause| StartError::Engine(format!("{cause:#}")))
    })
}

fn keypair(node: [u8; 32]) -> Result<Keypair, StartError> {
    Keypair::ed25519_from_bytes(node).map_err(|_cause| StartError::NodeKey)
}

/// What this node says of itself to others, with the proof that its vote key says so too.
async fn introduce<G: VoteGuard>(
    settings: &Settings,
    identity: &Identity,
    me: Address,
    signer: &VoteSigner<G>,
) -> Result<NetworkIdentity, StartError> {
    let node = keypair(identity.node)?;
    let proof = signer
        .sign_validator_proof(
            signer.key.public_key().to_vec(),
            node.public().to_peer_id().to_bytes(),
        )
        .await
        .map_err(|cause| StartError::Proof(cause.to_string()))?;
    let proof = BinaryCodec::default().encode(&proof)?;
    Ok(NetworkIdentity::new_validator(settings.name.clone(), node, me.to_string(), proof))
}

/// The actor that runs the algorithm. The channels have no way to hand it a block after the first
/// answer, so that a block which is built later in the round goes to it straight.
fn consensus_actor(handle: &EngineHandle) -> Result<ConsensusRef<ChainContext>, StartError> {
    handle
        .actor
        .get_cell()
        .get_children()
        .into_iter()
        .find(|child| child.is_message_type_of::<ConsensusMsg<ChainContext>>() == Some(true))
        .map(ConsensusRef::from)
        .ok_or_else(|| StartError::Engine("it has no consensus actor".to_owned()))
}
