//! Blocks of raw HTML in Markdown, found before the Markdown parser runs.
//!
//! Most posts of scraped archives are one block of HTML under a line of Markdown. Copying such blocks
//! as they are spares the parser most of the text, and lets the dialect say where a block ends:
//! CommonMark 4.6 ends it at a blank line, even inside `<pre>`; kramdown at the closing tag.
//!
//! Only blocks that begin in the first column after a blank line are taken, because there is no doubt
//! about them. At the first sign of doubt (a code fence, a comment inside a paragraph) the search
//! stops and leaves the rest to the parser.

use memchr::{memchr, memmem};

use super::lines;
use crate::article::Dialect;

/// The block elements of CommonMark 4.6, condition 6. Sorted.
const BLOCKS: [&str; 62] = [
    "address",
    "article",
    "aside",
    "base",
    "basefont",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
];

/// Elements whose block ends at a closing tag (condition 1).
const VERBATIM: [&str; 4] = ["pre", "script", "style", "textarea"];

/// How many times the length of a document may be searched for closing tags that never come.
const MAX_SEARCH_FACTOR: usize = 16;

/// The blocks of raw HTML in `text`, as ranges of whole lines.
pub(crate) fn find(text: &str, dialect: Dialect) -> Vec<(usize, usize)> {
    // Only what is there needs looking for.
    let has_pre = memmem::find(text.as_bytes(), b"<pre").is_some();
    let dialect = if dialect == Dialect::Auto && !has_pre { Dialect::Commonmark } else { dialect };
    let mut search = BlockEndSearch {
        text,
        has_returns: memchr(b'\r', text.as_bytes()).is_some(),
        dialect,
        search_budget: text.len().saturating_mul(MAX_SEARCH_FACTOR),
    };
    let mut blocks = Vec::new();
    let mut at = 0;
    let mut after_blank = true;
    while at < text.len() {
        let end = lines::next(text, at);
        let line = &text[at..end];
        let indented = line.trim_start_matches(' ');
        if after_blank
            && line.starts_with('<')
            && let Some(stop) = search.block_end(at)
        {
            blocks.push((at, stop));
            at = stop;
            continue;
        }
        if is_doubtful(indented) {
            break;
        }
        after_blank = line.trim().is_empty();
        at = end;
    }
    blocks
}

/// The search for the ends of blocks.
struct BlockEndSearch<'a> {
    text: &'a str,
    /// Whether some of its lines end with CR.
    has_returns: bool,
    dialect: Dialect,
    /// How many more bytes may be searched in vain; then CommonMark's own rule holds.
    search_budget: usize,
}

impl BlockEndSearch<'_> {
    /// Where the block that begins at `at` ends; `None` if none begins there.
    fn block_end(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        if let Some(end) = special_end(rest) {
            return Some(at + end.unwrap_or(rest.len()));
        }
        let name = tag_name(rest)?;
        BLOCKS.binary_search(&name.as_str()).ok()?;
        let kramdown = self.dialect == Dialect::Kramdown;
        let closed = kramdown.then(|| self.closing_end(at, &name)).flatten();
        Some(closed.unwrap_or_else(|| self.blank_end(at)))
    }

    /// The first blank line from `at` on, inside no `<pre>` unless the dialect is CommonMark's own.
    fn blank_end(&mut self, at: usize) -> usize {
        let mut from = at;
        let mut checked = at;
        let mut in_pre = false;
        while let Some(line) = self.next_blank(from) {
            if self.dialect != Dialect::Commonmark {
                in_pre = pre_is_open(&self.text[checked..line], in_pre);
                checked = line;
            }
            let close = in_pre.then(|| self.pre_close(line)).flatten();
            let Some(close) = close else { return line };
            from = lines::next(self.text, line + close);
        }
        self.text.len()
    }

    /// The first blank line from the one at `from` on.
    fn next_blank(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut line = from;
        while line < bytes.len() {
            let indent = bytes[line..].iter().position(|byte| !matches!(byte, b' ' | b'\t'));
            let Some(start) = indent.map(|indent| line + indent) else { return Some(line) };
            if matches!(bytes[start], b'\n' | b'\r') {
                return Some(line);
            }
            line = match self.has_returns {
                true => lines::next(self.text, start),
                false => memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at + 1),
            };
        }
        None
    }

    /// How far behind `line` the next `</pre` stands.
    fn pre_close(&mut self, line: usize) -> Option<usize> {
        let rest = &self.text[line..];
        let close = if self.search_budget > 0 { find_ignoring_case(rest, "</pre") } else { None };
        self.spend(close.unwrap_or(rest.len()));
        close
    }

    /// kramdown: the end of the line on which the element that begins at `at` is closed.
    fn closing_end(&mut self, at: usize, name: &str) -> Option<usize> {
        let end = if self.search_budget > 0 { closing_end(self.text, at, name) } else { None };
        self.spend(end.unwrap_or(self.text.len()) - at);
        end
    }

    fn spend(&mut self, bytes: usize) {
        self.search_budget = self.search_budget.saturating_sub(bytes);
    }
}

/// Conditions 1 to 5: the end of the line that holds what closes the block, or `Some(None)` where
/// nothing does.
fn special_end(rest: &str) -> Option<Option<usize>> {
    let close = match () {
        () if VERBATIM.iter().any(|name| opens(rest, name)) => verbatim_close(rest),
        () if rest.starts_with("<!--") => rest.find("-->"),
        () if rest.starts_with("<?") => rest.find("?>"),
        () if rest.starts_with("<![CDATA[") => rest.find("]]>"),
        () if rest.starts_with("<!") => rest.find('>'),
        () => return None,
    };
    Some(close.map(|close| lines::next(rest, close)))
}

