//! What the words of an address say about the page.

use super::context::ParsedLink;
use crate::link;
use crate::source::is_locale;

/// Suffixes of pictures.
const IMAGES: [&str; 10] =
    [".avif", ".bmp", ".gif", ".heic", ".jpeg", ".jpg", ".png", ".svg", ".tiff", ".webp"];

/// Whether the page is the front page of its site: no path, or only a language.
pub(crate) fn is_home(target: &ParsedLink<'_>) -> bool {
    let Some(page) = &target.page else { return false };
    let locale = match target.segments().as_slice() {
        [] => true,
        [language] => is_locale(language),
        // `us/en` and `en/us`.
        [one, other] => {
            let is_country =
                |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
            let fits = |text: &str| is_locale(text) || is_country(text);
            fits(one) && fits(other) && (is_locale(one) || is_locale(other))
        }
        _ => false,
    };
    // A route behind `#/` or `#!` is a page.
    let routed = page.fragment().is_some();
    let is_whole = !routed && !names_part(target);
    page.query().is_none_or(str::is_empty) && is_whole && !target.host().is_empty() && locale
}

/// The most words in the name of a section that introduces a site: `about-us`. Documents of one page have longer ones.
const MAX_SECTION_WORDS: usize = 2;

/// Whether the address names a numbered part, a record or a passage of a front page: `#play8`, `#caseNumber=7`,
/// `#http-cache-control`. A word alone is mostly a section that introduces the site.
fn names_part(target: &ParsedLink<'_>) -> bool {
    let fragment = target.url.as_ref().and_then(|url| url.fragment()).unwrap_or_default();
    match fragment.split_once('=') {
        Some((name, value)) => {
            !value.is_empty() && !TRACKING.iter().any(|start| name.starts_with(start))
        }
        None => {
            let words = fragment.split(['-', '_', '.']).filter(|word| !word.is_empty()).count();
            fragment.starts_with(|c: char| c.is_alphabetic())
                && (fragment.ends_with(|c: char| c.is_ascii_digit()) || words > MAX_SECTION_WORDS)
        }
    }
}

/// Beginnings of names that tell where a reader came from.
const TRACKING: [&str; 6] = ["at_", "ns_", "origin", "ref", "utm", "xtor"];

/// Hosts whose pages of these paths are results of a search.
const ENGINES: [(&str, &str); 8] = [
    ("baidu.com", "/s"),
    ("bing.com", "/search"),
    ("duckduckgo.com", "/"),
    ("google.", "/search"),
    ("scholar.google.", "/scholar"),
    ("search.yahoo.com", "/search"),
    ("yandex.", "/search"),
    ("so.com", "/s"),
];

/// Whether the page is a search form or shows results.
pub(crate) fn is_search(target: &ParsedLink<'_>) -> bool {
    let Some(page) = &target.page else { return false };
    let engine = ENGINES.iter().any(|(host, path)| {
        let host_fits = if host.ends_with('.') {
            target.host().starts_with(host)
        } else {
            target.host() == *host
        };
        host_fits && page.path() == *path && page.query().is_some()
    });
    let segments = target.segments();
    let last = segments.last().map(|segment| stem(segment).to_ascii_lowercase());
    let named = matches!(
        last.as_deref(),
        Some("search" | "searchresults" | "search-results" | "search_results")
    );
    // A site's own search on its front page: `/?s=words`.
    let asked = segments.is_empty()
        && target.parameters().iter().any(|(name, value)| {
            !value.is_empty() && matches!(name.as_str(), "q" | "query" | "search" | "keyword")
        });
    engine || named || asked
}

/// A segment without the suffix of a page; `login.live.com` has none.
fn stem(segment: &str) -> &str {
    const PAGES: [&str; 8] = ["asp", "aspx", "cgi", "do", "htm", "html", "jsp", "php"];
    match segment.split_once('.') {
        Some((stem, suffix)) if PAGES.contains(&suffix.to_ascii_lowercase().as_str()) => stem,
        _ => segment,
    }
}

/// Segments after which the name of a list follows.
const LISTS: [&str; 9] =
    ["tag", "tags", "category", "categories", "author", "authors", "hashtag", "label", "topics"];

