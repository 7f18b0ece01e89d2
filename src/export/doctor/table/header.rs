//! The first row of a table.

use super::{Table, TableKind};
use crate::export::doctor::DiagnosisBuilder;
use crate::export::doctor::unique_names::UniqueNames;

/// Words of headers that Gephi does not know, and takes for nodes.
const WORDS: &str = "from to src dst weight from_id to_id source_id target_id sourceid targetid node1 node2 node_1 \
                     node_2 start end head tail name count value type url domain";

/// Looks at the header of a table of nodes or edges and names what has no name of its own.
pub(super) fn examine(table: &mut Table, chart: &mut DiagnosisBuilder) {
    let has = |name: &str| table.column(name).is_some();
    let [source, target, id] = ["source", "target", "id"].map(has);
    let Some((line, header)) = table.rows.first_mut() else { return };
    let line = *line;
    if table.kind == TableKind::Edges && !(source && target) {
        chart.add_finding("no-source-and-target", line, header.join(" "));
    }
    if table.kind == TableKind::Nodes && !id {
        chart.add_finding("no-id", line, header.join(" "));
    }
    let mut seen = UniqueNames::default();
    for (at, name) in header.iter_mut().enumerate() {
        if name.trim().is_empty() {
            chart.add_finding("empty-header", line, format!("column {}", at + 1));
            *name = format!("column_{}", at + 1);
        }
        if !seen.insert(name.trim().to_lowercase()) {
            chart.add_finding("twin-header", line, name.as_str());
            *name = seen.free(name.trim(), str::to_lowercase);
        }
    }
}

/// A first row of words that only headers have.
pub(super) fn adjacency(table: &Table, chart: &mut DiagnosisBuilder) {
    let Some((line, first)) = table.rows.first() else { return };
    let is_word = |cell: &&String| {
        WORDS.split_whitespace().any(|word| cell.trim().eq_ignore_ascii_case(word))
    };
    let words = first.iter().filter(is_word).count();
    if words >= 2 || (words == 1 && first.len() <= 2) {
        chart.add_finding("header-as-nodes", *line, first.join(" "));
    }
}
