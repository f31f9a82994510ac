//! The address of the page being shown, to write links to it in other languages.

use super::l10n::Language;

/// A path with its query, without the language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    path: String,
    query: String,
}

/// One entry of the language switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageLink {
    pub href: String,
    pub tag: &'static str,
    pub name: &'static str,
    pub current: bool,
}

impl Here {
    /// From the path and the query of a request, both still percent-encoded.
    pub fn new(path: &str, query: &str) -> Self {
        // "//host" would be read as another site.
        let path = format!("/{}", path.trim_start_matches('/'));
        let kept: Vec<&str> = query
            .split('&')
            .filter(|pair| !pair.is_empty() && *pair != "lang" && !pair.starts_with("lang="))
            .collect();
        Self { path, query: kept.join("&") }
    }

    /// This page in a language.
    pub fn in_language(&self, language: Language) -> String {
        let more = if self.query.is_empty() { "" } else { "&" };
        format!("{}?{}{more}lang={}", self.path, self.query, language.tag())
    }

    /// The switch: every language in its own name.
    pub fn languages(&self, now: Language) -> Vec<LanguageLink> {
        let link = |language: Language| LanguageLink {
            href: self.in_language(language),
            tag: language.tag(),
            name: language.own_name(),
            current: language == now,
        };
        Language::ALL.map(link).to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::{Here, Language};

    #[test]
    fn a_link_keeps_the_branch_and_changes_the_language() {
        let here = Here::new("/t/01/09520001234569/10/A%2FB", "lang=en&at=x&lang");
        let want = "/t/01/09520001234569/10/A%2FB?at=x&lang=zh-Hans";
        assert_eq!(here.in_language(Language::SimplifiedChinese), want);
        assert_eq!(
            Here::new("//evil.example", "").in_language(Language::English),
            "/evil.example?lang=en"
        );
    }
}
