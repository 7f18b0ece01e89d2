//! Link rot: what the ledger of `citegraph check` says about the links of a report.
//!
//! A link is one request URL, however often it is cited. Shares of dead links are lower bounds: of what
//! stands behind a wall or has only failed so far nobody can tell.

mod age;
mod lifetime;
mod support;
pub(super) mod tables;

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::age::AgeRow;
pub use self::lifetime::{Lifetime, Outlook};
pub use self::support::DomainSupport;
use crate::article::Article;
use crate::audit::{CheckRow, CheckedLinks, Life};
use crate::check::observation::canonical_url;
use crate::check::verdict::LinkState;
use crate::claims::impact::unsupported;
use crate::corpus::{Corpus, Facet, Selection};

/// What is known of links on a day.
#[derive(Debug, Clone, Copy)]
pub struct RotInputs<'a> {
    /// The verdicts.
    pub links: &'a CheckedLinks,
    /// How long they were seen to live; see [`crate::audit::lives`].
    pub lives: &'a BTreeMap<String, Life>,
    /// The day for which the links are judged.
    pub today: Date,
}

/// The state of some links.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Health {
    /// Distinct links.
    pub links: u64,
    /// Links with a result; private addresses are not requested.
    pub checked: u64,
    /// Dead ones.
    pub dead: u64,
    /// Links that failed, but not often enough yet to call them dead.
    pub failing: u64,
    /// `dead` divided by `checked`; 0 to 1. `None` if no link was checked. This is a lower bound.
    pub dead_share: Option<f64>,
}

/// What the ledger says about the counted citations of a corpus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinkRot {
    /// The day for which the links are judged.
    pub today: String,
    /// All links.
    #[serde(flatten)]
    pub health: Health,
    /// Number of links by verdict; links that were never checked are `UNKNOWN`.
    #[schemars(with = "BTreeMap<String, u64>")]
    pub verdicts: BTreeMap<LinkState, u64>,
    /// By cited domain.
    pub domains: BTreeMap<String, Health>,
    /// By the age of the earliest article that cites the link, the youngest first.
    pub ages: Vec<AgeRow>,
    /// Checked links that are in no row of `ages`, because no article with a date up to that day cites them.
    pub undated: u64,
    /// How long links live.
    pub lifetime: Lifetime,
    /// Domains without which claims would have no source, the most claims first.
    pub support: Vec<DomainSupport>,
}

impl LinkRot {
    /// Joins the citations that `selection` counts with what is known of their links.
    pub fn from_corpus(corpus: &Corpus, selection: &Selection, checked: RotInputs<'_>) -> Self {
        let mut cited = CitedLinks::default();
        corpus
            .articles
            .iter()
            .for_each(|one| cited.add(ArticleLinks::new(one, selection, checked)));
        Self::from_links(&cited, checked)
    }

    /// The numbers of the links that were gathered.
    pub fn from_links(cited: &CitedLinks<'_>, checked: RotInputs<'_>) -> Self {
        let links = &cited.links;
        let mut verdicts = BTreeMap::new();
        let mut domains: BTreeMap<String, Health> = BTreeMap::new();
        for link in links.values() {
            *verdicts.entry(link.verdict()).or_default() += 1;
            domains.entry(link.domain.to_string()).or_default().add(link);
        }
        let mut health = Health::default();
        links.values().for_each(|link| health.add(link));
        let (ages, undated) = age::rows(links.values(), checked.today);
        let lives = links.values().filter_map(|link| checked.lives.get(&link.row?.url));
        Self {
            today: checked.today.to_string(),
            health,
            verdicts,
            ages,
            undated,
            lifetime: Lifetime::from_lives(lives),
            support: support::rows(&cited.unsupported, &domains),
            domains,
        }
    }
}

impl Health {
    fn add(&mut self, link: &CitedLink<'_>) {
        let one = |is: bool| u64::from(is);
        self.links += 1;
        self.checked += one(link.is_checked());
        self.dead += one(link.verdict() == LinkState::Dead);
        self.failing += one(link.verdict() == LinkState::Failing);
        self.dead_share = (self.checked > 0).then(|| self.dead as f64 / self.checked as f64);
    }
}

/// A distinct link, and what is known of it.
#[derive(Debug, Clone)]
struct CitedLink<'a> {
    domain: Box<str>,
    /// `None` where the ledger has never heard of it.
    row: Option<&'a CheckRow>,
    /// The first day that the date of the earliest citing article can mean.
    first: Option<Date>,
}

impl CitedLink<'_> {
    fn verdict(&self) -> LinkState {
        self.row.map_or(LinkState::Unknown, |row| row.verdict)
    }

    fn is_checked(&self) -> bool {
        self.row.is_some_and(|row| !row.evidence.is_empty() && row.verdict != LinkState::Skipped)
    }
}

/// The links of some articles, each once.
#[derive(Debug, Default)]
pub struct CitedLinks<'a> {
    /// By request URL.
    links: BTreeMap<String, CitedLink<'a>>,
    /// Claims that would have no source left, by the domain that goes.
    unsupported: BTreeMap<String, u64>,
}

impl<'a> CitedLinks<'a> {
    /// Adds those of one article; articles come in the order of the corpus.
    pub fn add(&mut self, article: ArticleLinks<'a>) {
        for (url, link) in article.links {
            let first = link.first;
            let found = self.links.entry(url).or_insert(link);
            found.first = [found.first, first].into_iter().flatten().min();
        }
        for (domain, claims) in article.unsupported {
            *self.unsupported.entry(domain).or_default() += claims;
        }
    }
}

/// The links of one article.
#[derive(Debug)]
pub struct ArticleLinks<'a> {
    /// Those of counted citations, by request URL, the first of equal ones.
    links: Vec<(String, CitedLink<'a>)>,
    unsupported: BTreeMap<String, u64>,
}

impl<'a> ArticleLinks<'a> {
    /// Joins the citations of an article that `selection` counts with what is known of their links.
    pub fn new(article: &Article, selection: &Selection, checked: RotInputs<'a>) -> Self {
        let first = published(article, checked.today);
        let links = selection.counted_links(article).filter_map(|link| {
            let url = canonical_url(link.resolved.as_deref()?);
            let domain = Facet::Domain.link_value(link).into();
            Some((url, CitedLink { domain, row: checked.links.row(link), first }))
        });
        Self { links: links.collect(), unsupported: unsupported(article, selection) }
    }
}

/// The first day that an article's date can mean; `None` without a date, and for one yet to come.
fn published(article: &Article, today: Date) -> Option<Date> {
    let day = article.published_day()?;
    (day <= today).then_some(day)
}
