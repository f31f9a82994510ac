//! One line of the journey: like events of one firm.

use super::place::common;
use crate::views::model::{How, Signed, Step, StepKind};
use std::collections::{BTreeMap, BTreeSet};

/// A line before it is cut to what a page has room for.
#[derive(Debug, Clone)]
pub(in crate::views::lot) struct Line {
    /// Who signed; of a grey line, who is said to have had the goods.
    pub(in crate::views::lot) firm: String,
    /// For whom, if for others.
    pub(in crate::views::lot) principals: BTreeSet<String>,
    /// Positions in the log.
    pub(in crate::views::lot) leaves: Vec<u64>,
    pub(in crate::views::lot) step: Step,
}

/// Joins lines of one firm and kind that follow each other in what the firm says. What others say
/// in between does not matter: mince is made of many lots at once.
pub(super) fn merged(lines: Vec<Line>) -> Vec<Line> {
    let mut merged: Vec<Line> = Vec::new();
    let mut latest: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for line in lines {
        let speaker = (line.firm.clone(), line.principals.is_empty());
        let at = latest.get(&speaker).copied().filter(|at| !handed_over(&merged, *at, &line));
        let open = at.and_then(|at| merged.get_mut(at));
        match open {
            Some(open) if belongs(open, &line) => join(open, line),
            Some(_) | None => {
                latest.insert(speaker, merged.len());
                merged.push(line);
            }
        }
    }
    merged
}

/// Whether the goods came to another firm since a carrier had them: then it carries them again.
fn handed_over(merged: &[Line], at: usize, next: &Line) -> bool {
    let mut since = merged.iter().skip(at.saturating_add(1));
    next.step.kind == StepKind::Carried
        && since.any(|line| line.step.kind == StepKind::Arrived && line.firm != next.firm)
}

fn belongs(open: &Line, next: &Line) -> bool {
    let recorded = |line: &Line| line.step.signed.is_some();
    open.step.kind == next.step.kind
        && recorded(open) == recorded(next)
        && match (&open.step.signed, &next.step.signed) {
            (Some(one), Some(other)) => are_alike(&one.how, &other.how),
            (None, _) | (_, None) => true,
        }
}

/// Whether one sentence can say how both came about: what is special about a signature is never
/// lost among ordinary ones.
fn are_alike(one: &How, other: &How) -> bool {
    match (one, other) {
        (How::Vouched { by, .. }, How::Vouched { by: also, .. }) => by == also,
        (one, other) => one == other,
    }
}

fn join(open: &mut Line, next: Line) {
    let last = next.step.until.or(next.step.at);
    if last > open.step.until.or(open.step.at) {
        open.step.until = last;
    }
    open.leaves.extend(next.leaves);
    open.principals.extend(next.principals);
    open.step.event_ids.extend(next.step.event_ids);
    open.step.place = common(open.step.place.take(), next.step.place.as_ref());
    open.step.provable &= next.step.provable;
    if let (Some(signed), Some(other)) = (&mut open.step.signed, &next.step.signed) {
        join_signatures(signed, other);
    }
}

fn join_signatures(signed: &mut Signed, other: &Signed) {
    signed.recorded = signed.recorded.max(other.recorded);
    signed.disputed |= other.disputed;
    if let (How::Vouched { on, .. }, How::Vouched { on: later, .. }) = (&mut signed.how, &other.how)
    {
        *on = (*on).max(*later);
    }
}

/// The kind of the line that holds a leaf.
pub(in crate::views::lot) fn kind_of(lines: &[Line], leaf: u64) -> Option<StepKind> {
    lines.iter().find(|line| line.leaves.contains(&leaf)).map(|line| line.step.kind)
}

#[cfg(test)]
mod tests {
    use super::{Line, merged};
    use crate::views::model::{Actor, How, Moment, Role, Signed, Step, StepKind, Words};
    use std::collections::BTreeSet;

    fn line(firm: &str, kind: StepKind, hour: i64) -> Line {
        let at = Moment { utc_ms: hour * 3_600_000, offset_min: 0 };
        let by = Actor { name: None, role: Role::Other };
        let signed = Signed { by: by.clone(), recorded: at, how: How::Own, disputed: false };
        let step = Step {
            event_ids: vec![format!("urn:event:{hour}")],
            kind,
            by: Some(by),
            place: None,
            at: Some(at),
            until: None,
            signed: Some(signed),
            provable: hour != 3,
        };
        Line { firm: firm.to_owned(), principals: BTreeSet::new(), leaves: vec![1], step }
    }

    #[test]
    fn a_firm_that_does_one_thing_again_has_one_line() {
        let lines = merged(vec![
            line("carrier", StepKind::Carried, 1),
            line("other", StepKind::Stored, 2),
            line("carrier", StepKind::Carried, 3),
            line("carrier", StepKind::Stored, 4),
            line("carrier", StepKind::Carried, 5),
        ]);
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.firm.as_str(), line.step.kind, line.step.event_ids.len()))
            .collect();
        assert_eq!(
            told,
            [
                ("carrier", StepKind::Carried, 2),
                ("other", StepKind::Stored, 1),
                ("carrier", StepKind::Stored, 1),
                ("carrier", StepKind::Carried, 1),
            ]
        );
        assert_eq!(lines[0].step.until.unwrap().utc_ms, 3 * 3_600_000);
        assert!(!lines[0].step.provable, "one of its records has no proof");
    }

    #[test]
    fn what_came_in_another_way_keeps_its_own_line() {
        let vouched = |hour: i64| {
            let mut line = line("boat", StepKind::Caught, hour);
            let on = Moment { utc_ms: hour * 3_600_000, offset_min: 0 };
            let by = Words::one("en", "Boats");
            line.step.signed.as_mut().unwrap().how = How::Vouched { by, on };
            line
        };
        let lines = merged(vec![line("boat", StepKind::Caught, 1), vouched(2), vouched(4)]);
        let counts: Vec<_> = lines.iter().map(|line| line.step.event_ids.len()).collect();
        assert_eq!(counts, [1, 2]);
        let How::Vouched { on, .. } = lines[1].step.signed.as_ref().unwrap().how else {
            panic!("it was vouched for")
        };
        assert_eq!(on.utc_ms, 4 * 3_600_000, "the last of them");
    }

    #[test]
    fn a_carrier_that_comes_again_has_a_second_line() {
        let lines = merged(vec![
            line("carrier", StepKind::Carried, 1),
            line("carrier", StepKind::Carried, 2),
            line("plant", StepKind::Arrived, 3),
            line("carrier", StepKind::Carried, 4),
        ]);
        let counts: Vec<_> = lines.iter().map(|line| line.step.event_ids.len()).collect();
        assert_eq!(counts, [2, 1, 1]);
    }

    #[test]
    fn a_firm_not_on_the_record_keeps_its_grey_line() {
        let mut grey = line("firm", StepKind::Arrived, 1);
        grey.step.signed = None;
        assert_eq!(merged(vec![grey, line("firm", StepKind::Arrived, 2)]).len(), 2);
    }
}
