//! Fields: instructions to Word, of which HYPERLINK makes a link.

/// An open field.
#[derive(Debug, Default)]
pub(super) struct Field {
    /// The instruction, put together from its runs.
    pub(super) instruction: String,
    /// Whether the instruction has ended and what it shows is being read.
    pub(super) shows: bool,
    /// Whether it opened a link.
    pub(super) links: bool,
}

/// The address that an instruction links to; `None` for another instruction.
///
/// `HYPERLINK "https://example.org/" \l "place" \o "tip"`: `\l` adds a fragment, the other switches
/// say how it is shown.
pub(super) fn hyperlink(instruction: &str) -> Option<String> {
    let mut words = Words { rest: instruction };
    if !words.next()?.eq_ignore_ascii_case("HYPERLINK") {
        return None;
    }
    let (mut address, mut fragment) = (None, None);
    while let Some(word) = words.next() {
        match word.strip_prefix('\\') {
            Some("l" | "L") => fragment = words.next(),
            // A tip, a frame.
            Some("o" | "O" | "t" | "T") => drop(words.next()),
            Some(switch) if switch.len() < 2 => {}
            _ if address.is_none() => address = Some(word),
            _ => {}
        }
    }
    with_fragment(address.unwrap_or_default(), fragment)
}

/// An address with a place in it; `None` where there is neither.
pub(super) fn with_fragment(address: String, fragment: Option<String>) -> Option<String> {
    match fragment.filter(|fragment| !fragment.is_empty()) {
        Some(fragment) => Some(format!("{address}#{fragment}")),
        None => Some(address).filter(|address| !address.is_empty()),
    }
}

/// The words of an instruction, quotation marks taken off.
struct Words<'a> {
    rest: &'a str,
}

impl Iterator for Words<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        let quotes = ['"', '\u{201c}', '\u{201d}'];
        let Some(quoted) = self.rest.strip_prefix(quotes) else {
            let end = self.rest.find(char::is_whitespace).unwrap_or(self.rest.len());
            let (word, rest) = self.rest.split_at(end);
            self.rest = rest;
            return (!word.is_empty()).then(|| word.to_owned());
        };
        let (mut word, mut escaped) = (String::new(), false);
        for (at, character) in quoted.char_indices() {
            match character {
                '\\' if !escaped => escaped = true,
                _ if quotes.contains(&character) && !escaped => {
                    self.rest = &quoted[at + character.len_utf8()..];
                    return Some(word);
                }
                _ => {
                    word.push(character);
                    escaped = false;
                }
            }
        }
        self.rest = "";
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::hyperlink;

    #[test]
    fn instructions() {
        let link = |text: &str| hyperlink(text);
        assert_eq!(link(r#" HYPERLINK "http://a/?b c" \o "t \"u\"" "#).unwrap(), "http://a/?b c");
        assert_eq!(link(r#"hyperlink \t "_blank" http://a/ \l "b""#).unwrap(), "http://a/#b");
        assert_eq!(link(r#"HYPERLINK \l "_Toc1" \h"#).unwrap(), "#_Toc1");
        assert_eq!(link(r#"HYPERLINK "C:\\a\\b.docx""#).unwrap(), r"C:\a\b.docx");
        assert_eq!(link("HYPERLINK “http://a/”").unwrap(), "http://a/");
        assert_eq!(link(r#"HYPERLINK "http://a/"#).unwrap(), "http://a/");
        assert_eq!(link("HYPERLINK"), None);
        assert_eq!(link(r#"REF "http://a/""#), None);
        assert_eq!(link(""), None);
    }
}
