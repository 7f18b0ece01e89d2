//! Checked links as JUnit XML: a test suite an input, a test case a cited link. What fails the run is
//! a failure, what could not be told is skipped with the reason, so that neither is lost.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::xml::escape;
use crate::audit::CheckRow;
use crate::check::outcome::Outcome;
use crate::check::verdict::LinkState;
use crate::report::links::known;

/// A link at one place.
#[derive(Clone, Copy)]
struct JunitCase<'a> {
    line: u32,
    column: u32,
    row: &'a CheckRow,
}

/// Writes the suites. `fails` says which rows fail the run, `notes` what it left out.
///
/// # Errors
/// Where `out` fails.
pub fn write(
    rows: &[CheckRow],
    fails: &dyn Fn(&CheckRow) -> bool,
    notes: &[String],
    out: &mut impl Write,
) -> io::Result<()> {
    let mut suites: BTreeMap<&str, Vec<JunitCase>> = BTreeMap::new();
    for row in rows {
        for place in &row.cited_by {
            let case = JunitCase { line: place.line, column: place.column, row };
            suites.entry(&place.input).or_default().push(case);
        }
    }
    let cases: Vec<JunitCase> = suites.values().flatten().copied().collect();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"citegraph check\" {}>", counts(&cases, fails))?;
    for (input, cases) in &mut suites {
        cases.sort_by_key(|case| (case.line, case.column, case.row.url.as_str()));
        let name = escape(input);
        writeln!(out, "  <testsuite name=\"{name}\" {}>", counts(cases, fails))?;
        for case in cases.iter() {
            write_case(&name, *case, fails(case.row), out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    write_notes(notes, out)?;
    writeln!(out, "</testsuites>")
}

/// A suite without tests that says what the run left out.
pub(super) fn write_notes(notes: &[String], out: &mut impl Write) -> io::Result<()> {
    if notes.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "  <testsuite name=\"citegraph\" tests=\"0\" failures=\"0\" skipped=\"0\">\n    <properties>"
    )?;
    for note in notes {
        writeln!(out, "      <property name=\"scope\" value=\"{}\"/>", escape(note))?;
    }
    writeln!(out, "    </properties>\n  </testsuite>")
}

fn counts(cases: &[JunitCase], fails: &dyn Fn(&CheckRow) -> bool) -> String {
    let failures = cases.iter().filter(|case| fails(case.row)).count();
    let skipped = cases.iter().filter(|case| !fails(case.row) && !is_good(case.row)).count();
    format!("tests=\"{}\" failures=\"{failures}\" skipped=\"{skipped}\"", cases.len())
}

fn write_case(
    suite: &str,
    case: JunitCase<'_>,
    fails: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let JunitCase { line, column, row } = case;
    let url = escape(&row.url);
    write!(out, "    <testcase classname=\"{suite}\" name=\"{line}:{column} {url}\">")?;
    let verdict = row.verdict.name();
    let why = row.outcome.map_or("it was never checked", Outcome::meaning);
    let message = escape(&format!("{verdict}: {why} ({})", known(row)));
    if fails {
        write!(out, "<failure type=\"{verdict}\" message=\"{message}\"/>")?;
    } else if !is_good(row) {
        write!(out, "<skipped message=\"{message}\"/>")?;
    }
    writeln!(out, "</testcase>")
}

fn is_good(row: &CheckRow) -> bool {
    matches!(row.verdict, LinkState::Alive | LinkState::Moved)
}
