//! Journals and publishers whose addresses are made of what their identifiers are made of.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{UrlParts, Work, is_count, is_hex, is_number, is_plain, stem};
use crate::domain::table_rows;

/// The text of the table of MDPI's journals.
pub(super) const MDPI_TABLE: &str = include_str!("../../../data/mdpi-journals.tsv");

/// Journals of Copernicus whose host is the name in their DOIs.
const COPERNICUS: [&str; 19] = [
    "acp", "amt", "angeo", "bg", "cp", "esd", "essd", "esurf", "gi", "gmd", "hess", "nhess", "npg",
    "os", "se", "soil", "tc", "wcd", "wes",
];

/// Segments of Elsevier's journals that name another page than the paper.
const OTHER_PAGES: [&str; 8] = [
    "comments",
    "correspondence",
    "figures",
    "metrics",
    "references",
    "related",
    "supplemental",
    "supplementary",
];

/// Reads the addresses of one publisher.
pub(super) fn by_domain(page: &UrlParts<'_>, domain: &str) -> Option<Work> {
    match domain {
        "nature.com" => nature(page).or_else(|| old_nature(page)),
        "bmj.com" => bmj(page),
        "thelancet.com" => lancet(page),
        "cell.com" | "sciencedirect.com" | "elsevier.com" => pii(page),
        "sciencemag.org" | "science.org" => science(page),
        "pnas.org" => volume_page(page, "pnas").and_then(|place| Work::whole("pnas", &place)),
        "mdpi.com" => mdpi(page),
        "hindawi.com" => hindawi(page),
        "elifesciences.org" => elife(page),
        "peerj.com" => peerj(page),
        "copernicus.org" => copernicus(page),
        "rsc.org" => rsc(page),
        "nber.org" => nber(page),
        "oup.com" => oxford(page),
        "jamanetwork.com" => jama(page),
        "cambridge.org" => cambridge(page),
        "biorxiv.org" | "medrxiv.org" => early_preprint(page),
        _ => None,
    }
}

/// `/articles/s41597-020-0430-x` is `10.1038/s41597-020-0430-x`.
fn nature(page: &UrlParts<'_>) -> Option<Work> {
    let ["articles", id, ""] = page.words() else { return None };
    let id = stem(id);
    if id.ends_with(".ris") {
        return None;
    }
    let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    let is_id = plain && id.bytes().any(|byte| byte.is_ascii_digit());
    is_id.then(|| Work::whole("doi", &format!("10.1038/{}", id.to_ascii_lowercase())))?
}

/// Before 2017, `/nature/journal/v500/n7464/full/nature12373.html`.
fn old_nature(page: &UrlParts<'_>) -> Option<Work> {
    let [_, "journal", _, _, "full" | "abs" | "pdf", name, ""] = page.words() else { return None };
    let name = stem(name);
    let number = name.trim_start_matches(|ch: char| ch.is_ascii_lowercase());
    let prefixed = number.len() < name.len();
    let number = number.strip_prefix('.').unwrap_or(number);
    (prefixed && is_number(number)).then(|| Work::whole("doi", &format!("10.1038/{name}")))?
}

/// `/content/360/bmj.j5910` is `10.1136/bmj.j5910`.
fn bmj(page: &UrlParts<'_>) -> Option<Work> {
    let is_id = |id: &&str| {
        id.strip_prefix("bmj").is_some_and(|rest| {
            rest.starts_with(['.', '-']) && rest.bytes().any(|byte| byte.is_ascii_digit())
        })
    };
    let id = stem(page.segments().skip(2).last().filter(is_id)?);
    page.path
        .starts_with("/content/")
        .then(|| Work::whole("doi", &format!("10.1136/{}", id.to_ascii_lowercase())))?
}

/// `…/PIIS2666-5247(21)00280-9/fulltext` is `10.1016/s2666-5247(21)00280-9`.
fn lancet(page: &UrlParts<'_>) -> Option<Work> {
    if page.segments().any(|word| OTHER_PAGES.contains(&word)) {
        return None;
    }
    let pii = page.segments().find_map(|word| punctuated_pii(stem(word.strip_prefix("PII")?)))?;
    Work::whole("doi", &format!("10.1016/{}", pii.to_ascii_lowercase()))
}

