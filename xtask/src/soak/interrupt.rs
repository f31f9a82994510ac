//! Ctrl-C and SIGTERM end a soak after the round at hand, and what was done is written.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::signal::unix::{SignalKind, signal};

/// Whether somebody asked to end.
#[derive(Debug, Clone, Default)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on.
    pub(super) fn listen() -> anyhow::Result<Self> {
        let interrupt = Self::default();
        let heard = interrupt.clone();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (mut asked, mut ended) = {
            let _inside = runtime.enter();
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?)
        };
        std::thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = asked.recv() => {}
                    _ = ended.recv() => {}
                }
                heard.0.store(true, Ordering::SeqCst);
            });
        });
        Ok(interrupt)
    }

    pub(super) fn is_heard(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
