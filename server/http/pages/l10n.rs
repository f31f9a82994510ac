//! Words in the reader's language, from the Fluent files in `locales/`.
//!
//! Everything that a page says passes through here, so that a language is complete or a test fails.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, static_loader};
use unic_langid::langid;

use crate::views::model::Words;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // The isolation marks would end up in titles, in alt texts and in copied lot numbers.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// A language that the pages are complete in. A further one is a folder in `locales/` and a row in
/// each `match` here; the tests of the pages then name every message that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    SimplifiedChinese,
}

impl Language {
    /// Every language, in the order of the links.
    pub const ALL: [Self; 2] = [Self::English, Self::SimplifiedChinese];

    /// The BCP 47 tag, for `lang`, `hreflang` and `?lang=`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::SimplifiedChinese => "zh-Hans",
        }
    }

    /// What its own readers call it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::SimplifiedChinese => "中文",
        }
    }

    const fn id(self) -> LanguageIdentifier {
        match self {
            Self::English => langid!("en"),
            Self::SimplifiedChinese => langid!("zh-Hans"),
        }
    }
}

/// A text with its language, where that is not the page's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub text: String,
    pub lang: Option<String>,
}

/// Speaks one language. Cheap to copy into every template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct L10n {
    language: Language,
}

impl L10n {
    /// For readers of one language.
    pub const fn new(language: Language) -> Self {
        Self { language }
    }

    /// Which language.
    pub const fn language(self) -> Language {
        self.language
    }

    /// A text without variables.
    pub fn t(self, key: &str) -> String {
        LOCALES.lookup(&self.language.id(), key)
    }

    /// A text with variables. Numbers choose plural forms; text does not.
    pub fn with<const N: usize>(
        self,
        key: &str,
        args: [(&'static str, FluentValue<'_>); N],
    ) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue<'_>> =
            args.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        LOCALES.lookup_with_args(&self.language.id(), key, &args)
    }

    /// The word for a code from outside: `{list}-{code}`, or `None` where no file has it.
    pub fn coded(self, list: &str, code: &str) -> Option<String> {
        let short = code.len() <= 16;
        let plain = code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !short || !plain || code.is_empty() {
            return None;
        }
        let key = format!("{list}-{}", code.to_ascii_lowercase().replace('_', "-"));
        LOCALES.lookup_no_default_fallback::<&str>(&self.language.id(), &key, None)
    }

    /// Free text in the best language there is, marked if it is not the reader's.
    pub fn said(self, words: &Words) -> Option<Said> {
        let (tag, text) = words.best(self.language.tag())?;
        let own = tag.eq_ignore_ascii_case(self.language.tag()) || tag == "und";
        let lang = (!own).then(|| tag.to_owned());
        Some(Said { text: text.trim().to_owned(), lang })
    }

    /// The same as plain text, for the inside of a sentence.
    pub fn plain(self, words: &Words) -> Option<String> {
        self.said(words).map(|said| said.text)
    }

    /// "Spain, France and Italy".
    pub fn list(self, items: &[String]) -> String {
        let between = |key: &str| self.t(key).replace('_', " ");
        match items {
            [first @ .., before, last] => {
                let mut most: Vec<&str> = first.iter().map(String::as_str).collect();
                most.push(before);
                let most = most.join(&between("list-separator"));
                format!("{most}{}{last}", between("list-last"))
            }
            few => few.concat(),
        }
    }

    /// A link inside this site that keeps the reader's language.
    pub fn href(self, path: &str) -> String {
        let mark = if path.contains('?') { '&' } else { '?' };
        format!("{path}{mark}lang={}", self.language.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::{L10n, Language};

    #[test]
    fn plural_forms_follow_the_language() {
        let en = L10n::new(Language::English);
        assert_eq!(en.with("minutes", [("n", 1.into())]), "1 minute");
        assert_eq!(en.with("minutes", [("n", 40.into())]), "40 minutes");
        let zh = L10n::new(Language::SimplifiedChinese);
        assert_eq!(zh.with("minutes", [("n", 40.into())]), "40 分钟");
    }

    #[test]
    fn a_list_reads_like_one() {
        let en = L10n::new(Language::English);
        let list =
            |items: &[&str]| en.list(&items.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>());
        assert_eq!(list(&["Spain", "France", "Italy"]), "Spain, France and Italy");
        assert_eq!(list(&["Spain", "France"]), "Spain and France");
        assert_eq!(list(&["Spain"]), "Spain");
        assert_eq!(list(&[]), "");
    }

    #[test]
    fn a_code_from_outside_is_looked_up_only_if_it_looks_like_one() {
        let en = L10n::new(Language::English);
        assert_eq!(en.coded("country", "ES").as_deref(), Some("Spain"));
        for odd in ["", "E S", "../en", "ES}", "ABCDEFGHIJKLMNOPQ", "ÉS", "QQ"] {
            assert_eq!(en.coded("country", odd), None, "{odd}");
        }
    }
}
