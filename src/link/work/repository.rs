//! Repositories, preprint servers and indexes: works by the number that they are kept under.

use super::{UrlParts, Work, is_count, is_hex, is_number, is_plain, stem};

/// Letters and digits of the Open Science Framework's numbers: none that are easily mistaken.
const OSF_LETTERS: &str = "23456789abcdefghjkmnpqrstuvwxyz";

/// Reads the addresses of one repository.
pub(super) fn by_domain(page: &UrlParts<'_>, domain: &str) -> Option<Work> {
    match domain {
        "arxiv.org" | "ar5iv.org" => arxiv_page(page),
        "nih.gov" | "europepmc.org" => pubmed(page),
        "ssrn.com" => ssrn(page),
        "jstor.org" => jstor(page),
        "psu.edu" => citeseer(page),
        "researchgate.net" => research_gate(page),
        "semanticscholar.org" => semantic_scholar(page),
        "openreview.net" => openreview(page),
        "hal.science" | "archives-ouvertes.fr" | "inria.fr" => hal_page(page),
        "zenodo.org" => zenodo(page),
        "osf.io" => osf_page(page),
        "figshare.com" => figshare_page(page),
        "aclanthology.org" | "aclweb.org" => acl(stem(page.segments().last()?)),
        "mlr.press" => pmlr(page),
        "harvard.edu" => astrophysics(page),
        "nips.cc" | "neurips.cc" => neurips(page),
        _ => None,
    }
}

/// Reads the DOIs under which repositories register their own numbers; the DOI is in lower case.
pub(super) fn by_doi(doi: &str) -> Option<Work> {
    let (registrant, name) = doi.split_once('/')?;
    match registrant {
        "10.48550" => arxiv(name.strip_prefix("arxiv.")?),
        "10.2139" => {
            let id = name.strip_prefix("ssrn.").filter(|id| is_number(id))?;
            Work::whole("ssrn", id)
        }
        "10.2307" => (!name.contains('/')).then(|| Work::whole("jstor", name))?,
        "10.5281" => {
            let id = name.strip_prefix("zenodo.").filter(|id| is_number(id))?;
            Work::whole("zenodo", id)
        }
        "10.6084" => figshare(name.strip_prefix("m9.figshare.")?),
        "10.18653" | "10.3115" => acl(name.strip_prefix("v1/")?),
        _ => osf(name.strip_prefix("osf.io/")?),
    }
}

fn arxiv_page(page: &UrlParts<'_>) -> Option<Work> {
    let [form, first, second] = page.words();
    if !matches!(form, "abs" | "pdf" | "html" | "ps" | "format") {
        return None;
    }
    arxiv(stem(first)).or_else(|| arxiv(&format!("{first}/{}", stem(second))))
}

/// Reads `2001.01234v2` and `hep-th/9901001v1`; the version becomes the locator.
fn arxiv(text: &str) -> Option<Work> {
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
    (is_new || is_old).then(|| Work::at("arxiv", &without_class(id), version))?
}

/// Without the subject that older numbers may name too: `math.GT/0309136` is `math/0309136`.
fn without_class(id: &str) -> String {
    match id.split_once('/') {
        Some((archive, number)) => {
            let archive = archive.split('.').next().unwrap_or_default();
            format!("{archive}/{number}")
        }
        None => id.to_owned(),
    }
}

/// PubMed and PubMed Central, at the library and in Europe.
fn pubmed(page: &UrlParts<'_>) -> Option<Work> {
    let pmcid = |word: &str| {
        let number =
            word.get(..3).filter(|pmc| pmc.eq_ignore_ascii_case("PMC")).map(|_| &word[3..]);
        number.filter(|number| is_number(number)).map(str::to_owned)
    };
    let id = match page.words() {
        [id, "", "", ""] if page.host.starts_with("pubmed.") => id,
        ["pubmed", id, "", ""] | ["m", "pubmed", id, ""] => id,
        ["article" | "abstract", "med" | "MED", id, ""] => id,
        ["pmc", "articles", "pmid", id] | ["articles", "pmid", id, ""] => id,
        // Figures, tables and supplements have pages of their own.
        ["pmc", "articles", id, "" | "pdf"]
        | ["articles", id, "" | "pdf", _]
        | ["article" | "abstract", "PMC" | "pmc", id, ""] => {
            return Work::whole("pmcid", &format!("PMC{}", pmcid(id)?));
        }
        _ => return None,
    };
    is_number(id).then(|| Work::whole("pmid", id))?
}

