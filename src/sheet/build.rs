//! An article's sheet: its claims, their sources, what was found about them.

use rustc_hash::FxHashMap;

use crate::article::{Article, Link, Sentence};
use crate::claims::{self, Claim, Owner, Script, Signal, Support, SupportKind};
use crate::corpus::{Facet, Selection};
use crate::findings::{Finding, Fix};
use crate::link::redact::{redact, redact_text};
use crate::report::control::neutral;
use crate::report::words::{shortened, some};
use crate::source::Sources;

use super::words::unmarked;
use super::{Cited, Head, Note, Passage, Row, SCHEMA, Sheet, Work, priority};

/// Longest words of a signal, in characters.
const SIGNAL: usize = 60;

/// Makes the sheet of an article. `findings` are those of this article alone.
///
/// A sentence of the body is a claim, cited or not; text elsewhere (captions, notes) has rows where it
/// cites. An article without its sentences gives the cited ones.
pub fn build(
    article: &Article,
    selection: &Selection,
    sources: &Sources,
    findings: &[Finding],
) -> Sheet {
    let claims = claims_of(article, selection, sources);
    let works = Works::of(article, selection, sources);
    let about = by_sentence(findings);
    let mut rows: Vec<(usize, Row)> = Vec::new();
    for (at, claim) in claims.iter().enumerate() {
        let about = about.get(claim.sentence_id.as_str()).map_or(&[][..], Vec::as_slice);
        rows.extend(works.rows(claim, about).into_iter().map(|row| (at, row)));
    }
    // Stable, so the sources of a claim keep their order.
    rows.sort_by_key(|(at, row)| (u8::MAX - row.priority, *at));
    Sheet {
        schema: SCHEMA,
        article: head(article),
        passages: passages(article, &claims),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        sources: works.list,
        findings: findings.iter().map(note).collect(),
        appendix: Vec::new(),
    }
}

/// The claims of the body and, behind them, all other text that cites.
fn claims_of(article: &Article, selection: &Selection, sources: &Sources) -> Vec<Claim> {
    let owner = |link: &Link| Facet::Group.value(link, sources).to_owned();
    let mut claims = claims::of(article, selection, Some(&owner));
    let known: Vec<String> = claims.iter().map(|claim| claim.sentence_id.clone()).collect();
    let known: rustc_hash::FxHashSet<&str> = known.iter().map(String::as_str).collect();
    let mut beside: Vec<(&str, Vec<&Link>)> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for link in selection.of(article) {
        let id = link.sentence_id.as_deref().unwrap_or_default();
        if known.contains(id) {
            continue;
        }
        let at = *places.entry(id).or_insert_with(|| {
            beside.push((id, Vec::new()));
            beside.len() - 1
        });
        beside[at].1.push(link);
    }
    let mut seen = FxHashMap::default();
    for (id, links) in beside {
        claims.push(claim_beside(article, id, &links, (&owner, &mut seen)));
    }
    claims
}

/// What cites outside the body: a caption, a note, or a link in no text at all.
fn claim_beside(
    article: &Article,
    id: &str,
    links: &[&Link],
    (owner, seen): (Owner<'_>, &mut FxHashMap<u64, u32>),
) -> Claim {
    let sentence = article.sentences.iter().flatten().find(|sentence| sentence.id == id);
    let written = links.first().and_then(|link| link.sentence.as_deref());
    let text = sentence.map_or(written.unwrap_or_default(), |sentence| &sentence.text);
    let distinct = |value: &dyn Fn(&Link) -> String| {
        let values: rustc_hash::FxHashSet<String> = links.iter().map(|link| value(link)).collect();
        values.len() as u64
    };
    Claim {
        id: claims::id_beside(id.get(..1).unwrap_or_default(), text, seen),
        sentence_id: id.to_owned(),
        paragraph: id.split('.').next().unwrap_or_default().to_owned(),
        text: text.to_owned(),
        span: sentence.and_then(|sentence| sentence.span),
        at: sentence.and_then(|sentence| sentence.at).or(links.first().map(|link| link.at)),
        script: Script::of(text),
        signals: claims::signals(text),
        support: Support {
            kind: SupportKind::Cited,
            citations: links.iter().map(|link| link.ordinal).collect(),
            works: distinct(&|link| Facet::Work.of(link).to_owned()),
            owners: Some(distinct(owner)),
        },
    }
}

/// Rules that find one thing a document and stand at its first place: no row of it can settle them.
const OF_DOCUMENTS: [&str; 6] = [
    "bare-url-anchor",
    "concentration",
    "generic-anchor",
    "paragraph-without-citation",
    "self-citation",
    "single-owner-claim",
];

/// Findings by the sentence that they stand in.
fn by_sentence(findings: &[Finding]) -> FxHashMap<&str, Vec<&Finding>> {
    let mut found: FxHashMap<&str, Vec<&Finding>> = FxHashMap::default();
    for finding in findings.iter().filter(|finding| !OF_DOCUMENTS.contains(&finding.rule)) {
        let Some(sentence) = finding.sentence.as_deref() else { continue };
        found.entry(sentence).or_default().push(finding);
    }
    found
}

/// The index of a work, and links to it.
type Group<'a> = (usize, Vec<&'a Link>);

