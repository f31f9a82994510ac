//! The worst state that holds. It is read from the ledger's recall rows, never from the projection
//! (`protocol.md` section 7).

use super::codes::codes;
use super::notice::{Shown, notice, order, taken_back, unworded};
use crate::store::StoreError;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::facts::{use_by, year_of};
use crate::views::lot::moment::utc;
use crate::views::model::{Day, Notice, Status};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use ledger::rows::RecallState;

/// Recalled, on hold, unknown, stale, past use-by, withdrawn, clear.
pub(in crate::views::lot) fn status(dossier: &Dossier<'_>) -> Result<Shown, StoreError> {
    let codes = codes(dossier);
    let recalls = dossier.record.as_of.view.state.recalls();
    let (mut recalled, mut held, mut notices) = (Vec::new(), Vec::new(), Vec::new());
    for row in codes.iter().filter_map(|code| recalls.row(code)) {
        for word in &row.by {
            // The row counts, also where its words cannot be read any more.
            let told = match order(dossier, word.index)? {
                Some(order) => notice(dossier, &row.code, word.index, &order),
                None => unworded(dossier, &row.code, word.index, word.iss.as_str())?,
            };
            let since = u64::try_from(told.since.utc_ms).unwrap_or(0);
            notices.push((word.index, word.iss.as_str().to_owned(), since));
            match word.state {
                RecallState::Recalled => recalled.push(told),
                RecallState::Hold => held.push(told),
            }
        }
    }
    let status = if !recalled.is_empty() {
        Status::Recalled { notices: newest_first(recalled) }
    } else if !held.is_empty() {
        Status::OnHold { notices: newest_first(held) }
    } else {
        calm(dossier, codes.iter())?
    };
    Ok(Shown { status, notices })
}

/// One statement may name several of the codes; it is told once.
fn newest_first(mut notices: Vec<Notice>) -> Vec<Notice> {
    notices.sort_by_key(|notice| std::cmp::Reverse(notice.index));
    notices.dedup_by_key(|notice| notice.index);
    notices
}

fn calm<'c>(
    dossier: &Dossier<'_>,
    codes: impl Iterator<Item = &'c String>,
) -> Result<Status, StoreError> {
    let as_of = dossier.record.as_of;
    let checked = as_of.freshness.as_of;
    if !dossier.is_known() {
        return Ok(Status::Unknown { checked });
    }
    if as_of.is_stale() {
        return Ok(Status::Stale { minutes: as_of.freshness.minutes, as_of: checked });
    }
    let last_day = use_by(dossier, year_of(as_of.now_ms));
    if let Some(last_day) = last_day.filter(|day| is_over(*day, today(dossier))) {
        return Ok(Status::PastUseBy { last_day, checked });
    }
    let mut newest: Option<(Notice, u64)> = None;
    for code in codes {
        let found = taken_back(dossier, code)?;
        newest = match (newest, found) {
            (Some(known), Some(found)) if known.1 >= found.1 => Some(known),
            (known, None) => known,
            (Some(_) | None, found) => found,
        };
    }
    Ok(match newest {
        Some((had, since)) => Status::Withdrawn { since: utc(since), had: Box::new(had), checked },
        None => Status::Clear { checked },
    })
}

fn is_over(day: Day, today: Option<Date>) -> bool {
    today.is_some_and(|today| today > day.date())
}

/// The date now at the last known place: by its time zone, else by the clock of its last event.
fn today(dossier: &Dossier<'_>) -> Option<Date> {
    let now = Timestamp::from_millisecond(dossier.record.as_of.now_ms).ok()?;
    let Some(last) = dossier.journey.events.last() else {
        return Some(Offset::UTC.to_datetime(now).date());
    };
    let place = last.place().and_then(|id| dossier.master.place(trace::site(id)));
    let zone = place.and_then(|place| TimeZone::get(place.timezone.as_deref()?).ok());
    Some(local_date(now, zone, last.at.offset_min))
}

fn local_date(now: Timestamp, zone: Option<TimeZone>, offset_min: i32) -> Date {
    if let Some(zone) = zone {
        return zone.to_datetime(now).date();
    }
    let offset = Offset::from_seconds(offset_min.saturating_mul(60));
    offset.unwrap_or(Offset::UTC).to_datetime(now).date()
}

#[cfg(test)]
mod tests {
    use super::{is_over, local_date};
    use crate::views::model::Day;
    use jiff::Timestamp;

    #[test]
    fn a_day_ends_where_the_food_is() {
        let late: Timestamp = "2026-11-06T23:30:00Z".parse().unwrap();
        let last = Day::parse("2026-11-06").unwrap();
        assert!(!is_over(last, Some(local_date(late, None, 0))));
        assert!(is_over(last, Some(local_date(late, None, 60))), "midnight has passed in Madrid");
        assert!(!is_over(last, Some(local_date(late, None, -240))), "it is evening in New York");
        assert!(!is_over(last, None));
    }
}
