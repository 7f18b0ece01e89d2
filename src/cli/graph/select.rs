//! Which part of a graph: the flags that choose nodes and edges, and a user's own columns.

use std::path::PathBuf;

use anyhow::Context as _;
use citegraph::corpus::table::CitationTable;
use citegraph::export::Network;
use citegraph::export::node_table::{JoinReport, NodeTable};
use citegraph::export::selection::{Condition, SelectionStep};
use citegraph::graph::metrics::Metric;
use citegraph::graph::{Adjacency, EdgeList, FilterStats, Graph, Weight};
use citegraph::report::plural;

use super::super::args::describe_filter;
use super::super::output;
use super::super::side_file::read_bytes;

/// Rows without a node that a message names.
const MAX_NAMED_ROWS: usize = 3;

/// Which part of the graph.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Selection")]
pub(crate) struct SelectArgs {
    /// Keep nodes or edges whose column meets this condition, such as type=newspaper, citations>=5, label~china or
    /// edge.first>=2020. The operators are = != < <= > >= and ~ (contains). This flag may be given more than once
    #[arg(long, value_name = "CONDITION")]
    filter: Vec<String>,
    /// Keep this node and all nodes that are at most DEPTH edges away from it [default depth: 1]
    #[arg(long, value_name = "NODE[:DEPTH]")]
    ego: Option<String>,
    /// Keep only this part of the graph. `largest-component` is the largest component; `top:N` is the N nodes with the
    /// largest incoming weight, together with the nodes that cite them
    #[arg(long, value_name = "WHAT")]
    keep: Option<String>,
    /// Drop nodes without an edge to another node
    #[arg(long)]
    drop_isolates: bool,
    /// Add the columns of this CSV table to the nodes. Rows are matched with nodes by the column id, domain, name,
    /// label or input; the first row has the names of the columns
    #[arg(long, value_name = "FILE")]
    nodes: Option<PathBuf>,
}

/// What was chosen.
pub(super) struct GraphSelection {
    steps: Vec<SelectionStep>,
    pub(super) table: Option<NodeTable>,
}

/// What a network is made by.
#[derive(Clone, Copy)]
pub(super) struct NetworkPlan<'a> {
    pub(super) weight: Weight,
    pub(super) metrics: &'a [Metric],
    pub(super) table: &'a Option<NodeTable>,
}

impl SelectArgs {
    /// Reads the flags; steps are taken in the order filter, ego, keep, drop.
    pub(super) fn selection(&self) -> anyhow::Result<GraphSelection> {
        let mut steps = Vec::new();
        for text in &self.filter {
            let condition = Condition::parse(text).context("--filter cannot be used")?;
            steps.push(SelectionStep::Filter(condition));
        }
        steps.extend(self.ego.as_deref().map(ego).transpose()?);
        steps.extend(self.keep.as_deref().map(kept).transpose()?);
        steps.extend(self.drop_isolates.then_some(SelectionStep::Connected));
        let table = self.nodes.as_ref().map(|path| {
            let text = read_bytes(path)
                .with_context(|| format!("cannot read {}, the table of --nodes", path.display()))?;
            let text = String::from_utf8(text).map_err(|_| {
                anyhow::anyhow!("{} is not UTF-8; save it as CSV in UTF-8", path.display())
            })?;
            let table = NodeTable::parse(&text);
            table.with_context(|| format!("{} cannot be used as a table of nodes", path.display()))
        });
        Ok(GraphSelection { steps, table: table.transpose()? })
    }
}

fn ego(text: &str) -> anyhow::Result<SelectionStep> {
    let (name, depth) = match text.rsplit_once(':') {
        Some((name, depth)) if depth.bytes().all(|c| c.is_ascii_digit()) && !depth.is_empty() => {
            (name, depth.parse().unwrap_or(u32::MAX))
        }
        _ => (text, 1),
    };
    anyhow::ensure!(
        !name.is_empty(),
        "--ego {text} does not contain a node; write nytimes.com or nytimes.com:2"
    );
    Ok(SelectionStep::Ego { name: name.to_owned(), depth })
}

fn kept(text: &str) -> anyhow::Result<SelectionStep> {
    if text == "largest-component" {
        return Ok(SelectionStep::LargestComponent);
    }
    let count = text.strip_prefix("top:").and_then(|count| count.parse().ok());
    let count = count.filter(|count| *count > 0);
    let count = count.with_context(|| {
        format!("--keep {text} is not a selection; write largest-component or top:50")
    })?;
    Ok(SelectionStep::Top(count))
}

