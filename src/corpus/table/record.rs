//! An article without its text.

use std::ops::Range;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use crate::article::{
    Article, Capture, ContentDigest, EMPTY_HASH, OriginRule, Reason, SentenceId, StatedDate,
    hash_on,
};
use crate::corpus::{LikelySite, SentenceCounts};

/// What a table holds of an article beside its citations. The fields are those of an [`Article`].
#[derive(Debug, Clone)]
pub struct ArticleRecord {
    /// Where the document came from.
    pub input: Box<str>,
    /// The member or record inside `input`.
    pub part: Option<Box<str>>,
    /// The title.
    pub title: Option<Box<str>>,
    /// The URL that the article was published at.
    pub origin: Option<Box<str>>,
    /// The rule that found `origin`.
    pub origin_rule: OriginRule,
    /// Date of publication, as stated.
    pub published: Option<Box<str>>,
    /// Language as a BCP 47 tag.
    pub language: Option<Box<str>>,
    /// Authors in the order given.
    pub authors: Box<[Box<str>]>,
    /// Tags, first mention first.
    pub tags: Box<[Box<str>]>,
    /// The captures of the page in web archives.
    pub captures: Vec<Capture>,
    /// How many links there are: citations and rejects.
    pub links: u32,
    /// How many citations.
    pub citations: u32,
    /// How many rejects, by reason.
    pub rejects: Box<[(Reason, u32)]>,
    /// How many things were odd about the document.
    pub warnings: u32,
    /// The domain that is probably its own site, where it does not say where it was published.
    pub own_site: Option<Box<str>>,
    /// The hash of its sentences; `None` where it has few.
    pub text: Option<u64>,
    content: ContentDigest,
    /// How many sentences its body has; `None` where it came without them.
    body_sentences: Option<u32>,
    /// Sentences that rest on a link and that the article does not have. Only lines of others have some.
    absent: Box<[SentenceId]>,
    rows: Range<u32>,
    /// Its number in the order in which articles were added.
    ingested: u32,
}

impl ArticleRecord {
    /// `rows` are those of its links in the table, and `ingested` its number there before articles were sorted.
    pub(super) fn new(
        article: &Article,
        content: ContentDigest,
        rows: Range<u32>,
        ingested: u32,
    ) -> Self {
        let boxed = |text: &Option<String>| text.as_deref().map(Box::from);
        let list = |texts: &[String]| texts.iter().map(|text| Box::from(text.as_str())).collect();
        let body: Option<FxHashSet<SentenceId>> = article.sentences.as_ref().map(|sentences| {
            sentences.iter().map(|sentence| sentence.id).filter(|id| id.is_body()).collect()
        });
        Self {
            input: Box::from(article.input.as_str()),
            part: boxed(&article.part),
            title: boxed(&article.title),
            origin: boxed(&article.origin),
            origin_rule: article.origin_rule,
            published: boxed(&article.published),
            language: boxed(&article.language),
            authors: list(&article.authors),
            tags: list(&article.tags),
            captures: article.captures.clone(),
            links: (article.citations.len() + article.rejects.len()) as u32,
            citations: article.citations.len() as u32,
            rejects: rejects(article),
            warnings: article.warnings.len() as u32,
            own_site: LikelySite::of_article(article).map(|site| site.domain.into()),
            text: text_hash(article),
            content,
            body_sentences: article
                .sentences
                .as_ref()
                .map(|all| all.iter().filter(|sentence| sentence.id.is_body()).count() as u32),
            absent: body.as_ref().map(|body| absent(article, body)).unwrap_or_default(),
            rows,
            ingested,
        }
    }

    /// The first day that the date of publication can mean; `None` where none is stated.
    pub fn published_day(&self) -> Option<Date> {
        StatedDate::parse(self.published.as_deref()?).map(StatedDate::first_day)
    }

    /// The order of articles. Two that are equal by it are the same.
    pub(super) fn order(&self) -> (&[u8], Option<&str>, ContentDigest) {
        (self.input.as_bytes(), self.part.as_deref(), self.content)
    }

    /// Its number in the order in which articles were added to the table.
    pub(crate) fn ingested(&self) -> usize {
        self.ingested as usize
    }

    pub(super) fn rows(&self) -> Range<u32> {
        self.rows.clone()
    }

    /// How many sentences the body has, and how many of them are among those that rest on its citations.
    pub(super) fn sentence_counts(
        &self,
        supported: impl Iterator<Item = SentenceId>,
    ) -> Option<SentenceCounts> {
        let all = u64::from(self.body_sentences?);
        let cited: FxHashSet<SentenceId> = supported.filter(|id| id.is_body()).collect();
        let cited = cited.iter().filter(|id| !self.absent.contains(id)).count() as u64;
        Some(SentenceCounts { all, cited })
    }
}

/// Shorter texts are often the same.
const MIN_HASHED_BYTES: usize = 200;

fn text_hash(article: &Article) -> Option<u64> {
    let (mut hash, mut length) = (EMPTY_HASH, 0);
    for (at, sentence) in article.sentences.as_ref()?.iter().enumerate() {
        let gap = if at > 0 { "\n" } else { "" };
        hash = hash_on(hash_on(hash, gap), &sentence.text);
        length += gap.len() + sentence.text.len();
    }
    (length >= MIN_HASHED_BYTES).then_some(hash)
}

fn rejects(article: &Article) -> Box<[(Reason, u32)]> {
    let mut counts: Vec<(Reason, u32)> = Vec::new();
    for reason in article.rejects.iter().filter_map(|link| link.reason) {
        match counts.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => counts.push((reason, 1)),
        }
    }
    counts.into()
}

fn absent(article: &Article, body: &FxHashSet<SentenceId>) -> Box<[SentenceId]> {
    let supported = article.citations.iter().flat_map(|link| link.supported());
    let absent = supported.filter(|id| id.is_body() && !body.contains(id));
    absent.copied().collect::<FxHashSet<_>>().into_iter().collect()
}