/// The works that an article cites, their numbers, and the links of its sentences.
struct Works<'a> {
    list: Vec<Work>,
    numbers: FxHashMap<&'a str, usize>,
    links: FxHashMap<&'a str, Vec<&'a Link>>,
    sources: &'a Sources,
}

impl<'a> Works<'a> {
    fn of(article: &'a Article, selection: &'a Selection, sources: &'a Sources) -> Self {
        let mut works = Self {
            list: Vec::new(),
            numbers: FxHashMap::default(),
            links: FxHashMap::default(),
            sources,
        };
        for link in selection.of(article) {
            works.add(link);
        }
        works
    }

    fn add(&mut self, link: &'a Link) {
        let next = self.list.len();
        let at = *self.numbers.entry(Facet::Work.of(link)).or_insert(next);
        if at == next {
            let number = next as u32 + 1;
            let cited = Cited::of(link, number, self.sources);
            self.list.push(Work { number, cited, ..Work::default() });
        }
        self.list[at].note(link);
        self.links.entry(link.sentence_id.as_deref().unwrap_or_default()).or_default().push(link);
    }

    /// The rows of a claim: one a work, in order of the text; one without a source where it has none.
    fn rows(&self, claim: &Claim, findings: &[&Finding]) -> Vec<Row> {
        let links = self.links.get(claim.sentence_id.as_str()).map_or(&[][..], Vec::as_slice);
        if links.is_empty() {
            return vec![row(claim, None, &[], findings)];
        }
        let groups = self.groups(links);
        let about = about(findings, claim, &groups);
        let rows = groups.iter().zip(about).filter_map(|((number, group), about)| {
            let mut cited = Cited::of(group.first()?, *number as u32 + 1, self.sources);
            cited.anchor = anchors(group);
            Some(row(claim, Some(cited), group, &about))
        });
        rows.collect()
    }

