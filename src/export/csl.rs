//! CSL-JSON 1.0.2, which Zotero, pandoc and citeproc read.

use std::io::{self, Write};

use serde::Serialize;

use super::works::{BibliographyItem, IssuedDate};

/// One item as the schema has it; what is not known is left out, as the schema wants it.
#[derive(Serialize)]
struct CslItem<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    #[serde(rename = "DOI", skip_serializing_if = "Option::is_none")]
    doi: Option<&'a str>,
    #[serde(rename = "ISBN", skip_serializing_if = "Option::is_none")]
    isbn: Option<&'a str>,
    #[serde(rename = "PMID", skip_serializing_if = "Option::is_none")]
    pmid: Option<&'a str>,
    #[serde(rename = "PMCID", skip_serializing_if = "Option::is_none")]
    pmcid: Option<&'a str>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    container: Option<&'a str>,
    note: String,
}

/// A date as CSL has it: one list of year, month, day.
#[derive(Serialize)]
struct CslDate {
    #[serde(rename = "date-parts")]
    parts: [Vec<i16>; 1],
}

impl From<IssuedDate> for CslDate {
    fn from(date: IssuedDate) -> Self {
        let rest = [date.month, date.day].into_iter().flatten().map(i16::from);
        Self { parts: [std::iter::once(date.year).chain(rest).collect()] }
    }
}

/// Writes the items as one array.
///
/// # Errors
/// Where `out` fails.
pub fn write(items: &[BibliographyItem], out: &mut impl Write) -> io::Result<()> {
    let entries: Vec<CslItem<'_>> = items.iter().map(entry).collect();
    serde_json::to_writer_pretty(&mut *out, &entries)?;
    writeln!(out)
}

fn entry(item: &BibliographyItem) -> CslItem<'_> {
    CslItem {
        id: &item.id,
        kind: item.kind,
        title: item.title.as_deref(),
        number: item.number.as_deref(),
        doi: item.doi.as_deref(),
        isbn: item.isbn.as_deref(),
        pmid: item.pmid.as_deref(),
        pmcid: item.pmcid.as_deref(),
        url: item.url.as_deref(),
        issued: item.issued.map(CslDate::from),
        publisher: item.publisher.as_deref(),
        container: item.container.as_deref(),
        note: item.to_note(),
    }
}
