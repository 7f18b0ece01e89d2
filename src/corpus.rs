//! The one accumulator: articles and skipped documents, in an order that no run can change.
//!
//! A corpus is a *set*. [`Corpus::finish`] sorts it by input, part and content and drops what was
//! given twice, so neither the order of arrival nor the way the work was split shows in anything
//! that is made from it: corpus(A then B) = corpus(A).merge(corpus(B)).

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::{Article, Link, Place, Reason, SentenceId, Skipped, Syntax, join_captures};
use crate::source::{PublisherType, Source, Sources, UNKNOWN, path_of};

/// All articles of a run, and the documents that could not be read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Corpus {
    /// The articles; in canonical order after [`Corpus::finish`].
    pub articles: Vec<Article>,
    /// What could not be read, and why; in canonical order after [`Corpus::finish`].
    pub skipped: Vec<Skipped>,
}

impl Corpus {
    /// Adds an article. The order is settled later, by [`Corpus::finish`].
    pub fn ingest(&mut self, mut article: Article) {
        // Lists have grown while they were read, and now stay as they are.
        article.citations.shrink_to_fit();
        article.rejects.shrink_to_fit();
        if let Some(sentences) = &mut article.sentences {
            sentences.shrink_to_fit();
        }
        self.articles.push(article);
    }

    /// Adds a document that could not be read.
    pub fn skip(&mut self, skipped: Skipped) {
        self.skipped.push(skipped);
    }

    /// Joins two corpora; the result is finished. Associative, commutative and idempotent.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.articles.extend(other.articles);
        self.skipped.extend(other.skipped);
        self.finish()
    }

    /// Sorts by input (as bytes), part and content, and keeps one of what was given twice. Captures of one page with
    /// the same text become one article.
    ///
    /// One (input, part) with two contents stays two articles; content breaks that tie, since the
    /// order of arrival would differ between two ways of splitting the same work.
    #[must_use]
    pub fn finish(mut self) -> Self {
        join_captures(&mut self.articles);
        self.articles.sort_by(canonical);
        self.articles.dedup();
        self.skipped.sort();
        self.skipped.dedup();
        self
    }

    /// The links that count under `selection`, each with the index of its article.
    pub fn counted<'a>(
        &'a self,
        selection: &'a Selection,
    ) -> impl Iterator<Item = (usize, &'a Link)> {
        let articles = self.articles.iter().enumerate();
        articles
            .flat_map(|(at, article)| selection.counted_links(article).map(move |link| (at, link)))
    }

    /// The numbers of the whole corpus under `selection`.
    pub fn totals(&self, selection: &Selection) -> Totals {
        Totals::of(self, selection)
    }

    /// How many links were rejected, by reason; reasons that never occur are absent.
    pub fn rejects(&self) -> BTreeMap<Reason, u64> {
        let links = self.articles.iter().flat_map(|article| &article.rejects);
        tally(links.filter_map(|link| link.reason))
    }

    /// How many citations `selection` leaves out for their place.
    pub fn excluded(&self, selection: &Selection) -> BTreeMap<Place, u64> {
        tally(self.citations().map(|link| link.place).filter(|place| !selection.holds(*place)))
    }

    /// How many citations `selection` leaves out for their syntax alone: their place would count.
    ///
    /// So citations = counted + excluded by place + excluded by syntax.
    pub fn excluded_syntax(&self, selection: &Selection) -> BTreeMap<Syntax, u64> {
        let placed = self.citations().filter(|link| selection.holds(link.place));
        tally(placed.filter(|link| !selection.counts(link)).map(|link| link.syntax))
    }

    /// Every citation, counted or not, in order.
    pub fn citations(&self) -> impl Iterator<Item = &Link> {
        self.articles.iter().flat_map(|article| &article.citations)
    }
}

impl Extend<Article> for Corpus {
    fn extend<I: IntoIterator<Item = Article>>(&mut self, articles: I) {
        self.articles.extend(articles);
    }
}

