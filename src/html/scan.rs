//! The tokenizer: WHATWG HTML tokenization (section 13.2.5) with byte offsets and no copies.
//!
//! Only what a reader of links needs is kept: tags, text, comments. Text is skipped with `memchr`;
//! attributes are located, not decoded. Raw text elements (`script`, `style`, `iframe` …) swallow
//! their content as in browsers with scripting off, so `noscript` is markup.

use memchr::{memchr, memchr_iter, memmem};

use super::attrs::{self, KnownAttrs};
use super::byte_range::ByteRange;
use super::name::{self, ElementName};

/// A start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StartTag {
    pub(crate) name: ElementName,
    /// All of it, with its brackets.
    pub(crate) tag: ByteRange,
    /// What stands between its name and its `>`.
    pub(crate) attrs: ByteRange,
    pub(crate) attrs_of_interest: KnownAttrs,
    pub(crate) closes_itself: bool,
}

/// One token of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// `<name attrs>`.
    Start(StartTag),
    /// `</name …>`.
    End { name: ElementName },
    /// Text with character references still in it.
    Text(ByteRange),
    /// The content of a raw text element, or a declaration, to be shown by no reader.
    Raw(ByteRange),
    /// What stands between `<!--` and `-->`.
    Comment(ByteRange),
}

/// Yields the tokens of one page.
pub(crate) struct Scanner<'a> {
    html: &'a [u8],
    offset: usize,
    raw: Option<ElementName>,
    foreign: bool,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(html: &'a str) -> Self {
        Self { html: html.as_bytes(), offset: 0, raw: None, foreign: false }
    }

    /// Tells whether the next token stands in SVG or MathML, where no element holds raw text and
    /// CDATA sections exist. The tree decides; the default is HTML.
    pub(crate) fn set_foreign(&mut self, foreign: bool) {
        self.foreign = foreign;
        if foreign {
            self.raw = None;
        }
    }

    fn start_tag(&mut self, open: usize) -> Option<Token> {
        let (name, name_end) = ElementName::read(self.html, open + 1);
        let attrs::Tag { end, closes_itself, attrs_of_interest: marks } =
            attrs::tag(self.html, name_end)?;
        self.offset = end;
        self.raw = holds_raw_text(name).then_some(name);
        Some(Token::Start(StartTag {
            name,
            tag: ByteRange::new(open, end),
            attrs: ByteRange::new(name_end, end - 1),
            attrs_of_interest: marks,
            closes_itself,
        }))
    }

    fn end_tag(&mut self, open: usize) -> Option<Token> {
        let (name, name_end) = ElementName::read(self.html, open + 2);
        self.offset = attrs::tag(self.html, name_end)?.end;
        Some(Token::End { name })
    }

    /// `<!…`, `<?…` and `</` before anything but a letter: a comment of some kind.
    fn declaration(&mut self, open: usize) -> Token {
        let rest = &self.html[open..];
        if rest.starts_with(b"<!--") {
            return self.comment(open + 4);
        }
        if self.foreign && rest.starts_with(b"<![CDATA[") {
            let end = memmem::find(rest, b"]]>").map_or(rest.len(), |at| at);
            self.offset = (open + end + 3).min(self.html.len());
            return Token::Text(ByteRange::new((open + 9).min(open + end), open + end));
        }
        let end = memchr(b'>', rest).unwrap_or(rest.len());
        self.offset = (open + end + 1).min(self.html.len());
        Token::Raw(ByteRange::new(open, open + end))
    }

    /// The comment whose text begins at `start`: it ends at `-->`, `--!>`, or at once with `>`, `->`.
    fn comment(&mut self, start: usize) -> Token {
        let rest = &self.html[start..];
        for (early, length) in [(&b">"[..], 1), (b"->", 2)] {
            if rest.starts_with(early) {
                self.offset = start + length;
                return Token::Comment(ByteRange::new(start, start));
            }
        }
        let mut from = 0;
        while let Some(dashes) = memmem::find(&rest[from..], b"--").map(|at| from + at) {
            let after = &rest[dashes + 2..];
            let close = if after.starts_with(b">") { 1 } else { 2 };
            if after.starts_with(b">") || after.starts_with(b"!>") {
                self.offset = start + dashes + 2 + close;
                return Token::Comment(ByteRange::new(start, start + dashes));
            }
            from = dashes + 1;
        }
        self.offset = self.html.len();
        Token::Comment(ByteRange::new(start, self.html.len()))
    }

    /// The content of a raw text element up to its own end tag.
    fn raw_text(&mut self, element: ElementName) -> Token {
        let start = self.offset;
        let rest = &self.html[start..];
        let length = match element {
            name::PLAINTEXT => rest.len(),
            name::SCRIPT => script_length(rest),
            _ => memchr_iter(b'<', rest)
                .find(|&at| closes(&rest[at..], element))
                .unwrap_or(rest.len()),
        };
        self.offset = start + length;
        match element {
            name::TITLE | name::TEXTAREA | name::PLAINTEXT | name::XMP => {
                Token::Text(ByteRange::new(start, self.offset))
            }
            _ => Token::Raw(ByteRange::new(start, self.offset)),
        }
    }
}

