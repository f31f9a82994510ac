//! How the pages work, what they cannot say, and how to check them without this site.

use askama::Template;

use super::{Answer, Here, L10n, Language, Said};
use crate::views::model::Words;

/// One company that keeps the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeper {
    pub name: Words,
    /// `https://host[:port]`, or `None` if it answers no readers.
    pub address: Option<String>,
}

/// `GET /about`
#[derive(Debug, Template)]
#[template(path = "pages/about.html")]
pub struct AboutTemplate<'a> {
    l: L10n,
    here: Here,
    /// The name of the record: the whole anchor, to be compared with another source.
    origin: &'a str,
    keepers: &'a [Keeper],
}

impl<'a> AboutTemplate<'a> {
    /// The page for a record and the companies that keep it.
    pub const fn new(
        origin: &'a str,
        keepers: &'a [Keeper],
        language: Language,
        here: Here,
    ) -> Self {
        Self { l: L10n::new(language), here, origin, keepers }
    }

    /// The finished page.
    pub fn answer(&self) -> askama::Result<Answer> {
        Answer::new(self, self.l.language())
    }

    fn kept_by(&self) -> String {
        self.l.with("about-how-order", [("n", self.keepers.len().into())])
    }

    /// The companies that a reader can ask, with their addresses.
    fn others(&self) -> Vec<(Said, &str)> {
        let open = |keeper: &'a Keeper| {
            let address = keeper.address.as_deref().filter(|at| at.starts_with("https://"))?;
            Some((self.l.said(&keeper.name)?, address))
        };
        self.keepers.iter().filter_map(open).collect()
    }
}
