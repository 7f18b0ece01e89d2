//! What the rows of all tables share: sources, articles, domains, owners, names.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{MAX_MESSAGE_CHARS, MAX_ROWS};
use crate::article::Place;
use crate::check::verdict::LinkState;
use crate::corpus::table::ArticleRecord;
use crate::graph::origin_domain;
use crate::link::redact::{redact_text, redact_url};
use crate::report::DomainRow;
use crate::report::format::{percent, source, title, truncate};
use crate::report::html::ReportPage;
use crate::report::html::block::{MAX_SHORT_CHARS, sanitize, short};
use crate::report::html::data_table::{dead_text, share_text, span_text};
use crate::report::view::{OwnerRow, Periods};
use crate::report::words;
use crate::source::UNKNOWN;

/// What rows share, by number.
#[derive(Debug, Default, Serialize)]
pub(super) struct PayloadShared {
    /// Domain, owner, group, type of publisher, country, each as it is counted.
    pub(super) sources: Vec<[String; 5]>,
    articles: Vec<PayloadArticle>,
    domains: Vec<PayloadDomain>,
    owners: Vec<PayloadOwner>,
    pub(super) places: Vec<&'static str>,
    /// Empty without a ledger.
    pub(super) verdicts: Vec<&'static str>,
    /// Name, severity and family of each rule.
    pub(super) rules: Vec<[&'static str; 3]>,
    /// Codes of types and countries in words.
    words: BTreeMap<String, String>,
    /// Rows of citations, and of findings.
    pub(super) rows: usize,
    pub(super) findings: usize,
    /// The number of every source.
    #[serde(skip)]
    numbers: FxHashMap<[String; 5], usize>,
}

/// An article as the script needs it.
#[derive(Debug, Serialize)]
struct PayloadArticle {
    title: String,
    input: String,
    date: Option<String>,
    period: Option<String>,
    origin: Option<String>,
    language: Option<String>,
    links: u64,
    counted: u64,
    domains: u64,
    sentences: Option<[u64; 2]>,
    pub(super) findings: u64,
}

/// A cited domain as the script needs it. Texts are as the page shows them.
#[derive(Debug, Serialize)]
struct PayloadDomain {
    domain: String,
    source: String,
    #[serde(rename = "type")]
    kind: String,
    country: String,
    citations: u64,
    share: String,
    articles: u64,
    works: u64,
    dead: Option<String>,
    span: String,
}

/// A cited owner as the script needs it.
#[derive(Debug, Serialize)]
struct PayloadOwner {
    owner: String,
    known: bool,
    citations: u64,
    share: String,
    domains: String,
}

impl PayloadShared {
    /// The number of a source, which is added where it is new.
    pub(super) fn number(&mut self, source: [String; 5]) -> usize {
        *self.numbers.entry(source).or_insert_with_key(|source| {
            self.sources.push(source.clone());
            self.sources.len() - 1
        })
    }
}

impl PayloadShared {
    /// Everything but the sources, which the rows add.
    pub(super) fn from_page(page: &ReportPage<'_>) -> Self {
        let mut shared = Self {
            places: Place::ALL.iter().map(|place| place.name()).collect(),
            ..Self::default()
        };
        let articles = page.table.articles();
        let dates = articles.iter().filter_map(|article| article.published());
        let periods = Periods::from_dates(dates);
        let listed = page.listed.iter();
        shared.articles =
            listed.map(|at| head(page, *at, &articles[*at], periods.as_ref())).collect();
        let domains = page.report.domains.iter().take(MAX_ROWS);
        shared.domains = domains.map(|row| domain(page, row)).collect();
        shared.owners = page.report.views.owners.iter().take(MAX_ROWS).map(owner).collect();
        if page.known.links.is_some() {
            shared.verdicts = LinkState::ALL.iter().map(|state| state.name()).collect();
        }
        shared
    }

    /// Adds the types and countries of the sources in words.
    pub(super) fn add_words(&mut self) {
        let both = self.sources.iter().flat_map(|[.., kind, country]| {
            [
                (kind.clone(), words::publisher_type(kind).into_owned()),
                (country.clone(), words::country(country).into_owned()),
            ]
        });
        self.words = both.filter(|(code, words)| code != words).collect();
    }
}

fn domain(page: &ReportPage<'_>, row: &DomainRow) -> PayloadDomain {
    let all = page.report.totals.counted;
    PayloadDomain {
        domain: sanitize(&redact_url(&row.domain)),
        source: sanitize(&truncate(&source(&row.source), MAX_SHORT_CHARS)),
        kind: row.source.kind.map_or(UNKNOWN, |kind| kind.name()).to_owned(),
        country: row.source.country.clone().unwrap_or_else(|| UNKNOWN.to_owned()),
        citations: row.citations,
        share: share_text(row.citations, all),
        articles: row.articles,
        works: row.works,
        dead: page.report.links.as_ref().map(|rot| dead_text(rot, row)),
        span: sanitize(&span_text(row)),
    }
}

fn owner(row: &OwnerRow) -> PayloadOwner {
    PayloadOwner {
        owner: sanitize(&redact_text(&row.owner)),
        known: row.known,
        citations: row.citations,
        share: percent(row.share),
        domains: sanitize(&truncate(&redact_text(&row.domains.join(", ")), MAX_MESSAGE_CHARS)),
    }
}

fn head(
    page: &ReportPage<'_>,
    at: usize,
    article: &ArticleRecord,
    periods: Option<&Periods>,
) -> PayloadArticle {
    let row = &page.report.articles[at];
    let period = periods.and_then(|periods| {
        let index = periods.index_of(article.published())?;
        Some(periods.full_name(index))
    });
    PayloadArticle {
        title: short(&title(article.title(), article.input())),
        input: short(article.input()),
        date: article.published().map(sanitize),
        period,
        origin: origin_domain(article.origin()).map(|origin| sanitize(&origin)),
        language: row.language.as_deref().map(sanitize),
        links: row.links,
        counted: row.counted,
        domains: row.domains,
        sentences: row.cited_sentences.zip(row.sentences).map(|(cited, all)| [cited, all]),
        findings: page.findings_in(at),
    }
}
