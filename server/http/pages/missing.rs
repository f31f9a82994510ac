//! The page for an address that leads nowhere.

use askama::Template;

use super::{Answer, Here, L10n, Language};

/// Any path that no route knows; answered with 404.
#[derive(Debug, Template)]
#[template(path = "pages/missing.html")]
pub struct MissingTemplate {
    l: L10n,
    here: Here,
}

impl MissingTemplate {
    /// The page in a language, at the address that was asked for.
    pub const fn new(language: Language, here: Here) -> Self {
        Self { l: L10n::new(language), here }
    }

    /// The finished page.
    pub fn answer(&self) -> askama::Result<Answer> {
        Answer::new(self, self.l.language())
    }
}
