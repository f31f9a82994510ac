//! Reads `sensorElementList`.

use super::element::{SensorElement, SensorMetadata, SensorReport};
use crate::fault::FaultCode;
use crate::reader::Reader;
use crate::vocabulary::Vocabulary;
use json::Json;

const METADATA: &[&str] = &[
    "time",
    "startTime",
    "endTime",
    "deviceID",
    "deviceMetadata",
    "rawData",
    "dataProcessingMethod",
    "bizRules",
];

const REPORT: &[&str] = &[
    "type",
    "exception",
    "time",
    "deviceID",
    "deviceMetadata",
    "rawData",
    "dataProcessingMethod",
    "bizRules",
    "microorganism",
    "chemicalSubstance",
    "coordinateReferenceSystem",
    "value",
    "minValue",
    "maxValue",
    "meanValue",
    "sDev",
    "percRank",
    "percValue",
    "uom",
    "component",
    "stringValue",
    "booleanValue",
    "hexBinaryValue",
    "uriValue",
];

impl<'j> Reader<'j> {
    /// One element of `sensorElementList`.
    pub(crate) fn sensor_element(&mut self, value: &'j Json) -> Option<SensorElement> {
        let known = ["sensorMetadata", "sensorReport"];
        let members = self.object(value)?;
        self.names(members, "a sensor element", &known);
        let metadata = self.member(members, "sensorMetadata", Self::sensor_metadata);
        let reports = self.required(members, "sensorReport", |reader, value| {
            let reports = reader.items(value, Self::sensor_report)?;
            if value.as_array().is_some_and(<[Json]>::is_empty) {
                reader.fault(FaultCode::Empty, "a sensor element has at least one report");
            }
            Some(reports)
        });
        Some(SensorElement {
            metadata: metadata.unwrap_or_default(),
            reports: reports?,
            extensions: self.extensions(members, &known),
        })
    }

    fn sensor_metadata(&mut self, value: &'j Json) -> Option<SensorMetadata> {
        let members = self.object(value)?;
        self.names(members, "sensorMetadata", METADATA);
        Some(SensorMetadata {
            time: self.member(members, "time", Self::instant),
            start_time: self.member(members, "startTime", Self::instant),
            end_time: self.member(members, "endTime", Self::instant),
            device_id: self.member(members, "deviceID", Self::uri),
            device_metadata: self.member(members, "deviceMetadata", Self::uri),
            raw_data: self.member(members, "rawData", Self::uri),
            data_processing_method: self.member(members, "dataProcessingMethod", Self::uri),
            biz_rules: self.member(members, "bizRules", Self::uri),
            extensions: self.extensions(members, METADATA),
        })
    }

    fn sensor_report(&mut self, value: &'j Json) -> Option<SensorReport> {
        let members = self.object(value)?;
        self.names(members, "a sensor report", REPORT);
        let measurement = self
            .required(members, "type", |reader, value| reader.word(Vocabulary::Measurement, value));
        let report = SensorReport {
            exception: self.member(members, "exception", |reader, value| {
                reader.word(Vocabulary::SensorAlert, value)
            }),
            time: self.member(members, "time", Self::instant),
            device_id: self.member(members, "deviceID", Self::uri),
            device_metadata: self.member(members, "deviceMetadata", Self::uri),
            raw_data: self.member(members, "rawData", Self::uri),
            data_processing_method: self.member(members, "dataProcessingMethod", Self::uri),
            biz_rules: self.member(members, "bizRules", Self::uri),
            microorganism: self.member(members, "microorganism", Self::uri),
            chemical_substance: self.member(members, "chemicalSubstance", Self::uri),
            coordinate_reference_system: self.member(
                members,
                "coordinateReferenceSystem",
                Self::uri,
            ),
            value: self.member(members, "value", Self::number),
            min_value: self.member(members, "minValue", Self::number),
            max_value: self.member(members, "maxValue", Self::number),
            mean_value: self.member(members, "meanValue", Self::number),
            s_dev: self.member(members, "sDev", Self::number),
            perc_rank: self.member(members, "percRank", Self::number),
            perc_value: self.member(members, "percValue", Self::number),
            uom: self.member(members, "uom", Self::string),
            component: self.member(members, "component", |reader, value| {
                reader.word(Vocabulary::Component, value)
            }),
            string_value: self.member(members, "stringValue", Self::string),
            boolean_value: self.member(members, "booleanValue", Self::boolean),
            hex_binary_value: self.member(members, "hexBinaryValue", Self::hex),
            uri_value: self.member(members, "uriValue", Self::uri),
            extensions: self.extensions(members, REPORT),
            measurement: measurement?,
        };
        Some(report)
    }

    fn hex(&mut self, value: &'j Json) -> Option<String> {
        let text = self.text(value)?;
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(text.to_owned());
        }
        self.fault(FaultCode::WrongKind, "bytes are written in hexadecimal digits, such as f0f0");
        None
    }
}
