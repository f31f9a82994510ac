//! serde for digests that stand as base64url in JSON: `#[serde(with = "...")]`.

use serde::{Deserialize, Deserializer, Serializer};

use crate::Hash;

/// Writes 43 characters.
pub fn serialize<S: Serializer>(hash: &Hash, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hash.to_b64())
}

/// Reads 43 characters, canonical.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
    let text = String::deserialize(deserializer)?;
    Hash::from_b64(&text).map_err(serde::de::Error::custom)
}

/// The same for a list of them.
pub mod list {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::Hash;

    /// Writes each as 43 characters.
    pub fn serialize<S: Serializer>(list: &[Hash], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(list.iter().map(|hash| hash.to_b64()))
    }

    /// Reads each, canonical.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Hash>, D::Error> {
        Vec::<String>::deserialize(deserializer)?
            .iter()
            .map(|text| Hash::from_b64(text).map_err(serde::de::Error::custom))
            .collect()
    }
}
