//! A node of its own for each test: a folder, a free port, a thread.

use super::Client;
use furlong::app::{App, LostGuard, Machine};
use furlong::config::Config;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::mpsc;
use std::thread::JoinHandle;

/// A running node.
pub(crate) struct Node {
    address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Node {
    /// Starts the node of a folder on a machine that the test made up.
    pub(crate) fn start(folder: &Path, machine: Machine) -> Self {
        let mut config = Config::read(folder).expect("the settings are right");
        config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let (tell, told) = mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = App::start_on(machine, config, LostGuard::Refuse).await;
                let app = app.unwrap_or_else(|error| panic!("the node starts: {error}"));
                tell.send(app.address()).expect("the test waits");
                // A test that ends drops the sender, which stops the node as well.
                let ended = app.ended();
                let reason = tokio::select! {
                    _ = stopped => None,
                    reason = ended => Some(reason),
                };
                app.stop().await;
                assert_eq!(reason, None, "the replica ended by itself");
            });
        });
        let address = told.recv().expect("the node starts");
        Self { address, stop: Some(stop), thread: Some(thread) }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// Stops it and waits until its files are free.
    pub(crate) fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the node's thread panicked");
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.end();
    }
}
