//! Texts in several languages.

use super::fields::{is_text, text};
use crate::statement::{FormError, fault};
use json::{Json, Object, Pointer};
use std::collections::BTreeMap;

/// A language map: BCP 47 tag to text, 1 to 20 languages, each text 1 to 500 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(BTreeMap<String, String>);

const LANGUAGES_MAX: usize = 20;

impl Words {
    /// Reads a language map.
    pub(crate) fn read(value: &Json, at: &Pointer) -> Result<Self, FormError> {
        let needed = "a language map is needed here, such as {\"en\":\"Hake\"}";
        let members = value.as_object().ok_or_else(|| fault(18, at, needed))?;
        if !(1..=LANGUAGES_MAX).contains(&members.len()) {
            return Err(fault(18, at, "a language map has 1 to 20 languages"));
        }
        let mut words = BTreeMap::new();
        for (tag, value) in members.iter() {
            let at = at.member(tag);
            if !is_tag(tag) {
                return Err(fault(18, &at, "the names of a language map are BCP 47 tags"));
            }
            words.insert(tag.to_owned(), text(value, &at)?);
        }
        Ok(Self(words))
    }

    /// One text in one language, if the tag is one and the text has 1 to 500 characters.
    pub fn one(tag: &str, text: &str) -> Option<Self> {
        let fits = is_tag(tag) && is_text(text);
        fits.then(|| Self(BTreeMap::from([(tag.to_owned(), text.to_owned())])))
    }

    /// Tag and text, by tag.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, text)| (tag.as_str(), text.as_str()))
    }

    /// The text of that tag, letter case apart.
    pub fn text(&self, tag: &str) -> Option<&str> {
        self.iter().find(|(have, _)| have.eq_ignore_ascii_case(tag)).map(|(_, text)| text)
    }

    /// The map as JSON.
    pub fn to_json(&self) -> Json {
        Json::Object(self.iter().collect::<Object>())
    }
}

/// The shape of BCP 47: a language of 2 to 8 letters, then subtags of 1 to 8 letters or digits.
fn is_tag(text: &str) -> bool {
    let mut subtags = text.split('-');
    let language = subtags.next().unwrap_or_default();
    text.len() <= 35
        && (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && subtags.all(|subtag| {
            (1..=8).contains(&subtag.len())
                && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}
