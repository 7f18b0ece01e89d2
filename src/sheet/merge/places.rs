//! Rows of the new sheet by claim and source, so that each row of the old sheet is placed without a search.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::turn_count::turn;
use super::super::{CitedSource, HumanFields, SheetRow, Sparse};

/// What names a source, the strongest first: work, address to open, address as written, text of the link.
const NAMES: [fn(&CitedSource) -> &str; 4] =
    [|one| &one.work, |one| &one.open, |one| &one.written, |one| &one.anchor];

/// What rows of a claim have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum SourceKey<'a> {
    /// They have no source.
    None,
    /// They have a source.
    Any,
    /// Their source has a name, the one with this index in [`NAMES`].
    Name(usize, &'a str),
    /// Their source has these names: the very same link.
    Link([&'a str; 4]),
}

/// Rows by something that claims are grouped by, such as the claim's id, and by source.
#[derive(Debug, Default)]
pub(super) struct RowIndex<'a> {
    lists: FxHashMap<(&'a str, SourceKey<'a>), RowList>,
}

/// Rows in their order.
#[derive(Debug, Default)]
struct RowList {
    rows: Vec<usize>,
    /// How many of them are known to be written in.
    written: usize,
    /// What stands in them, once all are written in and somebody asked.
    answers: Option<FxHashSet<RowAnswer>>,
}

/// What people wrote in a row.
#[derive(Debug, PartialEq, Eq, Hash)]
struct RowAnswer {
    human: Sparse<HumanFields>,
    extra: Sparse<Vec<(String, String)>>,
}

impl RowAnswer {
    fn of(row: &SheetRow) -> Self {
        let extra = row.extra.iter().filter(|(_, value)| !value.is_empty());
        Self { human: row.human.clone(), extra: extra.cloned().collect() }
    }
}

impl RowList {
    /// The first row in which nobody wrote. Rows are never emptied, so no row is passed over twice.
    fn free(&mut self, written: &[bool]) -> Option<usize> {
        while let Some(row) = self.rows.get(self.written) {
            turn();
            if !written[*row] {
                return Some(*row);
            }
            self.written += 1;
        }
        None
    }
}

impl<'a> RowIndex<'a> {
    /// The rows for which `group` gives a word, in their order.
    pub(super) fn of(
        rows: &'a [SheetRow],
        group: impl Fn(&'a SheetRow) -> Option<&'a str>,
    ) -> Self {
        let mut places = Self::default();
        for (at, row) in rows.iter().enumerate() {
            let Some(group) = group(row) else { continue };
            for source in sources(row) {
                turn();
                places.lists.entry((group, source)).or_default().rows.push(at);
            }
        }
        places
    }

    /// Whether a row of this group has the source of `row`.
    pub(super) fn has(&self, group: &'a str, row: &'a SheetRow) -> bool {
        known_by(row).is_some_and(|source| self.lists.contains_key(&(group, source)))
    }

    /// The row of this group for what was written in `row`: one with the same source in which nobody
    /// wrote; the very link first, for a work may stand in two rows whose secrets hide the difference.
    pub(super) fn free(
        &mut self,
        group: &'a str,
        row: &'a SheetRow,
        written: &[bool],
    ) -> Option<usize> {
        let source = known_by(row)?;
        let link = row.source.as_ref().map(|cited| SourceKey::Link(NAMES.map(|name| name(cited))));
        let mut sources = link.into_iter().chain([source]);
        sources.find_map(|source| self.lists.get_mut(&(group, source))?.free(written))
    }

    /// The rows of this group with the source of `row`.
    pub(super) fn rows(&self, group: &'a str, row: &'a SheetRow) -> impl Iterator<Item = usize> {
        let list = known_by(row).and_then(|source| self.lists.get(&(group, source)));
        list.into_iter().flat_map(|list| list.rows.iter().copied())
    }

    /// The first row of this group that has a source and in which nobody wrote.
    pub(super) fn free_with_source(&mut self, group: &'a str, written: &[bool]) -> Option<usize> {
        self.lists.get_mut(&(group, SourceKey::Any))?.free(written)
    }

    /// Whether one of the rows of this group with the source of `row` holds the same answer. All of them
    /// are written in.
    pub(super) fn is_answered(
        &mut self,
        group: &'a str,
        row: &'a SheetRow,
        rows: &[SheetRow],
    ) -> bool {
        let list = known_by(row).and_then(|source| self.lists.get_mut(&(group, source)));
        list.is_some_and(|list| {
            let answers = list.answers.get_or_insert_with(|| {
                let answers = list.rows.iter().map(|at| {
                    turn();
                    RowAnswer::of(&rows[*at])
                });
                answers.collect()
            });
            answers.contains(&RowAnswer::of(row))
        })
    }
}

/// All that a new row's source can be found by.
fn sources(row: &SheetRow) -> impl Iterator<Item = SourceKey<'_>> {
    let none = row.source.is_none().then_some(SourceKey::None);
    let cited = row.source.iter().flat_map(|cited| {
        let names = NAMES.map(|name| name(cited));
        let named = names.into_iter().enumerate().filter(|(_, name)| !name.is_empty());
        let named = named.map(|(kind, name)| SourceKey::Name(kind, name));
        named.chain([SourceKey::Any, SourceKey::Link(names)])
    });
    none.into_iter().chain(cited)
}

/// What an old row's source is found by: its strongest name. `None` where the source has no name.
fn known_by(row: &SheetRow) -> Option<SourceKey<'_>> {
    let Some(cited) = &row.source else { return Some(SourceKey::None) };
    let names = NAMES.iter().map(|name| name(cited)).enumerate();
    names
        .filter(|(_, name)| !name.is_empty())
        .map(|(kind, name)| SourceKey::Name(kind, name))
        .next()
}