fn ssrn(page: &UrlParts<'_>) -> Option<Work> {
    let short = || page.after("abstract").or_else(|| page.segments().next()).map(str::to_owned);
    let id = page.value("abstract_id").or_else(|| page.value("abstract")).or_else(short)?;
    let id = id.trim_start_matches("abstract=");
    is_number(id).then(|| Work::whole("ssrn", id))?
}

/// Numbers and names such as `j.ctt1abc`; stable addresses with a DOI are read as DOIs.
fn jstor(page: &UrlParts<'_>) -> Option<Work> {
    let mut segments = page.segments().skip_while(|word| *word != "stable").skip(1);
    let id = segments.find(|word| !matches!(*word, "pdf" | "view" | "info" | "pdfplus"))?;
    let id = Some(stem(id)).filter(|id| !id.starts_with("10."))?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let is_id = id.bytes().all(plain) && id.bytes().any(|byte| byte.is_ascii_digit());
    is_id.then(|| Work::whole("jstor", &id.to_ascii_lowercase()))?
}

/// Its parameter is called `doi` and holds the library's own number.
fn citeseer(page: &UrlParts<'_>) -> Option<Work> {
    let id = page.value("doi").filter(|_| page.host.starts_with("citeseer"))?;
    let is_id = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    is_id.then(|| Work::whole("citeseerx", &id))?
}

fn research_gate(page: &UrlParts<'_>) -> Option<Work> {
    let name = page.after("publication")?;
    let id = name.split('_').next().filter(|id| is_number(id))?;
    Work::whole("researchgate", id)
}

/// The library's number of 40 hexadecimal digits, or its number in the corpus.
fn semantic_scholar(page: &UrlParts<'_>) -> Option<Work> {
    let last = page.segments().last()?;
    if let Some(number) = last.strip_prefix("CorpusID:") {
        return is_number(number).then(|| Work::whole("s2corpus", number))?;
    }
    let is_paper = matches!(page.words(), ["paper" | "reader"]);
    (is_paper && is_hex(last, 40)).then(|| Work::whole("s2", last))?
}

/// The forum of a submission; a comment in it is its locator.
fn openreview(page: &UrlParts<'_>) -> Option<Work> {
    let ["forum" | "pdf", ""] = page.words() else { return None };
    let id = page.value("id").filter(|id| is_plain(id, "-_"))?;
    let note = page.value("noteId").filter(|note| *note != id).unwrap_or_default();
    let locator = if note.is_empty() { note } else { format!("noteId={note}") };
    Work::at("openreview", &id, &locator)
}

/// `/hal-01234567v2`, on the portal of any institute.
fn hal_page(page: &UrlParts<'_>) -> Option<Work> {
    let is_hal = page.host.ends_with("hal.science")
        || page.host.ends_with(".archives-ouvertes.fr")
        || page.host == "hal.inria.fr";
    let [id, "" | "document", ""] = page.words() else { return None };
    let (archive, number) = id.rsplit_once('-')?;
    let (number, version) = number.split_at_checked(8)?;
    let is_version = version.is_empty() || version.strip_prefix('v').is_some_and(is_number);
    let is_archive = archive.len() >= 3 && archive.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_hal && is_archive && is_number(number) && is_version)
        .then(|| Work::at("hal", &format!("{archive}-{number}"), version))?
}

/// A record, and the paper among its files; data stand beside it under other endings.
fn zenodo(page: &UrlParts<'_>) -> Option<Work> {
    let ["record" | "records", id, form, file, ""] = page.words() else { return None };
    let is_paper = form == "files" && file.ends_with(".pdf");
    (is_count(id, 12) && (form.is_empty() || is_paper)).then(|| Work::whole("zenodo", id))?
}

/// A preprint, or anything else whose number has a digit, as no page of the site's own has.
fn osf_page(page: &UrlParts<'_>) -> Option<Work> {
    match page.words() {
        ["preprints", id, "" | "download", ""] | ["preprints", _, id, "" | "download"] => osf(id),
        [id, "" | "download", "", ""] if id.bytes().any(|byte| byte.is_ascii_digit()) => osf(id),
        _ => None,
    }
}

