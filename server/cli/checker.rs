//! `furlong checker`: the page that checks proof files, for any host or a disk.

use super::output::tell;
use crate::checker::page;
use anyhow::Context as _;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `checker`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where to write the page.
    #[arg(short, long, value_name = "FILE", default_value = "furlong-checker.html")]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let path = arguments.out.display();
    std::fs::write(&arguments.out, page()).with_context(|| format!("{path} cannot be written"))?;
    tell(format!(
        "{path} checks proof files: open it from the disk, or put it on any web server. It needs \
         nothing beside it and asks nobody."
    ));
    Ok(ExitCode::SUCCESS)
}
