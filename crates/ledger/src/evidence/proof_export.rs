//! C2SP tlog-proof files, for other people's tools.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::file::Chain;
use crate::OrgId;
use crate::rows::Validator;

/// The `tlog-proof@v1` of leaf number `leaf` of a section, under the note of the validator
/// `writer`. Nothing if there is no such leaf, or too few C2SP cosignatures.
pub fn tlog_proof(
    chain: &Chain,
    leaf: usize,
    writer: &OrgId,
    validators: &[Validator],
) -> Option<String> {
    let leaf = chain.leaves.get(leaf)?;
    let note = chain.checkpoint.note(&chain.origin, writer, validators)?.write();
    let mut lines = vec!["c2sp.org/tlog-proof@v1".to_owned(), format!("index {}", leaf.index)];
    lines.extend(leaf.path.iter().map(|hash| STANDARD.encode(hash.as_bytes())));
    Some(format!("{}\n\n{note}", lines.join("\n")))
}