/// Whether the page lists articles: `/tag/x`, `/category/a/b`, `/author/x`.
pub(crate) fn is_index(target: &ParsedLink<'_>) -> bool {
    let segments = target.segments();
    let Some(at) =
        segments.iter().position(|segment| LISTS.contains(&segment.to_ascii_lowercase().as_str()))
    else {
        return false;
    };
    let after = &segments[at + 1..];
    let word = segments[at].to_ascii_lowercase();
    // Behind other segments it is a heading under which articles stand: `/health-topics/topics/x`.
    if word == "topics" && at > 0 {
        return false;
    }
    let longest = if word.starts_with("categor") { 2 } else { 1 };
    let article = |segment: &&str| {
        // A number, a suffix or a long slug names one article; a topic of a forum has a number.
        segment.bytes().any(|byte| byte.is_ascii_digit())
            || segment.contains('.')
            || segment.matches('-').count() > 3
    };
    let has_query = target.page.as_ref().is_some_and(|page| page.query().is_some());
    !after.is_empty() && after.len() <= longest && !after.iter().any(article) && !has_query
}

/// Whether the page is a picture's file. A wiki's page about a file is a page.
pub(crate) fn is_image(target: &ParsedLink<'_>) -> bool {
    let segments = target.segments();
    let Some(last) = segments.last().map(|last| last.to_ascii_lowercase()) else { return false };
    let about =
        ["file:", "file%3a", "image:", "datei:"].iter().any(|start| last.starts_with(start))
            || segments.contains(&"blob");
    !about && IMAGES.iter().any(|suffix| last.ends_with(suffix))
}

/// Whether the page is a PDF, by its suffix or by a publisher's pattern.
pub(crate) fn is_pdf(target: &ParsedLink<'_>) -> bool {
    let Some(page) = &target.page else { return false };
    let path = page.path().to_ascii_lowercase();
    let by_name =
        path.ends_with(".pdf") || path.contains("/doi/pdf/") || path.ends_with("/showpdf");
    by_name || target.parameters().iter().any(|(name, value)| name == "type" && value == "pdf")
}

/// Whether the page is a log-in form.
pub(crate) fn is_login(target: &ParsedLink<'_>) -> bool {
    let segments = target.segments();
    // A page about logging in.
    if documents_by_path(target) {
        return false;
    }
    let last = segments.last().map(|segment| stem(segment).to_ascii_lowercase());
    matches!(
        last.as_deref(),
        Some("login" | "log-in" | "signin" | "sign-in" | "wp-login" | "signup" | "sign-up")
    )
}

/// Labels of hosts and segments of paths of documentation: for programmers, and for whoever needs help with a product.
const DOCUMENTATION: [&str; 21] = [
    "api",
    "api-docs",
    "apis",
    "dev",
    "devcenter",
    "developer",
    "developers",
    "doc",
    "docs",
    "documentation",
    "help",
    "kb",
    "knowledgebase",
    "man",
    "manpages",
    "manual",
    "refman",
    "reference",
    "sdk",
    "specification",
    "specs",
];

/// Whether a page documents how a product works.
pub(super) fn is_documentation(target: &ParsedLink<'_>) -> bool {
    // The registrable domain is somebody's name, whatever it means.
    let domain = target.link.domain().unwrap_or_default();
    let labels = target.host().strip_suffix(domain).unwrap_or_default();
    labels.split('.').any(|label| DOCUMENTATION.contains(&label)) || documents_by_path(target)
}

/// Whether a path leads into documentation, behind a language and a product at most: `/en-us/windows/docs/`.
fn documents_by_path(target: &ParsedLink<'_>) -> bool {
    let is_word = |word: &&str| DOCUMENTATION.contains(word) || word.starts_with("sdk-");
    target.segments().iter().take(3).any(is_word)
}

/// The full date in an address: `/2022/03/22/`, `/2022-03-22`, as `YYYY-MM-DD`.
pub(crate) fn date(target: &ParsedLink<'_>) -> Option<String> {
    let segments = target.segments();
    let spread = segments.windows(3).find_map(|three| {
        let [year, month, day] = three else { return None };
        link::full_day(year, month, day)
    });
    spread.or_else(|| {
        segments.iter().find_map(|segment| {
            let head = segment.get(..10)?;
            let ends = segment.as_bytes().get(10).is_none_or(|byte| !byte.is_ascii_digit());
            let mut parts = head.split('-');
            let day = link::full_day(parts.next()?, parts.next()?, parts.next()?)?;
            ends.then_some(day)
        })
    })
}
