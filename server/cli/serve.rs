//! `furlong serve`: run the node of a data folder.

use super::output::say;
use crate::app::{App, LostGuard};
use crate::clock::System;
use crate::config::{Config, Tls};
use crate::telemetry;
use crate::tls::PublicUrl;
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
    /// How readers reach it, such as <https://trace.example>: the beginning of the links that it gives.
    #[arg(long, value_name = "URL", value_parser = PublicUrl::parse)]
    public_url: Option<PublicUrl>,
    /// Speak HTTPS with the certificate of this PEM file.
    #[arg(long, value_name = "FILE", requires = "key")]
    cert: Option<PathBuf>,
    /// The PEM file with the key of the certificate.
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,
    /// Go on although the guard file is lost: only on a chain of one, see docs/operations.md.
    #[arg(long)]
    accept_lost_guard: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let config = settings(arguments)?;
    let public = config.public_url.clone();
    let lost = if arguments.accept_lost_guard { LostGuard::Accept } else { LostGuard::Refuse };
    actix_web::rt::System::new().block_on(async move {
        let is_tls = config.tls.is_some();
        let app = App::start(config, Arc::new(System), lost).await?;
        let lines = told(&app, is_tls, public.as_ref());
        // Only then: whoever reads the lines may ask it to end at once.
        until_end(app, || say(lines)).await
    })
}

/// The file's settings, and over them what the arguments say.
fn settings(arguments: &Arguments) -> anyhow::Result<Config> {
    let mut config = match &arguments.config {
        Some(file) => Config::read_file(file)?,
        None => Config::read(&arguments.dir)?,
    };
    config.listen = arguments.listen.unwrap_or(config.listen);
    if let Some(url) = &arguments.public_url {
        config.public_url = Some(url.clone());
    }
    if let (Some(cert), Some(key)) = (&arguments.cert, &arguments.key) {
        let local = config.tls.and_then(|tls| tls.local);
        config.tls = Some(Tls { cert: cert.clone(), key: key.clone(), local });
    }
    Ok(config)
}

fn told(app: &App, is_tls: bool, public: Option<&PublicUrl>) -> String {
    let listens = format!("{} listens on {}", app.origin(), address(app, is_tls));
    let local =
        app.local().map(|local| format!("Commands on this machine reach it at http://{local}"));
    let public = public.map(|public| format!("Readers reach it at {public}"));
    let lines: Vec<String> = [Some(listens), local, public].into_iter().flatten().collect();
    lines.join("\n")
}

/// Where it listens, as a browser takes it.
pub(super) fn address(app: &App, is_tls: bool) -> String {
    let scheme = if is_tls { "https" } else { "http" };
    format!("{scheme}://{}", app.address())
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
