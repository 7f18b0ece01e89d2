//! What people wrote in one sheet, carried into the sheet of the edited article.
//!
//! Nothing that a person wrote is dropped. It goes to the row of the same claim and source; else, to
//! the row of the claim that took its place, to be checked again; else to the appendix. It comes
//! back from there when its claim and source do. Merging twice changes nothing more.

mod checkers;
mod claim_match;
mod equal;
mod marks;
mod pairs;
mod places;

use rustc_hash::{FxHashMap, FxHashSet};

pub use self::checkers::unsettled_fields;
use self::claim_match::ClaimMatch;
use self::equal::wording;
use self::pairs::pair;
use self::places::RowIndex;
use super::columns::AddedColumns;
use super::history;
use super::word_diff::diff;
use super::{HumanFields, RowStatus, Sheet, SheetRow, Sparse};

/// The claim is not in the text any more.
const CLAIM_GONE: &str = "claim gone";
/// The claim does not cite this source any more.
const SOURCE_GONE: &str = "source gone";
/// Another row of the same claim and source has something else.
const SECOND: &str = "duplicate row";
/// How sheets of earlier builds have the same reason.
const SECOND_BEFORE: &str = "second row";
/// The row names no claim; somebody added it by hand.
const BY_HAND: &str = "added by hand";

/// Whether `change` says that the row belongs to the appendix.
pub(super) fn is_gone(change: &str) -> bool {
    [CLAIM_GONE, SOURCE_GONE, SECOND, SECOND_BEFORE, BY_HAND].contains(&change.trim())
}

/// Merges what people wrote in `old` into `new`.
///
/// Same claim and source: kept as it is. A claim whose words changed (at least six of ten words
/// shared): kept, with `change` and the status `re-check`. A claim that had no source and has one now: the same. All else that was written goes to
/// the appendix with its reason in `change`. A row that its claim has instead of such a source is to be
/// checked again.
///
/// Where people wrote in both sheets, their answers for one claim and source are merged field by field.
/// What differs is shown with both answers: see [`unsettled_fields`].
pub fn merge_sheets(old: &Sheet, new: &Sheet) -> Sheet {
    let mut merge = SheetMerge::new(old, new);
    merge.place();
    merge.place_unsourced();
    merge.place_left(new);
    merge.mark(&old.rows);
    merge.finish(old, new)
}

/// Whether people wrote in the old sheet and no claim of it is in the new one, alike ones included: then it
/// is the sheet of another article.
pub fn is_foreign(old: &Sheet, new: &Sheet) -> bool {
    old.rows.iter().any(is_written) && pair(old, new).is_empty()
}

/// A row of the old sheet that somebody wrote in.
struct FilledRow<'a> {
    row: &'a SheetRow,
    /// Whether it was in the appendix.
    gone: bool,
}

/// What found no row.
struct UnmatchedRow<'a> {
    /// Its index among what was written.
    index: usize,
    why: &'a str,
    /// The claim's id in the new sheet where its words are there, else as it was.
    id: &'a str,
}

/// A merge at work.
struct SheetMerge<'a> {
    /// Rows to find a place for; those of the sheet before those of its appendix.
    written: Vec<FilledRow<'a>>,
    /// Where each claim of the old sheet is now.
    now: FxHashMap<&'a str, ClaimMatch<'a>>,
    /// Rows of each claim in the new sheet.
    places: RowIndex<'a>,
    rows: Vec<SheetRow>,
    /// Whether somebody wrote in each of them.
    filled: Vec<bool>,
    /// Rows in which another person wrote, and no answer of the old sheet has gone to yet.
    others: Vec<bool>,
    left: Vec<UnmatchedRow<'a>>,
    /// Rows without a source whose claim has one now.
    waiting: Vec<usize>,
}

