//! The heaviest run of prose of a page.

use super::RegionPage;

/// How many elements lie on the way between two neighbouring paragraphs.
const FREE_STEPS: u32 = 2;

/// Blocks of prose, with what stands between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ProseRun {
    /// Its plain words, less what links and elements between its blocks cost.
    pub(super) weight: i64,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// The run with the highest weight, as a maximum subsequence in one pass. `None` on a page without prose.
pub(super) fn heaviest(page: &RegionPage<'_>) -> Option<ProseRun> {
    let measures = page.measures;
    let mut best: Option<ProseRun> = None;
    let mut run: Option<ProseRun> = None;
    let mut link_words = 0;
    for index in 0..page.len() {
        if !page.is_prose(index) {
            link_words += page.link_words_between(index);
            continue;
        }
        let kept = run.map(|run| {
            let steps = steps(page, run.last, index).saturating_sub(FREE_STEPS);
            let cost = i64::from(link_words) * i64::from(measures.link_cost)
                + i64::from(steps) * i64::from(measures.step_cost);
            ProseRun { weight: run.weight - cost, ..run }
        });
        let before = kept.filter(|run| run.weight > 0).unwrap_or(ProseRun {
            weight: 0,
            first: index,
            last: index,
        });
        let weight = before.weight + i64::from(page.plain(index));
        let now = ProseRun { weight, last: index, ..before };
        run = Some(now);
        link_words = 0;
        if best.is_none_or(|best| now.weight > best.weight) {
            best = run;
        }
    }
    best
}

/// How many elements lie on the way between the elements of two blocks. Blocks stand in document order, so
/// that the ways between neighbours are together one walk around the tree.
fn steps(page: &RegionPage<'_>, before: usize, after: usize) -> u32 {
    let (mut left, mut right) = (page.element_of(before), page.element_of(after));
    let mut steps = 0;
    while left != right {
        // A parent stands before its children.
        if left > right {
            left = page.parent(left);
        } else {
            right = page.parent(right);
        }
        steps += 1;
    }
    steps
}
