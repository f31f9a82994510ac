//! The node of a data folder, by a clock that is off: for tests. `node_by_another_clock DIR SECONDS`

use anyhow::Context as _;
use furlong::app::{App, LostGuard};
use furlong::clock::{Clock, System};
use furlong::config::Config;
use std::io::Write as _;
use std::sync::Arc;
use tokio::signal::unix::{SignalKind, signal};

/// The machine's clock, and so much more.
struct Off(i64);

impl Clock for Off {
    fn now_ms(&self) -> u64 {
        System.now_ms().saturating_add_signed(self.0)
    }

    fn ticks_ms(&self) -> u64 {
        System.ticks_ms()
    }
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("DIR")?;
    let seconds: i64 = arguments.next().context("SECONDS")?.parse()?;
    let config = Config::read(std::path::Path::new(&folder))?;
    furlong::telemetry::start();
    actix_web::rt::System::new().block_on(async move {
        let clock = Arc::new(Off(seconds.saturating_mul(1_000)));
        let app = App::start(config, clock, LostGuard::Refuse).await?;
        let mut terminate = signal(SignalKind::terminate())?;
        writeln!(std::io::stdout(), "{} listens on http://{}", app.origin(), app.address())?;
        let ended = app.ended();
        let reason = tokio::select! {
            _ = terminate.recv() => None,
            reason = ended => Some(reason),
        };
        app.stop().await;
        reason.map_or(Ok(()), |reason| anyhow::bail!("{reason}"))
    })
}
