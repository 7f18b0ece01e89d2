//! Metadata of an article: from front matter, else from the head of an HTML page.

use std::borrow::Cow;

use scraper::{Html, Selector};
use serde_json::{Map, Value};

use super::date;
use crate::html::attrs;
use crate::html::byte_range::ByteRange;
use crate::html::charref;
use crate::html::name::{self, ElementName};
use crate::html::scan::{Scanner, Token};
use crate::input::saved_from;

/// Names of `meta` that hold the date of publication, the most precise first.
const DATES: [&str; 9] = [
    "article:published_time",
    "date",
    "dc.date",
    "dc.date.issued",
    "citation_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
];

/// The largest head that is parsed.
const MAX_HEAD_BYTES: usize = 1 << 20;

/// The most attributes of a tag that is parsed: the parser compares each with all before it.
const MAX_TAG_ATTRIBUTES: usize = 256;

/// What a document says of itself.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct DocumentMetadata {
    pub(crate) title: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) language: Option<String>,
    /// `rel=canonical` of a page.
    pub(crate) canonical: Option<String>,
    /// `og:url` of a page.
    pub(crate) og_url: Option<String>,
    /// Where a page was saved from.
    pub(crate) fetched: Option<String>,
}

impl DocumentMetadata {
    /// These metadata, and those of `other` where there are none.
    pub(crate) fn or(self, other: Self) -> Self {
        let list = |own: Vec<String>, other| if own.is_empty() { other } else { own };
        Self {
            title: self.title.or(other.title),
            published: self.published.or(other.published),
            authors: list(self.authors, other.authors),
            tags: list(self.tags, other.tags),
            language: self.language.or(other.language),
            canonical: self.canonical.or(other.canonical),
            og_url: self.og_url.or(other.og_url),
            fetched: self.fetched.or(other.fetched),
        }
    }
}

/// Reads the fields of front matter.
pub(crate) fn from_front_matter(fields: &Map<String, Value>) -> DocumentMetadata {
    let first = |keys: &[&str]| keys.iter().find_map(|key| text(fields.get(*key)?));
    let all = |keys: &[&str]| {
        let mut values = Vec::new();
        for key in keys {
            collect(fields.get(*key), &mut values);
        }
        values
    };
    let mut tags = Vec::new();
    for key in ["tags", "tag", "categories", "category", "keywords"] {
        match fields.get(key) {
            Some(Value::String(list)) => split_list(list, &mut tags),
            other => collect(other, &mut tags),
        }
    }
    dedup(&mut tags);
    DocumentMetadata {
        title: first(&["title"]),
        published: first(&["date", "published", "pubdate", "publishDate", "created"])
            .and_then(|text| date::read(&text)),
        authors: dedup_of(all(&["author", "authors", "byline"])),
        tags,
        language: first(&["lang", "language", "locale"]),
        canonical: None,
        og_url: None,
        fetched: None,
    }
}

/// Reads the head of an HTML page.
pub(crate) fn from_html(html: &str) -> DocumentMetadata {
    let head = Html::parse_document(&head_of(html));
    let meta = |names: &[&str]| names.iter().find_map(|name| meta_content(&head, name));
    let linked = json_ld(&head);
    let linked_text = |key: &str| linked.as_ref().and_then(|data| text(data.get(key)?));
    let title = meta(&["og:title", "twitter:title", "dc.title"])
        .or_else(|| linked_text("headline"))
        .or_else(|| element_text(&head, "title"));
    let published = DATES
        .iter()
        .find_map(|name| date::read(&meta(&[name])?))
        .or_else(|| date::read(&linked_text("datePublished")?));
    let mut authors = Vec::new();
    collect(linked.as_ref().and_then(|data| data.get("author")), &mut authors);
    if authors.is_empty() {
        let names = ["author", "article:author", "dc.creator", "parsely-author"];
        let mut named = names.iter().map(|name| attributes(&head, &selector_of(name), "content"));
        authors.extend(named.find(|found| !found.is_empty()).unwrap_or_default());
    }
    authors.retain(|author| !author.starts_with("http"));
    let mut tags = Vec::new();
    if let Some(list) = meta(&["keywords", "news_keywords"]) {
        split_list(&list, &mut tags);
    }
    tags.extend(attributes(&head, &selector_of("article:tag"), "content"));
    DocumentMetadata {
        title,
        published,
        authors: dedup_of(authors),
        tags: dedup_of(tags),
        language: attribute(&head, "html[lang]", "lang")
            .or_else(|| meta(&["content-language", "og:locale"])),
        canonical: attribute(&head, "link[rel~=canonical i][href]", "href"),
        og_url: meta(&["og:url"]),
        fetched: saved_from(html).map(str::to_owned),
    }
}

