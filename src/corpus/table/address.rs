//! Cited URLs, each held once.

use rustc_hash::FxBuildHasher;
use string_interner::backend::StringBackend;
use string_interner::symbol::SymbolU32;
use string_interner::{StringInterner, Symbol as _};

use crate::corpus::Address;

/// The number of a cited URL in its table, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AddressId(u32);

impl AddressId {
    /// The number.
    pub fn index(self) -> usize {
        self.0 as usize
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

/// All cited URLs of a table.
#[derive(Debug, Clone)]
pub(super) struct Addresses {
    names: StringInterner<StringBackend<NameId>, FxBuildHasher>,
    columns: Vec<AddressColumns>,
    /// By the number of a key: the last URL that has it. Nearly all keys have one.
    last_of_key: Vec<Option<AddressId>>,
    /// By URL: the one before that has the same key and other columns.
    previous: Vec<Option<AddressId>>,
}

impl Default for Addresses {
    fn default() -> Self {
        Self {
            names: StringInterner::new(),
            columns: Vec::new(),
            last_of_key: Vec::new(),
            previous: Vec::new(),
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
        let key = columns.key.to_usize();
        if key >= self.last_of_key.len() {
            self.last_of_key.resize(key + 1, None);
        }
        let mut found = self.last_of_key[key];
        while let Some(id) = found {
            if self.columns[id.index()] == columns {
                return id;
            }
            found = self.previous[id.index()];
        }
        let id = u32::try_from(self.columns.len()).expect("fewer than four billion cited URLs");
        let id = AddressId(id);
        self.columns.push(columns);
        self.previous.push(self.last_of_key[key].replace(id));
        id
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
        (0..self.columns.len()).map(|at| self.get(AddressId(at as u32)))
    }

    pub(super) fn name_count(&self) -> usize {
        self.names.len()
    }
}
