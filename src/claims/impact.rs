//! What would be left if a source went: the claims that rest on it, and what else they rest on.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::subject::{Subject, is_called};
use crate::article::{Article, Link, SentenceId};
use crate::corpus::{Corpus, Facet, Selection};
use crate::link::redact::{redact_text, redact_url};
use crate::source::Sources;

/// Everything that rests on one source. Secrets are taken out of all addresses and texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// What was asked for.
    pub subject: String,
    /// The sums.
    pub totals: ImpactTotals,
    /// Articles that cite it, in corpus order.
    pub articles: Vec<ImpactArticle>,
    /// Names like the one asked for, where nothing cites that one.
    pub near: Vec<String>,
}

/// The sums of an [`Impact`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ImpactTotals {
    /// Counted citations of the source; one in a note counts once, however many sentences have its mark.
    pub citations: u64,
    /// Sentences that rest on it.
    pub claims: u64,
    /// Those among them that rest on nothing else.
    pub unsupported: u64,
    /// Articles that cite it.
    pub articles: u64,
}

/// An article that cites the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImpactArticle {
    /// Where the document came from.
    pub input: String,
    /// The member or record inside it.
    pub part: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The date of publication, as stated.
    pub published: Option<String>,
    /// Claims that rest on it: those with nothing else first, then by place in the text.
    pub claims: Vec<ImpactSentence>,
}

/// A sentence that rests on the source. A link on which no sentence rests stands for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImpactSentence {
    /// `P2.S4`; `None` outside of sentences.
    pub sentence_id: Option<SentenceId>,
    /// The sentence.
    pub sentence: Option<String>,
    /// Citations of the source, in document order.
    pub citations: Vec<Citation>,
    /// What the sentence still rests on.
    pub remains: RemainingSupport,
    /// Whether it is a claim: a link in a note or a list of sources that nothing refers to is none.
    pub is_claim: bool,
}

/// One citation of the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Position among the links of its article.
    pub ordinal: u32,
    /// Line in the file, from 1.
    pub line: u32,
    /// Column in the line, from 1.
    pub column: u32,
    /// Where in the page it stands.
    pub place: &'static str,
    /// The words that carry it.
    pub anchor: String,
    /// The URL to open.
    pub opened: Option<String>,
    /// The work, where the address tells it.
    pub work: Option<String>,
}

/// What a sentence rests on besides the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RemainingSupport {
    /// Other works, a key standing for itself; in order of the alphabet.
    pub works: Vec<String>,
    /// Owner groups of these that do not stand behind the source too; in order of the alphabet.
    pub groups: Vec<String>,
}

impl RemainingSupport {
    /// Whether nothing is left.
    pub fn is_nothing(&self) -> bool {
        self.works.is_empty()
    }
}

impl ImpactSentence {
    /// Whether it is a claim that would be left without any source.
    pub fn is_unsupported(&self) -> bool {
        self.is_claim && self.remains.is_nothing()
    }
}

impl Impact {
    /// Finds what rests on `subject`, which `text` names, among the citations that `selection` counts.
    pub fn find(
        subject: &Subject,
        text: &str,
        corpus: &Corpus,
        selection: &Selection,
        sources: &Sources,
    ) -> Self {
        let mut impact = Self {
            subject: redact_text(text).into_owned(),
            totals: ImpactTotals::default(),
            articles: Vec::new(),
            near: Vec::new(),
        };
        for article in &corpus.articles {
            let claims = losses(subject, article, selection, sources);
            if !claims.is_empty() {
                impact.add(article, claims);
            }
        }
        if impact.articles.is_empty() {
            let near = subject.similar_names(corpus.counted(selection).map(|(_, link)| link));
            impact.near = near.iter().map(|name| redact_text(name).into_owned()).collect();
        }
        impact
    }

    fn add(&mut self, article: &Article, claims: Vec<ImpactSentence>) {
        let totals = &mut self.totals;
        totals.articles += 1;
        let citations = claims.iter().flat_map(|claim| &claim.citations);
        let citations: BTreeSet<u32> = citations.map(|citation| citation.ordinal).collect();
        totals.citations += citations.len() as u64;
        totals.claims += claims.iter().filter(|claim| claim.is_claim).count() as u64;
        totals.unsupported += claims.iter().filter(|claim| claim.is_unsupported()).count() as u64;
        self.articles.push(ImpactArticle {
            input: article.input.clone(),
            part: article.part.clone(),
            title: article.title.as_deref().map(|title| redact_text(title).into_owned()),
            published: article.published.clone(),
            claims,
        });
    }
}

