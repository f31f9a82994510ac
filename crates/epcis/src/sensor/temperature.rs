//! The temperatures of an event, in degrees Celsius.

use super::element::{SensorElement, SensorReport};
use crate::amount::Exact;
use crate::event::Event;
use crate::unit::celsius;
use rust_decimal::Decimal;

/// One measured temperature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// When, in UTC milliseconds.
    pub utc_ms: i64,
    /// Degrees Celsius.
    pub celsius: Decimal,
    /// The device, if it was named.
    pub device_id: Option<String>,
}

/// Many temperatures of a time span, told by their extremes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemperatureSpan {
    /// From when to when, in UTC milliseconds; the event's time where the sender tells none.
    pub utc_ms: (i64, i64),
    /// The least, in degrees Celsius.
    pub min: Option<Decimal>,
    /// The greatest.
    pub max: Option<Decimal>,
    /// The mean.
    pub mean: Option<Decimal>,
    /// The device, if it was named.
    pub device_id: Option<String>,
}

/// The temperatures that an event tells. Reports in a unit that is no temperature are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Temperatures {
    /// Single values, in the order of time.
    pub readings: Vec<Reading>,
    /// Summaries, in the order of their beginning.
    pub spans: Vec<TemperatureSpan>,
}

impl Temperatures {
    /// Gathers them from all sensor elements of an event.
    pub fn of(event: &Event) -> Self {
        let mut found = Self::default();
        for element in &event.sensors {
            let reports = element.reports.iter();
            for report in reports.filter(|report| report.measurement.is("Temperature")) {
                found.readings.extend(reading(event, element, report));
                found.spans.extend(span(event, element, report));
            }
        }
        found.readings.sort_by_key(|reading| reading.utc_ms);
        found.spans.sort_by_key(|span| span.utc_ms);
        found
    }
}

fn in_celsius(value: Option<&Exact>, report: &SensorReport) -> Option<Decimal> {
    celsius(value?.value(), report.uom.as_deref()?)
}

/// The report's own device, else the element's.
fn device(element: &SensorElement, report: &SensorReport) -> Option<String> {
    report.device_id.clone().or_else(|| element.metadata.device_id.clone())
}

fn reading(event: &Event, element: &SensorElement, report: &SensorReport) -> Option<Reading> {
    let time = report.time.as_ref().or(element.metadata.time.as_ref()).unwrap_or(&event.time);
    Some(Reading {
        utc_ms: time.utc_ms(),
        celsius: in_celsius(report.value.as_ref(), report)?,
        device_id: device(element, report),
    })
}

fn span(event: &Event, element: &SensorElement, report: &SensorReport) -> Option<TemperatureSpan> {
    let [min, max, mean] = [&report.min_value, &report.max_value, &report.mean_value]
        .map(|value| in_celsius(value.as_ref(), report));
    if min.is_none() && max.is_none() && mean.is_none() {
        return None;
    }
    let metadata = &element.metadata;
    let one = report.time.as_ref().or(metadata.time.as_ref()).unwrap_or(&event.time);
    let from = metadata.start_time.as_ref().unwrap_or(one).utc_ms();
    let to = metadata.end_time.as_ref().unwrap_or(one).utc_ms();
    Some(TemperatureSpan { utc_ms: (from, to), min, max, mean, device_id: device(element, report) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;

    #[test]
    fn a_series_is_gathered_in_celsius_and_in_order() {
        let text = r#"{"type":"ObjectEvent","eventTime":"2026-01-01T12:00:00Z",
            "eventTimeZoneOffset":"+00:00","action":"OBSERVE",
            "readPoint":{"id":"urn:epc:id:sgln:9521141.00001.0"},
            "sensorElementList":[
              {"sensorMetadata":{"time":"2026-01-01T11:00:00Z","deviceID":"urn:dev:1"},"sensorReport":[
                {"type":"Temperature","value":36.5,"uom":"FAH"},
                {"type":"Temperature","time":"2026-01-01T10:00:00Z","value":275.15,"uom":"KEL"},
                {"type":"gs1:Temperature","time":"2026-01-01T10:30:00Z","value":3.10,"uom":"CEL","deviceID":"urn:dev:2"},
                {"type":"Temperature","value":3,"uom":"XYZ"},
                {"type":"Temperature","value":3},
                {"type":"AbsoluteHumidity","value":3,"uom":"A93"}]},
              {"sensorMetadata":{"startTime":"2026-01-01T08:00:00Z","endTime":"2026-01-01T09:00:00Z"},
               "sensorReport":[{"type":"Temperature","minValue":1,"maxValue":4,"meanValue":2.5,"uom":"CEL"}]}]}"#;
        let limits = json::Limits { bytes_max: 10_000, depth_max: 16, values_max: 1_000 };
        let event = Event::read(&json::parse(text.as_bytes(), &limits).unwrap()).unwrap();
        let found = Temperatures::of(&event);
        let series: Vec<_> = found
            .readings
            .iter()
            .map(|reading| (reading.utc_ms / 60_000 % 1440, reading.celsius.to_string()))
            .collect();
        assert_eq!(
            series,
            [(600, "2.00".to_owned()), (630, "3.10".to_owned()), (660, "2.5".to_owned())]
        );
        let devices: Vec<_> =
            found.readings.iter().map(|reading| reading.device_id.as_deref()).collect();
        assert_eq!(devices, [Some("urn:dev:1"), Some("urn:dev:2"), Some("urn:dev:1")]);
        assert_eq!(found.spans.len(), 1);
        assert_eq!(found.spans[0].utc_ms.1 - found.spans[0].utc_ms.0, 3_600_000);
        assert_eq!(found.spans[0].mean, Some(Decimal::new(25, 1)));
    }
}