/// `?pii=`, `/fulltext/S…` and `/pii/S…`; the DOI would need a registry.
fn pii(page: &UrlParts<'_>) -> Option<Work> {
    if page.segments().any(|word| OTHER_PAGES.contains(&word)) {
        return None;
    }
    let from_query = page.value("pii").and_then(|pii| punctuated_pii(&pii));
    let pii = from_query.or_else(|| page.segments().find_map(|word| punctuated_pii(stem(word))))?;
    Work::whole("pii", &pii)
}

/// `/article/S0140-6736(20)30183-5/…` on the publisher's many other hosts.
pub(super) fn article_pii(page: &UrlParts<'_>) -> Option<Work> {
    let pii = page.after("article").and_then(|word| {
        let word = stem(word);
        punctuated_pii(word).filter(|pii| pii == word)
    })?;
    if page.segments().any(|word| OTHER_PAGES.contains(&word)) {
        return None;
    }
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

/// Volume, issue and page of Science before it moved, `/content/356/6339/696.2.abstract`.
fn science(page: &UrlParts<'_>) -> Option<Work> {
    if !matches!(page.host, "science.sciencemag.org" | "www.sciencemag.org" | "www.science.org") {
        return None;
    }
    Work::whole("science", &volume_page(page, "sci")?)
}

/// Volume, issue and page of a journal that names no more in its addresses.
fn volume_page(page: &UrlParts<'_>, journal: &str) -> Option<String> {
    let ["content", rest @ .., ""] = page.words::<7>() else { return None };
    let [volume, issue, place, form, more] = match rest {
        [name, volume, issue, place, form] if name == journal => {
            [volume, issue, stem(place), form, ""]
        }
        [volume, issue, place, form, more] => [volume, issue, stem(place), form, more],
    };
    // Other tabs show the figures, or who wrote it.
    if !matches!(form, "" | "tab-pdf") || !more.is_empty() {
        return None;
    }
    let is_place = place.split('.').all(is_number);
    (is_number(volume) && is_number(issue) && is_place).then(|| format!("{volume}/{issue}/{place}"))
}

/// Slug of a journal's DOIs, and the first volume that has it, by ISSN.
static MDPI: LazyLock<FxHashMap<&'static str, (&'static str, u32)>> = LazyLock::new(|| {
    let rows = table_rows(MDPI_TABLE)
        .map(|[issn, slug, from, _journal]| (issn, (slug, from.parse().unwrap_or(u32::MAX))));
    rows.collect()
});

/// `/2076-393X/9/9/1033` is `10.3390/vaccines9091033`.
fn mdpi(page: &UrlParts<'_>) -> Option<Work> {
    let [issn, volume, issue, article, form, ""] = page.words() else { return None };
    let is_whole = matches!(form, "" | "htm" | "html" | "pdf" | "xml" | "epub");
    let (slug, from) = MDPI.get(issn)?;
    let fits = is_count(volume, 3) && is_count(issue, 2) && is_count(article, 5);
    let is_listed = fits && volume.parse::<u32>().is_ok_and(|volume| volume >= *from);
    (is_whole && is_listed)
        .then(|| Work::whole("doi", &format!("10.3390/{slug}{volume}{issue:0>2}{article:0>4}")))?
}

/// `/journals/bmri/2020/1234567` is `10.1155/2020/1234567`.
fn hindawi(page: &UrlParts<'_>) -> Option<Work> {
    let ["journals", _, year, id, "" | "abs", ""] = page.words() else { return None };
    let id = stem(id);
    let fits = year.len() == 4 && is_number(year) && year >= "2008";
    (fits && is_number(id) && (5..=8).contains(&id.len()))
        .then(|| Work::whole("doi", &format!("10.1155/{year}/{id}")))?
}

/// `/articles/12345` is `10.7554/elife.12345`.
fn elife(page: &UrlParts<'_>) -> Option<Work> {
    let ["articles", id, ""] = page.words() else { return None };
    (is_number(id) && (5..=6).contains(&id.len()))
        .then(|| Work::whole("doi", &format!("10.7554/elife.{id}")))?
}

