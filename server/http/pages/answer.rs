//! What a page hands to the web server: the text, its language and the headers that go with it.

use askama::Template;

use super::Language;
use super::style::content_security_policy;

/// A finished page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// `text/html; charset=utf-8`.
    pub html: String,
    /// For `Content-Language`.
    pub language: Language,
}

impl Answer {
    /// Renders a template. It can only fail if writing to memory does.
    pub fn new(template: &impl Template, language: Language) -> askama::Result<Self> {
        Ok(Self { html: template.render()?, language })
    }
}

/// The headers of every page. `hosts` are the origins of the companies that keep the record.
///
/// Nothing may be kept without asking again, because a recall must show at once; the caller adds the
/// `ETag` that makes asking cheap.
pub fn headers(language: Language, hosts: &[String]) -> [(&'static str, String); 8] {
    [
        ("Content-Type", "text/html; charset=utf-8".to_owned()),
        ("Content-Language", language.tag().to_owned()),
        ("Vary", "Accept, Accept-Encoding, Accept-Language".to_owned()),
        ("Cache-Control", "no-cache".to_owned()),
        ("Content-Security-Policy", content_security_policy(hosts)),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
    ]
}
