//! Edges in columns: of a projection there are often thousands of times as many as there are articles, and of articles
//! and what they cite nearly as many as citations.
//!
//! 32 bytes a pair of nodes where no count of citations needs more than 32 bits, 8 more for each of the two that
//! does, and 1 more for its place where edges have a direction. What an [`Edge`] and its row in a file take besides is
//! made one edge at a time.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::date_ranks::{DateTable, RankSpan};
use super::date_text::DateText;
use super::{Edge, PlaceCounts, Weight};
use crate::article::Place;

/// No date.
const NONE: u32 = u32::MAX;

/// All that joins two nodes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Pair {
    pub(super) lists: u32,
    pub(super) citations: u64,
    pub(super) keys: u64,
    pub(super) fractional: f64,
    /// The earliest and the latest article, by the ranks of their dates in [`DateTable`].
    pub(super) dates: Option<RankSpan>,
}

/// Pairs of nodes in the order of their first and then of their second ends.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pairs {
    /// Where the pairs of every first end begin, and the end of all.
    offsets: Vec<usize>,
    seconds: Vec<u32>,
    lists: Vec<u32>,
    citations: PairCounts,
    keys: PairCounts,
    fractional: Vec<f64>,
    firsts: Vec<u32>,
    lasts: Vec<u32>,
    days: DateTable,
    /// The place of all citations of a pair; none in a projection.
    places: Vec<Place>,
    /// The citations by place of pairs that have them in several.
    several: FxHashMap<u32, PlaceCounts>,
}

impl Default for Pairs {
    fn default() -> Self {
        Self::new(0, 0)
    }
}

impl Pairs {
    /// None yet, and room for `capacity`: memory that is not written to is not taken.
    pub(super) fn new(nodes: usize, capacity: usize) -> Self {
        let mut offsets = Vec::with_capacity(nodes + 1);
        offsets.push(0);
        Self {
            offsets,
            seconds: Vec::with_capacity(capacity),
            lists: Vec::with_capacity(capacity),
            citations: PairCounts::Small(Vec::with_capacity(capacity)),
            keys: PairCounts::Small(Vec::with_capacity(capacity)),
            fractional: Vec::with_capacity(capacity),
            firsts: Vec::with_capacity(capacity),
            lasts: Vec::with_capacity(capacity),
            days: DateTable::default(),
            places: Vec::new(),
            several: FxHashMap::default(),
        }
    }

    /// The same with the dates that ranks stand for.
    pub(super) fn with_dates(self, days: DateTable) -> Self {
        Self { days, ..self }
    }

    /// Adds a pair of the node whose row is open.
    pub(super) fn push(&mut self, second: u32, pair: Pair) {
        let (first, last) = pair.dates.unwrap_or((NONE, NONE));
        self.seconds.push(second);
        self.lists.push(pair.lists);
        self.citations.push(pair.citations);
        self.keys.push(pair.keys);
        self.fractional.push(pair.fractional);
        self.firsts.push(first);
        self.lasts.push(last);
    }

    /// Adds a pair with a direction. All pairs are added with places, or none.
    pub(super) fn push_placed(&mut self, second: u32, pair: Pair, places: PlaceCounts) {
        self.places.push(match &places {
            PlaceCounts::One(place, _) => *place,
            PlaceCounts::Several(_) => Place::default(),
        });
        if matches!(places, PlaceCounts::Several(_)) {
            self.several.insert(self.seconds.len() as u32, places);
        }
        self.push(second, pair);
    }

    /// Closes the row of a node; the next one is open.
    pub(super) fn close_row(&mut self) {
        self.offsets.push(self.seconds.len());
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.seconds.len()
    }

