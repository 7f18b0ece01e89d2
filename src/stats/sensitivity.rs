//! How much of the effective number of domains rests on choices of counting.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::counting_unit::{Basis, CountingOptions};
use super::diversity::Measures;
use super::facet::Facet;
use super::facet_column::FacetColumn;
use super::group::Articles;
use crate::article::Place;
use crate::corpus::Selection;
use crate::source::Aliases;

/// What is counted in a different way than in the main number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Change")]
pub enum SensitivityChange {
    /// Nothing: domains of all citations that count.
    None,
    /// Redirectors and archives are counted as the domain that they are on.
    WrappersKept,
    /// The names of `--alias` are not merged.
    AliasesApart,
    /// A URL counts once.
    Urls,
    /// A work counts once.
    Works,
    /// A domain counts only once per sentence.
    Sentences,
    /// Owners with their groups instead of domains; each account of a platform then counts separately.
    Owners,
    /// Comments of readers count too.
    Comments,
}

/// The effective number of domains under a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Variant {
    /// What is counted in a different way.
    pub change: SensitivityChange,
    /// Number of things that are counted in this way.
    pub n: u64,
    /// Effective number: [`Measures::hill1`]. `None` where nothing is counted.
    pub effective: Option<f64>,
}

/// The headline first, then one variant a choice; aliases are one only where there are any.
pub(super) fn variants<'a>(group: Articles<'a>, counting: CountingOptions<'a>) -> Vec<Variant> {
    let plain = CountingOptions { basis: Basis::Citations, ..counting };
    let none = Aliases::default();
    let mut places = plain.selection.places.clone();
    places.push(Place::Comment);
    let commented = Selection { places, syntaxes: plain.selection.syntaxes.clone() };
    let apart = CountingOptions { aliases: &none, ..plain };
    let column = |facet, counting: CountingOptions<'a>| counting.column(group.table, facet);
    let (domains, owners) = (column(Facet::Domain, plain), column(Facet::Group, plain));
    let variant = |change, counting: CountingOptions<'_>, column: &FacetColumn<'_>| {
        Variant::of(change, &counting.numbers(group, column))
    };
    let on = |change, basis| variant(change, CountingOptions { basis, ..plain }, &domains);
    let mut variants = vec![
        on(SensitivityChange::None, Basis::Citations),
        Variant::of(SensitivityChange::WrappersKept, &wrapped(group, plain)),
    ];
    if *plain.aliases != none {
        let domains = apart.column(group.table, Facet::Domain);
        variants.push(variant(SensitivityChange::AliasesApart, apart, &domains));
    }
    let comments = CountingOptions { selection: &commented, ..plain };
    variants.extend([
        on(SensitivityChange::Urls, Basis::Urls),
        on(SensitivityChange::Works, Basis::Works),
        on(SensitivityChange::Sentences, Basis::Sentences),
        variant(SensitivityChange::Owners, plain, &owners),
        variant(SensitivityChange::Comments, comments, &domains),
    ]);
    variants
}

impl Variant {
    fn of(change: SensitivityChange, counts: &[u64]) -> Self {
        let measures = Measures::from_counts(counts);
        Self { change, n: measures.n, effective: measures.hill1 }
    }
}

/// Domains counted with their redirectors and archives on.
fn wrapped(group: Articles<'_>, counting: CountingOptions<'_>) -> Vec<u64> {
    let mut counts: FxHashMap<&str, u64> = FxHashMap::default();
    for (_, article) in group.records() {
        for citation in group.table.counted_of(article, counting.selection) {
            let inner = || counting.aliases.name(citation.address().domain);
            *counts.entry(citation.wrapper().unwrap_or_else(inner)).or_default() += 1;
        }
    }
    let mut counts: Vec<u64> = counts.into_values().collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    counts
}
