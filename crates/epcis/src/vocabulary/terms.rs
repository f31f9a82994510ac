//! The tables: which words each vocabulary has, and how its two long spellings begin.

/// A vocabulary of the CBV, or of the GS1 Web Vocabulary where EPCIS 2.0 points there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vocabulary {
    /// What was done (CBV 2.0 section 7.1).
    BizStep,
    /// In what state the goods are afterwards (CBV 2.0 section 7.2).
    Disposition,
    /// What kind of document a business transaction is (CBV 2.0 section 7.3).
    BizTransaction,
    /// In which capacity a party or place gives or takes (CBV 2.0 section 7.4).
    SourceDestination,
    /// Why an event is declared wrong (CBV 2.0 section 7.5).
    ErrorReason,
    /// What a sensor measures.
    Measurement,
    /// What a sensor reports in place of a value.
    SensorAlert,
    /// Which part of a compound value this is.
    Component,
}

impl Vocabulary {
    /// Its words, in alphabetical order, in their short spelling.
    pub const fn terms(self) -> &'static [&'static str] {
        match self {
            Self::BizStep => BIZ_STEPS,
            Self::Disposition => DISPOSITIONS,
            Self::BizTransaction => BIZ_TRANSACTIONS,
            Self::SourceDestination => SOURCE_DESTINATIONS,
            Self::ErrorReason => ERROR_REASONS,
            Self::Measurement => MEASUREMENTS,
            Self::SensorAlert => SENSOR_ALERTS,
            Self::Component => COMPONENTS,
        }
    }

    /// What one word of it is called in a sentence.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::BizStep => "business step",
            Self::Disposition => "disposition",
            Self::BizTransaction => "business transaction type",
            Self::SourceDestination => "source or destination type",
            Self::ErrorReason => "error reason",
            Self::Measurement => "sensor measurement type",
            Self::SensorAlert => "sensor alert type",
            Self::Component => "sensor component",
        }
    }

    /// How its Web URIs begin: the spelling that the system compares and writes.
    pub const fn web_prefix(self) -> &'static str {
        match self {
            Self::BizStep => "https://ref.gs1.org/cbv/BizStep-",
            Self::Disposition => "https://ref.gs1.org/cbv/Disp-",
            Self::BizTransaction => "https://ref.gs1.org/cbv/BTT-",
            Self::SourceDestination => "https://ref.gs1.org/cbv/SDT-",
            Self::ErrorReason => "https://ref.gs1.org/cbv/ER-",
            Self::Measurement | Self::SensorAlert => "https://gs1.org/voc/",
            Self::Component => "https://ref.gs1.org/cbv/Comp-",
        }
    }

    /// How its URNs begin; the measurement words have none.
    pub const fn urn_prefix(self) -> Option<&'static str> {
        match self {
            Self::BizStep => Some("urn:epcglobal:cbv:bizstep:"),
            Self::Disposition => Some("urn:epcglobal:cbv:disp:"),
            Self::BizTransaction => Some("urn:epcglobal:cbv:btt:"),
            Self::SourceDestination => Some("urn:epcglobal:cbv:sdt:"),
            Self::ErrorReason => Some("urn:epcglobal:cbv:er:"),
            Self::Component => Some("urn:epcglobal:cbv:comp:"),
            Self::Measurement | Self::SensorAlert => None,
        }
    }
}

/// CBV 2.0 section 7.1: 41 words.
const BIZ_STEPS: &[&str] = &[
    "accepting",
    "arriving",
    "assembling",
    "collecting",
    "commissioning",
    "consigning",
    "creating_class_instance",
    "cycle_counting",
    "decommissioning",
    "departing",
    "destroying",
    "disassembling",
    "dispensing",
    "encoding",
    "entering_exiting",
    "holding",
    "inspecting",
    "installing",
    "killing",
    "loading",
    "other",
    "packing",
    "picking",
    "receiving",
    "removing",
    "repackaging",
    "repairing",
    "replacing",
    "reserving",
    "retail_selling",
    "sampling",
    "sensor_reporting",
    "shipping",
    "staging_outbound",
    "stock_taking",
    "stocking",
    "storing",
    "transporting",
    "unloading",
    "unpacking",
    "void_shipping",
];

