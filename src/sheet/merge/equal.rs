//! Claims of the same words, whose ids differ in a running number alone: which of the old ones each of
//! the new ones is, by their order and the claims beside them.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::{Sheet, SheetRow};
use super::claim_match::ClaimMatch;
use super::is_written;

/// Most pairs of equal claims that are weighed; of more, the numbers decide.
const MAX_WEIGHED_PAIRS: usize = 1_000_000;

/// What a pair weighs for each neighbour that is the same, beside what it weighs as a pair.
const NEXT: u32 = 2;
const SECOND: u32 = 1;
const PAIR: u32 = 100;

/// The claims of a sheet in order of the text, each once.
struct ClaimSequence<'a> {
    ids: Vec<&'a str>,
}

impl<'a> ClaimSequence<'a> {
    fn of(rows: &'a [SheetRow]) -> Self {
        let mut seen = FxHashSet::default();
        let rows = rows.iter().filter(|row| !row.claim_id.is_empty());
        let mut claims: Vec<_> = rows
            .filter(|row| seen.insert(row.claim_id.as_str()))
            .map(|row| (row.sentence.get(..1), place(&row.sentence), row.claim_id.as_str()))
            .collect();
        // Stable: rows whose sentence nobody can read stay in the order of the sheet.
        claims.sort_by_key(|(block, place, _)| (*block, *place));
        Self { ids: claims.into_iter().map(|(_, _, id)| id).collect() }
    }

    /// Where the claims of each wording stand.
    fn wordings(&self) -> BTreeMap<&'a str, Vec<usize>> {
        let mut wordings: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, id) in self.ids.iter().enumerate() {
            wordings.entry(wording(id)).or_default().push(at);
        }
        wordings
    }

    /// The wording of the claim so many places away.
    fn beside(&self, at: usize, by: isize) -> Option<&'a str> {
        self.ids.get(at.checked_add_signed(by)?).map(|id| wording(id))
    }
}

/// `(2, 4)` of `P2.S4`.
pub(super) fn place(sentence: &str) -> (u32, u32) {
    let mut numbers = sentence.split('.').map(|part| {
        part.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or_default()
    });
    (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default())
}

/// An id without its running number.
pub(super) fn wording(id: &str) -> &str {
    id.rsplit_once('-').map_or(id, |(wording, _)| wording)
}

/// The new id of each old claim whose words are still there. Where there are fewer of a wording than
/// before, those that are left are told by their neighbours, and the others have none.
pub(super) fn pair<'a>(old: &'a [SheetRow], new: &'a [SheetRow]) -> FxHashMap<&'a str, &'a str> {
    let (old, new) = (ClaimSequence::of(old), ClaimSequence::of(new));
    let there = new.wordings();
    let mut now = FxHashMap::default();
    for (wording, before) in old.wordings() {
        let Some(after) = there.get(wording) else { continue };
        for (from, to) in matching(&old, &before, &new, after) {
            now.insert(old.ids[from], new.ids[to]);
        }
    }
    now
}

/// What was written of claims that have no place any more goes to one of the same words whose own place
/// nobody wrote in: the check was of the same words.
pub(super) fn to_unwritten<'a>(old: &'a Sheet, now: &mut FxHashMap<&'a str, ClaimMatch<'a>>) {
    let written: FxHashSet<&str> =
        old.rows.iter().filter(|row| is_written(row)).map(|row| row.claim_id.as_str()).collect();
    let text = ClaimSequence::of(&old.rows);
    for places in text.wordings().values().filter(|places| places.len() > 1) {
        let ids = || places.iter().map(|at| text.ids[*at]);
        let free = ids().filter(|id| !written.contains(id)).filter_map(|id| now.get(id).copied());
        let homeless = ids().filter(|id| written.contains(id) && !now.contains_key(id));
        let moves: Vec<_> = homeless.zip(free).collect();
        now.extend(moves);
    }
}

/// Pairs two lists of places in their order, as many as the shorter has, those first that weigh most.
fn matching(
    old: &ClaimSequence<'_>,
    before: &[usize],
    new: &ClaimSequence<'_>,
    after: &[usize],
) -> Vec<(usize, usize)> {
    let width = after.len() + 1;
    let in_order = || before.iter().copied().zip(after.iter().copied()).collect();
    if before.len() == after.len() || before.len().saturating_mul(width) > MAX_WEIGHED_PAIRS {
        return in_order();
    }
    let weight = |i: usize, j: usize| PAIR + similarity(old, before[i], new, after[j]);
    let mut best = vec![0_u32; (before.len() + 1) * width];
    for i in (0..before.len()).rev() {
        for j in (0..after.len()).rev() {
            let both = best[(i + 1) * width + j + 1] + weight(i, j);
            best[i * width + j] = both.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < before.len() && j < after.len() {
        let here = best[i * width + j];
        if here == best[(i + 1) * width + j + 1] + weight(i, j) {
            pairs.push((before[i], after[j]));
            (i, j) = (i + 1, j + 1);
        } else if here == best[(i + 1) * width + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// How many of the two claims before and behind are the same.
fn similarity(old: &ClaimSequence<'_>, from: usize, new: &ClaimSequence<'_>, to: usize) -> u32 {
    let same = |by: isize| old.beside(from, by) == new.beside(to, by);
    let near = [(-1, NEXT), (1, NEXT), (-2, SECOND), (2, SECOND)];
    near.into_iter().filter(|(by, _)| same(*by)).map(|(_, weight)| weight).sum()
}
