//! A line from one node to another: a TCP proxy that can be cut, muted or made bad.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// What the line does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// All of it arrives.
    Open,
    /// Nobody is reached.
    Cut,
    /// Only what the caller says arrives; it hears nothing.
    Forth,
    /// Only what the called says arrives.
    Back,
    /// 200 ms each way, and one packet in 20 is lost and sent again, which holds up what follows.
    Bad,
}

const DELAY: Duration = Duration::from_millis(200);
/// The least pause after which TCP sends a packet again (RFC 6298 as Linux has it), and its answer.
const AGAIN: Duration = Duration::from_millis(200 + 400);
const LOST_ONE_IN: u32 = 20;
/// So many packets are on the line at once.
const ON_THE_LINE: usize = 1_024;

/// One line, in the direction in which connections are opened.
pub(super) struct Line {
    pub(super) port: u16,
    way: watch::Sender<Way>,
}

impl Line {
    pub(super) fn new(runtime: &Handle, to: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        listener.set_nonblocking(true).expect("a listener");
        let (way, seen) = watch::channel(Way::Open);
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            while let Ok((from, _)) = listener.accept().await {
                tokio::spawn(carry(from, to, seen.clone()));
            }
        });
        Self { port, way }
    }

    /// Every connection that there is ends; the next one finds the line so.
    pub(super) fn turn(&self, way: Way) {
        self.way.send_replace(way);
    }
}

async fn carry(from: TcpStream, to: SocketAddr, mut seen: watch::Receiver<Way>) {
    let way = *seen.borrow_and_update();
    if way == Way::Cut {
        return;
    }
    let Ok(to) = TcpStream::connect(to).await else { return };
    // What one end sends at once is one packet here, too.
    drop((from.set_nodelay(true), to.set_nodelay(true)));
    let ((from_in, from_out), (to_in, to_out)) = (from.into_split(), to.into_split());
    tokio::select! {
        () = pump(from_in, to_out, way, way != Way::Back) => {}
        () = pump(to_in, from_out, way, way != Way::Forth) => {}
        _turned = seen.changed() => {}
    }
}

async fn pump(mut from: OwnedReadHalf, to: OwnedWriteHalf, way: Way, arrives: bool) {
    let (put, packets) = mpsc::channel(ON_THE_LINE);
    let writing = deliver(to, packets);
    let reading = async move {
        let (mut buffer, mut clock) = (vec![0; 16 << 10], Delays::new(way));
        while let Ok(length @ 1..) = from.read(&mut buffer).await {
            let packet = (clock.due(), buffer[..length].to_vec());
            if arrives && put.send(packet).await.is_err() {
                return;
            }
        }
    };
    tokio::join!(reading, writing);
}

/// When the packets of a line arrive: in order, and on a bad line late, some of them only when they
/// are sent again.
struct Delays {
    way: Way,
    last: Instant,
    count: u32,
}

impl Delays {
    fn new(way: Way) -> Self {
        Self { way, last: Instant::now(), count: 0 }
    }

    fn due(&mut self) -> Instant {
        self.count += 1;
        let again = if self.count.is_multiple_of(LOST_ONE_IN) { AGAIN } else { Duration::ZERO };
        if self.way == Way::Bad {
            self.last = self.last.max(Instant::now() + DELAY + again);
        }
        self.last
    }
}

async fn deliver(mut to: OwnedWriteHalf, mut packets: mpsc::Receiver<(Instant, Vec<u8>)>) {
    while let Some((due, bytes)) = packets.recv().await {
        tokio::time::sleep_until(due).await;
        if to.write_all(&bytes).await.is_err() {
            return;
        }
    }
    drop(to.shutdown().await);
}
