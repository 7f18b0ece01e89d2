//! Digital object identifiers in URLs: `10.` and four to nine digits, a slash, and a name.
//!
//! They are compared without case (DOI Handbook, 2.4), so the id is in lower case.

use super::super::percent;
use super::{UrlParts, Work, is_number, repository, standard, stem};

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

/// Segments behind a DOI that only choose a form or part of the document.
const PARTS: [&str; 26] = [
    "abstract",
    "citations",
    "citedby",
    "comments",
    "epdf",
    "epub",
    "figures",
    "figures-data",
    "full",
    "full-text",
    "fulltext",
    "htm",
    "html",
    "meta",
    "metrics",
    "pdf",
    "pdfplus",
    "pdfdirect",
    "peer-review",
    "references",
    "related",
    "summary",
    "supplemental",
    "tables",
    "tab-pdf",
    "tab-figures-data",
];

/// Reads the path of a DOI resolver, where nothing but the DOI stands.
pub(super) fn resolver(page: &UrlParts<'_>) -> Option<Work> {
    let path = page.path.strip_prefix('/')?;
    let name = path.strip_prefix("doi:").unwrap_or(path);
    work_of(&percent::decode(name)?)
}

/// Finds a DOI in a publisher's path, or in the parameters `doi`, `persistentId` of a Dataverse
/// and, at PLOS and the economists, `id`.
pub(super) fn in_page(page: &UrlParts<'_>) -> Option<Work> {
    if is_resolver(page.host) && page.path.starts_with("/10.") {
        return resolver(page);
    }
    if let Some(work) = in_path(page) {
        return Some(work);
    }
    let has_id = matches!(page.host, "journals.plos.org" | "www.aeaweb.org" | "aeaweb.org");
    let from = |name| page.value(name).filter(|value| value.starts_with("10."));
    let dataset = || {
        let id = page.value("persistentId").filter(|_| page.path.ends_with(".xhtml"))?;
        Some(id.strip_prefix("doi:")?.to_owned())
    };
    let doi = from("doi").or_else(|| from("id").filter(|_| has_id)).or_else(dataset)?;
    work_of(&doi)
}

/// Publishers' own resolvers, `doi.apa.org`, and Sci-Hub, which keeps copies by DOI.
fn is_resolver(host: &str) -> bool {
    host.starts_with("doi.") || host.starts_with("sci-hub.")
}

fn in_path(page: &UrlParts<'_>) -> Option<Work> {
    let (at, _) = page.path.match_indices("10.").find(|(at, _)| {
        let before = &page.path[..*at];
        is_start(before) && registrant(&page.path[*at..]).is_some()
    })?;
    let (before, doi) = page.path.split_at(at);
    if !before.split('/').any(|word| CUES.contains(&word)) && !before.ends_with("doi:") {
        return None;
    }
    let doi = trimmed(doi);
    let doi = if page.host == "academic.oup.com" { without_article_number(doi) } else { doi };
    work_of(&percent::decode(doi)?)
}

fn is_start(before: &str) -> bool {
    before.ends_with('/') || before.ends_with("/doi:")
}

/// Returns the length of `10.1234/`, its slash encoded or not.
fn registrant(doi: &str) -> Option<usize> {
    let digits = doi.strip_prefix("10.")?;
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &digits[count..];
    let slash = ["/", "%2F"].into_iter().find(|slash| rest.starts_with(slash))?;
    (4..=9).contains(&count).then_some(3 + count + slash.len())
}

/// Without session ids, and endings that choose a form or part of the document. The name itself
/// is never touched: at least one segment stays behind the registrant.
fn trimmed(doi: &str) -> &str {
    let end = doi.find(";jsessionid").unwrap_or(doi.len());
    let mut doi = &doi[..end];
    let own = registrant(doi).unwrap_or_default();
    doi = doi.find("/suppl_file/").map_or(doi, |at| &doi[..at]);
    loop {
        let shorter = stem(doi.trim_end_matches('/'));
        let shorter = match shorter.rsplit_once('/') {
            Some((rest, part)) if rest.len() > own && PARTS.contains(&part) => rest,
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
