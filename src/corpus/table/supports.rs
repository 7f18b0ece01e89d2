//! The sentences that rest on links: most links have lists that others have, too.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::article::SentenceId;

/// The number of a list of sentences, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SupportId(u32);

/// Lists of sentences, each held once.
#[derive(Debug, Clone, Default)]
pub(super) struct SupportLists {
    /// One list behind the other.
    sentences: Vec<SentenceId>,
    /// Where each list ends.
    ends: Vec<u32>,
    /// By list: its number. Empty once the table is finished.
    numbers: FxHashMap<Box<[SentenceId]>, SupportId>,
}

impl SupportLists {
    /// The number of a list, which is new if it was not there.
    pub(super) fn insert(&mut self, list: &[SentenceId]) -> SupportId {
        if self.numbers.is_empty() {
            let known = (0..self.ends.len()).map(|number| SupportId(number as u32));
            self.numbers = known.map(|id| (self.get(id).into(), id)).collect();
        }
        if let Some(id) = self.numbers.get(list) {
            return *id;
        }
        let number = |length| u32::try_from(length).expect("fewer than four billion sentences");
        let id = SupportId(number(self.ends.len()));
        self.sentences.extend_from_slice(list);
        self.ends.push(number(self.sentences.len()));
        self.numbers.insert(list.into(), id);
        id
    }

    pub(super) fn get(&self, id: SupportId) -> &[SentenceId] {
        &self.sentences[self.range(id.0 as usize)]
    }

    fn range(&self, number: usize) -> Range<usize> {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        start..self.ends[number] as usize
    }

    /// Drops what only insertion needs.
    pub(super) fn finish(&mut self) {
        self.numbers = FxHashMap::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_lists_are_one_also_after_the_end() {
        let id = |text: &str| text.parse::<SentenceId>().expect("an id");
        let lists = [vec![], vec![id("P1.S0")], vec![id("P1.S0"), id("C2.S1")], vec![id("C2.S1")]];
        let mut supports = SupportLists::default();
        let numbers: Vec<SupportId> = lists.iter().map(|list| supports.insert(list)).collect();
        assert_eq!(numbers, [0, 1, 2, 3].map(SupportId));
        for _ in 0..2 {
            for (list, id) in lists.iter().zip(&numbers) {
                assert_eq!(supports.insert(list), *id);
                assert_eq!(supports.get(*id), &list[..]);
            }
            supports.finish();
        }
        assert_eq!(supports.insert(&[id("H1.S0")]), SupportId(4));
        assert_eq!(supports.sentences.len(), 5);
    }
}