impl NetworkPlan<'_> {
    /// The table of a graph with all of its columns; `quiet` says what is told of the join, which is told once.
    pub(super) fn network(
        &self,
        table: &CitationTable,
        graph: &Graph,
        quiet: Option<bool>,
    ) -> Network {
        let mut network = Network::new(table, graph, self.weight);
        if !self.metrics.is_empty() {
            network.add_metrics(&graph.compact(self.weight), self.metrics);
        }
        self.join(&mut network, &names(graph), quiet);
        network
    }

    fn join(&self, network: &mut Network, names: &[String], quiet: Option<bool>) {
        if let Some(table) = self.table {
            let report = network.join(table, names);
            if quiet == Some(false) {
                tell(&report, names.len());
            }
        }
    }
}

/// The names of nodes.
fn names(graph: &Graph) -> Vec<String> {
    graph.graph.raw_nodes().iter().map(|node| node.weight.name.clone()).collect()
}

fn tell(report: &JoinReport, nodes: usize) {
    let columns = report.columns.join(", ");
    let noun = if report.columns.len() == 1 { "column" } else { "columns" };
    let matched = report.matched_nodes;
    output::eprint_line(&format!(
        "note: --nodes adds the {noun} {} to {matched} of {nodes} nodes",
        output::visible(&columns)
    ));
    let unmatched = report.unmatched_rows.len();
    if unmatched > 0 {
        let first: Vec<&str> =
            report.unmatched_rows.iter().take(MAX_NAMED_ROWS).map(String::as_str).collect();
        let more = if unmatched > first.len() { ", …" } else { "" };
        let rows = plural(unmatched as u64, "row matches", "rows match");
        output::eprint_line(&format!(
            "warning: {rows} no node in the graph: {}{more}",
            output::visible(&first.join(", "))
        ));
    }
}

impl GraphSelection {
    /// Keeps what was chosen of a view, and says what went.
    pub(super) fn apply(
        &self,
        table: &CitationTable,
        graph: &mut Graph,
        making: NetworkPlan<'_>,
        quiet: bool,
    ) -> anyhow::Result<()> {
        for step in &self.steps {
            let network = making.network(table, graph, None);
            let kept = step.keep(&network, &graph.compact(making.weight), &names(graph))?;
            let stats = graph.retain(&kept.nodes, &kept.edges, making.weight);
            report(step, stats, quiet);
        }
        Ok(())
    }

    /// The same for a list.
    pub(super) fn apply_to_list(
        &self,
        mut list: EdgeList,
        making: NetworkPlan<'_>,
        quiet: bool,
    ) -> anyhow::Result<EdgeList> {
        for step in &self.steps {
            let network = list_network(&list, making, None);
            let kept = step.keep(&network, &list.graph, &list.names.to_texts())?;
            let (graph, left) = list.graph.retain(&kept.nodes, &kept.edges);
            report(step, stats(&graph, &list.graph), quiet);
            list = EdgeList { graph, names: list.names.select(&left) };
        }
        Ok(list)
    }
}

/// The table of a list with all of its columns.
pub(super) fn list_network(
    list: &EdgeList,
    making: NetworkPlan<'_>,
    quiet: Option<bool>,
) -> Network {
    let mut network = Network::from_edge_list(list.graph.clone(), list.names.clone());
    network.add_list_metrics(making.metrics);
    if making.table.is_some() {
        making.join(&mut network, &list.names.to_texts(), quiet);
    }
    network
}

fn report(step: &SelectionStep, stats: FilterStats, quiet: bool) {
    if !quiet {
        output::eprint_line(&output::visible(&describe_filter(&step.to_string(), stats)));
    }
}

/// What is left of a graph.
pub(super) fn stats(kept: &Adjacency, all: &Adjacency) -> FilterStats {
    // Not `sum`, which makes -0 of nothing.
    let weight = |graph: &Adjacency| graph.each().fold(0.0, |sum, (.., weight)| sum + weight);
    FilterStats {
        nodes: (kept.nodes(), all.nodes()),
        edges: (kept.each().count(), all.each().count()),
        weight: (weight(kept), weight(all)),
    }
}
