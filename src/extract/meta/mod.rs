//! Metadata of an article: from front matter, else from an HTML page, else as far as its text tells.
//!
//! A page states its metadata in many ways. For each part they are asked in the order of how sure they are; what
//! stated it is recorded. Nothing is read from comments, from lists of other articles, or off a clock.

mod article_head;
mod author;
mod byline_elements;
mod byline_words;
mod date;
mod date_words;
mod dateline;
mod file_name;
mod items;
mod json_ld;
mod language;
mod sample;
mod script_language;
mod tags;

use serde_json::{Map, Value};
use url::Url;

use self::article_head::ArticleHead;
use self::author::AuthorNames;
use self::items::Items;
use self::json_ld::LinkedArticle;
use self::language::TextLanguage;
use self::sample::language_sample;
use self::tags::{MetaTags, TagKind};
use super::blocks::LabelledBlock;
use super::reading::ParsedPage;
use crate::article::{MetadataRule, MetadataRules};
use crate::html::charref;
use crate::input::saved_from;
use crate::link;
use crate::page::field;

/// What a document says of itself.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct DocumentMetadata {
    pub(crate) title: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) tags: Vec<String>,
    /// A canonical tag of BCP 47.
    pub(crate) language: Option<String>,
    /// What stated the date, the authors and the language.
    pub(crate) rules: MetadataRules,
    /// `rel=canonical` of a page.
    pub(crate) canonical: Option<String>,
    /// `og:url` of a page.
    pub(crate) og_url: Option<String>,
    /// Where a page was saved from.
    pub(crate) fetched: Option<String>,
    /// All that a page calls its article.
    titles: Vec<String>,
    /// What a page calls itself and its publisher.
    publishers: Vec<String>,
    /// Dates that a page declares for something, most often for its article.
    dates: Vec<String>,
    /// The path of its own address, as front matter has it.
    own_path: Option<String>,
    /// The day with which the name of the file begins.
    file_day: Option<String>,
}

/// A page as far as it was read before its metadata is completed.
#[derive(Clone, Copy)]
pub(crate) struct LabelledPage<'a> {
    pub(crate) html: &'a str,
    pub(crate) reading: &'a ParsedPage,
    pub(crate) named: &'a [LabelledBlock],
    /// Whether it is a page with an article in it, and not the article alone.
    pub(crate) is_page: bool,
    pub(crate) origin: Option<&'a Url>,
}

impl DocumentMetadata {
    /// These metadata, and those of `other` where there are none.
    pub(crate) fn or(self, other: Self) -> Self {
        let list = |own: Vec<String>, other| if own.is_empty() { other } else { own };
        let rules = MetadataRules {
            published: self.rules.published.or(other.rules.published),
            authors: self.rules.authors.or(other.rules.authors),
            language: self.rules.language.or(other.rules.language),
        };
        Self {
            rules,
            title: self.title.or(other.title),
            published: self.published.or(other.published),
            authors: list(self.authors, other.authors),
            tags: list(self.tags, other.tags),
            language: self.language.or(other.language),
            canonical: self.canonical.or(other.canonical),
            og_url: self.og_url.or(other.og_url),
            fetched: self.fetched.or(other.fetched),
            titles: list(self.titles, other.titles),
            publishers: list(self.publishers, other.publishers),
            dates: list(self.dates, other.dates),
            own_path: self.own_path.or(other.own_path),
            file_day: self.file_day.or(other.file_day),
        }
    }

    /// Adds the day with which the name of a post's file begins. `input` has `/` between folders.
    pub(crate) fn date_by_name(&mut self, input: &str) {
        self.file_day = file_name::day_in_name(input);
    }

    /// Adds what the page shows: the language, where none is declared or the text is in another script; the date and
    /// the authors, where none are declared.
    pub(crate) fn complete(&mut self, page: LabelledPage<'_>) {
        let sample = language_sample(page.reading, page.named);
        let told = TextLanguage::of_sample(&sample, self.language.as_deref());
        if told.contradicts || self.language.is_none() {
            self.language = told.code.map(str::to_owned);
            self.rules.language = told.code.map(|_| MetadataRule::Text);
        }
        if page.is_page && (self.published.is_none() || self.authors.is_empty()) {
            self.read_page(page);
        }
        if self.published.is_none() && !page.is_page {
            // A text shows no elements that say it better.
            let declared =
                self.dates.iter().find_map(|text| date::read(text, self.language.as_deref()));
            self.set_published(declared, MetadataRule::Meta);
        }
        if self.published.is_none() {
            let own = self.own_path.take().and_then(|path| path_below_any_host(&path));
            let day = page.origin.and_then(link::day_in_path);
            self.set_published(
                day.or(own.as_ref().and_then(link::day_in_path)),
                MetadataRule::Address,
            );
        }
        let by_name = self.file_day.take();
        self.set_published(by_name, MetadataRule::FileName);
    }

