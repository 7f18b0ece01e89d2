//! Acts, bills, registers and dockets: works whose addresses carry official numbers.

use super::{Page, Work, is_number, stem};

/// Kinds of bills of the United States Congress: in its addresses, and in bill numbers.
const BILLS: [(&str, &str); 8] = [
    ("house-bill", "hr"),
    ("house-concurrent-resolution", "hconres"),
    ("house-joint-resolution", "hjres"),
    ("house-resolution", "hres"),
    ("senate-bill", "s"),
    ("senate-concurrent-resolution", "sconres"),
    ("senate-joint-resolution", "sjres"),
    ("senate-resolution", "sres"),
];

/// Packages of the Government Publishing Office: bills and Federal Register documents by their
/// official number, everything else by the package's or part's own name.
pub(super) fn govinfo(page: &Page<'_>) -> Option<Work> {
    let package = page.after("pkg").or_else(|| page.after("details"))?;
    if let Some(bill) = bill_package(package) {
        return Some(bill);
    }
    let part = stem(page.segments().last()?);
    if package.starts_with("FR-") && is_register_number(part) {
        return Work::whole("us-fr-doc", part);
    }
    let name = if part.starts_with(package) { part } else { package };
    let plain =
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    plain.then(|| Work::whole("govinfo", name))?
}

/// Reads `BILLS-117s1744is`: Congress, kind, number, and the version as locator.
fn bill_package(package: &str) -> Option<Work> {
    let (congress, rest) = leading_digits(package.strip_prefix("BILLS-")?);
    let kind = rest.trim_start_matches(|ch: char| ch.is_ascii_lowercase());
    let (kind, rest) = rest.split_at(rest.len() - kind.len());
    let (number, version) = leading_digits(rest);
    let known = BILLS.iter().any(|(_, short)| *short == kind);
    (known && is_number(congress) && is_number(number))
        .then(|| Work::at("us-bill", &format!("{congress}-{kind}-{number}"), version))?
}

fn leading_digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// Reads `/bill/117th-congress/senate-bill/1744` and the bills' own files.
pub(super) fn congress(page: &Page<'_>) -> Option<Work> {
    let ["bill", congress, kind, number] = page.words() else {
        return bill_package(stem(page.segments().last()?));
    };
    let (congress, _) = leading_digits(congress);
    let (_, kind) = BILLS.iter().find(|(long, _)| *long == kind)?;
    let version = page.after("text").unwrap_or_default();
    (is_number(congress) && is_number(number))
        .then(|| Work::at("us-bill", &format!("{congress}-{kind}-{number}"), version))?
}

/// The document number, on the published page, in short addresses and before publication.
pub(super) fn federal_register(page: &Page<'_>) -> Option<Work> {
    let number = match page.words() {
        ["documents" | "articles", _, _, _, number] => number,
        ["d", number, ..] => number,
        [file, "", ..] if page.host.starts_with("public-inspection.") => stem(file),
        _ => return None,
    };
    is_register_number(number).then(|| Work::whole("us-fr-doc", number))?
}

/// Tells `2021-27406`, and older ones such as `E9-1234` and `C1-2020-1234`.
fn is_register_number(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase() || byte == b'-';
    text.len() <= 16
        && text.bytes().all(plain)
        && text.rsplit_once('-').is_some_and(|(year, number)| !year.is_empty() && is_number(number))
}

/// Law of the European Union, by CELEX number, or by its European Legislation Identifier.
pub(super) fn celex(page: &Page<'_>) -> Option<Work> {
    if page.host != "eur-lex.europa.eu" && page.host != "data.europa.eu" {
        return None;
    }
    if let Some(number) = page.value("uri").as_deref().and_then(celex_number) {
        return Work::whole("celex", &number);
    }
    let ["eli", kind, year, number] = page.words() else { return None };
    let letter = match kind {
        "reg" => 'R',
        "dir" => 'L',
        _ => return None,
    };
    let fits = year.len() == 4 && is_number(year) && is_number(number) && number.len() <= 4;
    fits.then(|| Work::whole("celex", &format!("3{year}{letter}{number:0>4}")))?
}

/// Reads `CELEX:32016R0679`, also with a consolidation date behind it.
fn celex_number(uri: &str) -> Option<String> {
    let number =
        uri.get(..6).filter(|word| word.eq_ignore_ascii_case("celex:")).map(|_| &uri[6..])?;
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'(' | b')' | b'_');
    let (digits, rest) = leading_digits(number);
    (digits.len() >= 5 && !rest.is_empty() && number.bytes().all(plain))
        .then(|| number.to_ascii_uppercase())
}

/// Law of the United Kingdom: `/ukpga/2018/12/section/3`, also under `/id`.
pub(super) fn legislation(page: &Page<'_>) -> Option<Work> {
    let mut words = page.segments().skip_while(|word| *word == "id");
    let (kind, year, number) = (words.next()?, words.next()?, words.next()?);
    let is_kind =
        (3..=5).contains(&kind.len()) && kind.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_kind || year.len() != 4 || !is_number(year) || !is_number(number) {
        return None;
    }
    let place = match words.next() {
        Some(part @ ("section" | "schedule" | "part" | "article" | "regulation")) => {
            format!("{part}/{}", words.next().unwrap_or_default())
        }
        _ => String::new(),
    };
    Work::at("uk-law", &format!("{kind}/{year}/{number}"), place.trim_end_matches('/'))
}

/// Dockets and opinions by CourtListener's number.
pub(super) fn court_listener(page: &Page<'_>) -> Option<Work> {
    let [kind @ ("docket" | "opinion"), id] = page.words() else { return None };
    is_number(id).then(|| Work::whole("courtlistener", &format!("{kind}/{id}")))?
}
