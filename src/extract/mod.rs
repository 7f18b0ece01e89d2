//! Document to article: one pass over the page's tokens, then places, sentences and URLs.
//!
//! Never fails: what cannot be read of a link becomes a reject with its reason.

pub mod batch;
mod blocks;
mod href_class;
mod href_memo;
pub(crate) mod ignore;
mod link;
pub mod list;
mod listing;
mod located_sentence;
mod mark_text;
mod markup_issue;
mod meta;
mod note;
mod options;
mod origin;
mod place;
mod place_cues;
mod position;
mod raw_link;
mod reading;
mod selector;
mod sentence;
mod sentence_quotes;
mod sentence_stop;
pub(crate) mod sentence_words;
mod site_base;
mod source_heading;
mod supports;
mod tree;
mod warnings;

use std::borrow::Cow;

use url::Url;

use self::blocks::LabelledBlock;
use self::href_class::HrefClassifier;
use self::href_memo::HrefMemo;
pub(crate) use self::link::{CITE, MAX_SENTENCE_BYTES};
use self::located_sentence::LocatedSentence;
pub(crate) use self::mark_text::MarkText;
use self::markup_issue::MarkupIssue;
use self::meta::{DocumentMetadata, LabelledPage};
use self::note::Notes;
pub use self::options::{ExtractOptions, Internal, InternalBy, NO_ORIGIN};
use self::origin::Origin;
use self::place::PlaceClassifier;
pub use self::place::RegionMeasures;
use self::place::RegionRules;
pub(crate) use self::place_cues::is_share_url;
pub(crate) use self::position::Positions;
use self::raw_link::LinkKind;
use self::reading::ParsedPage;
pub use self::selector::{ElementSelectors, SelectorError, SelectorsByHost};
pub(crate) use self::source_heading::is_source_heading;
use self::supports::Supports;
use crate::article::{Article, Format, Ignore, OriginRule, SCHEMA, Sentence};
use crate::html::byte_range::ByteRange;
use crate::html::charref;
use crate::input::Document;
use crate::link::{ResolvedHref, resolve_href};
use crate::page::{self, FrontMatter, Page};

/// The longest address that relative links are resolved against: each repeats it, so one of a megabyte
/// would make a megabyte of each `<a href=x>`. The addresses of pages are far shorter.
const MAX_BASE_BYTES: usize = 4096;

/// Reads the links of HTML and nothing else: the core of extraction, for benchmarks and for the
/// comparison with a DOM.
#[derive(Debug, Default)]
pub struct LinkReader {
    reading: ParsedPage,
}

impl LinkReader {
    /// The `href`, references decoded, and the text of each `a` and `area`, in document order.
    pub fn read<'a>(&'a mut self, html: &'a str) -> impl Iterator<Item = (Cow<'a, str>, &'a str)> {
        self.reading.read(html);
        let links = self.reading.links.iter();
        let links = links.filter(|link| matches!(link.kind, LinkKind::Anchor | LinkKind::Area));
        links.map(move |link| (link::href(html, link), link.anchor.as_str()))
    }
}

/// Turns documents into articles. Keeps its memory between documents; one for each thread.
#[derive(Debug, Default)]
pub struct Extractor {
    reading: ParsedPage,
    hrefs: HrefMemo,
    measures: RegionMeasures,
}

impl Extractor {
    /// One that finds the content region with other thresholds, to measure what each does.
    #[must_use]
    pub fn with_measures(measures: RegionMeasures) -> Self {
        Self { measures, ..Self::default() }
    }

    /// Gives back the memory of a large page.
    fn forget_large_page(&mut self) {
        if self.reading.is_large() {
            self.reading = ParsedPage::default();
        }
    }

    /// Extracts one document.
    pub fn extract(&mut self, document: &Document, options: &ExtractOptions) -> Article {
        let (front, page) = page::render_document(document, options.dialect);
        self.reading.read(&page.html);
        let mut meta = read_meta(document, &front, &page, &self.reading);
        let captured = document.capture.as_ref().map(|capture| capture.url.clone());
        meta.fetched = captured.or(meta.fetched);
        let hrefs: Vec<Cow<'_, str>> =
            self.reading.links.iter().map(|link| link::href(&page.html, link)).collect();
        let origin = self.find_origin(document, options, &front, &meta, &hrefs);
        let host = origin.as_ref().map(|origin| &origin.url);
        let rules = RegionRules {
            // In any other format the document is the article.
            measures: (document.format == Format::Html).then_some(self.measures),
            content: host.and_then(|url| selector::for_host(&options.content, url)),
            exclude: host.and_then(|url| selector::for_host(&options.exclude, url)),
        };
        let places = PlaceClassifier::new(&page.html, &self.reading, rules);
        let notes = Notes::find(&page.html, &self.reading, &hrefs, host.map(Url::as_str));
        let named = blocks::name(&self.reading, &places, &notes);
        meta.complete(LabelledPage {
            html: &page.html,
            reading: &self.reading,
            named: &named,
            is_page: document.format == Format::Html,
            origin: host,
        });
        let supports = Supports::new(&self.reading, &named, &notes);
        let sentences = if options.text { self.sentences(&page, &named) } else { Vec::new() };
        let oddities = markup_issue::find(&self.reading, &page);
        let positions = self.positions(document, &page, &sentences, &oddities);
        let base = self.base(&page.html, origin.as_ref());
        let mut rows = link::LinkBuilder {
            document,
            page: &page,
            reading: &self.reading,
            named: &named,
            notes: &notes,
            supports: &supports,
            places,
            positions: &positions,
            hrefs: HrefClassifier::new(
                &self.reading.tree.nodes,
                origin.as_ref(),
                base,
                options,
                &mut self.hrefs,
            ),
            split: link::SentenceCache::default(),
            warnings: front.warnings,
        };
        let (citations, rejects) = rows.all(&hrefs);
        let mut warnings = rows.warnings;
        warnings.extend(oddities.into_iter().map(|oddity| warnings::for_issue(oddity, &positions)));
        warnings.extend(warnings::lossy(document));
        warnings.extend(warnings::no_span(document, &positions));
        Article {
            schema: SCHEMA,
            input: document.input.clone(),
            part: document.part.clone(),
            format: document.format,
            dialect: matches!(document.format, Format::Markdown | Format::Notebook)
                .then_some(options.dialect),
            origin_rule: origin.as_ref().map_or(OriginRule::None, |origin| origin.rule),
            origin: origin.map(|origin| origin.url.into()),
            title: meta.title,
            published: meta.published,
            authors: meta.authors,
            tags: meta.tags,
            language: meta.language,
            metadata_rules: meta.rules,
            captures: document.capture.iter().cloned().collect(),
            citations,
            rejects,
            ignores: self.ignores(&page, &positions),
            warnings,
            sentences: options
                .text
                .then(|| sentences.into_iter().map(|one| one.on_disk(&positions)).collect()),
        }
    }

