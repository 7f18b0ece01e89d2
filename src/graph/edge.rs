//! Edges: everything that joins two nodes, counted in several ways.

use super::Weight;
use super::date_text::DateText;
use crate::article::Place;

/// An edge: everything that one node cites of another, or all that joins two nodes in a
/// projection.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edge {
    /// Counted citations; of a projection, pairs of them.
    pub citations: u64,
    /// Articles that hold them; of a projection, the things that join the two.
    pub articles: u64,
    /// Distinct keys among them; of a projection, pairs of them.
    pub keys: u64,
    /// The articles' parts: 1 an article over all that it cites; of a projection, 1/(k - 1) for
    /// everything that joins `k` nodes.
    pub fractional: f64,
    /// Citations by place; none in a projection.
    pub places: PlaceCounts,
    /// Date of the earliest citing article, as precise as it says; `None` where none has a date.
    /// Of two articles, the date of the later one.
    pub first: Option<DateText>,
    /// Date of the latest citing article.
    pub last: Option<DateText>,
}

impl Edge {
    /// The number that stands for this edge's weight.
    pub fn weight(&self, weight: Weight) -> f64 {
        match weight {
            Weight::Articles => self.articles as f64,
            Weight::Citations => self.citations as f64,
            Weight::Keys => self.keys as f64,
            Weight::Fractional => self.fractional,
        }
    }
}

/// Citations by place. Most edges have them in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceCounts {
    /// All of them in one place.
    One(Place, u64),
    /// In several, in the order of [`Place::ALL`].
    Several(Box<[u64; Place::ALL.len()]>),
}

impl Default for PlaceCounts {
    fn default() -> Self {
        Self::One(Place::default(), 0)
    }
}

impl PlaceCounts {
    /// The citations in a place.
    pub fn get(&self, place: Place) -> u64 {
        match self {
            Self::One(one, count) if *one == place => *count,
            Self::One(..) => 0,
            Self::Several(counts) => counts[place as usize],
        }
    }
}

impl FromIterator<Place> for PlaceCounts {
    fn from_iter<I: IntoIterator<Item = Place>>(places: I) -> Self {
        let mut counts = [0; Place::ALL.len()];
        places.into_iter().for_each(|place| counts[place as usize] += 1);
        let mut found = Place::ALL.into_iter().filter(|place| counts[*place as usize] > 0);
        match (found.next(), found.next()) {
            (Some(one), None) => Self::One(one, counts[one as usize]),
            (None, _) => Self::default(),
            _ => Self::Several(Box::new(counts)),
        }
    }
}
