//! How the rest of the node asks the writing thread.

use super::chain::Chain;
use super::error::CommitError;
use super::fresh::{Committed, Fresh};
use super::view::{Confirmed, View};
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::sync::{broadcast, mpsc, oneshot, watch};

/// So many questions wait for the thread at most; then askers wait too.
const QUESTIONS_MAX: usize = 256;

/// So many blocks wait for one who must see each of them; then it misses the oldest.
const BLOCKS_MAX: usize = 64;

/// What is asked, and what tells its answer.
type Act = Box<dyn FnOnce(&mut Chain) -> Tell + Send>;
type Tell = Box<dyn FnOnce()>;

/// A way to ask the writing thread; clones share it.
#[derive(Clone)]
pub struct Commit {
    acts: mpsc::Sender<Act>,
    view: watch::Receiver<View>,
    blocks: broadcast::WeakSender<View>,
    confirmed: watch::Sender<Option<Arc<Confirmed>>>,
    fresh: Fresh,
}

impl Commit {
    /// Starts the thread. It ends when the last handle is gone.
    pub fn start(mut chain: Chain) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (acts, mut waiting) = mpsc::channel::<Act>(QUESTIONS_MAX);
        let (publish, view) = watch::channel(chain.view());
        let fresh = chain.fresh.clone();
        let (each, _) = broadcast::channel(BLOCKS_MAX);
        let blocks = each.downgrade();
        let thread = std::thread::Builder::new().name("commit".to_owned()).spawn(move || {
            while let Some(act) = waiting.blocking_recv() {
                serve(act, &mut chain, (&publish, &each));
            }
        })?;
        let (confirmed, _) = watch::channel(None);
        Ok((Self { acts, view, blocks, confirmed, fresh }, thread))
    }

    /// What is committed now.
    pub fn view(&self) -> View {
        self.view.borrow().clone()
    }

    /// Tells of every newly committed block.
    pub fn watch(&self) -> watch::Receiver<View> {
        self.view.clone()
    }

    /// Brings every block that is committed from now on, in order.
    pub fn watch_each(&self) -> broadcast::Receiver<View> {
        // Where the thread has ended, the channel is closed.
        self.blocks.upgrade().map_or_else(|| broadcast::channel(1).1, |each| each.subscribe())
    }

    /// The newest block that a quorum has cosigned; none before the first signature after a start.
    pub fn confirmed(&self) -> Option<Arc<Confirmed>> {
        self.confirmed.borrow().clone()
    }

    /// Tells of every newly cosigned block.
    pub fn watch_confirmed(&self) -> watch::Receiver<Option<Arc<Confirmed>>> {
        self.confirmed.subscribe()
    }

    /// Publishes a block that a quorum has cosigned.
    pub fn confirm(&self, confirmed: Confirmed) {
        self.confirmed.send_replace(Some(Arc::new(confirmed)));
    }

    /// The statements of a block that was committed a moment ago, once; nothing for an older one.
    pub fn take_fresh(&self, height: u64) -> Option<Committed> {
        self.fresh.take(height)
    }

    /// Runs `act` on the writing thread, after what was asked before.
    pub async fn run<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Chain) -> T + Send + 'static,
    ) -> Result<T, CommitError> {
        let (reply, answer) = oneshot::channel();
        let act = Box::new(move |chain: &mut Chain| -> Tell {
            let done = act(chain);
            // Nobody waiting for the answer is no reason not to have done it.
            Box::new(move || drop(reply.send(done)))
        });
        self.acts.send(act).await.map_err(|_cause| CommitError::Gone)?;
        answer.await.map_err(|_cause| CommitError::Gone)
    }
}

/// First the view, then the answer: who was told of a block must see it.
fn serve(
    act: Act,
    chain: &mut Chain,
    (publish, each): (&watch::Sender<View>, &broadcast::Sender<View>),
) {
    let before = chain.tip.height;
    let tell = act(chain);
    if chain.tip.height != before {
        publish.send_replace(chain.view());
        // Nobody may be there to see it.
        drop(each.send(chain.view()));
    }
    tell();
}