    /// Number of nodes.
    pub(super) fn nodes(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The places of the pairs of a first end.
    fn row(&self, first: usize) -> Range<usize> {
        self.offsets[first]..self.offsets[first + 1]
    }

    /// The ends of every pair, in order.
    pub(crate) fn ends(&self) -> impl Iterator<Item = (u32, u32)> {
        (0..self.nodes()).flat_map(|first| {
            let seconds = self.seconds[self.row(first)].iter();
            seconds.map(move |second| (first as u32, *second))
        })
    }

    /// The ends of one pair.
    pub(crate) fn ends_of(&self, at: usize) -> (u32, u32) {
        let first = self.offsets.partition_point(|offset| *offset <= at) - 1;
        (first as u32, self.seconds[at])
    }

    /// Where the pair of two nodes stands.
    pub(super) fn find(&self, first: u32, second: u32) -> Option<usize> {
        let row = self.row(first as usize);
        let found = self.seconds[row.clone()].binary_search(&second).ok()?;
        Some(row.start + found)
    }

    /// What a pair weighs.
    pub(crate) fn weight(&self, at: usize, weight: Weight) -> f64 {
        match weight {
            Weight::Articles => f64::from(self.lists[at]),
            Weight::Citations => self.citations.get(at) as f64,
            Weight::Keys => self.keys.get(at) as f64,
            Weight::Fractional => self.fractional[at],
        }
    }

    /// The citations of a pair by place; none in a projection.
    fn places(&self, at: usize) -> PlaceCounts {
        let several = self.several.get(&(at as u32)).cloned();
        let one =
            || self.places.get(at).map(|place| PlaceCounts::One(*place, self.citations.get(at)));
        several.or_else(one).unwrap_or_default()
    }

    /// A pair as an edge.
    pub(crate) fn edge(&self, at: usize) -> Edge {
        let (first, last) = (self.firsts[at], self.lasts[at]);
        let day = |days: &[DateText], rank: u32| days.get(rank as usize).cloned();
        Edge {
            citations: self.citations.get(at),
            places: self.places(at),
            articles: u64::from(self.lists[at]),
            keys: self.keys.get(at),
            fractional: self.fractional[at],
            first: day(&self.days.earliest, first),
            last: day(&self.days.latest, last),
        }
    }

    /// The rank of a pair's earliest date in [`DateTable::earliest`]; `None` where it has no date.
    pub(crate) fn first_rank(&self, at: usize) -> Option<usize> {
        Some(self.firsts[at]).filter(|rank| *rank != NONE).map(|rank| rank as usize)
    }

    /// The dates that ranks stand for.
    pub(crate) fn days(&self) -> &DateTable {
        &self.days
    }

    /// The largest counts of citations, of things that join, and of keys.
    pub(crate) fn most(&self) -> [u64; 3] {
        let lists = self.lists.iter().copied().max().unwrap_or(0);
        [self.citations.most(), u64::from(lists), self.keys.most()]
    }

    /// Keeps the pairs that are marked. `numbers` has the new number of every node that stays.
    pub(super) fn keep(&mut self, marked: &[bool], numbers: &[Option<u32>]) {
        let mut offsets = vec![0];
        let mut kept = 0;
        let mut several = FxHashMap::default();
        for (first, number) in numbers.iter().enumerate() {
            for at in self.row(first).filter(|at| marked[*at]) {
                self.seconds[kept] = numbers[self.seconds[at] as usize].unwrap_or(NONE);
                several
                    .extend(self.several.remove(&(at as u32)).map(|places| (kept as u32, places)));
                kept += 1;
            }
            if number.is_some() {
                offsets.push(kept);
            }
        }
        self.offsets = offsets;
        self.several = several;
        self.seconds.truncate(kept);
        retain(&mut self.places, marked);
        retain(&mut self.lists, marked);
        self.citations.retain(marked);
        self.keys.retain(marked);
        retain(&mut self.fractional, marked);
        retain(&mut self.firsts, marked);
        retain(&mut self.lasts, marked);
    }
}

fn retain<T>(column: &mut Vec<T>, marked: &[bool]) {
    let mut marks = marked.iter();
    column.retain(|_| marks.next().copied().unwrap_or(true));
}

/// One count a pair, in as few bytes as all of them need.
#[derive(Debug, Clone, PartialEq, Eq)]
enum PairCounts {
    Small(Vec<u32>),
    Wide(Vec<u64>),
}

impl PairCounts {
    fn push(&mut self, count: u64) {
        match (&mut *self, u32::try_from(count)) {
            (Self::Small(counts), Ok(small)) => counts.push(small),
            (Self::Small(counts), Err(_)) => {
                let mut wide = Vec::with_capacity(counts.capacity());
                wide.extend(counts.iter().copied().map(u64::from));
                wide.push(count);
                *self = Self::Wide(wide);
            }
            (Self::Wide(counts), _) => counts.push(count),
        }
    }

    fn get(&self, at: usize) -> u64 {
        match self {
            Self::Small(counts) => u64::from(counts[at]),
            Self::Wide(counts) => counts[at],
        }
    }

    fn most(&self) -> u64 {
        match self {
            Self::Small(counts) => counts.iter().copied().max().map_or(0, u64::from),
            Self::Wide(counts) => counts.iter().copied().max().unwrap_or(0),
        }
    }

