//! What a check of a site was about: the links that were judged, and those that were not.

use crate::report::format::{count_noun, tally_in_words};
use crate::webroot::SiteCheck;

/// Numbers of a check of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteScope {
    pages: u64,
    judged: u64,
    accepted: u64,
    unjudged: Vec<(&'static str, u64)>,
}

impl SiteScope {
    /// Takes them; `accepted` is how many findings a suppression left out.
    pub fn new(check: &SiteCheck, accepted: u64) -> Self {
        let unjudged = check.unjudged.iter().map(|(why, number)| (why.name(), *number)).collect();
        Self { pages: check.pages, judged: check.judged, accepted, unjudged }
    }

    /// `200 pages, 4,012 own links checked`, then `Not checked: 310 external, 2 written by a template`.
    pub fn lines(&self) -> Vec<String> {
        let pages = count_noun(self.pages, "page");
        let mut line = format!("{pages}, {} checked", count_noun(self.judged, "own link"));
        if self.accepted > 0 {
            line += &format!(", {} accepted", count_noun(self.accepted, "finding"));
        }
        let unjudged = tally_in_words(self.unjudged.iter().copied());
        let unjudged = (!unjudged.is_empty()).then(|| format!("Not checked: {unjudged}"));
        std::iter::once(line).chain(unjudged).collect()
    }
}
