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
        _ if AMAZON.contains(&domain) => amazon(page, domain),
        "justia.com" | "freepatentsonline.com" | "espacenet.com" => office_patent(page),
        _ if is_google(domain) => patent(page).or_else(|| google_book(page)),
        _ => None,
    }
}

/// `/dp/0306406152`: an ISBN-10 with a right check digit; everything else is the shop's own number, which
/// may name another thing in another country's shop.
fn amazon(page: &UrlParts<'_>, shop: &str) -> Option<Work> {
    let after = ["dp", "product", "ASIN", "d"].into_iter().find_map(|name| page.after(name));
    let id = after.filter(|id| id.len() == 10 && is_plain(id, ""))?;
    match isbn::isbn13_of(id) {
        Some(isbn) => Work::whole("isbn", &isbn),
        None if id.starts_with('B') => Work::whole("asin", &format!("{shop}/{id}")),
        None => None,
    }
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
    let id = match (page.host, page.words()) {
        ("patents.google.com", ["patent", id, language, ""]) if language.len() <= 5 => id,
        ("www.google.com" | "google.com", ["patents", id, "", ""]) => id,
        _ => return None,
    };
    publication(id)
}

/// The same number at other publishers.
fn office_patent(page: &UrlParts<'_>) -> Option<Work> {
    match (page.host, page.words()) {
        ("patents.justia.com", ["patent", number, "", ""]) if is_count(number, 8) => {
            publication(&format!("US{number}"))
        }
        ("www.freepatentsonline.com" | "freepatentsonline.com", [file, "", "", ""]) => {
            let number = file.strip_suffix(".html").filter(|number| is_count(number, 8))?;
            publication(&format!("US{number}"))
        }
        ("worldwide.espacenet.com", ["publicationDetails", "biblio", "", ""]) => {
            publication(&format!("{}{}", page.value("CC")?, page.value("NR")?))
        }
        _ => None,
    }
}

/// Reads `EP1234567A1`. A grant of the United States has one number, whatever kind is written behind it; an
/// application elsewhere is another document than its grant.
fn publication(id: &str) -> Option<Work> {
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
    let is_grant = office == "US" && number.len() <= 8 && matches!(kind, "" | "A" | "B1" | "B2");
    let id = if is_grant { &id[..2 + number.len()] } else { id };
    fits.then(|| Work::whole("patent", id))?
}
