//! `/metrics`: that it is OpenMetrics, that each number is documented, who may read it, and that no
//! label grows with what strangers ask.

use crate::support::{Client, FARM, World, event};
use std::collections::{BTreeMap, BTreeSet};

const ID: &str = "urn:uuid:0190b7a0-0000-7000-8000-000000000001";

fn text(client: &Client) -> String {
    let answer = client.get("/metrics");
    assert_eq!(answer.status, 200, "{}", answer.text());
    let media = answer.header("content-type").unwrap();
    assert_eq!(media, "application/openmetrics-text; version=1.0.0; charset=utf-8");
    answer.text()
}

/// A node that did a little of everything.
fn busy() -> World {
    let world = World::new();
    let client = world.client();
    world.record(&world.signed(FARM, event(ID, "A1")));
    assert_eq!(client.post("/api/v1/statements", "application/jose", b"hello").status, 400);
    for _ in 0..2 {
        assert_eq!(client.get("/t/01/09520101000019/10/A1").status, 200);
    }
    world
}

/// A family of metrics, as its first lines describe it.
#[derive(Default)]
struct Family {
    sort: String,
    unit: Option<String>,
    help: bool,
    /// Name and labels of each sample, in their order, and the value.
    samples: Vec<(String, BTreeMap<String, String>, f64)>,
}

/// Reads an answer by the rules of OpenMetrics 1.0.0, section "Text format" and "Metric types", as
/// far as they concern what has no time stamps and no exemplars.
fn parsed(text: &str) -> Result<BTreeMap<String, Family>, String> {
    let body = text.strip_suffix("# EOF\n").ok_or("does not end in # EOF")?;
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    let mut current = String::new();
    for line in body.split_terminator('\n') {
        let fault = |what: &str| format!("{what}: {line:?}");
        if let Some(described) = line.strip_prefix("# ") {
            let mut words = described.splitn(3, ' ');
            let [what, name, rest] = [(); 3].map(|()| words.next().unwrap_or_default());
            if name != current {
                let fresh = families.insert(name.to_owned(), Family::default()).is_none();
                fresh.then_some(()).ok_or_else(|| fault("a family in two places"))?;
                name.clone_into(&mut current);
            }
            let family = families.get_mut(name).ok_or_else(|| fault("no family"))?;
            family.samples.is_empty().then_some(()).ok_or_else(|| fault("described too late"))?;
            describe(family, (what, name, rest)).map_err(fault)?;
        } else {
            let family = families.get_mut(&current).ok_or_else(|| fault("before any family"))?;
            family.samples.push(sample(line).ok_or_else(|| fault("no sample"))?);
        }
    }
    for (name, family) in &families {
        check(name, family).map_err(|what| format!("{name}: {what}"))?;
    }
    Ok(families)
}

fn describe(family: &mut Family, described: (&str, &str, &str)) -> Result<(), &'static str> {
    match described {
        ("TYPE", _, sort) if family.sort.is_empty() => {
            let known = ["counter", "gauge", "histogram", "info"].contains(&sort);
            known.then(|| sort.clone_into(&mut family.sort)).ok_or("no type")
        }
        ("UNIT", name, unit) if family.unit.is_none() => {
            family.unit = Some(unit.to_owned());
            name.ends_with(&format!("_{unit}")).then_some(()).ok_or("a name without its unit")
        }
        ("HELP", _, help) if !family.help && !help.is_empty() => {
            family.help = true;
            Ok(())
        }
        _ => Err("described twice or not at all"),
    }
}

fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    let first = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    first && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn sample(line: &str) -> Option<(String, BTreeMap<String, String>, f64)> {
    let (series, value) = line.rsplit_once(' ')?;
    let value: f64 = value.parse().ok()?;
    let (name, mut rest) = match series.split_once('{') {
        Some((name, rest)) => (name, rest.strip_suffix('}')?),
        None => (series, ""),
    };
    let mut labels = BTreeMap::new();
    while !rest.is_empty() {
        let (label, after) = rest.split_once("=\"")?;
        // Escapes do not occur: no label of ours holds a quote, a backslash or a line break.
        let (value, after) = after.split_once('"')?;
        let fresh = labels.insert(label.to_owned(), value.to_owned()).is_none();
        rest = match after.strip_prefix(',') {
            Some(next) if !next.is_empty() => next,
            Some(_) => return None,
            None => after.is_empty().then_some("")?,
        };
        (fresh && is_name(label) && !value.contains('\\')).then_some(())?;
    }
    is_name(name).then(|| (name.to_owned(), labels, value))
}

