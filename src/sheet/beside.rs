//! Claims beside the body: headings, captions, cells and items that cite or have something to check.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Article, Link, Place, Sentence, SentenceId};
use crate::claims::{
    self, ArticleLanguage, Claim, CueSet, OwnerLookup, Script, Support, SupportKind,
};
use crate::corpus::{Facet, Selection};

/// All text beside the body that cites, in the order of its links, then what has something to check, in the
/// order of the text; each with its place among the sentences.
pub(super) fn claims_beside_body<'a>(
    article: &'a Article,
    selection: &'a Selection,
    owner: OwnerLookup<'a>,
) -> impl Iterator<Item = (Option<usize>, Claim)> {
    let mut beside: Vec<(Option<SentenceId>, Vec<&Link>)> = Vec::new();
    let mut places: FxHashMap<Option<SentenceId>, usize> = FxHashMap::default();
    for link in selection.counted_links(article) {
        for id in row_keys(link) {
            let at = *places.entry(id).or_insert_with(|| {
                beside.push((id, Vec::new()));
                beside.len() - 1
            });
            beside[at].1.push(link);
        }
    }
    let language = ArticleLanguage::from_article(article);
    for sentence in article.sentences.iter().flatten() {
        if is_checkable(sentence, language) && !places.contains_key(&Some(sentence.id)) {
            places.insert(Some(sentence.id), beside.len());
            beside.push((Some(sentence.id), Vec::new()));
        }
    }
    let sentences = article.sentences.iter().flatten().enumerate();
    let cited = sentences.filter(|(_, sentence)| places.contains_key(&Some(sentence.id)));
    let cited: FxHashMap<SentenceId, (usize, &Sentence)> =
        cited.map(|(at, sentence)| (sentence.id, (at, sentence))).collect();
    let mut seen = FxHashMap::default();
    beside.into_iter().filter_map(move |(id, links)| {
        let sentence = id.and_then(|id| cited.get(&id)).copied();
        // Those of the body are claims already.
        if sentence.is_some() && id.is_some_and(SentenceId::is_body) {
            return None;
        }
        let (at, sentence) = sentence.unzip();
        let claim = claim_beside(id, sentence, &links, owner, &mut seen);
        Some((at, with_analysis(claim, language)))
    })
}

/// The sentences whose rows show a link; `None` for one in no text. One in a note that nothing refers to has none.
pub(super) fn row_keys(link: &Link) -> impl Iterator<Item = Option<SentenceId>> {
    let alone = link.supported().is_empty() && !link.is_unmarked();
    link.supported().iter().copied().map(Some).chain(alone.then_some(None))
}

/// Whether a heading, a caption, a cell or an item of the article says something that can be checked, in words.
fn is_checkable(sentence: &Sentence, language: ArticleLanguage) -> bool {
    let is_text = matches!(sentence.place, Place::Body | Place::Caption) && !sentence.id.is_body();
    let has_word = |text: &str| text.split(|c: char| !c.is_alphabetic()).any(|word| word.len() > 2);
    is_text
        && has_word(&sentence.text)
        && !claims::analyse(&sentence.text, language).signals.is_empty()
}

/// What stands outside the body: a heading, a caption, a cell, or a link in no text at all.
fn claim_beside(
    id: Option<SentenceId>,
    sentence: Option<&Sentence>,
    links: &[&Link],
    owner: OwnerLookup<'_>,
    seen: &mut FxHashMap<u64, u32>,
) -> Claim {
    let text: Arc<str> = sentence.map_or_else(
        || {
            let own = links.iter().find(|link| link.sentence_id == id);
            own.and_then(|link| link.sentence_text()).unwrap_or_default().into()
        },
        |sentence| Arc::clone(&sentence.text),
    );
    let distinct = |value: &dyn Fn(&Link) -> String| {
        let values: FxHashSet<String> = links.iter().map(|link| value(link)).collect();
        values.len() as u32
    };
    let letter = id.map_or_else(String::new, |id| id.block.kind.letter().to_string());
    Claim {
        id: claims::id_beside(&letter, &text, seen),
        sentence_id: id,
        paragraph: id.map(|id| id.block),
        text: Arc::clone(&text),
        span: sentence.and_then(|sentence| sentence.span),
        at: sentence.and_then(|sentence| sentence.at).or(links.first().map(|link| link.at)),
        script: Script::detect(&text),
        language: None,
        signals: Vec::new(),
        cues: CueSet::default(),
        support: Support {
            kind: if links.is_empty() { SupportKind::None } else { SupportKind::Cited },
            citations: links.iter().map(|link| link.ordinal).collect(),
            works: distinct(&|link| Facet::Work.link_value(link).to_owned()),
            owners: Some(distinct(owner)),
        },
    }
}

/// A claim with what can be checked in it.
fn with_analysis(claim: Claim, language: ArticleLanguage) -> Claim {
    let found = claims::analyse(&claim.text, language);
    Claim { language: found.language, signals: found.signals, cues: found.cues, ..claim }
}
