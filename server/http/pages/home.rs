//! The first page: a box for what stands on the pack, and its answers.

use askama::Template;

use super::{Answer, Here, L10n, Language, Said};
use crate::views::model::{BadCode, Candidate, CodeFault, Group, KeyKind, Search};

/// `GET /`, and `GET /t?code=&lot=` where that does not lead to one page.
#[derive(Debug, Template)]
#[template(path = "pages/home.html")]
pub struct HomeTemplate<'a> {
    l: L10n,
    here: Here,
    search: &'a Search,
    examples: &'a [Candidate],
}

/// A link to one lot, worded.
struct Choice {
    path: String,
    name: Said,
    lines: Vec<String>,
}

/// A product with the lots that were found, worded.
struct Found {
    path: String,
    name: Said,
    lines: Vec<String>,
    lots: Vec<Choice>,
}

/// What is wrong with the number, worded.
struct FaultText {
    typed: String,
    sentence: String,
    hint: Option<String>,
    corrected: Option<(String, String)>,
}

impl<'a> HomeTemplate<'a> {
    /// The page for a search; an empty search is the plain first page. `examples` are lots to look
    /// at, such as the demo's.
    pub const fn new(
        search: &'a Search,
        examples: &'a [Candidate],
        language: Language,
        here: Here,
    ) -> Self {
        Self { l: L10n::new(language), here, search, examples }
    }

    /// The finished page.
    pub fn answer(&self) -> askama::Result<Answer> {
        Answer::new(self, self.l.language())
    }

    fn title(&self) -> String {
        self.l.t(if self.search.fault.is_some() {
            "fault-title"
        } else if !self.search.hits.groups.is_empty() {
            "search-title"
        } else if self.search.candidates.is_empty() {
            "home-title"
        } else {
            "candidates-title"
        })
    }

    fn is_plain(&self) -> bool {
        self.search.fault.is_none()
            && self.search.candidates.is_empty()
            && self.search.hits.groups.is_empty()
    }

    /// A search that found nothing, as opposed to no search.
    fn found_nothing(&self) -> bool {
        self.is_plain() && !self.search.code.is_empty()
    }

    fn found(&self) -> Vec<Found> {
        self.search.hits.groups.iter().map(|group| self.group(group)).collect()
    }

    fn group(&self, group: &Group) -> Found {
        let l = self.l;
        let product = self.choice(&group.product);
        let number = group
            .gtin
            .as_ref()
            .map(|gtin| l.with("search-number", [("number", gtin.as_str().into())]));
        let lots = group.lots.iter().map(|lot| {
            let text = lot.lot.as_deref().map(|lot| l.with("candidate-lot", [("lot", lot.into())]));
            let name = Said { text: text.unwrap_or_else(|| l.t("unnamed-product")), lang: None };
            Choice { path: lot.path.clone(), name, lines: Vec::new() }
        });
        Found {
            path: product.path,
            name: product.name,
            lines: product.lines.into_iter().chain(number).collect(),
            lots: lots.collect(),
        }
    }

    fn candidates(&self) -> Vec<Choice> {
        self.search.candidates.iter().map(|each| self.choice(each)).collect()
    }

    fn examples(&self) -> Vec<Choice> {
        self.examples.iter().map(|each| self.choice(each)).collect()
    }

    fn choice(&self, candidate: &Candidate) -> Choice {
        let l = self.l;
        let name = l.said(&candidate.names);
        let lot = candidate.lot.as_deref();
        let lot = lot.map(|lot| l.with("candidate-lot", [("lot", lot.into())]));
        let brand = candidate.brand.as_ref().and_then(|brand| l.plain(brand));
        Choice {
            path: candidate.path.clone(),
            name: name.unwrap_or_else(|| Said { text: l.t("unnamed-product"), lang: None }),
            lines: lot.into_iter().chain(brand).collect(),
        }
    }

    fn fault(&self) -> Option<FaultText> {
        self.search.fault.as_ref().map(|bad| fault(bad, self.l))
    }
}

fn fault(bad: &BadCode, l: L10n) -> FaultText {
    let (mut hint, mut right) = (None, None);
    let sentence = match &bad.fault {
        CodeFault::CheckDigit { key, found, expected, corrected } => {
            hint = Some(l.t("fault-check-digit-hint"));
            right = corrected.as_ref().map(|path| (path.clone(), corrected_text(path, l)));
            let args = [
                ("key", key_words(*key, l).into()),
                ("expected", expected.to_string().into()),
                ("found", found.to_string().into()),
            ];
            l.with("fault-check-digit", args)
        }
        CodeFault::Length { key, found } => {
            let args = [
                ("key", super::party::capital(&key_words(*key, l)).into()),
                ("right", l.t(digits_key(*key)).into()),
                ("found", found.to_string().into()),
            ];
            l.with("fault-length", args)
        }
        CodeFault::Character { key, found } => {
            let key = super::party::capital(&key_words(*key, l));
            l.with("fault-character", [("key", key.into()), ("found", found.to_string().into())])
        }
        CodeFault::Empty => l.t("fault-empty"),
        CodeFault::TooLong { found } => {
            l.with("fault-too-long", [("found", found.to_string().into())])
        }
        CodeFault::NumberMissing => l.t("fault-number-missing"),
        CodeFault::NotACode => l.t("fault-not-a-code"),
    };
    FaultText { typed: bad.text.clone(), sentence, hint, corrected: right }
}

/// The corrected number is the piece of the path after the key: `/t/01/{gtin}/...`.
fn corrected_text(path: &str, l: L10n) -> String {
    let number = path.split('/').nth(3).unwrap_or_default().to_owned();
    l.with("fault-corrected", [("number", number.into())])
}

fn key_words(key: KeyKind, l: L10n) -> String {
    l.t(match key {
        KeyKind::Gtin => "key-gtin",
        KeyKind::Sscc => "key-sscc",
        KeyKind::Gln => "key-gln",
        KeyKind::Lot => "key-lot",
        KeyKind::Serial => "key-serial",
    })
}

const fn digits_key(key: KeyKind) -> &'static str {
    match key {
        KeyKind::Gtin => "digits-gtin",
        KeyKind::Sscc => "digits-sscc",
        KeyKind::Gln => "digits-gln",
        KeyKind::Lot => "digits-lot",
        KeyKind::Serial => "digits-serial",
    }
}
