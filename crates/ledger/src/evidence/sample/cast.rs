//! The firms of the sample and their keys.

use super::SampleError;
use crate::key::{Ed25519Secret, P256Secret};
use crate::rows::{KeyRow, OrgRow, OrgStatus, Purpose, Validator};
use crate::{Hash, OrgId};

/// A firm. Their prefixes are from GS1's demonstration prefix 952.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Firm {
    word: &'static str,
    name: &'static str,
    gln: &'static str,
    role: &'static str,
}

pub(super) const BOAT: Firm =
    Firm { word: "boat", name: "R\u{ed}a Clara Fishing", gln: "9521001000017", role: "producer" };
pub(super) const AUCTION: Firm = Firm {
    word: "auction",
    name: "Puerto Alto Fish Auction",
    gln: "9521002000016",
    role: "auction",
};
pub(super) const PLANT: Firm =
    Firm { word: "plant", name: "Casa Marisma Foods", gln: "9521003000015", role: "processor" };
pub(super) const SHOP: Firm =
    Firm { word: "shop", name: "Mercado Verde", gln: "9521004000014", role: "retailer" };
pub(super) const HAULIER: Firm = Firm {
    word: "haulier",
    name: "Norte Fr\u{ed}o Logistics",
    gln: "9521005000013",
    role: "shipper",
};

pub(super) const ALL: [Firm; 5] = [BOAT, AUCTION, PLANT, SHOP, HAULIER];

impl Firm {
    pub(super) fn iss(self) -> Result<OrgId, SampleError> {
        OrgId::parse(&format!("https://id.gs1.org/417/{}", self.gln)).map_err(SampleError::of)
    }

    /// A key of the firm; `use_of` tells its keys apart.
    pub(super) fn key(self, use_of: &str) -> Result<P256Secret, SampleError> {
        P256Secret::from_bytes(self.seed(use_of).as_bytes()).map_err(SampleError::of)
    }

    pub(super) fn ed25519(self, use_of: &str) -> Ed25519Secret {
        Ed25519Secret::from_bytes(self.seed(use_of).as_bytes())
    }

    fn seed(self, use_of: &str) -> Hash {
        Hash::of(&[b"furlong evidence sample ", self.word.as_bytes(), b" ", use_of.as_bytes()])
    }

    pub(super) fn org_row(self) -> Result<OrgRow, SampleError> {
        let prefix = self.gln.get(..7).unwrap_or_default().to_owned();
        Ok(OrgRow {
            iss: self.iss()?,
            name: self.name.to_owned(),
            prefixes: vec![prefix],
            roles: vec![self.role.to_owned()],
            since: 0,
            sponsor: None,
            status: OrgStatus::Active,
        })
    }

    /// The keys that a firm has from the start: two to manage, one for events, and the plant one
    /// that its haulier's system holds.
    pub(super) fn key_rows(self) -> Result<Vec<KeyRow>, SampleError> {
        let mut rows = vec![
            self.key_row("admin", Purpose::Admin, None)?,
            self.key_row("offline", Purpose::Admin, None)?,
            self.key_row("event", Purpose::Event, None)?,
        ];
        if self == PLANT {
            rows.push(self.key_row("system", Purpose::System, Some(HAULIER.iss()?))?);
        }
        Ok(rows)
    }

    fn key_row(
        self,
        use_of: &str,
        purpose: Purpose,
        held_by: Option<OrgId>,
    ) -> Result<KeyRow, SampleError> {
        let jwk = self.key(use_of)?.public();
        Ok(KeyRow {
            added: 0,
            compromised_since: None,
            held_by,
            iss: self.iss()?,
            kid: jwk.kid(),
            jwk,
            not_after: None,
            purpose,
            retired: None,
        })
    }

    pub(super) fn validator(self) -> Result<Validator, SampleError> {
        Ok(Validator {
            cosign: self.ed25519("cosign").public(),
            cosign_p256: self.key("cosign p256")?.public(),
            host: format!("{}.furlong.example", self.word),
            iss: self.iss()?,
            log: self.ed25519("log").public(),
            node: self.ed25519("node").public(),
            vote: self.key("vote")?.public(),
        })
    }
}
