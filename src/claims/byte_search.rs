//! Finds characters of a set by their first bytes, 16 at a time.

/// How many bytes are compared at once.
const CHUNK_BYTES: usize = 16;

/// The bytes of a chunk, and the two behind it.
const WINDOW_BYTES: usize = CHUNK_BYTES + 2;

/// Finds the first position where the next three bytes satisfy `is_wanted`. Bytes after the end are 0.
///
/// The compiler vectorizes the loop over a chunk if `is_wanted` has no branches, so it should combine comparisons with
/// `&` and `|`. It must be false for zeros, and should be false for most characters.
#[inline]
pub(super) fn find_start(bytes: &[u8], is_wanted: impl Fn(u8, u8, u8) -> bool) -> Option<usize> {
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let mut last = [0; WINDOW_BYTES];
        let window: &[u8; WINDOW_BYTES] = rest.first_chunk().unwrap_or_else(|| {
            last[..rest.len()].copy_from_slice(rest);
            &last
        });
        // `u8` instead of `bool`, because the compiler does not vectorize the latter.
        let mut found = [0; CHUNK_BYTES];
        for (place, found) in found.iter_mut().enumerate() {
            *found = u8::from(is_wanted(window[place], window[place + 1], window[place + 2]));
        }
        if u128::from_ne_bytes(found) != 0 {
            return found.iter().position(|one| *one != 0).map(|place| at + place);
        }
        at += CHUNK_BYTES;
    }
    None
}

/// Counts the bytes that satisfy `is_counted`. The compiler vectorizes this too.
#[inline]
pub(super) fn count_bytes(bytes: &[u8], is_counted: impl Fn(u8) -> bool) -> u32 {
    // The sum of a chunk of this length fits into a byte.
    let parts = bytes.chunks(u8::MAX as usize);
    parts.map(|part| u32::from(part.iter().map(|b| u8::from(is_counted(*b))).sum::<u8>())).sum()
}

/// The first three bytes of a character, padded with 0.
#[cfg(test)]
pub(super) fn first_bytes(c: char) -> [u8; 3] {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes);
    [bytes[0], bytes[1], bytes[2]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_is_found_wherever_it_is() {
        let is_wanted = |first, second, third| (first == b'.') & (second == b',') & (third != b'!');
        for length in 0..70 {
            let mut bytes = vec![b'a'; length];
            assert_eq!(find_start(&bytes, is_wanted), None);
            for at in (1..length).rev() {
                bytes[at - 1] = b'.';
                bytes[at] = b',';
                assert_eq!(find_start(&bytes, is_wanted), Some(at - 1));
            }
        }
        assert_eq!(find_start(b".,!.,", is_wanted), Some(3));
    }
}
