//! A list of addresses as an article, so that it goes the way of all links.

use std::borrow::Cow;

use rayon::prelude::*;
use url::Url;

use crate::article::{
    Article, Format, Link, MetadataRules, OriginRule, Place, Reason, SCHEMA, Syntax,
};
use crate::html::charref::decode_text;
use crate::html::name::{self, ElementName};
use crate::html::scan::{Scanner, Token};
use crate::link::{ResolvedHref, cite, resolve_href};

/// What editors on Windows write in front of a text.
const BOM: char = '\u{feff}';

/// Reads a list: one address a line, a blank and what follows it left out; blank lines and those that
/// begin with `#` say nothing, nor does a byte order mark. `input` is its name in every output. What is no
/// http(s) URL is a reject. Of a site map, an RSS or an Atom feed the addresses of its pages are read.
pub fn read(input: &str, text: &str) -> Article {
    if is_xml_list(text) {
        return article(input, &xml_addresses(text).collect::<Vec<_>>(), text);
    }
    let lines = text.strip_prefix(BOM).unwrap_or(text).lines();
    let named = lines.filter_map(|line| line.split_whitespace().next());
    let links = named.filter(|word| !word.starts_with('#'));
    let words: Vec<ListedWord<'_>> =
        links.map(|word| ListedWord { word, address: Cow::Borrowed(word) }).collect();
    article(input, &words, text)
}

/// An address of a list.
struct ListedWord<'a> {
    /// As it stands in the text.
    word: &'a str,
    /// The address that it means.
    address: Cow<'a, str>,
}

/// Whether a text is a site map or a feed.
fn is_xml_list(text: &str) -> bool {
    const ROOTS: [&str; 5] = ["<urlset", "<sitemapindex", "<rss", "<feed", "<rdf:RDF"];
    let text = text.trim_start_matches(BOM).trim_start();
    let head: String = text.chars().take(4096).collect();
    text.starts_with('<') && ROOTS.iter().any(|root| head.contains(root))
}

/// The addresses of pages in a site map (`loc`), in RSS (`link`) and in Atom (`link href`).
fn xml_addresses(text: &str) -> impl Iterator<Item = ListedWord<'_>> {
    const LOC: ElementName = ElementName::from_bytes(b"loc");
    let mut scanner = Scanner::new(text);
    scanner.set_foreign(true);
    let mut is_open = false;
    std::iter::from_fn(move || {
        loop {
            let token = scanner.next()?;
            scanner.set_foreign(true);
            let range = match token {
                Token::Start(start) => {
                    is_open = matches!(start.name, LOC | name::LINK);
                    let attrs = &start.attrs_of_interest;
                    let rel = attrs.rel.text(text);
                    let is_page =
                        start.name == name::LINK && (rel.is_empty() || rel == "alternate");
                    if !is_page || attrs.href.start == attrs.href.end {
                        continue;
                    }
                    attrs.href
                }
                Token::Text(range) if is_open => range,
                Token::End { .. } => {
                    is_open = false;
                    continue;
                }
                _ => continue,
            };
            let word = range.text(text).trim();
            if !word.is_empty() {
                return Some(ListedWord { word, address: decode_text(word) });
            }
        }
    })
}

