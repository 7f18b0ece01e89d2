//! The thresholds that decide what is the content region.

/// What decides whether a block belongs to the content region. Words are counted as in
/// `BlockWords`; a plain word is one that is not the text of a link. Decision 54 has
/// the reason of each, and how the result changes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegionMeasures {
    /// The plain words that make a block prose.
    pub prose: u32,
    /// The share of link words, in percent, from which on a block is linked.
    pub linked_percent: u32,
    /// The plain words that one link word between two blocks of prose costs.
    pub link_cost: u32,
    /// The plain words that each element on the way between them costs, but for the two of neighbouring
    /// paragraphs.
    pub step_cost: u32,
    /// What the heaviest run of prose must weigh, in plain words; below it the page has no region.
    pub least: u32,
    /// The share of the run's plain words, in percent, that makes an element a home of the article.
    pub home_percent: u32,
    /// The plain words that a block outside the run needs to count as text of a home.
    pub crumb: u32,
    /// How many elements below a home a linked block of the region may stand.
    pub depth: u32,
    /// The link words right below the homes, in percent of the region's plain words, from which on the
    /// list is the article.
    pub digest_percent: u32,
}

impl Default for RegionMeasures {
    fn default() -> Self {
        Self {
            prose: 15,
            linked_percent: 60,
            link_cost: 4,
            step_cost: 6,
            least: 40,
            home_percent: 10,
            crumb: 5,
            depth: 2,
            digest_percent: 100,
        }
    }
}
