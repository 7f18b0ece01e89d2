//! How much of the effective number of domains rests on choices of counting.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::counting_unit::{Basis, CountingOptions};
use super::diversity::Measures;
use super::facet::{Facet, tally};
use crate::article::{Article, Link, Place};
use crate::corpus::Selection;
use crate::source::Aliases;

/// What is done otherwise than in the headline.
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
    /// Owners with their groups instead of domains; accounts of a platform are apart then.
    Owners,
    /// Comments of readers count too.
    Comments,
}

/// The effective number of domains under a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Variant {
    /// What is done otherwise.
    pub change: SensitivityChange,
    /// What is counted then.
    pub n: u64,
    /// Effective number: [`Measures::hill1`]. `None` where nothing is counted.
    pub effective: Option<f64>,
}

/// The headline first, then one variant a choice; aliases are one only where there are any.
pub(super) fn variants(articles: &[&Article], counting: CountingOptions<'_>) -> Vec<Variant> {
    let plain = CountingOptions { basis: Basis::Citations, ..counting };
    let none = Aliases::default();
    let mut places = plain.selection.places.clone();
    places.push(Place::Comment);
    let commented = Selection { places, syntaxes: plain.selection.syntaxes.clone() };
    let on = |basis| (Facet::Domain, CountingOptions { basis, ..plain });
    let counted = [
        (SensitivityChange::None, on(Basis::Citations)),
        (
            SensitivityChange::AliasesApart,
            (Facet::Domain, CountingOptions { aliases: &none, ..plain }),
        ),
        (SensitivityChange::Urls, on(Basis::Urls)),
        (SensitivityChange::Works, on(Basis::Works)),
        (SensitivityChange::Sentences, on(Basis::Sentences)),
        (SensitivityChange::Owners, (Facet::Group, plain)),
        (
            SensitivityChange::Comments,
            (Facet::Domain, CountingOptions { selection: &commented, ..plain }),
        ),
    ];
    let apart = *plain.aliases != none;
    let counted = counted
        .into_iter()
        .filter(|(change, _)| apart || *change != SensitivityChange::AliasesApart);
    let mut variants: Vec<Variant> = counted
        .map(|(change, (facet, counting))| {
            let counts = counting.counts(articles, facet);
            Variant::of(change, &counts.iter().map(|row| row.count).collect::<Vec<_>>())
        })
        .collect();
    variants.insert(1, Variant::of(SensitivityChange::WrappersKept, &wrapped(articles, plain)));
    variants
}

impl Variant {
    fn of(change: SensitivityChange, counts: &[u64]) -> Self {
        let measures = Measures::from_counts(counts);
        Self { change, n: measures.n, effective: measures.hill1 }
    }
}

/// Domains counted with their redirectors and archives on.
fn wrapped(articles: &[&Article], counting: CountingOptions<'_>) -> Vec<u64> {
    let outer = |link: &'_ Link| match link.via().first() {
        Some(via) => via.domain.clone(),
        None => counting.aliases.name(Facet::Domain.link_value(link)).to_owned(),
    };
    let links = articles.iter().flat_map(|one| counting.selection.counted_links(one));
    let names: Vec<String> = links.map(outer).collect();
    tally(names.iter().map(String::as_str)).into_iter().map(|row| row.count).collect()
}
