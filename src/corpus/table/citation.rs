//! A row of the table.

use string_interner::Symbol as _;

use super::address::AddressColumns;
use super::supports::SupportId;
use super::{AddressId, CitationTable};
use crate::article::{Place, SentenceId, Syntax};
use crate::corpus::{Address, Facet};

/// What the table holds of a link.
#[derive(Debug, Clone, Copy)]
pub(super) struct CitationRow {
    pub(super) address: AddressId,
    pub(super) ordinal: u32,
    /// The sentences that rest on it.
    pub(super) supported: SupportId,
    pub(super) place: Place,
    pub(super) syntax: Syntax,
    /// Whether it leads out of the own site.
    pub(super) is_citation: bool,
}

/// A link of an article: a citation, or a link inside the own site.
#[derive(Debug, Clone, Copy)]
pub struct CitationRef<'a> {
    table: &'a CitationTable,
    row: u32,
}

impl<'a> CitationRef<'a> {
    pub(super) fn new(table: &'a CitationTable, row: u32) -> Self {
        Self { table, row }
    }

    fn row(self) -> &'a CitationRow {
        &self.table.rows[self.row as usize]
    }

    /// Its number in the table.
    pub fn number(self) -> u32 {
        self.row
    }

    /// What it cites.
    pub fn address(self) -> Address<'a> {
        self.table.addresses.get(self.address_id())
    }

    /// The number of what it cites.
    pub fn address_id(self) -> AddressId {
        self.row().address
    }

    /// Identity of the cited URL.
    pub fn key(self) -> &'a str {
        self.table.addresses.text(self.table.addresses.columns(self.address_id()).key)
    }

    /// A number that two citations share if and only if a column of the link has the same value in both; `None` for the
    /// columns that depend on the source.
    pub fn name_id(self, facet: Facet) -> Option<usize> {
        let column = AddressColumns::column(facet)?;
        Some(column(&self.table.addresses.columns(self.address_id())).to_usize())
    }

    /// The number of the key, as of [`CitationRef::name_id`].
    pub fn key_id(self) -> usize {
        self.table.addresses.columns(self.address_id()).key.to_usize()
    }

    /// The number of the work, as of [`CitationRef::name_id`].
    pub fn work_id(self) -> usize {
        self.table.addresses.columns(self.address_id()).work.to_usize()
    }

    /// Position in document order.
    pub fn ordinal(self) -> u32 {
        self.row().ordinal
    }

    /// Where in the page it stands.
    pub fn place(self) -> Place {
        self.row().place
    }

    /// How it is written.
    pub fn syntax(self) -> Syntax {
        self.row().syntax
    }

    /// Whether it leads out of the own site.
    pub fn is_citation(self) -> bool {
        self.row().is_citation
    }

    /// The domain of the outermost redirector or archive that was taken off.
    pub fn wrapper(self) -> Option<&'a str> {
        let wrappers = &self.table.wrappers;
        let found = wrappers.binary_search_by_key(&self.row, |(row, _)| *row).ok()?;
        Some(self.table.addresses.text(wrappers[found].1))
    }

    /// The sentences that rest on it.
    pub fn supported(self) -> &'a [SentenceId] {
        self.table.supports.get(self.row().supported)
    }
}
