//! From whom, to whom, under which document.

use crate::reader::Reader;
use crate::vocabulary::{Vocabulary, Word};
use gs1::{Location, PartyId, Uri};
use json::Json;

/// One entry of `sourceList` or `destinationList`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// In which capacity: owning party, possessing party, location.
    pub role: Word,
    /// Who or where.
    pub id: EndpointId,
    /// The text as sent.
    pub sent: String,
}

/// Who or where an [`Endpoint`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndpointId {
    /// An owning or possessing party.
    Party(PartyId),
    /// A location.
    Location(Location),
    /// What a role of the sender's own means.
    Other(Uri),
}

/// One entry of `bizTransactionList`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BizTransaction {
    /// What kind of document.
    pub kind: Option<Word>,
    /// The document, as sent.
    pub id: String,
}

impl Endpoint {
    /// The party, if this is an owning or possessing one.
    pub const fn party(&self) -> Option<&PartyId> {
        match &self.id {
            EndpointId::Party(party) => Some(party),
            EndpointId::Location(_) | EndpointId::Other(_) => None,
        }
    }

    /// The location, if this is one.
    pub const fn location(&self) -> Option<&Location> {
        match &self.id {
            EndpointId::Location(location) => Some(location),
            EndpointId::Party(_) | EndpointId::Other(_) => None,
        }
    }
}

impl<'j> Reader<'j> {
    /// An entry of `sourceList`.
    pub(super) fn source(&mut self, value: &'j Json) -> Option<Endpoint> {
        self.endpoint(value, "source", "a source")
    }

    /// An entry of `destinationList`.
    pub(super) fn destination(&mut self, value: &'j Json) -> Option<Endpoint> {
        self.endpoint(value, "destination", "a destination")
    }

    fn endpoint(&mut self, value: &'j Json, member: &'static str, noun: &str) -> Option<Endpoint> {
        let members = self.object(value)?;
        self.only(members, noun, &["type", member]);
        let role = self.required(members, "type", |reader, value| {
            reader.word(Vocabulary::SourceDestination, value)
        });
        let sent = self.required(members, member, Self::text);
        let (role, sent) = (role?, sent?);
        let id = self.inside(member, |reader| reader.endpoint_id(&role, sent))?;
        Some(Endpoint { role, id, sent: sent.to_owned() })
    }

    fn endpoint_id(&mut self, role: &Word, sent: &str) -> Option<EndpointId> {
        match role.term() {
            Some("location") => {
                self.code(sent, Location::parse, Location::Other).map(EndpointId::Location)
            }
            Some(_) => self.code(sent, PartyId::parse, PartyId::Other).map(EndpointId::Party),
            None => self.code(sent, Uri::parse, |uri| uri).map(EndpointId::Other),
        }
    }

    /// An entry of `bizTransactionList`.
    pub(super) fn transaction(&mut self, value: &'j Json) -> Option<BizTransaction> {
        let members = self.object(value)?;
        self.only(members, "a business transaction", &["type", "bizTransaction"]);
        let kind = self.member(members, "type", |reader, value| {
            reader.word(Vocabulary::BizTransaction, value)
        });
        let id = self.required(members, "bizTransaction", Self::uri)?;
        Some(BizTransaction { kind, id })
    }
}
