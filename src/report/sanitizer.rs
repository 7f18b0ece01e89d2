//! Text that starts nothing where it is shown: terminals obey control characters, and the programs that run
//! builds read commands out of what other programs print.
//!
//! GitHub's runner takes `##[name]` anywhere in a line and `::name::` at its start, behind blanks too, for a
//! command; Azure Pipelines take `##vso[`, TeamCity `##teamcity[`. Source: `ActionCommand.cs` of
//! <https://github.com/actions/runner>. One character of each is written as `\u{…}`, as control
//! characters are, so that the text stays readable.

use std::io::{self, Write};

use super::control::ControlChar;
use super::style::SequencePart;

/// Shows text of several lines instead of letting anything obey it. Line ends and tabs stay.
///
/// ```
/// use citegraph::report::sanitizer::sanitize;
/// assert_eq!(sanitize("a ##[add-mask]b\n ::add-mask::c"), "a ##\\u{5b}add-mask]b\n :\\u{3a}add-mask::c");
/// assert_eq!(sanitize("a::b [c] # d\n## [e]\n"), "a::b [c] # d\n## [e]\n");
/// ```
pub fn sanitize(text: &str) -> String {
    let (mut shown, mut place) = (String::with_capacity(text.len()), LinePosition::default());
    text.chars().for_each(|c| place.push(c, &mut shown));
    shown
}

/// The same, but the colours of [`Paint`](super::style::Paint) stay.
///
/// ```
/// use citegraph::report::sanitizer::sanitize_painted;
/// assert_eq!(sanitize_painted("\u{1b}[1ma\u{1b}[0m\u{1b}[2J"), "\u{1b}[1ma\u{1b}[0m\\u{1b}[2J");
/// ```
pub fn sanitize_painted(text: &str) -> String {
    let (mut shown, mut colors) = (String::with_capacity(text.len()), ColorFilter::default());
    text.chars().for_each(|c| colors.push(c, &mut shown));
    colors.end(&mut shown);
    shown
}

