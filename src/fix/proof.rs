//! Proof that fixes do what they promise: the document is read again with them in place.

use std::collections::BTreeMap;

use super::{FixCandidate, FixOptions, UnfixedFinding};
use crate::article::{Article, Link, Syntax};
use crate::edit::{Edit, apply};
use crate::extract::Extractor;
use crate::input::{self, Document};

/// How often one document is read again at most. Enough to find one bad fix among thousands.
const MAX_READINGS: usize = 64;

/// Why a fix is dropped.
const BROKEN: &str = "the fix would change how the rest of the page is read";

/// A document, and how to read it again.
pub(super) struct FixVerifier<'a> {
    extractor: &'a mut Extractor,
    document: &'a Document,
    options: &'a FixOptions,
    file: &'a [u8],
    before: Vec<&'a Link>,
    readings: usize,
}

impl<'a> FixVerifier<'a> {
    pub(super) fn new(
        extractor: &'a mut Extractor,
        document: &'a Document,
        article: &'a Article,
        options: &'a FixOptions,
        file: &'a [u8],
    ) -> Self {
        Self { extractor, document, options, file, before: links(article), readings: 0 }
    }

    /// Parts the fixes into those that hold together, and those that do not.
    pub(super) fn prove(
        &mut self,
        candidates: Vec<FixCandidate>,
    ) -> (Vec<FixCandidate>, Vec<UnfixedFinding>) {
        let all: Vec<usize> = (0..candidates.len()).collect();
        let held = self.hold(&candidates, &all);
        let (mut proven, mut left) = (Vec::new(), Vec::new());
        for (index, candidate) in candidates.into_iter().enumerate() {
            if held.binary_search(&index).is_ok() {
                proven.push(candidate);
            } else {
                let (line, column) = (Some(candidate.fix.line), Some(candidate.fix.column));
                let rules = candidate.fix.rules;
                left.push(UnfixedFinding { line, column, rules, why: BROKEN.to_owned() });
            }
        }
        (proven, left)
    }

    /// Those of the `chosen` that hold together: all, or what holds of each half.
    fn hold(&mut self, candidates: &[FixCandidate], chosen: &[usize]) -> Vec<usize> {
        if chosen.is_empty() || self.readings >= MAX_READINGS {
            return Vec::new();
        }
        if self.holds(candidates, chosen) {
            return chosen.to_vec();
        }
        if chosen.len() == 1 {
            return Vec::new();
        }
        let (first, second) = chosen.split_at(chosen.len() / 2);
        let first = self.hold(candidates, first);
        let second = self.hold(candidates, second);
        let both = [first.as_slice(), &second].concat();
        let apart = first.is_empty() || second.is_empty();
        match apart || (self.readings < MAX_READINGS && self.holds(candidates, &both)) {
            true => both,
            false => first,
        }
    }

    fn holds(&mut self, candidates: &[FixCandidate], chosen: &[usize]) -> bool {
        self.readings += 1;
        let chosen = || chosen.iter().map(|index| &candidates[*index]);
        let edits: Vec<Edit> = chosen().flat_map(|fix| fix.edits.iter().cloned()).collect();
        let Ok(fixed) = apply(self.file, &edits) else { return false };
        let decoded = input::decode(fixed);
        if decoded.encoding != self.document.decoded.encoding {
            return false;
        }
        let (input, format) = (self.document.input.clone(), self.document.format);
        let again = Document { input, part: None, format, decoded, capture: None };
        let after = self.extractor.extract(&again, &self.options.extract);
        let wanted = chosen().map(|fix| (fix.span, fix.wanted.as_str())).collect();
        are_as_wanted(&self.before, &links(&after), &wanted)
    }
}

/// All links, in the order of the document.
fn links(article: &Article) -> Vec<&Link> {
    let mut links: Vec<&Link> = article.citations.iter().chain(&article.rejects).collect();
    links.sort_by_key(|link| link.ordinal);
    links
}

/// Whether the fixed links lead where they should, and all others are what they were.
fn are_as_wanted(before: &[&Link], after: &[&Link], wanted: &BTreeMap<[u64; 2], &str>) -> bool {
    before.len() == after.len()
        && before.iter().zip(after).all(|(old, new)| {
            let fixed = old.span.and_then(|span| wanted.get(&span));
            match fixed {
                Some(address) => {
                    let shows = matches!(old.syntax, Syntax::Bare | Syntax::Autolink);
                    let text = shows || old.anchor == new.anchor;
                    new.resolved.as_deref() == Some(address) && old.syntax == new.syntax && text
                }
                None => same(old, new),
            }
        })
}

/// Whether a link is what it was but for its position and the text around it.
fn same(old: &Link, new: &Link) -> bool {
    let url = |link: &Link| (link.resolved.clone(), link.reason);
    (old.syntax, &old.written, &old.anchor) == (new.syntax, &new.written, &new.anchor)
        && (old.place, &old.rel) == (new.place, &new.rel)
        && url(old) == url(new)
}