    fn find_origin(
        &self,
        document: &Document,
        options: &ExtractOptions,
        front: &FrontMatter,
        meta: &DocumentMetadata,
        hrefs: &[Cow<'_, str>],
    ) -> Option<Origin> {
        let flag = options.origin.as_deref();
        if flag == Some(NO_ORIGIN) {
            return None;
        }
        let by_path = || {
            let base = Url::parse(options.base_url.as_deref()?).ok()?;
            let url = site_base::url_of_file(&base, &options.base_folders, &document.input)?;
            Origin::new(url.as_str(), OriginRule::BaseUrl)
        };
        origin::declared(flag, &options.origin_keys, &front.fields, meta)
            .or_else(by_path)
            .or_else(|| origin::by_heading(&self.reading, hrefs))
    }

    /// What relative links are resolved against: the page's `base`, itself against the origin, if it is a web
    /// address. Browsers ignore one that can hold no page.
    fn base(&self, html: &str, origin: Option<&Origin>) -> Option<Url> {
        let origin = origin.map(|origin| &origin.url).filter(|url| may_be_base(url));
        let own = self.reading.base.and_then(|range| {
            let href = charref::decode_attribute(range.text(html));
            match resolve_href(&href, origin) {
                ResolvedHref::Web(url) => Some(url),
                _ => None,
            }
        });
        own.filter(may_be_base).or_else(|| origin.cloned())
    }

    /// All positions that rows will ask for.
    fn positions<'a>(
        &self,
        document: &'a Document,
        page: &Page<'_>,
        sentences: &[LocatedSentence],
        oddities: &[MarkupIssue],
    ) -> Positions<'a> {
        let mut offsets: Vec<u32> = oddities.iter().map(|oddity| oddity.offset).collect();
        offsets.extend(oddities.iter().filter_map(|oddity| oddity.end));
        for found in &self.reading.links {
            let place = link::locate(page, found);
            offsets.extend(place.span.iter().flat_map(|&(start, end)| [start, end]));
            offsets.push(place.use_offset);
        }
        let ranges = self.reading.comments.iter().map(|range| (range.start, range.end));
        offsets.extend(
            ranges.filter_map(|(start, end)| Some(page.map.enclosing_range(start, end)?.0)),
        );
        offsets.extend(
            sentences.iter().filter_map(|one| one.span).flat_map(|(start, end)| [start, end]),
        );
        Positions::new(&document.decoded, offsets)
    }

    fn ignores(&self, page: &Page<'_>, positions: &Positions<'_>) -> Vec<Ignore> {
        let read = |range: &ByteRange| {
            let start = page.map.enclosing_range(range.start, range.end)?.0;
            let [line, column] = positions.line(start);
            ignore::read(range.text(&page.html), line, column)
        };
        self.reading.comments.iter().filter_map(read).collect()
    }

    /// All sentences of the page, and where each stands in the document.
    fn sentences(&self, page: &Page<'_>, named: &[LabelledBlock]) -> Vec<LocatedSentence> {
        let mut sentences = Vec::new();
        for (block, name) in self.reading.blocks.iter().zip(named) {
            for (index, range) in name.sentences(&self.reading, &block.text).into_iter().enumerate()
            {
                let span = self.reading.on_page(&range, page);
                let sentence = Sentence {
                    id: name.sentence_id(index),
                    place: name.place,
                    marks: located_sentence::marks(&self.reading, &range),
                    code: located_sentence::code(&self.reading, &range),
                    text: self.reading.text[range].into(),
                    span: None,
                    at: None,
                };
                sentences.push(LocatedSentence { sentence, span });
            }
        }
        sentences
    }
}

/// Whether relative links are resolved against it.
fn may_be_base(url: &Url) -> bool {
    url.as_str().len() <= MAX_BASE_BYTES
}

/// Metadata of the front matter, then of a page's head, then the first heading for a title.
fn read_meta(
    document: &Document,
    front: &FrontMatter,
    page: &Page<'_>,
    reading: &ParsedPage,
) -> DocumentMetadata {
    let meta = meta::from_front_matter(&front.fields);
    let mut meta = if matches!(document.format, Format::Html | Format::Docx) {
        meta.or(meta::from_html(&page.html, reading))
    } else {
        meta
    };
    if meta.title.is_none() {
        meta.title = blocks::first_heading(reading).map(str::to_owned);
    }
    // The name of a page that was saved is the one under which somebody else keeps it.
    let is_written_here = document.format != Format::Html || !front.fields.is_empty();
    if is_written_here && document.part.is_none() {
        meta.date_by_name(&document.input);
    }
    meta
}
