//! Decided blocks on their way to a node that lacks them: each is a length, the votes, a length, the
//! body; lengths are four bytes, the highest first.

use bytes::{Buf as _, Bytes};
use engine::Committed;
use serde::{Deserialize, Serialize};

/// Where they are asked for.
pub(super) const PATH: &str = "/peer/v1/blocks";
/// Where the checkpoint that ended an epoch is.
pub(super) const END_PATH: &str = "/peer/v1/end";

/// An answer ends with the block that brings it over so many bytes, or after so many blocks.
pub(super) const BYTES: usize = 4 << 20;
pub(super) const COUNT_MAX: u64 = 256;

/// Blocks from a height on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The first.
    pub from: u64,
}

/// The checkpoint that ended an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantedEnd {
    /// Its number.
    pub epoch: u64,
}

pub(super) fn write(blocks: &[Committed]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for block in blocks {
        for part in [&block.certificate, &block.body] {
            let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
            bytes.extend(length.to_be_bytes());
            bytes.extend(part.iter());
        }
    }
    bytes
}

/// None if the bytes are no such list.
pub(super) fn read(bytes: Vec<u8>) -> Option<Vec<Committed>> {
    let (mut bytes, mut blocks) = (Bytes::from(bytes), Vec::new());
    while !bytes.is_empty() {
        let certificate = part(&mut bytes)?;
        let body = part(&mut bytes)?;
        blocks.push(Committed { body, certificate });
    }
    Some(blocks)
}

fn part(bytes: &mut Bytes) -> Option<Bytes> {
    let length = usize::try_from(bytes.try_get_u32().ok()?).ok()?;
    (length <= bytes.len()).then(|| bytes.split_to(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_come_back_and_half_of_one_does_not() {
        let block = |text: &'static str| Committed { body: text.into(), certificate: "c".into() };
        let blocks = vec![block("one"), block(""), block("three")];
        let bytes = write(&blocks);
        assert_eq!(read(bytes.clone()), Some(blocks));
        assert_eq!(read(Vec::new()), Some(Vec::new()));
        for cut in [1, 5, bytes.len() - 1] {
            assert_eq!(read(bytes[..cut].to_vec()), None, "{cut}");
        }
        assert_eq!(read(vec![255; 64]), None);
    }
}
