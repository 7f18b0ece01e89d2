//! Text for people fits the place where it is shown: how wide a line may be, and whether it has colours.
//!
//! Colours are escape sequences of terminals (SGR). Only those of [`Paint`] are written, and text of documents never
//! writes one: it is escaped before it is painted.

use std::io::{self, Write};

use super::plain_text::{columns, escape};

/// Columns of a terminal that nobody has made wider, and of every output that is not a terminal.
pub const USUAL_WIDTH: usize = 80;

/// The narrowest terminal that anything is fitted to.
const MIN_WIDTH: usize = 20;

/// Longer lines of running text are hard to read, however wide the terminal is.
const MAX_PROSE_WIDTH: usize = 100;

/// What ends a colour.
const RESET: &str = "\u{1b}[0m";

/// The sequences that a terminal may obey: those of [`Paint`], and those of the errors of the command line.
const KNOWN_SEQUENCES: [&str; 9] = [
    RESET,
    "\u{1b}[1m",
    "\u{1b}[2m",
    "\u{1b}[4m",
    "\u{1b}[31m",
    "\u{1b}[32m",
    "\u{1b}[33m",
    "\u{1b}[34m",
    "\u{1b}[36m",
];

/// What a colour means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// An error, a dead link.
    Error,
    /// A warning, a link that fails.
    Warning,
    /// Something to know.
    Notice,
    /// All is well; a new address.
    Good,
    /// What a reader looks for first.
    Strong,
    /// What belongs to the layout.
    Frame,
    /// What may be passed over.
    Faint,
}

impl Paint {
    fn sequence(self) -> &'static str {
        match self {
            Self::Error => "\u{1b}[1m\u{1b}[31m",
            Self::Warning => "\u{1b}[1m\u{1b}[33m",
            Self::Notice => "\u{1b}[1m\u{1b}[36m",
            Self::Good => "\u{1b}[32m",
            Self::Strong => "\u{1b}[1m",
            Self::Frame => "\u{1b}[34m",
            Self::Faint => "\u{1b}[2m",
        }
    }
}

/// What may follow an escape character where colours are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SequencePart {
    /// The beginning of a known sequence.
    Begun,
    /// A known sequence.
    Whole,
    /// Something else, which no terminal may get.
    Unknown,
}

impl SequencePart {
    /// Judges the text from an escape character on.
    pub(super) fn of(text: &str) -> Self {
        if KNOWN_SEQUENCES.contains(&text) {
            Self::Whole
        } else if KNOWN_SEQUENCES.iter().any(|known| known.starts_with(text)) {
            Self::Begun
        } else {
            Self::Unknown
        }
    }
}

/// How text is laid out: the columns of a line, and whether there are colours.
///
/// ```
/// use citegraph::report::style::{Paint, TextStyle};
/// assert_eq!(TextStyle::default().paint(Paint::Error, "error"), "error");
/// assert_eq!(TextStyle::new(80).colored().paint(Paint::Strong, "a"), "\u{1b}[1ma\u{1b}[0m");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextStyle {
    width: usize,
    has_color: bool,
}

impl Default for TextStyle {
    /// 80 columns without colours, as for a file.
    fn default() -> Self {
        Self::new(USUAL_WIDTH)
    }
}

impl TextStyle {
    /// Lines of so many columns, without colours.
    pub fn new(width: usize) -> Self {
        Self { width: width.max(MIN_WIDTH), has_color: false }
    }

    /// The same with colours.
    #[must_use]
    pub fn colored(self) -> Self {
        Self { has_color: true, ..self }
    }

    /// Columns of a line.
    pub fn width(self) -> usize {
        self.width
    }

    /// Whether there are colours.
    pub fn has_color(self) -> bool {
        self.has_color
    }

    /// A text in a colour, where there are colours. It is not escaped.
    pub fn paint(self, paint: Paint, text: &str) -> String {
        match self.has_color && !text.is_empty() {
            true => format!("{}{text}{RESET}", paint.sequence()),
            false => text.to_owned(),
        }
    }

    /// A text to be wrapped.
    pub fn text(self) -> WrappedText {
        let (width, words) = (self.width, vec![WrappedWord::default()]);
        WrappedText { style: self, width, words, first_indent: 0, indent: 0 }
    }

