//! What people wrote in one sheet, carried into the sheet of the edited article.
//!
//! Nothing that a person wrote is dropped. It goes to the row of the same claim and source; else, to
//! the row of the claim that took its place, to be checked again; else to the appendix. It comes
//! back from there when its claim and source do. Merging twice changes nothing more.

mod equal;
mod pairs;

use rustc_hash::FxHashMap;

use self::pairs::{Likely, pair};
use super::words::{diff, unmarked};
use super::{Cited, Human, Row, Sheet, Status, columns};

/// The claim is not in the text any more.
const CLAIM_GONE: &str = "claim gone";
/// The claim does not cite this source any more.
const SOURCE_GONE: &str = "source gone";
/// Another row of the same claim and source has something else.
const SECOND: &str = "second row";
/// The row names no claim; somebody added it by hand.
const BY_HAND: &str = "added by hand";

/// Whether `change` says that the row belongs to the appendix.
pub(super) fn is_gone(change: &str) -> bool {
    [CLAIM_GONE, SOURCE_GONE, SECOND, BY_HAND].contains(&change.trim())
}

/// Merges what people wrote in `old` into `new`.
///
/// Same claim and source: kept as it is. A claim whose words changed (at least six of ten words
/// shared): kept, with `change` and the status `re-check`. A claim that had no source and has one now: the same. All else that was written goes to
/// the appendix with its reason in `change`.
pub fn merge(old: &Sheet, new: &Sheet) -> Sheet {
    let mut merge = Merge::new(old, new);
    merge.place();
    merge.place_unsourced();
    merge.finish(old, new)
}

/// Whether people wrote in the old sheet and no claim of it is in the new one, alike ones included: then it
/// is the sheet of another article.
pub fn is_foreign(old: &Sheet, new: &Sheet) -> bool {
    old.rows.iter().any(is_written) && pair(old, new).is_empty()
}

/// A row of the old sheet that somebody wrote in.
struct Written<'a> {
    row: &'a Row,
    /// Whether it was in the appendix.
    gone: bool,
}

/// A merge at work.
struct Merge<'a> {
    /// Rows to find a place for; those of the sheet before those of its appendix.
    written: Vec<Written<'a>>,
    /// Where each claim of the old sheet is now.
    now: FxHashMap<&'a str, Likely<'a>>,
    /// Rows of each claim in the new sheet.
    places: FxHashMap<&'a str, Vec<usize>>,
    rows: Vec<Row>,
    /// What found no row, and why; `None` while it waits for the second turn.
    left: Vec<(usize, &'static str)>,
    waiting: Vec<usize>,
}

