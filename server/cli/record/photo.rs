//! Whether a photo tells where it was taken (Exif 2.32, section 4.6.6: the GPS attributes).

/// The tag that points to the GPS attributes.
const GPS: u16 = 0x8825;

/// Whether a JPEG file has a place in its Exif part.
pub(super) fn tells_place(jpeg: &[u8]) -> bool {
    parts(jpeg).any(|(marker, part)| {
        marker == 0xe1
            && part.strip_prefix(b"Exif\0\0").is_some_and(|tiff| has_tag(tiff) == Some(true))
    })
}

/// The marker and the content of each part of a JPEG file before the picture itself.
fn parts(jpeg: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = jpeg.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        let [0xff, marker, high, low, ..] = rest else { return None };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let part = rest.get(4..length.checked_add(2)?)?;
        let is_picture = *marker == 0xda;
        let marker = *marker;
        rest = rest.get(length.checked_add(2)?..).unwrap_or_default();
        (!is_picture).then_some((marker, part))
    })
}

/// Whether the first directory of a TIFF has the tag; nothing if it is no TIFF.
fn has_tag(tiff: &[u8]) -> Option<bool> {
    let is_little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let two = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let start = tiff.get(4..8)?.try_into().ok()?;
    let start = if is_little { u32::from_le_bytes(start) } else { u32::from_be_bytes(start) };
    let start = usize::try_from(start).ok()?;
    let count = usize::from(two(start)?);
    let entry = |number: usize| two(start.checked_add(number.checked_mul(12)?)?.checked_add(2)?);
    Some((0..count).any(|number| entry(number) == Some(GPS)))
}

#[cfg(test)]
mod tests {
    use super::tells_place;

    /// A JPEG file with an Exif part of one entry.
    fn photo(tag: u16, is_little: bool) -> Vec<u8> {
        let two = |n: u16| if is_little { n.to_le_bytes() } else { n.to_be_bytes() };
        let four = |n: u32| if is_little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut part = b"Exif\0\0".to_vec();
        part.extend_from_slice(if is_little { b"II*\0" } else { b"MM\0*" });
        part.extend(four(8));
        part.extend(two(1));
        part.extend(two(tag));
        part.extend([0; 14]);
        let mut jpeg = vec![0xff, 0xd8, 0xff, 0xe1];
        jpeg.extend(u16::try_from(part.len() + 2).unwrap().to_be_bytes());
        jpeg.extend(part);
        jpeg.extend([0xff, 0xda, 0, 2, 1, 2, 3]);
        jpeg
    }

    #[test]
    fn a_place_is_found_in_either_byte_order_and_nothing_else_is() {
        for is_little in [true, false] {
            assert!(tells_place(&photo(0x8825, is_little)));
            assert!(!tells_place(&photo(0x8769, is_little)));
        }
        let whole = photo(0x8825, true);
        for length in 0..whole.len() {
            // Cut anywhere, it must not upset the reader.
            let _told = tells_place(&whole[..length]);
        }
        for place in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[place] ^= 0xff;
            let _told = tells_place(&damaged);
        }
    }
}
