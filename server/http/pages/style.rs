//! The style sheet inside the page, and the policy that lets only it and our own scripts run.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const SHEETS: [&str; 6] = [
    include_str!("../../../static/css/tokens.css"),
    include_str!("../../../static/css/base.css"),
    include_str!("../../../static/css/layout.css"),
    include_str!("../../../static/css/components.css"),
    include_str!("../../../static/css/journey.css"),
    include_str!("../../../static/css/modes.css"),
];

static STYLE: LazyLock<String> = LazyLock::new(|| squeeze(&SHEETS.concat()));

static STYLE_SOURCE: LazyLock<String> = LazyLock::new(|| {
    let digest = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!("'sha256-{digest}'")
});

/// The content of the page's one `<style>` element, byte for byte what the policy names.
pub fn style() -> &'static str {
    &STYLE
}

/// The `Content-Security-Policy` of every page. `hosts` are the origins of the companies that keep
/// the record (row 0, protocol section 6): the phone asks them too.
pub fn content_security_policy(hosts: &[String]) -> String {
    let connect: Vec<&str> = std::iter::once("'self'")
        .chain(hosts.iter().map(String::as_str).filter(|host| is_origin(host)))
        .collect();
    format!(
        "default-src 'none'; style-src {}; script-src 'self'; connect-src {}; img-src 'self' data:; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        STYLE_SOURCE.as_str(),
        connect.join(" ")
    )
}

/// Only a plain `https://host[:port]` may enter the header; anything else could add a directive.
fn is_origin(host: &str) -> bool {
    host.strip_prefix("https://").is_some_and(|rest| {
        !rest.is_empty()
            && rest.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'))
    })
}

/// Comments and indentation are for readers of the repository, not for phones.
fn squeeze(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let lines: Vec<&str> = plain.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines
        .join("\n")
        .replace(" {\n", "{")
        .replace(";\n", ";")
        .replace(",\n", ",")
        .replace("}\n", "}")
}

#[cfg(test)]
mod tests {
    use super::{content_security_policy, squeeze, style};

    #[test]
    fn the_sheet_loses_its_comments_and_keeps_its_rules() {
        assert_eq!(squeeze("/* a */\na {\n  b: c;\n  d: e f;\n}\n"), "a{b: c;d: e f;}");
        assert!(!style().contains("/*") && style().contains("prefers-color-scheme"));
        // Askama does not escape it, so it must not be able to end its element.
        assert!(!style().contains("</"));
    }

    #[test]
    fn a_host_cannot_add_a_directive() {
        let hosts =
            ["https://a.example:8443", "https://b.example; script-src *", "http://c.example"]
                .map(str::to_owned);
        let policy = content_security_policy(&hosts);
        assert!(policy.contains("connect-src 'self' https://a.example:8443;"));
        assert!(!policy.contains("b.example") && !policy.contains("c.example"));
    }
}
