//! `citegraph graph --summary`: a graph in numbers.

use std::io::Write as _;
use std::path::Path;

use citegraph::graph::{Adjacency, GraphSummary};
use citegraph::report::{fixed, plural};

use super::super::args::CliContext;
use super::super::output::{OutputKind, Sink};
use super::super::suffix::file_suffix;
use super::target::{GraphFormat, GraphOutputOptions};

/// Opens where the numbers go.
pub(super) fn open(
    format: Option<GraphFormat>,
    path: Option<&Path>,
    env: &CliContext,
) -> anyhow::Result<Sink> {
    anyhow::ensure!(
        matches!(format, None | Some(GraphFormat::Json)),
        "--summary is printed as text, or as JSON with --format json"
    );
    let is_json = path.and_then(file_suffix).is_some_and(|suffix| suffix == "json");
    let kind = if is_json || format.is_some() { OutputKind::Data } else { OutputKind::Text };
    Sink::open(path, kind, &env.guard)
}

/// Writes the numbers.
pub(super) fn write(
    graph: &Adjacency,
    form: GraphOutputOptions,
    mut sink: Sink,
) -> anyhow::Result<()> {
    let summary = GraphSummary::new(graph);
    if form.format == GraphFormat::Json {
        serde_json::to_writer(&mut sink, &summary)?;
        writeln!(sink)?;
    } else {
        text(&summary, &mut sink)?;
    }
    sink.finish()
}

fn text(summary: &GraphSummary, out: &mut Sink) -> anyhow::Result<()> {
    let number =
        |value: Option<f64>| value.map_or("not defined".to_owned(), |value| fixed(value, 4));
    let kind = if summary.directed { "directed" } else { "undirected" };
    writeln!(out, "nodes              {}", plural(summary.nodes, "node", "nodes"))?;
    writeln!(out, "edges              {}, {kind}", plural(summary.edges, "edge", "edges"))?;
    writeln!(out, "weight             {}", fixed(summary.weight, 2))?;
    writeln!(out, "self-loops         {}", summary.self_loops)?;
    writeln!(out, "isolates           {}", summary.isolates)?;
    writeln!(
        out,
        "density            {}",
        summary.density.map_or("not defined".to_owned(), |value| fixed(value, 6))
    )?;
    writeln!(
        out,
        "components         {}; the largest has {}",
        summary.components,
        plural(summary.largest_component, "node", "nodes")
    )?;
    if summary.directed {
        writeln!(out, "reciprocity        {}", number(summary.reciprocity))?;
    }
    writeln!(out, "assortativity      {}", number(summary.assortativity))?;
    writeln!(
        out,
        "modularity         {} in {} (Leiden, directions ignored)",
        number(summary.modularity),
        plural(summary.communities, "community", "communities")
    )?;
    if let Some(null) = summary.null {
        let z = null.z.map_or(String::new(), |z| format!(", z = {}", fixed(z, 1)));
        writeln!(
            out,
            "expected by chance {} ± {} in {} with the same degrees{z}, p = {}",
            fixed(null.mean, 4),
            fixed(null.deviation, 4),
            plural(null.graphs, "rewired graph", "rewired graphs"),
            fixed(null.p, 3)
        )?;
    }
    Ok(())
}
