//! The tables of `docs/benchmarks.md` and the plot, made from the results.

use super::figure::{self, Entry};
use super::plot::{self, Line, thousands};
use anyhow::Context as _;
use std::collections::BTreeMap;
use std::path::Path;

const BEGIN: &str = "<!-- made by cargo xtask bench -->\n";
const END: &str = "<!-- end -->\n";

/// A figure, what it is called, and what it should come to (section 7 of the design).
const ROWS: [(&str, &str, &str); 18] = [
    (
        "ingest",
        "signed events taken, batches over HTTP, durable",
        "at least 50 % of raw verification",
    ),
    ("ingest-rows", "the same beside plain rows in PostgreSQL", "more than 100 %"),
    ("plain-rows", "plain rows, one a transaction (pgbench)", ""),
    ("single-p50", "one statement, idle node, until committed: median", "under 15 ms"),
    ("single-p99", "the same, slowest of a hundred", "under 40 ms"),
    ("pages-behind", "until pages show the last event of the load", ""),
    ("crowd-ingest", "events taken while too many connections press", ""),
    ("crowd-told-when", "requests told to come back, with `Retry-After`", "all"),
    ("evidence-p50", "an evidence file, built and sent: median", ""),
    ("evidence-p99", "the same, slowest of a hundred", ""),
    ("fsck", "`furlong fsck`, whole chain", "at least 80 % of raw verification"),
    ("storage", "disk, indexes included", "at most 150 % of the event's JSON"),
    ("memory", "memory of the node after the load", "under 512 MB at 10 million"),
    ("memory-highest", "its highest", ""),
    ("page-warm-p50", "page made before: median", ""),
    ("page-warm-p99", "the same, slowest of a hundred", "under 5 ms"),
    ("page-new-p50", "first page after a new block: median", ""),
    ("page-new-p99", "the same, slowest of a hundred", ""),
];

/// Writes the table into `docs/benchmarks.md` beside the folder of the results, and the plot into
/// the folder.
pub(crate) fn write(out: &Path) -> anyhow::Result<()> {
    let entries = figure::read(out)?;
    let page = out.with_extension("md");
    let text = std::fs::read_to_string(&page).with_context(|| page.display().to_string())?;
    std::fs::write(&page, into(&text, &render(&entries))?)?;
    std::fs::write(out.join("cost.svg"), cost(&entries))?;
    Ok(())
}

/// The page with its made part replaced.
fn into(page: &str, made: &str) -> anyhow::Result<String> {
    let (before, rest) = page.split_once(BEGIN).context("no place for the table")?;
    let (_, after) = rest.split_once(END).context("the place for the table has no end")?;
    Ok(format!("{before}{BEGIN}{made}{END}{after}"))
}

/// The newest figure of each name, database and size.
type Newest<'a> = BTreeMap<(&'a str, &'a str, u64), &'a Entry>;

fn newest(entries: &[Entry]) -> Newest<'_> {
    let mut newest = Newest::new();
    for entry in entries {
        let database = entry.figure.database.as_deref().unwrap_or("");
        newest.insert((&entry.figure.what, database, entry.figure.events), entry);
    }
    newest
}

fn render(entries: &[Entry]) -> String {
    let newest = newest(entries);
    let mut text = String::from(
        "\n| what | database | events | figure | of its yardstick | budget |\n\
         |---|---|---:|---:|---:|---|\n",
    );
    for (name, words, budget) in ROWS {
        for ((_, database, events), entry) in
            newest.iter().filter(|((what, _, _), _)| *what == name)
        {
            let figure = &entry.figure;
            let ratio = figure.ratio().zip(figure.against.as_ref()).map(|(ratio, against)| {
                format!("{:.0} % of {} ({})", ratio * 100.0, against.what, short(against.value))
            });
            let events = if *events == 0 { String::new() } else { thousands(*events) };
            push(
                &mut text,
                &format!(
                    "| {words} | {database} | {events} | {} {} | {} | {budget} |",
                    short(figure.value),
                    figure.unit,
                    ratio.unwrap_or_default()
                ),
            );
        }
    }
    let mut runs: Vec<(&str, &str, &str)> = newest
        .values()
        .map(|entry| (entry.day.as_str(), entry.commit.as_str(), entry.machine.as_str()))
        .collect();
    runs.sort_unstable();
    runs.dedup();
    push(&mut text, "");
    for (day, commit, machine) in runs {
        push(&mut text, &format!("Measured {day} at {commit} on {machine}."));
        push(&mut text, "");
    }
    text
}

/// Three digits are enough to compare.
fn short(value: f64) -> String {
    if value >= 1_000.0 {
        thousands(value.round() as u64)
    } else if value >= 100.0 {
        format!("{value:.0}")
    } else if value >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

/// The cost of an event at each size.
fn cost(entries: &[Entry]) -> String {
    let newest = newest(entries);
    let line = |what: &str, database: &str, name: &str, colour| {
        let of = |((_, _, events), entry): (&(&str, &str, u64), &&Entry)| {
            (*events, 1_000_000.0 / entry.figure.value)
        };
        let is_it =
            |((name, at, _), _): &(&(&str, &str, u64), &&Entry)| *name == what && *at == database;
        let points = newest.iter().filter(is_it).map(of).collect();
        Line { name: name.to_owned(), colour, points }
    };
    let lines = [
        line("ingest", "sqlite", "take, SQLite", "#0b6"),
        line("ingest", "postgres", "take, PostgreSQL", "#06c"),
        line("fsck", "sqlite", "check, SQLite", "#a50"),
        line("fsck", "postgres", "check, PostgreSQL", "#a0a"),
    ];
    let drawn: Vec<Line> = lines.into_iter().filter(|line| !line.points.is_empty()).collect();
    plot::draw("Time for one event, by the size of the chain", "µs", &drawn)
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_and_the_plot_are_those_of_the_results() {
        let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/benchmarks");
        let entries = figure::read(&out).unwrap();
        let page = std::fs::read_to_string(out.with_extension("md")).unwrap();
        assert_eq!(
            into(&page, &render(&entries)).unwrap(),
            page,
            "cargo xtask bench --tables-only"
        );
        assert_eq!(std::fs::read_to_string(out.join("cost.svg")).unwrap(), cost(&entries));
        for entry in &entries {
            assert!(ROWS.iter().any(|(name, _, _)| *name == entry.figure.what), "{entry:?}");
        }
    }

    #[test]
    fn newer_figures_replace_older_ones() {
        let entry = |value: f64| Entry {
            commit: "c".to_owned(),
            day: "2026-11-22".to_owned(),
            machine: "m".to_owned(),
            figure: figure::Figure {
                what: "ingest".to_owned(),
                database: Some("sqlite".to_owned()),
                events: 10_000,
                value,
                unit: "events/s".to_owned(),
                against: Some(figure::Against { what: "raw".to_owned(), value: 20_000.0 }),
            },
        };
        let text = render(&[entry(1.0), entry(10_000.0)]);
        assert!(text.contains("10\u{a0}000 events/s | 50 % of raw (20\u{a0}000)"), "{text}");
        assert_eq!(text.matches("| sqlite |").count(), 1);
    }
}
