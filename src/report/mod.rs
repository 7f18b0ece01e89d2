//! The single result of a run: every page, table and file is a projection of [`Report`]. What other verbs show
//! people has a module for each.

mod articles;
pub mod capture_changes;
pub(crate) mod control;
pub mod difference;
mod domains;
pub mod explain;
mod finding_row;
mod finding_rows;
pub mod finding_summary;
pub mod findings;
pub mod fix_diff;
pub mod fix_list;
pub(crate) mod format;
pub mod html;
pub mod impact;
mod indices;
pub mod json;
pub mod links;
pub mod markdown;
pub mod narrative;
mod plain_text;
pub mod rot;
pub mod sanitizer;
pub mod stats;
pub mod style;
mod summary;
pub mod text;
mod text_table;
mod unknown_origin;
pub mod view;
pub mod words;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::{Place, Reason, SCHEMA, Skipped, Syntax};
use crate::corpus::table::CitationTable;
use crate::corpus::{Facet, Selection, Totals};
use crate::graph::Weight;
use crate::source::Sources;
use crate::stats::{
    Aliases, ArticleGroup, Basis, Bootstrap, CountingOptions, DiversitySummary, Intervals, Measures,
};

pub use crate::stats::MIN_INDEX_CITATIONS;
pub use articles::ArticleRow;
pub use domains::DomainRow;
pub use finding_row::FindingRow;
pub use finding_rows::FindingRows;
pub use finding_summary::{FindingCounter, FindingSummary};
pub use format::{CAVEAT, fixed, plural};
pub use indices::heading;
pub use rot::LinkRot;
pub use unknown_origin::{own_site_warning, own_sites};
pub use view::ReportViews;

/// The columns of the table of diversity, unless others are asked for.
const FACETS: [Facet; 7] = [
    Facet::Domain,
    Facet::Site,
    Facet::Host,
    Facet::Work,
    Facet::Group,
    Facet::Type,
    Facet::Country,
];

/// The options of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Options")]
pub struct ReportOptions {
    /// Which citations count.
    pub selection: Selection,
    /// What an edge of the graph weighs, for ranks and for files.
    pub weight: Weight,
    /// The properties of sources whose diversity is measured.
    pub facets: Vec<Facet>,
}

impl Default for ReportOptions {
    fn default() -> Self {
        Self { selection: Selection::default(), weight: Weight::default(), facets: FACETS.to_vec() }
    }
}

/// The program that made a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// `citegraph`.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Default for Tool {
    fn default() -> Self {
        Self {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// Everything that a run found, in the shape of `report.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Always [`SCHEMA`].
    pub schema: u32,
    /// The program.
    pub tool: Tool,
    /// The options of the report.
    pub options: ReportOptions,
    /// The numbers of the corpus.
    pub totals: Totals,
    /// Measures of the counted citations, by facet.
    pub diversity: BTreeMap<Facet, Measures>,
    /// Intervals of the same measures, by [`Bootstrap::intervals`].
    pub intervals: BTreeMap<Facet, Intervals>,
    /// The numbers of the summary in plain words.
    pub spread: DiversitySummary,
    /// Cited domains, the most cited first, equal ones by name.
    pub domains: Vec<DomainRow>,
    /// Articles in corpus order.
    pub articles: Vec<ArticleRow>,
    /// Links that are not citations, by reason.
    pub rejects: BTreeMap<Reason, u64>,
    /// Citations that do not count because of their place.
    pub excluded: BTreeMap<Place, u64>,
    /// Citations whose place counts, but whose syntax does not.
    pub excluded_syntax: BTreeMap<Syntax, u64>,
    /// Documents that could not be read.
    pub skipped: Vec<Skipped>,
    /// What the page draws.
    pub views: ReportViews,
    /// The findings of the rules; `None`, and absent from the JSON, if the rules were not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<FindingSummary>,
    /// Domains that are probably the own site of articles which do not say where they were published, with the number
    /// of these articles: most of their citations lead there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub own_sites: BTreeMap<String, u64>,
    /// The state of the links according to a ledger; `None`, and absent from the JSON, if no ledger was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<LinkRot>,
}

impl Report {
    /// Measures a finished table, with our own table of sources.
    pub fn new(table: &CitationTable, options: &ReportOptions) -> Self {
        Self::with_sources(table, options, &Sources::default())
    }

    /// Measures a finished table, with these tables of sources.
    pub fn with_sources(table: &CitationTable, options: &ReportOptions, sources: &Sources) -> Self {
        let selection = &options.selection;
        let group = ArticleGroup::all(table);
        let aliases = Aliases::default();
        let counting =
            CountingOptions { selection, sources, aliases: &aliases, basis: Basis::Citations };
        let measured = options.facets.iter().map(|by| {
            let counts = counting.numbers(group.articles(), &counting.column(table, *by));
            let intervals = Bootstrap::default().intervals(&counts);
            (*by, (Measures::from_counts(&counts), intervals))
        });
        let measured: Vec<(Facet, (Measures, Intervals))> = measured.collect();
        let domains = domains::rows(table, options, sources);
        let articles = table.articles().iter();
        Self {
            schema: SCHEMA,
            tool: Tool::default(),
            options: options.clone(),
            totals: Totals::of(table, selection),
            diversity: measured.iter().map(|(by, (measures, _))| (*by, measures.clone())).collect(),
            intervals: measured.into_iter().map(|(by, (_, intervals))| (by, intervals)).collect(),
            spread: DiversitySummary::from_articles(group.articles(), counting),
            views: ReportViews::new(table, &group, &domains, counting),
            domains,
            articles: articles.map(|one| ArticleRow::of(table, one, selection)).collect(),
            rejects: table.rejects(),
            excluded: table.excluded(selection),
            excluded_syntax: table.excluded_syntax(selection),
            skipped: table.skipped().to_vec(),
            findings: None,
            own_sites: own_sites(table),
            links: None,
        }
    }
}
