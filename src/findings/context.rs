//! What a rule may look at.

use ::url::Url;
use memchr::memchr2;
use rustc_hash::{FxHashMap, FxHashSet};

use super::retractions::Retractions;
use super::sourced::sourced_sentences;
use crate::article::{Article, BlockId, Link, Reason, SentenceId};
use crate::audit::CheckedLinks;
use crate::claims::{self, ArticleLanguage, Claim};
use crate::corpus::{self, Facet, Selection};
use crate::source::{PageKind, Source, Sources, path_of};

/// What rules know beside the articles.
#[derive(Debug, Clone, Copy)]
pub struct RuleInputs<'a> {
    /// Who stands behind addresses.
    pub sources: &'a Sources,
    /// Retracted works, where the user brought a list.
    pub retractions: Option<&'a Retractions>,
    /// What is known of the links, where they were checked.
    pub links: Option<&'a CheckedLinks>,
}

impl<'a> RuleInputs<'a> {
    /// The owner group behind a link; its site where nobody knows.
    pub fn owner(&self, link: &'a Link) -> &'a str {
        Facet::Group.value(link, self.sources)
    }
}

/// An article as rules see it.
pub struct ArticleContext<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its citations that count, in document order, with their addresses parsed.
    pub links: Vec<ParsedLink<'a>>,
    /// Links that no browser could open, in places that count.
    pub broken: Vec<ParsedLink<'a>>,
    /// Links whose address lacks its scheme or stands behind other characters, in places that count.
    pub misaddressed: Vec<&'a Link>,
    /// Its claims; empty where the sentences are not known.
    pub claims: Vec<Claim>,
    /// The language of its text, where there is a table of its words.
    pub language: Option<&'static str>,
    /// Where in `links` those that each sentence rests on stand.
    in_sentences: FxHashMap<SentenceId, Vec<usize>>,
    /// Blocks with any link to a page or any mark of a note; internal links included.
    pub linked: FxHashSet<BlockId>,
    /// Sentences with any link to a page or the mark of a note, even of one without a link.
    sourced: FxHashSet<SentenceId>,
    /// What is known beside the article.
    pub facts: RuleInputs<'a>,
}

impl<'a> ArticleContext<'a> {
    /// Prepares an article.
    pub fn new(article: &'a Article, selection: &Selection, facts: RuleInputs<'a>) -> Self {
        let links = article.citations.iter().filter(|link| selection.counts(link));
        let links = links.filter(|link| !is_disarmed(link));
        let broken = article.rejects.iter().filter(|link| !is_disarmed(link)).filter(|link| {
            let counts = selection.places.contains(&link.place);
            counts && matches!(link.reason, Some(Reason::Invalid | Reason::Scheme))
        });
        let misaddressed = article.rejects.iter().filter(|link| !is_disarmed(link));
        let misaddressed = misaddressed.filter(|link| {
            selection.places.contains(&link.place) && link.reason == Some(Reason::Broken)
        });
        let pages = article.rejects.iter().filter(|link| link.resolved.is_some());
        let linked = pages.chain(&article.citations);
        let links: Vec<ParsedLink<'a>> =
            links.map(|link| ParsedLink::new(link, facts.sources)).collect();
        let claims = claims::extract_claims(
            article,
            selection,
            Some(&|link| Facet::Group.value(link, facts.sources).to_owned()),
        );
        let sourced = sourced_sentences(article);
        Self {
            article,
            in_sentences: in_sentences(&links),
            links,
            misaddressed: misaddressed.collect(),
            broken: broken.map(|link| ParsedLink::new(link, facts.sources)).collect(),
            language: ArticleLanguage::from_article(article).code(),
            claims,
            linked: linked
                .flat_map(linked_blocks)
                .chain(claims::covered_blocks(article, selection))
                .chain(sourced.iter().map(|id| id.block))
                .collect(),
            sourced,
            facts,
        }
    }

    /// The counted citations of a claim.
    pub fn cited<'b>(&'b self, claim: &'b Claim) -> impl Iterator<Item = &'b ParsedLink<'a>> {
        let places =
            claim.sentence_id.and_then(|id| self.in_sentences.get(&id)).into_iter().flatten();
        places.map(|at| &self.links[*at])
    }

    /// Whether a claim's sentence has any link to a page, or the mark of a note.
    pub fn is_sourced(&self, claim: &Claim) -> bool {
        claim.sentence_id.is_some_and(|id| self.sourced.contains(&id))
    }

    /// Whether a claim's paragraph has any link, or stands below the linked headline of a digest.
    pub fn is_linked(&self, claim: &Claim) -> bool {
        claim.paragraph.is_some_and(|paragraph| self.linked.contains(&paragraph))
    }
}

