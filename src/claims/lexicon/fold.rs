//! Lower case without moving a byte, so that what is found in it stands there in the text too.

/// A text in lower case, each character in as many bytes as before; those whose small form takes more or
/// fewer stay. Forms of one Arabic letter become one, ё becomes е.
pub(in crate::claims) fn fold_case(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut lower = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, c) in text.char_indices() {
        let small = folded(c);
        if small != c {
            lower.push_str(&text[copied..at]);
            lower.push(small);
            copied = at + c.len_utf8();
        }
    }
    lower.push_str(&text[copied..]);
    lower
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
}
