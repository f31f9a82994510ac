//! Two processes with the keys of one member: a copy of a machine that was started beside the first,
//! or a backup of one that had not ended. Votes do not tell: to others the two look like one, and
//! neither hears what the other sends.
//!
//! Each process draws a word when it starts, its *boot*, and says it with each question. A node that
//! is asked under one name with two boots tells each of the other's, and each says next time what it
//! has heard. So a question that names the boot of another process was signed after that one had
//! begun; shown to it, it proves that somebody else holds its keys. A node that ended and came back
//! hears of a boot that never asks again, and nothing follows.

use super::pass::Question;
use ledger::OrgId;
use ledger::checkpoint::SignedCheckpoint;
use ledger::key::Jwk;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// A boot is 16 characters; a question with its checkpoint little more than a thousand.
const BOOT_MAX: usize = 32;
const BODY_MAX: usize = 16 << 10;

/// What a node says when it asks for signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Another one after each start.
    pub boot: String,
    /// Of another process under its name, as the one who is asked has told.
    pub heard: Option<String>,
    /// What its validator signed last; none without a vote, or before the first.
    pub checkpoint: Option<SignedCheckpoint>,
}

/// A question as it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The header.
    pub pass: String,
    /// What it signs.
    pub body: String,
}

/// Of whom else a node has heard under the name of one who asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Other {
    /// Its boot.
    pub boot: Option<String>,
    /// Its question, if it has heard of the one who asks now.
    pub proof: Option<Proof>,
}

struct Seen {
    asked: Asked,
    proof: Proof,
}

/// The last two processes under each name.
#[derive(Default)]
pub(super) struct Register(Mutex<BTreeMap<OrgId, Vec<Seen>>>);

impl Register {
    /// Takes note of a question whose pass holds.
    pub(super) fn note(&self, from: &OrgId, asked: &Asked, proof: Proof) -> Other {
        if asked.boot.len() > BOOT_MAX || proof.body.len() > BODY_MAX {
            return Other::default();
        }
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = names.entry(from.clone()).or_default();
        seen.retain(|one| one.asked.boot != asked.boot);
        let answer = seen.last().map_or_else(Other::default, |other| {
            let has_heard = other.asked.heard.as_deref() == Some(&asked.boot);
            let boot = Some(other.asked.boot.clone());
            Other { boot, proof: has_heard.then(|| other.proof.clone()) }
        });
        seen.push(Seen { asked: asked.clone(), proof });
        if seen.len() > 2 {
            seen.remove(0);
        }
        answer
    }
}

/// Whether a proof, which was asked of `to`, shows another process under this node's name and key.
pub(super) fn is_twin(
    proof: &Proof,
    (origin, to, path): (&str, &OrgId, &str),
    (me, key, boot): (&OrgId, &Jwk, &str),
) -> bool {
    let question = Question { origin, to, path, body: proof.body.as_bytes() };
    let is_mine = question.asker(&proof.pass, [(me, key)]).is_some();
    let asked = serde_json::from_str::<Asked>(&proof.body);
    is_mine && asked.is_ok_and(|asked| asked.boot != boot && asked.heard.as_deref() == Some(boot))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::key::Ed25519Secret;

    /// A process that asks one node.
    struct Process<'a> {
        register: &'a Register,
        boot: &'static str,
        heard: Option<String>,
    }

    const PATH: &str = "/peer/v1/checkpoint";

    impl Process<'_> {
        /// Whether it learns that there is another.
        fn asks(&mut self) -> bool {
            let iss = |gln: &str| OrgId::parse(&format!("https://id.gs1.org/417/{gln}")).unwrap();
            let (me, to) = (iss("9520999000009"), iss("9520101000002"));
            let key = Ed25519Secret::from_bytes(&[7; 32]);
            let heard = self.heard.clone();
            let asked = Asked { boot: self.boot.to_owned(), heard, checkpoint: None };
            let body = serde_json::to_string(&asked).unwrap();
            let question = Question { origin: "a/0", to: &to, path: PATH, body: body.as_bytes() };
            let proof = Proof { pass: question.pass(&me, &key), body };
            let other = self.register.note(&me, &asked, proof);
            self.heard = other.boot;
            other.proof.is_some_and(|proof| {
                is_twin(&proof, ("a/0", &to, PATH), (&me, &key.public(), self.boot))
            })
        }
    }

    #[test]
    fn a_process_that_ended_is_no_twin_of_the_next_one() {
        let register = Register::default();
        for boot in ["first", "second", "third", "fourth"] {
            let mut process = Process { register: &register, boot, heard: None };
            assert!((0..5).all(|_| !process.asks()), "{boot}");
        }
    }

    #[test]
    fn two_that_live_learn_of_each_other() {
        let register = Register::default();
        let mut one = Process { register: &register, boot: "one", heard: None };
        let mut two = Process { register: &register, boot: "two", heard: None };
        let told: Vec<bool> = (0..3).flat_map(|_| [one.asks(), two.asks()]).collect();
        assert!(told.iter().any(|told| *told), "{told:?}");
        // Before both have heard of each other nothing is proven.
        assert!(!told[0] && !told[1]);
    }
}