fn article(input: &str, words: &[ListedWord<'_>], text: &str) -> Article {
    let lines = LineStarts::new(text);
    let links =
        words.par_iter().enumerate().map(|(ordinal, word)| link(ordinal, word, text, &lines));
    let (citations, rejects) = links.partition(|link| link.reason.is_none());
    Article {
        schema: SCHEMA,
        input: input.to_owned(),
        part: None,
        format: Format::Text,
        dialect: None,
        origin: None,
        origin_rule: OriginRule::None,
        title: None,
        published: None,
        authors: Vec::new(),
        tags: Vec::new(),
        language: None,
        metadata_rules: MetadataRules::default(),
        captures: Vec::new(),
        citations,
        rejects,
        ignores: Vec::new(),
        warnings: Vec::new(),
        sentences: None,
    }
}

/// Where the lines of a text begin.
struct LineStarts(Vec<usize>);

impl LineStarts {
    fn new(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        Self(std::iter::once(0).chain(ends.map(|end| end + 1)).collect())
    }

    /// The number of a byte's line, from 0, and where that begins.
    fn at(&self, offset: usize) -> (usize, usize) {
        let line = self.0.partition_point(|start| *start <= offset) - 1;
        (line, self.0[line])
    }
}

fn link(ordinal: usize, listed: &ListedWord<'_>, text: &str, lines: &LineStarts) -> Link {
    let word = listed.word;
    // A word is a part of the text.
    let start = word.as_ptr() as usize - text.as_ptr() as usize;
    let (line, begin) = lines.at(start);
    let (line, column) =
        (line as u32 + 1, text[begin..start].trim_start_matches(BOM).chars().count() as u32 + 1);
    let resolved = match resolve_href(&listed.address, None) {
        ResolvedHref::Web(url) => Ok(url),
        ResolvedHref::Scheme(_) => Err(Reason::Scheme),
        ResolvedHref::Empty | ResolvedHref::Fragment => Err(Reason::Empty),
        ResolvedHref::Template => Err(Reason::Template),
        ResolvedHref::Invalid | ResolvedHref::Unresolved => Err(Reason::Invalid),
    };
    Link {
        ordinal: ordinal as u32,
        syntax: Syntax::Bare,
        written: word.to_owned(),
        resolved: resolved.as_ref().ok().map(Url::to_string),
        cited: resolved.as_ref().ok().map(cite),
        place: Place::Body,
        place_evidence: Vec::new(),
        anchor: String::new(),
        sentence: None,
        sentence_id: None,
        anchor_at: None,
        supports: Some(Vec::new()),
        paragraph: None,
        rel: None,
        span: Some([start as u64, (start + word.len()) as u64]),
        line,
        column,
        at: [line, column],
        reason: resolved.as_ref().err().copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_maps_and_feeds_are_lists() {
        let urls = |text: &str| {
            let article = read("x.xml", text);
            let urls = article.citations.iter().map(|c| c.resolved.clone().unwrap());
            urls.collect::<Vec<_>>()
        };
        let map = "\u{feff}<?xml version='1.0'?>\n<urlset><url>\n<loc> https://a.example/?x&amp;y </loc><lastmod>2026</lastmod></url><url><loc><![CDATA[https://a.example/2]]></loc></url></urlset>";
        assert_eq!(urls(map), ["https://a.example/?x&y", "https://a.example/2"]);
        assert_eq!(read("x", map).citations[0].line, 3);
        let rss = "<rss><channel><title>t</title><link>https://a.example/</link><item><link>https://a.example/1</link><guid>x</guid></item></channel></rss>";
        assert_eq!(urls(rss), ["https://a.example/", "https://a.example/1"]);
        let atom = "<feed><link rel='self' href='https://a.example/f'/><entry><link href='https://a.example/1'/><id>urn:x</id></entry></feed>";
        assert_eq!(urls(atom), ["https://a.example/1"]);
    }

    #[test]
    fn one_address_a_line() {
        let text = "# sources\nhttps://a.example/x).\n\n  http://b.example/ seen in May\r\nftp://c.example/\nnonsense\n";
        let article = read("urls.txt", text);
        let urls: Vec<_> =
            article.citations.iter().map(|c| c.resolved.as_deref().unwrap()).collect();
        assert_eq!(urls, ["https://a.example/x).", "http://b.example/"]);
        let second = &article.citations[1];
        let [start, end] = second.span.unwrap();
        assert_eq!(&text[start as usize..end as usize], "http://b.example/");
        assert_eq!((second.line, second.column), (4, 3));
        let marked = read("urls.txt", &format!("{BOM}http://a.example/\n"));
        let first = &marked.citations[0];
        assert_eq!((first.line, first.column, first.span), (1, 1, Some([3, 20])));
        let reasons: Vec<_> = article.rejects.iter().filter_map(|reject| reject.reason).collect();
        assert_eq!(reasons, [Reason::Scheme, Reason::Invalid]);
    }
}