impl<'a> Merge<'a> {
    fn new(old: &'a Sheet, new: &'a Sheet) -> Self {
        let live = old.rows.iter().map(|row| Written { row, gone: false });
        let gone = old.appendix.iter().map(|row| Written { row, gone: true });
        let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (at, row) in new.rows.iter().enumerate() {
            places.entry(&row.claim_id).or_default().push(at);
        }
        Self {
            written: live.chain(gone).filter(|one| is_written(one.row)).collect(),
            now: pair(old, new),
            places,
            rows: new.rows.clone(),
            left: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// Finds the row of the same claim and source for all that was written.
    fn place(&mut self) {
        for at in 0..self.written.len() {
            let row = self.written[at].row;
            let Some(likely) = self.now.get(row.claim_id.as_str()).copied() else {
                let why = if row.claim_id.is_empty() { BY_HAND } else { CLAIM_GONE };
                self.left.push((at, why));
                continue;
            };
            let places = self.places.get(likely.id).map_or(&[][..], Vec::as_slice);
            let same = places.iter().copied().filter(|to| is_same(&self.rows[*to], row));
            let mut same: Vec<usize> = same.collect();
            // The very link first: a work may stand in two rows whose secrets hide the difference.
            same.sort_by_key(|to| !is_very_same(&self.rows[*to], row));
            match same.iter().copied().find(|to| !is_written(&self.rows[*to])) {
                Some(to) => self.fill(at, to, likely),
                None if same.iter().any(|to| wrote_the_same(&self.rows[*to], row)) => {}
                None if !same.is_empty() => self.left.push((at, SECOND)),
                None if row.source.is_none() && !self.written[at].gone => self.waiting.push(at),
                None => self.left.push((at, SOURCE_GONE)),
            }
        }
    }

    /// What was written of a claim without a source goes to the first source that it has got since.
    fn place_unsourced(&mut self) {
        let mut moved: Vec<&str> = Vec::new();
        for at in std::mem::take(&mut self.waiting) {
            let row = self.written[at].row;
            let likely = self.now.get(row.claim_id.as_str()).copied();
            let places = likely.and_then(|likely| self.places.get(likely.id));
            let first =
                |to: &usize| !is_written(&self.rows[*to]) && self.rows[*to].source.is_some();
            let to = places.and_then(|places| places.iter().copied().find(first));
            match (to, likely) {
                (Some(to), Some(likely)) if !moved.contains(&row.claim_id.as_str()) => {
                    moved.push(&row.claim_id);
                    self.fill(at, to, likely);
                    self.recheck(to, row);
                }
                _ => self.left.push((at, SOURCE_GONE)),
            }
        }
        self.left.sort_by_key(|(at, _)| *at);
    }

    /// Writes the human columns of an old row into a new one.
    fn fill(&mut self, at: usize, to: usize, likely: Likely<'_>) {
        let Written { row: old, gone } = self.written[at];
        let row = &mut self.rows[to];
        row.human = old.human.clone();
        row.extra = old.extra.clone();
        let waits = !gone && !old.human.status.is_done();
        row.change = if waits { old.change.clone() } else { String::new() };
        if !likely.exact {
            self.recheck(to, old);
        }
    }

    /// Asks for another look at a row, and shows what has changed.
    fn recheck(&mut self, to: usize, old: &Row) {
        let row = &mut self.rows[to];
        let mut change = diff(&unmarked(&old.claim), &unmarked(&row.claim));
        let got = row.source.as_ref().filter(|_| old.source.is_none());
        if let Some(source) = got {
            let blank = if change.is_empty() { "" } else { " " };
            change = format!("{change}{blank}{{+source: {}+}}", source.label);
        }
        row.change = change;
        // A word of somebody's own says more than ours, and is not done either.
        if !matches!(row.human.status, Status::Other(_)) {
            row.human.status = Status::Recheck;
        }
    }

    fn finish(self, old: &Sheet, new: &Sheet) -> Sheet {
        let mut appendix: Vec<Row> = new.appendix.clone();
        let (carried, fresh): (Vec<_>, Vec<_>) =
            self.left.iter().copied().partition(|(at, _)| self.written[*at].gone);
        for (at, why) in carried.into_iter().chain(fresh) {
            let Written { row, gone } = self.written[at];
            let why = if gone && is_gone(&row.change) { row.change.as_str() } else { why };
            let row = Row { change: why.to_owned(), ..row.clone() };
            if !appendix.contains(&row) {
                appendix.push(row);
            }
        }
        let mut merged = Sheet { rows: self.rows, appendix, ..new.clone() };
        add_columns(&mut merged, old);
        merged
    }
}

/// Gives every row all columns that people added, in their order.
fn add_columns(sheet: &mut Sheet, old: &Sheet) {
    let mut names = columns::added(old);
    for name in columns::added(sheet) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for row in sheet.rows.iter_mut().chain(&mut sheet.appendix) {
        let value = |name: &String| (name.clone(), columns::value(row, name).to_owned());
        row.extra = names.iter().map(value).collect();
    }
}

/// Whether a person wrote anything in a row.
pub(super) fn is_written(row: &Row) -> bool {
    row.human != Human::default() || row.extra.iter().any(|(_, value)| !value.is_empty())
}

fn wrote_the_same(left: &Row, right: &Row) -> bool {
    let extra = |row: &Row| -> Vec<(String, String)> {
        row.extra.iter().filter(|(_, value)| !value.is_empty()).cloned().collect()
    };
    left.human == right.human && extra(left) == extra(right)
}

/// Whether two rows have the same source, by work, else by address, else by the link's text.
fn is_same(new: &Row, old: &Row) -> bool {
    let (new, old) = match (&new.source, &old.source) {
        (Some(new), Some(old)) => (new, old),
        (None, None) => return true,
        _ => return false,
    };
    let names: [fn(&Cited) -> &str; 4] =
        [|one| &one.work, |one| &one.open, |one| &one.written, |one| &one.anchor];
    let name = names.into_iter().find(|name| !name(old).is_empty());
    name.is_some_and(|name| name(old) == name(new))
}

fn is_very_same(new: &Row, old: &Row) -> bool {
    let link = |row: &Row| row.source.as_ref().map(|one| (one.written.clone(), one.anchor.clone()));
    link(new) == link(old)
}
