//! Standards and technical papers, by their official numbers.

use super::{UrlParts, Work, is_count, is_number, is_plain, stem};

/// States of a report of the World Wide Web Consortium, as its dated addresses begin.
const W3C_STATES: [&str; 11] =
    ["CR", "CRD", "DNOTE", "NOTE", "PER", "PR", "REC", "RSCND", "SPSD", "STMT", "WD"];

/// Reads the addresses of one body.
pub(super) fn by_domain(page: &UrlParts<'_>, domain: &str) -> Option<Work> {
    match domain {
        "rfc-editor.org" | "ietf.org" => ietf(page),
        "w3.org" => w3c(page),
        "ieee.org" => ieee(page),
        _ => None,
    }
}

/// Requests for Comments, and drafts with their revision as locator.
fn ietf(page: &UrlParts<'_>) -> Option<Work> {
    let (name, revision) = match page.words() {
        ["rfc" | "info" | "html" | "pdf", name, "", ""] => (name, ""),
        ["doc", "html" | "pdf" | "txt", name, revision]
        | ["archive", "id", name, revision]
        | ["doc", name, revision, ""] => (name, revision),
        _ => return None,
    };
    let name = stem(name.strip_suffix(".txt").unwrap_or(name));
    match revision {
        "" => rfc(name).or_else(|| draft(name)),
        _ if is_revision(revision) => draft(&format!("{name}-{revision}")),
        _ => None,
    }
}

/// Reads `rfc6749` and `rfc0793`.
pub(super) fn rfc(name: &str) -> Option<Work> {
    let number = name.strip_prefix("rfc")?.trim_start_matches('0');
    is_count(number, 5).then(|| Work::whole("rfc", number))?
}

/// Reads `draft-ietf-quic-http-34`.
fn draft(name: &str) -> Option<Work> {
    let is_draft = name.starts_with("draft-") && is_plain(name, "-");
    let (name, revision) = match name.rsplit_once('-') {
        Some((name, revision)) if is_revision(revision) => (name, revision),
        _ => (name, ""),
    };
    is_draft.then(|| Work::at("ietf-draft", name, revision))?
}

fn is_revision(word: &str) -> bool {
    word.len() == 2 && is_number(word)
}

/// `/TR/xml` and `/TR/2008/REC-xml-20081126`: the name, and the date or chapter as locator.
fn w3c(page: &UrlParts<'_>) -> Option<Work> {
    let mut words = page.segments();
    let ("TR", first) = (words.next()?, words.next()?) else { return None };
    let (name, date) = if is_number(first) { dated(words.next()?)? } else { (first, "") };
    let chapter = words.filter(|word| !word.eq_ignore_ascii_case("overview.html"));
    let places: Vec<&str> =
        Some(date).filter(|date| !date.is_empty()).into_iter().chain(chapter).collect();
    (is_plain(name, "-._") && !name.starts_with("tr-"))
        .then(|| Work::at("w3c", name, &places.join("/")))?
}

/// Reads `REC-xml-20081126`.
fn dated(word: &str) -> Option<(&str, &str)> {
    let (state, rest) = word.split_once('-')?;
    let (name, date) = rest.rsplit_once('-')?;
    (W3C_STATES.contains(&state) && date.len() == 8 && is_number(date)).then_some((name, date))
}

/// Papers in the library of the Institute of Electrical and Electronics Engineers.
fn ieee(page: &UrlParts<'_>) -> Option<Work> {
    if page.host != "ieeexplore.ieee.org" {
        return None;
    }
    let id = match page.words() {
        ["document", id, ""] | ["abstract", "document", id] => id.to_owned(),
        _ if page.path.ends_with(".jsp") => page.value("arnumber")?,
        _ => return None,
    };
    let id = id.trim_start_matches('0');
    is_count(id, 12).then(|| Work::whole("ieee", id))?
}
