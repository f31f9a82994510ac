//! How a node shows which member's it is: its node key, which row 0 of the members names, signs what
//! it asks.
//!
//! The signed text has no time in it, because nodes whose clocks differ must still be able to pass
//! statements on. Asking the same twice changes nothing, so that an old question is worth nothing.

use ledger::key::{Ed25519Secret, Jwk};
use ledger::{Hash, OrgId, b64};

/// The header: the member's name, a space, and 64 bytes of signature in unpadded base64url.
pub const HEADER: &str = "furlong-peer";

/// What is asked of whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'a> {
    /// The chain.
    pub(super) origin: &'a str,
    /// Who is asked.
    pub(super) to: &'a OrgId,
    /// At which address of it.
    pub(super) path: &'a str,
    /// With which body.
    pub(super) body: &'a [u8],
}

impl Question<'_> {
    fn text(&self, from: &str) -> String {
        let Self { origin, to, path, body } = self;
        let digest = Hash::of(&[body]).to_hex();
        format!("furlong/peer/v1\n{origin}\n{from}\n{}\n{path}\n{digest}\n", to.as_str())
    }

    /// The value of the header.
    pub(super) fn pass(&self, from: &OrgId, key: &Ed25519Secret) -> String {
        let signature = key.sign(self.text(from.as_str()).as_bytes());
        format!("{} {}", from.as_str(), b64::encode(&signature))
    }

    /// Who asks, if it is one of these and its node key has signed just this.
    pub(super) fn asker<'k>(
        &self,
        header: &str,
        known: impl IntoIterator<Item = (&'k OrgId, &'k Jwk)>,
    ) -> Option<OrgId> {
        let (from, signature) = header.split_once(' ')?;
        let signature: [u8; 64] = b64::decode(signature).ok()?.try_into().ok()?;
        let mut keys = known.into_iter().filter(|(iss, _)| iss.as_str() == from);
        let by = keys.find(|(_, key)| key.verifies(self.text(from).as_bytes(), &signature));
        by.map(|(iss, _)| iss.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_is_good_for_one_question_of_one_node_to_another() {
        let key = Ed25519Secret::from_bytes(&[7; 32]);
        let iss = |gln: &str| OrgId::parse(&format!("https://id.gs1.org/417/{gln}")).unwrap();
        let (me, you) = (iss("9520999000009"), iss("9520101000002"));
        let public = key.public();
        let asked = Question { origin: "a/0", to: &you, path: "/peer/v1/x", body: b"{}" };
        let pass = asked.pass(&me, &key);
        let rows = [(&me, &public)];
        assert_eq!(asked.asker(&pass, rows), Some(me.clone()));
        let others = [
            Question { origin: "b/0", ..asked },
            Question { to: &me, ..asked },
            Question { path: "/peer/v1/y", ..asked },
            Question { body: b"{ }", ..asked },
        ];
        for other in others {
            assert_eq!(other.asker(&pass, rows), None, "{other:?}");
        }
        assert_eq!(asked.asker(&pass, []), None);
        let theirs = pass.replace(me.as_str(), you.as_str());
        assert_eq!(asked.asker(&theirs, rows), None);
        for broken in ["", " ", me.as_str(), &format!("{} x", me.as_str())] {
            assert_eq!(asked.asker(broken, rows), None, "{broken}");
        }
    }
}
