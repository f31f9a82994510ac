//! What commands that sign and send have in common.

use crate::client::{Node, Receipt, Told};
use crate::clock::{Clock as _, System};
use crate::keys::{KeyFile, Random};
use anyhow::{Context as _, bail, ensure};
use clap::Args;
use ledger::Hash;
use ledger::governance::Gov;
use ledger::key::P256Secret;
use ledger::statement::{Body, Draft, Jti, Statement};
use std::path::PathBuf;

/// The address that commands ask unless told otherwise: the demonstration's.
pub(super) const NODE: &str = "http://127.0.0.1:8080";

/// Where to send, and who signs.
#[derive(Debug, Args)]
pub(super) struct Signing {
    /// The node's address.
    #[arg(long, value_name = "URL", default_value = NODE)]
    node: String,
    /// The key file of the organisation that signs.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The chain, NAME/64 hex digits; without it, the one that the node names.
    #[arg(long, value_name = "ORIGIN")]
    chain: Option<String>,
}

/// An organisation's key and the node that takes its statements.
pub(super) struct Signer {
    pub(super) node: Node,
    pub(super) origin: String,
    pub(super) key: KeyFile,
    secret: P256Secret,
}

/// A statement that was signed.
pub(super) struct Signed {
    pub(super) jti: Jti,
    pub(super) jws: String,
}

impl Signing {
    /// Reads the key and asks the node for its chain.
    pub(super) fn open(&self) -> anyhow::Result<Signer> {
        let key = KeyFile::read(&self.key)?;
        let secret = key.secret().and_then(|secret| secret.as_p256().cloned());
        let secret = secret.with_context(|| {
            format!("{} holds a {} key, which signs no statements", self.key.display(), key.purpose)
        })?;
        let node = Node::at(&self.node, None)?;
        let origin = node.origin()?;
        if let Some(wanted) = &self.chain {
            ensure!(
                *wanted == origin,
                "the node at {} keeps the chain {origin}, not {wanted}: nothing was sent",
                node.address()
            );
        }
        Ok(Signer { node, origin, key, secret })
    }
}

impl Signer {
    /// Refuses a key that is for something else, before a node does.
    pub(super) fn needs_purpose(&self, purposes: &[&str]) -> anyhow::Result<()> {
        let has = self.key.purpose.as_str();
        ensure!(
            purposes.contains(&has),
            "this needs a key for {}, and the key file is for {has}: name another with --key",
            purposes.join(" or ")
        );
        Ok(())
    }

    /// Signs, and reads back what was signed: every rule that needs no chain is checked here.
    pub(super) fn sign(&self, body: Body) -> anyhow::Result<Signed> {
        let now_ms = System.now_ms();
        let jti = Random.jti(now_ms)?;
        let draft = Draft {
            iss: self.key.iss.clone(),
            origin: self.origin.clone(),
            jti,
            iat: now_ms / 1_000,
            body,
        };
        let jws = draft.sign(&self.secret);
        Statement::read(jws.as_bytes(), &self.origin)?;
        Ok(Signed { jti, jws })
    }

    /// Signs, sends, and waits for the receipt of a proposal; its id is that of the vote on it.
    pub(super) fn propose(&self, gov: &Gov) -> anyhow::Result<(Hash, Receipt)> {
        let signed = self.sign(Body::Governance(gov.to_json()))?;
        let input = signed.jws.rsplit_once('.').map(|(input, _)| input).unwrap_or_default();
        Ok((Hash::of(&[input.as_bytes()]), self.send(&signed)?))
    }

    /// Signs, sends, and waits for the receipt.
    pub(super) fn say(&self, body: Body) -> anyhow::Result<Receipt> {
        self.send(&self.sign(body)?)
    }

    fn send(&self, signed: &Signed) -> anyhow::Result<Receipt> {
        match self.node.submit(&[&signed.jws])?.pop() {
            Some(Told::Committed(receipt)) => Ok(receipt),
            Some(Told::Refused { problem }) => bail!("the node refused: {problem}"),
            Some(Told::Pending {}) | None => {
                bail!("the node took the statement {} but gave no receipt yet", signed.jti)
            }
        }
    }
}
