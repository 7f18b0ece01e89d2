//! An article's sheet: its claims, their sources, what was found about them.

use std::borrow::Cow;
use std::sync::Arc;

use compact_str::ToCompactString as _;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Article, Link, Place, Sentence, SentenceId};
use crate::claims::{self, Claim, CueSet};
use crate::corpus::{Facet, Selection};
use crate::findings::Finding;
use crate::link::redact::{redact_text, redact_url};
use crate::source::Sources;

use super::beside::{claims_beside_body, row_keys};
use super::cell::SheetCell;
use super::excerpt::{Excerpt, redact_and_sanitize};
use super::finding_index::{FindingIndex, LinkPlace, SentenceFinding};
use super::row_value::{RowFinding, RowSupport};
use super::{
    ArticleMeta, CitedSource, Passage, SCHEMA, Sheet, SheetFinding, SheetRow, SheetWork, priority,
};

/// Makes the sheet of an article. `findings` are those of this article alone.
///
/// A sentence of the body is a claim, cited or not; headings, captions, cells and items have rows where they
/// cite or have something to check. A note has none: its sources belong to the sentences with its mark. An article without its sentences gives the cited ones.
pub fn build(
    article: &Article,
    selection: &Selection,
    sources: &Sources,
    findings: Vec<Finding>,
) -> Sheet {
    let works = WorkIndex::from_article(article, selection, sources);
    let found = FindingIndex::new(findings, article, |id| works.links.contains_key(&Some(id)));
    let sentences = article.sentences.as_deref().unwrap_or_default();
    let mut passages: Vec<Passage> = sentences.iter().map(passage).collect();
    // A row takes half a kilobyte, so no room is made for more of them than there are.
    let links = selection.counted_links(article).count();
    let mut rows: Vec<SheetRow> = Vec::with_capacity(passages.len() + links);
    let owner = |link: &Link| Facet::Group.value(link, sources).to_owned();
    let body = claims::each(article, selection, Some(&owner)).map(|(at, claim)| (Some(at), claim));
    for (at, claim) in body.chain(claims_beside_body(article, selection, &owner)) {
        if let Some(passage) = at.and_then(|at| passages.get_mut(at)) {
            set_claim(passage, &claim);
        }
        rows.extend(works.rows(&claim, &found));
    }
    // Menus and what readers say stand behind the article, wherever the page has them.
    passages.sort_by_key(|passage| !is_of_article(passage.place));
    // Stable, so claims and their sources keep their order.
    rows.sort_by_cached_key(|row| u8::MAX - row.priority);
    Sheet {
        schema: SCHEMA,
        article: head(article),
        passages,
        rows,
        sources: works.list,
        findings: found.notes,
        appendix: Vec::new(),
    }
}

/// Whether a place belongs to the article's own text.
fn is_of_article(place: Option<Place>) -> bool {
    let around = [Place::Navigation, Place::Share, Place::Comment];
    place.is_none_or(|place| !around.contains(&place))
}

/// The index of a work, and links to it.
type WorkLinks<'a> = (usize, Vec<&'a Link>);

/// The works that an article cites, their numbers, and the links of its sentences.
struct WorkIndex<'a> {
    list: Vec<SheetWork>,
    numbers: FxHashMap<&'a str, usize>,
    links: FxHashMap<Option<SentenceId>, Vec<&'a Link>>,
    /// Works with the sentences that are noted of them.
    seen: FxHashSet<(usize, SentenceId)>,
    sources: &'a Sources,
}

impl<'a> WorkIndex<'a> {
    fn from_article(article: &'a Article, selection: &'a Selection, sources: &'a Sources) -> Self {
        let mut works = Self {
            list: Vec::new(),
            numbers: FxHashMap::default(),
            links: FxHashMap::default(),
            seen: FxHashSet::default(),
            sources,
        };
        for link in selection.counted_links(article) {
            works.add(link);
        }
        works
    }

    fn add(&mut self, link: &'a Link) {
        let next = self.list.len();
        let at = *self.numbers.entry(Facet::Work.link_value(link)).or_insert(next);
        if at == next {
            let number = next as u32 + 1;
            let cited = CitedSource::from_link(link, number, self.sources);
            self.list.push(SheetWork { number, cited, ..SheetWork::default() });
        }
        self.list[at].citations += 1;
        for id in row_keys(link) {
            self.links.entry(id).or_default().push(link);
            if let Some(id) = id.filter(|id| self.seen.insert((at, *id))) {
                self.list[at].claims.push(id.to_compact_string());
            }
        }
    }

    /// The rows of a claim: one a work, in order of the text; one without a source where it has none.
    fn rows(&self, claim: &Claim, found: &FindingIndex) -> Vec<SheetRow> {
        let findings: Vec<&SentenceFinding> = found.of_sentence(claim.sentence_id).iter().collect();
        let links = self.links.get(&claim.sentence_id).map_or(&[][..], Vec::as_slice);
        let base = priority::claim_cues(claim);
        if links.is_empty() {
            let notes = found.notes(findings);
            return vec![row(claim, base, None, &[], &notes)];
        }
        let groups = self.groups(links);
        let about = about(&findings, claim, &groups);
        let rows = groups.iter().zip(about).filter_map(|((number, group), about)| {
            let mut cited =
                CitedSource::from_link(group.first()?, *number as u32 + 1, self.sources);
            cited.anchor = anchors(group);
            Some(row(claim, base, Some(cited), group, &found.notes(about)))
        });
        rows.collect()
    }