    fn retain(&mut self, marked: &[bool]) {
        match self {
            Self::Small(counts) => retain(counts, marked),
            Self::Wide(counts) => retain(counts, marked),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(lists: u32, citations: u64) -> Pair {
        let dates = (lists > 1).then_some((0, 1));
        Pair { lists, citations, keys: 1, fractional: 0.5, dates }
    }

    fn pairs() -> Pairs {
        let day = |day: &str| day.into();
        let days = DateTable {
            earliest: vec![day("2020"), day("2021")],
            latest: vec![day("2020"), day("2021")],
        };
        let mut pairs = Pairs::new(4, 6).with_dates(days);
        pairs.push(1, pair(1, 7));
        pairs.push(3, pair(2, u64::from(u32::MAX) + 1));
        pairs.close_row();
        pairs.close_row();
        pairs.push(3, pair(1, 9));
        pairs.close_row();
        pairs.close_row();
        pairs
    }

    #[test]
    fn a_pair_is_what_was_pushed() {
        let pairs = pairs();
        assert_eq!(pairs.ends().collect::<Vec<_>>(), [(0, 1), (0, 3), (2, 3)]);
        assert_eq!(
            (0..3).map(|at| pairs.ends_of(at)).collect::<Vec<_>>(),
            [(0, 1), (0, 3), (2, 3)]
        );
        assert_eq!(
            (pairs.find(0, 3), pairs.find(2, 3), pairs.find(1, 3)),
            (Some(1), Some(2), None)
        );
        let edge = pairs.edge(1);
        assert_eq!((edge.articles, edge.citations, edge.keys), (2, 4_294_967_296, 1));
        assert_eq!((edge.first.as_deref(), edge.last.as_deref()), (Some("2020"), Some("2021")));
        assert_eq!(pairs.edge(0).first, None);
        assert_eq!(pairs.weight(1, Weight::Citations), 4_294_967_296.0);
        assert_eq!(pairs.most(), [4_294_967_296, 2, 1]);
    }

    #[test]
    fn places_stay_with_their_pair() {
        let several: PlaceCounts = [Place::Body, Place::Note, Place::Body].into_iter().collect();
        let mut pairs = Pairs::new(2, 3);
        pairs.push_placed(0, pair(1, 4), PlaceCounts::One(Place::Caption, 4));
        pairs.push_placed(1, pair(1, 3), several.clone());
        pairs.close_row();
        pairs.push_placed(0, pair(1, 2), PlaceCounts::One(Place::Note, 2));
        pairs.close_row();
        let places = |pairs: &Pairs| -> Vec<PlaceCounts> {
            (0..pairs.len()).map(|at| pairs.edge(at).places).collect()
        };
        let [first, last] = [(Place::Caption, 4), (Place::Note, 2)]
            .map(|(place, count)| PlaceCounts::One(place, count));
        assert_eq!(places(&pairs), [first, several.clone(), last.clone()]);
        pairs.keep(&[false, true, true], &[Some(0), Some(1)]);
        assert_eq!(places(&pairs), [several, last.clone()]);
        pairs.keep(&[false, true], &[Some(0), Some(1)]);
        assert_eq!(places(&pairs), [last]);
    }

    #[test]
    fn what_is_kept_is_numbered_anew() {
        let mut kept = pairs();
        kept.keep(&[false, true, true], &[Some(0), None, Some(1), Some(2)]);
        assert_eq!(kept.ends().collect::<Vec<_>>(), [(0, 2), (1, 2)]);
        assert_eq!(kept.edge(0), pairs().edge(1));
        assert_eq!((kept.nodes(), kept.len()), (3, 2));
    }

    #[test]
    fn a_pair_takes_32_bytes() {
        let mut pairs = Pairs::new(1, 0);
        let bytes = |pairs: &Pairs| {
            let PairCounts::Small(citations) = &pairs.citations else { panic!("small counts") };
            let PairCounts::Small(keys) = &pairs.keys else { panic!("small counts") };
            let columns =
                [&pairs.seconds, &pairs.lists, citations, keys, &pairs.firsts, &pairs.lasts];
            columns.map(|column| size_of_val(&column[..])).iter().sum::<usize>()
                + size_of_val(&pairs.fractional[..])
        };
        (0..100).for_each(|second| pairs.push(second, pair(1, 1)));
        assert_eq!(bytes(&pairs), 3200);
    }
}
