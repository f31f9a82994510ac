//! One file without anything from elsewhere.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

const FRAME: &str = include_str!("../../static/checker/checker.html");
const STYLE: &str = include_str!("../../static/checker/checker.css");
const WORDS: &str = include_str!("../../static/checker/words.js");
const OWN: &str = include_str!("../../static/checker/checker.js");
const CHECK: &str = include_str!("../../static/js/check.js");

/// The whole page. Its policy lets only its own style and script run, and nothing leave it.
pub fn page() -> String {
    let script = script();
    let policy = format!(
        "default-src 'none'; style-src {}; script-src {}; form-action 'none'; base-uri 'none'",
        source(STYLE),
        source(&script)
    );
    FRAME.replace("%POLICY%", &policy).replace("%STYLE%", STYLE).replace("%SCRIPT%", &script)
}

/// The check and the page's own part in one module, so that it runs from a disk, where no other file
/// may be loaded. The page's own part is a block: both have names of their own.
fn script() -> String {
    let check = CHECK.lines().filter(|line| !line.starts_with("export{"));
    let check = check.map(|line| line.strip_prefix("export ").unwrap_or(line));
    let own = ["{"].into_iter().chain(WORDS.lines()).chain(OWN.lines()).chain(["}"]);
    check.chain(own).flat_map(|line| [line, "\n"]).collect()
}

fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::{page, script, source};

    #[test]
    fn it_is_whole_and_loads_nothing() {
        let page = page();
        assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
        assert!(page.contains(&source(&script())), "the policy names the script");
        for outside in [" src=", " href=", "import ", "import(", "fetch(", "%SCRIPT%", "%STYLE%"] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(!script().contains("</script") && !script().contains("export"), "one element");
        assert_eq!(page.matches("<script").count(), 1);
    }
}