    /// Reads date and authors off the elements and lines of a page.
    fn read_page(&mut self, page: LabelledPage<'_>) {
        let LabelledPage { html, reading, named, .. } = page;
        let titles: Vec<&str> = self.titles.iter().map(String::as_str).collect();
        let head = ArticleHead::find(reading, named, &titles);
        let items = Items::read(html, reading, named, head.as_ref());
        let language = self.language.clone();
        let read = |text: &str| date::read(text, language.as_deref());
        if self.published.is_none() {
            self.set_published(items.dates().into_iter().find_map(read), MetadataRule::Microdata);
            let declared = self.dates.iter().find_map(|text| read(text));
            self.set_published(declared, MetadataRule::Meta);
            self.set_published(items.time().and_then(|text| read(&text)), MetadataRule::Element);
            let line = head
                .as_ref()
                .and_then(|head| dateline::day_near(reading, named, head, language.as_deref()));
            self.set_published(line, MetadataRule::Line);
        }
        if self.authors.is_empty() {
            let host = page.origin.and_then(Url::host_str);
            let names = AuthorNames::new(self.publishers.iter().map(String::as_str).chain(host));
            self.set_authors(items.authors(&names), MetadataRule::Microdata);
            self.set_authors(items.class_authors(&names), MetadataRule::Class);
            let lines = head.map(|head| lines_of(reading, &head)).unwrap_or_default();
            let undated =
                lines.into_iter().map(|line| date::without_dates(line, language.as_deref()));
            let named = undated.map(|line| names.in_line(&line)).find(|named| !named.is_empty());
            self.set_authors(named.unwrap_or_default(), MetadataRule::Line);
        }
    }

    fn set_published(&mut self, day: Option<String>, rule: MetadataRule) {
        if self.published.is_none() && day.is_some() {
            (self.published, self.rules.published) = (day, Some(rule));
        }
    }

    fn set_authors(&mut self, authors: Vec<String>, rule: MetadataRule) {
        if self.authors.is_empty() && !authors.is_empty() {
            (self.authors, self.rules.authors) = (authors, Some(rule));
        }
    }
}

/// The short lines around a headline, those below it first.
fn lines_of<'a>(reading: &'a ParsedPage, head: &ArticleHead) -> Vec<&'a str> {
    let indices = head.after.clone().chain(head.before.clone().rev());
    let text = indices.map(|index| &reading.text[reading.blocks[index].text.clone()]);
    text.filter(|line| line.len() <= MAX_BYLINE_BYTES).collect()
}

/// Whether a text is the name of a domain.
fn is_domain(text: &str) -> bool {
    text.contains('.') && !text.contains(char::is_whitespace)
}

/// How many titles and publishers of a page are compared with what it shows.
const MAX_TITLES: usize = 8;
const MAX_PUBLISHERS: usize = 32;

/// The longest line that may name authors, in bytes.
const MAX_BYLINE_BYTES: usize = 240;

/// A path as an address; its host does not matter. `None` for a whole address, which may be the one that a post is about.
fn path_below_any_host(path: &str) -> Option<Url> {
    if path.contains("://") || path.starts_with("//") {
        return None;
    }
    Url::parse("https://any.invalid/").ok()?.join(path).ok()
}

/// Keys under which generators keep the date of publication, the surest first.
const DATE_KEYS: [&str; 9] = [
    "date",
    "published",
    "pubDate",
    "publishDate",
    "datePublished",
    "publishedDate",
    "publishedAt",
    "created",
    "createdAt",
];

/// Reads the fields of front matter.
pub(crate) fn from_front_matter(fields: &Map<String, Value>) -> DocumentMetadata {
    let first = |keys: &[&str]| keys.iter().find_map(|key| text(field(fields, key)?));
    let all = |keys: &[&str]| {
        let mut values = Vec::new();
        for key in keys {
            collect(field(fields, key), &mut values);
        }
        values
    };
    let mut tags = Vec::new();
    for key in ["tags", "tag", "categories", "category", "keywords"] {
        match field(fields, key) {
            Some(Value::String(list)) => split_list(list, &mut tags),
            other => collect(other, &mut tags),
        }
    }
    dedup(&mut tags);
    let language =
        first(&["lang", "language", "locale"]).and_then(|text| language::canonical_tag(&text));
    let published = first(&DATE_KEYS).and_then(|text| date::read(&text, language.as_deref()));
    let authors = dedup_of(all(&["author", "authors", "byline"]));
    DocumentMetadata {
        rules: MetadataRules {
            published: published.as_ref().map(|_| MetadataRule::FrontMatter),
            authors: (!authors.is_empty()).then_some(MetadataRule::FrontMatter),
            language: language.as_ref().map(|_| MetadataRule::FrontMatter),
        },
        title: first(&["title"]),
        published,
        authors,
        tags,
        language,
        own_path: first(&["permalink", "url", "path"]),
        ..DocumentMetadata::default()
    }
}