/// The block of a link, and those of the sentences that rest on it.
fn linked_blocks(link: &Link) -> impl Iterator<Item = BlockId> {
    link.paragraph.into_iter().chain(link.supported().iter().map(|id| id.block))
}

fn in_sentences(links: &[ParsedLink<'_>]) -> FxHashMap<SentenceId, Vec<usize>> {
    let mut places: FxHashMap<SentenceId, Vec<usize>> = FxHashMap::default();
    for (at, target) in links.iter().enumerate() {
        for id in target.link.supported() {
            places.entry(*id).or_default().push(at);
        }
    }
    places
}

/// Whether an address was broken on purpose, as security reports do (`evil[.]com`): nobody is to open
/// it, so nothing about it needs a repair.
fn is_disarmed(link: &Link) -> bool {
    const DOTS: [&str; 3] = ["[.]", "[dot]", "(.)"];
    let may_have_dot = |text: &str| memchr2(b'[', b'(', text.as_bytes()).is_some();
    let [_, end] = link.anchor_at.unwrap_or_default();
    let text = link.sentence_text().unwrap_or_default();
    let broken_after = || {
        let after: String = text.chars().skip(end as usize).take(6).collect();
        DOTS.iter().any(|dot| after.trim_start().starts_with(dot))
    };
    let has_dot = |text: &str| DOTS.iter().any(|dot| text.contains(dot));
    (may_have_dot(&text) && broken_after())
        || (may_have_dot(&link.written) && has_dot(&link.written))
}

/// A link with its addresses parsed.
pub struct ParsedLink<'a> {
    /// The link.
    pub link: &'a Link,
    /// What a browser requests.
    pub url: Option<Url>,
    /// The cited page: archives, redirectors and tracking taken off, `www.` too. Its scheme means
    /// nothing.
    pub page: Option<Url>,
    /// Who stands behind the cited page.
    pub source: Source<'a>,
    /// What the page is, as far as its address tells.
    pub kind: Option<PageKind>,
}

impl<'a> ParsedLink<'a> {
    /// Parses the addresses of a link and asks who stands behind it.
    pub fn new(link: &'a Link, sources: &'a Sources) -> Self {
        let url = link.resolved.as_deref().and_then(|url| Url::parse(url).ok());
        let page = link.key().and_then(|key| Url::parse(&format!("http://{key}")).ok());
        let source = corpus::source(link, sources);
        let (host, domain) = (Facet::Host.link_value(link), Facet::Domain.link_value(link));
        // A blank that copying left is no part of the name.
        let path = path_of(corpus::key(link)).replace("/%20", "/");
        let kind = sources.page_kind(host, domain, &path);
        Self { link, url, page, source, kind }
    }

    /// Host of the cited page, without `www.`.
    pub fn host(&self) -> &str {
        self.page.as_ref().and_then(Url::host_str).unwrap_or_default()
    }

    /// Path segments of the cited page, without empty ones.
    pub fn segments(&self) -> Vec<&str> {
        let path = self.page.as_ref().map(Url::path).unwrap_or_default();
        path.split('/').filter(|segment| !segment.is_empty()).collect()
    }

    /// Parameters of the cited page, decoded.
    pub fn parameters(&self) -> Vec<(String, String)> {
        let pairs = self.page.as_ref().map(Url::query_pairs).into_iter().flatten();
        pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
    }

    /// What was changed for this reason: the names behind `tracking:` and the like.
    pub fn changed<'b>(&'b self, kind: &'b str) -> impl Iterator<Item = &'b str> {
        self.link.changes().iter().filter_map(move |change| change.strip_prefix(kind))
    }

    /// Whether a wrapper of this kind was taken off.
    pub fn came_by(&self, is: impl Fn(&str) -> bool) -> Option<&str> {
        self.link.via().iter().map(|via| via.kind.as_str()).find(|kind| is(kind))
    }

    /// The identity of the cited page.
    pub fn key(&self) -> &'a str {
        corpus::key(self.link)
    }
}
