//! The columns of the table of articles.

use std::borrow::Cow;

use jiff::civil::Date;

use super::cell::{TableCell, TableField as _, set, set_json};
use super::{ColumnKind, ColumnSpec, TableColumn, column, derived, required, text, whole};
use crate::article::{Article, Capture, Format, MetadataRules, OriginRule, SCHEMA, StatedDate};
use crate::domain;

/// An article that is read from its row; its links and sentences are in other tables.
pub(crate) struct ArticleRow {
    /// The article.
    pub(crate) article: Article,
    /// How many citations it has.
    pub(crate) citations: u64,
    /// How many rejects.
    pub(crate) rejects: u64,
    /// How many sentences; `None` if they were not kept.
    pub(crate) sentences: Option<u64>,
}

impl ArticleRow {
    /// A row in which no column has been read.
    pub(crate) fn blank() -> Self {
        let article = Article {
            schema: SCHEMA,
            input: String::new(),
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
            citations: Vec::new(),
            rejects: Vec::new(),
            ignores: Vec::new(),
            warnings: Vec::new(),
            sentences: None,
        };
        Self { article, citations: 0, rejects: 0, sentences: None }
    }
}

/// The columns, in their order.
pub(crate) static ARTICLE_COLUMNS: [TableColumn<Article, ArticleRow>; 28] = [
    column(
        required("input", ColumnKind::Text),
        |article| article.input.to_cell(),
        |row, cell| set(&mut row.article.input, cell),
    ),
    column(
        text("part"),
        |article| article.part.to_cell(),
        |row, cell| set(&mut row.article.part, cell),
    ),
    column(
        required("format", ColumnKind::Text),
        |article| article.format.to_cell(),
        |row, cell| set(&mut row.article.format, cell),
    ),
    column(
        text("dialect"),
        |article| article.dialect.to_cell(),
        |row, cell| set(&mut row.article.dialect, cell),
    ),
    column(
        text("origin"),
        |article| article.origin.to_cell(),
        |row, cell| set(&mut row.article.origin, cell),
    ),
    column(
        required("origin_rule", ColumnKind::Text),
        |article| article.origin_rule.to_cell(),
        |row, cell| set(&mut row.article.origin_rule, cell),
    ),
    column(
        text("title"),
        |article| article.title.to_cell(),
        |row, cell| set(&mut row.article.title, cell),
    ),
    column(
        text("published"),
        |article| article.published.to_cell(),
        |row, cell| set(&mut row.article.published, cell),
    ),
    derived(ColumnSpec::optional("published_date", ColumnKind::Date), published_date),
    column(
        required("authors", ColumnKind::Texts),
        |article| article.authors.to_cell(),
        |row, cell| set(&mut row.article.authors, cell),
    ),
    column(
        required("tags", ColumnKind::Texts),
        |article| article.tags.to_cell(),
        |row, cell| set(&mut row.article.tags, cell),
    ),
    column(
        text("language"),
        |article| article.language.to_cell(),
        |row, cell| set(&mut row.article.language, cell),
    ),
    column(
        text("published_rule"),
        |article| article.metadata_rules.published.to_cell(),
        |row, cell| set(&mut row.article.metadata_rules.published, cell),
    ),
    column(
        text("authors_rule"),
        |article| article.metadata_rules.authors.to_cell(),
        |row, cell| set(&mut row.article.metadata_rules.authors, cell),
    ),
    column(
        text("language_rule"),
        |article| article.metadata_rules.language.to_cell(),
        |row, cell| set(&mut row.article.metadata_rules.language, cell),
    ),
    column(
        required("citations", ColumnKind::Whole),
        |article| TableCell::whole(Some(article.citations.len() as u64)),
        |row, cell| set(&mut row.citations, cell),
    ),
    column(
        required("rejects", ColumnKind::Whole),
        |article| TableCell::whole(Some(article.rejects.len() as u64)),
        |row, cell| set(&mut row.rejects, cell),
    ),
    column(
        whole("sentences"),
        |article| TableCell::whole(article.sentences.as_ref().map(|all| all.len() as u64)),
        |row, cell| set(&mut row.sentences, cell),
    ),
    derived(text("url"), |article| TableCell::text(url(article))),
    derived(text("url_host_name"), |article| {
        host(article).map_or(TableCell::Null, |host| TableCell::Text(Cow::Owned(host)))
    }),
    derived(text("url_host_registered_domain"), |article| {
        let host = host(article);
        let registered = host.as_deref().and_then(domain::registered_by_icann);
        registered.map_or(TableCell::Null, |name| TableCell::Text(Cow::Owned(name.to_owned())))
    }),
    derived(ColumnSpec::optional("fetch_time", ColumnKind::Time), fetch_time),
    derived(text("warc_filename"), |article| {
        TableCell::text(capture(article).map(|capture| &*capture.input))
    }),
    derived(whole("warc_record_offset"), |article| {
        let part = capture(article).and_then(|capture| capture.part.strip_prefix("offset "));
        TableCell::whole(part.and_then(|offset| offset.parse().ok()))
    }),
    derived(text("content_digest"), |article| {
        let digest = capture(article).and_then(|capture| capture.payload_digest.as_deref());
        TableCell::text(digest.map(|digest| digest.strip_prefix("sha1:").unwrap_or(digest)))
    }),
    column(
        text("captures"),
        |article| article.captures.to_cell(),
        |row, cell| set_json(&mut row.article.captures, cell),
    ),
    column(
        text("ignores"),
        |article| article.ignores.to_cell(),
        |row, cell| set_json(&mut row.article.ignores, cell),
    ),
    column(
        text("warnings"),
        |article| article.warnings.to_cell(),
        |row, cell| set_json(&mut row.article.warnings, cell),
    ),
];

/// What each link repeats of its article, so that most questions need one table.
pub(crate) static REPEATED_COLUMNS: [TableColumn<Article, ()>; 7] = [
    derived(required("input", ColumnKind::Text), |article| article.input.to_cell()),
    derived(text("part"), |article| article.part.to_cell()),
    derived(text("title"), |article| article.title.to_cell()),
    derived(text("origin"), |article| article.origin.to_cell()),
    derived(text("published"), |article| article.published.to_cell()),
    derived(ColumnSpec::optional("published_date", ColumnKind::Date), published_date),
    derived(text("language"), |article| article.language.to_cell()),
];

fn published_date(article: &Article) -> TableCell<'_> {
    let day = article.published.as_deref().and_then(StatedDate::parse).map(StatedDate::first_day);
    day.map_or(TableCell::Null, |day| {
        let days = (day - Date::constant(1970, 1, 1)).get_days();
        TableCell::Date(days)
    })
}

/// The first capture of a page of a web archive.
fn capture(article: &Article) -> Option<&Capture> {
    article.captures.first()
}

/// Where a page was fetched, or the address of the article.
fn url(article: &Article) -> Option<&str> {
    capture(article).map(|capture| &*capture.url).or(article.origin.as_deref())
}

fn host(article: &Article) -> Option<String> {
    let url = url::Url::parse(url(article)?).ok()?;
    url.host_str().filter(|host| !host.is_empty()).map(str::to_owned)
}

fn fetch_time(article: &Article) -> TableCell<'_> {
    let date = capture(article).and_then(|capture| capture.date.as_deref());
    let moment = date.and_then(|date| date.parse::<jiff::Timestamp>().ok());
    moment.map_or(TableCell::Null, |moment| TableCell::Time(moment.as_microsecond()))
}
