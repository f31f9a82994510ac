//! The model: one element of `sensorElementList`.

use crate::amount::Exact;
use crate::event::Extensions;
use crate::instant::Instant;
use crate::vocabulary::Word;

/// What one device, or one method, reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SensorElement {
    /// What holds for all reports.
    pub metadata: SensorMetadata,
    /// The reports; at least one.
    pub reports: Vec<SensorReport>,
    /// Members that the sender added.
    pub extensions: Extensions,
}

/// `sensorMetadata`; URIs as sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SensorMetadata {
    /// When it was measured, if at one instant.
    pub time: Option<Instant>,
    /// Where the measuring began.
    pub start_time: Option<Instant>,
    /// Where it ended.
    pub end_time: Option<Instant>,
    /// The device.
    pub device_id: Option<String>,
    /// A description of the device.
    pub device_metadata: Option<String>,
    /// Where the whole record lies.
    pub raw_data: Option<String>,
    /// How the values were computed.
    pub data_processing_method: Option<String>,
    /// The rules that it was judged by.
    pub biz_rules: Option<String>,
    /// Members that the sender added.
    pub extensions: Extensions,
}

/// `sensorReport`: one measured value, or a summary of many; URIs as sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SensorReport {
    /// What was measured.
    pub measurement: Word,
    /// An alarm or an error in place of a value.
    pub exception: Option<Word>,
    /// When, if not the metadata's time.
    pub time: Option<Instant>,
    /// The device, if not the metadata's.
    pub device_id: Option<String>,
    /// A description of the device.
    pub device_metadata: Option<String>,
    /// Where the whole record lies.
    pub raw_data: Option<String>,
    /// How the value was computed.
    pub data_processing_method: Option<String>,
    /// The rules that it was judged by.
    pub biz_rules: Option<String>,
    /// The organism that was looked for.
    pub microorganism: Option<String>,
    /// The substance that was looked for.
    pub chemical_substance: Option<String>,
    /// The reference system of a position.
    pub coordinate_reference_system: Option<String>,
    /// The value.
    pub value: Option<Exact>,
    /// The least of many.
    pub min_value: Option<Exact>,
    /// The greatest of many.
    pub max_value: Option<Exact>,
    /// Their mean.
    pub mean_value: Option<Exact>,
    /// Their standard deviation.
    pub s_dev: Option<Exact>,
    /// Of which percentile `perc_value` is the value.
    pub perc_rank: Option<Exact>,
    /// The value of that percentile.
    pub perc_value: Option<Exact>,
    /// UN/ECE Recommendation 20 code; the standard allows any text here.
    pub uom: Option<String>,
    /// The part of a compound value.
    pub component: Option<Word>,
    /// A value that is a text.
    pub string_value: Option<String>,
    /// A value that is true or false.
    pub boolean_value: Option<bool>,
    /// A value that is bytes, in hexadecimal digits.
    pub hex_binary_value: Option<String>,
    /// A value that is a URI.
    pub uri_value: Option<String>,
    /// Members that the sender added.
    pub extensions: Extensions,
}
