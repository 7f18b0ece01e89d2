//! Links to rows: URL, place, sentence, position; citation or reject.

use std::borrow::Cow;
use std::ops::Range as Span;
use std::sync::Arc;

use super::blocks::{self, LabelledBlock};
use super::href_class::{ClassifiedHref, HrefClassifier};
use super::note::Notes;
use super::place::PlaceClassifier;
use super::position::Positions;
use super::raw_link::{LinkKind, RawLink};
use super::reading::ParsedPage;
use super::supports::Supports;
use crate::article::{CitationContext, Link, Place, SentenceId, Syntax, Warning};
use crate::html::byte_range::ByteRange;
use crate::html::charref;
use crate::input::Document;
use crate::page::{Page, SourceLink};

/// The longest sentence, in bytes, that a row repeats whole. What is longer is no sentence but a list or
/// a listing, and repeating it for each of its links costs the square of its length.
pub(crate) const MAX_SENTENCE_BYTES: usize = 4096;

/// How many bytes of a longer one are shown on either side of the link.
const CONTEXT_BYTES: usize = 1024;

/// How many links go through one step before the next, so that its code stays in the cache of the processor.
const LINKS_AT_ONCE: usize = 256;

/// What is noted of links that no reader sees: the `cite` of a quotation or change.
pub(crate) const CITE: &str = "cite attribute";

/// A link's href, entities decoded.
pub(crate) fn href<'a>(html: &'a str, found: &'a RawLink) -> Cow<'a, str> {
    match found.kind {
        LinkKind::Bare => Cow::Borrowed(&found.anchor),
        _ => charref::decode_attribute(found.href.text(html)),
    }
}

/// Where a link stands in the document.
pub(crate) struct LinkLocation {
    pub(crate) syntax: Syntax,
    /// The href as written.
    pub(crate) span: Option<(u32, u32)>,
    /// The use.
    pub(crate) use_offset: u32,
}

/// Leads a link of the page back to the document.
pub(crate) fn locate(page: &Page<'_>, found: &RawLink) -> LinkLocation {
    if let Some(link) = source_link(page, found) {
        return LinkLocation { syntax: link.syntax, span: link.span, use_offset: link.use_offset };
    }
    let whole = found.href != ByteRange::default();
    let span = whole.then(|| page.map.range(found.href.start, found.href.end)).flatten();
    let at = page.map.enclosing_range(found.page, found.href.end.max(found.page + 1));
    let syntax = if found.kind == LinkKind::Bare { Syntax::Bare } else { Syntax::Html };
    let at = match (syntax, span, at) {
        (_, Some((start, _)), _) => start,
        (_, None, Some((start, _))) => start,
        _ => 0,
    };
    LinkLocation { syntax, span, use_offset: at }
}

fn source_link<'a>(page: &'a Page<'_>, found: &RawLink) -> Option<&'a SourceLink> {
    let at = page.links.partition_point(|link| link.page < found.page);
    page.links.get(at).filter(|link| link.page == found.page && found.kind == LinkKind::Anchor)
}

/// The sentences of the block that was last asked for.
#[derive(Default)]
pub(crate) struct SentenceCache {
    block: Option<u32>,
    sentences: Vec<Span<usize>>,
    /// The sentence that was last asked for, and its text, which its links share.
    text: Option<(usize, Arc<str>)>,
}

impl SentenceCache {
    /// The text of a sentence of the block.
    fn text(&mut self, reading: &ParsedPage, index: usize) -> Arc<str> {
        match &self.text {
            Some((known, text)) if *known == index => Arc::clone(text),
            _ => {
                let text: Arc<str> = reading.text[self.sentences[index].clone()].into();
                self.text = Some((index, Arc::clone(&text)));
                text
            }
        }
    }
}

/// Makes the rows of one article.
pub(crate) struct LinkBuilder<'a> {
    pub(crate) document: &'a Document,
    pub(crate) page: &'a Page<'a>,
    pub(crate) reading: &'a ParsedPage,
    pub(crate) named: &'a [LabelledBlock],
    pub(crate) notes: &'a Notes,
    pub(crate) supports: &'a Supports,
    pub(crate) places: PlaceClassifier<'a>,
    pub(crate) positions: &'a Positions<'a>,
    pub(crate) hrefs: HrefClassifier<'a>,
    pub(crate) split: SentenceCache,
    pub(crate) warnings: Vec<Warning>,
}

