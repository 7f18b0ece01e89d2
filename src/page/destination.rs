//! Where the destination of a Markdown link stands in its source (CommonMark 6.3 and 4.7).

use std::ops::Range;

/// The destination of an inline link, given the range from the end of its text to its own end.
pub(crate) fn after_text(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let rest = &text[range.clone()];
    let open = rest.find("](")? + 2;
    let start = skip_space(text, range.start + open, range.end);
    Some(shift(raw(text.get(start..range.end)?), start))
}

/// The destination of a reference definition that stands in `range`.
pub(crate) fn in_definition(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let colon = text[range.clone()].find("]:")? + 2;
    let start = skip_space(text, range.start + colon, range.end);
    Some(shift(raw(text.get(start..range.end)?), start))
}

/// Where the first byte after white space stands.
fn skip_space(text: &str, from: usize, end: usize) -> usize {
    let blank = text[from..end].bytes().take_while(u8::is_ascii_whitespace).count();
    from + blank
}

/// The destination that `rest` begins with, in angle brackets or bare with balanced parentheses.
fn raw(rest: &str) -> Range<usize> {
    let bytes = rest.as_bytes();
    if bytes.first() == Some(&b'<') {
        let end = unescaped(bytes, 1, |byte, _| byte == b'>');
        return 1..end;
    }
    0..unescaped(bytes, 0, |byte, depth| {
        byte.is_ascii_whitespace() || byte < 0x20 || (byte == b')' && depth == 0)
    })
}

/// The first byte from `at` on that `stops`, given how many parentheses are open before it.
fn unescaped(bytes: &[u8], mut at: usize, stops: impl Fn(u8, usize) -> bool) -> usize {
    let mut depth = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        if stops(byte, depth) {
            break;
        }
        match byte {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    at.min(bytes.len())
}

fn shift(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inline(text: &str) -> &str {
        let text_end = text.find("](").unwrap();
        &text[after_text(text, text_end..text.len()).unwrap()]
    }

    #[test]
    fn inline_destinations() {
        assert_eq!(inline("[a](b)"), "b");
        assert_eq!(inline("[a]( <b c> 't')"), "b c");
        assert_eq!(inline("[a](b_(c)_d \"t\")"), "b_(c)_d");
        assert_eq!(inline(r"[a](b\)c)"), r"b\)c");
        assert_eq!(inline("[a](\nb\n)"), "b");
        assert_eq!(inline("[a]()"), "");
    }

    #[test]
    fn definitions() {
        let text = "[a b]:\n  <http://x> 't'";
        assert_eq!(&text[in_definition(text, 0..text.len()).unwrap()], "http://x");
    }
}
