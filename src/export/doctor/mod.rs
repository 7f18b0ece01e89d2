//! Graph files of any origin: which readers trip over what, and a copy that they read alike.
//!
//! The traps are those of `data/traps.tsv`. What can be mended without guessing is mended in the copy;
//! what would change what the file says is only told.

mod census;
mod encoding;
mod form;
mod gexf;
mod gexf_looks;
mod gexf_times;
mod gexf_values;
mod graphml;
mod graphml_keys;
pub mod listing;
mod pair;
mod prefixes;
mod table;
mod trap;
mod tree;
mod typed;
mod unique_names;
mod well_formed;

use serde::Serialize;

use super::xml::is_forbidden;
use census::Changes;
use table::Table;
use tree::XmlTreeError;

pub use census::Census;
pub use pair::examine_pair;
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
    /// Traps, by the order in which they were looked for.
    pub findings: Vec<DoctorFinding>,
    /// What all readers take, but show in different ways.
    pub notes: Vec<DoctorFinding>,
    /// What the copy holds, counted by reading it again; `None` for a table, and without a copy.
    pub copy: Option<Census>,
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
    /// It is GEXF or GraphML without a graph.
    #[error("it contains no graph: it has no element <graph>")]
    NoGraph,
    /// Of two files, one is not the table that the other needs.
    #[error("two files must be a table of nodes and a table of edges, each with a header")]
    NotPair,
}

/// What is noted while a file is looked at.
#[derive(Default)]
struct DiagnosisBuilder {
    findings: Vec<DoctorFinding>,
    changes: Changes,
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
    Ok(examined(bytes, max_parts)?.0)
}

/// The diagnosis of a file, and the table that it is.
fn examined(bytes: &[u8], max_parts: usize) -> Result<(Diagnosis, Option<Table>), DiagnosisError> {
    let mut chart = DiagnosisBuilder::default();
    let text = encoding::decoded(bytes, &mut chart);
    let form = form::detect(&text).ok_or(DiagnosisError::NotGraph)?;
    let mut table = None;
    let (mended, copy) = match form {
        GraphFileFormat::Csv => {
            let read = table.insert(table::examine(&text, max_parts, &mut chart)?);
            // Where a quote is not closed, nobody knows where the cell ends.
            let is_open = chart.findings.iter().any(|finding| finding.trap == "open-quote");
            ((!is_open).then(|| std::mem::take(&mut read.copy)), None)
        }
        _ => markup(&text, form, max_parts, &mut chart)?.unzip(),
    };
    let is_note = |finding: &DoctorFinding| finding.trap().is_some_and(|trap| trap.is_note);
    let (notes, findings) = chart.findings.into_iter().partition(is_note);
    Ok((Diagnosis { form, findings, notes, copy, mended }, table))
}

/// The copy of a file and what it holds; `None` where the file cannot be read.
fn markup(
    text: &str,
    form: GraphFileFormat,
    max_parts: usize,
    chart: &mut DiagnosisBuilder,
) -> Result<Option<(Vec<u8>, Census)>, DiagnosisError> {
    let text = well_formed::repaired(&without_forbidden(text, chart), chart);
    let mut root = match tree::parse(&text, max_parts) {
        Ok(root) => root,
        Err(XmlTreeError::At(line, what)) => {
            chart.add_finding("not-xml", line, what);
            return Ok(None);
        }
        Err(XmlTreeError::TooLarge) => return Err(DiagnosisError::TooManyParts),
    };
    let before = Census::of_tree(&root);
    let has_graph = match form {
        GraphFileFormat::Graphml => graphml::examine(&mut root, chart),
        _ => gexf::examine(&mut root, chart),
    };
    if !has_graph {
        return Err(DiagnosisError::NoGraph);
    }
    let looks = format!("{}/viz", root.get("xmlns").unwrap_or_default());
    prefixes::declare(&mut root, &looks, chart);
    let mut copy = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec();
    if root.write(0, &mut copy).is_err() {
        return Ok(None);
    }
    drop(root);
    // A copy that lost something which is not reported is not given out.
    let held = Census::of_copy(&copy, max_parts);
    Ok(held.filter(|held| *held == before.after(chart.changes)).map(|held| (copy, held)))
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
