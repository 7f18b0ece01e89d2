//! Lower case without moving a byte, so that what is found in it stands there in the text too.

use crate::claims::byte_search::find_start;

/// A text in lower case, each character in as many bytes as before; those whose small form takes more or
/// fewer stay. Forms of one Arabic letter become one, ё becomes е.
pub(in crate::claims) fn fold_case(text: &str) -> String {
    let mut lower = text.to_ascii_lowercase();
    let mut at = 0;
    while let Some(next) = find_start(&lower.as_bytes()[at..], may_have_case) {
        at += next;
        let Some(c) = lower[at..].chars().next() else { break };
        let end = at + c.len_utf8();
        let small = folded(c);
        if small != c {
            lower.replace_range(at..end, small.encode_utf8(&mut [0; 4]));
        }
        at = end;
    }
    lower
}

/// Whether a character that is not ASCII may have another form, by its first bytes. U+3000 to U+9FFF, which are most of a
/// text in Chinese or Japanese, have none, nor have the signs between its words.
fn may_have_case(first: u8, second: u8, third: u8) -> bool {
    (first.wrapping_sub(0xc3) < 0x1f)
        | (first == 0xea)
        | (first >= 0xf0)
        | ((first == 0xe2) & (second >= 0x84))
        | ((first == 0xef) & (second == 0xbc) & (third >= 0xa1))
}

fn folded(c: char) -> char {
    match c {
        c if c.is_ascii() => return c.to_ascii_lowercase(),
        'أ' | 'إ' | 'آ' => return 'ا',
        'ى' | 'ی' => return 'ي',
        'ک' => return 'ك',
        'ة' => return 'ه',
        'ё' | 'Ё' => return 'е',
        // Scripts without case, which are most of what is not Latin.
        '\u{590}'..='\u{109f}' | '\u{2e80}'..='\u{a63f}' | '\u{ac00}'..='\u{d7a3}' => return c,
        _ => {}
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(small), None) if small.len_utf8() == c.len_utf8() => small,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::byte_search::first_bytes;

    #[test]
    fn no_byte_moves() {
        for text in ["ÄÖÜ ẞ İSTANBUL K", "Ёлка ПО ДАННЫМ", "أحمد إلى مدرسة", "数据 ABC ΑΒΓ", "ABC"]
        {
            let folded = fold_case(text);
            assert_eq!(folded.len(), text.len(), "{text}");
            let places = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
            assert_eq!(places(&folded), places(text));
        }
        assert_eq!(fold_case("ÄÖÜ Ё"), "äöü е");
    }

    #[test]
    fn characters_that_are_passed_over_have_no_other_form() {
        for c in '\u{80}'..=char::MAX {
            let [first, second, third] = first_bytes(c);
            assert!(folded(c) == c || may_have_case(first, second, third), "{c:?}");
        }
    }
}
