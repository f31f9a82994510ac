//! Numbers of a node, as `/metrics` tells them: OpenMetrics text, as far as this program writes it.

use std::collections::BTreeMap;

/// More series than any node has.
const SERIES_MAX: usize = 10_000;

/// The text is no OpenMetrics.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the numbers cannot be read")]
pub struct ExpositionError {
    line: usize,
}

/// One number.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Series {
    name: String,
    labels: BTreeMap<String, String>,
    value: String,
}

/// All numbers of one answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exposition(Vec<Series>);

impl Exposition {
    /// Reads an answer.
    pub fn parse(text: &str) -> Result<Self, ExpositionError> {
        let mut all = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if line.starts_with('#') {
                continue;
            }
            let fault = ExpositionError { line: index + 1 };
            if all.len() == SERIES_MAX {
                return Err(fault);
            }
            all.push(series(line).ok_or(fault)?);
        }
        Ok(Self(all))
    }

    /// A whole number without labels.
    pub fn whole(&self, name: &str) -> Option<u64> {
        self.named(name).find(|one| one.labels.is_empty())?.value.parse().ok()
    }

    /// A number without labels.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.named(name).find(|one| one.labels.is_empty())?.value.parse().ok()
    }

    /// Whole numbers by one of their labels; those that share it are added up.
    pub fn by(&self, name: &str, label: &str) -> BTreeMap<String, u64> {
        let mut all = BTreeMap::new();
        for one in self.named(name) {
            let Some(at) = one.labels.get(label) else { continue };
            let sum: &mut u64 = all.entry(at.clone()).or_default();
            *sum = sum.saturating_add(one.value.parse().unwrap_or(0));
        }
        all
    }

    /// A label of the first series of a name.
    pub fn label(&self, name: &str, label: &str) -> Option<&str> {
        self.named(name).next()?.labels.get(label).map(String::as_str)
    }

    /// The buckets of a histogram without further labels: upper edge in seconds and how many lie
    /// below it, rising. The last edge is infinite.
    pub fn buckets(&self, name: &str) -> Vec<(f64, u64)> {
        let bucket = format!("{name}_bucket");
        let read = |one: &Series| {
            let edge = match one.labels.get("le")?.as_str() {
                "+Inf" => f64::INFINITY,
                finite => finite.parse().ok()?,
            };
            Some((edge, one.value.parse().ok()?))
        };
        self.named(&bucket).filter_map(read).collect()
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &Series> {
        self.0.iter().filter(move |one| one.name == name)
    }
}

/// `name{a="b",c="d"} 12`
fn series(line: &str) -> Option<Series> {
    let (name, rest) = line.split_once(['{', ' '])?;
    let is_labelled = line.get(name.len()..)?.starts_with('{');
    let (labels, value) = if is_labelled { labels(rest)? } else { (BTreeMap::new(), rest) };
    // A time or an exemplar may follow.
    let value = value.split_ascii_whitespace().next()?;
    (!name.is_empty()).then(|| Series { name: name.to_owned(), labels, value: value.to_owned() })
}

/// The labels up to the closing brace, and what follows.
fn labels(mut rest: &str) -> Option<(BTreeMap<String, String>, &str)> {
    let mut all = BTreeMap::new();
    loop {
        if let Some(value) = rest.strip_prefix('}') {
            return Some((all, value));
        }
        let (name, quoted) = rest.split_once("=\"")?;
        let (text, after) = unquoted(quoted)?;
        all.insert(name.to_owned(), text);
        rest = after.strip_prefix(',').unwrap_or(after);
    }
}

/// The text up to the closing quote, and what follows.
fn unquoted(quoted: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((text, quoted.get(at + 1..)?)),
            '\\' => match characters.next()?.1 {
                'n' => text.push('\n'),
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# TYPE a counter\na_total{kind=\"x\",of=\"1\"} 3\na_total{kind=\"x\",of=\"2\"} 4\n\
        a_total{kind=\"y\\\"}\\\\\\n\"} 1\nb 12\nc_seconds 1.5\nh_bucket{le=\"0.1\"} 2\n\
        h_bucket{le=\"+Inf\"} 3\n# EOF\n";

    #[test]
    fn numbers_are_found_by_name_and_label() {
        let read = Exposition::parse(TEXT).unwrap();
        assert_eq!(
            (read.whole("b"), read.whole("c_seconds"), read.whole("a_total")),
            (Some(12), None, None)
        );
        assert_eq!(read.number("c_seconds"), Some(1.5));
        let kinds = read.by("a_total", "kind");
        assert_eq!(
            kinds.into_iter().collect::<Vec<_>>(),
            [("x".to_owned(), 7), ("y\"}\\\n".to_owned(), 1)]
        );
        assert_eq!(read.buckets("h"), [(0.1, 2), (f64::INFINITY, 3)]);
        assert_eq!(read.label("a_total", "of"), Some("1"));
    }

    #[test]
    fn what_is_no_number_is_named_by_its_line() {
        for bad in ["a", "a{b=\"c\" 1", "a{b=\"c} 1", "{a=\"b\"} 1", "a{b} 1", "a "] {
            assert_eq!(Exposition::parse(&format!("x 1\n{bad}\n")).unwrap_err().line, 2, "{bad}");
        }
    }
}
