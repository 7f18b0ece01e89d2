//! The works that are cited, one an item: what `csl` and `bibtex` write, and a table of its own.
//!
//! An item holds what the address tells and what is known of the publisher. Titles, authors and
//! dates of works are not in a link, so there are none, except where the address spells a title or a day.
//! A resolver, an archive and the host of other people's works publish none of them.
//! There is no date of access either: nothing was opened.

use std::collections::BTreeMap;
use std::io;

use super::csv::guard;
pub use super::issued::IssuedDate;
use super::issued::date_of_issue;
use super::work_publisher::publisher;
use crate::article::{Link, stable_hash};
use crate::corpus::{Corpus, Facet, Selection, key, source};
use crate::link::redact::{redact_text, redact_url};
use crate::report::text::escape;
use crate::source::{PageKind, PublisherType, Sources, path_of};

/// The longest link text that is kept, in characters.
const MAX_ANCHOR_CHARS: usize = 300;

/// The longest readable part of an id, in characters.
const MAX_SLUG_CHARS: usize = 40;

/// One work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BibliographyItem {
    /// The same in every run and version: a readable part and a hash of the work.
    pub id: String,
    /// Type in the words of CSL 1.0.2.
    pub kind: &'static str,
    /// `scheme:id`, else the key of the address.
    pub work: String,
    /// Spelt by the address of an encyclopedia; `None` for all others.
    pub title: Option<String>,
    /// Official number of a standard, bill, report or patent.
    pub number: Option<String>,
    /// Digital object identifier.
    pub doi: Option<String>,
    /// ISBN-13.
    pub isbn: Option<String>,
    /// Number in PubMed.
    pub pmid: Option<String>,
    /// Number in PubMed Central.
    pub pmcid: Option<String>,
    /// Number in arXiv.
    pub arxiv: Option<String>,
    /// The URL to open, as the first citation has it, without secrets.
    pub url: Option<String>,
    /// When it was published, as far as its address says: year, month, day.
    pub issued: Option<IssuedDate>,
    /// The owner of the source, where it publishes the work and does not only keep or find it.
    pub publisher: Option<String>,
    /// The site that a page is on.
    pub container: Option<String>,
    /// The longest link text; it is no title.
    pub anchor: Option<String>,
    /// Counted citations.
    pub citations: u64,
    /// Articles that cite it.
    pub articles: u64,
}

/// The works of counted citations, by work.
pub fn items(corpus: &Corpus, selection: &Selection, sources: &Sources) -> Vec<BibliographyItem> {
    let mut works: BTreeMap<&str, WorkCitations<'_>> = BTreeMap::new();
    for (at, link) in corpus.counted(selection) {
        works.entry(Facet::Work.link_value(link)).or_default().add(at, link);
    }
    works.into_iter().filter_map(|(work, gathered)| gathered.item(work, sources)).collect()
}

/// The citations of one work.
#[derive(Default)]
struct WorkCitations<'a> {
    links: Vec<&'a Link>,
    articles: u64,
    last: Option<usize>,
}

impl<'a> WorkCitations<'a> {
    fn add(&mut self, article: usize, link: &'a Link) {
        self.links.push(link);
        self.articles += u64::from(self.last != Some(article));
        self.last = Some(article);
    }

    /// The item; `None` only where nothing was gathered.
    fn item(&self, work: &str, sources: &Sources) -> Option<BibliographyItem> {
        let first = *self.links.first()?;
        let (scheme, id) = first.work().and_then(|it| it.split_once(':')).unwrap_or_default();
        let is = |name: &str| (scheme == name).then(|| redacted(id));
        let kind = kind(first, scheme, id, sources);
        let url = first.opened().unwrap_or_else(|| key(first));
        let is_page = matches!(kind, "webpage" | "post" | "post-weblog" | "article-newspaper");
        Some(BibliographyItem {
            id: stable_id(work),
            kind,
            work: redacted(work),
            title: title(scheme, id),
            number: number(scheme, id),
            doi: doi(scheme, id),
            isbn: is("isbn"),
            pmid: is("pmid"),
            pmcid: is("pmcid"),
            arxiv: is("arxiv"),
            url: Some(escape(&redact_url(url)).to_string()),
            issued: date_of_issue(first, scheme, id),
            publisher: publisher(first, scheme, id, sources),
            container: is_page.then(|| redacted(Facet::Site.link_value(first))),
            anchor: longest(&self.links),
            citations: self.links.len() as u64,
            articles: self.articles,
        })
    }
}

