//! A diagnosis for a terminal and as JSON, and the list of all traps.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Diagnosis, DoctorFinding, Trap};
use crate::report::plural;
use crate::report::style::{Paint, TextStyle};

/// What a reader calls the things that a text is about.
#[derive(Debug, Clone, Copy)]
pub struct DiagnosisLabels<'a> {
    /// The file.
    pub name: &'a str,
    /// What writes the repaired copy.
    pub repaired_by: &'a str,
}

/// Writes one paragraph a trap, in the order of the table.
///
/// # Errors
/// Where `out` fails.
pub fn text(
    diagnosis: &Diagnosis,
    labels: DiagnosisLabels<'_>,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let tool = labels.repaired_by;
    let places = by_trap(&diagnosis.findings);
    let mended = places.keys().filter(|name| Trap::named(name).is_some_and(|trap| trap.is_mended));
    let kinds = match places.len() as u64 {
        0 => "no problems".to_owned(),
        some => plural(some, "kind of problem", "kinds of problems"),
    };
    let mended = match (places.len(), mended.count()) {
        (0, _) => String::new(),
        (1, 0) => format!(", which {tool} does not repair"),
        (1, _) => format!(", which {tool} repairs"),
        (_, 0) => format!("; {tool} repairs none of them"),
        (_, some) => format!("; {tool} repairs {some} of them"),
    };
    let first = style.text().indented(0, 4).whole(Some(Paint::Strong), labels.name);
    first.plain(&format!(": {kinds}{mended}")).write(out)?;
    paragraphs(&places, tool, style, out)?;
    let notes = by_trap(&diagnosis.notes);
    if !notes.is_empty() {
        writeln!(out)?;
        let lead = "All programs accept the following, but show it in different ways:";
        style.text().plain(lead).write(out)?;
        paragraphs(&notes, tool, style, out)?;
    }
    Ok(())
}

fn by_trap(findings: &[DoctorFinding]) -> BTreeMap<&str, Vec<&DoctorFinding>> {
    let mut places: BTreeMap<&str, Vec<&DoctorFinding>> = BTreeMap::new();
    for finding in findings {
        places.entry(finding.trap).or_default().push(finding);
    }
    places
}

fn paragraphs(
    places: &BTreeMap<&str, Vec<&DoctorFinding>>,
    tool: &str,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    for trap in Trap::all() {
        let Some(found) = places.get(trap.name) else { continue };
        let first = found[0];
        let more = if found.len() > 1 { format!(", {} times", found.len()) } else { String::new() };
        let how = match trap.is_mended {
            true => format!("{tool} repairs it"),
            false => "not repaired".to_owned(),
        };
        writeln!(out)?;
        heading(trap, &format!(": {} ({how})", trap.what), style, out)?;
        let line = style.text().indented(2, 6).plain(&format!("line {}{more}: ", first.line));
        line.plain(&first.what).write(out)?;
        readers(trap, style, out)?;
    }
    Ok(())
}

/// Writes what a copy holds, which was counted by reading it again.
///
/// # Errors
/// Where `out` fails.
pub fn copy(diagnosis: &Diagnosis, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    let Some(census) = diagnosis.copy else { return Ok(()) };
    let count = |number: i64, one, many| plural(number.unsigned_abs(), one, many);
    let nodes = count(census.nodes, "node", "nodes");
    let edges = count(census.edges, "edge", "edges");
    let values = count(census.values, "value", "values");
    writeln!(out)?;
    let said =
        format!("The copy was read again and contains {nodes}, {edges} and {values}, as expected.");
    style.text().plain(&said).write(out)
}

/// Writes the diagnosis as one JSON object.
///
/// # Errors
/// Where `out` fails.
pub fn json(diagnosis: &Diagnosis, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, diagnosis)?;
    out.write_all(b"\n")
}

/// Writes all traps, and what each reader does.
///
/// # Errors
/// Where `out` fails.
pub fn traps(style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    for trap in Trap::all() {
        let how = if trap.is_mended { "repaired" } else { "reported" };
        heading(trap, &format!(" ({how}): {}", trap.what), style, out)?;
        readers(trap, style, out)?;
    }
    Ok(())
}

fn heading(trap: &Trap, rest: &str, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    style.text().indented(0, 4).painted(Paint::Strong, trap.name).plain(rest).write(out)
}

/// What readers do with a trap; those that it does no harm are left out.
fn readers(trap: &Trap, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    for (reader, does) in
        Trap::READERS.iter().zip(trap.readers).filter(|(_, does)| !matches!(*does, "-" | "?"))
    {
        style.text().indented(2, 6).plain(&format!("{reader} {does}")).write(out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::doctor::GraphFileFormat;

    fn shown(traps: &[&'static str]) -> String {
        let finding =
            |trap: &&'static str| DoctorFinding { trap, line: 4, what: "a\u{1b}b".into() };
        let findings = traps.iter().map(finding).collect();
        let diagnosis = Diagnosis {
            form: GraphFileFormat::Gexf,
            findings,
            notes: Vec::new(),
            copy: None,
            mended: None,
        };
        let mut out = Vec::new();
        let labels = DiagnosisLabels { name: "a\u{1b}.gexf", repaired_by: "a copy" };
        text(&diagnosis, labels, TextStyle::new(1000), &mut out).expect("memory takes it");
        String::from_utf8(out).expect("text")
    }

    /// The first trap that can be mended, or that cannot.
    fn first(is_mended: bool) -> &'static str {
        let found = Trap::all().iter().find(|trap| trap.is_mended == is_mended && !trap.is_note);
        found.expect("the table has both").name
    }

    #[test]
    fn the_first_line_counts_traps_and_says_what_repairs_them() {
        let (mended, other) = (first(true), first(false));
        for (traps, line) in [
            (&[][..], "no problems"),
            (&[mended, mended], "1 kind of problem, which a copy repairs"),
            (&[other], "1 kind of problem, which a copy does not repair"),
            (&[other, mended], "2 kinds of problems; a copy repairs 1 of them"),
        ] {
            let shown = shown(traps);
            let first = shown.lines().next().expect("a line");
            assert_eq!(first, format!("a\\u{{1b}}.gexf: {line}"));
        }
        assert!(shown(&[mended, mended]).contains("\n  line 4, 2 times: a\\u{1b}b\n"));
    }

    #[test]
    fn every_trap_is_listed() {
        let mut out = Vec::new();
        traps(TextStyle::default(), &mut out).expect("memory takes it");
        let listed = String::from_utf8(out).expect("text");
        let names = listed.lines().filter(|line| !line.starts_with(' ')).count();
        assert_eq!(names, Trap::all().len());
    }
}
