//! Liquid and shortcodes in Markdown: what a site generator replaces before a reader sees the page.
//!
//! Their text is masked with letters of the same length while Markdown is parsed, so that
//! `[a]({{< ref "b.md" >}})` is a link, and left out of the page afterwards.

use std::ops::Range;

use memchr::{memchr, memchr2};

/// The longest tag that is believed to be one.
const MAX_TAG_BYTES: usize = 4096;

/// Liquid tags whose content is no text of the article, up to their end tag.
const ENCLOSING: [(&str, &str); 2] = [("comment", "endcomment"), ("highlight", "endhighlight")];

/// The template tags of `text`, ascending: `{{ }}`, `{% %}` and kramdown's `{: }`.
pub(crate) fn find(text: &str) -> Vec<Range<usize>> {
    let mut tags = Vec::new();
    let mut from = 0;
    let mut unclosed = [false; ENCLOSING.len()];
    while let Some(open) = memchr(b'{', &text.as_bytes()[from..]).map(|at| from + at) {
        from = open + 1;
        let Some(end) = tag_end(text, open) else { continue };
        let end = enclosed_end(text, open, end, &mut unclosed).unwrap_or(end);
        tags.push(open..end);
        from = end;
    }
    tags
}

fn tag_end(text: &str, open: usize) -> Option<usize> {
    let rest = &text.as_bytes()[open..];
    let rest = &rest[..rest.len().min(MAX_TAG_BYTES)];
    let close: &[u8] = match rest.get(1)? {
        b'{' => b"}}",
        b'%' => b"%}",
        b':' => b"}",
        _ => return None,
    };
    let end = memchr::memmem::find(&rest[2..], close)? + 2 + close.len();
    // A tag may run over lines, but not over a paragraph's end; kramdown's not even over a line's.
    let ends: &[&[u8]] = if close == b"}" { &[b"\n"] } else { &[b"\n\n", b"\r\n\r\n"] };
    let crosses = ends.iter().any(|blank| memchr::memmem::find(&rest[..end], blank).is_some());
    (!crosses && !crosses_fence(&text[open..open + end])).then_some(open + end)
}

/// Whether a fence of code begins or ends within a tag over lines: then it is none, and masking it would
/// take the fence along.
fn crosses_fence(tag: &str) -> bool {
    tag.split('\n').skip(1).any(|line| {
        let line = line.trim_start_matches([' ', '\t', '>']);
        line.starts_with("```") || line.starts_with("~~~")
    })
}

/// The end of what a tag such as `{% comment %}` encloses. Where a search for an end tag failed, it is
/// `unclosed` and not looked for again.
fn enclosed_end(
    text: &str,
    open: usize,
    end: usize,
    unclosed: &mut [bool; ENCLOSING.len()],
) -> Option<usize> {
    let word = text[open..end].strip_prefix("{%")?.trim_start_matches(['-', ' ']);
    let tag = ENCLOSING.iter().position(|(name, _)| word.starts_with(name))?;
    if unclosed[tag] {
        return None;
    }
    let mut from = end;
    while let Some(next) = text[from..].find("{%").map(|at| from + at) {
        let close = tag_end(text, next);
        let inner = close.map_or("", |close| &text[next + 2..close]);
        if inner.trim_start_matches(['-', ' ']).starts_with(ENCLOSING[tag].1) {
            return close;
        }
        from = next + 2;
    }
    unclosed[tag] = true;
    None
}

/// `text` with its tags masked. Line ends stay, and so does what a line begins with, so that blocks stay
/// blocks: an item or a quotation would end before a line that is not indented or marked as its own.
pub(crate) fn mask(text: &str, tags: &[Range<usize>]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for tag in tags {
        masked.push_str(&text[at..tag.start]);
        let mut begins_line = false;
        masked.extend(text[tag.clone()].bytes().map(|byte| {
            begins_line = match byte {
                b'\n' | b'\r' => true,
                _ => begins_line && matches!(byte, b' ' | b'\t' | b'>'),
            };
            if begins_line { byte as char } else { 'x' }
        }));
        at = tag.end;
    }
    masked.push_str(&text[at..]);
    masked
}

