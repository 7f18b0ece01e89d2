//! Which claim of the new sheet each claim of the old one has become.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::turn_count::turn;
use super::super::word_diff::{bag, similarity};
use super::super::{Sheet, SheetRow};
use super::claim_match::ClaimMatch;
use super::equal::{self, place};

/// The least likeness of two versions of one claim: of a thousand words in both, those shared.
pub(super) const MIN_SIMILARITY: u32 = 600;

/// Claims that share a word, beyond which that word does not make them candidates; and the most candidates.
const MAX_CANDIDATES: usize = 200;

/// A claim to be compared.
struct ComparedClaim<'a> {
    id: &'a str,
    words: BTreeMap<String, u32>,
    /// Paragraph and sentence, as numbers.
    place: (u32, u32),
}

/// Pairs claims: by their words, then the rest by likeness, the most alike first. Of equally alike ones
/// those stand together that are nearest by paragraph and sentence, then the earlier. What was written of
/// a claim of whose wording there are fewer now goes to another one of it in which nobody wrote.
pub(super) fn pair<'a>(old: &'a Sheet, new: &'a Sheet) -> FxHashMap<&'a str, ClaimMatch<'a>> {
    let ids: FxHashSet<&str> = new.rows.iter().map(|row| row.claim_id.as_str()).collect();
    let all = || old.rows.iter().chain(&old.appendix).filter(|row| !row.claim_id.is_empty());
    let live: FxHashSet<&str> = old.rows.iter().map(|row| row.claim_id.as_str()).collect();
    let equal = equal::pair(&old.rows, &new.rows);
    let mut now: FxHashMap<&str, ClaimMatch<'_>> =
        equal.iter().map(|(old, id)| (*old, ClaimMatch { id, exact: true })).collect();
    for row in old.appendix.iter().filter(|row| !live.contains(row.claim_id.as_str())) {
        if let Some(id) = ids.get(row.claim_id.as_str()).filter(|id| !id.is_empty()) {
            now.insert(row.claim_id.as_str(), ClaimMatch { id, exact: true });
        }
    }
    let taken: FxHashSet<&str> = now.values().map(|likely| likely.id).collect();
    let left = claims(all(), |id| !now.contains_key(id));
    let free = claims(new.rows.iter(), |id| !taken.contains(id) && !id.is_empty());
    let (mut used_old, mut used_new) = (vec![false; left.len()], vec![false; free.len()]);
    for (_, _, from, to) in candidates(&left, &free) {
        if !used_old[from] && !used_new[to] {
            (used_old[from], used_new[to]) = (true, true);
            let exact = equal::wording(left[from].id) == equal::wording(free[to].id);
            now.insert(left[from].id, ClaimMatch { id: free[to].id, exact });
        }
    }
    equal::to_unwritten(old, &mut now);
    now
}

fn claims<'a>(
    rows: impl Iterator<Item = &'a SheetRow>,
    wanted: impl Fn(&str) -> bool,
) -> Vec<ComparedClaim<'a>> {
    let mut seen = FxHashSet::default();
    let rows = rows.filter(|row| wanted(&row.claim_id) && seen.insert(row.claim_id.as_str()));
    let claims = rows.map(|row| ComparedClaim {
        id: &row.claim_id,
        words: bag(&row.claim.without_guillemets()),
        place: place(&row.sentence),
    });
    claims.collect()
}

/// Pairs that are alike enough, in the order in which they are taken: unlikeness, distance, indices.
fn candidates(
    left: &[ComparedClaim<'_>],
    free: &[ComparedClaim<'_>],
) -> BTreeSet<(u32, (u32, u32), usize, usize)> {
    let mut with: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, claim) in free.iter().enumerate() {
        for word in claim.words.keys() {
            with.entry(word).or_default().push(at);
        }
    }
    let mut found = BTreeSet::new();
    for (from, claim) in left.iter().enumerate() {
        for to in near(claim, &with) {
            let like = similarity(&claim.words, &free[to].words);
            if like >= MIN_SIMILARITY {
                found.insert((1000 - like, distance(claim, &free[to]), from, to));
            }
        }
    }
    found
}

/// Claims that share a word that few have; where all its words are common, some that share the rarest. Of
/// a crowd those that share most such words.
fn near(claim: &ComparedClaim<'_>, with: &FxHashMap<&str, Vec<usize>>) -> Vec<usize> {
    let mut lists: Vec<(usize, &str, &Vec<usize>)> = Vec::new();
    for word in claim.words.keys() {
        if let Some((word, list)) = with.get_key_value(word.as_str()) {
            lists.push((list.len(), word, list));
        }
    }
    lists.sort_unstable();
    let few =
        lists.iter().enumerate().filter(|(at, (size, _, _))| *at == 0 || *size <= MAX_CANDIDATES);
    let mut shared: BTreeMap<usize, u32> = BTreeMap::new();
    for to in few.flat_map(|(_, (_, _, list))| list.iter().take(MAX_CANDIDATES)) {
        turn();
        *shared.entry(*to).or_default() += 1;
    }
    let mut near: Vec<(u32, usize)> = shared.into_iter().map(|(to, words)| (words, to)).collect();
    near.sort_by_key(|(words, to)| (Reverse(*words), *to));
    near.into_iter().take(MAX_CANDIDATES).map(|(_, to)| to).collect()
}

fn distance(left: &ComparedClaim<'_>, right: &ComparedClaim<'_>) -> (u32, u32) {
    (left.place.0.abs_diff(right.place.0), left.place.1.abs_diff(right.place.1))
}