    /// Running text to be wrapped, in lines that are not too long to read.
    pub fn prose(self) -> WrappedText {
        WrappedText { width: self.width.min(MAX_PROSE_WIDTH), ..self.text() }
    }

    /// Writes a paragraph, escaped and wrapped.
    ///
    /// # Errors
    /// Where `out` fails.
    pub fn paragraph(self, text: &str, out: &mut impl Write) -> io::Result<()> {
        self.prose().plain(text).write(out)
    }
}

/// A part of a word in one colour.
#[derive(Debug, Clone, PartialEq, Eq)]
struct WordPiece {
    paint: Option<Paint>,
    text: String,
}

/// Text without a blank at which a line could end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct WrappedWord {
    pieces: Vec<WordPiece>,
    is_whole: bool,
}

impl WrappedWord {
    fn width(&self) -> usize {
        self.pieces.iter().map(|piece| columns(&piece.text)).sum()
    }

    /// Whether it is never cut: an address, or the name of a file, which people copy.
    fn stays_whole(&self) -> bool {
        self.is_whole || self.pieces.iter().any(|piece| piece.text.contains("://"))
    }
}

/// A text that is wrapped at its blanks. Words that are longer than a line are continued on the next one; addresses and
/// what is added [whole](Self::whole) stand on a line of their own instead and may be longer than it.
#[derive(Debug, Clone)]
pub struct WrappedText {
    style: TextStyle,
    width: usize,
    words: Vec<WrappedWord>,
    first_indent: usize,
    indent: usize,
}

impl WrappedText {
    /// Begins the first line with `first` blanks, and every other one with `rest`.
    #[must_use]
    pub fn indented(self, first: usize, rest: usize) -> Self {
        Self { first_indent: first, indent: rest, ..self }
    }

    /// Adds text, which is escaped.
    #[must_use]
    pub fn plain(self, text: &str) -> Self {
        self.with(None, text)
    }

    /// Adds text in a colour.
    #[must_use]
    pub fn painted(self, paint: Paint, text: &str) -> Self {
        self.with(Some(paint), text)
    }

    /// Adds an address or a name that is never cut, blanks included.
    #[must_use]
    pub fn whole(mut self, paint: Option<Paint>, text: &str) -> Self {
        if let Some(last) = self.words.last_mut() {
            last.is_whole = true;
            last.pieces.push(WordPiece { paint, text: escape(text) });
        }
        self
    }

    fn with(mut self, paint: Option<Paint>, text: &str) -> Self {
        for (at, part) in escape(text).split(' ').enumerate() {
            if at > 0 {
                self.words.push(WrappedWord::default());
            }
            if let Some(last) = self.words.last_mut().filter(|_| !part.is_empty()) {
                last.pieces.push(WordPiece { paint, text: part.to_owned() });
            }
        }
        self
    }

    /// Writes the lines, the last one with its end.
    ///
    /// # Errors
    /// Where `out` fails.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let room = self.width.max(self.indent + MIN_WIDTH / 2);
        let mut lines =
            LineBreaker { style: self.style, room, indent: self.indent, done: Vec::new() };
        let (mut line, mut used) = (String::new(), self.first_indent);
        for (at, word) in self.words.iter().enumerate() {
            let (width, blank) = (word.width(), usize::from(at > 0));
            let is_cut = !word.stays_whole() && self.indent + width > room;
            if used + blank + width > room && !line.is_empty() && !is_cut {
                used = lines.end(&mut line);
            } else if at > 0 {
                line.push(' ');
                used += 1;
            }
            for piece in &word.pieces {
                used = lines.add(piece, is_cut, &mut line, used);
            }
        }
        lines.end(&mut line);
        for (at, line) in lines.done.iter().enumerate() {
            let indent = if at == 0 { self.first_indent } else { self.indent };
            let indent = if line.is_empty() { 0 } else { indent };
            writeln!(out, "{:indent$}{line}", "")?;
        }
        Ok(())
    }
}

/// Lines that are being filled.
struct LineBreaker {
    style: TextStyle,
    room: usize,
    indent: usize,
    done: Vec<String>,
}

impl LineBreaker {
    /// Ends a line, and gives the columns that the next one has taken already.
    fn end(&mut self, line: &mut String) -> usize {
        self.done.push(std::mem::take(line).trim_end().to_owned());
        self.indent
    }

