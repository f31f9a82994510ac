//! The screen as lines of text. Whatever a colour says, a word says too.

use super::durations::Durations;
use super::history::{Count, History};
use super::sample::Sample;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::bar::NINE_LEVELS;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

/// What is shown.
pub(super) struct View<'a> {
    /// The node's address.
    pub(super) node: &'a str,
    pub(super) history: &'a History,
    /// Why the last look failed, and since when, milliseconds since 1970.
    pub(super) away: Option<(&'a str, u64)>,
    pub(super) now_ms: u64,
}

/// The width of the names.
const NAME: usize = 11;
/// Name and rate before a curve.
const BEFORE_CURVE: u16 = 23;
/// The width of the queue's bar.
const BAR: u64 = 20;
/// So many blocks behind is worth a word.
const LAG_LONG: u64 = 10;

/// Draws all of it.
pub(super) fn draw(frame: &mut Frame<'_>, view: &View<'_>) {
    let [body, foot] =
        Layout::vertical([Constraint::Min(0), Constraint::Length(1)]).areas(frame.area());
    let text = lines(view, body.width);
    frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: false }), body);
    let hint = Line::styled("q ends; the numbers: docs/operations.md, Watching it", dim());
    frame.render_widget(hint, foot);
}

fn lines(view: &View<'_>, width: u16) -> Vec<Line<'static>> {
    let mut all = vec![Line::styled(format!("furlong top  {}", view.node), bold())];
    if let Some((told, since_ms)) = view.away {
        let since = age(view.now_ms.saturating_sub(since_ms) / 1_000);
        all.push(alarm("State", format!("AWAY for {since}, asked again every moment: {told}")));
    }
    let Some(sample) = view.history.last() else {
        if view.away.is_none() {
            all.push(named("State", "waiting for the first answer".to_owned()));
        }
        return all;
    };
    if view.away.is_none() {
        all.push(state(sample, view.now_ms));
    } else {
        let seen = age(view.now_ms.saturating_sub(sample.at_ms) / 1_000);
        all.push(named("Below", format!("as it was {seen} ago")));
    }
    all.extend(record(sample, view.now_ms));
    all.push(queue(sample));
    let curves: [(&str, Count); 3] = [
        ("In", |sample| sample.statements.received),
        ("Committed", |sample| sample.statements.committed),
        ("Refused", Sample::refused),
    ];
    all.extend(curves.map(|(name, count)| curve(name, &view.history.rates(count), width)));
    all.push(times("Receipt", &view.history.lately(|sample| &sample.receipt)));
    all.push(times("Block", &view.history.lately(|sample| &sample.block)));
    all.push(pages(sample));
    all.push(disk(sample));
    all.push(named("Memory", sample.memory_bytes.map_or("not known".to_owned(), bytes)));
    all.extend(refusals(view, sample));
    all
}

fn state(sample: &Sample, now_ms: u64) -> Line<'static> {
    let up = age(seconds_since(sample.started_s, now_ms));
    let running = format!("version {}, up {up}", sample.version);
    match &sample.not_ready {
        None => named("State", format!("READY, {running}")),
        Some(why) => alarm("State", format!("NOT READY, {running}: {why}")),
    }
}

fn record(sample: &Sample, now_ms: u64) -> [Line<'static>; 2] {
    let Sample { height, size, confirmed_size, .. } = sample;
    let newest = age(seconds_since(sample.tip_time_s, now_ms));
    let waiting = size.saturating_sub(*confirmed_size);
    let confirmed = if waiting == 0 {
        "all confirmed".to_owned()
    } else {
        format!("{} not confirmed yet", grouped(waiting))
    };
    [
        named("Record", format!("block {}, {} leaves", grouped(*height), grouped(*size))),
        named("Newest", format!("{newest} old, {confirmed}")),
    ]
}

fn queue(sample: &Sample) -> Line<'static> {
    let queue = &sample.queue;
    let full = queue.statements.saturating_mul(BAR) / queue.limit.max(1);
    let full = usize::try_from(full.min(BAR)).unwrap_or_default();
    let bar = format!("{:-<1$}", "#".repeat(full), usize::try_from(BAR).unwrap_or_default());
    let told = format!(
        "[{bar}] {} of {}, {}",
        grouped(queue.statements),
        grouped(queue.limit),
        bytes(queue.bytes)
    );
    if queue.statements.saturating_mul(10) >= queue.limit.saturating_mul(9) {
        alarm("Queue", format!("FULL {told}"))
    } else {
        named("Queue", told)
    }
}

