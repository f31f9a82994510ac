//! The screen of a fixed look.

use super::draw::{View, draw};
use super::history::History;
use super::run::text;
use super::sample::Sample;
use crate::client::Exposition;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Color;

/// What a node told, with `{}` where tests differ.
const NUMBERS: &str = r#"furlong_build_info{version="0.1.0",profile="release"} 1
furlong_start_time_seconds 1794480000.0
furlong_commit_leaves_total LEAVES
furlong_commit_blocks_total 100
furlong_commit_height 1234
furlong_commit_size 56789
furlong_commit_confirmed_size CONFIRMED
furlong_commit_tip_time_seconds 1794484788.0
furlong_replica_queue_statements QUEUE
furlong_replica_queue_limit 20000
furlong_replica_queue_bytes 1234567
furlong_intake_statements_received_total LEAVES
furlong_intake_statements_refused_total{kind="busy"} 0
furlong_intake_statements_refused_total{kind="signature"} REFUSED
furlong_intake_statements_refused_total{kind="unknown_key"} 7
furlong_replica_wait_seconds_bucket{le="0.0025"} 10
furlong_replica_wait_seconds_bucket{le="0.005"} 90
furlong_replica_wait_seconds_bucket{le="+Inf"} 100
furlong_commit_block_seconds_bucket{le="0.0005"} 99
furlong_commit_block_seconds_bucket{le="0.0025"} 100
furlong_commit_block_seconds_bucket{le="+Inf"} 100
furlong_project_lag LAG
furlong_disk_free_bytes DISK
furlong_disk_intake_floor_bytes 536870912
furlong_memory_resident_bytes 45000000
# EOF
"#;

const NOW_MS: u64 = 1_794_484_800_000;

/// A healthy look, with some numbers changed.
fn look(at_ms: u64, changed: &[(&str, &str)]) -> Sample {
    let usual = [
        ("LEAVES", "200"),
        ("CONFIRMED", "56789"),
        ("QUEUE", "1500"),
        ("REFUSED", "0"),
        ("LAG", "0"),
        ("DISK", "123456789012"),
    ];
    let all = changed.iter().chain(&usual);
    let numbers = all.fold(NUMBERS.to_owned(), |text, (name, value)| text.replace(name, value));
    Sample::read(&Exposition::parse(&numbers).unwrap(), None, at_ms).unwrap()
}

fn history(samples: impl IntoIterator<Item = Sample>) -> History {
    let mut history = History::default();
    samples.into_iter().for_each(|sample| history.push(sample));
    history
}

fn screen(
    history: &History,
    away: Option<(&str, u64)>,
    (width, height): (u16, u16),
) -> ratatui::buffer::Buffer {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let view = View { node: "http://127.0.0.1:8080", history, away, now_ms: NOW_MS };
    terminal.draw(|frame| draw(frame, &view)).unwrap();
    terminal.backend().buffer().clone()
}

/// Statements that came in one second each, and some that were refused.
fn busy() -> History {
    let counts = [200, 300, 500, 900, 1_300, 1_300, 2_100, 3_700];
    let samples = counts.iter().zip(0_u64..).map(|(count, second)| {
        let refused = if second >= 6 { "3" } else { "0" };
        let at_ms = NOW_MS - 7_000 + second * 1_000;
        look(at_ms, &[("LEAVES", &count.to_string()), ("REFUSED", refused)])
    });
    history(samples)
}

#[test]
fn a_fixed_look_is_drawn_at_80_by_24() {
    let shown = text(&screen(&busy(), None, (80, 24)));
    let body = "\
furlong top  http://127.0.0.1:8080
State      READY, version 0.1.0, up 1 h 20 min
Record     block 1,234, 56,789 leaves
Newest     12 s old, all confirmed
Queue      [#-------------------] 1,500 of 20,000, 1.2 MB
In          1,600.0/s  ▁▁▂▂ ▄█
Committed   1,600.0/s  ▁▁▂▂ ▄█
Refused         0.0/s       █
Receipt    p50 <= 5 ms    p99 > 5 ms
Block      p50 <= 500 µs  p99 <= 500 µs
Pages      0 blocks behind
Disk       123.4 GB free, intake stops below 536.8 MB
Memory     45.0 MB
Refusals   signature 3, last 1 s ago
           unknown_key 7, before this view began";
    assert_eq!(shown.join("\n").split("\n\n").next(), Some(body));
    assert_eq!(shown[23], "q ends; the numbers: docs/operations.md, Watching it");
}

#[test]
fn on_a_narrow_screen_nothing_is_cut_off() {
    let shown = text(&screen(&busy(), None, (36, 30))).join("\n");
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    for told in ["READY, version 0.1.0", "1,500 of 20,000", "stops below 536.8 MB", "1,600.0/s"] {
        assert!(words.contains(told), "{told}:\n{shown}");
    }
    assert!(text(&screen(&busy(), None, (80, 24))).iter().all(|line| line.chars().count() <= 80));
    // Too small for anything is no reason to end.
    assert_eq!(text(&screen(&busy(), None, (1, 1))).len(), 1);
}

#[test]
fn what_is_red_says_so_in_words() {
    let bad = [("QUEUE", "19000"), ("LAG", "40"), ("DISK", "600000000"), ("CONFIRMED", "56000")];
    let mut sick = look(NOW_MS, &bad);
    sick.not_ready = Some("its pages lag behind".to_owned());
    let buffer = screen(&history([sick]), None, (80, 24));
    let shown = text(&buffer);
    let red: Vec<&String> = shown
        .iter()
        .zip(buffer.content.chunks(80))
        .filter(|(_, cells)| cells.iter().any(|cell| cell.fg == Color::Red))
        .map(|(line, _)| line)
        .collect();
    let words = ["NOT READY", "FULL", "LATE 40 blocks", "LOW 600.0 MB"];
    assert_eq!(red.len(), words.len(), "{red:?}");
    for (line, word) in red.iter().zip(words) {
        assert!(line.contains(word), "{line}");
    }
    assert!(shown.iter().any(|line| line.contains("789 not confirmed yet")));
}

#[test]
fn a_node_that_is_away_is_told_with_what_was_seen_last() {
    let shown = text(&screen(&busy(), Some(("it does not answer", NOW_MS - 90_000)), (80, 24)));
    assert!(shown[1].contains("AWAY for 1 min") && shown[1].contains("it does not answer"));
    assert!(shown[2].contains("as it was 0 s ago"), "{shown:?}");
    let never = text(&screen(&History::default(), Some(("no", NOW_MS)), (80, 24)));
    assert!(never[1].contains("AWAY for 0 s") && never[2].is_empty());
    let first = text(&screen(&History::default(), None, (80, 24)));
    assert!(first[1].contains("waiting for the first answer"));
}

#[test]
fn rates_begin_anew_with_a_new_run_of_the_node() {
    let mut history = busy();
    assert_eq!(history.rates(|sample| sample.statements.received).last(), Some(&16_000));
    let mut again = look(NOW_MS, &[("LEAVES", "100")]);
    again.started_s += 1.0;
    history.push(again);
    assert_eq!(history.rates(|sample| sample.statements.received), Vec::<u64>::new());
}

#[test]
fn a_screen_draws_no_characters_that_steer_a_terminal() {
    let steering = "\u{1b}[2J\u{7}\u{9b}31m";
    let shown = text(&screen(&busy(), Some((steering, NOW_MS)), (80, 24))).join("");
    assert!(!shown.chars().any(char::is_control), "{shown:?}");
}
