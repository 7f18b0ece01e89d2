//! Two tables that belong together: nodes, and edges between them.

use super::table::{Table, TableKind};
use super::{Diagnosis, DiagnosisError, DoctorFinding, examined};

/// Examines a table of nodes and one of edges, in either order, each alone and then whether the edges lead to the
/// nodes. The diagnoses stand in the order of the files.
///
/// # Errors
/// The file, 0 or 1, that is not a table, and why; a pair of two tables of one kind counts against the second.
pub fn examine_pair(
    files: [&[u8]; 2],
    max_parts: usize,
) -> Result<[Diagnosis; 2], (usize, DiagnosisError)> {
    let [first, second] = files;
    let (first, one) = examined(first, max_parts).map_err(|error| (0, error))?;
    let (second, two) = examined(second, max_parts).map_err(|error| (1, error))?;
    let mut pair = [first, second];
    let one = one.ok_or((0, DiagnosisError::NotPair))?;
    let two = two.ok_or((1, DiagnosisError::NotPair))?;
    match (one.kind, two.kind) {
        (TableKind::Nodes, TableKind::Edges) => join(&one, &two, &mut pair[1].findings),
        (TableKind::Edges, TableKind::Nodes) => join(&two, &one, &mut pair[0].findings),
        _ => return Err((1, DiagnosisError::NotPair)),
    }
    Ok(pair)
}

fn join(nodes: &Table, edges: &Table, findings: &mut Vec<DoctorFinding>) {
    let ids = nodes.ids();
    for (line, end) in edges.ends().filter(|(_, end)| !ids.contains(end)) {
        findings.push(DoctorFinding { trap: "end-without-node", line, what: end.to_owned() });
    }
}
