//! What people write in a row: status, place in the source, checker, day, correction, note.
//!
//! The fields are disabled until the script is there to keep what is written.

use std::io::{self, Write};

use crate::report::html::escape::escape_html;
use crate::sheet::{HumanFields, RowStatus, SheetRow};

/// A status that can be chosen.
#[derive(Clone, Copy)]
pub(super) struct StatusChoice<'a> {
    pub(super) sign: &'a str,
    /// Its key on the keyboard; empty where it has none.
    key: &'a str,
    pub(super) name: &'a str,
}

/// Every status of the sheet.
pub(super) const STATUSES: [StatusChoice<'static>; 7] = [
    StatusChoice { sign: "○", key: "0", name: "open" },
    StatusChoice { sign: "✓", key: "1", name: "ok" },
    StatusChoice { sign: "✎", key: "2", name: "fixed" },
    StatusChoice { sign: "✕", key: "3", name: "cut" },
    StatusChoice { sign: "?", key: "4", name: "can't verify" },
    StatusChoice { sign: "–", key: "5", name: "n/a" },
    StatusChoice { sign: "↻", key: "", name: "re-check" },
];

/// The fields with their labels, in the order of the sheet's columns.
pub(super) fn values(human: &HumanFields) -> [(&'static str, &str); 6] {
    [
        ("status", human.status.name()),
        ("where in the source", &human.locator),
        ("checker", &human.checker),
        ("checked on", &human.checked_on),
        ("correction", &human.correction),
        ("note", &human.note),
    ]
}

pub(super) fn write(at: usize, row: &SheetRow, out: &mut impl Write) -> io::Result<()> {
    let human = &row.human;
    let number =
        row.source.as_ref().map_or_else(String::new, |cited| format!(", source {}", cited.number));
    let id = escape_html(&row.sentence);
    writeln!(out, "<fieldset class=\"human\" disabled><legend>Check of {id}{number}</legend>")?;
    statuses(at, &human.status, out)?;
    writeln!(out, "<div class=\"fields\">")?;
    short("locator", "Where in the source", &human.locator, "", out)?;
    short("checker", "Checker", &human.checker, "", out)?;
    short("checked_on", "Checked on", &human.checked_on, " placeholder=\"YYYY-MM-DD\"", out)?;
    long("correction", "Correction", &human.correction, out)?;
    long("note", "Note", &human.note, out)?;
    writeln!(out, "</div></fieldset>")
}

fn statuses(at: usize, status: &RowStatus, out: &mut impl Write) -> io::Result<()> {
    write!(out, "<div class=\"status\" role=\"radiogroup\" aria-label=\"Status\">")?;
    for one in STATUSES {
        choice(at, one, status.name() == one.name, out)?;
    }
    if let RowStatus::Other(word) = status {
        choice(at, StatusChoice { sign: "…", key: "", name: word }, true, out)?;
    }
    writeln!(out, "</div>")
}

fn choice(
    at: usize,
    status: StatusChoice<'_>,
    chosen: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let StatusChoice { sign, key, name } = status;
    let checked = if chosen { " checked" } else { "" };
    let name = escape_html(name);
    let key = if key.is_empty() { String::new() } else { format!(" title=\"key {key}\"") };
    write!(
        out,
        "<label{key}><input type=\"radio\" name=\"status-{at}\" value=\"{name}\" autocomplete=\"off\"{checked}>\
         <span><i aria-hidden=\"true\">{sign}</i> {name}</span></label>"
    )
}

fn short(name: &str, label: &str, value: &str, more: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "<label class=\"{name}\">{label} <input data-field=\"{name}\" autocomplete=\"off\"{more} value=\"{}\"></label>",
        escape_html(value)
    )
}

fn long(name: &str, label: &str, value: &str, out: &mut impl Write) -> io::Result<()> {
    // The line end behind the tag is none of the text.
    writeln!(
        out,
        "<label class=\"{name}\">{label} <textarea data-field=\"{name}\" rows=\"1\" autocomplete=\"off\" dir=\"auto\">"
    )?;
    let lines: Vec<String> = value.split('\n').map(|line| escape_html(line).to_string()).collect();
    writeln!(out, "{}</textarea></label>", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_of_the_sheet_can_be_chosen() {
        assert_eq!(STATUSES.map(|status| status.name), RowStatus::LIST);
    }
}
