//! How the citations of some articles spread, in the numbers that a reader asks for first.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bootstrap::Bootstrap;
use super::counting_unit::{Basis, CountingOptions};
use super::diversity::Measures;
use super::facet::{Facet, FacetCount};
use super::facet_column::FacetColumn;
use super::group::Articles;
use super::interval::Interval;
use super::richness::leave_one_out;
use super::sensitivity::{Variant, variants};
use crate::article::SentenceId;
use crate::corpus::Address;
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
    /// Distinct owners, each with its group; a site with an unknown owner counts as a separate owner.
    pub owners: u64,
    /// Citations of sources with an unknown owner.
    pub ownerless: u64,
    /// As diverse as this number of equally cited owners: [`Measures::hill1`]. `None` without a citation.
    pub effective_owners: Option<f64>,
    /// Its 95% confidence interval, by [`Bootstrap::intervals`].
    pub effective_owners_interval: Option<Interval>,
    /// The smallest and the largest effective number if one of the owners is left out: [`leave_one_out`].
    pub effective_owners_without_one: Option<Interval>,
    /// The owners with most citations, the most cited first, equal ones by name; at most ten.
    pub top_owners: Vec<FacetCount>,
    /// Sentences of body paragraphs with a citation.
    pub cited_sentences: u64,
    /// Sentences whose citations all lead to one owner.
    pub single_owner_sentences: u64,
    /// Citations by country of the publisher, the most cited first; at most ten. `unknown` is one of
    /// them.
    pub countries: Vec<FacetCount>,
    /// Citations by type of publisher, in the same form as `countries`.
    pub types: Vec<FacetCount>,
    /// Citations of press releases, judging by their URLs.
    pub press_releases: u64,
    /// Citations of PDF files of unknown kind, judging by their URLs.
    pub pdfs: u64,
    /// The effective number of domains, and the same number if citations are counted in other ways.
    pub variants: Vec<Variant>,
    /// Estimated share of further citations that would go to a domain already cited:
    /// [`Measures::coverage`] by domain.
    pub coverage: Option<f64>,
}

impl DiversitySummary {
    /// Counts some articles. The basis of `counting` is not looked at: every citation counts.
    pub fn from_articles<'a>(group: Articles<'a>, counting: CountingOptions<'a>) -> Self {
        let counting = CountingOptions { basis: Basis::Citations, ..counting };
        let numbers = |facet| counting.numbers(group, &counting.column(group.table, facet));
        let first = |facet| {
            counting.most_cited(group, &counting.column(group.table, facet), MAX_TOP_VALUES)
        };
        let column = counting.column(group.table, Facet::Group);
        let measured = counting.numbers(group, &column);
        let pages = PageCounts::new(group, counting);
        let (cited, single) = sentences(group, counting, &column);
        Self {
            links: measured.iter().sum(),
            works: numbers(Facet::Work).len() as u64,
            sites: numbers(Facet::Site).len() as u64,
            owners: measured.len() as u64,
            ownerless: pages.ownerless,
            effective_owners: Measures::from_counts(&measured).hill1,
            effective_owners_interval: Bootstrap::default().intervals(&measured).hill1,
            effective_owners_without_one: leave_one_out(&measured),
            top_owners: counting.most_cited(group, &column, MAX_TOP_VALUES),
            cited_sentences: cited,
            single_owner_sentences: single,
            countries: first(Facet::Country),
            types: first(Facet::Type),
            press_releases: pages.press_releases,
            pdfs: pages.pdfs,
            variants: variants(group, counting),
            coverage: Measures::from_counts(&numbers(Facet::Domain)).coverage,
        }
    }

    /// Citations whose country or type is not known.
    pub fn unknown(rows: &[FacetCount]) -> u64 {
        rows.iter().find(|row| row.name == UNKNOWN).map_or(0, |row| row.count)
    }
}

/// Citations by what is known of the cited page.
#[derive(Default)]
struct PageCounts {
    ownerless: u64,
    press_releases: u64,
    pdfs: u64,
}

impl PageCounts {
    fn new(group: Articles<'_>, counting: CountingOptions<'_>) -> Self {
        let CountingOptions { selection, sources, .. } = counting;
        let kind = |one: Address<'_>| sources.page_kind(one.host, one.domain, path_of(one.key));
        let known = |one: Address<'_>| (one.source(sources).group.is_some(), kind(one));
        let known: Vec<(bool, Option<PageKind>)> = group.table.addresses().map(known).collect();
        let mut counts = Self::default();
        for (_, article) in group.records() {
            for citation in group.table.counted_of(article, selection) {
                let (has_owner, kind) = known[citation.address_id().index()];
                counts.ownerless += u64::from(!has_owner);
                counts.press_releases += u64::from(kind == Some(PageKind::PressRelease));
                counts.pdfs += u64::from(kind == Some(PageKind::Pdf));
            }
        }
        counts
    }
}

/// Sentences with a citation, and those of them that cite one owner.
fn sentences(
    group: Articles<'_>,
    counting: CountingOptions<'_>,
    owners: &FacetColumn<'_>,
) -> (u64, u64) {
    let (mut cited, mut single) = (0, 0);
    let mut sentences: Vec<(SentenceId, u32)> = Vec::new();
    for (_, article) in group.records() {
        sentences.clear();
        for citation in group.table.counted_of(article, counting.selection) {
            let supported = citation.supported().iter().filter(|id| id.is_body());
            sentences.extend(supported.map(|sentence| (*sentence, owners.value(citation))));
        }
        sentences.sort_unstable();
        sentences.dedup();
        for owners in sentences.chunk_by(|one, other| one.0 == other.0) {
            cited += 1;
            single += u64::from(owners.len() == 1);
        }
    }
    (cited, single)
}
