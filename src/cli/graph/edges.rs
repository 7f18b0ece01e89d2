//! `citegraph graph --edges`: any list of edges instead of articles.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use anyhow::Context as _;
use citegraph::export::gexf::Profile;
use citegraph::graph::metrics::Metric;
use citegraph::graph::{Adjacency, Direction, EdgeList, EdgeListLimits, Weight, disparity};
use flate2::bufread::MultiGzDecoder;

use super::super::Exit;
use super::super::args::{CliContext, GraphViewArgs, choose, describe_filter};
use super::super::output;
use super::select::{NetworkPlan, list_network, stats};
use super::{GraphArgs, GraphTarget, summary};

/// Bytes that are read at once.
const BLOCK_BYTES: usize = 1 << 18;

/// Runs the verb on a list.
pub(super) fn run(args: &GraphArgs, path: &Path, env: &CliContext) -> anyhow::Result<Exit> {
    let metrics = choose(&args.metrics, Metric::ALL, Metric::name, "--metrics")?;
    let form = args.form()?;
    form.check()?;
    args.viewing.check()?;
    anyhow::ensure!(
        form.profile == Profile::Universal,
        "--profile gephi needs dates, but a list of edges has no dates"
    );
    let aliases = args.viewing.aliases()?;
    let selection = args.selecting.selection()?;
    let target = args.target(form, env)?;
    let direction = if args.undirected { Direction::Undirected } else { Direction::Directed };
    let limits = args.max_edges.map_or_else(EdgeListLimits::default, EdgeListLimits::for_edges);
    let list = EdgeList::read_within(open(path)?, direction, limits).map_err(|error| {
        let remedy = if error.is_limit() { "; allow more with --max-edges N" } else { "" };
        anyhow::anyhow!("{} cannot be used as a list of edges: {error}{remedy}", path.display())
    })?;
    let list = match &aliases {
        Some(aliases) => list.merged(aliases),
        None => list,
    };
    let (graph, left) = filtered(list.graph, &args.viewing, env.quiet);
    let names = match left {
        Some(left) => list.names.select(&left),
        None => list.names,
    };
    let making =
        NetworkPlan { weight: Weight::default(), metrics: &metrics, table: &selection.table };
    let list = selection.apply_to_list(EdgeList { graph, names }, making, env.quiet)?;
    let target = match target {
        GraphTarget::Summary(sink) => {
            summary::write(&list.graph, form, sink)?;
            return Ok(Exit::Fine);
        }
        GraphTarget::Graph(target) => target,
    };
    let mut network = list_network(&list, making, Some(env.quiet));
    if let Some(colouring) = form.colouring {
        network.apply_list_layout(colouring);
    }
    if !env.quiet {
        form.announce(&network);
    }
    target.write(form, &network)?;
    Ok(Exit::Fine)
}

/// Opens a list, unpacked where it is packed.
fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    let mut list: Box<dyn BufRead> = match path.as_os_str() == "-" {
        true => Box::new(BufReader::with_capacity(BLOCK_BYTES, io::stdin())),
        false => {
            let file = File::open(path)
                .with_context(|| format!("cannot read {}, the list of --edges", path.display()))?;
            Box::new(BufReader::with_capacity(BLOCK_BYTES, file))
        }
    };
    let is_packed = list.fill_buf().is_ok_and(|bytes| bytes.starts_with(b"\x1f\x8b"));
    if !is_packed {
        return Ok(list);
    }
    Ok(Box::new(BufReader::with_capacity(BLOCK_BYTES, MultiGzDecoder::new(list))))
}

/// Drops what the flags drop. With the old numbers of the nodes that are left, where some are gone.
fn filtered(
    mut graph: Adjacency,
    viewing: &GraphViewArgs,
    quiet: bool,
) -> (Adjacency, Option<Vec<usize>>) {
    let mut left: Option<Vec<usize>> = None;
    let mut keep = |graph: Adjacency, marked: Vec<bool>, filter: String| {
        let (kept, numbers) = graph.filter_edges(&marked);
        let told = describe_filter(&filter, stats(&kept, &graph));
        if !quiet {
            output::eprint_line(&told);
        }
        left = Some(match &left {
            Some(before) => numbers.into_iter().map(|at| before[at]).collect(),
            None => numbers,
        });
        kept
    };
    if let Some(least) = viewing.min_weight {
        let marked = graph.each().map(|(.., weight)| weight >= least).collect();
        graph = keep(graph, marked, format!("--min-weight {least}"));
    }
    if let Some(alpha) = viewing.backbone {
        let marked = disparity(&graph).into_iter().map(|chance| chance < alpha).collect();
        graph = keep(graph, marked, format!("--backbone {alpha}"));
    }
    (graph, left)
}