impl BibliographyItem {
    /// What a person should know of the item, in words.
    pub fn to_note(&self) -> String {
        let times = |number: u64, noun: &str| {
            format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
        };
        let (times, articles) = (times(self.citations, "time"), times(self.articles, "article"));
        let anchor = self
            .anchor
            .as_ref()
            .map_or_else(String::new, |anchor| format!(" Link text, not the title: {anchor}"));
        format!("Cited {times} in {articles}. Identifier: {}.{anchor}", self.work)
    }
}

fn redacted(text: &str) -> String {
    escape(&redact_text(text)).to_string()
}

/// `doi-10-1038-nature12373-` and 16 digits of a hash.
fn stable_id(work: &str) -> String {
    let clean = redact_text(work);
    let mut slug = String::new();
    for c in clean.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
        if slug.len() >= MAX_SLUG_CHARS {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    let slug = if slug.starts_with(|c: char| c.is_ascii_alphabetic()) {
        slug.to_owned()
    } else {
        format!("w-{slug}")
    };
    format!("{}-{:016x}", slug.trim_end_matches('-'), stable_hash(work))
}

/// The longest link text; of equally long ones the first in the alphabet.
fn longest(links: &[&Link]) -> Option<String> {
    let texts = links.iter().map(|link| {
        let words: Vec<&str> = link.anchor.split_whitespace().collect();
        redacted(&words.join(" ")).chars().take(MAX_ANCHOR_CHARS).collect::<String>()
    });
    let texts = texts.filter(|text| !text.is_empty() && !text.contains("://"));
    texts.max_by(|a, b| a.chars().count().cmp(&b.chars().count()).then_with(|| b.cmp(a)))
}

/// The title of an encyclopedia's page.
fn title(scheme: &str, id: &str) -> Option<String> {
    let (_, title) = id.split_once('/').filter(|_| scheme == "wikipedia")?;
    Some(redacted(&title.replace('_', " ")))
}

fn number(scheme: &str, id: &str) -> Option<String> {
    let number = match scheme {
        "rfc" => format!("RFC {id}"),
        "us-bill" | "crs" | "patent" | "nct" | "us-fr-doc" | "celex" | "un" | "ietf-draft" => {
            id.to_owned()
        }
        "gao" => id.to_ascii_uppercase(),
        _ => return None,
    };
    Some(redacted(&number))
}

/// The DOI of the schemes that register every one of their numbers.
fn doi(scheme: &str, id: &str) -> Option<String> {
    let doi = match scheme {
        "doi" => id.to_owned(),
        "arxiv" => format!("10.48550/arXiv.{id}"),
        "ssrn" => format!("10.2139/ssrn.{id}"),
        "rfc" => format!("10.17487/RFC{id:0>4}"),
        "zenodo" => format!("10.5281/zenodo.{id}"),
        "figshare" => format!("10.6084/m9.figshare.{id}"),
        // JSTOR's own numbers; other ids of it name a publisher's DOI.
        "jstor" if id.bytes().all(|byte| byte.is_ascii_digit()) => format!("10.2307/{id}"),
        _ => return None,
    };
    Some(redacted(&doi))
}

/// The type: by the work's scheme, else by the kind of the page and the type of its publisher.
fn kind(link: &Link, scheme: &str, id: &str, sources: &Sources) -> &'static str {
    match scheme {
        "doi" => doi_kind(link, id, sources),
        "arxiv" | "ssrn" | "osf" | "hal" => "article",
        "pmid" | "pmcid" | "pii" | "science" | "pnas" | "oup" | "jstor" | "s2" | "s2corpus" => {
            "article-journal"
        }
        "acl" | "pmlr" | "neurips" | "openreview" => "paper-conference",
        "isbn" | "oclc" | "openlibrary" | "googlebooks" => "book",
        "us-bill" => "bill",
        "celex" | "uk-law" => "legislation",
        "us-fr-doc" => "regulation",
        "courtlistener" => "legal_case",
        "crs" | "gao" | "edgar" => "report",
        "rfc" | "ietf-draft" | "w3c" => "standard",
        "zenodo" | "figshare" => "dataset",
        "youtube" | "vimeo" => "motion_picture",
        "patent" => "patent",
        "tweet" => "post",
        "wikipedia" | "wikidata" => "entry-encyclopedia",
        "reuters" | "ap" | "bbc" | "businesswire" => "article-newspaper",
        "" => page_type(link, sources),
        _ => "document",
    }
}

