//! Order: the shell around the Malachite consensus engine, version 0.8.2.
//!
//! The engine decides which block stands at which height, by votes of the members' nodes. It keeps
//! only a log of the height that it works on. Blocks, certificates and everything that follows from
//! them belong to the [`Ledger`], which this module asks and tells, one question after the other.
//!
//! [`start()`] builds the engine, [`Engine::run`] answers it until it is told to stop or something
//! fails that must end the process. Both need a multi-thread runtime of their own: [`runtime`].
//!
//! In reading order: `ledger` is what the node must do; `ids`, `validators` and `context` are what
//! is voted on; `signing` and `own_votes` sign it, `codec` writes it down, `certificate` checks what
//! was decided; `log` looks into the engine's log from outside; `part`, `assembler` and `quota` carry block bodies; `config` and `start` begin;
//! `run`, `hold`, `answer`, `proposing` and `receive` are the loop.

mod answer;
mod assembler;
mod certificate;
mod codec;
mod config;
mod context;
mod hold;
mod ids;
mod ledger;
mod log;
mod own_votes;
mod part;
mod proposing;
mod quota;
mod receive;
mod run;
mod signing;
mod start;
#[cfg(test)]
mod tests;
mod validators;

use arc_malachitebft_app_channel as malachite;

pub use certificate::{CertificateFault, Certified, verify_certificate};
pub use codec::{Accusation, CodecError, decode_evidence};
pub use config::{AddressError, ListenAddress, Pace, PeerAddress, Relay, Settings};
pub use context::quorum;
pub use ids::{Address, BlockId, Height, KeyError};
pub use ledger::{
    Built, Committed, Considered, Fatal, Ledger, Received, Source, Undecided, ValidatorKey,
};
pub use log::{LogHead, drop_torn_head, log_head};
pub use part::BODY_BYTES_MAX;
pub use run::{End, Engine, Stopped};
pub use signing::VoteGuard;
pub use start::{Identity, StartError, peer_id, peer_id_of, runtime, start};
pub use validators::{ValidatorSet, ValidatorSetError};