impl FromIterator<Article> for Corpus {
    /// A finished corpus of these articles.
    fn from_iter<I: IntoIterator<Item = Article>>(articles: I) -> Self {
        Self { articles: articles.into_iter().collect(), skipped: Vec::new() }.finish()
    }
}

/// The order of articles. Content is compared only where input and part are equal, hence rarely.
fn canonical(left: &Article, right: &Article) -> Ordering {
    let names = left.input.as_bytes().cmp(right.input.as_bytes());
    names.then_with(|| left.part.cmp(&right.part)).then_with(|| {
        if left == right { Ordering::Equal } else { content(left).cmp(&content(right)) }
    })
}

fn content(article: &Article) -> String {
    serde_json::to_string(article).expect("an article holds strings and integers only")
}

fn tally<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, u64> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_insert(0) += 1;
    }
    counts
}

/// Which citations count: `--place` and `--syntax`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Selection {
    /// The places that count.
    pub places: Vec<Place>,
    /// The syntaxes that count.
    pub syntaxes: Vec<Syntax>,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            places: vec![Place::Body, Place::Note, Place::Caption, Place::Byline],
            syntaxes: Syntax::ALL.to_vec(),
        }
    }
}

impl Selection {
    /// Counts every citation, wherever it stands.
    pub fn everything() -> Self {
        Self { places: Place::ALL.to_vec(), ..Self::default() }
    }

    /// Whether a link is a citation that counts.
    pub fn counts(&self, link: &Link) -> bool {
        link.reason.is_none() && self.holds(link.place) && self.syntaxes.contains(&link.syntax)
    }

    /// The counted citations of one article, in document order.
    pub fn counted_links<'a>(&self, article: &'a Article) -> impl Iterator<Item = &'a Link> {
        article.citations.iter().filter(|link| self.counts(link))
    }

    fn holds(&self, place: Place) -> bool {
        self.places.contains(&place)
    }
}

/// A column that citations can be counted by.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Facet {
    /// Registrable domain.
    Domain,
    /// The account or blog on a platform; otherwise the domain.
    Site,
    /// Host.
    Host,
    /// The cited work; otherwise the key of the URL.
    Work,
    /// The owner of the source; the site where he is not known.
    Owner,
    /// The group of the owner; the site where it is not known.
    Group,
    /// Type of publisher.
    Type,
    /// Country of the publisher.
    Country,
    /// Main language of the publisher.
    Language,
}

impl Facet {
    /// Every facet, in the order of the documentation.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The word used in JSON and on the command line.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The value of this column for a link. Never missing, so that counts add up for any JSONL:
    /// a field that a citation lacks falls back to the nearest one, in the end to what is written.
    ///
    /// An unknown owner is one of his own, told by his site, and so is his group; an unknown type,
    /// country or language is [`UNKNOWN`].
    pub fn value<'a>(self, link: &'a Link, sources: &'a Sources) -> &'a str {
        let source = match self {
            Self::Domain | Self::Site | Self::Host | Self::Work => return self.link_value(link),
            _ => source(link, sources),
        };
        let column = match self {
            Self::Group => source.group,
            Self::Type => source.kind.map(PublisherType::name),
            Self::Country => source.country,
            Self::Language => source.language,
            _ => source.owner,
        };
        column.unwrap_or_else(|| self.link_value(link))
    }

    /// The value of this column where nothing is known about sources; for the columns of the link
    /// itself that is the value.
    pub fn link_value(self, link: &Link) -> &str {
        let domain = link.domain().or(link.host());
        let column = match self {
            Self::Domain => domain,
            Self::Site | Self::Owner | Self::Group => link.site().or(domain),
            Self::Type | Self::Country | Self::Language => Some(UNKNOWN),
            Self::Host => link.host().or(domain),
            Self::Work => link.work(),
        };
        column.unwrap_or_else(|| key(link))
    }
}