impl Iterator for Scanner<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(element) = self.raw.take() {
            return Some(self.raw_text(element));
        }
        let start = self.offset;
        let mut from = start;
        loop {
            // A tag mostly begins where the last one, or the text, has ended.
            let is_here = self.html.get(from) == Some(&b'<');
            let open = if is_here { Some(0) } else { memchr(b'<', &self.html[from..]) };
            let Some(open) = open.map(|at| from + at) else {
                self.offset = self.html.len();
                return (start < self.offset)
                    .then(|| Token::Text(ByteRange::new(start, self.offset)));
            };
            let next = self.html.get(open + 1).copied().unwrap_or(b' ');
            let after = self.html.get(open + 2).copied();
            let is_tag = next.is_ascii_alphabetic()
                || matches!(next, b'!' | b'?')
                || (next == b'/' && after.is_some());
            if !is_tag {
                from = open + 1;
                continue;
            }
            if open > start {
                self.offset = open;
                return Some(Token::Text(ByteRange::new(start, open)));
            }
            return match (next, after) {
                (b'/', Some(letter)) if letter.is_ascii_alphabetic() => self.end_tag(open),
                (b'/' | b'!' | b'?', _) => Some(self.declaration(open)),
                _ => self.start_tag(open),
            };
        }
    }
}

/// Whether `rest` begins with the end tag of `element`.
fn closes(rest: &[u8], element: ElementName) -> bool {
    if rest.get(1) != Some(&b'/') {
        return false;
    }
    let (name, end) = ElementName::read(rest, 2);
    end < rest.len() && name == element
}

/// Length of a script's text: its end tag, but for the escapes of section 13.2.5.20 (`<!--` and, in
/// it, `<script`).
fn script_length(rest: &[u8]) -> usize {
    let (mut escaped, mut doubly) = (false, false);
    let mut at = 0;
    while let Some(next) = memchr::memchr2(b'<', b'-', &rest[at..]).map(|offset| at + offset) {
        let here = &rest[next..];
        at = next + 1;
        if escaped && here.starts_with(b"-->") {
            (escaped, doubly) = (false, false);
        } else if !escaped && here.starts_with(b"<!--") {
            escaped = true;
            at = next + 2;
        } else if doubly && closes(here, name::SCRIPT) {
            doubly = false;
        } else if escaped && !doubly && opens_script(here) {
            doubly = true;
        } else if !doubly && closes(here, name::SCRIPT) {
            return next;
        }
    }
    rest.len()
}

/// Whether a start tag `script` begins here. Only its length is looked at: a page may hold a million `<`.
fn opens_script(here: &[u8]) -> bool {
    here.get(..7).is_some_and(|start| start.eq_ignore_ascii_case(b"<script"))
        && here.get(7).is_some_and(|&byte| name::ends_name(byte))
}

fn holds_raw_text(name: ElementName) -> bool {
    matches!(
        name,
        name::SCRIPT
            | name::STYLE
            | name::IFRAME
            | name::NOEMBED
            | name::NOFRAMES
            | name::XMP
            | name::TITLE
            | name::TEXTAREA
            | name::PLAINTEXT
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<String> {
        Scanner::new(html)
            .map(|token| match token {
                Token::Start(start) => format!("<{:?}", start.name),
                Token::End { name } => format!("/{name:?}"),
                Token::Text(range) => String::from_utf8_lossy(range.slice(html.as_bytes())).into(),
                Token::Raw(_) => "raw".into(),
                Token::Comment(range) => {
                    format!("!{}", String::from_utf8_lossy(range.slice(html.as_bytes())))
                }
            })
            .collect()
    }

    #[test]
    fn comments_end_as_in_browsers() {
        assert_eq!(texts("<!-->a"), ["!", "a"]);
        assert_eq!(texts("<!--->a"), ["!", "a"]);
        assert_eq!(texts("<!--x--!>a"), ["!x", "a"]);
        assert_eq!(texts("<!-- a -- b --->c"), ["! a -- b -", "c"]);
        assert_eq!(texts("<!-- open <a href=x>"), ["! open <a href=x>"]);
    }

    #[test]
    fn a_lone_bracket_is_text() {
        assert_eq!(texts("a < b <3"), ["a < b <3"]);
        assert_eq!(texts("a </"), ["a </"]);
    }

    #[test]
    fn raw_text_hides_markup() {
        let script = "<script>a<!--<script>x</script>y--></script>z";
        assert_eq!(texts(script).last().map(String::as_str), Some("z"));
        assert_eq!(texts("<iframe><a href=x></iframe>z").len(), 4);
        assert_eq!(texts("<title>&amp;<b></title>")[1], "&amp;<b>");
    }

    #[test]
    fn an_unfinished_tag_is_dropped() {
        assert_eq!(texts("a<b href='x"), ["a"]);
    }
}