/// The first end tag of any element of condition 1.
fn verbatim_close(rest: &str) -> Option<usize> {
    let closes = |at: &usize| {
        let name = &rest.as_bytes()[at + 2..];
        VERBATIM.iter().any(|known| {
            name.get(..known.len()).is_some_and(|name| name.eq_ignore_ascii_case(known.as_bytes()))
                && name.get(known.len()) == Some(&b'>')
        })
    };
    memmem::find_iter(rest.as_bytes(), b"</").find(closes)
}

/// Whether `<pre>` is open at the end of `html`, given whether it was at its beginning.
fn pre_is_open(html: &str, open: bool) -> bool {
    let last = memmem::rfind(html.as_bytes(), b"<pre");
    let closed = memmem::rfind(html.as_bytes(), b"</pre");
    match (last, closed) {
        (None, None) => open,
        (opened, closed) => opened > closed,
    }
}

/// kramdown: the end of the line on which the element that begins at `at` is closed.
fn closing_end(text: &str, at: usize, name: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut from = at;
    while let Some(open) = memchr(b'<', &text.as_bytes()[from..]).map(|next| from + next) {
        let rest = &text[open..];
        from = open + 1;
        if opens(rest, name) {
            depth += 1;
        } else if rest.as_bytes().get(1) == Some(&b'/') && has_name(&rest[2..], name) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(lines::next(text, open));
            }
        } else if rest.starts_with("<!--") {
            from = open + memmem::find(rest.as_bytes(), b"-->")?;
        }
    }
    None
}

/// Whether a line may change what the following lines mean in a way that is not followed here.
fn is_doubtful(line: &str) -> bool {
    line.starts_with("```")
        || line.starts_with("~~~")
        || line.starts_with("<!")
        || line.starts_with("<?")
        || VERBATIM.iter().any(|name| opens(line, name))
}

fn opens(rest: &str, name: &str) -> bool {
    rest.starts_with('<') && has_name(&rest[1..], name)
}

fn has_name(rest: &str, name: &str) -> bool {
    rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && matches!(
            rest.as_bytes().get(name.len()),
            None | Some(b' ' | b'\t' | b'\n' | b'\r' | b'>')
        )
}

/// The name of the tag or end tag at the start of `rest`, lower-cased, if what follows it may follow.
fn tag_name(rest: &str) -> Option<String> {
    let rest = rest.strip_prefix("</").or_else(|| rest.strip_prefix('<'))?;
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let fits =
        matches!(rest.as_bytes().get(length), None | Some(b' ' | b'\t' | b'\n' | b'\r' | b'>'))
            || rest[length..].starts_with("/>");
    (fits && length <= 10).then(|| rest[..length].to_ascii_lowercase())
}

fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    let (head, bytes) = (word.as_bytes()[0], text.as_bytes());
    let mut from = 0;
    while let Some(at) = memchr(head, &bytes[from..]).map(|next| from + next) {
        if bytes[at..].get(..word.len())?.eq_ignore_ascii_case(word.as_bytes()) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str, dialect: Dialect) -> Vec<&str> {
        find(text, dialect).into_iter().map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(BLOCKS.is_sorted());
    }

    #[test]
    fn a_block_ends_at_a_blank_line() {
        let text = "[t](u)\n---\n\n<div>\n*a*\n</div>\n\nb\n\n<p>c";
        assert_eq!(blocks(text, Dialect::Auto), ["<div>\n*a*\n</div>\n", "<p>c"]);
    }

    #[test]
    fn lines_end_in_three_ways() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "<div>\n  a\n \t\nb\n\n<p>c\n  ".replace('\n', end);
            let want = ["<div>\n  a\n", "<p>c\n"].map(|block| block.replace('\n', end));
            assert_eq!(blocks(&text, Dialect::Auto), want);
        }
    }

    #[test]
    fn blank_lines_in_pre() {
        let text = "<div>\n<pre>a\n\nb</pre>\nc\n\n# d";
        assert_eq!(blocks(text, Dialect::Auto), ["<div>\n<pre>a\n\nb</pre>\nc\n"]);
        assert_eq!(blocks(text, Dialect::Commonmark), ["<div>\n<pre>a\n"]);
        assert_eq!(blocks("<div><pre>a\n\nb", Dialect::Auto), ["<div><pre>a\n"]);
    }

    #[test]
    fn kramdown_ends_at_the_closing_tag() {
        let text = "<div>a\n\n<div>b</div>\n\n[c](d)\n</div>\n\n[e](f)";
        assert_eq!(blocks(text, Dialect::Kramdown), ["<div>a\n\n<div>b</div>\n\n[c](d)\n</div>\n"]);
    }

    #[test]
    fn doubt_stops_the_search() {
        assert_eq!(blocks("```\n\n<div>\n```\n", Dialect::Auto), [""; 0]);
        assert_eq!(blocks("a\n<script>\n\n<div>\n</script>\n", Dialect::Auto), [""; 0]);
        assert_eq!(blocks("a\n<div>b", Dialect::Auto), [""; 0]);
    }

    #[test]
    fn special_blocks() {
        let text = "<!-- a\n\nb --> c\n<div>\n\n<script>\n\nx</script>\n";
        let want = ["<!-- a\n\nb --> c\n", "<div>\n", "<script>\n\nx</script>\n"];
        assert_eq!(blocks(text, Dialect::Auto), want);
    }
}
