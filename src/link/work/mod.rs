//! Which work a URL names, as `scheme:id`, from the URL alone.
//!
//! Two addresses of one work get one id: the page and the PDF, the preprint server and its DOI, the
//! bill at two offices. Where an id would need a table or a registry the answer is `None`, and
//! nothing is repaired: an address with a stray `%20` before the id names no work.

mod doi;
mod isbn;
mod law;

use super::{Address, unwrap};
use crate::domain::bare;

/// A work, and the part or version of it that the URL asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Work {
    /// `scheme:id`.
    pub(super) id: String,
    /// `v2` of a preprint, `is` of a bill, `section/3` of an act.
    pub(super) locator: Option<String>,
}

impl Work {
    /// The work `scheme:id` as a whole.
    pub(super) fn whole(scheme: &str, id: &str) -> Option<Self> {
        (!id.is_empty()).then(|| Self { id: format!("{scheme}:{id}"), locator: None })
    }

    /// The same with a place or version; an empty one is none.
    pub(super) fn at(scheme: &str, id: &str, locator: &str) -> Option<Self> {
        let locator = (!locator.is_empty()).then(|| locator.to_owned());
        Self::whole(scheme, id).map(|work| Self { locator, ..work })
    }
}

/// A URL as the rules read it: percent-encoding in its normal form.
pub(super) struct Page<'a> {
    pub(super) host: &'a str,
    pub(super) path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Page<'a> {
    /// The path's segments from the first on; a slash at the end adds none.
    pub(super) fn segments(&self) -> impl Iterator<Item = &'a str> {
        self.path.split('/').filter(|segment| !segment.is_empty())
    }

    /// The first segments as a fixed number of words, empty where the path is shorter.
    pub(super) fn words<const N: usize>(&self) -> [&'a str; N] {
        let mut segments = self.segments();
        std::array::from_fn(|_| segments.next().unwrap_or_default())
    }

    /// The segment after one of this name.
    pub(super) fn after(&self, name: &str) -> Option<&'a str> {
        let mut segments = self.segments();
        segments.find(|segment| *segment == name)?;
        segments.next()
    }

    /// The decoded value of a parameter.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        unwrap::value(self.query?, name)
    }
}

/// Returns the work that a cited URL names.
pub(super) fn work(address: &Address<'_>) -> Option<Work> {
    let page = Page { host: bare(address.host), path: &address.path, query: address.url.query() };
    by_domain(&page, address.domain)
        .or_else(|| doi::in_page(&page))
        .or_else(|| isbn::in_path(&page))
}

fn by_domain(page: &Page<'_>, domain: &str) -> Option<Work> {
    match domain {
        "doi.org" => doi::resolver(page),
        "nature.com" => nature(page),
        "bmj.com" => bmj(page),
        "thelancet.com" => lancet(page),
        "cell.com" | "sciencedirect.com" => pii(page),
        "arxiv.org" => arxiv_page(page),
        "nih.gov" | "europepmc.org" => pubmed(page),
        "ssrn.com" => ssrn(page),
        "jstor.org" => jstor(page),
        "govinfo.gov" => law::govinfo(page),
        "congress.gov" => law::congress(page),
        "federalregister.gov" => law::federal_register(page),
        "europa.eu" => law::celex(page),
        "legislation.gov.uk" => law::legislation(page),
        "courtlistener.com" => law::court_listener(page),
        "reuters.com" => reuters(page),
        "businesswire.com" => business_wire(page),
        "wikidata.org" => wikidata(page),
        "psu.edu" => citeseer(page),
        "researchgate.net" => research_gate(page),
        "sciencemag.org" | "science.org" => science(page),
        "youtube.com" | "youtu.be" | "youtube-nocookie.com" => youtube(page),
        _ => None,
    }
}

/// Tells words of digits alone.
pub(super) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Without the endings that only choose a form of the document.
pub(super) fn stem(word: &str) -> &str {
    const FORMS: [&str; 10] = [
        ".abstract",
        ".epdf",
        ".extract",
        ".full",
        ".full-text",
        ".htm",
        ".html",
        ".long",
        ".pdf",
        ".short",
    ];
    let mut word = word;
    while let Some(rest) = FORMS.iter().find_map(|form| word.strip_suffix(form)) {
        word = rest;
    }
    word
}

