//! Acts, bills, registers and dockets: works whose addresses carry official numbers.

use super::{UrlParts, Work, code, is_count, is_number, is_plain, stem};

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

/// Languages in addresses of documents of the United Nations.
const UN_LANGUAGES: [&str; 6] = ["ar", "en", "es", "fr", "ru", "zh"];

/// Reads the addresses of one office.
pub(super) fn by_domain(page: &UrlParts<'_>, domain: &str) -> Option<Work> {
    match domain {
        "govinfo.gov" => link_service(page).or_else(|| govinfo(page)),
        "congress.gov" => research_report(page).or_else(|| congress(page)),
        "govtrack.us" => govtrack(page),
        "cornell.edu" | "house.gov" | "ecfr.gov" => code::by_domain(page, domain),
        "federalregister.gov" => federal_register(page),
        "europa.eu" => celex(page),
        "legislation.gov.uk" => legislation(page),
        "courtlistener.com" => court_listener(page),
        "gao.gov" => accountability_office(page),
        "sec.gov" => filing(page),
        "clinicaltrials.gov" => trial(page),
        "undocs.org" | "un.org" => united_nations(page),
        _ => None,
    }
}

/// Packages of the Government Publishing Office: bills and Federal Register documents by their
/// official number, everything else by the package's or part's own name.
fn govinfo(page: &UrlParts<'_>) -> Option<Work> {
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
fn congress(page: &UrlParts<'_>) -> Option<Work> {
    let ["bill", congress, kind, number] = page.words() else {
        let name = stem(page.segments().last()?);
        let law = name.starts_with("PLAW-") && is_plain(name, "-");
        return bill_package(name).or_else(|| law.then(|| Work::whole("govinfo", name))?);
    };
    let (congress, _) = leading_digits(congress);
    let (_, kind) = BILLS.iter().find(|(long, _)| *long == kind)?;
    let version = page.after("text").unwrap_or_default();
    (is_number(congress) && is_number(number))
        .then(|| Work::at("us-bill", &format!("{congress}-{kind}-{number}"), version))?
}

/// Reads `/link/bills/116/hr/748`, which leads to the bill, and the same of public laws and the codes.
fn link_service(page: &UrlParts<'_>) -> Option<Work> {
    match page.words() {
        ["link", "bills", congress, kind, number, "" | "mostrecent"] => {
            bill(congress, kind, number)
        }
        ["link", "plaw", congress, "public", number, ""] => {
            let fits = is_count(congress, 3) && is_count(number, 4);
            fits.then(|| Work::whole("govinfo", &format!("PLAW-{congress}publ{number}")))?
        }
        ["link", "uscode", title, section, "", ""] => code::section(title, section),
        ["link", "cfr", title, part, "", ""] if page.asks_only(&["sectionnum", "link-type"]) => {
            match page.value("sectionnum") {
                Some(number) => code::regulation(title, &format!("{part}.{number}")),
                None => code::regulation(title, &format!("part-{part}")),
            }
        }
        _ => None,
    }
}

fn bill(congress: &str, kind: &str, number: &str) -> Option<Work> {
    let known = BILLS.iter().any(|(_, short)| *short == kind);
    (known && is_count(congress, 3) && is_count(number, 6))
        .then(|| Work::whole("us-bill", &format!("{congress}-{kind}-{number}")))?
}

/// `/congress/bills/116/hr748`.
fn govtrack(page: &UrlParts<'_>) -> Option<Work> {
    let ["congress", "bills", congress, bill_number, "" | "text" | "summary"] = page.words() else {
        return None;
    };
    let number = bill_number.trim_start_matches(|ch: char| ch.is_ascii_lowercase());
    bill(congress, &bill_number[..bill_number.len() - number.len()], number)
}

/// The document number, on the published page, in short addresses and before publication.
fn federal_register(page: &UrlParts<'_>) -> Option<Work> {
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
fn celex(page: &UrlParts<'_>) -> Option<Work> {
    if page.host != "eur-lex.europa.eu" && page.host != "data.europa.eu" {
        return None;
    }
    // Summaries, national measures and the procedure are other pages about the act.
    let is_text = match page.words() {
        ["legal-content", _, form, "" | "HTML" | "PDF", ""] => {
            matches!(form, "ALL" | "AUTO" | "TXT")
        }
        ["LexUriServ", "LexUriServ.do", "", "", ""] => true,
        _ => page.value("uri").is_none(),
    };
    if !is_text {
        return None;
    }
    if let Some(number) = page.value("uri").as_deref().and_then(celex_number) {
        return Work::whole("celex", &number);
    }
    let ["eli", kind, year, number] = page.words() else { return None };
    let letter = match kind {
        "reg" | "reg_del" | "reg_impl" => 'R',
        "dir" | "dir_del" | "dir_impl" => 'L',
        "dec" | "dec_del" | "dec_impl" => 'D',
        _ => return None,
    };
    let fits = year.len() == 4 && is_number(year) && is_number(number) && number.len() <= 4;
    fits.then(|| Work::whole("celex", &format!("3{year}{letter}{number:0>4}")))?
}

/// Reads `CELEX:32016R0679`, also with a consolidation date behind it.
fn celex_number(uri: &str) -> Option<String> {
    let number =
        uri.get(..6).filter(|word| word.eq_ignore_ascii_case("celex:")).map(|_| &uri[6..])?;
    // Older addresses end in the language and the form, `:EN:NOT`.
    let number = number.split(':').next().unwrap_or_default();
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'(' | b')' | b'_');
    let (digits, rest) = leading_digits(number);
    (digits.len() >= 5 && !rest.is_empty() && number.bytes().all(plain))
        .then(|| number.to_ascii_uppercase())
}

/// Law of the United Kingdom: `/ukpga/2018/12/section/3`, also under `/id`.
fn legislation(page: &UrlParts<'_>) -> Option<Work> {
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

/// Dockets and opinions by CourtListener's number; an entry of a docket is a filing of its own.
fn court_listener(page: &UrlParts<'_>) -> Option<Work> {
    match page.words() {
        [kind @ ("docket" | "opinion"), id, slug, "", ""] if is_number(id) && !is_number(slug) => {
            Work::whole("courtlistener", &format!("{kind}/{id}"))
        }
        ["docket", id, entry, slug, ""] if is_number(id) && is_number(entry) => {
            let is_whole = !is_number(slug);
            is_whole.then(|| Work::whole("courtlistener", &format!("docket/{id}/{entry}")))?
        }
        ["docket", id, entry, part, _] if [id, entry, part].into_iter().all(is_number) => {
            Work::whole("courtlistener", &format!("docket/{id}/{entry}/{part}"))
        }
        _ => None,
    }
}

/// Reports of the Congressional Research Service: `R45123`, the version as locator.
fn research_report(page: &UrlParts<'_>) -> Option<Work> {
    let (id, version) = match page.words() {
        ["product", "pdf", _, id, version] => (id.to_owned(), version),
        ["product", "details", "", "", ""] => (page.value("prodcode")?, ""),
        ["crs-product", id, "", "", ""] => (id.to_owned(), ""),
        _ => return None,
    };
    let number = id.trim_start_matches(|ch: char| ch.is_ascii_uppercase());
    let fits = (1..=2).contains(&(id.len() - number.len())) && (4..=6).contains(&number.len());
    let locator = if is_count(version, 3) { format!("v{version}") } else { String::new() };
    (fits && is_number(number)).then(|| Work::at("crs", &id, &locator))?
}

/// Reports of the Government Accountability Office: `gao-20-123`.
fn accountability_office(page: &UrlParts<'_>) -> Option<Work> {
    let ["products" | "assets", id, ""] = page.words() else { return None };
    let id = stem(id).to_ascii_lowercase();
    let (year, number) = id.strip_prefix("gao-")?.split_once('-')?;
    let fits = year.len() == 2 && is_number(year) && is_plain(number, "");
    (fits && number.starts_with(|ch: char| ch.is_ascii_digit())).then(|| Work::whole("gao", &id))?
}

/// One file of a filing with the Securities and Exchange Commission, plain or in its viewer.
fn filing(page: &UrlParts<'_>) -> Option<Work> {
    let viewer = matches!(page.words(), ["ix" | "ix.xhtml", ""]);
    let path = if viewer { page.value("doc")? } else { page.path.to_owned() };
    let mut words = path.strip_prefix("/Archives/edgar/data/")?.split('/');
    let (company, filing, file) = (words.next()?, words.next()?, words.next()?);
    let fits = is_count(company, 10) && filing.len() == 18 && is_number(filing);
    (fits && is_plain(file, "-._") && words.next().is_none())
        .then(|| Work::whole("edgar", &format!("{company}/{filing}/{file}")))?
}

/// A trial by its number in the register.
fn trial(page: &UrlParts<'_>) -> Option<Work> {
    let (["study" | "show", id, ""] | ["ct2", "show", id]) = page.words() else { return None };
    let number = id.strip_prefix("NCT")?;
    (number.len() == 8 && is_number(number)).then(|| Work::whole("nct", id))?
}

/// A document of the United Nations by its symbol, `A/RES/70/1`, in the path or in a parameter.
fn united_nations(page: &UrlParts<'_>) -> Option<Work> {
    let symbol = match (page.host, page.path) {
        ("undocs.org" | "www.undocs.org", "/Home/Mobile") => page.value("FinalSymbol")?,
        ("undocs.org" | "www.undocs.org" | "docs.un.org", _) => {
            let words = page.segments().skip_while(|word| UN_LANGUAGES.contains(word));
            words.collect::<Vec<_>>().join("/")
        }
        ("daccess-ods.un.org", "/access.nsf/Get") => page.value("DS")?,
        (_, path) if path.ends_with("/view_doc.asp") => page.value("symbol")?,
        ("www.un.org" | "un.org", "/docs/" | "/docs") => page.value("symbol")?,
        _ => return None,
    };
    let body = symbol.split('/').next().unwrap_or_default();
    let is_body = !body.is_empty() && body.bytes().all(|byte| byte.is_ascii_uppercase());
    let fits = is_plain(&symbol, "/-.()") && symbol.bytes().any(|byte| byte.is_ascii_digit());
    (is_body && fits && symbol.contains('/')).then(|| Work::whole("un", &symbol))?
}
