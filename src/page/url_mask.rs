//! Bare URLs in Markdown, whose characters the parser would take for emphasis.
//!
//! `https://example.org/*/a*` is one address, as GFM reads it. While Markdown is parsed, letters stand for the
//! signs in it; the page has what the document says.

use super::bare;

/// How far a label reaches back at most, in bytes (CommonMark 4.7).
const MAX_LABEL_BYTES: usize = 1000;

/// `text`, Markdown, with the signs of emphasis in its bare URLs masked.
pub(crate) fn mask(text: String) -> String {
    let is_sign = |c: char| matches!(c, '*' | '_' | '~');
    let marked: Vec<_> = bare::find(&text)
        .filter(|url| text[url.clone()].contains(is_sign) && !is_destination(&text[..url.start]))
        .collect();
    if marked.is_empty() {
        return text;
    }
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for url in marked {
        masked.push_str(&text[at..url.start]);
        masked.extend(text[url.clone()].chars().map(|c| if is_sign(c) { 'x' } else { c }));
        at = url.end;
    }
    masked.push_str(&text[at..]);
    masked
}

/// Whether a URL behind `before` is the destination of a link or of a definition: there no sign is emphasis,
/// and a mask would become part of the address.
fn is_destination(before: &str) -> bool {
    if before.ends_with('<') {
        return true;
    }
    let before = before.trim_end();
    let Some(definition) = before.strip_suffix("]:") else { return before.ends_with("](") };
    let from = definition.len().saturating_sub(MAX_LABEL_BYTES);
    let label = &definition[definition.ceil_char_boundary(from)..];
    // The text of a footnote stands at the same place.
    label.rfind('[').is_some_and(|open| !label[open..].starts_with("[^"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_in_bare_urls_are_masked() {
        for (text, want) in [
            ("a https://a.org/*/b~c_d* e", "a https://a.org/x/bxcxd* e"),
            ("**https://a.org/b** ~~https://a.org/c~~", "**https://a.org/b** ~~https://a.org/c~~"),
            ("[^1]: https://a.org/*b*c", "[^1]: https://a.org/xbxc"),
            ("[a](https://a.org/*b*c)", "[a](https://a.org/*b*c)"),
            ("[a]( <https://a.org/*b*c>)", "[a]( <https://a.org/*b*c>)"),
            ("[a]:\n  https://a.org/*b*c", "[a]:\n  https://a.org/*b*c"),
            ("<https://a.org/*b*c>", "<https://a.org/*b*c>"),
            ("(https://a.org/*b*c)", "(https://a.org/xbxc)"),
        ] {
            assert_eq!(mask(text.to_owned()), want);
        }
    }
}
