//! The page for a reader who asked for too many pages at once.

use askama::Template;

use super::{Answer, Here, L10n, Language};

/// Any path; answered with 429. It says nothing about what was asked for.
#[derive(Debug, Template)]
#[template(path = "pages/busy.html")]
pub struct BusyTemplate {
    l: L10n,
    here: Here,
}

impl BusyTemplate {
    /// The page in a language, at the address that was asked for.
    pub const fn new(language: Language, here: Here) -> Self {
        Self { l: L10n::new(language), here }
    }

    /// The finished page.
    pub fn answer(&self) -> askama::Result<Answer> {
        Answer::new(self, self.l.language())
    }
}