/// The page up to its body, which is where scraper is fast enough: metadata stands nowhere else. Tags with
/// more attributes than a tag has are left out.
fn head_of(html: &str) -> Cow<'_, str> {
    let mut overlong: Vec<ByteRange> = Vec::new();
    // What stands in `noscript` or a template, such as a tracking pixel, does not end a head.
    let mut aside = None;
    let body = Scanner::new(html).find_map(|token| match token {
        Token::Start(start) if aside.is_none() => {
            if matches!(start.name, name::NOSCRIPT | name::TEMPLATE) {
                aside = Some(start.name);
            }
            overlong.extend(Some(start.tag).filter(|tag| is_overlong(html, *tag)));
            (!stands_in_head(start.name)).then_some(start.tag.start as usize)
        }
        Token::End { name } => {
            aside = aside.filter(|open| *open != name);
            None
        }
        _ => None,
    });
    let mut end = body.unwrap_or(html.len()).min(MAX_HEAD_BYTES);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    overlong.extend(cut_off(&html[..end]).filter(|tag| is_overlong(html, *tag)));
    if overlong.is_empty() {
        return Cow::Borrowed(&html[..end]);
    }
    let (mut head, mut at) = (String::new(), 0);
    for tag in overlong.iter().filter(|tag| (tag.start as usize) < end) {
        head.push_str(&html[at..tag.start as usize]);
        at = (tag.end as usize).min(end);
    }
    head.push_str(&html[at..end]);
    Cow::Owned(head)
}

/// The tag that begins last, if it does not end.
fn cut_off(head: &str) -> Option<ByteRange> {
    let start = head.rfind('<').filter(|at| !head[*at..].contains('>'))?;
    Some(ByteRange::new(start, head.len()))
}

/// Whether a tag has more attributes than are parsed.
fn is_overlong(html: &str, tag: ByteRange) -> bool {
    let names = || attrs::names(&html.as_bytes()[..tag.end as usize], tag.start as usize + 1);
    // Each attribute has a letter and what separates it from the next.
    tag.text(html).len() > 2 * MAX_TAG_ATTRIBUTES && names().nth(MAX_TAG_ATTRIBUTES).is_some()
}

fn stands_in_head(name: ElementName) -> bool {
    matches!(
        name,
        name::HTML
            | name::HEAD
            | name::TITLE
            | name::META
            | name::LINK
            | name::SCRIPT
            | name::STYLE
            | name::BASE
            | name::NOSCRIPT
            | name::TEMPLATE
    )
}

fn meta_content(head: &Html, name: &str) -> Option<String> {
    attribute(head, &selector_of(name), "content")
}

fn selector_of(name: &str) -> String {
    let attributes = ["property", "name", "http-equiv", "itemprop"];
    attributes.map(|attribute| format!("meta[{attribute}=\"{name}\" i][content]")).join(", ")
}

fn attribute(head: &Html, selector: &str, name: &str) -> Option<String> {
    attributes(head, selector, name).into_iter().next()
}

fn attributes(head: &Html, selector: &str, name: &str) -> Vec<String> {
    let Ok(selector) = Selector::parse(selector) else { return Vec::new() };
    head.select(&selector).filter_map(|element| clean(element.attr(name)?)).collect()
}

fn element_text(head: &Html, selector: &str) -> Option<String> {
    let selector = Selector::parse(selector).ok()?;
    let element = head.select(&selector).next()?;
    clean(&element.text().collect::<String>())
}

/// The first JSON-LD object that describes an article.
fn json_ld(head: &Html) -> Option<Map<String, Value>> {
    let selector = Selector::parse("script[type=\"application/ld+json\" i]").ok()?;
    head.select(&selector).find_map(|script| {
        let value: Value = serde_json::from_str(&script.text().collect::<String>()).ok()?;
        article_in(&value, 0)
    })
}

