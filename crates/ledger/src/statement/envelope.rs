//! The envelope: who says what kind of thing, on which chain. Rules S1 to S16.

use super::payload::{self, Payload};
use super::{BYTES_MAX, FormError, Jti, Vct, compact, fault};
use crate::{Hash, OrgId, tree};
use json::{Json, Pointer};

/// Everything of a statement but its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    text: String,
    signed_len: usize,
    signature: [u8; 64],
    leaf_hash: Hash,
    origin: String,
    kid: String,
    iss: OrgId,
    jti: Jti,
    iat: u64,
    corrects: Option<Jti>,
    vct: Vct,
}

impl Head {
    /// The leaf: the compact JWS, ASCII.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The leaf's bytes.
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// What the signature is over: header, full stop, payload.
    pub fn signing_input(&self) -> &[u8] {
        self.bytes().split_at_checked(self.signed_len).unwrap_or_default().0
    }

    /// r then s, low-S.
    pub const fn signature(&self) -> &[u8; 64] {
        &self.signature
    }

    /// The leaf hash of RFC 9162.
    pub const fn leaf_hash(&self) -> Hash {
        self.leaf_hash
    }

    /// The chain that it is for.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The RFC 7638 thumbprint of the key.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// Who says it.
    pub const fn iss(&self) -> &OrgId {
        &self.iss
    }

    /// Its id, unique with `iss`.
    pub const fn jti(&self) -> Jti {
        self.jti
    }

    /// When its signer says that it was signed: seconds since 1970.
    pub const fn iat(&self) -> u64 {
        self.iat
    }

    /// The statement of the same `iss` that it replaces.
    pub const fn corrects(&self) -> Option<Jti> {
        self.corrects
    }

    /// What kind of statement it is.
    pub const fn vct(&self) -> Vct {
        self.vct
    }
}

/// A statement that follows rules S1 to S16: what evidence checks before it hashes anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    head: Head,
    body: Json,
    orig: Option<Box<Envelope>>,
}

/// The longest reason for vouching, in characters.
const REASON_CHARS_MAX: usize = 500;

impl Envelope {
    /// Reads a leaf of the chain `origin`.
    pub fn read(bytes: &[u8], origin: &str) -> Result<Self, FormError> {
        let envelope = Self::read_one(bytes, origin)?;
        match envelope.head.vct {
            Vct::Vouched => envelope.with_orig(origin),
            Vct::Event | Vct::Governance | Vct::Recall | Vct::Access => Ok(envelope),
        }
    }

    /// Who says it, and how.
    pub const fn head(&self) -> &Head {
        &self.head
    }

    /// The value of `epcis`, `vouched`, `gov`, `recall` or `access`: an object.
    pub const fn body(&self) -> &Json {
        &self.body
    }

    /// The statement that a vouched one carries.
    pub fn orig(&self) -> Option<&Self> {
        self.orig.as_deref()
    }

    /// The statement that says what happened: `orig` of a vouched one, else itself.
    pub fn inner(&self) -> &Self {
        self.orig().unwrap_or(self)
    }

    pub(super) fn into_parts(self) -> (Head, Json, Option<Box<Self>>) {
        (self.head, self.body, self.orig)
    }

    /// Without a look at what a vouched one carries, so that nothing nests.
    fn read_one(bytes: &[u8], origin: &str) -> Result<Self, FormError> {
        let parts = compact::read(bytes)?;
        let Payload { iss, jti, iat, corrects, vct, body } = payload::read(&parts.payload, origin)?;
        if bytes.len() > BYTES_MAX && vct != Vct::Vouched {
            let text =
                format!("a statement has at most {BYTES_MAX} bytes, this has {}", bytes.len());
            return Err(fault(1, &Pointer::root(), text));
        }
        let head = Head {
            signed_len: parts.signed_len,
            signature: parts.signature,
            leaf_hash: tree::leaf_hash(parts.text.as_bytes()),
            text: parts.text,
            origin: origin.to_owned(),
            kid: parts.kid,
            iss,
            jti,
            iat,
            corrects,
            vct,
        };
        Ok(Self { head, body, orig: None })
    }

    /// Rule S16.
    fn with_orig(mut self, origin: &str) -> Result<Self, FormError> {
        let at = Pointer::root().member("vouched");
        let orig = self.body.get("orig").and_then(Json::as_str);
        let reason = self.body.get("reason").and_then(Json::as_str);
        let two = self.body.as_object().is_some_and(|members| members.len() == 2);
        let (Some(orig), Some(reason), true) = (orig, reason, two) else {
            return Err(fault(16, &at, "vouched has exactly the texts orig and reason"));
        };
        if !(1..=REASON_CHARS_MAX).contains(&reason.chars().count()) {
            return Err(fault(16, &at.member("reason"), "a reason has 1 to 500 characters"));
        }
        let orig = Self::read_one(orig.as_bytes(), origin).map_err(|error| {
            fault(16, &at.member("orig"), format!("the statement in it is not one: {error}"))
        })?;
        if orig.head.vct != Vct::Event {
            return Err(fault(16, &at.member("orig"), "only an event can be vouched for"));
        }
        if orig.head.iss != self.head.iss {
            return Err(fault(16, &at.member("orig"), "an organisation vouches for its own only"));
        }
        if orig.head.jti == self.head.jti {
            return Err(fault(16, &at.member("orig"), "the two statements have different ids"));
        }
        self.orig = Some(Box::new(orig));
        Ok(self)
    }
}