/// `/articles/s41597-020-0430-x` is `10.1038/s41597-020-0430-x`.
fn nature(page: &Page<'_>) -> Option<Work> {
    let ["articles", id] = page.words() else { return None };
    let id = stem(id);
    let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    let is_id = plain && id.bytes().any(|byte| byte.is_ascii_digit());
    is_id.then(|| Work::whole("doi", &format!("10.1038/{}", id.to_ascii_lowercase())))?
}

/// `/content/360/bmj.j5910` is `10.1136/bmj.j5910`.
fn bmj(page: &Page<'_>) -> Option<Work> {
    let is_id = |id: &&str| {
        id.strip_prefix("bmj").is_some_and(|rest| {
            rest.starts_with(['.', '-']) && rest.bytes().any(|byte| byte.is_ascii_digit())
        })
    };
    let id = stem(page.segments().skip(2).find(is_id)?);
    page.path
        .starts_with("/content/")
        .then(|| Work::whole("doi", &format!("10.1136/{}", id.to_ascii_lowercase())))?
}

/// `…/PIIS2666-5247(21)00280-9/fulltext` is `10.1016/s2666-5247(21)00280-9`.
fn lancet(page: &Page<'_>) -> Option<Work> {
    let pii = page.segments().find_map(|word| punctuated_pii(stem(word.strip_prefix("PII")?)))?;
    Work::whole("doi", &format!("10.1016/{}", pii.to_ascii_lowercase()))
}

/// `?pii=`, `/fulltext/S…` and `/pii/S…`; the DOI would need a registry.
fn pii(page: &Page<'_>) -> Option<Work> {
    let from_query = page.value("pii").and_then(|pii| punctuated_pii(&pii));
    let pii = from_query.or_else(|| page.segments().find_map(|word| punctuated_pii(stem(word))))?;
    Work::whole("pii", &pii)
}

/// Returns a publisher item identifier in its punctuated form, `S0092-8674(15)01705-5`.
fn punctuated_pii(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|ch| !matches!(ch, '-' | '(' | ')')).collect();
    let digits = bare.strip_prefix('S')?;
    let is_digit =
        |(at, byte): (usize, u8)| byte.is_ascii_digit() || (byte == b'X' && matches!(at, 7 | 15));
    if digits.len() != 16 || !digits.bytes().enumerate().all(is_digit) {
        return None;
    }
    let (issn, item) = digits.split_at(8);
    let pii =
        format!("S{}-{}({}){}-{}", &issn[..4], &issn[4..], &item[..2], &item[2..7], &item[7..]);
    (text == pii || text == bare).then_some(pii)
}

fn arxiv_page(page: &Page<'_>) -> Option<Work> {
    let [form, first, second] = page.words();
    if !matches!(form, "abs" | "pdf" | "html" | "ps" | "format") {
        return None;
    }
    arxiv(stem(first)).or_else(|| arxiv(&format!("{first}/{}", stem(second))))
}

/// Reads `2001.01234v2` and `hep-th/9901001v1`; the version becomes the locator.
pub(super) fn arxiv(text: &str) -> Option<Work> {
    let (id, version) = match text.rfind('v').map(|at| text.split_at(at)) {
        Some((id, version)) if is_number(&version[1..]) => (id, version),
        _ => (text, ""),
    };
    let is_new = id.split_once('.').is_some_and(|(month, number)| {
        month.len() == 4 && is_number(month) && matches!(number.len(), 4 | 5) && is_number(number)
    });
    let is_old = id.split_once('/').is_some_and(|(archive, number)| {
        let letter = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'.');
        !archive.is_empty() && archive.bytes().all(letter) && number.len() == 7 && is_number(number)
    });
    (is_new || is_old).then(|| Work::at("arxiv", id, version))?
}

/// PubMed and PubMed Central, at the library and in Europe.
fn pubmed(page: &Page<'_>) -> Option<Work> {
    let pmcid = |word: &str| {
        let number =
            word.get(..3).filter(|pmc| pmc.eq_ignore_ascii_case("PMC")).map(|_| &word[3..]);
        number.filter(|number| is_number(number)).map(str::to_owned)
    };
    let id = match page.words() {
        [id, _, _, _] if page.host.starts_with("pubmed.") => id,
        ["pubmed", id, _, _] | ["m", "pubmed", id, _] => id,
        ["article" | "abstract", "med" | "MED", id, _] => id,
        ["pmc", "articles", id, _]
        | ["articles", id, _, _]
        | ["article" | "abstract", "PMC" | "pmc", id, _] => {
            return Work::whole("pmcid", &format!("PMC{}", pmcid(id)?));
        }
        _ => return None,
    };
    is_number(id).then(|| Work::whole("pmid", id))?
}

