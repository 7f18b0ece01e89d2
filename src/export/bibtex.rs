//! BibTeX, as BibTeX, biber and the readers of reference managers take it.
//!
//! UTF-8. A brace counts for BibTeX even behind a backslash, so braces of texts become commands,
//! and those of addresses, which are taken as they stand, percent-encoding.

use std::io::{self, Write};

use super::works::BibliographyItem;

/// Text inside braces that shows as it is.
///
/// ```
/// use citegraph::export::bibtex::escape;
/// assert_eq!(escape("50% of A&B_c #1 $2"), r"50\% of A\&B\_c \#1 \$2");
/// assert_eq!(escape("}{\\~^"), r"{\textbraceright}{\textbraceleft}{\textbackslash}{\textasciitilde}{\textasciicircum}");
/// ```
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' | '&' | '_' | '#' | '$' => escaped.extend(['\\', c]),
            '{' => escaped.push_str(r"{\textbraceleft}"),
            '}' => escaped.push_str(r"{\textbraceright}"),
            '\\' => escaped.push_str(r"{\textbackslash}"),
            '~' => escaped.push_str(r"{\textasciitilde}"),
            '^' => escaped.push_str(r"{\textasciicircum}"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// An address or identifier, which is taken as it stands.
fn verbatim(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' => kept.push_str("%7B"),
            '}' => kept.push_str("%7D"),
            '\\' => kept.push_str("%5C"),
            c if c.is_control() || c == ' ' => {}
            c => kept.push(c),
        }
    }
    kept
}

/// Writes one entry an item.
///
/// # Errors
/// Where `out` fails.
pub fn write(items: &[BibliographyItem], out: &mut impl Write) -> io::Result<()> {
    items.iter().try_for_each(|item| entry(item, out))
}

fn entry(item: &BibliographyItem, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "@{}{{{},", kind(item), item.id)?;
    let plain = [
        ("title", &item.title),
        ("number", &item.number),
        ("publisher", &item.publisher),
        ("organization", &item.container),
    ];
    for (name, text) in plain {
        if let Some(text) = text {
            writeln!(out, "  {name} = {{{}}},", escape(text))?;
        }
    }
    let exact = [
        ("doi", &item.doi),
        ("isbn", &item.isbn),
        ("eprint", &item.arxiv),
        ("pmid", &item.pmid),
        ("pmcid", &item.pmcid),
        ("url", &item.url),
    ];
    for (name, text) in exact {
        if let Some(text) = text {
            writeln!(out, "  {name} = {{{}}},", verbatim(text))?;
        }
    }
    if item.arxiv.is_some() {
        writeln!(out, "  archiveprefix = {{arXiv}},")?;
    }
    if let Some(date) = item.issued {
        writeln!(out, "  date = {{{}}},\n  year = {{{}}},", date.to_iso(), date.year)?;
    }
    // No style prints an annotation, as every style prints a note.
    writeln!(out, "  annote = {{{}}}\n}}\n", escape(&item.to_note()))
}

/// The entry's type among those that every style knows.
fn kind(item: &BibliographyItem) -> &'static str {
    match item.kind {
        "article-journal" | "article-magazine" | "article-newspaper" => "article",
        "book" => "book",
        "chapter" => "incollection",
        "paper-conference" => "inproceedings",
        "report" | "standard" => "techreport",
        _ => "misc",
    }
}