    /// Links by their work, the works in order of their first link here.
    fn groups(&self, links: &[&'a Link]) -> Vec<WorkLinks<'a>> {
        let mut groups: Vec<WorkLinks<'a>> = Vec::new();
        let mut places: FxHashMap<usize, usize> = FxHashMap::default();
        for link in links {
            let Some(number) = self.numbers.get(Facet::Work.link_value(link)) else { continue };
            let place = *places.entry(*number).or_insert_with(|| {
                groups.push((*number, Vec::new()));
                groups.len() - 1
            });
            groups[place].1.push(link);
        }
        groups
    }
}

/// The distinct texts of several links to one work.
fn anchors(links: &[&Link]) -> String {
    let mut seen = FxHashSet::default();
    let texts = links.iter().map(|link| redact_and_sanitize(&link.anchor));
    let texts: Vec<String> = texts.filter(|text| seen.insert(text.clone())).collect();
    texts.join(" | ")
}

/// The findings about each source of a claim: those at its links, and those about the whole sentence.
fn about<'a>(
    findings: &[&'a SentenceFinding],
    claim: &Claim,
    groups: &[WorkLinks<'_>],
) -> Vec<Vec<&'a SentenceFinding>> {
    let mut places = FxHashMap::default();
    for (at, (_, links)) in groups.iter().enumerate() {
        places.extend(links.iter().map(|link| (LinkPlace::of(link), at)));
    }
    let mut about = vec![Vec::new(); groups.len()];
    for finding in findings {
        let place = finding.place.as_deref();
        let at = place.filter(|place| place.span.is_none() || place.span != claim.span);
        match at.and_then(|place| places.get(place)) {
            Some(at) => about[*at].push(*finding),
            None => about.iter_mut().for_each(|list| list.push(finding)),
        }
    }
    about
}

fn row(
    claim: &Claim,
    base: CueSet,
    source: Option<CitedSource>,
    links: &[&Link],
    notes: &[&SheetFinding],
) -> SheetRow {
    let mut findings: Vec<RowFinding> = notes.iter().filter_map(|note| finding(note)).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let severity = findings.first().map(|finding| finding.severity);
    let primary = source.as_ref().map(|cited| cited.primary.as_str());
    let reasons = priority::row_cues(base, severity, primary);
    let excerpt = Excerpt::from_claim(claim, links);
    SheetRow {
        claim_id: claim.id.clone(),
        paragraph: claim.paragraph.map(|id| id.to_compact_string()).unwrap_or_default(),
        sentence: claim.sentence_id.map(|id| id.to_compact_string()).unwrap_or_default(),
        line: claim.at.map(|[line, _]| line),
        claim: excerpt.text,
        signals: excerpt.signals,
        support: RowSupport::from_support(&claim.support).into(),
        owners: claim.support.owners.unwrap_or_default().into(),
        source: source.map(Box::new),
        findings: cells(findings),
        severity: severity.map(SheetCell::from),
        priority: reasons.priority(),
        reasons,
        ..SheetRow::default()
    }
}

/// A finding as its row has it, with the text that the list of findings has where it is the same.
fn finding(note: &SheetFinding) -> Option<RowFinding> {
    let severity = *note.severity.value()?;
    let clean = redact_and_sanitize(&note.message);
    let message = if *clean == *note.message { Arc::clone(&note.message) } else { clean.into() };
    Some(RowFinding { severity, rule: note.rule.clone(), message })
}

/// Cells of their own: a list that was collected in place would keep the room of what it was made of.
fn cells(findings: Vec<RowFinding>) -> Vec<SheetCell<RowFinding>> {
    let mut cells = Vec::with_capacity(findings.len());
    cells.extend(findings.into_iter().map(SheetCell::from));
    cells
}

fn passage(sentence: &Sentence) -> Passage {
    let text = match redact_text(&sentence.text) {
        Cow::Borrowed(_) => Arc::clone(&sentence.text),
        Cow::Owned(clean) => clean.into(),
    };
    let place = Some(sentence.place);
    Passage { id: sentence.id.to_compact_string(), text, place, ..Passage::default() }
}

fn set_claim(passage: &mut Passage, claim: &Claim) {
    passage.claim = Some(claim.id.clone());
    passage.support = Some(claim.support.kind.into());
    passage.works = claim.support.works.into();
    passage.owners = claim.support.owners.unwrap_or_default().into();
}

fn head(article: &Article) -> ArticleMeta {
    ArticleMeta {
        input: article.input.clone(),
        part: article.part.clone(),
        title: article.title.as_deref().map(|title| redact_text(title).into_owned()),
        origin: article.origin.as_deref().map(|origin| redact_url(origin).into_owned()),
        published: article.published.clone(),
        authors: article.authors.clone(),
        language: article.language.clone(),
    }
}
