//! A hash that stays the same.

/// FNV-1a with 64 bits (offset basis 0xcbf29ce484222325, prime 0x100000001b3): the same on every
/// machine and in every version, which no hasher of the standard library promises.
pub(crate) fn stable_hash(text: &str) -> u64 {
    hash_on(EMPTY_HASH, text)
}

/// The hash of nothing.
pub(crate) const EMPTY_HASH: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of what `hash` has seen and of `text` behind it.
#[inline]
pub(crate) fn hash_on(hash: u64, text: &str) -> u64 {
    text.bytes().fold(hash, hash_byte)
}

/// The same after one more byte.
pub(crate) fn hash_byte(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(stable_hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(stable_hash("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(stable_hash("foobar"), 0x8594_4171_f739_67e8);
    }
}
