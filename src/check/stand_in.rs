//! What comes in place of a page: a form to sign in, a page of HTML for a file, a shell that says nothing.

use super::observation::{Observation, PageFacts, sign};
use super::wall::has;

/// Words of the shortest title that tells what a page is about.
const MIN_TITLE_WORDS: usize = 4;

/// Words in titles of forms to sign in, in lower case.
const LOGIN_WORDS: [&str; 13] = [
    "log in",
    "login",
    "log-in",
    "sign in",
    "sign-in",
    "signin",
    "anmelden",
    "anmeldung",
    "connexion",
    "se connecter",
    "iniciar sesión",
    "accedi",
    "inloggen",
];

/// Endings of files that are no pages.
const FILE_ENDINGS: [&str; 15] = [
    "csv", "doc", "docx", "epub", "gz", "mp3", "mp4", "ods", "pdf", "ppt", "pptx", "tgz", "xls",
    "xlsx", "zip",
];

/// Segments of addresses under which pages about files stand.
const VIEWERS: [&str; 8] = ["blob", "browse", "file", "preview", "src", "tree", "view", "wiki"];

/// Whether a form to sign in stands in place of a page: there is little else, and the title says so, or redirects
/// led to it.
pub(super) fn is_login_form(observation: &Observation, title: Option<&str>) -> bool {
    let page = observation.page.as_ref();
    let title = title.unwrap_or_default().to_lowercase();
    let says = LOGIN_WORDS.iter().any(|word| title.contains(word));
    has(page, sign::LOGIN) && (says || observation.hops.len() > 1)
}

/// Whether a title is more than the name of an application.
pub(super) fn is_telling(title: Option<&str>) -> bool {
    title.is_some_and(|title| title.split_whitespace().count() >= MIN_TITLE_WORDS)
}

/// Whether the address is that of a file, and a page of HTML came that is none about it.
pub(super) fn is_no_file(url: &str, page: &PageFacts) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default();
    let is_file = name.rsplit_once('.').is_some_and(|(_, ending)| FILE_ENDINGS.contains(&ending));
    let is_viewer = name.contains(':') || parts.any(|part| VIEWERS.contains(&part));
    let kind = page.content_type.as_deref().unwrap_or_default().to_ascii_lowercase();
    let is_html = kind.starts_with("text/html") || kind.starts_with("application/xhtml");
    let names = page.title.as_deref().is_some_and(|title| title.to_lowercase().contains(name));
    is_file && is_html && !is_viewer && !names
}
