//! Digital object identifiers in URLs: `10.` and four to nine digits, a slash, and a name.
//!
//! They are compared without case (DOI Handbook, 2.4), so the id is in lower case.

use std::sync::LazyLock;

use super::super::{percent, strip};
use super::{UrlParts, Work, is_number, repository, standard, stem};
use crate::domain::table_rows;

/// Segments of which one stands before a DOI in a publisher's path; elsewhere `10.2019/…` can be
/// anything.
const CUES: [&str; 20] = [
    "abs",
    "abstract",
    "article",
    "articles",
    "article-abstract",
    "article-pdf",
    "book",
    "chapter",
    "content",
    "doi",
    "doifinder",
    "epdf",
    "epub",
    "full",
    "full-xml",
    "pdf",
    "pdfplus",
    "protocol",
    "referenceworkentry",
    "stable",
];

/// Segments behind a DOI that only choose a form of the document.
const FORMS: [&str; 13] = [
    "abstract",
    "epdf",
    "epub",
    "full",
    "full-text",
    "fulltext",
    "htm",
    "html",
    "meta",
    "pdf",
    "pdfdirect",
    "pdfplus",
    "summary",
];

/// Segments before or behind a DOI that name another page than the paper: what was counted, said or added.
const OTHER_PAGES: [&str; 44] = [
    "article-info",
    "article-metrics",
    "authors",
    "citation",
    "citations",
    "cite",
    "citedby",
    "comments",
    "correction",
    "corrections",
    "email",
    "figure",
    "figures",
    "figures-data",
    "image",
    "images",
    "impact",
    "infographic",
    "media",
    "metrics",
    "mlt",
    "open-peer-review",
    "peer-review",
    "peer-reviews",
    "peerreview",
    "permissions",
    "ref",
    "references",
    "related",
    "responses",
    "review",
    "reviews",
    "rightslink",
    "search",
    "suppl",
    "suppl_file",
    "supplement",
    "supplemental",
    "supplementary-material",
    "supplements",
    "tab-article-info",
    "tab-figures-data",
    "table",
    "tables",
];

/// Endings of the last segment that name such a page.
const OTHER_ENDINGS: [&str; 5] =
    [".article-info", ".article-metrics", ".figures-only", ".ris", ".supplementary-material"];

/// The text of the table of parameters that hold the DOI of the paper that the page is.
pub(super) const PARAMETER_TABLE: &str = include_str!("../../../data/doi-parameters.tsv");

/// The text of the table of publishers' hosts.
pub(super) const HOST_TABLE: &str = include_str!("../../../data/paper-hosts.tsv");

/// The text of the table of hosts whose pages are about papers.
pub(super) const MENTION_TABLE: &str = include_str!("../../../data/doi-mentions.tsv");

/// Reads the path of a DOI resolver, where nothing but the DOI stands.
pub(super) fn resolver(page: &UrlParts<'_>) -> Option<Work> {
    let path = page.path.strip_prefix('/')?;
    let name = path.strip_prefix("doi:").unwrap_or(path);
    work_of(&percent::decode(name)?)
}

/// Finds a DOI in a publisher's path, in a parameter where the table says that the page is the paper, and in
/// `persistentId` of a Dataverse's page of a data set.
pub(super) fn in_page(page: &UrlParts<'_>) -> Option<Work> {
    if is_resolver(page.host) && page.path.starts_with("/10.") {
        return resolver(page);
    }
    let work = in_path(page).or_else(|| in_query(page))?;
    let is_mention = MENTIONS.iter().any(|host| strip::is_under(page.host, host));
    (!is_mention).then_some(work)
}

fn in_query(page: &UrlParts<'_>) -> Option<Work> {
    if !page.has_query() {
        return None;
    }
    let listed = || PARAMETERS.iter().find_map(|row| row.value(page));
    let dataset = || page.value("persistentId").filter(|_| page.path.ends_with("/dataset.xhtml"));
    let doi = listed().or_else(dataset)?;
    let doi = doi.strip_prefix("info:doi/").or_else(|| doi.strip_prefix("doi:")).unwrap_or(&doi);
    work_of(doi)
}

/// Whether the page of a DOI on this host is the work itself, so that the DOI may stand for the page.
pub(in crate::link) fn is_paper_host(host: &str) -> bool {
    HOSTS.iter().any(|known| strip::is_under(host, known))
}

static HOSTS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| table_rows::<2>(HOST_TABLE).map(|[host, _why]| host).collect());

/// One row of the table of parameters.
struct DoiParameter {
    host: &'static str,
    path: Vec<&'static str>,
    name: &'static str,
}