    /// Adds a piece to a line in which so many columns are used, and gives how many are used then.
    fn add(
        &mut self,
        piece: &WordPiece,
        is_cut: bool,
        line: &mut String,
        mut used: usize,
    ) -> usize {
        let painted = |style: TextStyle, text: &str| match piece.paint {
            Some(paint) => style.paint(paint, text),
            None => text.to_owned(),
        };
        let mut begin = 0;
        for (at, c) in piece.text.char_indices().filter(|_| is_cut) {
            let width = columns(c.encode_utf8(&mut [0; 4]));
            if used + width > self.room && used > self.indent {
                line.push_str(&painted(self.style, &piece.text[begin..at]));
                (begin, used) = (at, self.end(line));
            }
            used += width;
        }
        line.push_str(&painted(self.style, &piece.text[begin..]));
        if is_cut { used } else { used + columns(&piece.text) }
    }
}

/// As much of a text as fits into so many columns, with an ellipsis where it is cut. It is not escaped.
pub(super) fn shorten(text: &str, room: usize) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let (mut shown, mut used) = (String::new(), 1);
    for c in text.chars() {
        used += columns(c.encode_utf8(&mut [0; 4]));
        if used > room {
            break;
        }
        shown.push(c);
    }
    format!("{}…", shown.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &WrappedText) -> Vec<String> {
        let mut out = Vec::new();
        text.write(&mut out).expect("memory takes it");
        String::from_utf8(out).expect("text").lines().map(str::to_owned).collect()
    }

    #[test]
    fn lines_end_at_blanks_and_long_words_are_continued() {
        let style = TextStyle::new(20);
        let text = style.text().plain("one two three four five").indented(0, 4);
        assert_eq!(lines(&text), ["one two three four", "    five"]);
        let text = style.text().plain(&format!("ab {}", "x".repeat(40))).indented(0, 2);
        assert_eq!(lines(&text).concat().matches('x').count(), 40);
        let han = lines(&style.text().plain(&"面".repeat(25)));
        assert_eq!(han.iter().map(|line| columns(line)).collect::<Vec<_>>(), [20, 20, 10]);
    }

    #[test]
    fn addresses_and_names_of_files_are_never_cut() {
        let style = TextStyle::new(20);
        let url = "https://a.example/which/is/long/enough";
        let text = style.text().plain("see ").plain(url).plain(" now").indented(0, 4);
        assert_eq!(lines(&text), ["see", &format!("    {url}"), "    now"]);
        let name = "a folder with blanks/b.md:3:7";
        let text = style.text().plain("in ").whole(None, name).indented(2, 6);
        assert_eq!(lines(&text), ["  in", &format!("      {name}")]);
    }

    #[test]
    fn colours_take_no_room_and_text_cannot_write_them() {
        let style = TextStyle::new(20).colored();
        let text = style.text().painted(Paint::Error, "an error").plain(" of a\u{1b}[31m kind");
        let shown = lines(&text);
        assert!(shown[0].starts_with("\u{1b}[1m\u{1b}[31man\u{1b}[0m "), "{shown:?}");
        assert!(shown.concat().contains("a\\u{1b}[31m"), "{shown:?}");
        let plain = style.text().plain("a");
        assert_eq!(lines(&plain), ["a"]);
    }

    #[test]
    fn sequences_are_known_or_not() {
        for (text, part) in [
            ("\u{1b}", SequencePart::Begun),
            ("\u{1b}[3", SequencePart::Begun),
            ("\u{1b}[31m", SequencePart::Whole),
            ("\u{1b}[2J", SequencePart::Unknown),
            ("\u{1b}]0;", SequencePart::Unknown),
        ] {
            assert_eq!(SequencePart::of(text), part, "{text:?}");
        }
        for paint in [Paint::Error, Paint::Warning, Paint::Notice, Paint::Good, Paint::Faint] {
            for one in paint.sequence().split_inclusive('m') {
                assert_eq!(SequencePart::of(one), SequencePart::Whole);
            }
        }
    }

    #[test]
    fn shortened_text_fits() {
        assert_eq!(shorten("abc", 3), "abc");
        assert_eq!(shorten("abcd", 3), "ab…");
        assert_eq!(shorten("面面", 3), "面…");
    }
}
