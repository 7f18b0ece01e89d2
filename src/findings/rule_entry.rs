//! A rule that is built: which it is, and the function that looks for it.

use super::context::{ArticleContext, ParsedLink};
use super::draft::FindingDraft;
use super::relations::ArticleRelations;
use super::rule_id::RuleId;

/// A rule's function.
#[derive(Clone, Copy)]
pub(crate) enum RuleFn {
    /// Looks at one link.
    Link(fn(&ParsedLink<'_>) -> Option<FindingDraft>),
    /// Looks at one article.
    Article(fn(&ArticleContext<'_>) -> Vec<FindingDraft>),
    /// Looks for words in one article; not run where nobody knows the words of its language.
    Words(fn(&ArticleContext<'_>) -> Vec<FindingDraft>),
    /// Looks at one article among all of the run.
    Related(fn(&ArticleContext<'_>, ArticleRelations<'_>) -> Vec<FindingDraft>),
    /// Takes its part of the faults of a site, which are looked for by [`site_report`](super::site_report).
    Site,
}

/// A row of the table, built.
pub(crate) struct RuleEntry {
    /// The rule.
    pub(crate) id: RuleId,
    pub(super) run: RuleFn,
}

impl RuleEntry {
    /// A rule about one link.
    pub(crate) const fn link(id: RuleId, f: fn(&ParsedLink<'_>) -> Option<FindingDraft>) -> Self {
        Self { id, run: RuleFn::Link(f) }
    }

    /// A rule about one article.
    pub(crate) const fn article(
        id: RuleId,
        f: fn(&ArticleContext<'_>) -> Vec<FindingDraft>,
    ) -> Self {
        Self { id, run: RuleFn::Article(f) }
    }

    /// A rule about the words of one article.
    pub(crate) const fn words(id: RuleId, f: fn(&ArticleContext<'_>) -> Vec<FindingDraft>) -> Self {
        Self { id, run: RuleFn::Words(f) }
    }

    /// A rule about the links of a site.
    pub(crate) const fn site(id: RuleId) -> Self {
        Self { id, run: RuleFn::Site }
    }

    /// A rule about one article among all of the run.
    pub(crate) const fn related(
        id: RuleId,
        f: fn(&ArticleContext<'_>, ArticleRelations<'_>) -> Vec<FindingDraft>,
    ) -> Self {
        Self { id, run: RuleFn::Related(f) }
    }
}
