//! The terminal, and giving it back: at `q`, at a signal, and when something panics.

use super::draw::{View, draw};
use super::history::History;
use super::sample::Sample;
use crate::client::{ClientError, Node};
use crate::clock::Clock;
use anyhow::Context as _;
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyModifiers};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// So long a key is waited for before the screen is drawn again.
const GLANCE: Duration = Duration::from_millis(200);

/// One look, or why there is none.
type Look = Result<Sample, ClientError>;

/// Shows a node until `q` or a signal.
pub(super) fn show(node: Node, clock: &Arc<dyn Clock>, every: Duration) -> anyhow::Result<()> {
    let ending = signals()?;
    let address = node.address().to_owned();
    let looks = look(node, Arc::clone(clock), every)?;
    // From here on a panic restores the terminal before it is told.
    let mut terminal = ratatui::try_init().context("this is no terminal that can be drawn on")?;
    let mut watching = Watching { address, looks, history: History::default(), away: None };
    let ended = watching.run(&mut terminal, clock.as_ref(), &ending);
    ratatui::try_restore().context("the terminal could not be restored: type `reset`")?;
    ended
}

struct Watching {
    address: String,
    looks: Receiver<Look>,
    history: History,
    away: Option<(String, u64)>,
}

impl Watching {
    fn run(
        &mut self,
        terminal: &mut DefaultTerminal,
        clock: &dyn Clock,
        ending: &AtomicBool,
    ) -> anyhow::Result<()> {
        while !ending.load(Ordering::SeqCst) {
            let now_ms = clock.now_ms();
            while let Ok(look) = self.looks.try_recv() {
                self.enter(look, now_ms);
            }
            let away = self.away.as_ref().map(|(told, since_ms)| (told.as_str(), *since_ms));
            let view = View { node: &self.address, history: &self.history, away, now_ms };
            terminal.draw(|frame| draw(frame, &view)).context("the terminal went away")?;
            if event::poll(GLANCE)? && ends(&event::read()?) {
                break;
            }
        }
        Ok(())
    }

    fn enter(&mut self, look: Look, now_ms: u64) {
        match look {
            Ok(sample) => {
                self.away = None;
                self.history.push(sample);
            }
            Err(error) => {
                let since_ms = self.away.take().map_or(now_ms, |(_, since_ms)| since_ms);
                self.away = Some((error.to_string(), since_ms));
            }
        }
    }
}

fn ends(event: &Event) -> bool {
    let Event::Key(KeyEvent { code, modifiers, .. }) = event else { return false };
    match code {
        KeyCode::Char('q' | 'Q') | KeyCode::Esc => true,
        // A raw terminal makes no signal of it.
        KeyCode::Char('c') => modifiers.contains(KeyModifiers::CONTROL),
        _ => false,
    }
}

/// Looks again and again on a thread of its own, so that a node that is slow to answer does not
/// make keys wait. The thread ends when nobody listens.
fn look(node: Node, clock: Arc<dyn Clock>, every: Duration) -> anyhow::Result<Receiver<Look>> {
    let (tell, looks) = mpsc::channel();
    let asking = move || {
        while tell.send(Sample::of(&node, clock.now_ms())).is_ok() {
            std::thread::sleep(every);
        }
    };
    std::thread::Builder::new().name("look".to_owned()).spawn(asking).context("no thread")?;
    Ok(looks)
}

/// Set by SIGTERM, SIGINT and SIGHUP, from now on.
fn signals() -> anyhow::Result<Arc<AtomicBool>> {
    use tokio::signal::unix::{SignalKind, signal};
    let ending = Arc::new(AtomicBool::new(false));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let kinds = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()];
    // Registered before the terminal is touched.
    let [mut terminate, mut interrupt, mut hangup] = {
        let _entered = runtime.enter();
        let [terminate, interrupt, hangup] = kinds.map(signal);
        [terminate?, interrupt?, hangup?]
    };
    let set = Arc::clone(&ending);
    let hearing = move || {
        runtime.block_on(async {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
                _ = hangup.recv() => {}
            }
        });
        set.store(true, Ordering::SeqCst);
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(hearing).context("no thread")?;
    Ok(ending)
}
