//! Writing statements: for the command line, the demonstration, a node's system keys and tests.

use super::{Jti, Vct};
use crate::key::P256Secret;
use crate::{OrgId, b64, disclosure};
use json::{Json, Object};

/// A statement that is not signed yet.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Who says it.
    pub iss: OrgId,
    /// The chain that it is for.
    pub origin: String,
    /// Its id.
    pub jti: Jti,
    /// Seconds since 1970.
    pub iat: u64,
    /// What it says.
    pub body: Body,
}

/// What a draft says.
#[derive(Debug, Clone)]
pub enum Body {
    /// An event, concealed where it should be.
    Event {
        /// The event.
        epcis: Json,
        /// The statement that it replaces.
        corrects: Option<Jti>,
    },
    /// An event that an inactive key signed.
    Vouched {
        /// Its compact JWS.
        orig: String,
        /// Why it comes this way, 1 to 500 characters.
        reason: String,
    },
    /// From [`Gov::to_json`](crate::governance::Gov::to_json).
    Governance(Json),
    /// From [`RecallOrder::to_json`](crate::recalls::RecallOrder::to_json).
    Recall(Json),
    /// A look-up.
    Access(Json),
}

impl Draft {
    /// What a key with that id signs: header, full stop, payload. The form is not judged here;
    /// read the signed bytes back.
    pub fn signing_input(&self, kid: &str) -> String {
        let header = format!(r#"{{"alg":"ES256","typ":"dc+sd-jwt","kid":"{kid}"}}"#);
        let payload = Json::Object(self.payload()).to_string();
        format!("{}.{}", b64::encode(header.as_bytes()), b64::encode(payload.as_bytes()))
    }

    /// The compact JWS.
    pub fn sign(&self, secret: &P256Secret) -> String {
        let input = self.signing_input(&secret.public().kid());
        let signature = b64::encode(&secret.sign(input.as_bytes()));
        format!("{input}.{signature}")
    }

    fn payload(&self) -> Object {
        let mut claims = Object::new();
        claims.insert("iss", self.iss.as_str());
        claims.insert("aud", self.origin.as_str());
        claims.insert("jti", self.jti.to_string());
        claims.insert("iat", self.iat);
        let (vct, body) = match &self.body {
            Body::Event { epcis, corrects } => {
                if let Some(corrects) = corrects {
                    claims.insert("corrects", corrects.to_string());
                }
                if disclosure::digests_of(epcis).is_ok_and(|digests| !digests.is_empty()) {
                    claims.insert("_sd_alg", "sha-256");
                }
                (Vct::Event, epcis.clone())
            }
            Body::Vouched { orig, reason } => {
                let members = [("orig", orig.as_str()), ("reason", reason.as_str())];
                (Vct::Vouched, Json::Object(members.into_iter().collect()))
            }
            Body::Governance(gov) => (Vct::Governance, gov.clone()),
            Body::Recall(recall) => (Vct::Recall, recall.clone()),
            Body::Access(access) => (Vct::Access, access.clone()),
        };
        claims.insert("vct", vct.as_str());
        claims.insert(vct.member(), body);
        claims
    }
}
