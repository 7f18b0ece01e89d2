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
                write!(out, "all articles have the same origin, {name}, so this graph is a star")
            }
            Self::NothingShared => {
                write!(out, "no two nodes share anything, so there are no edges")
            }
            Self::NothingInside => write!(
                out,
                "no article links to another one; a link is recognized if it leads to the address (origin) of an article"
            ),
            Self::Unlisted { what } => {
                write!(out, "no article has {what}")
            }
            Self::Elsewhere { links } => {
                let (verb, are) =
                    if *links == 1 { ("link leads", "is") } else { ("links lead", "are") };
                write!(out, "{links} {verb} to other articles and {are} left out")
            }
            Self::OutOfTime { articles, undated } => {
                let noun = if *articles == 1 { "article" } else { "articles" };
                write!(
                    out,
                    "{articles} {noun} outside the chosen period and {undated} without a date are left out"
                )
            }
            Self::LongLists { lists, pairs } => {
                let noun = if *pairs == 1 { "pair" } else { "pairs" };
                write!(
                    out,
                    "articles that cite too many items, or items cited by too many articles, are left \
                     out ({lists} in all); they would connect {pairs} {noun} of nodes"
                )
            }
        }
    }
}
