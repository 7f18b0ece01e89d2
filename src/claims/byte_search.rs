//! Looking for characters of a set by their first bytes, many at a time.

/// How many bytes are compared at once.
const CHUNK_BYTES: usize = 16;

/// The bytes of a chunk, and the two behind it.
const WINDOW_BYTES: usize = CHUNK_BYTES + 2;

/// Where the first character stands that may be one of a set, by its first three bytes; what follows the end is 0.
///
/// The compiler compares a chunk in a few instructions, where one byte after the other takes as many for each. For that,
/// `is_wanted` has to be free of branches (`&` and `|` of comparisons). It is false of zeros, and should be false of most
/// other characters.
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
        // Bytes and no `bool`s, which the compiler would look at one by one.
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

/// The first three bytes of a character as [`find_start`] sees them where nothing follows.
pub(super) const fn first_bytes(c: char) -> [u8; 3] {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes);
    [bytes[0], bytes[1], bytes[2]]
}

/// [`first_bytes`] of several characters.
pub(super) const fn all_first_bytes<const N: usize>(characters: [char; N]) -> [[u8; 3]; N] {
    let (mut bytes, mut at) = ([[0; 3]; N], 0);
    while at < N {
        bytes[at] = first_bytes(characters[at]);
        at += 1;
    }
    bytes
}

/// Whether one of some characters of three bytes begins so, for [`find_start`].
#[inline]
pub(super) fn is_one_of<const N: usize>(starts: &[[u8; 3]; N], here: [u8; 3]) -> bool {
    let is_here =
        |start: &[u8; 3]| (start[0] == here[0]) & (start[1] == here[1]) & (start[2] == here[2]);
    starts.iter().fold(false, |found, start| found | is_here(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_told_by_their_bytes() {
        const STARTS: [[u8; 3]; 2] = all_first_bytes(['上', '近']);
        for c in '\0'..=char::MAX {
            assert_eq!(is_one_of(&STARTS, first_bytes(c)), matches!(c, '上' | '近'), "{c:?}");
        }
    }

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