/// Reads `abcd3` and `abcd3_v2`.
fn osf(text: &str) -> Option<Work> {
    let (id, version) = text.split_once('_').unwrap_or((text, ""));
    let is_version = version.is_empty() || version.strip_prefix('v').is_some_and(is_number);
    let is_id = id.len() == 5 && id.chars().all(|ch| OSF_LETTERS.contains(ch));
    (is_id && is_version).then(|| Work::at("osf", id, version))?
}

/// `/articles/dataset/Some_title/12345678/2`.
fn figshare_page(page: &UrlParts<'_>) -> Option<Work> {
    if !matches!(page.host, "figshare.com" | "www.figshare.com") {
        return None;
    }
    match page.words() {
        ["articles", _, _, id, version, ""] if is_count(id, 12) && id.len() > 4 => {
            versioned(id, version)
        }
        ["articles", _, id, version, "", ""] if is_count(id, 12) && id.len() > 4 => {
            versioned(id, version)
        }
        _ => None,
    }
}

fn versioned(id: &str, version: &str) -> Option<Work> {
    match version {
        "" => figshare(id),
        _ => figshare(&format!("{id}.v{version}")),
    }
}

/// Reads `12345678` and `12345678.v2`.
fn figshare(text: &str) -> Option<Work> {
    let (id, version) = text.split_once('.').unwrap_or((text, ""));
    let is_version =
        version.is_empty() || version.strip_prefix('v').is_some_and(|n| is_count(n, 3));
    (is_number(id) && is_version).then(|| Work::at("figshare", id, version))?
}

/// Papers of the Association for Computational Linguistics: `2020.acl-main.1`, `P19-1001`.
fn acl(text: &str) -> Option<Work> {
    let id = text.to_ascii_lowercase();
    let is_new = || {
        let [year, volume, number] =
            <[&str; 3]>::try_from(id.split('.').collect::<Vec<_>>()).ok()?;
        Some(year.len() == 4 && is_number(year) && is_plain(volume, "-_") && is_number(number))
    };
    let is_old = || {
        let (volume, number) = id.split_once('-')?;
        let letter = volume.starts_with(|ch: char| ch.is_ascii_lowercase());
        let fits = volume.len() == 3 && number.len() == 4;
        Some(letter && fits && is_number(&volume[1..]) && is_number(number))
    };
    (is_new() == Some(true) || is_old() == Some(true)).then(|| Work::whole("acl", &id))?
}

/// Proceedings of Machine Learning Research: `/v97/smith19a.html`, `/v97/smith19a/smith19a.pdf`.
fn pmlr(page: &UrlParts<'_>) -> Option<Work> {
    let [volume, name, file, ""] = page.words() else { return None };
    let name = stem(name);
    let is_volume = volume.strip_prefix('v').is_some_and(|number| is_count(number, 4));
    let is_name = is_plain(name, "-") && name.bytes().any(|byte| byte.is_ascii_digit());
    (is_volume && is_name && (file.is_empty() || stem(file) == name))
        .then(|| Work::whole("pmlr", &format!("{volume}/{name}")))?
}

/// `/paper/2017/hash/3f5e…-Abstract.html` and `/paper/2017/file/3f5e…-Paper.pdf`.
fn neurips(page: &UrlParts<'_>) -> Option<Work> {
    let year = page.after("paper")?;
    let (hash, form) = page.segments().last()?.split_at_checked(32)?;
    let is_paper = form.starts_with("-Abstract") || form.starts_with("-Paper");
    let is_form = page.after(year).is_some_and(|word| matches!(word, "hash" | "file"));
    (is_form && is_paper && is_hex(hash, 32) && year.len() == 4 && is_number(year))
        .then(|| Work::whole("neurips", &format!("{year}/{hash}")))?
}

/// A paper by its code of 19 characters in the Astrophysics Data System; who cites it is another page.
fn astrophysics(page: &UrlParts<'_>) -> Option<Work> {
    let is_host = matches!(page.host, "ui.adsabs.harvard.edu" | "adsabs.harvard.edu");
    let (["abs", code, "" | "abstract", ""] | ["link_gateway", code, "abstract", ""]) =
        page.words()
    else {
        return None;
    };
    let code = code.replace("%26", "&");
    (is_host && code.len() == 19 && is_plain(&code, ".&") && is_number(&code[..4]))
        .then(|| Work::whole("ads", &code))?
}
