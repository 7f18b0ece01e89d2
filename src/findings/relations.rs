//! What articles have to do with each other: who cites whom, and which are the same.

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use ::url::Url;
use rustc_hash::FxHashMap;

use crate::corpus::Selection;
use crate::corpus::table::{ArticleRecord, CitationTable};
use crate::link;

/// What is known of each article beside its own text.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    mutual: FxHashMap<usize, Vec<MutualCitation>>,
    copies: FxHashMap<usize, EarlierCopy>,
}

/// Another article that cites this one and is cited by it.
#[derive(Debug, Clone)]
pub(crate) struct MutualCitation {
    /// The ordinal of the first link that leads there.
    pub(crate) link: u32,
    /// The input of the other article.
    pub(crate) input: Box<str>,
}

/// An earlier article with the same origin or the same text.
#[derive(Debug, Clone)]
pub(crate) struct EarlierCopy {
    /// What both have.
    pub(crate) what: &'static str,
    /// The input of the earlier one.
    pub(crate) input: Box<str>,
}

/// What is known of one article.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ArticleRelations<'a> {
    /// Articles that it and they cite each other, in the order of the table; only the earlier one of two has the other.
    pub(crate) mutual: &'a [MutualCitation],
    /// The article of which it is a copy.
    pub(crate) copy: Option<&'a EarlierCopy>,
}

impl Relations {
    /// Looks at all articles of a table.
    pub(crate) fn new(table: &CitationTable, selection: &Selection) -> Self {
        let keys: Vec<Option<String>> = table.articles().iter().map(own_key).collect();
        Self { mutual: mutual(table, selection, &keys), copies: copies(table, &keys) }
    }

    /// Of one article, by its number in the table.
    pub(crate) fn of(&self, article: usize) -> ArticleRelations<'_> {
        let mutual = self.mutual.get(&article).map_or(&[][..], Vec::as_slice);
        ArticleRelations { mutual, copy: self.copies.get(&article) }
    }
}

/// The key of an article's own URL.
fn own_key(article: &ArticleRecord) -> Option<String> {
    let url = Url::parse(article.origin()?).ok()?;
    Some(link::cite(&url).key)
}

fn mutual(
    table: &CitationTable,
    selection: &Selection,
    keys: &[Option<String>],
) -> FxHashMap<usize, Vec<MutualCitation>> {
    let mut owners: FxHashMap<&str, usize> = FxHashMap::default();
    for (at, own) in keys.iter().enumerate() {
        if let Some(own) = own {
            owners.entry(own).or_insert(at);
        }
    }
    let mut links: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for (from, citation) in table.counted(selection) {
        if let Some(&to) = owners.get(citation.key()).filter(|to| **to != from) {
            links.entry((from, to)).or_insert(citation.ordinal());
        }
    }
    let mut mutual: FxHashMap<usize, Vec<MutualCitation>> = FxHashMap::default();
    for ((from, to), link) in &links {
        if from < to && links.contains_key(&(*to, *from)) {
            let input = Box::from(table.articles()[*to].input());
            mutual.entry(*from).or_default().push(MutualCitation { link: *link, input });
        }
    }
    mutual
}

fn copies(table: &CitationTable, keys: &[Option<String>]) -> FxHashMap<usize, EarlierCopy> {
    let mut origins: FxHashMap<&str, usize> = FxHashMap::default();
    let mut texts: FxHashMap<NonZeroU64, usize> = FxHashMap::default();
    let mut copies = FxHashMap::default();
    for (at, (article, key)) in table.articles().iter().zip(keys).enumerate() {
        let earlier = |first: usize| (first != at).then_some(first);
        let key = key.as_deref();
        let same_origin = key.and_then(|key| earlier(*origins.entry(key).or_insert(at)));
        let same_text = article.text.and_then(|text| earlier(*texts.entry(text).or_insert(at)));
        let (what, first) = match (same_origin, same_text) {
            (Some(first), _) => ("origin", first),
            (None, Some(first)) => ("text", first),
            (None, None) => continue,
        };
        let input = Box::from(table.articles()[first].input());
        copies.insert(at, EarlierCopy { what, input });
    }
    copies
}
