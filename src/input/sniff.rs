//! What a document is: by its extension, and by its content where the extension says nothing.

use memchr::memmem;

use crate::article::Format;

/// What to do with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Read it as a document.
    Document(Format),
    /// Read articles from it, one JSON object a line.
    Jsonl,
    /// Decide when its content is known.
    Unknown,
    /// No format that is read here.
    Other,
}

/// Judges a file by the extension of its name.
pub(crate) fn by_name(name: &str) -> Kind {
    let Some((stem, extension)) = name.rsplit_once('.') else { return Kind::Unknown };
    if stem.is_empty() || stem.ends_with('/') {
        return Kind::Unknown;
    }
    // While a document is open, Word keeps the name of who edits it in a file beside it.
    if name.rsplit('/').next().is_some_and(|file| file.starts_with("~$")) {
        return Kind::Other;
    }
    match extension.to_ascii_lowercase().as_str() {
        "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdx" | "rmd" | "qmd" => {
            Kind::Document(Format::Markdown)
        }
        "html" | "htm" | "xhtml" | "xht" | "shtml" => Kind::Document(Format::Html),
        "docx" | "docm" => Kind::Document(Format::Docx),
        "ipynb" => Kind::Document(Format::Notebook),
        "jsonl" | "ndjson" => Kind::Jsonl,
        "txt" | "text" => Kind::Unknown,
        extension if OTHER.contains(&extension) => Kind::Other,
        _ => Kind::Unknown,
    }
}

/// Extensions that need no look inside. Sorted.
const OTHER: [&str; 58] = [
    "7z", "adoc", "asciidoc", "avi", "bib", "bmp", "bz2", "css", "csv", "doc", "eot", "epub",
    "gexf", "gif", "graphml", "gz", "heic", "ico", "jar", "jpeg", "jpg", "js", "json", "lock",
    "m4a", "map", "mjs", "mov", "mp3", "mp4", "odt", "ogg", "opml", "org", "otf", "pdf", "png",
    "ppt", "pptx", "py", "rb", "rs", "rst", "rtf", "svg", "tar", "textile", "tif", "toml", "ts",
    "ttf", "warc", "wav", "webp", "woff", "woff2", "xz", "zip",
];

/// The format of a text whose name says nothing, or why it is not read.
pub(crate) fn by_content(text: &str) -> Result<Format, &'static str> {
    if super::notebook::is(text) {
        return Ok(Format::Notebook);
    }
    let head = &text.as_bytes()[..text.len().min(8192)];
    let lower = head.trim_ascii_start().to_ascii_lowercase();
    let has = |word: &str| memmem::find(&lower, word.as_bytes()).is_some();
    if lower.starts_with(b"<?xml") || lower.starts_with(b"<rss") || lower.starts_with(b"<feed") {
        return match () {
            () if has("<html") => Ok(Format::Html),
            () if is_feed(text) => Err("feed"),
            () => Err("unknown-format"),
        };
    }
    if is_binary(head) {
        return Err("binary");
    }
    if lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html") || has("<head") {
        return Ok(Format::Html);
    }
    let front_matter = lower.starts_with(b"---\n") || lower.starts_with(b"---\r");
    let front_matter = front_matter || lower.starts_with(b"+++\n") || lower.starts_with(b"+++\r");
    let markup = ["<p>", "<p ", "<div", "<a href", "](http", "](/", "]: http", "\n# ", "\n## "];
    let markup = markup.iter().any(|word| has(word)) || lower.starts_with(b"# ");
    Ok(if front_matter || markup { Format::Markdown } else { Format::Text })
}

/// Whether the text is a feed or a sitemap: lists of articles, not articles.
pub(crate) fn is_feed(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(8192)];
    let roots = ["<rss", "<feed", "<urlset", "<sitemapindex", "<rdf:RDF", "<opml"];
    let root = roots.iter().filter_map(|root| memmem::find(head, root.as_bytes())).min();
    let html = memmem::find(&head.to_ascii_lowercase(), b"<html");
    root.is_some_and(|root| html.is_none_or(|html| root < html))
        && head.trim_ascii_start().starts_with(b"<")
}

/// Whether bytes that were read as text hold more than text.
fn is_binary(head: &[u8]) -> bool {
    let odd = head
        .iter()
        .filter(|byte| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x08))
        .count();
    head.starts_with(b"%PDF-") || head.starts_with(b"PK\x03\x04") || odd * 20 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(OTHER.is_sorted());
    }

    #[test]
    fn names_and_contents() {
        assert_eq!(by_name("a/b.MD"), Kind::Document(Format::Markdown));
        assert_eq!(by_name("a/.html"), Kind::Unknown);
        assert_eq!(by_name("a.b/README"), Kind::Unknown);
        assert_eq!(by_name("x.tar.gz"), Kind::Other);
        assert_eq!(by_content("---\ntitle: x\n---\n"), Ok(Format::Markdown));
        assert_eq!(by_content("see http://example.org"), Ok(Format::Text));
        assert_eq!(by_content("<!DOCTYPE html><p>"), Ok(Format::Html));
        assert_eq!(by_content("<?xml version='1.0'?><rss>"), Err("feed"));
        assert_eq!(by_content("%PDF-1.4"), Err("binary"));
        assert_eq!(by_content(""), Ok(Format::Text));
    }
}
