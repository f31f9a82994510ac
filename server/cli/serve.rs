//! `furlong serve`: run the node of a data folder.

use super::output::say;
use crate::app::{App, LostGuard};
use crate::clock::System;
use crate::config::Config;
use crate::telemetry;
use anyhow::Context as _;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The data folder.
    #[arg(long, default_value = "furlong-data", conflicts_with = "config")]
    dir: PathBuf,
    /// The settings file; the data folder is where it lies.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Where to listen, instead of what the settings say. Port 0 takes a free one.
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Go on although the guard file is lost: only on a chain of one, see docs/operations.md.
    #[arg(long)]
    accept_lost_guard: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut config = match &arguments.config {
        Some(file) => Config::read_file(file)?,
        None => Config::read(&arguments.dir)?,
    };
    if let Some(listen) = arguments.listen {
        config.listen = listen;
    }
    let lost = if arguments.accept_lost_guard { LostGuard::Accept } else { LostGuard::Refuse };
    actix_web::rt::System::new().block_on(async move {
        let app = App::start(config, Arc::new(System), lost).await?;
        let line = format!("{} listens on http://{}", app.origin(), app.address());
        // Only then: whoever reads the line may ask it to end at once.
        until_end(app, || say(line)).await
    })
}

/// Serves until Ctrl-C or SIGTERM, or until the replica ends by itself. `ready` is called as soon as
/// those signals are heard.
pub(super) async fn until_end(app: App, ready: impl FnOnce()) -> anyhow::Result<ExitCode> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("signals cannot be watched")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("signals cannot be watched")?;
    ready();
    let ended = app.ended();
    let reason = tokio::select! {
        _ = terminate.recv() => None,
        _ = interrupt.recv() => None,
        reason = ended => Some(reason),
    };
    if reason.is_none() {
        telemetry::ending();
    }
    app.stop().await;
    match reason {
        None => Ok(ExitCode::SUCCESS),
        Some(reason) => anyhow::bail!("{reason}"),
    }
}