/// `/articles/1234` is `10.7717/peerj.1234`, `/articles/cs-12` is `10.7717/peerj-cs.12`.
fn peerj(page: &UrlParts<'_>) -> Option<Work> {
    let ["articles", id, ""] = page.words() else { return None };
    let id = stem(id);
    let (journal, number) = match id.strip_prefix("cs-") {
        Some(number) => ("peerj-cs", number),
        None => ("peerj", id),
    };
    is_count(number, 6).then(|| Work::whole("doi", &format!("10.7717/{journal}.{number}")))?
}

/// `acp.copernicus.org/articles/20/1/2020` is `10.5194/acp-20-1-2020`.
fn copernicus(page: &UrlParts<'_>) -> Option<Work> {
    let journal = page.host.strip_suffix(".copernicus.org").filter(|it| COPERNICUS.contains(it))?;
    let ["articles", volume, first, year, file, ""] = page.words() else { return None };
    let name = format!("{journal}-{volume}-{first}-{year}");
    let fits = is_count(volume, 3) && is_count(first, 5) && year.len() == 4 && is_number(year);
    (fits && (file.is_empty() || stem(file) == name))
        .then(|| Work::whole("doi", &format!("10.5194/{name}")))?
}

/// `/en/content/articlelanding/2020/sc/d0sc01234a` is `10.1039/d0sc01234a`.
fn rsc(page: &UrlParts<'_>) -> Option<Work> {
    let [_, content, form, _, _, id, ""] = page.words() else { return None };
    let forms = ["articlelanding", "articlehtml", "articlepdf"];
    let is_article = content.eq_ignore_ascii_case("content")
        && forms.iter().any(|known| form.eq_ignore_ascii_case(known));
    let id = id.to_ascii_lowercase();
    let is_id = id.len() == 10
        && id.bytes().enumerate().all(|(at, byte)| match at {
            0 => matches!(byte, b'a'..=b'd'),
            2 | 3 => byte.is_ascii_lowercase(),
            9 => byte.is_ascii_alphanumeric(),
            _ => byte.is_ascii_digit(),
        });
    (is_article && is_id).then(|| Work::whole("doi", &format!("10.1039/{id}")))?
}

/// Working papers: `/papers/w12345` is `10.3386/w12345`.
fn nber(page: &UrlParts<'_>) -> Option<Work> {
    let id = match page.words() {
        ["papers", id, "", "", ""] => stem(id),
        ["system", "files", "working_papers", id, file] if stem(file) == id => id,
        _ => return None,
    };
    let number = id.strip_prefix('w')?;
    (is_number(number) && (4..=6).contains(&number.len()))
        .then(|| Work::whole("doi", &format!("10.3386/{id}")))?
}

/// `/nar/article/48/D1/D1/5614567`: volume, issue, page, and the publisher's own number.
fn oxford(page: &UrlParts<'_>) -> Option<Work> {
    let [journal, "article" | "article-abstract", _, _, _, id, ""] = page.words() else {
        return None;
    };
    let is_id = is_number(id) && id.len() >= 5;
    (page.host == "academic.oup.com" && is_id && is_plain(journal, "-_"))
        .then(|| Work::whole("oup", &format!("{journal}/{id}")))?
}

/// `/journals/jama/fullarticle/2762130` and `/journals/jama/article-abstract/2762130`.
fn jama(page: &UrlParts<'_>) -> Option<Work> {
    let ["journals", journal, "fullarticle" | "article-abstract", id, ""] = page.words() else {
        return None;
    };
    (is_count(id, 9) && is_plain(journal, "-")).then(|| Work::whole("jama", id))?
}

/// The product's number of 32 hexadecimal digits, behind any title.
fn cambridge(page: &UrlParts<'_>) -> Option<Work> {
    let ["core", "journals" | "books" | "product"] = page.words() else { return None };
    let id = page.segments().find(|word| is_hex(word, 32))?;
    Work::whole("cambridge", &id.to_ascii_uppercase())
}

/// Before the date was part of every number, `/content/early/2019/01/01/123456`.
fn early_preprint(page: &UrlParts<'_>) -> Option<Work> {
    let ["content", "early", _, _, _, id, ""] = page.words() else { return None };
    let id = stem(id);
    (id.len() >= 6 && id.split('.').all(is_number))
        .then(|| Work::whole("doi", &format!("10.1101/{id}")))?
}
