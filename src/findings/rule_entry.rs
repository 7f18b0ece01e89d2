//! A rule that is built: its name and the function that looks for it.

use super::context::{ArticleContext, ParsedLink};
use super::draft::FindingDraft;
use crate::corpus::{Corpus, Selection};

/// A rule's function.
#[derive(Clone, Copy)]
pub(crate) enum RuleFn {
    /// Looks at one link.
    Link(fn(&ParsedLink<'_>) -> Option<FindingDraft>),
    /// Looks at one article.
    Article(fn(&ArticleContext<'_>) -> Vec<FindingDraft>),
    /// Looks at all articles; what it finds belongs to the article of that index.
    Corpus(fn(&Corpus, &Selection) -> Vec<(usize, FindingDraft)>),
}

/// A row of the table, built.
pub(crate) struct RuleEntry {
    /// The rule's name.
    pub(crate) name: &'static str,
    pub(super) run: RuleFn,
}

impl RuleEntry {
    /// A rule about one link.
    pub(crate) const fn link(
        name: &'static str,
        f: fn(&ParsedLink<'_>) -> Option<FindingDraft>,
    ) -> Self {
        Self { name, run: RuleFn::Link(f) }
    }

    /// A rule about one article.
    pub(crate) const fn article(
        name: &'static str,
        f: fn(&ArticleContext<'_>) -> Vec<FindingDraft>,
    ) -> Self {
        Self { name, run: RuleFn::Article(f) }
    }

    /// A rule about all articles.
    pub(crate) const fn corpus(
        name: &'static str,
        f: fn(&Corpus, &Selection) -> Vec<(usize, FindingDraft)>,
    ) -> Self {
        Self { name, run: RuleFn::Corpus(f) }
    }
}