/// CBV 2.0 section 7.2: 33 words.
const DISPOSITIONS: &[&str] = &[
    "active",
    "available",
    "completeness_inferred",
    "completeness_verified",
    "conformant",
    "container_closed",
    "container_open",
    "damaged",
    "destroyed",
    "dispensed",
    "disposed",
    "encoded",
    "expired",
    "in_progress",
    "in_transit",
    "inactive",
    "mismatch_class",
    "mismatch_instance",
    "mismatch_quantity",
    "needs_replacement",
    "no_pedigree_match",
    "non_conformant",
    "non_sellable_other",
    "partially_dispensed",
    "recalled",
    "reserved",
    "retail_sold",
    "returned",
    "sellable_accessible",
    "sellable_not_accessible",
    "stolen",
    "unavailable",
    "unknown",
];

/// CBV 2.0 section 7.3: 13 words.
const BIZ_TRANSACTIONS: &[&str] = &[
    "bol",
    "cert",
    "desadv",
    "inv",
    "pedigree",
    "po",
    "poc",
    "prodorder",
    "recadv",
    "rma",
    "testprd",
    "testres",
    "upevt",
];

/// CBV 2.0 section 7.4: 3 words.
const SOURCE_DESTINATIONS: &[&str] = &["location", "owning_party", "possessing_party"];

/// CBV 2.0 section 7.5: 2 words.
const ERROR_REASONS: &[&str] = &["did_not_occur", "incorrect_data"];

/// GS1 Web Vocabulary, measurement types that EPCIS 2.0 names.
const MEASUREMENTS: &[&str] = &[
    "AbsoluteHumidity",
    "AbsorbedDose",
    "AbsorbedDoseRate",
    "Acceleration",
    "Altitude",
    "AmountOfSubstance",
    "AmountOfSubstancePerUnitVolume",
    "Angle",
    "AngularAcceleration",
    "AngularMomentum",
    "AngularVelocity",
    "Area",
    "Capacitance",
    "Conductance",
    "Conductivity",
    "Count",
    "Density",
    "Dimensionless",
    "DoseEquivalent",
    "DoseEquivalentRate",
    "DynamicViscosity",
    "ElectricCharge",
    "ElectricCurrent",
    "ElectricCurrentDensity",
    "ElectricFieldStrength",
    "Energy",
    "Exposure",
    "Force",
    "Frequency",
    "Illuminance",
    "Inductance",
    "Irradiance",
    "KinematicViscosity",
    "Length",
    "LinearMomentum",
    "Luminance",
    "LuminousFlux",
    "LuminousIntensity",
    "MagneticFlux",
    "MagneticFluxDensity",
    "MagneticVectorPotential",
    "Mass",
    "MassConcentration",
    "MassFlowRate",
    "MassPerAreaTime",
    "MemoryCapacity",
    "MolalityOfSolute",
    "MolarEnergy",
    "MolarMass",
    "MolarVolume",
    "Power",
    "Pressure",
    "RadiantFlux",
    "RadiantIntensity",
    "Radioactivity",
    "RelativeHumidity",
    "Resistance",
    "Resistivity",
    "SolidAngle",
    "SpecificVolume",
    "Speed",
    "SurfaceDensity",
    "SurfaceTension",
    "Temperature",
    "Time",
    "Torque",
    "Voltage",
    "Volume",
    "VolumeFlowRate",
    "VolumeFraction",
    "VolumetricFlux",
    "Wavenumber",
];

/// GS1 Web Vocabulary, sensor alert types.
const SENSOR_ALERTS: &[&str] = &["ALARM_CONDITION", "ERROR_CONDITION"];

/// CBV 2.0, components of vectors and coordinates.
const COMPONENTS: &[&str] = &[
    "altitude",
    "axial_distance",
    "azimuth",
    "easting",
    "elevation_angle",
    "height",
    "latitude",
    "longitude",
    "northing",
    "polar_angle",
    "spherical_radius",
    "x",
    "y",
    "z",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_have_the_size_that_the_standard_gives_them() {
        for (vocabulary, size) in [
            (Vocabulary::BizStep, 41),
            (Vocabulary::Disposition, 33),
            (Vocabulary::BizTransaction, 13),
            (Vocabulary::SourceDestination, 3),
            (Vocabulary::ErrorReason, 2),
            (Vocabulary::SensorAlert, 2),
            (Vocabulary::Component, 14),
        ] {
            assert_eq!(vocabulary.terms().len(), size, "{vocabulary:?}");
            assert!(vocabulary.terms().is_sorted(), "{vocabulary:?} is searched by halves");
        }
        assert!(Vocabulary::Measurement.terms().is_sorted());
    }
}
