//! An article's sheet: its claims, their sources, what was found about them.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Article, Link, Place, Sentence, SentenceId};
use crate::claims::{self, Claim, CueSet};
use crate::corpus::{Facet, Selection};
use crate::findings::{Finding, Fix, RuleScope};
use crate::link::redact::{redact_text, redact_url};
use crate::source::Sources;

use super::beside::{claims_beside_body, row_keys};
use super::cell::SheetCell;
use super::excerpt::{Excerpt, redact_and_sanitize};
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
    findings: &[Finding],
) -> Sheet {
    let works = WorkIndex::from_article(article, selection, sources);
    let about = by_sentence(findings, article);
    let mut passages: Vec<Passage> = article.sentences.iter().flatten().map(passage).collect();
    // A row takes half a kilobyte, so no room is made for more of them than there are.
    let links = selection.counted_links(article).count();
    let mut rows: Vec<SheetRow> = Vec::with_capacity(passages.len() + links);
    let owner = |link: &Link| Facet::Group.value(link, sources).to_owned();
    let body = claims::each(article, selection, Some(&owner)).map(|(at, claim)| (Some(at), claim));
    for (at, claim) in body.chain(claims_beside_body(article, selection, &owner)) {
        if let Some(passage) = at.and_then(|at| passages.get_mut(at)) {
            set_claim(passage, &claim);
        }
        let about = claim.sentence_id.and_then(|id| about.get(&id)).map_or(&[][..], Vec::as_slice);
        rows.extend(works.rows(&claim, about));
    }
    // Not beside the notes, which are as many.
    drop(about);
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
        findings: findings.iter().map(to_note).collect(),
        appendix: Vec::new(),
    }
}

/// Whether a place belongs to the article's own text.
fn is_of_article(place: Option<Place>) -> bool {
    let around = [Place::Navigation, Place::Share, Place::Comment];
    place.is_none_or(|place| !around.contains(&place))
}

/// Findings by the sentence that they stand in; those about a link in a note by each sentence with its mark. No row can
/// settle what is said of the whole document.
fn by_sentence<'a>(
    findings: &'a [Finding],
    article: &'a Article,
) -> FxHashMap<SentenceId, Vec<&'a Finding>> {
    let several = article.citations.iter().filter(|link| link.supported().len() > 1);
    let several: FxHashMap<_, &[SentenceId]> =
        several.map(|link| ((link.span, link.line, link.column), link.supported())).collect();
    let mut found: FxHashMap<SentenceId, Vec<&Finding>> = FxHashMap::default();
    for finding in findings.iter().filter(|finding| finding.rule.row().scope == RuleScope::Place) {
        let place = finding.line.zip(finding.column);
        let noted = place.and_then(|(line, column)| several.get(&(finding.span, line, column)));
        let noted = noted.filter(|ids| finding.sentence.is_some_and(|id| ids.contains(&id)));
        for sentence in noted.copied().unwrap_or(finding.sentence.as_slice()) {
            found.entry(*sentence).or_default().push(finding);
        }
    }
    found
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
                self.list[at].claims.push(id.to_string());
            }
        }
    }

    /// The rows of a claim: one a work, in order of the text; one without a source where it has none.
    fn rows(&self, claim: &Claim, findings: &[&Finding]) -> Vec<SheetRow> {
        let links = self.links.get(&claim.sentence_id).map_or(&[][..], Vec::as_slice);
        let base = priority::claim_cues(claim);
        if links.is_empty() {
            return vec![row(claim, base, None, &[], findings)];
        }
        let groups = self.groups(links);
        let about = about(findings, claim, &groups);
        let rows = groups.iter().zip(about).filter_map(|((number, group), about)| {
            let mut cited =
                CitedSource::from_link(group.first()?, *number as u32 + 1, self.sources);
            cited.anchor = anchors(group);
            Some(row(claim, base, Some(cited), group, &about))
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
    findings: &[&'a Finding],
    claim: &Claim,
    groups: &[WorkLinks<'_>],
) -> Vec<Vec<&'a Finding>> {
    let mut places = FxHashMap::default();
    for (at, (_, links)) in groups.iter().enumerate() {
        places.extend(links.iter().map(|link| ((link.span, link.line, link.column), at)));
    }
    let mut about = vec![Vec::new(); groups.len()];
    for finding in findings {
        let place = finding.line.zip(finding.column);
        let at = place.and_then(|(line, column)| places.get(&(finding.span, line, column)));
        match at.filter(|_| finding.span.is_none() || finding.span != claim.span) {
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
    findings: &[&Finding],
) -> SheetRow {
    let mut findings = findings.to_vec();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let severity = findings.first().map(|finding| finding.severity);
    let primary = source.as_ref().map(|cited| cited.primary.as_str());
    let reasons = priority::row_cues(base, severity, primary);
    let excerpt = Excerpt::from_claim(claim, links);
    SheetRow {
        claim_id: claim.id.clone(),
        paragraph: claim.paragraph.map_or_else(String::new, |id| id.to_string()),
        sentence: claim.sentence_id.map_or_else(String::new, |id| id.to_string()),
        line: claim.at.map(|[line, _]| line),
        claim: excerpt.text,
        signals: excerpt.signals,
        support: RowSupport::from_support(&claim.support).into(),
        owners: claim.support.owners.unwrap_or_default(),
        source: source.map(Box::new),
        findings: findings.iter().map(|finding| to_cell(finding)).collect(),
        severity: severity.map(SheetCell::from),
        priority: reasons.priority(),
        reasons,
        ..SheetRow::default()
    }
}

fn to_cell(finding: &Finding) -> SheetCell<RowFinding> {
    let message = redact_and_sanitize(&finding.message);
    RowFinding { severity: finding.severity, rule: finding.rule.name().into(), message }.into()
}

fn to_note(finding: &Finding) -> SheetFinding {
    SheetFinding {
        rule: finding.rule.name().to_owned(),
        severity: finding.severity.into(),
        message: finding.message.clone(),
        evidence: finding.evidence.clone(),
        sentence: finding.sentence.map(|id| id.to_string()),
        line: finding.line,
        fix: match &finding.fix {
            Fix::None => None,
            Fix::Suggested(url) | Fix::Safe(url) => Some(redact_url(url).into_owned()),
        },
    }
}

fn passage(sentence: &Sentence) -> Passage {
    let text = match redact_text(&sentence.text) {
        Cow::Borrowed(_) => Arc::clone(&sentence.text),
        Cow::Owned(clean) => clean.into(),
    };
    let place = Some(sentence.place);
    Passage { id: sentence.id.to_string(), text, place, ..Passage::default() }
}

fn set_claim(passage: &mut Passage, claim: &Claim) {
    passage.claim = Some(claim.id.clone());
    passage.support = Some(claim.support.kind.into());
    passage.works = claim.support.works;
    passage.owners = claim.support.owners.unwrap_or_default();
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
