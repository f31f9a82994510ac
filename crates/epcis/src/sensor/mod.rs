//! What sensors measured: the whole of `sensorElementList` (EPCIS 2.0 section 7.3.7), and the
//! temperatures in it as one series.

mod element;
mod read;
mod series;
mod temperature;

pub use element::{SensorElement, SensorMetadata, SensorReport};
pub use series::{SERIES_BYTES_MAX, SERIES_READINGS_MAX, Series, SeriesError, SeriesReading};
pub use temperature::{Reading, TemperatureSpan, Temperatures};