impl<'a> SheetMerge<'a> {
    fn new(old: &'a Sheet, new: &'a Sheet) -> Self {
        let mut kept = PrefilledRows::of(new);
        let live = old.rows.iter().map(|row| FilledRow { row, gone: false });
        let gone = old.appendix.iter().filter(|row| !kept.has(row));
        let gone = gone.map(|row| FilledRow { row, gone: true });
        Self {
            written: live.chain(gone).filter(|one| is_written(one.row)).collect(),
            now: pair(old, new),
            places: RowIndex::of(&new.rows, |row| Some(row.claim_id.as_str())),
            rows: new.rows.clone(),
            filled: new.rows.iter().map(is_written).collect(),
            others: new.rows.iter().map(is_written).collect(),
            left: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// Finds the row of the same claim and source for all that was written.
    fn place(&mut self) {
        for at in 0..self.written.len() {
            let FilledRow { row, gone } = self.written[at];
            let Some(likely) = self.now.get(row.claim_id.as_str()).copied() else {
                self.leave(at, if row.claim_id.is_empty() { BY_HAND } else { CLAIM_GONE });
                continue;
            };
            if let Some(to) = self.places.free(likely.id, row, &self.filled) {
                self.fill(at, to, likely);
            } else if let Some(to) = self.other_answer(at, likely) {
                self.others[to] = false;
                checkers::combine(row, &mut self.rows[to]);
            } else if self.places.has(likely.id, row) {
                // What waits in the appendix may be the answer of another place with the same words.
                if gone || !self.places.is_answered(likely.id, row, &self.rows) {
                    self.leave(at, SECOND);
                }
            } else if row.source.is_none() && !gone {
                self.waiting.push(at);
            } else {
                self.leave(at, SOURCE_GONE);
            }
        }
    }

    /// The row of the same claim and source in which another person wrote; one with the same answer first.
    fn other_answer(&self, at: usize, likely: ClaimMatch<'a>) -> Option<usize> {
        let FilledRow { row, gone } = self.written[at];
        if gone || !likely.exact {
            return None;
        }
        let there = || self.places.rows(likely.id, row).filter(|to| self.others[*to]);
        let same = |to: &usize| self.rows[*to].human == row.human;
        there().find(same).or_else(|| there().next())
    }

    fn leave(&mut self, at: usize, why: &'a str) {
        let FilledRow { row, gone } = self.written[at];
        let why = if gone && is_gone(&row.change) { row.change.as_str() } else { why };
        let now = self.now.get(row.claim_id.as_str()).filter(|likely| likely.exact);
        self.left.push(UnmatchedRow {
            index: at,
            why,
            id: now.map_or(row.claim_id.as_str(), |likely| likely.id),
        });
    }

    /// What was written of a claim without a source goes to the first source that it has got since.
    fn place_unsourced(&mut self) {
        let mut moved: FxHashSet<&str> = FxHashSet::default();
        for at in std::mem::take(&mut self.waiting) {
            let row = self.written[at].row;
            let likely = self.now.get(row.claim_id.as_str()).copied();
            let likely = likely.filter(|_| !moved.contains(row.claim_id.as_str()));
            let to = likely.and_then(|likely| {
                Some((likely, self.places.free_with_source(likely.id, &self.filled)?))
            });
            if let Some((likely, to)) = to {
                moved.insert(&row.claim_id);
                self.fill(at, to, likely);
                self.recheck(to, row);
            } else {
                self.leave(at, SOURCE_GONE);
            }
        }
    }

    /// What is left goes to a row of the same words and source in which nobody wrote, be it of another
    /// claim of these words: the check was of the same words. So nothing is left that the next merge could
    /// place. A second answer is no check of another place, and waits for its own row.
    fn place_left(&mut self, new: &'a Sheet) {
        self.left.sort_by_key(|left| left.index);
        let wordings: FxHashSet<&str> = self.left.iter().map(|left| wording(left.id)).collect();
        let known =
            |row: &'a SheetRow| Some(wording(&row.claim_id)).filter(|one| wordings.contains(one));
        let mut alike = RowIndex::of(&new.rows, known);
        for left in std::mem::take(&mut self.left) {
            let (row, words) = (self.written[left.index].row, wording(left.id));
            let mut to = self.places.free(left.id, row, &self.filled);
            if to.is_none() && ![SECOND, SECOND_BEFORE].contains(&left.why.trim()) {
                to = alike.free(words, row, &self.filled);
            }
            match to.filter(|_| !words.is_empty()) {
                Some(to) => self.fill(left.index, to, ClaimMatch { id: left.id, exact: true }),
                None => self.left.push(left),
            }
        }
    }

    /// Writes the human columns of an old row into a new one.
    fn fill(&mut self, at: usize, to: usize, likely: ClaimMatch<'_>) {
        let FilledRow { row: old, gone } = self.written[at];
        let row = &mut self.rows[to];
        row.human = old.human.clone();
        row.extra = old.extra.clone();
        row.history = old.history.clone();
        history::record(row);
        self.filled[to] = true;
        let waits = !gone && !old.human.status.is_done();
        row.change = if waits { old.change.clone() } else { Sparse::default() };
        if !likely.exact {
            self.recheck(to, old);
        }
    }

    /// Asks for another look at a row, and shows what has changed.
    fn recheck(&mut self, to: usize, old: &SheetRow) {
        let row = &mut self.rows[to];
        let mut change = diff(&old.claim.without_guillemets(), &row.claim.without_guillemets());
        let got = row.source.as_ref().filter(|_| old.source.is_none());
        if let Some(source) = got {
            let blank = if change.is_empty() { "" } else { " " };
            change = format!("{change}{blank}{{+source: {}+}}", source.label);
        }
        row.change = change.into();
        // A word of somebody's own says more than ours, and is not done either.
        if !matches!(row.human.status, RowStatus::Other(_)) {
            row.human.status = RowStatus::Recheck;
        }
        history::record_merge(row);
    }

    fn finish(self, old: &Sheet, new: &Sheet) -> Sheet {
        let mut appendix: Vec<SheetRow> = new.appendix.clone();
        let mut seen: FxHashSet<SheetRow> = appendix.iter().map(without_blanks).collect();
        let (carried, fresh): (Vec<_>, Vec<_>) =
            self.left.iter().partition(|left| self.written[left.index].gone);
        for left in carried.into_iter().chain(fresh) {
            let mut row = SheetRow {
                change: left.why.to_owned().into(),
                claim_id: left.id.into(),
                ..self.written[left.index].row.clone()
            };
            history::record(&mut row);
            if seen.insert(without_blanks(&row)) {
                appendix.push(row);
            }
        }
        let mut rows = self.rows;
        let written = rows.iter_mut().filter(|row| is_written(row));
        written.for_each(history::record);
        // Every row has all columns that people added, in their order.
        let added = AddedColumns::from_sheets(&[old, new]);
        for row in rows.iter_mut().chain(&mut appendix) {
            let values = added.values(row).into_iter().map(str::to_owned);
            row.extra = added.names().iter().map(|name| (*name).to_owned()).zip(values).collect();
        }
        Sheet { rows, appendix, ..new.clone() }
    }
}

/// What the new sheet holds already, if people have written in it too.
struct PrefilledRows<'a> {
    appendix: FxHashSet<SheetRow>,
    /// Its rows in which somebody wrote, by their words.
    places: RowIndex<'a>,
    rows: &'a [SheetRow],
}

impl<'a> PrefilledRows<'a> {
    fn of(new: &'a Sheet) -> Self {
        Self {
            appendix: new.appendix.iter().map(without_blanks).collect(),
            places: RowIndex::of(&new.rows, |row| is_written(row).then(|| wording(&row.claim_id))),
            rows: &new.rows,
        }
    }

    /// Whether a row of the old appendix is here: it stays in the appendix, or came back before.
    fn has(&mut self, row: &'a SheetRow) -> bool {
        (!self.appendix.is_empty() && self.appendix.contains(&without_blanks(row)))
            || self.places.is_answered(wording(&row.claim_id), row, self.rows)
    }
}

/// A row without the columns of people's own in which it has nothing.
fn without_blanks(row: &SheetRow) -> SheetRow {
    let extra = row.extra.iter().filter(|(_, value)| !value.is_empty());
    SheetRow { extra: extra.cloned().collect(), ..row.clone() }
}

/// Whether a person wrote anything in a row.
pub(super) fn is_written(row: &SheetRow) -> bool {
    let own = row.human != HumanFields::default() && !marks::is_marked(row);
    own || row.extra.iter().any(|(_, value)| !value.is_empty())
}

#[cfg(test)]
mod tests;