/// What holds of a whole family.
fn check(name: &str, family: &Family) -> Result<(), String> {
    if !is_name(name) || !family.help {
        return Err("no name or no help".to_owned());
    }
    let endings: &[&str] = match family.sort.as_str() {
        "counter" => &["_total"],
        "gauge" => &[""],
        "info" => &["_info"],
        "histogram" => &["_sum", "_count", "_bucket"],
        _ => return Err("no type".to_owned()),
    };
    let mut seen = BTreeSet::new();
    for (series, labels, value) in &family.samples {
        let ending = series.strip_prefix(name).unwrap_or("?");
        if !endings.contains(&ending) {
            return Err(format!("{series} is none of its samples"));
        }
        if !seen.insert((series, labels)) {
            return Err(format!("{series} {labels:?} stands twice"));
        }
        if family.sort != "gauge" && (*value < 0.0 || !value.is_finite()) {
            return Err(format!("{series} is {value}"));
        }
    }
    if family.sort == "histogram" { histogram(name, family) } else { Ok(()) }
}

/// Buckets rise, the last is infinite and holds as many as there are.
fn histogram(name: &str, family: &Family) -> Result<(), String> {
    let mut all: BTreeMap<BTreeMap<String, String>, Vec<(f64, f64)>> = BTreeMap::new();
    let mut counts = BTreeMap::new();
    for (series, labels, value) in &family.samples {
        let mut labels = labels.clone();
        if series.ends_with("_bucket") {
            let edge = labels.remove("le").ok_or("a bucket without le")?;
            let edge =
                if edge == "+Inf" { f64::INFINITY } else { edge.parse().map_err(|_cause| edge)? };
            all.entry(labels).or_default().push((edge, *value));
        } else if *series == format!("{name}_count") {
            counts.insert(labels, *value);
        }
    }
    for (labels, buckets) in &all {
        let rises = buckets.is_sorted_by(|one, next| one.0 < next.0 && one.1 <= next.1);
        let last = buckets.last().copied().unwrap_or_default();
        if !rises || last.0.is_finite() || counts.get(labels) != Some(&last.1) {
            return Err(format!("buckets {labels:?} {buckets:?}"));
        }
    }
    if all.len() == counts.len() { Ok(()) } else { Err("a count without buckets".to_owned()) }
}

#[test]
fn the_whole_answer_is_openmetrics() {
    let world = busy();
    let families = parsed(&text(&world.client())).unwrap_or_else(|fault| panic!("{fault}"));
    assert!(families.len() > 30, "{} families", families.len());
    for (name, family) in &families {
        assert!(!family.samples.is_empty(), "{name} has no value");
    }
}

#[test]
fn each_fault_of_a_text_is_found() {
    let good = "# HELP a_seconds x.\n# TYPE a_seconds histogram\n# UNIT a_seconds seconds\n\
        a_seconds_sum{b=\"c\"} 1.5\na_seconds_count{b=\"c\"} 2\n\
        a_seconds_bucket{b=\"c\",le=\"0.1\"} 1\na_seconds_bucket{b=\"c\",le=\"+Inf\"} 2\n# EOF\n";
    assert!(parsed(good).is_ok());
    let changes = [
        ("# EOF\n", ""),
        ("# UNIT a_seconds seconds", "# UNIT a_seconds bytes"),
        ("# HELP a_seconds x.\n", ""),
        ("histogram", "histograms"),
        ("le=\"+Inf\"} 2", "le=\"+Inf\"} 3"),
        ("le=\"0.1\"} 1", "le=\"0.1\"} 3"),
        ("a_seconds_sum{b=\"c\"}", "a_seconds_total{b=\"c\"}"),
        ("a_seconds_sum{b=\"c\"}", "a_seconds_sum{b=\"c\",}"),
        ("a_seconds_sum{b=\"c\"}", "a_seconds_sum{b-b=\"c\"}"),
        ("a_seconds_sum{b=\"c\"} 1.5", "a_seconds_sum{b=\"c\"} x"),
        ("a_seconds_sum{b=\"c\"} 1.5", "a_seconds_sum{b=\"c\"} 1\na_seconds_sum{b=\"c\"} 1"),
        ("# EOF", "# TYPE b gauge\n# HELP b x.\nb 1\n# TYPE a_seconds histogram\n# EOF"),
    ];
    for (from, to) in changes {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good);
        assert!(parsed(&bad).is_err(), "{bad}");
    }
}

