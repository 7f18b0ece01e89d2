//! Attributes of a start tag, located by the rules of WHATWG HTML 13.2.5.32 to 13.2.5.40.
//!
//! A quote delimits only directly after `=`. So `data-x="{"title": ""}"` is a value `{` followed by
//! junk names, and an `href` before it survives, as in browsers.

use memchr::memchr;

use super::scan::{Range, table};

static SPACE: [bool; 256] = table(b" \t\n\r\x0c");
static BETWEEN: [bool; 256] = table(b" \t\n\r\x0c/");
static NAME_END: [bool; 256] = table(b" \t\n\r\x0c=/>");
static VALUE_END: [bool; 256] = table(b" \t\n\r\x0c>");

/// One attribute: where its name and its value stand in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attr {
    pub(crate) name: Range,
    pub(crate) value: Range,
}

/// Yields attributes from `at` on; it stops at the tag's `>`, or `None`-ends at the page's end.
struct Attrs<'a> {
    html: &'a [u8],
    at: usize,
}

impl Attrs<'_> {
    /// Goes on to the first byte that is (or is not) in `table`.
    fn skip(&mut self, table: &[bool; 256], skipped: bool) {
        let rest = &self.html[self.at..];
        let length = rest.iter().position(|&byte| table[byte as usize] != skipped);
        self.at += length.unwrap_or(rest.len());
    }

    /// The value after `=`, quoted or not.
    fn value(&mut self) -> Option<Range> {
        self.skip(&SPACE, true);
        match *self.html.get(self.at)? {
            quote @ (b'"' | b'\'') => {
                let start = self.at + 1;
                let end = start + memchr(quote, &self.html[start..])?;
                self.at = end + 1;
                Some(Range::new(start, end))
            }
            _ => {
                let start = self.at;
                self.skip(&VALUE_END, false);
                Some(Range::new(start, self.at))
            }
        }
    }
}

impl Iterator for Attrs<'_> {
    type Item = Attr;

    fn next(&mut self) -> Option<Attr> {
        self.skip(&BETWEEN, true);
        let start = self.at;
        if *self.html.get(start)? == b'>' {
            return None;
        }
        // A `=` that begins a name is part of it.
        self.at += 1;
        self.skip(&NAME_END, false);
        let name = Range::new(start, self.at);
        self.skip(&SPACE, true);
        let mut value = Range::new(self.at, self.at);
        if self.html.get(self.at) == Some(&b'=') {
            self.at += 1;
            value = self.value()?;
        }
        Some(Attr { name, value })
    }
}

/// What is known of a start tag after one look at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Just behind its `>`.
    pub(crate) end: usize,
    /// Whether `/` stands before the `>` and belongs to no value.
    pub(crate) closes_itself: bool,
    /// Its values of interest.
    pub(crate) marks: Marks,
}

/// Where the values of the attributes stand that are asked of every element or link, so that most
/// tags are looked at once. An absent one is `Range::default()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub(crate) class: Range,
    pub(crate) id: Range,
    pub(crate) role: Range,
    pub(crate) href: Range,
    pub(crate) rel: Range,
    /// Whether a name begins or ends with a quote, or stands right behind a quoted value: a value may
    /// have ended before its author thought.
    pub(crate) crowded: bool,
}

impl Marks {
    /// The same with no more than so many bytes of class and id. They may end within a character.
    pub(crate) fn clipped(mut self, most: u32) -> Self {
        for range in [&mut self.class, &mut self.id] {
            range.end = range.end.min(range.start + most);
        }
        self
    }

    fn note(&mut self, html: &[u8], attr: Attr) {
        let name = attr.name.of(html);
        let is_quote = |byte: Option<&u8>| matches!(byte, Some(b'"' | b'\''));
        let before = attr.name.start as usize - 1;
        self.crowded |=
            is_quote(name.first()) || is_quote(name.last()) || is_quote(html.get(before));
        let slot = match name.len() {
            2 if name.eq_ignore_ascii_case(b"id") => &mut self.id,
            3 if name.eq_ignore_ascii_case(b"rel") => &mut self.rel,
            4 if name.eq_ignore_ascii_case(b"href") => &mut self.href,
            4 if name.eq_ignore_ascii_case(b"role") => &mut self.role,
            5 if name.eq_ignore_ascii_case(b"class") => &mut self.class,
            _ => return,
        };
        if *slot == Range::default() {
            *slot = attr.value;
        }
    }
}

