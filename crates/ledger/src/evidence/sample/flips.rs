//! Bits to flip in a file, so that two checkers can be compared on the same damage.

/// `count` places, spread evenly over a file of `length` bytes, each with a bit from 0 to 7.
pub fn flips(length: usize, count: usize) -> impl Iterator<Item = (usize, u8)> {
    let places = (0..count)
        .filter_map(move |number| Some((number.checked_mul(length)?.checked_div(count)?, number)));
    // Three is prime to eight: neighbours differ, and every bit has its turn.
    places.map(|(offset, number)| {
        (offset, u8::try_from(number.wrapping_mul(3) % 8).unwrap_or_default())
    })
}

/// The file with that one bit changed.
pub fn flipped(bytes: &[u8], offset: usize, bit: u8) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    if let Some(byte) = changed.get_mut(offset) {
        *byte ^= 1_u8.wrapping_shl(bit.into());
    }
    changed
}
