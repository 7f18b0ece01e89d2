//! A source as a row shows it: who it is, what to open, what it is as far as its address tells.

use crate::article::Link;
use crate::corpus::{self, Facet};
use crate::link::is_web_archive;
use crate::link::redact::redact_url;
use crate::report::format::truncate;
use crate::source::{PageKind, PublisherType, Source, Sources, path_of};

use super::CitedSource;
use super::excerpt::redact_and_sanitize;

/// Longest word for a page, in characters.
const MAX_WORD_CHARS: usize = 60;

impl CitedSource {
    /// The source that a link cites, as number `number` of the works.
    pub(super) fn from_link(link: &Link, number: u32, sources: &Sources) -> Self {
        let source = corpus::source(link, sources);
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Self {
            number,
            anchor: redact_and_sanitize(&link.anchor),
            label: label(link),
            open: open(link),
            written: redact_url(&link.written).into_owned(),
            work: redact_url(Facet::Work.link_value(link)).into_owned(),
            owner: text(source.owner),
            group: text(source.group),
            kind: text(source.kind.map(PublisherType::name)),
            primary: primary(&source, page_kind(link, sources)).to_owned(),
            country: text(source.country),
            language: text(source.language),
            access: if lends_access(link) { "token".to_owned() } else { String::new() },
            archived: if is_archived(link) { open(link) } else { String::new() },
            evidence: evidence(&source),
        }
    }
}

fn page_kind(link: &Link, sources: &Sources) -> Option<PageKind> {
    let path = path_of(corpus::key(link));
    sources.page_kind(Facet::Host.link_value(link), Facet::Domain.link_value(link), path)
}

/// The site, and the work's own name, else the last word of the path.
fn label(link: &Link) -> String {
    let site = Facet::Site.link_value(link);
    let page = link.work().or_else(|| {
        let path = path_of(corpus::key(link));
        let last = path.split('/').rfind(|segment| !segment.is_empty())?;
        Some(last.rsplit_once('.').map_or(last, |(stem, _)| stem)).filter(|stem| !stem.is_empty())
    });
    let label = match page {
        Some(page) => format!("{site}: {}", truncate(page, MAX_WORD_CHARS)),
        None => site.to_owned(),
    };
    redact_and_sanitize(&label)
}

/// The address to open, without secrets; nothing where no browser should open it.
fn open(link: &Link) -> String {
    let url = link.opened().or(link.resolved.as_deref()).unwrap_or_default();
    let web = url.starts_with("http://") || url.starts_with("https://");
    if web { redact_url(url).into_owned() } else { String::new() }
}

/// Whether the address lends somebody's right to read, or goes through a library's proxy.
fn lends_access(link: &Link) -> bool {
    let written = link.resolved.as_deref().unwrap_or(&link.written);
    // `access:` also notes parameters that ask for access and give none.
    let asks = |name: &str| name.eq_ignore_ascii_case("needAccess");
    let mut taken = link.changes().iter().filter_map(|change| change.strip_prefix("access:"));
    let proxied = link.via().iter().any(|via| via.kind.contains("proxy"));
    proxied || redact_url(written) != written || taken.any(|name| !asks(name))
}

fn is_archived(link: &Link) -> bool {
    link.via().iter().any(|via| is_web_archive(&via.kind))
}

fn evidence(source: &Source<'_>) -> String {
    match (source.evidence, source.checked) {
        (None, _) => String::new(),
        (Some(evidence), None | Some("never")) => evidence.name().to_owned(),
        (Some(evidence), Some(day)) => format!("{}, checked {day}", evidence.name()),
    }
}

/// A guess whether the page is where a fact was first recorded, or tells what others recorded. What the
/// page is counts before who publishes it; a company or university may be either.
fn primary(source: &Source<'_>, page: Option<PageKind>) -> &'static str {
    use PageKind as Page;
    match page {
        Some(Page::Opinion) => return "secondary",
        Some(
            Page::Bill
            | Page::Law
            | Page::Judgment
            | Page::Paper
            | Page::Dataset
            | Page::Transcript
            | Page::PressRelease,
        ) => return "primary",
        _ => {}
    }
    match (source.kind.map(records), page) {
        (Some(Some(true)), _) => "primary",
        (Some(Some(false)), _) | (_, Some(Page::News | Page::Blog | Page::Live)) => "secondary",
        _ => "",
    }
}

/// Whether publishers of this type record facts themselves; `None` where that differs.
fn records(kind: PublisherType) -> Option<bool> {
    use PublisherType as Type;
    match kind {
        Type::Government
        | Type::Legislature
        | Type::Court
        | Type::Military
        | Type::Intergovernmental
        | Type::Regulator
        | Type::Statistics
        | Type::Journal
        | Type::PreprintServer
        | Type::Repository
        | Type::DataRepository
        | Type::PressReleaseWire => Some(true),
        Type::Wiki | Type::Aggregator | Type::Reference => Some(false),
        kind if kind.is_news() => Some(false),
        _ => None,
    }
}
