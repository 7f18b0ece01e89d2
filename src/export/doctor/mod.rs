//! Graph files of any origin: which readers trip over what, and a copy that they read alike.
//!
//! The traps are those of `data/traps.tsv`. What can be mended without guessing is mended in the copy;
//! what would change what the file says is only told.

mod form;
mod gexf;
mod gexf_values;
mod graphml;
pub mod listing;
mod spreadsheet;
mod trap;
mod tree;
mod unique_names;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use serde::Serialize;

use super::xml::is_forbidden;
use tree::XmlTreeError;

pub use trap::Trap;

/// The form of a graph file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum GraphFileFormat {
    /// GEXF.
    Gexf,
    /// GraphML.
    Graphml,
    /// A table of nodes or edges.
    Csv,
}

/// A trap in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoctorFinding {
    /// The name of the [`Trap`].
    pub trap: &'static str,
    /// The line, from 1; of a table the row.
    pub line: u64,
    /// What is there.
    pub what: String,
}

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    /// What the file is.
    pub form: GraphFileFormat,
    /// By the order in which they were looked for.
    pub findings: Vec<DoctorFinding>,
    /// The copy in which all was mended that can be; `None` where the file cannot be read.
    #[serde(skip)]
    pub mended: Option<Vec<u8>>,
}

impl DoctorFinding {
    /// The row of the table that tells of it.
    pub fn trap(&self) -> Option<&'static Trap> {
        Trap::named(self.trap)
    }
}

/// How much of a file is held unless more is allowed: an element counts 3, an attribute and a row 2, a cell 1,
/// each for some fifty bytes. That is what 160 megabytes of an ordinary GEXF have, and at most 2 gigabytes of
/// memory, however short the parts are in the file.
pub const MAX_PARTS: usize = 25_000_000;

/// Why a file is not examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DiagnosisError {
    /// It is something else.
    #[error("not a graph file: it is neither GEXF nor GraphML, nor a CSV table of nodes or edges")]
    NotGraph,
    /// It is larger than what is held.
    #[error("it has too many elements, attributes and cells")]
    TooManyParts,
}

/// What is noted while a file is looked at.
#[derive(Default)]
struct DiagnosisBuilder {
    findings: Vec<DoctorFinding>,
}

impl DiagnosisBuilder {
    fn add_finding(&mut self, trap: &'static str, line: u64, what: impl Into<String>) {
        self.findings.push(DoctorFinding { trap, line, what: what.into() });
    }
}

/// Examines a file; its content tells what it is. Linear in its bytes.
///
/// # Errors
/// Where the file is not a graph file, or has more than [`MAX_PARTS`].
pub fn examine(bytes: &[u8]) -> Result<Diagnosis, DiagnosisError> {
    examine_within(bytes, MAX_PARTS)
}

/// The same with another limit.
///
/// # Errors
/// As [`examine`].
pub fn examine_within(bytes: &[u8], max_parts: usize) -> Result<Diagnosis, DiagnosisError> {
    let mut chart = DiagnosisBuilder::default();
    let text = decoded(bytes, &mut chart);
    let form = form::detect(&text).ok_or(DiagnosisError::NotGraph)?;
    let mended = match form {
        GraphFileFormat::Csv => Some(spreadsheet::examine(&text, max_parts, &mut chart)?),
        _ => markup(&text, form, max_parts, &mut chart)?,
    };
    Ok(Diagnosis { form, findings: chart.findings, mended })
}

/// The text of a file, without its byte order mark.
fn decoded<'a>(bytes: &'a [u8], chart: &mut DiagnosisBuilder) -> Cow<'a, str> {
    let marked = Encoding::for_bom(bytes);
    if let Some((encoding, _)) = marked.filter(|(encoding, _)| *encoding != UTF_8) {
        chart.add_finding("not-utf-8", 1, encoding.name());
        return encoding.decode_with_bom_removal(bytes).0;
    }
    if marked.is_some() {
        chart.add_finding("byte-order-mark", 1, "");
    }
    let text = String::from_utf8_lossy(marked.map_or(bytes, |(_, length)| &bytes[length..]));
    if let Cow::Owned(_) = text {
        let line =
            1 + text.split('\u{fffd}').next().map_or(0, |before| before.matches('\n').count());
        chart.add_finding("not-utf-8", line as u64, "");
    }
    text
}

fn markup(
    text: &str,
    form: GraphFileFormat,
    max_parts: usize,
    chart: &mut DiagnosisBuilder,
) -> Result<Option<Vec<u8>>, DiagnosisError> {
    let text = without_forbidden(text, chart);
    let mut root = match tree::parse(&text, max_parts) {
        Ok(root) => root,
        Err(XmlTreeError::At(line, what)) => {
            chart.add_finding("not-xml", line, what);
            return Ok(None);
        }
        Err(XmlTreeError::TooLarge) => return Err(DiagnosisError::TooManyParts),
    };
    match form {
        GraphFileFormat::Graphml => graphml::examine(&mut root, chart),
        _ => gexf::examine(&mut root, chart),
    }
    let mut out = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec();
    Ok(root.write(0, &mut out).ok().map(|()| out))
}

/// The text without characters that XML forbids, written out or as references.
fn without_forbidden(text: &str, chart: &mut DiagnosisBuilder) -> String {
    let mut kept = String::with_capacity(text.len());
    for (line, part) in (1..).zip(text.split_inclusive('\n')) {
        let mut rest = part;
        while let Some(at) = rest.find(|c| is_forbidden(c) || c == '&') {
            kept.push_str(&rest[..at]);
            rest = &rest[at..];
            let reference = reference(rest);
            if rest.starts_with('&') && reference.is_none() {
                kept.push('&');
                rest = &rest[1..];
                continue;
            }
            let end = reference.unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
            chart.add_finding("forbidden-character", line, rest[..end].escape_debug().to_string());
            rest = &rest[end..];
        }
        kept.push_str(rest);
    }
    kept
}

/// Length of a reference to a character that XML forbids, at the start of the text.
fn reference(text: &str) -> Option<usize> {
    let body = text.strip_prefix("&#")?;
    // A reference is short, and what never ends must not be searched from every `&`.
    let digits = body.get(..body.bytes().take(12).position(|byte| byte == b';')?)?;
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    let is_bad = char::from_u32(number.ok()?).is_none_or(is_forbidden);
    is_bad.then_some(3 + digits.len())
}