impl DoiParameter {
    fn value(&self, page: &UrlParts<'_>) -> Option<String> {
        let fits = strip::is_under(page.host, self.host)
            && page.segments().count() == self.path.len()
            && page.segments().zip(&self.path).all(|(word, own)| *own == "*" || word == *own);
        fits.then(|| page.value(self.name)).flatten()
    }
}

static PARAMETERS: LazyLock<Vec<DoiParameter>> = LazyLock::new(|| {
    let rows = table_rows::<6>(PARAMETER_TABLE);
    let row = |[host, path, name, ..]: [&'static str; 6]| {
        let path = path.split('/').filter(|word| !word.is_empty()).collect();
        DoiParameter { host, path, name }
    };
    rows.map(row).collect()
});

static MENTIONS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| table_rows::<3>(MENTION_TABLE).map(|[host, ..]| host).collect());

/// Publishers' own resolvers, `doi.apa.org`, and Sci-Hub, which keeps copies by DOI.
fn is_resolver(host: &str) -> bool {
    host.starts_with("doi.") || host.starts_with("sci-hub.")
}

fn in_path(page: &UrlParts<'_>) -> Option<Work> {
    // Paths are short and have few dots.
    let dots = memchr::memchr_iter(b'.', page.path.as_bytes());
    let mut starts = dots.filter_map(|dot| page.path[..dot].strip_suffix("10"));
    let before = starts
        .find(|before| is_start(before) && registrant(&page.path[before.len()..]).is_some())?;
    let doi = &page.path[before.len()..];
    let is_cue = |word: &str| {
        CUES.contains(&word) || word.starts_with("info:doi") || word.starts_with("info%3Adoi")
    };
    if !before.split('/').any(is_cue) && !before.ends_with("doi:") {
        return None;
    }
    let is_other = |word: &str| OTHER_PAGES.contains(&word);
    let own = registrant(doi).unwrap_or_default();
    if before.split('/').any(is_other) || doi[own..].split('/').skip(1).any(is_other) {
        return None;
    }
    let end = doi.find(";jsessionid").unwrap_or(doi.len());
    if OTHER_ENDINGS.iter().any(|ending| doi[..end].trim_end_matches('/').ends_with(ending)) {
        return None;
    }
    let doi = trimmed(doi);
    let doi = if page.host == "academic.oup.com" { without_article_number(doi) } else { doi };
    work_of(&percent::decode(doi)?)
}

fn is_start(before: &str) -> bool {
    before.ends_with('/')
        || ["/doi:", "info:doi%2F", "info%3Adoi%2F"].iter().any(|end| before.ends_with(end))
}

/// Returns the length of `10.1234/`, its slash encoded or not.
fn registrant(doi: &str) -> Option<usize> {
    let digits = doi.strip_prefix("10.")?;
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &digits[count..];
    let slash = ["/", "%2F"].into_iter().find(|slash| rest.starts_with(slash))?;
    (4..=9).contains(&count).then_some(3 + count + slash.len())
}

/// Without session ids, and endings that choose a form of the document. The name itself
/// is never touched: at least one segment stays behind the registrant.
fn trimmed(doi: &str) -> &str {
    let end = doi.find(";jsessionid").unwrap_or(doi.len());
    let mut doi = &doi[..end];
    let own = registrant(doi).unwrap_or_default();
    loop {
        let shorter = stem(doi.trim_end_matches('/'));
        let shorter = match shorter.rsplit_once('/') {
            Some((rest, part)) if rest.len() > own && FORMS.contains(&part) => rest,
            _ => shorter,
        };
        if shorter.len() == doi.len() || shorter.len() <= own {
            return doi;
        }
        doi = shorter;
    }
}

/// Oxford's paths end in a number of their own: `10.1093/nar/gkaa1100/6006194`.
fn without_article_number(doi: &str) -> &str {
    match doi.rsplit_once('/') {
        Some((rest, number)) if is_number(number) && rest.matches('/').count() >= 2 => rest,
        _ => doi,
    }
}

/// Makes a work of a decoded DOI; those that another scheme of ours names get that name.
fn work_of(doi: &str) -> Option<Work> {
    let name = &doi[registrant(doi)?..];
    if name.is_empty() || doi.chars().any(|ch| ch.is_whitespace() || ch.is_control()) {
        return None;
    }
    let doi = doi.to_ascii_lowercase();
    let own = || doi.strip_prefix("10.17487/").and_then(standard::rfc);
    if let Some(work) = repository::by_doi(&doi).or_else(own) {
        return Some(work);
    }
    let versioned = doi.starts_with("10.1101/").then(|| doi.rsplit_once('v')).flatten();
    match versioned.filter(|(_, version)| is_number(version)) {
        Some((doi, version)) => Work::at("doi", doi, &format!("v{version}")),
        None => Work::whole("doi", &doi),
    }
}