/// Claims of an article that would have no source left, by the domain that goes: [`ImpactTotals::unsupported`] of every
/// cited domain, in one pass. Domains without such a claim are absent.
pub fn unsupported(article: &Article, selection: &Selection) -> BTreeMap<String, u64> {
    let mut claims = BTreeMap::new();
    for links in sentences(article, selection).into_values() {
        if links.iter().all(|link| link.is_unmarked()) {
            continue;
        }
        let domains: BTreeSet<&str> =
            links.iter().map(|link| Facet::Domain.link_value(link)).collect();
        for domain in domains {
            let is_gone = |link: &&&Link| is_called(link, domain);
            let (gone, kept): (Vec<&Link>, Vec<&Link>) = links.iter().partition(is_gone);
            if !gone.is_empty() && other_works(&gone, &kept).is_empty() {
                *claims.entry(domain.to_owned()).or_default() += 1;
            }
        }
    }
    claims
}

/// A sentence by its id; a link on which none rests by its ordinal.
type SentenceKey = (Option<SentenceId>, Option<u32>);

fn losses(
    subject: &Subject,
    article: &Article,
    selection: &Selection,
    sources: &Sources,
) -> Vec<ImpactSentence> {
    let texts = article.sentences.iter().flatten();
    let texts: FxHashMap<SentenceId, &str> = texts.map(|one| (one.id, &*one.text)).collect();
    let losses = sentences(article, selection).into_iter().filter_map(|((id, _), links)| {
        let loss = loss(subject, &links, sources)?;
        let known = links.iter().find(|link| id.is_none() || link.sentence_id == id);
        let text = known.and_then(|link| link.sentence_text());
        let text = text.or_else(|| Some((*texts.get(&id?)?).into()));
        let sentence = text.map(|text| redact_text(&text).into_owned());
        Some(ImpactSentence { sentence_id: id, sentence, ..loss })
    });
    let mut losses: Vec<ImpactSentence> = losses.collect();
    losses.sort_by_key(|loss| (!loss.is_unsupported(), loss.citations[0].ordinal));
    losses
}

/// The links that each sentence rests on.
fn sentences<'a>(
    article: &'a Article,
    selection: &'a Selection,
) -> BTreeMap<SentenceKey, Vec<&'a Link>> {
    let mut sentences: BTreeMap<SentenceKey, Vec<&Link>> = BTreeMap::new();
    for link in selection.counted_links(article) {
        let supported = link.supported();
        let alone = supported.is_empty().then_some((None, Some(link.ordinal)));
        for key in supported.iter().map(|id| (Some(*id), None)).chain(alone) {
            sentences.entry(key).or_default().push(link);
        }
    }
    sentences
}

/// What a sentence loses, its words apart; `None` where it does not rest on the source.
fn loss(subject: &Subject, links: &[&Link], sources: &Sources) -> Option<ImpactSentence> {
    let (gone, kept): (Vec<&Link>, Vec<&Link>) =
        links.iter().partition(|link| subject.is_cited_by(link));
    let first = gone.first()?;
    Some(ImpactSentence {
        sentence_id: None,
        sentence: None,
        is_claim: !first.is_unmarked(),
        citations: gone.iter().map(|link| citation(link)).collect(),
        remains: remains(&gone, &kept, sources),
    })
}

fn citation(link: &Link) -> Citation {
    Citation {
        ordinal: link.ordinal,
        line: link.line,
        column: link.column,
        place: link.place.name(),
        anchor: redact_text(&link.anchor).into_owned(),
        opened: link.opened().map(|url| redact_url(url).into_owned()),
        work: link.work().map(|work| redact_text(work).into_owned()),
    }
}

fn remains(gone: &[&Link], kept: &[&Link], sources: &Sources) -> RemainingSupport {
    let group = |link: &&Link| Facet::Group.value(link, sources).to_owned();
    let dependent: BTreeSet<String> = gone.iter().map(group).collect();
    let kept = other_works(gone, kept);
    let works: BTreeSet<&str> = kept.iter().map(|link| Facet::Work.link_value(link)).collect();
    let groups: BTreeSet<String> = kept.iter().map(group).collect();
    let told = |text: &str| redact_text(text).into_owned();
    RemainingSupport {
        works: works.into_iter().map(told).collect(),
        groups: groups.difference(&dependent).map(|group| told(group)).collect(),
    }
}

/// Those of the links that stay that lead to other works: another address of a work that goes is none.
fn other_works<'a>(gone: &[&Link], kept: &[&'a Link]) -> Vec<&'a Link> {
    let lost: BTreeSet<&str> = gone.iter().map(|link| Facet::Work.link_value(link)).collect();
    kept.iter().copied().filter(|link| !lost.contains(Facet::Work.link_value(link))).collect()
}
