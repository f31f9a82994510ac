//! The command.

use super::draw::{View, draw};
use super::history::History;
use super::sample::Sample;
use super::screen;
use crate::cli::evidence::token;
use crate::cli::output::say;
use crate::cli::signing::NODE;
use crate::client::Node;
use crate::clock::{Clock, System};
use anyhow::ensure;
use clap::Args;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Arguments of `top`.
#[derive(Debug, Args)]
#[command(after_help = "Keys: q, Esc or Ctrl-C end. On the node's own machine no token is needed.")]
pub(in crate::cli) struct Arguments {
    /// The node's address.
    #[arg(long, value_name = "URL", default_value = NODE)]
    node: String,
    /// The operator's token (operator.token of the data folder), to look from another machine.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Seconds between two looks.
    #[arg(long, value_name = "SECONDS", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    every: u64,
    /// Look once, print, and end.
    #[arg(long)]
    once: bool,
    /// Print one JSON object; only with --once.
    #[arg(long, requires = "once")]
    json: bool,
}

/// What `--once` prints is as wide as a terminal was.
const WIDTH: u16 = 80;
const HEIGHT: u16 = 40;

pub(in crate::cli) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let token = arguments.token_file.as_deref().map(token).transpose()?;
    let node = Node::at(&arguments.node, token)?;
    if arguments.once {
        let sample = Sample::of(&node, System.now_ms())?;
        if arguments.json {
            say(serde_json::to_string(&sample)?);
        } else {
            print(node.address(), sample)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    ensure!(
        std::io::stdout().is_terminal(),
        "standard output is no terminal: --once prints one look, --once --json for programs"
    );
    let clock: Arc<dyn Clock> = Arc::new(System);
    screen::show(node, &clock, Duration::from_secs(arguments.every))?;
    Ok(ExitCode::SUCCESS)
}

/// The lines of the screen that are not empty, without its last one, which tells of keys.
fn print(node: &str, sample: Sample) -> anyhow::Result<()> {
    let now_ms = sample.at_ms;
    let mut history = History::default();
    history.push(sample);
    let mut terminal = Terminal::new(TestBackend::new(WIDTH, HEIGHT))?;
    terminal.draw(|frame| draw(frame, &View { node, history: &history, away: None, now_ms }))?;
    let all = text(terminal.backend().buffer());
    let shown = all.iter().take(usize::from(HEIGHT) - 1).filter(|line| !line.is_empty());
    shown.for_each(say);
    Ok(())
}

/// The characters of a screen, line by line.
pub(super) fn text(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width).max(1);
    let line = |cells: &[ratatui::buffer::Cell]| {
        let text: String = cells.iter().map(ratatui::buffer::Cell::symbol).collect();
        text.trim_end().to_owned()
    };
    buffer.content.chunks(width).map(line).collect()
}
