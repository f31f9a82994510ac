//! Series that lie in files of their own: `rawData` of a sensor element names them.

use super::series::{Point, milli};
use crate::store::StoreError;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::record::Entry;
use crate::views::lot::told;
use crate::views::model::{Moment, SeriesFile};
use epcis::{Event, Series};
use ledger::attachment::{FileName, Media};
use trace::Range;

/// A page draws so many readings of files; further files are told as absent.
const READINGS_MAX: usize = 200_000;

/// What the files of a way hold.
#[derive(Debug, Default)]
pub(super) struct Attached {
    pub(super) points: Vec<Point>,
    pub(super) files: Vec<SeriesFile>,
    /// Series that a record names and that cannot be read here.
    pub(super) absent: u32,
}

impl Attached {
    /// Adds the series that an event names, to be held against `range`.
    pub(super) fn read(
        &mut self,
        dossier: &Dossier<'_>,
        entry: &Entry,
        range: Range,
    ) -> Result<(), StoreError> {
        let event = dossier.shown(entry);
        for name in names(event) {
            let path = format!("/api/v1/attachments/{}", name.digest);
            if self.files.iter().any(|file| file.path == path) {
                continue;
            }
            let bytes = dossier.record.file(&name)?;
            let series = bytes.and_then(|bytes| parse(name.media, &bytes));
            let room = READINGS_MAX.saturating_sub(self.points.len());
            match series.filter(|series| series.readings().len() <= room) {
                Some(series) => {
                    let readings = series.readings().len() as u64;
                    self.files.push(SeriesFile { path, readings });
                    self.points.extend(points(&series, event, (entry.index, range)));
                }
                None => self.absent = self.absent.saturating_add(1),
            }
        }
        Ok(())
    }
}

/// The series of temperatures that an event names.
fn names(event: &Event) -> Vec<FileName> {
    let mut found: Vec<FileName> = Vec::new();
    for element in &event.sensors {
        let reports = element.reports.iter();
        let reports = reports.filter(|report| report.measurement.is("Temperature"));
        for report in reports {
            let named = report.raw_data.as_ref().or(element.metadata.raw_data.as_ref());
            let name = named.and_then(|uri| FileName::parse(uri).ok());
            let name = name.filter(|name| name.media.is_series() && !found.contains(name));
            found.extend(name);
        }
    }
    found
}

fn parse(media: Media, bytes: &[u8]) -> Option<Series> {
    match media {
        Media::Csv => Series::from_csv(bytes).ok(),
        Media::Json => Series::from_json(bytes).ok(),
        Media::Pdf | Media::Jpeg | Media::Png | Media::WebP => None,
    }
}

/// Its readings as those that travel in an event: the logger's interval as told, else as the series
/// shows it.
fn points(
    series: &Series,
    event: &Event,
    (leaf, range): (u64, Range),
) -> impl Iterator<Item = Point> {
    let told = told::number(&event.extensions, "loggingMinutes");
    let told_ms = told.map(|minutes| i64::from(minutes.max(1)).saturating_mul(60_000));
    let interval_ms = told_ms.unwrap_or_else(|| series.interval_ms());
    let offset_min = event.time.offset_minutes();
    series.readings().iter().filter_map(move |reading| {
        Some(Point {
            at: Moment { utc_ms: reading.time.utc_ms(), offset_min },
            milli_c: milli(reading.celsius)?,
            interval_ms,
            leaf,
            range,
        })
    })
}
