//! The two encodings that Proofpoint puts links of mails into.

use std::borrow::Cow;

use super::super::percent;

/// Decodes version 2: `-XX` is the escape `%XX`, `_` is `/`.
pub(super) fn decode_v2(text: &str) -> Option<String> {
    let escaped = text.replace('-', "%").replace('_', "/");
    percent::decode(&escaped).map(Cow::into_owned)
}

/// Decodes version 3: `/v3/__address__;characters!…`.
///
/// Each `*` of the address stands for the next of the characters, which follow in base64; `**` and
/// one more letter stand for a run of them. The browser may have joined the slashes of the scheme.
pub(super) fn decode_v3(path: &str) -> Option<String> {
    let (address, rest) = path.strip_prefix("/v3/__")?.rsplit_once("__;")?;
    let characters = rest.split('!').next().unwrap_or_default();
    let characters = String::from_utf8(base64(characters)?).ok()?;
    let mut characters = characters.chars();
    let mut out = String::with_capacity(address.len());
    let mut letters = address.chars();
    while let Some(letter) = letters.next() {
        if letter != '*' {
            out.push(letter);
            continue;
        }
        let run = match letters.as_str().strip_prefix('*') {
            Some(_) => {
                letters.next();
                2 + sextet(u8::try_from(letters.next()?).ok()?)?
            }
            None => 1,
        };
        for _ in 0..run {
            out.push(characters.next()?);
        }
    }
    Some(out)
}

/// Decodes base64 in either alphabet; padding is optional.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        bits = bits << 6 | sextet(byte)?;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xFF).ok()?);
        }
        bits &= (1 << held) - 1;
    }
    Some(out)
}

/// The value of a base64 letter.
fn sextet(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' | b'+' => 62,
        b'_' | b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_two_is_an_escape_of_escapes() {
        let decoded = decode_v2("https-3A__ex.com_a-2Db-3Fc-3D1-5F2").unwrap();
        assert_eq!(decoded, "https://ex.com/a-b?c=1_2");
    }

    #[test]
    fn version_three_puts_characters_back() {
        for (path, expected) in [
            ("/v3/__http:/ex.com/a.htm__;!!JqX-y!yy4u$", Some("http:/ex.com/a.htm")),
            ("/v3/__https://ex.com/*a__;Iw!!x!y$", Some("https://ex.com/#a")),
            ("/v3/__https://ex.com/**Bz__;4pyT4pyT4pyT!!x!y$", Some("https://ex.com/✓✓✓z")),
            ("/v3/__https://ex.com/*__;!!x!y$", None),
            ("/v3/__https://ex.com/**", None),
            ("/v3/x", None),
        ] {
            assert_eq!(decode_v3(path).as_deref(), expected, "{path}");
        }
    }
}
