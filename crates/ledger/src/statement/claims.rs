//! What a statement says.

use super::{Envelope, FormError, Head, Jti, Vct};
use crate::governance::Gov;
use crate::recalls::RecallOrder;
use crate::{Hash, OrgId};
use json::Json;

/// A statement whose form is right; nobody has looked at its signature yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    head: Head,
    claims: Claims,
}

/// The body of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claims {
    /// An EPCIS event, with digests where its signer keeps something back.
    Event {
        /// The event.
        epcis: Json,
        /// The statement of the same `iss` that it replaces.
        corrects: Option<Jti>,
    },
    /// An event whose key is no longer active.
    Vouched {
        /// It.
        orig: Box<Statement>,
        /// Why it comes this way.
        reason: String,
    },
    /// Organisations, keys, ballots, products.
    Governance(Gov),
    /// A hold, a recall, or its withdrawal.
    Recall(RecallOrder),
    /// A look-up by an authority.
    Access(Json),
}

impl Statement {
    /// Reads a leaf of the chain `origin`: rules S1 to S24.
    pub fn read(bytes: &[u8], origin: &str) -> Result<Self, FormError> {
        Self::from_envelope(Envelope::read(bytes, origin)?)
    }

    /// Reads the body of an envelope: rules S17 to S24.
    pub fn from_envelope(envelope: Envelope) -> Result<Self, FormError> {
        let (head, body, orig) = envelope.into_parts();
        let claims = match head.vct() {
            Vct::Event => Claims::Event { epcis: body, corrects: head.corrects() },
            Vct::Vouched => vouched(&head, &body, orig)?,
            Vct::Governance => Claims::Governance(Gov::read(&body)?),
            Vct::Recall => Claims::Recall(RecallOrder::read(&body)?),
            Vct::Access => Claims::Access(body),
        };
        Ok(Self { head, claims })
    }

    /// Everything but the body.
    pub const fn head(&self) -> &Head {
        &self.head
    }

    /// What it says.
    pub const fn claims(&self) -> &Claims {
        &self.claims
    }

    /// The statement that says what happened: `orig` of a vouched one, else itself.
    pub fn inner(&self) -> &Self {
        match &self.claims {
            Claims::Vouched { orig, .. } => orig,
            Claims::Event { .. }
            | Claims::Governance(_)
            | Claims::Recall(_)
            | Claims::Access(_) => self,
        }
    }

    /// Whether `other` is this statement, or the one that it vouches for, signed the same or signed
    /// again: ECDSA gives other bytes each time, what was signed is the same.
    pub fn says(&self, other: &Self) -> bool {
        let input = other.signing_input();
        self.signing_input() == input || self.inner().signing_input() == input
    }

    /// The leaf's bytes.
    pub fn bytes(&self) -> &[u8] {
        self.head.bytes()
    }

    /// The leaf hash of RFC 9162.
    pub const fn leaf_hash(&self) -> Hash {
        self.head.leaf_hash()
    }

    /// What the signature is over.
    pub fn signing_input(&self) -> &[u8] {
        self.head.signing_input()
    }

    /// The key id.
    pub fn kid(&self) -> &str {
        self.head.kid()
    }

    /// Who says it.
    pub const fn iss(&self) -> &OrgId {
        self.head.iss()
    }

    /// Its id.
    pub const fn jti(&self) -> Jti {
        self.head.jti()
    }

    /// Seconds since 1970, as its signer says.
    pub const fn iat(&self) -> u64 {
        self.head.iat()
    }

    /// The pairs that it takes for ever: one, or two of a vouched statement.
    pub fn pairs(&self) -> impl Iterator<Item = (&OrgId, Jti)> {
        let orig = match &self.claims {
            Claims::Vouched { orig, .. } => Some((orig.iss(), orig.jti())),
            Claims::Event { .. }
            | Claims::Governance(_)
            | Claims::Recall(_)
            | Claims::Access(_) => None,
        };
        std::iter::once((self.iss(), self.jti())).chain(orig)
    }
}

fn vouched(head: &Head, body: &Json, orig: Option<Box<Envelope>>) -> Result<Claims, FormError> {
    let missing =
        || super::fault(16, &json::Pointer::root(), "a vouched statement carries another");
    let orig = orig.ok_or_else(missing)?;
    debug_assert!(orig.head().iss() == head.iss(), "the envelope compared them");
    let reason = body.get("reason").and_then(Json::as_str).unwrap_or_default().to_owned();
    Ok(Claims::Vouched { orig: Box::new(Statement::from_envelope(*orig)?), reason })
}
