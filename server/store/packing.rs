//! A chunk: up to 64 leaves of one block, packed.
//!
//! A JWS is base64url three times over, which hides its likeness to its neighbours. The chunk keeps
//! the decoded parts, column by column, under zstd; the spelling is canonical (rule S2), so the
//! very bytes come back. A leaf that was redacted is an empty column entry.

use super::error::StoreError;
use ledger::b64;

/// So many leaves share a chunk: enough for zstd to see what repeats, few enough to read one.
pub(super) const LEAVES_MAX: usize = 64;

/// Leaves kept as they are (block 0).
const PLAIN: u8 = 0;
/// Statements, decoded.
const STATEMENTS: u8 = 1;
/// Middle of zstd's range: the packing runs between two fsyncs, which cost more.
const LEVEL: i32 = 3;
/// A block has at most 1 MiB of leaves, and decoding only shrinks them.
const UNPACKED_MAX: usize = 1 << 21;

/// The bytes of a leaf; `None` where it was redacted.
pub(super) type LeafBytes = Option<Vec<u8>>;

/// Packs leaves that are all statements, or else keeps them plain.
pub(super) fn pack(leaves: &[LeafBytes]) -> Result<Vec<u8>, StoreError> {
    let decoded: Option<Vec<Option<Parts>>> = leaves
        .iter()
        .map(|leaf| leaf.as_deref().map_or(Some(None), |l| split(l).map(Some)))
        .collect();
    let raw = match decoded {
        Some(parts) => columns(&parts),
        None => plain(leaves),
    };
    zstd::bulk::compress(&raw, LEVEL)
        .map_err(|error| StoreError::corrupt(format!("a chunk that cannot be packed: {error}")))
}

/// The leaves of a chunk.
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<LeafBytes>, StoreError> {
    let raw = zstd::bulk::decompress(packed, UNPACKED_MAX).map_err(|error| {
        StoreError::corrupt(format!("a chunk that cannot be unpacked: {error}"))
    })?;
    let mut reader = Reader(&raw);
    let leaves = match reader.byte() {
        Some(PLAIN) => read_plain(&mut reader),
        Some(STATEMENTS) => read_columns(&mut reader),
        _ => None,
    };
    leaves.ok_or_else(|| StoreError::corrupt("a chunk of another form"))
}

struct Parts {
    kid: Vec<u8>,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

/// Everything before the kid in the one header that a statement may have.
const HEADER_START: &str = r#"{"alg":"ES256","typ":"dc+sd-jwt","kid":""#;

fn split(leaf: &[u8]) -> Option<Parts> {
    let text = std::str::from_utf8(leaf).ok()?;
    let mut three = text.split('.');
    let (header, payload, signature) = (three.next()?, three.next()?, three.next()?);
    let header = String::from_utf8(b64::decode(header).ok()?).ok()?;
    let kid = header.strip_prefix(HEADER_START)?.strip_suffix("\"}")?;
    let parts = Parts {
        kid: b64::decode(kid).ok()?,
        payload: b64::decode(payload).ok()?,
        signature: b64::decode(signature).ok()?,
    };
    // What does not come back byte for byte is kept plain instead.
    (join(&parts) == leaf && parts.kid.len() == 32 && parts.signature.len() == 64).then_some(parts)
}

fn join(parts: &Parts) -> Vec<u8> {
    let header = format!("{HEADER_START}{}\"}}", b64::encode(&parts.kid));
    let (header, payload) = (b64::encode(header.as_bytes()), b64::encode(&parts.payload));
    format!("{header}.{payload}.{}", b64::encode(&parts.signature)).into_bytes()
}

fn length(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes()
}

fn columns(leaves: &[Option<Parts>]) -> Vec<u8> {
    let count = u8::try_from(leaves.len()).unwrap_or(u8::MAX);
    let mut raw = vec![STATEMENTS, count];
    for leaf in leaves {
        raw.extend(length(leaf.as_ref().map_or(&[], |parts| &parts.payload)));
    }
    let present = || leaves.iter().flatten();
    present().for_each(|parts| raw.extend(&parts.kid));
    present().for_each(|parts| raw.extend(&parts.payload));
    present().for_each(|parts| raw.extend(&parts.signature));
    raw
}

fn read_columns(reader: &mut Reader<'_>) -> Option<Vec<LeafBytes>> {
    let count = usize::from(reader.byte()?);
    let lengths: Vec<usize> = (0..count).map(|_| reader.length()).collect::<Option<_>>()?;
    let present = lengths.iter().filter(|length| **length > 0).count();
    let kids: Vec<&[u8]> = (0..present).map(|_| reader.take(32)).collect::<Option<_>>()?;
    let payloads: Vec<&[u8]> = lengths
        .iter()
        .filter(|length| **length > 0)
        .map(|length| reader.take(*length))
        .collect::<Option<_>>()?;
    let signatures: Vec<&[u8]> = (0..present).map(|_| reader.take(64)).collect::<Option<_>>()?;
    let mut joined =
        kids.iter().zip(payloads).zip(signatures).map(|((kid, payload), signature)| {
            join(&Parts {
                kid: kid.to_vec(),
                payload: payload.to_vec(),
                signature: signature.to_vec(),
            })
        });
    Some(lengths.iter().map(|length| if *length > 0 { joined.next() } else { None }).collect())
}

fn plain(leaves: &[LeafBytes]) -> Vec<u8> {
    let count = u8::try_from(leaves.len()).unwrap_or(u8::MAX);
    let mut raw = vec![PLAIN, count];
    for leaf in leaves {
        let bytes = leaf.as_deref().unwrap_or(&[]);
        raw.extend(length(bytes));
        raw.extend(bytes);
    }
    raw
}

fn read_plain(reader: &mut Reader<'_>) -> Option<Vec<LeafBytes>> {
    let count = reader.byte()?;
    (0..count)
        .map(|_| {
            let length = reader.length()?;
            let bytes = reader.take(length)?;
            Some((!bytes.is_empty()).then(|| bytes.to_vec()))
        })
        .collect()
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn length(&mut self) -> Option<usize> {
        let bytes: [u8; 4] = self.take(4)?.try_into().ok()?;
        usize::try_from(u32::from_be_bytes(bytes)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn statement(payload: &[u8]) -> Vec<u8> {
        join(&Parts { kid: vec![7; 32], payload: payload.to_vec(), signature: vec![9; 64] })
    }

    #[test]
    fn alike_statements_cost_little() {
        let leaf = |n: usize| Some(statement(format!("{{\"lot\":\"{n}\",\"kg\":{n}}}").as_bytes()));
        let leaves: Vec<LeafBytes> = (1..=64).map(leaf).collect();
        let packed = pack(&leaves).unwrap();
        assert_eq!(unpack(&packed).unwrap(), leaves);
        let plain: usize = leaves.iter().flatten().map(Vec::len).sum();
        assert!(packed.len() * 5 < plain, "{} of {plain}", packed.len());
    }

    proptest! {
        #[test]
        fn every_leaf_comes_back(payloads in prop::collection::vec(
            prop::option::of(prop::collection::vec(any::<u8>(), 1..80)), 0..64), odd in any::<bool>()) {
            let mut leaves: Vec<LeafBytes> =
                payloads.iter().map(|p| p.as_deref().map(statement)).collect();
            if odd {
                leaves.push(Some(b"not a statement".to_vec()));
            }
            prop_assert_eq!(unpack(&pack(&leaves).unwrap()).unwrap(), leaves);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            drop(unpack(&bytes));
            if let Ok(packed) = zstd::bulk::compress(&bytes, 1) {
                drop(unpack(&packed));
            }
        }
    }
}
