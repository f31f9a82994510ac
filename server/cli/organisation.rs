//! Organisations as people write them.

use ledger::{OrgId, OrgIdError};

/// Reads a GLN, or the whole name on the chain.
pub(super) fn parse(text: &str) -> Result<OrgId, OrgIdError> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        OrgId::parse(&format!("https://id.gs1.org/417/{text}"))
    } else {
        OrgId::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gln_is_enough() {
        let whole = "https://id.gs1.org/417/9506000134352";
        assert_eq!(parse("9506000134352").unwrap().as_str(), whole);
        assert_eq!(parse(whole).unwrap().as_str(), whole);
        assert!(parse("9506000134353").unwrap_err().to_string().contains("check digit"));
        assert!(parse("").is_err());
    }
}
