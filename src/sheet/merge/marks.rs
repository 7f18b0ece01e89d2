//! Rows whose claim lost a source that somebody had checked: they are to be checked again, though nobody
//! wrote in them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::word_diff::diff;
use super::super::{HumanFields, RowStatus, SheetRow, Sparse};
use super::{SOURCE_GONE, SheetMerge};

/// Begins and ends what a mark says of the source that is gone.
const GONE: &str = "[-source: ";
const END: &str = "-]";

/// Whether a row says only that a source of its claim is gone. Such a mark is nobody's writing.
pub(super) fn is_marked(row: &SheetRow) -> bool {
    let blank = HumanFields { status: RowStatus::Recheck, ..HumanFields::default() };
    let own = row.extra.iter().any(|(_, value)| !value.is_empty());
    row.human == blank && !own && row.history.is_empty() && row.change.contains(GONE)
}

impl<'a> SheetMerge<'a> {
    /// Marks rows in which nobody wrote: those that were marked before, and those that a claim has instead
    /// of the source that it lost.
    pub(super) fn mark(&mut self, old: &'a [SheetRow]) {
        for row in old.iter().filter(|row| is_marked(row)) {
            let id = self.now.get(row.claim_id.as_str()).map(|likely| likely.id);
            let to = id.and_then(|id| self.places.free(id, row, &self.filled));
            if let Some(to) = to {
                set(&mut self.rows[to], row.change.clone());
            }
        }
        let lost = self.lost();
        if lost.is_empty() {
            return;
        }
        let known = old.iter().filter(|row| !is_marked(row));
        let known: FxHashSet<(&str, &str)> = known
            .filter_map(|row| Some((self.now.get(row.claim_id.as_str())?.id, work(row))))
            .collect();
        for (row, filled) in self.rows.iter_mut().zip(&self.filled) {
            let Some(gone) = lost.get(row.claim_id.as_str()).filter(|_| !filled) else { continue };
            let is_new = !known.contains(&(row.claim_id.as_str(), work(row)));
            if is_new && row.change.is_empty() {
                let change = change(gone, row);
                set(row, change.into());
            }
        }
    }

    /// What was written of a source that its claim does not cite any more, by the claim's id now.
    fn lost(&self) -> FxHashMap<&'a str, &'a SheetRow> {
        let gone = self.left.iter().filter(|left| left.why.trim() == SOURCE_GONE);
        let gone = gone.filter_map(|left| {
            let row = self.written[left.index].row;
            row.source.as_ref()?;
            Some((self.now.get(row.claim_id.as_str())?.id, row))
        });
        let mut lost = FxHashMap::default();
        for (id, row) in gone {
            lost.entry(id).or_insert(row);
        }
        lost
    }
}

fn work(row: &SheetRow) -> &str {
    row.source.as_ref().map_or("", |cited| &cited.work)
}

fn set(row: &mut SheetRow, change: Sparse<String>) {
    row.change = change;
    row.human.status = RowStatus::Recheck;
}

/// The words that changed, and the sources.
fn change(gone: &SheetRow, row: &SheetRow) -> String {
    let words = diff(&gone.claim.without_guillemets(), &row.claim.without_guillemets());
    let label = |row: &SheetRow| row.source.as_ref().map(|cited| cited.label.clone());
    let mut parts = vec![words];
    parts.extend(label(gone).map(|label| format!("{GONE}{label}{END}")));
    parts.extend(label(row).map(|label| format!("{{+source: {label}+}}")));
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}