/// Reads what an HTML page declares.
pub(crate) fn from_html(html: &str, reading: &ParsedPage) -> DocumentMetadata {
    let stated = &reading.stated;
    let tags = MetaTags::read(html, &stated.metas);
    let linked = LinkedArticle::read(html, &stated.json_ld);
    let shown = stated.title.and_then(|range| clean(&charref::decode_text(range.text(html))));
    let titles: Vec<String> = tags
        .all(TagKind::Title)
        .map(str::to_owned)
        .chain(linked.headline.clone())
        .chain(shown)
        .take(MAX_TITLES)
        .collect();
    let attribute = |range: crate::html::byte_range::ByteRange| {
        clean(&charref::decode_attribute(range.text(html)))
    };
    let mut meta = DocumentMetadata {
        title: titles.first().cloned(),
        canonical: stated.canonical.and_then(attribute),
        og_url: tags.first(TagKind::Address).map(str::to_owned),
        fetched: saved_from(html).map(str::to_owned),
        publishers: tags
            .all(TagKind::Publisher)
            .map(str::to_owned)
            .chain(linked.publishers)
            // Beside its name, a site that is its own author often writes its address.
            .chain(tags.all(TagKind::Author).filter(|text| is_domain(text)).map(str::to_owned))
            .take(MAX_PUBLISHERS)
            .collect(),
        dates: tags.all(TagKind::Date).map(str::to_owned).collect(),
        titles,
        ..DocumentMetadata::default()
    };
    let declared = stated.language.and_then(attribute);
    let by_attribute = declared.and_then(|tag| language::canonical_tag(&tag));
    let by_tag = || tags.all(TagKind::Language).find_map(language::canonical_tag);
    let by_script = || linked.language.as_deref().and_then(language::canonical_tag);
    (meta.language, meta.rules.language) = by_attribute
        .map(|tag| (tag, MetadataRule::Element))
        .or_else(|| Some((by_tag()?, MetadataRule::Meta)))
        .or_else(|| Some((by_script()?, MetadataRule::JsonLd)))
        .unzip();
    let read = |text: &str| date::read(text, meta.language.as_deref());
    let by_tag = tags.all(TagKind::Published).find_map(read);
    let by_script = linked.dates.iter().find_map(|text| read(text));
    meta.set_published(by_tag, MetadataRule::Meta);
    meta.set_published(by_script, MetadataRule::JsonLd);
    let names = AuthorNames::new(meta.publishers.iter().map(String::as_str));
    meta.set_authors(dedup_of(names.people(&linked.authors)), MetadataRule::JsonLd);
    let by_tag = tags.by_name(TagKind::Scholar).into_iter().chain(tags.by_name(TagKind::Author));
    let scholars = tags.by_name(TagKind::Scholar).len();
    let mut read = by_tag.enumerate().map(|(at, texts)| {
        let read = |text: &String| match at < scholars {
            true => names.of_scholar(text),
            false => names.in_text(text, author::NameCertainty::Declared),
        };
        dedup_of(texts.iter().flat_map(read).collect())
    });
    let by_tag = read.find(|authors: &Vec<String>| !authors.is_empty());
    meta.set_authors(by_tag.unwrap_or_default(), MetadataRule::Meta);
    let mut listed = Vec::new();
    if let Some(list) = tags.first(TagKind::Tags) {
        split_list(list, &mut listed);
    }
    listed.extend(tags.all(TagKind::Tag).map(str::to_owned));
    meta.tags = dedup_of(listed);
    meta
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

    fn page(html: &str) -> DocumentMetadata {
        let mut reading = ParsedPage::default();
        reading.read(html);
        from_html(html, &reading)
    }

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
    fn heads() {
        let meta = page(
            "<html lang=de><head><title> T\n</title><link rel='Canonical' href='https://x.org/1'>\
             <meta property=og:url content=https://x.org/2><meta name=KEYWORDS content='a, b'>\
             <script type=application/ld+json>{\"@graph\":[{\"headline\":\"H\",\
             \"datePublished\":\"2020-01-02T00:00Z\",\"author\":[{\"name\":\"Ann\"},{\"name\":\"Ben\"}]}]}</script>\
             <body><title>no</title>",
        );
        assert_eq!(meta.title.as_deref(), Some("H"));
        assert_eq!(meta.published.as_deref(), Some("2020-01-02"));
        assert_eq!(meta.authors, ["Ann", "Ben"]);
        assert_eq!(meta.tags, ["a", "b"]);
        assert_eq!(meta.language.as_deref(), Some("de"));
        assert_eq!(meta.canonical.as_deref(), Some("https://x.org/1"));
        assert_eq!(meta.og_url.as_deref(), Some("https://x.org/2"));
    }
}
