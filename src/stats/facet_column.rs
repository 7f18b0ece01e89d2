//! A facet as a column of a table: its value for every cited URL.

use rustc_hash::FxHashMap;

use crate::corpus::Facet;
use crate::corpus::table::{CitationRef, CitationTable};
use crate::source::{Aliases, Sources};

/// The values of a facet, one for each cited URL of a table. Sources are looked up once for each of them, however often
/// it is cited.
#[derive(Debug, Clone)]
pub struct FacetColumn<'a> {
    names: Vec<&'a str>,
    /// By cited URL: the index of its value in `names`.
    values: Vec<u32>,
}

impl<'a> FacetColumn<'a> {
    /// The values of `facet`; `sources` tells owners, types and the like, and values that are one by `aliases` are one.
    pub fn new(
        table: &'a CitationTable,
        facet: Facet,
        sources: &'a Sources,
        aliases: &'a Aliases,
    ) -> Self {
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        let mut names = Vec::new();
        let value = |address| {
            let name = aliases.name(facet.address_value(address, sources));
            *numbers.entry(name).or_insert_with(|| {
                names.push(name);
                names.len() as u32 - 1
            })
        };
        let values = table.addresses().map(value).collect();
        Self { names, values }
    }

    /// The index of the value of a citation; equal values have one index.
    pub(super) fn value(&self, citation: CitationRef<'_>) -> u32 {
        self.values[citation.address_id().index()]
    }

    /// The value at an index.
    pub(super) fn name(&self, value: u32) -> &'a str {
        self.names[value as usize]
    }
}