/// A DOI tells no type, but some are given to one kind of thing alone.
fn doi_kind(link: &Link, doi: &str, sources: &Sources) -> &'static str {
    let (registrant, name) = doi.split_once('/').unwrap_or((doi, ""));
    match registrant {
        "10.7910" | "10.5061" | "10.1594" => "dataset",
        "10.1101" => "article",
        "10.3386" | "10.7249" => "report",
        _ if name.starts_with("978-") && name.contains('_') => "chapter",
        _ if name.starts_with("978-") => "book",
        _ => match source(link, sources).kind {
            Some(PublisherType::Journal | PublisherType::Reference) | None => "article-journal",
            Some(PublisherType::PreprintServer) => "article",
            _ => "document",
        },
    }
}

fn page_type(link: &Link, sources: &Sources) -> &'static str {
    let (host, domain) = (Facet::Host.link_value(link), Facet::Domain.link_value(link));
    let page = sources.page_kind(host, domain, path_of(key(link)));
    match (page, source(link, sources).kind) {
        (Some(PageKind::Bill), _) => "bill",
        (Some(PageKind::Law), _) => "legislation",
        (Some(PageKind::Judgment), _) => "legal_case",
        (Some(PageKind::Dataset), _) => "dataset",
        (Some(PageKind::Book), _) => "book",
        (Some(PageKind::Video), _) => "motion_picture",
        (Some(PageKind::Blog), _) => "post-weblog",
        (Some(PageKind::Home | PageKind::Search | PageKind::Index), _) => "webpage",
        (_, Some(PublisherType::Newspaper | PublisherType::NewsAgency)) => "article-newspaper",
        (_, Some(PublisherType::Magazine)) => "article-magazine",
        (_, Some(PublisherType::Social | PublisherType::Forum)) => "post",
        (_, Some(PublisherType::Newsletter)) => "post-weblog",
        (Some(PageKind::Pdf), _) => "document",
        _ => "webpage",
    }
}

/// The columns of the table.
const COLUMNS: [&str; 17] = [
    "id",
    "type",
    "work",
    "title",
    "number",
    "DOI",
    "ISBN",
    "PMID",
    "PMCID",
    "arXiv",
    "URL",
    "issued",
    "publisher",
    "container_title",
    "citations",
    "articles",
    "link_text",
];

/// Writes the items as a table.
///
/// # Errors
/// Where `out` fails.
pub fn write(items: &[BibliographyItem], out: &mut impl io::Write) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(COLUMNS)?;
    let cell = |text: &Option<String>| guard(text.as_deref().unwrap_or_default());
    for item in items {
        rows.write_record([
            guard(&item.id),
            item.kind.to_owned(),
            guard(&item.work),
            cell(&item.title),
            cell(&item.number),
            cell(&item.doi),
            cell(&item.isbn),
            cell(&item.pmid),
            cell(&item.pmcid),
            cell(&item.arxiv),
            cell(&item.url),
            item.issued.map_or_else(String::new, IssuedDate::to_iso),
            cell(&item.publisher),
            cell(&item.container),
            item.citations.to_string(),
            item.articles.to_string(),
            cell(&item.anchor),
        ])?;
    }
    rows.flush()
}