#[test]
fn every_number_is_documented_and_no_other() {
    let world = busy();
    let served: BTreeSet<String> = parsed(&text(&world.client())).unwrap().into_keys().collect();
    let file = format!("{}/docs/operations.md", env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(file).unwrap();
    let section = page.split("### The numbers").nth(1).expect("the section");
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `furlong_"));
    let told: Vec<String> =
        rows.map(|row| format!("furlong_{}", row.split('`').next().unwrap())).collect();
    let documented: BTreeSet<String> = told.iter().cloned().collect();
    assert_eq!(told.len(), documented.len(), "a name stands twice");
    assert_eq!(documented, served);
}

fn value(world: &World, series: &str) -> f64 {
    let text = text(&world.client());
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{series} ")));
    line.unwrap_or_else(|| panic!("no {series} in\n{text}")).parse().unwrap()
}

#[test]
fn what_happened_is_counted() {
    let world = busy();
    for (series, want) in [
        ("furlong_intake_statements_received_total", 2.0),
        ("furlong_intake_statements_taken_total", 1.0),
        ("furlong_intake_statements_refused_total{kind=\"form\"}", 1.0),
        ("furlong_intake_statements_refused_total{kind=\"signature\"}", 0.0),
        ("furlong_intake_signature_check_seconds_count", 1.0),
        ("furlong_replica_wait_seconds_count", 1.0),
        ("furlong_replica_queue_statements", 0.0),
        ("furlong_replica_queue_limit", 20_000.0),
        ("furlong_replica_guard_height", 1.0),
        ("furlong_commit_height", 1.0),
        // The genesis, its record, the block's record, the event.
        ("furlong_commit_size", 4.0),
        ("furlong_commit_confirmed_size", 4.0),
        ("furlong_commit_blocks_total", 1.0),
        ("furlong_commit_leaves_total", 2.0),
        ("furlong_commit_block_seconds_count", 1.0),
        ("furlong_store_transaction_seconds_count{of=\"body\"}", 1.0),
        ("furlong_store_transaction_seconds_count{of=\"block\"}", 1.0),
        ("furlong_project_height", 1.0),
        ("furlong_project_lag", 0.0),
        ("furlong_views_page_seconds_count{shelf=\"cold\"}", 1.0),
        ("furlong_views_page_seconds_count{shelf=\"warm\"}", 1.0),
        ("furlong_disk_intake_floor_bytes", 536_870_912.0),
    ] {
        let found = value(&world, series);
        assert!((found - want).abs() < f64::EPSILON, "{series} is {found}, not {want}");
    }
    assert!(value(&world, "furlong_memory_resident_bytes") > 1e6);
    assert!(value(&world, "furlong_disk_free_bytes") > 1e12);
}

#[test]
fn strangers_make_no_label() {
    let world = busy();
    let client = world.client();
    for n in 0..20 {
        client.get(&format!("/nowhere/{n}"));
        client.get(&format!("/t/01/09520101000019/10/B{n}"));
        client.get(&format!("/api/v1/nothing/{n}"));
    }
    let families = parsed(&text(&client)).unwrap();
    let requests = &families["furlong_http_requests"].samples;
    let routes: BTreeSet<&str> =
        requests.iter().map(|(_, labels, _)| labels["route"].as_str()).collect();
    assert!(routes.contains("none") && routes.contains("/t/{code:.*}"), "{routes:?}");
    assert!(routes.iter().all(|route| !route.contains("B1") && !route.contains("nowhere")));
    assert!(routes.len() < 12, "{routes:?}");
    let unknown = requests.iter().find(|(_, labels, _)| labels["route"] == "none").unwrap();
    assert_eq!((unknown.1["method"].as_str(), unknown.1["class"].as_str()), ("GET", "4xx"));
}

#[test]
fn the_numbers_are_for_the_operator_and_his_machine() {
    let world = World::new();
    let client = world.client();
    let status = |headers: &[(&str, &str)]| client.get_with("/metrics", headers).status;
    assert_eq!(status(&[]), 200);
    assert_eq!(status(&[("Host", "localhost:8080")]), 200);
    for stranger in [
        ("Host", "trace.example"),
        ("X-Forwarded-For", "127.0.0.1"),
        ("X-Real-IP", "127.0.0.1"),
        ("Forwarded", "for=127.0.0.1"),
        ("Via", "1.1 proxy"),
        ("Authorization", "Bearer guess"),
    ] {
        assert_eq!(status(&[stranger]), 401, "{stranger:?}");
    }
    let token = std::fs::read_to_string(world.home().operator_token()).unwrap();
    let bearer = format!("Bearer {}", token.trim());
    assert_eq!(status(&[("Host", "trace.example"), ("Authorization", &bearer)]), 200);
    let told = client.get_with("/metrics", &[("Host", "trace.example")]).json();
    assert!(told["detail"].as_str().unwrap().contains("operator.token"), "{told}");
}