    /// Links by their work, the works in order of their first link here.
    fn groups(&self, links: &[&'a Link]) -> Vec<Group<'a>> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        let mut places: FxHashMap<usize, usize> = FxHashMap::default();
        for link in links {
            let Some(number) = self.numbers.get(Facet::Work.of(link)) else { continue };
            let place = *places.entry(*number).or_insert_with(|| {
                groups.push((*number, Vec::new()));
                groups.len() - 1
            });
            groups[place].1.push(link);
        }
        groups
    }
}

impl Work {
    fn note(&mut self, link: &Link) {
        self.citations += 1;
        let Some(id) = &link.sentence_id else { return };
        if !self.claims.contains(id) {
            self.claims.push(id.clone());
        }
    }
}

/// The distinct texts of several links to one work.
fn anchors(links: &[&Link]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for link in links {
        let text = shown(&link.anchor);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join(" | ")
}

/// The findings about each source of a claim: those at its links, and those about the whole sentence.
fn about<'a>(
    findings: &[&'a Finding],
    claim: &Claim,
    groups: &[Group<'_>],
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

fn row(claim: &Claim, source: Option<Cited>, links: &[&Link], findings: &[&Finding]) -> Row {
    let mut findings = findings.to_vec();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let severity = findings.first().map(|finding| finding.severity);
    let primary = source.as_ref().map(|cited| cited.primary.as_str());
    let priority = priority::of(claim, severity, primary);
    Row {
        claim_id: claim.id.clone(),
        paragraph: claim.paragraph.clone(),
        sentence: claim.sentence_id.clone(),
        line: claim.at.map(|[line, _]| line),
        claim: marked(&claim.text, links),
        signals: claim.signals.iter().map(signal).collect(),
        support: support(claim),
        owners: claim.support.owners.unwrap_or_default(),
        source,
        findings: findings.iter().map(|finding| told(finding)).collect(),
        severity: severity.map(|severity| severity.name().to_owned()),
        priority,
        ..Row::default()
    }
}

/// The sentence with the texts of these links in `«…»`, without secrets. Marks inside an address would
/// hide where its secret ends; then there are none.
fn marked(text: &str, links: &[&Link]) -> String {
    let mut marks: Vec<(u32, char)> = Vec::new();
    for [start, end] in links.iter().filter_map(|link| link.anchor_at).filter(|at| at[0] < at[1]) {
        marks.extend([(start, '«'), (end, '»')]);
    }
    marks.sort_by_key(|(at, mark)| (*at, *mark == '«'));
    let mut marks = marks.into_iter().peekable();
    let mut marked = String::with_capacity(text.len() + 8);
    for (at, c) in text.chars().chain(['\0']).enumerate() {
        while let Some((_, mark)) = marks.next_if(|(place, _)| *place as usize == at) {
            marked.push(mark);
        }
        marked.extend(neutral(c));
    }
    marked.pop();
    let (plain, marked) = (shown(text), redact_text(&marked).into_owned());
    if unmarked(&plain) == unmarked(&marked) { marked } else { plain }
}

fn signal(signal: &Signal) -> String {
    let words = shown(&signal.text);
    format!("{} {}", signal.kind.name(), shortened(words.trim(), SIGNAL))
}

fn support(claim: &Claim) -> String {
    match claim.support.kind {
        SupportKind::None => "none".to_owned(),
        SupportKind::Adjacent => "adjacent".to_owned(),
        SupportKind::Cited => some(claim.support.works, "work"),
    }
}

fn support_word(kind: SupportKind) -> &'static str {
    match kind {
        SupportKind::None => "none",
        SupportKind::Adjacent => "adjacent",
        SupportKind::Cited => "cited",
    }
}

fn told(finding: &Finding) -> String {
    format!("{} {}: {}", finding.severity.name(), finding.rule, shown(&finding.message))
}

/// Text as a table can show it: without secrets and without what steers the reader's screen.
pub(super) fn shown(text: &str) -> String {
    let plain: String = text.chars().filter_map(neutral).collect();
    redact_text(&plain).into_owned()
}

fn note(finding: &Finding) -> Note {
    Note {
        rule: finding.rule.to_owned(),
        severity: finding.severity.name().to_owned(),
        message: finding.message.clone(),
        evidence: finding.evidence.clone(),
        sentence: finding.sentence.clone(),
        line: finding.line,
        fix: match &finding.fix {
            Fix::None => None,
            Fix::Suggested(url) | Fix::Safe(url) => Some(redact(url).into_owned()),
        },
    }
}

fn passages(article: &Article, claims: &[Claim]) -> Vec<Passage> {
    let known = claims.iter().map(|claim| (claim.sentence_id.as_str(), claim));
    let known: FxHashMap<&str, &Claim> = known.collect();
    let passage = |sentence: &Sentence| {
        let claim = known.get(sentence.id.as_str());
        Passage {
            id: sentence.id.clone(),
            text: redact_text(&sentence.text).into_owned(),
            claim: claim.map(|claim| claim.id.clone()),
            support: claim.map(|claim| support_word(claim.support.kind).to_owned()),
            works: claim.map_or(0, |claim| claim.support.works),
            owners: claim.and_then(|claim| claim.support.owners).unwrap_or_default(),
        }
    };
    article.sentences.iter().flatten().map(passage).collect()
}

fn head(article: &Article) -> Head {
    Head {
        input: article.input.clone(),
        part: article.part.clone(),
        title: article.title.as_deref().map(|title| redact_text(title).into_owned()),
        origin: article.origin.as_deref().map(|origin| redact(origin).into_owned()),
        published: article.published.clone(),
        authors: article.authors.clone(),
        language: article.language.clone(),
    }
}