impl LinkBuilder<'_> {
    /// All citations and all rejects.
    pub(crate) fn all(&mut self, hrefs: &[Cow<'_, str>]) -> (Vec<Link>, Vec<Link>) {
        let mut citations = Vec::with_capacity(hrefs.len());
        let mut rejects = Vec::new();
        let links = &self.reading.links;
        for (links, hrefs) in links.chunks(LINKS_AT_ONCE).zip(hrefs.chunks(LINKS_AT_ONCE)) {
            let classified = self.hrefs.classify(links, hrefs);
            let places: Vec<_> = links
                .iter()
                .zip(&classified)
                .map(|(found, classified)| self.place(found, classified.resolved.as_deref()))
                .collect();
            let first = citations.len() + rejects.len();
            let hrefs = hrefs.iter().zip(classified).zip(places);
            let mut rows: Vec<_> = (first as u32..)
                .zip(links.iter().zip(hrefs))
                .map(|(ordinal, (found, ((href, classified), place)))| {
                    self.row(ordinal, found, href, classified, place)
                })
                .collect();
            for (link, found) in rows.iter_mut().zip(links) {
                self.set_sentence(link, found);
                link.supports = Some(self.supports(link, found));
            }
            for link in rows {
                if link.reason.is_none() { citations.push(link) } else { rejects.push(link) }
            }
        }
        (citations, rejects)
    }

    /// A row but for its sentence.
    fn row(
        &mut self,
        ordinal: u32,
        found: &RawLink,
        href: &str,
        classified: ClassifiedHref,
        place: (Place, Vec<String>),
    ) -> Link {
        let located = locate(self.page, found);
        let ClassifiedHref { resolved, cited, reason } = classified;
        let named = found.text_block.as_ref().map(|(block, _)| &self.named[*block as usize]);
        let (place, mut place_evidence) = place;
        place_evidence.extend((found.kind == LinkKind::Cite).then(|| CITE.to_owned()));
        let text = &self.document.decoded.text;
        let span = located.span.and_then(|(start, end)| self.positions.span(start, end));
        // Without bytes in the file, what is written there is known decoded alone.
        let shown = located.span.filter(|_| span.is_some());
        let written = shown.map_or(href, |(start, end)| &text[start as usize..end as usize]);
        let at = self.positions.line(located.use_offset);
        let [line, column] = located.span.map_or(at, |(start, _)| self.positions.line(start));
        if span.is_none() && self.positions.are_on_disk() {
            self.warnings.push(Warning {
                code: "span-unknown".into(),
                message: format!(
                    "the address of link {ordinal} is put together from several parts of the file"
                ),
                line: Some(line),
                ..Warning::default()
            });
        }
        Link {
            ordinal,
            syntax: located.syntax,
            written: written.to_owned(),
            resolved,
            cited,
            place,
            place_evidence,
            anchor: found.anchor.clone(),
            sentence: None,
            sentence_id: None,
            anchor_at: None,
            supports: None,
            paragraph: named.map(|named| named.id),
            rel: self.rel(found),
            span,
            line,
            column,
            at,
            reason,
        }
    }

    /// Where a link stands, and why. What a mark leads to is a note, wherever it stands.
    fn place(&self, found: &RawLink, url: Option<&str>) -> (Place, Vec<String>) {
        let (place, evidence) = self.places.link(found, url);
        let text = found.text_block.as_ref().map(|(_, text)| text.start);
        let why = self.notes.evidence(text, found.node);
        let known = place == Place::Note && !evidence.is_empty();
        match (blocks::as_note(place, why.is_some()), why) {
            (Place::Note, Some(why)) if !known => {
                (Place::Note, vec!["note:mark".to_owned(), format!("note:{why}")])
            }
            _ => (place, evidence),
        }
    }

    /// The sentences that rest on a link: its own; those with a mark of the note that holds it; none where it stands in
    /// a note or a list of sources that nothing refers to.
    fn supports(&self, link: &Link, found: &RawLink) -> Vec<SentenceId> {
        let Some((block, text)) = &found.text_block else { return Vec::new() };
        match self.notes.at(text.start) {
            Some(note) => self.supports.of_note(note).to_vec(),
            None if link.place == Place::Note || self.notes.is_source(*block as usize) => {
                Vec::new()
            }
            None => link.sentence_id.into_iter().collect(),
        }
    }

    fn rel(&self, found: &RawLink) -> Option<String> {
        let html = &self.page.html;
        let range = found.attrs_of_interest.rel;
        if range == ByteRange::default() {
            return None;
        }
        Some(charref::decode_attribute(range.text(html)).into_owned())
    }

    /// Finds the sentence that holds the beginning of the link's text.
    fn set_sentence(&mut self, link: &mut Link, found: &RawLink) {
        let Some((block, anchor)) = &found.text_block else { return };
        let named = &self.named[*block as usize];
        if self.split.block != Some(*block) {
            let text = &self.reading.blocks[*block as usize].text;
            let sentences = named.sentences(self.reading, text);
            self.split = SentenceCache { block: Some(*block), sentences, text: None };
        }
        let after = self.split.sentences.partition_point(|sentence| sentence.start <= anchor.start);
        let Some(index) = after.checked_sub(1) else { return };
        let begin = self.split.sentences[index].start;
        let sentence = self.split.text(self.reading, index);
        let anchor = anchor.start - begin..anchor.end - begin;
        let shown = excerpt(&sentence, &anchor);
        let text = &sentence[shown.clone()];
        let inside = |at: usize| at.clamp(shown.start, shown.end) - shown.start;
        let (start, end) = (inside(anchor.start), inside(anchor.end));
        // Behind the sign for what is left out before it.
        let first = u32::from(shown.start > 0) + text[..start].chars().count() as u32;
        link.anchor_at = Some([first, first + text[start..end].chars().count() as u32]);
        link.sentence = Some(CitationContext::part(&sentence, shown));
        link.sentence_id = Some(named.sentence_id(index));
    }
}

/// What a row shows of a sentence: all of it, or the surroundings of the link.
fn excerpt(sentence: &str, anchor: &Span<usize>) -> Span<usize> {
    if sentence.len() <= MAX_SENTENCE_BYTES {
        return 0..sentence.len();
    }
    let start = sentence.floor_char_boundary(anchor.start.saturating_sub(CONTEXT_BYTES));
    let end = anchor.end.min(anchor.start + CONTEXT_BYTES) + CONTEXT_BYTES;
    start..sentence.ceil_char_boundary(end.min(sentence.len()))
}
