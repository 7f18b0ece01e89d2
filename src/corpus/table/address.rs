//! Cited URLs, each held once.

use std::num::NonZeroU32;

use rustc_hash::{FxBuildHasher, FxHashMap};
use string_interner::backend::StringBackend;
use string_interner::symbol::SymbolU32;
use string_interner::{StringInterner, Symbol as _};

use crate::corpus::{Address, Facet};

/// The number of a cited URL in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AddressId(NonZeroU32);

impl AddressId {
    fn from_index(index: usize) -> Self {
        let number = u32::try_from(index + 1).ok().and_then(NonZeroU32::new);
        Self(number.expect("fewer than four billion cited URLs"))
    }

    /// The number, from 0.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The number of a text among those of the columns, from 0.
pub(super) type NameId = SymbolU32;

/// One cited URL. Equal texts, such as the host of two of them, are one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AddressColumns {
    pub(super) key: NameId,
    pub(super) work: NameId,
    pub(super) host: NameId,
    pub(super) domain: NameId,
    pub(super) site: NameId,
}

impl AddressColumns {
    /// The column of a facet; `None` for those that depend on the source.
    pub(super) fn column(facet: Facet) -> Option<fn(&Self) -> NameId> {
        match facet {
            Facet::Domain => Some(|columns| columns.domain),
            Facet::Site => Some(|columns| columns.site),
            Facet::Host => Some(|columns| columns.host),
            Facet::Work => Some(|columns| columns.work),
            Facet::Owner | Facet::Group | Facet::Type | Facet::Country | Facet::Language => None,
        }
    }
}

/// All cited URLs of a table.
#[derive(Debug, Clone)]
pub(super) struct Addresses {
    names: StringInterner<StringBackend<NameId>, FxBuildHasher>,
    columns: Vec<AddressColumns>,
    /// By the number of a key: the last URL that has it. Nearly all keys have one. Empty once the table is finished.
    last_of_key: Vec<Option<AddressId>>,
    /// By URL: the one before that has the same key and other columns.
    previous: FxHashMap<AddressId, AddressId>,
}

impl Default for Addresses {
    fn default() -> Self {
        Self {
            names: StringInterner::new(),
            columns: Vec::new(),
            last_of_key: Vec::new(),
            previous: FxHashMap::default(),
        }
    }
}

impl Addresses {
    /// The number of a cited URL, which is new if it was not there.
    pub(super) fn insert(&mut self, address: Address<'_>) -> AddressId {
        let columns = AddressColumns {
            key: self.name(address.key),
            work: self.name(address.work),
            host: self.name(address.host),
            domain: self.name(address.domain),
            site: self.name(address.site),
        };
        if self.last_of_key.is_empty() {
            (0..self.columns.len()).for_each(|at| self.link(AddressId::from_index(at)));
        }
        let mut found = self.last_of_key.get(columns.key.to_usize()).copied().flatten();
        while let Some(id) = found {
            if self.columns[id.index()] == columns {
                return id;
            }
            found = self.previous.get(&id).copied();
        }
        let id = AddressId::from_index(self.columns.len());
        self.columns.push(columns);
        self.link(id);
        id
    }

    /// Makes a URL the last one of its key.
    fn link(&mut self, id: AddressId) {
        let key = self.columns(id).key.to_usize();
        if key >= self.last_of_key.len() {
            self.last_of_key.resize(key + 1, None);
        }
        if let Some(before) = self.last_of_key[key].replace(id) {
            self.previous.insert(id, before);
        }
    }

    /// Drops what only insertion needs.
    pub(super) fn finish(&mut self) {
        self.last_of_key = Vec::new();
        self.previous = FxHashMap::default();
    }

    /// The number of a text, which is new if it was not there.
    pub(super) fn name(&mut self, text: &str) -> NameId {
        self.names.get_or_intern(text)
    }

    /// The text of a number.
    pub(super) fn text(&self, name: NameId) -> &str {
        self.names.resolve(name).unwrap_or_default()
    }

    pub(super) fn columns(&self, id: AddressId) -> AddressColumns {
        self.columns[id.index()]
    }

    pub(super) fn get(&self, id: AddressId) -> Address<'_> {
        let columns = self.columns(id);
        Address {
            key: self.text(columns.key),
            work: self.text(columns.work),
            host: self.text(columns.host),
            domain: self.text(columns.domain),
            site: self.text(columns.site),
        }
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Address<'_>> {
        (0..self.columns.len()).map(|at| self.get(AddressId::from_index(at)))
    }

    /// A column with the numbers of its texts; `None` for the columns that depend on the source.
    pub(super) fn names(&self, facet: Facet) -> Option<impl Iterator<Item = (usize, &str)>> {
        let column = AddressColumns::column(facet)?;
        let names = self.columns.iter().map(column);
        Some(names.map(|name| (name.to_usize(), self.text(name))))
    }

    pub(super) fn name_count(&self) -> usize {
        self.names.len()
    }
}
