//! What two runs cite differently, for a terminal and as JSON.

use std::io::{self, Write};

use super::format::{count, fixed};
use super::style::{Paint, TextStyle};
use crate::graph::{Change, Difference};
use crate::link::redact::redact_text;

/// How many rows of one kind are shown.
#[derive(Debug, Clone, Copy)]
pub struct RowLimit<'a> {
    /// At most so many.
    pub max_rows: usize,
    /// Where the others are found, in words.
    pub remedy: &'a str,
}

/// Writes how many nodes and edges changed in which way, and then the sources and edges themselves.
///
/// # Errors
/// Where `out` fails.
pub fn text(
    difference: &Difference,
    limit: RowLimit<'_>,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let tally = |changes: &[Change]| {
        let of = |change| changes.iter().filter(|one| **one == change).count() as u64;
        let counts =
            Change::ALL.iter().map(|change| format!("{} {}", count(of(*change)), word(*change)));
        counts.collect::<Vec<_>>().join(", ")
    };
    let nodes: Vec<Change> = difference.nodes.iter().map(|node| node.change).collect();
    let edges: Vec<Change> = difference.edges.iter().map(|edge| edge.change).collect();
    style.text().indented(0, 7).plain(&format!("nodes: {}", tally(&nodes))).write(out)?;
    style.text().indented(0, 7).plain(&format!("edges: {}", tally(&edges))).write(out)?;
    let list = ChangeList { limit, style };
    let lost = difference.lost().map(|node| (&*node.name, node.before)).collect();
    let found = difference.found().map(|node| (&*node.name, node.after)).collect();
    list.sources("no longer cited", lost, out)?;
    list.sources("newly cited", found, out)?;
    for change in [Change::Gone, Change::Born, Change::Shrunk, Change::Grown] {
        let of: Vec<_> = difference.edges.iter().filter(|edge| edge.change == change).collect();
        list.head(&format!("edges {}", word(change)), of.len(), out)?;
        for edge in of.iter().take(limit.max_rows) {
            let (before, after) = (edge.before.unwrap_or(0.0), edge.after.unwrap_or(0.0));
            let [source, target] =
                difference.names(edge).map(|name| redact_text(name).into_owned());
            let line = style.text().indented(2, 6).plain(&format!("{source} -> {target}: "));
            line.plain(&format!("{} -> {}", weight(before), weight(after))).write(out)?;
        }
        list.rest(of.len(), out)?;
    }
    Ok(())
}

/// What happened to a node or an edge, in a word for people.
fn word(change: Change) -> &'static str {
    match change {
        Change::Born => "added",
        Change::Gone => "removed",
        Change::Grown => "grown",
        Change::Shrunk => "shrunk",
        Change::Same => "same",
    }
}

/// A weight: whole numbers as such, others with two decimals.
fn weight(weight: f64) -> String {
    let shown = fixed(weight, 2);
    shown.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Writes all of it as one JSON object, without the secrets that names of addresses may hold.
///
/// # Errors
/// Where `out` fails.
pub fn json(mut difference: Difference, out: &mut impl Write) -> io::Result<()> {
    for node in &mut difference.nodes {
        node.name = redact_text(&node.name).into_owned();
    }
    serde_json::to_writer(&mut *out, &difference)?;
    out.write_all(b"\n")
}

/// How the rows of one kind of change are listed.
#[derive(Clone, Copy)]
struct ChangeList<'a> {
    limit: RowLimit<'a>,
    style: TextStyle,
}

impl ChangeList<'_> {
    /// Sources with their citations, the most cited first.
    fn sources(
        self,
        title: &str,
        mut rows: Vec<(&str, Option<u64>)>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        rows.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
        self.head(title, rows.len(), out)?;
        for (source, citations) in rows.iter().take(self.limit.max_rows) {
            let line = format!("{}: {}", redact_text(source), count(citations.unwrap_or(0)));
            self.style.text().indented(2, 6).plain(&line).write(out)?;
        }
        self.rest(rows.len(), out)
    }

    fn head(self, title: &str, rows: usize, out: &mut impl Write) -> io::Result<()> {
        if rows == 0 {
            return Ok(());
        }
        let title = format!("{title} ({})", count(rows as u64));
        writeln!(out)?;
        self.style.text().painted(Paint::Strong, &title).write(out)
    }

    fn rest(self, rows: usize, out: &mut impl Write) -> io::Result<()> {
        let RowLimit { max_rows, remedy } = self.limit;
        match rows.saturating_sub(max_rows) as u64 {
            0 => Ok(()),
            more => {
                let line = format!("and {} more; {remedy}", count(more));
                self.style.text().indented(2, 4).plain(&line).write(out)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{NodeChange, NodeKind};

    fn difference() -> Difference {
        let node = |name: &str, before, after| NodeChange {
            kind: NodeKind::Domain,
            name: name.to_owned(),
            change: Change::Born,
            before,
            after,
            indices: [None, None],
        };
        let nodes = vec![
            node("a.example", None, Some(1)),
            node("https://b.example/?token=hunter2secret", None, Some(3)),
        ];
        Difference { nodes, edges: Vec::new() }
    }

    #[test]
    fn the_most_cited_come_first_and_the_rest_is_counted() {
        let limit = RowLimit { max_rows: 1, remedy: "ask for all" };
        let mut out = Vec::new();
        text(&difference(), limit, TextStyle::default(), &mut out).expect("memory takes it");
        let shown = String::from_utf8(out).expect("text");
        assert!(
            shown.starts_with("nodes: 2 added, 0 removed, 0 grown, 0 shrunk, 0 same\n"),
            "{shown}"
        );
        assert!(shown.ends_with(": 3\n  and 1 more; ask for all\n"), "{shown}");
        assert!(shown.contains("\nnewly cited (2)\n  https://b.example/"), "{shown}");
        assert!(!shown.contains("hunter2secret"), "{shown}");
    }

    #[test]
    fn json_holds_no_secret_either() {
        let mut out = Vec::new();
        json(difference(), &mut out).expect("memory takes it");
        let line = String::from_utf8(out).expect("text");
        assert!(line.contains("https://b.example/") && !line.contains("hunter2secret"), "{line}");
        assert!(line.ends_with("}\n"), "{line}");
    }
}