/// A rate and how it went, newest at the right, as high as the highest that is shown.
fn curve(name: &str, rates: &[u64], width: u16) -> Line<'static> {
    let now = rates.last().copied().unwrap_or(0);
    let room = usize::from(width.saturating_sub(BEFORE_CURVE));
    let shown = rates.get(rates.len().saturating_sub(room)..).unwrap_or_default();
    let highest = shown.iter().copied().max().unwrap_or(0).max(1);
    let levels = [
        NINE_LEVELS.empty,
        NINE_LEVELS.one_eighth,
        NINE_LEVELS.one_quarter,
        NINE_LEVELS.three_eighths,
        NINE_LEVELS.half,
        NINE_LEVELS.five_eighths,
        NINE_LEVELS.three_quarters,
        NINE_LEVELS.seven_eighths,
        NINE_LEVELS.full,
    ];
    let level = |rate: &u64| {
        let eighths = rate.saturating_mul(8).div_ceil(highest);
        usize::try_from(eighths).ok().and_then(|at| levels.get(at)).copied().unwrap_or_default()
    };
    let rate = format!("{}.{}/s", grouped(now / 10), now % 10);
    let curve: String = shown.iter().map(level).collect();
    named(name, format!("{rate:>10}  {curve}"))
}

fn times(name: &str, took: &Durations) -> Line<'static> {
    let [half, most] = [500, 990].map(|permille| took.within(permille).text());
    named(name, format!("p50 {half:<10} p99 {most}"))
}

fn pages(sample: &Sample) -> Line<'static> {
    let told = format!("{} blocks behind", grouped(sample.lag));
    if sample.lag >= LAG_LONG {
        alarm("Pages", format!("LATE {told}"))
    } else {
        named("Pages", told)
    }
}

fn disk(sample: &Sample) -> Line<'static> {
    let floor = sample.disk.intake_floor_bytes;
    let Some(free) = sample.disk.free_bytes else {
        return alarm("Disk", "NO ANSWER from the disk: nothing is taken".to_owned());
    };
    let told = format!("{} free, intake stops below {}", bytes(free), bytes(floor));
    if free < floor.saturating_mul(2) {
        alarm("Disk", format!("LOW {told}"))
    } else {
        named("Disk", told)
    }
}

/// Each kind that was refused, the newest first.
fn refusals(view: &View<'_>, sample: &Sample) -> Vec<Line<'static>> {
    let mut kinds: Vec<_> = sample
        .statements
        .refused
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(kind, count)| (view.history.refused_at_ms(kind), *count, kind))
        .collect();
    kinds.sort();
    kinds.reverse();
    if kinds.is_empty() {
        return vec![named("Refusals", "none since the start".to_owned())];
    }
    let told = |(index, (at_ms, count, kind)): (usize, (Option<u64>, u64, &String))| {
        let last = at_ms.map_or_else(
            || "before this view began".to_owned(),
            |at_ms| format!("last {} ago", age(view.now_ms.saturating_sub(at_ms) / 1_000)),
        );
        let name = if index == 0 { "Refusals" } else { "" };
        named(name, format!("{kind} {}, {last}", grouped(count)))
    };
    kinds.into_iter().enumerate().map(told).collect()
}

fn named(name: &str, told: String) -> Line<'static> {
    Line::from(vec![Span::styled(format!("{name:<NAME$}"), dim()), Span::raw(told)])
}

fn alarm(name: &str, told: String) -> Line<'static> {
    let style = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD);
    Line::from(vec![Span::styled(format!("{name:<NAME$}"), dim()), Span::styled(told, style)])
}

fn bold() -> Style {
    Style::new().add_modifier(Modifier::BOLD)
}

fn dim() -> Style {
    Style::new().add_modifier(Modifier::DIM)
}

/// Seconds from an instant, in seconds since 1970, until now.
fn seconds_since(then_s: f64, now_ms: u64) -> u64 {
    let then = std::time::Duration::try_from_secs_f64(then_s).unwrap_or_default();
    std::time::Duration::from_millis(now_ms).saturating_sub(then).as_secs()
}

/// `12 s`, `3 min`, `4 h 5 min`, `6 d`.
fn age(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..86_400 => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
        _ => format!("{} d", seconds / 86_400),
    }
}

/// `1.5 GB`, of 1,000 MB.
fn bytes(count: u64) -> String {
    let (unit, name) = match count {
        0..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    format!("{}.{} {name}", grouped(count / unit), count % unit * 10 / unit)
}

/// `1,234,567`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut told = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}