fn article_in(value: &Value, depth: u8) -> Option<Map<String, Value>> {
    match value {
        Value::Array(items) if depth < 4 => {
            items.iter().find_map(|item| article_in(item, depth + 1))
        }
        Value::Object(fields) if fields.contains_key("headline") => Some(fields.clone()),
        Value::Object(fields) if depth < 4 => article_in(fields.get("@graph")?, depth + 1),
        _ => None,
    }
}

/// A scalar as clean text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => clean(&charref::decode_text(text)),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => items.iter().find_map(text),
        _ => None,
    }
}

/// Adds a string, a list of them, or objects with a `name`.
fn collect(value: Option<&Value>, values: &mut Vec<String>) {
    match value {
        Some(Value::Array(items)) => items.iter().for_each(|item| collect(Some(item), values)),
        Some(Value::Object(fields)) => collect(fields.get("name"), values),
        Some(scalar) => values.extend(text(scalar)),
        None => {}
    }
}

/// Splits `a, b` at commas, and `a b` at blanks, as Jekyll does.
fn split_list(list: &str, values: &mut Vec<String>) {
    let commas = list.contains([',', '，', ';', '；']);
    let separators: &[char] = if commas { &[',', '，', ';', '；'] } else { &[' '] };
    values.extend(list.split(separators).filter_map(clean));
}

/// White space collapsed; nothing where nothing is left.
fn clean(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn dedup_of(mut values: Vec<String>) -> Vec<String> {
    dedup(&mut values);
    values
}

fn dedup(values: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter() {
        let fields = serde_json::json!({
            "title": "A &#38;\n B", "date": "2022-04-08T12:06:00.000Z", "tags": ["x", "y"],
            "categories": "y z", "author": {"name": "N"}, "authors": ["M", {"name": "O"}],
        });
        let meta = from_front_matter(fields.as_object().unwrap());
        assert_eq!(meta.title.as_deref(), Some("A & B"));
        assert_eq!(meta.published.as_deref(), Some("2022-04-08"));
        assert_eq!(meta.tags, ["x", "y", "z"]);
        assert_eq!(meta.authors, ["N", "M", "O"]);
    }

    #[test]
    fn tags_with_more_attributes_than_a_tag_has_are_left_out() {
        let attributes: String = (0..100_000).map(|n| format!("a{n} ")).collect();
        for (tag, rest) in [
            (format!("<html lang=de {attributes}>"), "<title>T</title>"),
            (format!("<title>T</title><meta {attributes}>"), "<p>"),
            (format!("<title>T</title><link {attributes}"), ""),
        ] {
            let html = format!("{tag}{rest}");
            assert!(head_of(&html).len() < 20, "{}", head_of(&html));
            assert_eq!(from_html(&html).title.as_deref(), Some("T"));
        }
        let few: String = (0..200).map(|n| format!("a{n} ")).collect();
        let html = format!("<html {few} lang=de><title>a < b</title><p>");
        assert_eq!(head_of(&html), html.strip_suffix("<p>").unwrap());
        assert_eq!(from_html(&html).language.as_deref(), Some("de"));
    }

    #[test]
    fn heads() {
        let meta = from_html(
            "<html lang=de><head><title> T\n</title><link rel='Canonical' href='https://x.org/1'>\
             <meta property=og:url content=https://x.org/2><meta name=KEYWORDS content='a, b'>\
             <script type=application/ld+json>{\"@graph\":[{\"headline\":\"H\",\
             \"datePublished\":\"2020-01-02T00:00Z\",\"author\":[{\"name\":\"A\"},{\"name\":\"B\"}]}]}</script>\
             <body><title>no</title>",
        );
        assert_eq!(meta.title.as_deref(), Some("H"));
        assert_eq!(meta.published.as_deref(), Some("2020-01-02"));
        assert_eq!(meta.authors, ["A", "B"]);
        assert_eq!(meta.tags, ["a", "b"]);
        assert_eq!(meta.language.as_deref(), Some("de"));
        assert_eq!(meta.canonical.as_deref(), Some("https://x.org/1"));
        assert_eq!(meta.og_url.as_deref(), Some("https://x.org/2"));
    }
}
