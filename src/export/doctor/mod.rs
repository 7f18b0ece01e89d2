//! Graph files of any origin: which readers trip over what, and a copy that they read alike.
//!
//! The traps are those of `data/traps.tsv`. What can be mended without guessing is mended in the copy;
//! what would change what the file says is only told.

mod gexf;
mod gexf_values;
mod graphml;
mod spreadsheet;
mod trap;
mod tree;

use std::borrow::Cow;

use serde::Serialize;

use super::xml::forbidden;

pub use trap::Trap;

/// The form of a graph file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// GEXF.
    Gexf,
    /// GraphML.
    Graphml,
    /// A table of nodes or edges.
    Csv,
}

/// A trap in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
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
    pub form: Form,
    /// By the order in which they were looked for.
    pub findings: Vec<Finding>,
    /// The copy in which all was mended that can be; `None` where the file cannot be read.
    #[serde(skip)]
    pub mended: Option<Vec<u8>>,
}

impl Finding {
    /// The row of the table that tells of it.
    pub fn trap(&self) -> Option<&'static Trap> {
        Trap::named(self.trap)
    }
}

/// What is noted while a file is looked at.
#[derive(Default)]
struct Chart {
    findings: Vec<Finding>,
}

impl Chart {
    fn note(&mut self, trap: &'static str, line: u64, what: impl Into<String>) {
        self.findings.push(Finding { trap, line, what: what.into() });
    }
}

/// Examines a file; what it is is told by its content.
pub fn examine(bytes: &[u8]) -> Diagnosis {
    let mut chart = Chart::default();
    let rest = bytes.strip_prefix(b"\xef\xbb\xbf");
    if rest.is_some() {
        chart.note("byte-order-mark", 1, "");
    }
    let text = String::from_utf8_lossy(rest.unwrap_or(bytes));
    if let Cow::Owned(_) = text {
        let line =
            1 + text.split('\u{fffd}').next().map_or(0, |before| before.matches('\n').count());
        chart.note("not-utf-8", line as u64, "");
    }
    let is_xml = text.trim_start().starts_with('<');
    let form = match is_xml {
        false => Form::Csv,
        true if text.contains("<graphml") => Form::Graphml,
        true => Form::Gexf,
    };
    let mended = match form {
        Form::Csv => Some(spreadsheet::examine(&text, &mut chart)),
        _ => markup(&text, form, &mut chart),
    };
    Diagnosis { form, findings: chart.findings, mended }
}

fn markup(text: &str, form: Form, chart: &mut Chart) -> Option<Vec<u8>> {
    let text = without_forbidden(text, chart);
    let mut root = match tree::read(&text) {
        Ok(root) => root,
        Err((line, what)) => {
            chart.note("not-xml", line, what);
            return None;
        }
    };
    match form {
        Form::Graphml => graphml::examine(&mut root, chart),
        _ => gexf::examine(&mut root, chart),
    }
    let mut out = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec();
    root.write(0, &mut out).ok()?;
    Some(out)
}

/// The text without characters that XML forbids, written out or as references.
fn without_forbidden(text: &str, chart: &mut Chart) -> String {
    let mut kept = String::with_capacity(text.len());
    for (line, part) in (1..).zip(text.split_inclusive('\n')) {
        let mut rest = part;
        while let Some(at) = rest.find(|c| forbidden(c) || c == '&') {
            kept.push_str(&rest[..at]);
            rest = &rest[at..];
            let reference = reference(rest);
            if rest.starts_with('&') && reference.is_none() {
                kept.push('&');
                rest = &rest[1..];
                continue;
            }
            let end = reference.unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
            chart.note("forbidden-character", line, rest[..end].escape_debug().to_string());
            rest = &rest[end..];
        }
        kept.push_str(rest);
    }
    kept
}

/// Length of a reference to a character that XML forbids, at the start of the text.
fn reference(text: &str) -> Option<usize> {
    let body = text.strip_prefix("&#")?;
    let digits = body.get(..body.find(';').filter(|end| *end < 12)?)?;
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    let is_bad = char::from_u32(number.ok()?).is_none_or(forbidden);
    is_bad.then_some(3 + digits.len())
}