/// What is known about who stands behind a cited address.
pub fn source<'a>(link: &'a Link, sources: &'a Sources) -> Source<'a> {
    let host = Facet::Host.link_value(link);
    if let (true, Some(work)) = (is_doi_resolver(link), link.work())
        && let Some(doi) = work.strip_prefix("doi:")
    {
        return sources.registrant(doi);
    }
    sources.lookup(
        host,
        Facet::Domain.link_value(link),
        Facet::Site.link_value(link),
        path_of(key(link)),
    )
}

/// Whether a link goes to the resolver of DOIs, under any of its hosts.
pub(crate) fn is_doi_resolver(link: &Link) -> bool {
    Facet::Domain.link_value(link) == "doi.org"
}

/// The identity of a cited URL.
pub fn key(link: &Link) -> &str {
    link.key().or(link.opened()).or(link.resolved.as_deref()).unwrap_or(&link.written)
}

/// The numbers of a corpus. Distinct values are those of counted citations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Documents that became articles.
    pub articles: u64,
    /// Documents that could not be read.
    pub skipped: u64,
    /// Links found: citations and rejects.
    pub links: u64,
    /// Links to other registrable domains.
    pub citations: u64,
    /// Citations that count by their place and the way they are written.
    pub counted: u64,
    /// Distinct keys.
    pub keys: u64,
    /// Distinct works, a key standing for itself where no work is known.
    pub works: u64,
    /// Distinct hosts.
    pub hosts: u64,
    /// Distinct registrable domains.
    pub domains: u64,
    /// Distinct sites.
    pub sites: u64,
    /// Sentences of body paragraphs; `None` where an article came without its sentences.
    pub sentences: Option<u64>,
    /// Those with at least one counted citation; `None` as for `sentences`.
    pub cited_sentences: Option<u64>,
}

impl Totals {
    fn of(corpus: &Corpus, selection: &Selection) -> Self {
        let distinct =
            |facet: Facet| count_distinct(corpus, selection, |link| facet.link_value(link));
        let citations = corpus.citations().count() as u64;
        let rejects: usize = corpus.articles.iter().map(|article| article.rejects.len()).sum();
        let mut sentences =
            corpus.articles.iter().map(|article| SentenceCounts::count(article, selection));
        let sentences =
            sentences.try_fold(SentenceCounts::default(), |sum, next| Some(sum.plus(next?)));
        Self {
            articles: corpus.articles.len() as u64,
            skipped: corpus.skipped.len() as u64,
            links: citations + rejects as u64,
            citations,
            counted: corpus.counted(selection).count() as u64,
            keys: count_distinct(corpus, selection, key),
            works: distinct(Facet::Work),
            hosts: distinct(Facet::Host),
            domains: distinct(Facet::Domain),
            sites: distinct(Facet::Site),
            sentences: sentences.map(|sentences| sentences.all),
            cited_sentences: sentences.map(|sentences| sentences.cited),
        }
    }
}

fn count_distinct(corpus: &Corpus, selection: &Selection, column: impl Fn(&Link) -> &str) -> u64 {
    let values: FxHashSet<&str> = corpus.counted(selection).map(|(_, link)| column(link)).collect();
    values.len() as u64
}

/// Body sentences of one article, and how many of them carry a counted citation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SentenceCounts {
    /// All sentences of body paragraphs.
    pub all: u64,
    /// Those with at least one counted citation.
    pub cited: u64,
}

impl SentenceCounts {
    /// Counts the sentences of an article; `None` where it came without them.
    pub fn count(article: &Article, selection: &Selection) -> Option<Self> {
        let sentences = article.sentences.as_ref()?;
        let cited: FxHashSet<SentenceId> =
            selection.counted_links(article).flat_map(Link::supported).copied().collect();
        let body = sentences.iter().map(|sentence| sentence.id).filter(|id| id.is_body());
        let (mut all, mut hit) = (0, 0);
        for id in body {
            all += 1;
            hit += u64::from(cited.contains(&id));
        }
        Some(Self { all, cited: hit })
    }

    fn plus(self, other: Self) -> Self {
        Self { all: self.all + other.all, cited: self.cited + other.cited }
    }
}
