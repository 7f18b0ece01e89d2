//! What a reader of a graph would otherwise wonder about.

use std::fmt;

/// Something about a graph that its numbers alone do not tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GraphNotice {
    /// All that cites is one node, so every measure of centrality only repeats the weights.
    Star {
        /// The only node that cites.
        name: String,
    },
    /// No article cites two things, or no thing is cited by two articles.
    NothingShared,
    /// No article links to another one of the corpus.
    NothingInside,
    /// No article has a tag, or none an author.
    Unlisted {
        /// What the articles lack.
        what: &'static str,
    },
    /// Links that lead to no article of the corpus were left out.
    Elsewhere {
        /// How many.
        links: u64,
    },
    /// Articles outside of the wanted time were left out.
    OutOfTime {
        /// Articles of another time.
        articles: u64,
        /// Articles without a date, which no time holds.
        undated: u64,
    },
    /// What joins more nodes than was allowed was left out.
    LongLists {
        /// How many were left out.
        lists: u64,
        /// The pairs that they would have joined.
        pairs: u64,
    },
}

impl fmt::Display for GraphNotice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Star { name } => {
                write!(out, "all articles have one origin, {name}, so this graph is a star")
            }
            Self::NothingShared => write!(out, "nothing is shared, so there is no edge"),
            Self::NothingInside => write!(
                out,
                "no article links to another one; articles are identified by their origin"
            ),
            Self::Unlisted { what } => {
                write!(out, "no article has {what}")
            }
            Self::Elsewhere { links } => {
                write!(out, "{links} links lead to other articles and are left out")
            }
            Self::OutOfTime { articles, undated } => write!(
                out,
                "{articles} articles from other dates and {undated} without a date are left out"
            ),
            Self::LongLists { lists, pairs } => {
                write!(out, "{lists} lists that are too long, with {pairs} pairs, are left out")
            }
        }
    }
}
