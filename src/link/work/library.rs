//! Books and patents, by the numbers of libraries, shops and offices.

use super::super::wrappers::is_google;
use super::{UrlParts, Work, is_count, is_number, is_plain, isbn};

/// The shops whose number for a printed book is its ISBN.
const AMAZON: [&str; 12] = [
    "amazon.ca",
    "amazon.co.jp",
    "amazon.co.uk",
    "amazon.com",
    "amazon.com.au",
    "amazon.com.br",
    "amazon.com.mx",
    "amazon.de",
    "amazon.es",
    "amazon.fr",
    "amazon.in",
    "amazon.it",
];

/// Reads the addresses of one library or shop.
pub(super) fn by_domain(page: &UrlParts<'_>, domain: &str) -> Option<Work> {
    match domain {
        "worldcat.org" => worldcat(page),
        "openlibrary.org" => open_library(page),
        _ if AMAZON.contains(&domain) => amazon(page),
        _ if is_google(domain) => patent(page).or_else(|| google_book(page)),
        _ => None,
    }
}

/// `/dp/0306406152`: an ISBN-10 with a right check digit; everything else is the shop's number.
fn amazon(page: &UrlParts<'_>) -> Option<Work> {
    let id = ["dp", "product", "ASIN"].into_iter().find_map(|name| page.after(name))?;
    Work::whole("isbn", &isbn::isbn13_of(id)?)
}

/// The catalogue's number.
fn worldcat(page: &UrlParts<'_>) -> Option<Work> {
    let id = page.after("oclc").or_else(|| match page.words() {
        ["title", id, ""] => Some(id),
        _ => None,
    })?;
    is_count(id, 12).then(|| Work::whole("oclc", id))?
}

/// An edition (`OL…M`) or what all editions are of (`OL…W`).
fn open_library(page: &UrlParts<'_>) -> Option<Work> {
    let ["books" | "works", id] = page.words() else { return None };
    let number = id.strip_prefix("OL")?.strip_suffix(['M', 'W'])?;
    is_count(number, 12).then(|| Work::whole("openlibrary", id))?
}

/// A volume by its number of twelve characters; a page of it is its locator.
fn google_book(page: &UrlParts<'_>) -> Option<Work> {
    let id = match page.words() {
        ["books", "edition", _, id, ""] => id.to_owned(),
        ["books", ..] => page.value("id")?,
        _ => return None,
    };
    let place = page.value("pg").filter(|place| is_plain(place, "-")).unwrap_or_default();
    let locator = if place.is_empty() { place } else { format!("pg={place}") };
    (id.len() == 12 && is_plain(&id, "-_")).then(|| Work::at("googlebooks", &id, &locator))?
}

/// `/patent/US1234567B2/en`: the office, the number and the kind of publication.
fn patent(page: &UrlParts<'_>) -> Option<Work> {
    let ["patent", id, language, ""] = page.words() else { return None };
    let (office, rest) = id.split_at_checked(2)?;
    let number = rest.trim_end_matches(|ch: char| ch.is_ascii_digit());
    let (number, kind) = match number.strip_suffix(|ch: char| ch.is_ascii_uppercase()) {
        Some(before) => (before, &rest[before.len()..]),
        None => (rest, ""),
    };
    let fits = office.bytes().all(|byte| byte.is_ascii_uppercase())
        && is_number(number)
        && number.len() >= 4
        && kind.len() <= 2;
    (page.host == "patents.google.com" && fits && language.len() <= 5)
        .then(|| Work::whole("patent", id))?
}
