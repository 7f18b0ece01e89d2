//! How much of a text is cited.

/// Body sentences of one article, and how many of them carry a counted citation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SentenceCounts {
    /// All sentences of body paragraphs.
    pub all: u64,
    /// Those with at least one counted citation.
    pub cited: u64,
}

impl SentenceCounts {
    pub(super) fn plus(self, other: Self) -> Self {
        Self { all: self.all + other.all, cited: self.cited + other.cited }
    }
}
