//! One word: three spellings, one meaning.

use super::nearest::nearest;
use super::terms::Vocabulary;
use crate::context::Context;
use crate::uri::is_uri;

/// A value of a vocabulary, equal to every other spelling of itself.
///
/// `shipping`, `urn:epcglobal:cbv:bizstep:shipping`, `https://ref.gs1.org/cbv/BizStep-shipping` and
/// `cbv:BizStep-shipping` are one value (CBV 2.0 section 7; JSON-LD context of EPCIS 2.0). A word
/// that the vocabulary does not have must be a full URI of somebody's own.
#[derive(Debug, Clone)]
pub struct Word {
    vocabulary: Vocabulary,
    meaning: Meaning,
    sent: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    Standard(&'static str),
    Own(String),
}

/// Why a text is no word of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordError {
    /// Neither a word of the table nor a URI.
    #[error("\"{text}\" is no {noun} of the CBV 2.0{}; use one of its words, or a full URI of your own", hint(*meant))]
    Unknown {
        /// What was sent, cut to a bearable length.
        text: String,
        /// What the vocabulary calls its words.
        noun: &'static str,
        /// The word that was probably meant.
        meant: Option<&'static str>,
    },
    /// A URI in GS1's namespace for which GS1 has no word.
    #[error("GS1 has no {noun} \"{text}\"{}; a word of your own needs a URI of your own", hint(*meant))]
    NotGs1 {
        /// The last part of the URI.
        text: String,
        /// What the vocabulary calls its words.
        noun: &'static str,
        /// The word that was probably meant.
        meant: Option<&'static str>,
    },
}

fn hint(meant: Option<&'static str>) -> String {
    meant.map(|term| format!(" (\"{term}\"?)")).unwrap_or_default()
}

/// Long garbage is not repeated in an error.
const SHOWN_CHARS_MAX: usize = 60;

impl Word {
    /// Reads any spelling; CURIEs by the context of the document.
    pub fn parse(vocabulary: Vocabulary, text: &str, context: &Context) -> Result<Self, WordError> {
        let meaning = if text.contains(':') {
            uri_meaning(vocabulary, text, context)?
        } else {
            Meaning::Standard(term(vocabulary, text).ok_or_else(|| unknown(vocabulary, text))?)
        };
        Ok(Self { vocabulary, meaning, sent: text.to_owned() })
    }

    /// The word in its short spelling, if the standard has it: `shipping`.
    pub const fn term(&self) -> Option<&'static str> {
        match self.meaning {
            Meaning::Standard(term) => Some(term),
            Meaning::Own(_) => None,
        }
    }

    /// Whether this is the standard's word of that short spelling.
    pub fn is(&self, term: &str) -> bool {
        self.term() == Some(term)
    }

    /// The one spelling that the system compares: the Web URI, or the sender's own URI.
    pub fn uri(&self) -> String {
        match &self.meaning {
            Meaning::Standard(term) => format!("{}{term}", self.vocabulary.web_prefix()),
            Meaning::Own(uri) => uri.clone(),
        }
    }

    /// The text as sent.
    pub fn sent(&self) -> &str {
        &self.sent
    }

    /// Which vocabulary it was read against.
    pub const fn vocabulary(&self) -> Vocabulary {
        self.vocabulary
    }
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        self.vocabulary == other.vocabulary && self.meaning == other.meaning
    }
}

impl Eq for Word {}

fn term(vocabulary: Vocabulary, text: &str) -> Option<&'static str> {
    let terms = vocabulary.terms();
    terms.binary_search(&text).ok().and_then(|index| terms.get(index)).copied()
}

fn uri_meaning(
    vocabulary: Vocabulary,
    text: &str,
    context: &Context,
) -> Result<Meaning, WordError> {
    if !is_uri(text) {
        return Err(unknown(vocabulary, text));
    }
    let expanded = context.expand(text).iri();
    let Some(local) = gs1_local(vocabulary, &expanded) else {
        return Ok(Meaning::Own(expanded));
    };
    term(vocabulary, local).map(Meaning::Standard).ok_or_else(|| WordError::NotGs1 {
        text: shown(local),
        noun: vocabulary.noun(),
        meant: nearest(local, vocabulary.terms()),
    })
}

