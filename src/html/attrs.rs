//! Attributes of a start tag, located by the rules of WHATWG HTML 13.2.5.32 to 13.2.5.40.
//!
//! A quote delimits only directly after `=`. So `data-x="{"title": ""}"` is a value `{` followed by
//! junk names, and an `href` before it survives, as in browsers.

use memchr::memchr;

use super::byte_range::ByteRange;
use super::byte_set::table;

static SPACE: [bool; 256] = table(b" \t\n\r\x0c");
static BETWEEN: [bool; 256] = table(b" \t\n\r\x0c/");
static NAME_END: [bool; 256] = table(b" \t\n\r\x0c=/>");
static VALUE_END: [bool; 256] = table(b" \t\n\r\x0c>");

/// One attribute: where its name and its value stand in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attr {
    pub(crate) name: ByteRange,
    pub(crate) value: ByteRange,
}

/// Yields attributes from `at` on; it stops at the tag's `>`, or `None`-ends at the page's end.
struct AttrIter<'a> {
    html: &'a [u8],
    offset: usize,
}

impl AttrIter<'_> {
    /// Goes on to the first byte that is (or is not) in `table`.
    fn skip(&mut self, table: &[bool; 256], skipped: bool) {
        let rest = &self.html[self.offset..];
        let length = rest.iter().position(|&byte| table[byte as usize] != skipped);
        self.offset += length.unwrap_or(rest.len());
    }

    /// The value after `=`, quoted or not.
    fn value(&mut self) -> Option<ByteRange> {
        self.skip(&SPACE, true);
        match *self.html.get(self.offset)? {
            quote @ (b'"' | b'\'') => {
                let start = self.offset + 1;
                let end = start + memchr(quote, &self.html[start..])?;
                self.offset = end + 1;
                Some(ByteRange::new(start, end))
            }
            _ => {
                let start = self.offset;
                self.skip(&VALUE_END, false);
                Some(ByteRange::new(start, self.offset))
            }
        }
    }
}

impl Iterator for AttrIter<'_> {
    type Item = Attr;

    fn next(&mut self) -> Option<Attr> {
        self.skip(&BETWEEN, true);
        let start = self.offset;
        if *self.html.get(start)? == b'>' {
            return None;
        }
        // A `=` that begins a name is part of it.
        self.offset += 1;
        self.skip(&NAME_END, false);
        let name = ByteRange::new(start, self.offset);
        self.skip(&SPACE, true);
        let mut value = ByteRange::new(self.offset, self.offset);
        if self.html.get(self.offset) == Some(&b'=') {
            self.offset += 1;
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
    pub(crate) attrs_of_interest: KnownAttrs,
}

/// Where the values of the attributes stand that are asked of every element or link, so that most
/// tags are looked at once. An absent one is `ByteRange::default()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct KnownAttrs {
    pub(crate) class: ByteRange,
    pub(crate) id: ByteRange,
    pub(crate) name: ByteRange,
    pub(crate) role: ByteRange,
    pub(crate) href: ByteRange,
    pub(crate) rel: ByteRange,
    /// All of the tag's attributes, up to its `>`.
    pub(crate) all: ByteRange,
    /// Whether a name begins or ends with a quote, or stands right behind a quoted value: a value may
    /// have ended before its author thought.
    pub(crate) crowded: bool,
    /// Whether it has `itemprop`, `property` or `datetime`: it states something about the page.
    pub(crate) states: bool,
    /// Whether it has `hidden` or `style`, which can keep its element from being shown.
    pub(crate) may_conceal: bool,
}

impl KnownAttrs {
    /// The same with no more than so many bytes of class and id. They may end within a character.
    pub(crate) fn clipped(mut self, most: u32) -> Self {
        for range in [&mut self.class, &mut self.id] {
            range.end = range.end.min(range.start + most);
        }
        self
    }

    fn note(&mut self, html: &[u8], attr: Attr) {
        let name = attr.name.slice(html);
        let is_quote = |byte: Option<&u8>| matches!(byte, Some(b'"' | b'\''));
        let before = attr.name.start as usize - 1;
        self.crowded |=
            is_quote(name.first()) || is_quote(name.last()) || is_quote(html.get(before));
        let slot = match name.len() {
            2 if name.eq_ignore_ascii_case(b"id") => &mut self.id,
            3 if name.eq_ignore_ascii_case(b"rel") => &mut self.rel,
            4 if name.eq_ignore_ascii_case(b"href") => &mut self.href,
            4 if name.eq_ignore_ascii_case(b"name") => &mut self.name,
            4 if name.eq_ignore_ascii_case(b"role") => &mut self.role,
            5 if name.eq_ignore_ascii_case(b"class") => &mut self.class,
            5 | 6 => {
                let concealing = [&b"style"[..], b"hidden"];
                self.may_conceal |= concealing.iter().any(|known| name.eq_ignore_ascii_case(known));
                return;
            }
            8 => {
                let stating = [&b"itemprop"[..], b"property", b"datetime"];
                self.states |= stating.iter().any(|known| name.eq_ignore_ascii_case(known));
                return;
            }
            _ => return,
        };
        if *slot == ByteRange::default() {
            *slot = attr.value;
        }
    }
}

/// Reads the tag whose name ends at `at`. `None` where the page ends first.
pub(crate) fn tag(html: &[u8], at: usize) -> Option<Tag> {
    if html.get(at) == Some(&b'>') {
        return Some(Tag { end: at + 1, ..Tag::default() });
    }
    let mut attrs = AttrIter { html, offset: at };
    let mut marks = KnownAttrs::default();
    let mut last = 0;
    for attr in attrs.by_ref() {
        marks.note(html, attr);
        last = attr.value.end as usize;
    }
    let end = attrs.offset;
    marks.all = ByteRange::new(at, end);
    let closes_itself = html[..end].ends_with(b"/") && last != end;
    (html.get(end) == Some(&b'>')).then_some(Tag {
        end: end + 1,
        closes_itself,
        attrs_of_interest: marks,
    })
}

/// The attributes that stand in `range` of the page, which a `>` follows. A name may occur twice; the
/// first counts.
pub(crate) fn all(html: &[u8], range: ByteRange) -> impl Iterator<Item = Attr> {
    AttrIter { html: &html[..=range.end as usize], offset: range.start as usize }
}

/// The names in the tag whose own name ends at `at` or before; it may have no end.
pub(crate) fn names(html: &[u8], at: usize) -> impl Iterator<Item = ByteRange> {
    AttrIter { html, offset: at.min(html.len()) }.map(|attr| attr.name)
}

/// Where the value of the first attribute called `name` (lower case) stands.
pub(crate) fn find(html: &[u8], range: ByteRange, name: &str) -> Option<ByteRange> {
    if range.start == range.end {
        return None;
    }
    all(html, range)
        .find(|attr| attr.name.slice(html).eq_ignore_ascii_case(name.as_bytes()))
        .map(|attr| attr.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(tag: &str) -> Vec<(String, String)> {
        let html = tag.as_bytes();
        let text = |range: ByteRange| String::from_utf8_lossy(range.slice(html)).into_owned();
        all(html, ByteRange::new(2, html.len() - 1))
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
        let marks = tag(html, 2).unwrap().attrs_of_interest;
        assert_eq!((marks.class.slice(html), marks.id.slice(html)), (&b"a"[..], &b"b"[..]));
        assert_eq!(marks.role.slice(html), b"");
    }
}
