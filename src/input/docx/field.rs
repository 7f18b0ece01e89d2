//! Fields: instructions to Word, of which HYPERLINK makes a link.

/// The open fields, innermost last. No question goes through all of them, for a file may open 10^5 and end
/// none.
#[derive(Debug, Default)]
pub(super) struct FieldStack {
    /// The instruction of each, put together from its runs.
    instructions: Vec<String>,
    /// Those whose instruction has not ended.
    hidden: Vec<usize>,
    /// The one that opened the link of the paragraph.
    linking: Option<usize>,
}

impl FieldStack {
    /// Opens a field.
    pub(super) fn begin(&mut self) {
        self.hidden.push(self.instructions.len());
        self.instructions.push(String::new());
    }

    /// Ends the instruction of the innermost field, if it is being read: the address that it links to.
    pub(super) fn separate(&mut self) -> Option<String> {
        let last = self.instructions.len().checked_sub(1)?;
        self.hidden.pop_if(|hidden| *hidden == last)?;
        hyperlink(&std::mem::take(&mut self.instructions[last]))
    }

    /// Notes that the innermost field opened a link.
    pub(super) fn opened_link(&mut self) {
        self.linking = self.instructions.len().checked_sub(1);
    }

    /// Ends the innermost field. Says whether a link that it opened ends with it.
    pub(super) fn end(&mut self) -> bool {
        self.instructions.pop();
        let ended = self.instructions.len();
        self.hidden.pop_if(|hidden| *hidden == ended);
        self.linking.take_if(|linking| *linking == ended).is_some()
    }

    /// A link does not outlive its paragraph.
    pub(super) fn end_paragraph(&mut self) {
        self.linking = None;
    }

    /// The innermost instruction that is being read; `None` where text is shown.
    pub(super) fn instruction(&mut self) -> Option<&mut String> {
        self.instructions.get_mut(*self.hidden.last()?)
    }

    /// Whether text is shown, and no part of an instruction.
    pub(super) fn are_shown(&self) -> bool {
        self.hidden.is_empty()
    }
}

/// The address that an instruction links to; `None` for another instruction.
///
/// `HYPERLINK "https://example.org/" \l "place" \o "tip"`: `\l` adds a fragment, the other switches
/// say how it is shown.
pub(super) fn hyperlink(instruction: &str) -> Option<String> {
    let mut words = InstructionWords { rest: instruction };
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
struct InstructionWords<'a> {
    rest: &'a str,
}

impl Iterator for InstructionWords<'_> {
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
