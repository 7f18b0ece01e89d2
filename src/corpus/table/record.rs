//! An article without its text.

use std::num::NonZeroU64;
use std::ops::Range;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::packed_texts::PackedTexts;
use crate::article::{
    Article, Capture, ContentDigest, EMPTY_HASH, OriginRule, Reason, SentenceId, StatedDate,
    hash_on,
};
use crate::corpus::{LikelySite, SentenceCounts};

/// What a table holds of an article beside its citations. The columns are the fields of an [`Article`].
#[derive(Debug, Clone)]
pub struct ArticleRecord {
    texts: PackedTexts,
    /// The rule that found [`ArticleRecord::origin`].
    pub origin_rule: OriginRule,
    /// How many links there are: citations and rejects.
    pub links: u32,
    /// How many citations.
    pub citations: u32,
    /// How many rejects, by reason.
    pub rejects: Box<[(Reason, u32)]>,
    /// How many things were odd about the document.
    pub warnings: u32,
    /// The hash of its sentences; `None` where it has few.
    pub text: Option<NonZeroU64>,
    content: ContentDigest,
    /// How many sentences its body has; `None` where it came without them.
    body_sentences: Option<u32>,
    rows: Range<u32>,
    /// Its number in the order in which articles were added.
    ingested: u32,
    rare: Option<Box<RareColumns>>,
}

/// What few articles have.
#[derive(Debug, Clone, Default)]
struct RareColumns {
    captures: Vec<Capture>,
    /// Sentences that rest on a link and that the article does not have. Only lines of others have some.
    absent: Box<[SentenceId]>,
}

/// The single texts by their positions in [`PackedTexts`], those first that are read most.
#[derive(Clone, Copy)]
enum TextColumn {
    Input,
    Part,
    Published,
    Origin,
    Title,
    Language,
    OwnSite,
}

/// How many single texts there are.
const TEXTS: usize = TextColumn::OwnSite as usize + 1;

impl ArticleRecord {
    /// `rows` are those of its links in the table, and `ingested` its number there before articles were sorted.
    pub(super) fn new(
        article: &Article,
        content: ContentDigest,
        rows: Range<u32>,
        ingested: u32,
    ) -> Self {
        let own_site = LikelySite::of_article(article).map(|site| site.domain);
        let texts: [Option<&str>; TEXTS] = [
            Some(&article.input),
            article.part.as_deref(),
            article.published.as_deref(),
            article.origin.as_deref(),
            article.title.as_deref(),
            article.language.as_deref(),
            own_site.as_deref(),
        ];
        let body: Option<FxHashSet<SentenceId>> = article.sentences.as_ref().map(|sentences| {
            sentences.iter().map(|sentence| sentence.id).filter(|id| id.is_body()).collect()
        });
        let absent = body.as_ref().map(|body| absent(article, body)).unwrap_or_default();
        let has_rare = !absent.is_empty() || !article.captures.is_empty();
        let rare = || Box::new(RareColumns { captures: article.captures.clone(), absent });
        Self {
            texts: PackedTexts::new(&texts, &[&article.authors, &article.tags]),
            origin_rule: article.origin_rule,
            links: (article.citations.len() + article.rejects.len()) as u32,
            citations: article.citations.len() as u32,
            rejects: rejects(article),
            warnings: article.warnings.len() as u32,
            text: text_hash(article),
            content,
            body_sentences: article
                .sentences
                .as_ref()
                .map(|all| all.iter().filter(|sentence| sentence.id.is_body()).count() as u32),
            rows,
            ingested,
            rare: has_rare.then(rare),
        }
    }

    /// Where the document came from.
    pub fn input(&self) -> &str {
        self.column(TextColumn::Input).unwrap_or_default()
    }

    /// The member or record inside [`ArticleRecord::input`].
    pub fn part(&self) -> Option<&str> {
        self.column(TextColumn::Part)
    }

    /// The title.
    pub fn title(&self) -> Option<&str> {
        self.column(TextColumn::Title)
    }

    /// The URL that the article was published at.
    pub fn origin(&self) -> Option<&str> {
        self.column(TextColumn::Origin)
    }

    /// Date of publication, as stated.
    pub fn published(&self) -> Option<&str> {
        self.column(TextColumn::Published)
    }

    /// Language as a BCP 47 tag.
    pub fn language(&self) -> Option<&str> {
        self.column(TextColumn::Language)
    }

    /// The domain that is probably its own site, where it does not say where it was published.
    pub fn own_site(&self) -> Option<&str> {
        self.column(TextColumn::OwnSite)
    }

    /// Authors in the order given.
    pub fn authors(&self) -> impl Iterator<Item = &str> {
        self.texts.list(TEXTS, 0)
    }

    /// Tags, first mention first.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.texts.list(TEXTS, 1)
    }

    /// The captures of the page in web archives.
    pub fn captures(&self) -> &[Capture] {
        self.rare.as_ref().map_or(&[], |rare| &rare.captures)
    }

    /// The same, to be changed.
    pub(super) fn captures_mut(&mut self) -> &mut Vec<Capture> {
        &mut self.rare.get_or_insert_default().captures
    }

    fn column(&self, column: TextColumn) -> Option<&str> {
        self.texts.text(column as usize)
    }

    /// The first day that the date of publication can mean; `None` where none is stated.
    pub fn published_day(&self) -> Option<Date> {
        StatedDate::parse(self.published()?).map(StatedDate::first_day)
    }

    /// The order of articles. Two that are equal by it are the same.
    pub(super) fn order(&self) -> (&[u8], Option<&str>, ContentDigest) {
        (self.input().as_bytes(), self.part(), self.content)
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
        let absent = self.rare.as_ref().map_or(&[][..], |rare| &rare.absent);
        let cited = cited.iter().filter(|id| !absent.contains(id)).count() as u64;
        Some(SentenceCounts { all, cited })
    }
}

/// Shorter texts are often the same.
const MIN_HASHED_BYTES: usize = 200;

fn text_hash(article: &Article) -> Option<NonZeroU64> {
    let (mut hash, mut length) = (EMPTY_HASH, 0);
    for (at, sentence) in article.sentences.as_ref()?.iter().enumerate() {
        let gap = if at > 0 { "\n" } else { "" };
        hash = hash_on(hash_on(hash, gap), &sentence.text);
        length += gap.len() + sentence.text.len();
    }
    (length >= MIN_HASHED_BYTES).then_some(NonZeroU64::new(hash)).flatten()
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
