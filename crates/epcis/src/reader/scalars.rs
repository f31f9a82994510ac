//! Reads single values: texts, URIs, instants, numbers, words.

use super::walk::Reader;
use crate::amount::Exact;
use crate::fault::FaultCode;
use crate::instant::{Instant, parse_offset};
use crate::uri::is_uri;
use crate::vocabulary::{Vocabulary, Word, WordError};
use json::Json;

impl<'j> Reader<'j> {
    /// A text.
    pub(crate) fn text(&mut self, value: &'j Json) -> Option<&'j str> {
        if value.as_str().is_none() {
            self.wrong_kind(value, "a text");
        }
        value.as_str()
    }

    /// A text as one's own.
    pub(crate) fn string(&mut self, value: &'j Json) -> Option<String> {
        self.text(value).map(str::to_owned)
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self, value: &'j Json) -> Option<bool> {
        if value.as_bool().is_none() {
            self.wrong_kind(value, "true or false");
        }
        value.as_bool()
    }

    /// An absolute URI, as sent.
    pub(crate) fn uri(&mut self, value: &'j Json) -> Option<String> {
        let text = self.text(value)?;
        if is_uri(text) {
            return Some(text.to_owned());
        }
        self.fault(
            FaultCode::BadUri,
            "this is no absolute URI; write one such as urn:uuid:..., urn:epc:id:... or \
             https://id.gs1.org/..., other characters as %XX",
        );
        None
    }

    /// One URI or a list of them.
    pub(crate) fn uri_or_list(&mut self, value: &'j Json) -> Option<Vec<String>> {
        if matches!(value, Json::Array(_)) {
            return self.items(value, Self::uri);
        }
        self.uri(value).map(|single| vec![single])
    }

    /// An instant with its zone.
    pub(crate) fn instant(&mut self, value: &'j Json) -> Option<Instant> {
        let parsed = Instant::parse(self.text(value)?);
        parsed.map_err(|error| self.fault(FaultCode::BadTime, error.to_string())).ok()
    }

    /// Minutes of a zone offset.
    pub(crate) fn offset(&mut self, value: &'j Json) -> Option<i16> {
        let parsed = parse_offset(self.text(value)?);
        parsed.map_err(|error| self.fault(FaultCode::BadTime, error.to_string())).ok()
    }

    /// A number, kept exactly.
    pub(crate) fn number(&mut self, value: &'j Json) -> Option<Exact> {
        let Some(number) = value.as_number() else {
            self.wrong_kind(value, "a number, without quotation marks");
            return None;
        };
        let parsed = Exact::parse(number.as_str());
        parsed.map_err(|error| self.fault(FaultCode::BadNumber, error.to_string())).ok()
    }

    /// A word of a vocabulary.
    pub(crate) fn word(&mut self, vocabulary: Vocabulary, value: &'j Json) -> Option<Word> {
        let parsed: Result<Word, WordError> =
            Word::parse(vocabulary, self.text(value)?, &self.context);
        parsed.map_err(|error| self.fault(FaultCode::UnknownWord, error.to_string())).ok()
    }
}
