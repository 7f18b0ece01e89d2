//! How the citations of some articles spread, in the numbers that a reader asks for first.

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bootstrap::Bootstrap;
use super::counting_unit::{Basis, CountingOptions};
use super::diversity::Measures;
use super::facet::{Facet, FacetCount};
use super::interval::Interval;
use super::richness::leave_one_out;
use super::sensitivity::{Variant, variants};
use crate::article::{Article, Link, SentenceId};
use crate::corpus::{key, source};
use crate::source::{PageKind, UNKNOWN, path_of};

/// Values of a column that are kept: the most cited ones.
const MAX_TOP_VALUES: usize = 10;

/// The numbers that the summary in plain words is made of. Every citation counts once, and owners
/// are taken with their groups: all offices of a government are one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Spread")]
pub struct DiversitySummary {
    /// Number of citations that count.
    pub links: u64,
    /// Distinct works among them.
    pub works: u64,
    /// Distinct sites.
    pub sites: u64,
    /// Distinct owners with their groups; a site with an unknown owner counts as its own owner.
    pub owners: u64,
    /// Citations of sources whose owner is not known.
    pub ownerless: u64,
    /// As diverse as this number of equally cited owners: [`Measures::hill1`]. `None` without a citation.
    pub effective_owners: Option<f64>,
    /// Its interval of 95 % confidence, by [`Bootstrap::intervals`].
    pub effective_owners_interval: Option<Interval>,
    /// From where to where the effective number would go without one of the owners: [`leave_one_out`].
    pub effective_owners_without_one: Option<Interval>,
    /// The owners with most citations, the most cited first, equal ones by name; at most ten.
    pub top_owners: Vec<FacetCount>,
    /// Sentences of body paragraphs with a citation.
    pub cited_sentences: u64,
    /// Those of them whose citations all lead to one owner.
    pub single_owner_sentences: u64,
    /// Citations by country of the publisher, the most cited first; at most ten. `unknown` is one of
    /// them.
    pub countries: Vec<FacetCount>,
    /// Citations by type of publisher, likewise.
    pub types: Vec<FacetCount>,
    /// Citations of press releases, by their path.
    pub press_releases: u64,
    /// Citations of PDF files of unknown kind, by their path.
    pub pdfs: u64,
    /// The effective number of domains as it is and where something is counted otherwise.
    pub variants: Vec<Variant>,
    /// Estimated share of further citations that would go to a domain already cited:
    /// [`Measures::coverage`] by domain.
    pub coverage: Option<f64>,
}

impl DiversitySummary {
    /// Counts some articles. The basis of `counting` is not looked at: every citation counts.
    pub fn from_articles(articles: &[&Article], counting: CountingOptions<'_>) -> Self {
        let counting = CountingOptions { basis: Basis::Citations, ..counting };
        let counts = |facet| counting.counts(articles, facet);
        let owners = counts(Facet::Group);
        let measured = numbers(&owners);
        let links = || articles.iter().flat_map(|one| counting.selection.counted_links(one));
        let pages = |kind| links().filter(|link| counting.page(link) == Some(kind)).count() as u64;
        let unowned = |link: &&Link| source(link, counting.sources).group.is_none();
        let (cited, single) = sentences(articles, counting);
        Self {
            links: measured.iter().sum(),
            works: counts(Facet::Work).len() as u64,
            sites: counts(Facet::Site).len() as u64,
            owners: owners.len() as u64,
            ownerless: links().filter(unowned).count() as u64,
            effective_owners: Measures::from_counts(&measured).hill1,
            effective_owners_interval: Bootstrap::default().intervals(&measured).hill1,
            effective_owners_without_one: leave_one_out(&measured),
            top_owners: first(owners),
            cited_sentences: cited,
            single_owner_sentences: single,
            countries: first(counts(Facet::Country)),
            types: first(counts(Facet::Type)),
            press_releases: pages(PageKind::PressRelease),
            pdfs: pages(PageKind::Pdf),
            variants: variants(articles, counting),
            coverage: Measures::from_counts(&numbers(&counts(Facet::Domain))).coverage,
        }
    }

    /// Citations whose country or type is not known.
    pub fn unknown(rows: &[FacetCount]) -> u64 {
        rows.iter().find(|row| row.name == UNKNOWN).map_or(0, |row| row.count)
    }
}

impl CountingOptions<'_> {
    /// What the path says about a cited page.
    fn page(&self, link: &Link) -> Option<PageKind> {
        let (host, domain) = (Facet::Host.link_value(link), Facet::Domain.link_value(link));
        self.sources.page_kind(host, domain, path_of(key(link)))
    }
}

fn numbers(counts: &[FacetCount]) -> Vec<u64> {
    counts.iter().map(|row| row.count).collect()
}

fn first(mut counts: Vec<FacetCount>) -> Vec<FacetCount> {
    counts.truncate(MAX_TOP_VALUES);
    counts
}

/// Sentences with a citation, and those of them that cite one owner.
fn sentences(articles: &[&Article], counting: CountingOptions<'_>) -> (u64, u64) {
    let (mut cited, mut single) = (0, 0);
    for article in articles {
        let mut owners: FxHashMap<SentenceId, FxHashSet<&str>> = FxHashMap::default();
        for link in counting.selection.counted_links(article) {
            let owner = counting.aliases.name(Facet::Group.value(link, counting.sources));
            for sentence in link.supported().iter().filter(|id| id.is_body()) {
                owners.entry(*sentence).or_default().insert(owner);
            }
        }
        cited += owners.len() as u64;
        single += owners.values().filter(|owners| owners.len() == 1).count() as u64;
    }
    (cited, single)
}
