//! Statement ids.

use std::fmt;

/// The id that an organisation gives a statement: a UUID of version 7 (RFC 9562 section 5.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Jti([u8; 16]);

/// The text is no such id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a statement id is a lower-case UUID of version 7, like 01890a5d-ac96-774b-bcce-b302099a8057"
)]
pub struct JtiError;

/// Where the hyphens stand.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

impl Jti {
    /// Reads the one spelling: 36 characters, lower case.
    pub fn parse(text: &str) -> Result<Self, JtiError> {
        let groups: Vec<&str> = text.split('-').collect();
        if !groups.iter().map(|group| group.len()).eq(GROUPS) {
            return Err(JtiError);
        }
        let digits = groups.concat();
        if digits.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(JtiError);
        }
        let mut bytes = [0; 16];
        hex::decode_to_slice(&digits, &mut bytes).map_err(|_cause| JtiError)?;
        Self::from_bytes(bytes)
    }

    /// From 16 bytes, if they carry version 7 and the variant of RFC 9562.
    pub fn from_bytes(bytes: [u8; 16]) -> Result<Self, JtiError> {
        let [_, _, _, _, _, _, version, _, variant, ..] = bytes;
        if version >> 4 == 7 && variant >> 6 == 0b10 { Ok(Self(bytes)) } else { Err(JtiError) }
    }

    /// The id of that instant (milliseconds since 1970) with these random bits.
    pub fn from_parts(time_ms: u64, random: [u8; 10]) -> Self {
        let mut bytes = [0; 16];
        let (instant, chance) = bytes.split_at_mut(6);
        instant.copy_from_slice(time_ms.to_be_bytes().split_at(2).1);
        chance.copy_from_slice(&random);
        let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
        *version = 0x70 | (*version & 0x0f);
        *variant = 0x80 | (*variant & 0x3f);
        Self(bytes)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Jti {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}