/// Reads the tag whose name ends at `at`. `None` where the page ends first.
pub(crate) fn tag(html: &[u8], at: usize) -> Option<Tag> {
    if html.get(at) == Some(&b'>') {
        return Some(Tag { end: at + 1, ..Tag::default() });
    }
    let mut attrs = Attrs { html, at };
    let mut marks = Marks::default();
    let mut last = 0;
    for attr in attrs.by_ref() {
        marks.note(html, attr);
        last = attr.value.end as usize;
    }
    let end = attrs.at;
    let closes_itself = html[..end].ends_with(b"/") && last != end;
    (html.get(end) == Some(&b'>')).then_some(Tag { end: end + 1, closes_itself, marks })
}

/// The attributes that stand in `range` of the page, which a `>` follows. A name may occur twice; the
/// first counts.
pub(crate) fn all(html: &[u8], range: Range) -> impl Iterator<Item = Attr> {
    Attrs { html: &html[..=range.end as usize], at: range.start as usize }
}

/// The names in the tag whose own name ends at `at` or before; it may have no end.
pub(crate) fn names(html: &[u8], at: usize) -> impl Iterator<Item = Range> {
    Attrs { html, at: at.min(html.len()) }.map(|attr| attr.name)
}

/// Where the value of the first attribute called `name` (lower case) stands.
pub(crate) fn find(html: &[u8], range: Range, name: &str) -> Option<Range> {
    all(html, range)
        .find(|attr| attr.name.of(html).eq_ignore_ascii_case(name.as_bytes()))
        .map(|attr| attr.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(tag: &str) -> Vec<(String, String)> {
        let html = tag.as_bytes();
        let text = |range: Range| String::from_utf8_lossy(range.of(html)).into_owned();
        all(html, Range::new(2, html.len() - 1))
            .map(|attr| (text(attr.name), text(attr.value)))
            .collect()
    }

    fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
    }

    #[test]
    fn quotes_count_only_after_an_equals_sign() {
        let tag = r#"<a href="x" data-y="{"title": "", "z": ""}" rel=r>"#;
        let names: Vec<_> = pairs(tag).into_iter().map(|pair| pair.0).collect();
        assert_eq!(names, ["href", "data-y", "title\":", "\"\",", "\"z\":", "\"\"}\"", "rel"]);
    }

    #[test]
    fn odd_spellings() {
        assert_eq!(pairs("<a  HREF = 'x y'/b>"), owned(&[("HREF", "x y"), ("b", "")]));
        assert_eq!(pairs("<a href=x/y>"), owned(&[("href", "x/y")]));
        assert_eq!(pairs("<a =x=1>"), owned(&[("=x", "1")]));
        assert_eq!(pairs("<a href=>"), owned(&[("href", "")]));
    }

    #[test]
    fn the_end_of_a_tag() {
        let end = |html: &[u8], at| tag(html, at).map(|tag| (tag.end, tag.closes_itself));
        assert_eq!(end(b"<a title='>'>x", 2), Some((13, false)));
        assert_eq!(end(b"<br/>", 3), Some((5, true)));
        assert_eq!(end(b"<a href=x/>", 2), Some((11, false)));
        assert_eq!(end(b"<a href='x>", 2), None);
    }

    #[test]
    fn marks_are_the_first_of_their_name() {
        let html = b"<p CLASS='a' id=b class=c role>";
        let marks = tag(html, 2).unwrap().marks;
        assert_eq!((marks.class.of(html), marks.id.of(html)), (&b"a"[..], &b"b"[..]));
        assert_eq!(marks.role.of(html), b"");
    }
}