/// Whether a line would be taken for a command by one of these programs.
pub fn is_command(line: &str) -> bool {
    let has_mark = || {
        line.match_indices("##").any(|(at, _)| {
            let rest = line[at + 2..].trim_start_matches('#');
            rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[')
        })
    };
    let begun = line.trim_start().strip_prefix("::");
    begun.is_some_and(|rest| rest.contains("::")) || has_mark()
}

/// A writer of text, everything in which is shown by [`sanitize`], however the text is cut into writes.
#[derive(Debug)]
pub struct SanitizingWriter<W> {
    out: W,
    colors: ColorFilter,
    keeps_color: bool,
    /// The beginning of a character whose end is not written yet.
    begun: Vec<u8>,
    shown: String,
}

impl<W: Write> SanitizingWriter<W> {
    /// Starts at the beginning of a line.
    pub fn new(out: W) -> Self {
        let (begun, shown) = (Vec::new(), String::new());
        Self { out, colors: ColorFilter::default(), keeps_color: false, begun, shown }
    }

    /// The same, but the colours of [`Paint`](super::style::Paint) stay.
    #[must_use]
    pub fn painted(self) -> Self {
        Self { keeps_color: true, ..self }
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn push(&mut self, bytes: &[u8]) {
        for chunk in bytes.utf8_chunks() {
            for c in chunk.valid().chars() {
                match self.keeps_color {
                    true => self.colors.push(c, &mut self.shown),
                    false => self.colors.place.push(c, &mut self.shown),
                }
            }
            for byte in chunk.invalid() {
                self.colors.end(&mut self.shown);
                // No character: a terminal could take it for one of its commands.
                self.colors.place.push_text(&format!("\\x{byte:02x}"), &mut self.shown);
            }
        }
    }
}

impl<W: Write> Write for SanitizingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let joined = [self.begun.as_slice(), bytes].concat();
        let whole = match std::str::from_utf8(&joined) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => joined.len(),
        };
        self.shown.clear();
        self.push(&joined[..whole]);
        self.begun = joined[whole..].to_vec();
        self.out.write_all(self.shown.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Lets the sequences of colours through, which are no part of the text.
#[derive(Debug, Default)]
struct ColorFilter {
    place: LinePosition,
    /// The beginning of a sequence whose end is not there yet.
    begun: String,
}

impl ColorFilter {
    fn push(&mut self, c: char, shown: &mut String) {
        if self.begun.is_empty() && c != '\u{1b}' {
            return self.place.push(c, shown);
        }
        self.begun.push(c);
        match SequencePart::of(&self.begun) {
            SequencePart::Begun => {}
            SequencePart::Whole => shown.push_str(&std::mem::take(&mut self.begun)),
            SequencePart::Unknown => {
                self.begun.pop();
                self.end(shown);
                // What ends one sequence may begin another.
                match c {
                    '\u{1b}' => self.begun.push(c),
                    _ => self.place.push(c, shown),
                }
            }
        }
    }

    /// Shows what began like a sequence and is none.
    fn end(&mut self, shown: &mut String) {
        let begun = std::mem::take(&mut self.begun);
        begun.chars().for_each(|c| self.place.push(c, shown));
    }
}

/// Where in a line a text is, as far as a command could begin there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum LinePosition {
    /// Nothing but blanks before it.
    #[default]
    Start,
    /// Behind the first colon of a line.
    Colon,
    Inside,
    /// Behind one `#`.
    Hash,
    /// Behind `##` and letters.
    Mark,
}

impl LinePosition {
    fn push(&mut self, c: char, shown: &mut String) {
        let is_kept = matches!(c, '\n' | '\t') || ControlChar::from_char(c).is_none();
        let is_command = matches!((*self, c), (Self::Colon, ':') | (Self::Mark, '['));
        if !is_kept || is_command {
            shown.extend(c.escape_unicode());
            *self = Self::Inside;
            return;
        }
        shown.push(c);
        *self = match (*self, c) {
            (_, '\n') => Self::Start,
            (Self::Start, ':') => Self::Colon,
            (Self::Start, c) if c.is_whitespace() => Self::Start,
            (Self::Hash | Self::Mark, '#') => Self::Mark,
            (_, '#') => Self::Hash,
            (Self::Mark, c) if c.is_ascii_alphabetic() => Self::Mark,
            _ => Self::Inside,
        };
    }

    /// Adds text that can begin nothing.
    fn push_text(&mut self, text: &str, shown: &mut String) {
        shown.push_str(text);
        *self = Self::Inside;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMANDS: [&str; 12] = [
        "##[add-mask]e",
        "a ##[stop-commands]tok",
        "###[error]x",
        "a##vso[task.setvariable variable=x]y",
        "##teamcity[message text='x']",
        "##a##b[c]",
        "::add-mask::x",
        " \t\u{3000}::set-output name=a::b",
        "::::",
        ":::error::x",
        "::error::##[x]##[y]",
        "##VSO[x]",
    ];

    #[test]
    fn no_command_is_left() {
        for line in COMMANDS {
            assert!(is_command(line), "{line}");
            let shown = sanitize(line);
            assert!(!is_command(&shown), "{shown}");
            assert_eq!(sanitize(&shown), shown);
        }
    }

    #[test]
    fn other_text_stays() {
        let text = "a::b\n##\n## x [y]\n- [z](#a)\n: b\n# [c]";
        assert_eq!(sanitize(text), text);
        for line in text.lines().chain([":::note", "::", "use std::io;"]) {
            assert!(!is_command(line), "{line}");
        }
    }

    #[test]
    fn writes_may_be_cut_anywhere() {
        let text = COMMANDS.join("\n") + "\u{1b}[2J \u{9b}\u{202e} 面包 \r\u{2028}::x::";
        let expected = sanitize(&text);
        for size in 1..9 {
            let mut out = SanitizingWriter::new(Vec::new());
            for part in text.as_bytes().chunks(size) {
                out.write_all(part).unwrap();
            }
            assert_eq!(String::from_utf8(out.into_inner()).unwrap(), expected, "{size}");
        }
    }

    #[test]
    fn colours_stay_where_they_are_wanted_and_hide_no_command() {
        let text =
            "\u{1b}[1m\u{1b}[31ma\u{1b}[0m \u{1b}\u{1b}[2J\u{1b}[3\u{1b}[31mb#\u{1b}[0m#[x]\u{1b}[";
        let expected = "\u{1b}[1m\u{1b}[31ma\u{1b}[0m \\u{1b}\\u{1b}[2J\\u{1b}[3\u{1b}[31mb#\u{1b}[0m#\\u{5b}x]\\u{1b}[";
        assert_eq!(sanitize_painted(text), expected);
        for size in 1..9 {
            let mut out = SanitizingWriter::new(Vec::new()).painted();
            for part in text.as_bytes().chunks(size) {
                out.write_all(part).unwrap();
            }
            let shown = String::from_utf8(out.into_inner()).unwrap();
            assert!(expected.starts_with(&shown) && shown.len() + 8 > expected.len(), "{shown:?}");
        }
        assert!(!sanitize(text).contains('\u{1b}'));
    }

    #[test]
    fn bytes_that_are_no_character_are_shown() {
        let mut out = SanitizingWriter::new(Vec::new());
        out.write_all(b"a\x9bb\xffc").unwrap();
        assert_eq!(out.into_inner(), b"a\\x9bb\\xffc");
    }
}
