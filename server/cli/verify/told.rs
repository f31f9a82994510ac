//! The answer in plain words.

use jiff::Timestamp;
use ledger::evidence::{ChainReport, LeafReport, Report, Step};
use ledger::rows::RecallState;
use ledger::statement::Vct;

/// What a file proves, line by line.
pub(super) fn lines(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(subject) = &report.subject {
        lines.push(format!("about: {subject}"));
    }
    for chain in &report.chains {
        lines.extend(chain_lines(chain));
    }
    if let Some(age_s) = report.age_s {
        lines.push(format!("age: confirmed {} ago", duration(age_s)));
    }
    let steps: Vec<&str> = Step::ALL.iter().map(|step| step.as_str()).collect();
    lines.push(format!("checked: {}", steps.join(", ")));
    lines.push(
        "The records shown are genuine; whether there are more, this file cannot say.".into(),
    );
    lines
}

fn chain_lines(chain: &ChainReport) -> Vec<String> {
    let mut lines = vec![
        format!("chain: {}", chain.origin),
        format!("records: block {} of {} leaves, epoch {}", chain.height, chain.size, chain.epoch),
        keepers(chain),
    ];
    lines.extend(chain.leaves.iter().map(leaf));
    for found in &chain.recalled {
        let state = match found.state {
            RecallState::Hold => "ON HOLD",
            RecallState::Recalled => "RECALLED",
        };
        lines
            .push(format!("{state}: {} (said by {}, leaf {})", found.code, found.iss, found.index));
    }
    if !chain.not_recalled.is_empty() {
        let codes = chain.not_recalled.len();
        lines.push(format!("no recall recorded, at that time, of {}", counted(codes, "code")));
    }
    lines
}

/// Who stands behind it: with one, that is said.
fn keepers(chain: &ChainReport) -> String {
    let at = instant(i64::try_from(chain.as_of_s).unwrap_or(i64::MAX).saturating_mul(1_000));
    if chain.validators == 1 {
        format!("kept by one company alone, which confirmed it at {at}")
    } else {
        format!("confirmed by {} of {} companies, at {at}", chain.confirmed_by, chain.validators)
    }
}

fn leaf(leaf: &LeafReport) -> String {
    let what = match leaf.vct {
        Vct::Event => "an event",
        Vct::Vouched => "an event, signed on a device and vouched for later",
        Vct::Governance => "a statement about itself or others",
        Vct::Recall => "a hold or recall",
        Vct::Access => "a look-up",
    };
    let at = instant(i64::try_from(leaf.time_ms).unwrap_or(i64::MAX));
    let through = leaf.held_by.as_ref().map(|firm| format!(", entered through {firm}'s system"));
    let disputed = if leaf.disputed { ", DISPUTED: its key was in other hands" } else { "" };
    format!(
        "leaf {}: {} signed {what}; in block {} of {at}{}{disputed}",
        leaf.index,
        leaf.name,
        leaf.height,
        through.unwrap_or_default()
    )
}

fn instant(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map_or_else(
        |_: jiff::Error| format!("{ms} ms"),
        |time| time.strftime("%Y-%m-%d %H:%M:%SZ").to_string(),
    )
}

/// An age in its largest unit.
fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => counted(usize::try_from(seconds).unwrap_or(0), "second"),
        60..3_600 => counted(usize::try_from(seconds / 60).unwrap_or(0), "minute"),
        3_600..172_800 => counted(usize::try_from(seconds / 3_600).unwrap_or(0), "hour"),
        _ => counted(usize::try_from(seconds / 86_400).unwrap_or(usize::MAX), "day"),
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_in_one_unit() {
        let told: Vec<String> = [1, 59, 60, 7_199, 90_000, 172_800].map(duration).to_vec();
        assert_eq!(told, ["1 second", "59 seconds", "1 minute", "1 hour", "25 hours", "2 days"]);
    }
}
