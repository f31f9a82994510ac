//! `epcisHeader`: master data in the form of GS1's schema. Only the form is judged; what is told
//! there about products, places and parties is for whoever imports it.

use crate::fault::FaultCode;
use crate::reader::Reader;
use json::Json;

impl<'j> Reader<'j> {
    /// `epcisHeader` of a document.
    pub(super) fn header(&mut self, value: &'j Json) -> Option<()> {
        let members = self.object(value)?;
        self.names(members, "epcisHeader", &["epcisMasterData"]);
        self.member(members, "epcisMasterData", |reader, value| {
            let members = reader.object(value)?;
            reader.member(members, "vocabularyList", |reader, value| {
                reader.items(value, Self::vocabulary).map(|_| ())
            })
        })
    }

    fn vocabulary(&mut self, value: &'j Json) -> Option<()> {
        let members = self.object(value)?;
        self.required(members, "type", Self::uri);
        self.member(members, "vocabularyElementList", |reader, value| {
            reader.items(value, Self::vocabulary_element)
        });
        Some(())
    }

    fn vocabulary_element(&mut self, value: &'j Json) -> Option<()> {
        let members = self.object(value)?;
        self.required(members, "id", Self::uri);
        self.member(members, "attributes", |reader, value| reader.items(value, Self::attribute));
        self.member(members, "children", |reader, value| reader.items(value, Self::uri));
        Some(())
    }

    fn attribute(&mut self, value: &'j Json) -> Option<()> {
        let members = self.object(value)?;
        self.required(members, "id", Self::uri);
        self.member(members, "attribute", |reader, value| {
            if !matches!(value, Json::Number(_) | Json::String(_) | Json::Object(_)) {
                reader.fault(
                    FaultCode::WrongKind,
                    "an attribute's value is a text, a number or an object",
                );
            }
            Some(())
        });
        Some(())
    }
}
