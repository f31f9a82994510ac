//! `furlong evidence`: fetch the file that proves an event.

use super::organisation;
use super::output::tell;
use super::signing::NODE;
use super::{files, verify};
use crate::client::Node;
use anyhow::Context as _;
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `evidence`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The event's id, such as urn:uuid:...
    #[arg(value_name = "EVENT-ID")]
    event_id: String,
    /// The node's address.
    #[arg(long, value_name = "URL", default_value = NODE)]
    node: String,
    /// Whose event, where several firms use the id: a GLN, or a whole name on the chain.
    #[arg(long, value_name = "ORGANISATION")]
    iss: Option<String>,
    /// The operator's token (operator.token of the data folder): with it the file also holds what
    /// its signer concealed, and steps of firms that do not name themselves.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Where to write the file; without it, standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A token is 43 characters; more is no token.
const TOKEN_BYTES_MAX: usize = 1_000;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let token = arguments.token_file.as_deref().map(token).transpose()?;
    let iss = arguments.iss.as_deref().map(organisation::parse).transpose()?;
    let node = Node::at(&arguments.node, token)?;
    let bytes = node.evidence(&arguments.event_id, iss.as_ref())?;
    files::write(arguments.output.as_deref(), &bytes)?;
    if let Some(path) = &arguments.output {
        tell(format!("{} holds the evidence. It says:", path.display()));
        for line in verify::summary(&bytes) {
            tell(format!("  {line}"));
        }
        let path = path.display();
        tell(format!("Check it, also without this node: furlong verify {path} --chain ORIGIN"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the operator's token.
pub(super) fn token(path: &Path) -> anyhow::Result<String> {
    let bytes = files::read(path, TOKEN_BYTES_MAX)?;
    let text = String::from_utf8(bytes).ok().filter(|text| text.is_ascii());
    let text = text.with_context(|| format!("{} is no token", path.display()))?;
    Ok(text.trim().to_owned())
}