/// Hosts under which GS1 has published the same words: `ref.gs1.org` since CBV 2.0, `ns.gs1.org` in
/// its drafts; the Web Vocabulary moved from `www.gs1.org` to `gs1.org` and is read from
/// `ref.gs1.org` by the event hash.
const CBV_HOSTS: &[&str] = &["https://ref.gs1.org/cbv/", "https://ns.gs1.org/cbv/"];
const VOC_HOSTS: &[&str] = &[
    "https://gs1.org/voc/",
    "http://gs1.org/voc/",
    "https://www.gs1.org/voc/",
    "http://www.gs1.org/voc/",
    "https://ref.gs1.org/voc/",
];

/// The last part of a URI that lies where GS1 keeps this vocabulary.
fn gs1_local(vocabulary: Vocabulary, uri: &str) -> Option<&str> {
    if let Some(local) = vocabulary.urn_prefix().and_then(|prefix| uri.strip_prefix(prefix)) {
        return Some(local);
    }
    let web = vocabulary.web_prefix();
    let hosts = if web.contains("/voc/") { VOC_HOSTS } else { CBV_HOSTS };
    let kind = hosts.iter().find_map(|host| web.strip_prefix(host)).unwrap_or_default();
    hosts.iter().find_map(|host| uri.strip_prefix(host)?.strip_prefix(kind))
}

fn unknown(vocabulary: Vocabulary, text: &str) -> WordError {
    WordError::Unknown {
        text: shown(text),
        noun: vocabulary.noun(),
        meant: nearest(text, vocabulary.terms()),
    }
}

fn shown(text: &str) -> String {
    text.chars().take(SHOWN_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(vocabulary: Vocabulary, text: &str) -> Result<Word, WordError> {
        Word::parse(vocabulary, text, &Context::default())
    }

    #[test]
    fn three_spellings_are_one_value_for_every_word() {
        let vocabularies = [
            Vocabulary::BizStep,
            Vocabulary::Disposition,
            Vocabulary::BizTransaction,
            Vocabulary::SourceDestination,
            Vocabulary::ErrorReason,
            Vocabulary::Component,
        ];
        let words =
            vocabularies.iter().flat_map(|list| list.terms().iter().map(|term| (*list, *term)));
        for (vocabulary, term) in words {
            let bare = parse(vocabulary, term).unwrap();
            let urn = format!("{}{term}", vocabulary.urn_prefix().unwrap());
            let web = format!("{}{term}", vocabulary.web_prefix());
            let curie = web.replace("https://ref.gs1.org/cbv/", "cbv:");
            assert_eq!(parse(vocabulary, &urn).as_ref(), Ok(&bare), "{urn}");
            assert_eq!(parse(vocabulary, &web).as_ref(), Ok(&bare), "{web}");
            assert_eq!(parse(vocabulary, &curie).as_ref(), Ok(&bare), "{curie}");
            assert!(bare.is(term));
        }
    }

    #[test]
    fn measurement_words_have_a_curie_too() {
        let bare = parse(Vocabulary::Measurement, "Temperature").unwrap();
        for spelling in ["gs1:Temperature", "https://gs1.org/voc/Temperature"] {
            assert_eq!(parse(Vocabulary::Measurement, spelling), Ok(bare.clone()), "{spelling}");
        }
        assert_eq!(bare.uri(), "https://gs1.org/voc/Temperature");
    }

    #[test]
    fn an_unknown_word_must_be_a_full_uri_of_ones_own() {
        for (text, sentence) in [
            (
                "shiping",
                "\"shiping\" is no business step of the CBV 2.0 (\"shipping\"?); use one of its words, or a full URI of your own",
            ),
            (
                "transforming",
                "\"transforming\" is no business step of the CBV 2.0; use one of its words, or a full URI of your own",
            ),
            (
                "",
                "\"\" is no business step of the CBV 2.0; use one of its words, or a full URI of your own",
            ),
            (
                "urn:epcglobal:cbv:bizstep:shiping",
                "GS1 has no business step \"shiping\" (\"shipping\"?); a word of your own needs a URI of your own",
            ),
            (
                "https://ref.gs1.org/cbv/BizStep-fishing",
                "GS1 has no business step \"fishing\"; a word of your own needs a URI of your own",
            ),
            (
                "my step: one",
                "\"my step: one\" is no business step of the CBV 2.0; use one of its words, or a full URI of your own",
            ),
        ] {
            assert_eq!(parse(Vocabulary::BizStep, text).unwrap_err().to_string(), sentence);
        }
        let own = parse(Vocabulary::BizStep, "urn:gdst:bizStep:landing").unwrap();
        assert_eq!((own.term(), own.uri().as_str()), (None, "urn:gdst:bizStep:landing"));
    }
}
