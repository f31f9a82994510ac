//! The state after a block.

use super::{BlockPass, Changes, Invalid, Proposal, ProposalError, Refusal, signer};
use crate::genesis::Genesis;
use crate::members::Members;
use crate::recalls::Recalls;
use crate::rows::OrgRow;
use crate::statement::{Jti, Verified};
use crate::{Hash, OrgId};
use gs1::Goods;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Members, recalls and open proposals after a block. The (iss, jti) pairs that are taken are the
/// fourth part of the consensus state; they are many, and whoever stores them says which of a
/// block's are among them.
///
/// A clone shares everything until one of the two changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    chain: String,
    pub(super) members: Arc<Members>,
    pub(super) recalls: Arc<Recalls>,
    pub(super) open: Arc<BTreeMap<Hash, Proposal>>,
}

/// Where a statement would stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// The height of the block.
    pub height: u64,
    /// The time of the block, ms.
    pub time_ms: u64,
    /// The index of its record; its statements follow.
    pub start: u64,
}

impl State {
    /// The state after height 0. The genesis must have passed [`Genesis::check`], as every genesis
    /// that was read has.
    pub fn genesis(genesis: &Genesis) -> Self {
        let mut members = Members::of_epoch(genesis.epoch_row());
        for row in &genesis.orgs {
            members.add_org(row.clone());
        }
        for row in &genesis.keys {
            members.add_key(row.clone());
        }
        Self::of(&genesis.name, members, Recalls::default())
    }

    /// From stored rows. `chain` is the chain's name, `proposals` what
    /// [`Proposal::text`] wrote.
    pub fn restore<T: AsRef<str>>(
        chain: &str,
        members: Members,
        recalls: Recalls,
        proposals: impl IntoIterator<Item = T>,
    ) -> Result<Self, ProposalError> {
        let proposals = proposals.into_iter().map(|text| Proposal::read(text.as_ref()));
        let open = proposals.map(|read| read.map(|proposal| (proposal.id, proposal)));
        let open = open.collect::<Result<_, _>>()?;
        Ok(Self { open: Arc::new(open), ..Self::of(chain, members, recalls) })
    }

    fn of(chain: &str, members: Members, recalls: Recalls) -> Self {
        Self {
            chain: chain.to_owned(),
            members: Arc::new(members),
            recalls: Arc::new(recalls),
            open: Arc::default(),
        }
    }

    /// The chain's name.
    pub fn chain(&self) -> &str {
        &self.chain
    }

    /// Organisations and keys.
    pub fn members(&self) -> &Members {
        &self.members
    }

    /// Holds and recalls.
    pub fn recalls(&self) -> &Recalls {
        &self.recalls
    }

    /// Open proposals, by id.
    pub fn proposals(&self) -> impl Iterator<Item = &Proposal> {
        self.open.values()
    }

    /// One open proposal.
    pub fn proposal(&self, id: &Hash) -> Option<&Proposal> {
        self.open.get(id)
    }

    /// Whether an organisation runs a validator of this epoch.
    pub fn is_member(&self, iss: &OrgId) -> bool {
        self.members.epoch().validators.iter().any(|validator| validator.iss == *iss)
    }

    /// Who owns a code: the owner of the longest registered prefix that starts its company-prefix
    /// digits; of a house lot of this chain, its party.
    pub fn owner_of(&self, code: &Goods) -> Option<&OrgRow> {
        match code {
            Goods::House(house) => {
                let issuer = house.issuer().filter(|_| house.chain() == self.chain)?;
                self.members.org(&OrgId::parse(&issuer).ok()?)
            }
            Goods::Gtin(_)
            | Goods::Lot(..)
            | Goods::Serial { .. }
            | Goods::UseBy(..)
            | Goods::BestBefore(..)
            | Goods::Sscc(_) => self.members.org(self.members.prefix_owner(code.owner_digits()?)?),
            Goods::Other(_) => None,
        }
    }

    /// The organisation that a party or place belongs to: itself, the one whose own number it is,
    /// or the owner of its prefix.
    pub fn keeper_of(&self, id: &str) -> Option<&OrgRow> {
        let org = |text: &str| self.members.org(&OrgId::parse(text).ok()?);
        org(id).or_else(|| {
            let gln = gln(id)?;
            // A GLN has the company prefix and the check digit of the GTIN with the same digits
            // (GS1 General Specifications, sections 1.4.2 and 7.9).
            let by_prefix = || self.owner_of(&Goods::Gtin(gs1::Gtin::parse(gln).ok()?));
            org(&format!("https://id.gs1.org/417/{gln}")).or_else(by_prefix)
        })
    }

    /// Whether a statement would be valid in the next block, (iss, jti) apart: for intake and for
    /// whoever builds a block.
    pub fn admit(&self, verified: &Verified, at: &At) -> Result<(), Refusal> {
        signer::judge(self, verified.statement(), at)
    }

    /// Begins a block. `seen` holds those (iss, jti) pairs of its statements, of both statements
    /// where one vouches for another, that earlier blocks hold.
    pub fn begin<'s>(
        &self,
        at: At,
        seen: &'s BTreeSet<(OrgId, Jti)>,
    ) -> Result<BlockPass<'s>, Refusal> {
        BlockPass::begin(self, at, seen)
    }

    /// Applies a whole block, or says which of its statements is not valid.
    pub fn apply<'v>(
        &self,
        at: At,
        statements: impl IntoIterator<Item = &'v Verified>,
        seen: &BTreeSet<(OrgId, Jti)>,
    ) -> Result<(Self, Changes), Invalid> {
        let place = |position, Refusal { rule, text }| Invalid { position, rule, text };
        let mut pass = self.begin(at, seen).map_err(|refusal| place(0, refusal))?;
        for (position, verified) in statements.into_iter().enumerate() {
            pass.push(verified).map_err(|refusal| place(position, refusal))?;
        }
        Ok(pass.finish())
    }
}

/// The digits of a `https://id.gs1.org/414/` or `/417/` URI.
fn gln(id: &str) -> Option<&str> {
    let rest = ["https://id.gs1.org/414/", "https://id.gs1.org/417/"]
        .into_iter()
        .find_map(|start| id.strip_prefix(start))?;
    rest.split('/').next()
}