/// Template tags inside tags of HTML whose signs would end an attribute early, ascending. A generator
/// replaces them before a browser reads the page: `href="{{< ref "b.md" >}}"` is one whole value.
pub(crate) fn in_markup(html: &str) -> Vec<Range<usize>> {
    if memchr(b'{', html.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut scan = MarkupScan::default();
    let mut at = 0;
    let mut inside = Vec::new();
    for tag in find(html) {
        scan.read(&html.as_bytes()[at..tag.start]);
        at = tag.start;
        if scan.ends_value_within(&html.as_bytes()[tag.end..]) {
            continue;
        }
        at = tag.end;
        let text = &html[tag.clone()];
        let is_liquid = text.starts_with("{{") || text.starts_with("{%");
        if scan.in_tag && is_liquid && text.contains(['"', '\'', '<', '>']) {
            inside.push(tag);
        }
    }
    inside
}

/// Where a reading of HTML stands.
#[derive(Default)]
struct MarkupScan {
    in_tag: bool,
    quote: Option<u8>,
    /// The last byte that is no white space.
    last: u8,
}

impl MarkupScan {
    /// Whether the quoted value that is open ends within the template tag before `rest`: nothing behind the tag
    /// closes it. Then its signs are not those of a template, as in `title="{{" other="}}"`. A quote that is farther
    /// away than a tag is long closes nothing.
    fn ends_value_within(&self, rest: &[u8]) -> bool {
        let rest = &rest[..rest.len().min(MAX_TAG_BYTES)];
        self.in_tag
            && self.quote.is_some_and(|quote| {
                memchr2(quote, b'>', rest).is_none_or(|found| rest[found] != quote)
            })
    }

    fn read(&mut self, html: &[u8]) {
        for &byte in html {
            match (self.in_tag, self.quote) {
                (false, _) => self.in_tag = self.last == b'<' && byte.is_ascii_alphabetic(),
                (true, Some(quote)) if quote == byte => self.quote = None,
                (true, Some(_)) => {}
                (true, None) if byte == b'>' => self.in_tag = false,
                (true, None) if matches!(byte, b'"' | b'\'') && self.last == b'=' => {
                    self.quote = Some(byte);
                }
                (true, None) => {}
            }
            if !byte.is_ascii_whitespace() || !self.in_tag {
                self.last = byte;
            }
        }
    }
}

/// What a reader would see of a template tag that stands for a link's text: the alternative text that
/// it names, or the tag.
pub(crate) fn shown(tag: &str) -> &str {
    let alt = tag.split_once("alt=").and_then(|(_, rest)| {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest[1..].split(quote).next().filter(|alt| !alt.is_empty())
    });
    alt.unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_masked_at_full_length() {
        let text =
            "[é]({{< ref \"é\" >}}){:target=\"_b\"} {% comment %}\n[x](y)\n{% endcomment %} {a}";
        let masked = mask(text, &find(text));
        assert_eq!(masked.len(), text.len());
        assert!(masked.starts_with("[é](xxxxxxxxxxxxxxxx)xxxxxxxx"));
        assert!(!masked.contains("[x]") && masked.ends_with("x {a}"));
    }

    #[test]
    fn blocks_around_tags_stay() {
        for (text, want) in [
            ("1. a {{\n     b\n   }}", "1. a xx\n     x\n   xx"),
            ("> {% if\n> a\n>\t%}", "> xxxxx\n> x\n>\txx"),
            ("{% comment %}\n  - x\n{% endcomment %}", "xxxxxxxxxxxxx\n  xxx\nxxxxxxxxxxxxxxxx"),
        ] {
            assert_eq!(mask(text, &find(text)), want);
        }
        assert!(find("```\na {{\n```\nb }}").is_empty());
        assert!(find("> ~~~\n> {%\n> ~~~\n> %}").is_empty());
    }

    #[test]
    fn tags_inside_of_markup() {
        let tags = |html| in_markup(html).into_iter().map(|tag| &html[tag]).collect::<Vec<_>>();
        assert_eq!(
            tags("<a href=\"{{< ref \"b.md\" >}}\">{{ \"c\" }}</a>"),
            ["{{< ref \"b.md\" >}}"]
        );
        assert_eq!(tags("<a t='x > y' href={% url 'z' %}>"), ["{% url 'z' %}"]);
        assert_eq!(
            tags("<a href=\"/x\" data-t=\"{{\" y: b}}>b</a> <i title='{{ 'c' }}'>"),
            ["{{ 'c' }}"]
        );
        assert_eq!(tags("a < b {{ \"c\" }} <p>{% d \"e\" %}</p> <i {{ f }}>"), [""; 0]);
    }

    #[test]
    fn what_a_reader_sees_of_a_tag() {
        assert_eq!(shown("{{< img src=\"a\" alt=\"A chart\" >}}"), "A chart");
        assert_eq!(shown("{% image \"a\" %}"), "{% image \"a\" %}");
        assert_eq!(shown("{{ x alt=\"\" }}"), "{{ x alt=\"\" }}");
    }

    #[test]
    fn what_is_not_closed_is_text() {
        assert!(find("a {{ b [c](d)\n\n`}}` e").is_empty());
        assert!(find("{{ a {% b {: c\n }").is_empty());
    }
}