fn ssrn(page: &Page<'_>) -> Option<Work> {
    let short = || page.after("abstract").or_else(|| page.segments().next()).map(str::to_owned);
    let id = page.value("abstract_id").or_else(|| page.value("abstract")).or_else(short)?;
    let id = id.trim_start_matches("abstract=");
    is_number(id).then(|| Work::whole("ssrn", id))?
}

/// Numbers and names such as `j.ctt1abc`; stable addresses with a DOI are read as DOIs.
fn jstor(page: &Page<'_>) -> Option<Work> {
    let mut segments = page.segments().skip_while(|word| *word != "stable").skip(1);
    let id = segments.find(|word| !matches!(*word, "pdf" | "view" | "info" | "pdfplus"))?;
    let id = Some(stem(id)).filter(|id| !id.starts_with("10."))?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let is_id = id.bytes().all(plain) && id.bytes().any(|byte| byte.is_ascii_digit());
    is_id.then(|| Work::whole("jstor", &id.to_ascii_lowercase()))?
}

/// The story's number at the end of older addresses, `…-idUSKCN2ED1A6`.
fn reuters(page: &Page<'_>) -> Option<Work> {
    let word = page.segments().filter(|word| *word != "article").last()?;
    let id = match word.rfind("-id") {
        Some(at) => &word[at + 3..],
        None => word.strip_prefix("id")?,
    };
    let is_id = id.len() >= 8
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && id.bytes().any(|byte| byte.is_ascii_digit());
    if !is_id || !page.path.contains("/article/") {
        return None;
    }
    Work::whole("reuters", &format!("id{}", undated(id).to_ascii_uppercase()))
}

/// Without the day that some addresses of a story add, `USKCN0S61WY20151012`.
fn undated(id: &str) -> &str {
    let (number, day) = id.split_at(id.len() - 8);
    let is_day = is_number(day) && (day.starts_with("19") || day.starts_with("20"));
    if is_day && number.len() >= 8 { number } else { id }
}

fn business_wire(page: &Page<'_>) -> Option<Work> {
    let ["news", "home", id] = page.words() else { return None };
    (id.len() == 14 && is_number(id)).then(|| Work::whole("businesswire", id))?
}

fn wikidata(page: &Page<'_>) -> Option<Work> {
    let ["wiki" | "entity", id] = page.words() else { return None };
    id.strip_prefix('Q').filter(|number| is_number(number)).and(Work::whole("wikidata", id))
}

/// Its parameter is called `doi` and holds the library's own number.
fn citeseer(page: &Page<'_>) -> Option<Work> {
    let id = page.value("doi").filter(|_| page.host.starts_with("citeseer"))?;
    let is_id = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    is_id.then(|| Work::whole("citeseerx", &id))?
}

fn research_gate(page: &Page<'_>) -> Option<Work> {
    let name = page.after("publication")?;
    let id = name.split('_').next().filter(|id| is_number(id))?;
    Work::whole("researchgate", id)
}

/// Volume, issue and page of Science before it moved, `/content/356/6339/696.2.abstract`.
fn science(page: &Page<'_>) -> Option<Work> {
    if !matches!(page.host, "science.sciencemag.org" | "www.sciencemag.org" | "www.science.org") {
        return None;
    }
    let ["content", rest @ ..] = page.words::<5>() else { return None };
    let [volume, issue, place] = match rest {
        ["sci", volume, issue, place] | [volume, issue, place, _] => [volume, issue, stem(place)],
    };
    let is_place = place.split('.').all(is_number);
    (is_number(volume) && is_number(issue) && is_place)
        .then(|| Work::whole("science", &format!("{volume}/{issue}/{place}")))?
}

fn youtube(page: &Page<'_>) -> Option<Work> {
    let id = match page.words() {
        [id, _] if page.host.ends_with("youtu.be") => id.to_owned(),
        ["watch", _] => page.value("v")?,
        ["embed" | "shorts" | "live" | "v", id] => id.to_owned(),
        _ => return None,
    };
    let is_id = id.len() == 11
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (is_id && id != "videoseries").then(|| Work::whole("youtube", &id))?
}

#[cfg(test)]
mod tests;
