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
        if aliases.is_empty()
            && let Some(column) = Self::from_names(table, facet)
        {
            return column;
        }
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

    /// The values of a facet that the table numbers itself: no text is hashed, and there may be millions.
    fn from_names(table: &'a CitationTable, facet: Facet) -> Option<Self> {
        // By the number of a text in the table: its index and one, or 0.
        let mut indices: Vec<u32> = vec![0; table.name_count()];
        let mut names = Vec::new();
        let mut values = Vec::with_capacity(table.addresses().len());
        for (number, name) in table.address_names(facet)? {
            let index = &mut indices[number];
            if *index == 0 {
                names.push(name);
                *index = names.len() as u32;
            }
            values.push(*index - 1);
        }
        Some(Self { names, values })
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
