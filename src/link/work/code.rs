//! Sections of the United States Code and of the Code of Federal Regulations.

use super::{UrlParts, Work, is_count, is_plain};

/// Reads the addresses of one publisher of the codes.
pub(super) fn by_domain(page: &UrlParts<'_>, domain: &str) -> Option<Work> {
    match domain {
        "cornell.edu" if matches!(page.host, "www.law.cornell.edu" | "law.cornell.edu") => {
            cornell(page)
        }
        "house.gov" if page.host == "uscode.house.gov" => house(page),
        "ecfr.gov" => ecfr(page),
        _ => None,
    }
}

/// A section of the Code: `usc:17/107`.
pub(super) fn section(title: &str, section: &str) -> Option<Work> {
    let fits = is_count(title, 2) && is_plain(section, "-") && section.len() <= 12;
    (fits && section.starts_with(|ch: char| ch.is_ascii_digit()))
        .then(|| Work::whole("usc", &format!("{title}/{section}")))?
}

/// A section or part of the Regulations: `cfr:40/52.21`, `cfr:40/part-52`.
pub(super) fn regulation(title: &str, place: &str) -> Option<Work> {
    let number = place.strip_prefix("part-").unwrap_or(place);
    let fits = is_count(title, 2) && is_plain(number, ".-") && number.len() <= 16;
    (fits && number.starts_with(|ch: char| ch.is_ascii_digit()))
        .then(|| Work::whole("cfr", &format!("{title}/{place}")))?
}

/// `/uscode/text/17/107`, `/uscode/17/107.html` and `/cfr/text/40/52.21`.
fn cornell(page: &UrlParts<'_>) -> Option<Work> {
    match page.words() {
        ["uscode", "text", title, number, ""] => section(title, number),
        ["uscode", title, number, "", ""] => section(title, number.strip_suffix(".html")?),
        ["cfr", "text", title, place, ""] => regulation(title, place),
        _ => None,
    }
}

/// `req=granuleid:USC-prelim-title17-section107` and `req=(title:17 section:107 edition:prelim)`.
fn house(page: &UrlParts<'_>) -> Option<Work> {
    let request = page.value("req").filter(|_| page.path == "/view.xhtml")?;
    if let Some(rest) = request.strip_prefix("granuleid:USC-prelim-title") {
        let (title, number) = rest.split_once("-section")?;
        return section(title, number);
    }
    let words = request.trim_start_matches('(').trim_end_matches(')');
    let value = |name: &str| {
        words.split([' ', '+']).find_map(|word| word.strip_prefix(name)?.strip_prefix(':'))
    };
    section(value("title")?, value("section")?).filter(|_| value("edition") == Some("prelim"))
}

/// Until 2021, `node=se40.3.52_121`: title, volume, and the section with `_1` for its point.
fn old_ecfr(node: &str) -> Option<Work> {
    let (title, rest) = node.strip_prefix("se")?.split_once('.')?;
    let (_volume, section) = rest.split_once('.')?;
    let (part, number) = section.split_once("_1")?;
    regulation(title, &format!("{part}.{number}"))
}

/// `/current/title-40/chapter-I/…/section-52.21`; an older edition is another page.
fn ecfr(page: &UrlParts<'_>) -> Option<Work> {
    if page.path.starts_with("/cgi-bin/") {
        return old_ecfr(&page.value("node")?);
    }
    let mut words = page.segments();
    let ("current", title) = (words.next()?, words.next()?) else { return None };
    let title = title.strip_prefix("title-")?;
    let last = words.last()?;
    match last.strip_prefix("section-") {
        Some(number) => regulation(title, number),
        None => regulation(title, last).filter(|_| last.starts_with("part-")),
    }
}
