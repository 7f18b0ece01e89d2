//! `citegraph graph`: who cites whom, as a file for Gephi, igraph or a spreadsheet.

mod edges;
mod target;

use std::path::PathBuf;

use citegraph::export::gexf::Profile;
use citegraph::export::{Colouring, ColumnNaming, Network, columns};
use citegraph::graph::metrics::Metric;
use citegraph::graph::weights_by_year;

use super::Exit;
use super::args::{
    CliContext, EdgeWeightArgs, GraphViewArgs, InputArgs, SelectionArgs, choose, one_of_described,
};
use super::output::{self, Sink};
use super::suffix::{choose_format, without_gz};
use target::{FORMS, GraphDestination, GraphFormat, GraphOutputOptions};

/// Flags that say nothing about a list of edges.
const ARTICLES_ONLY: [&str; 9] =
    ["inputs", "files_from", "view", "level", "from", "to", "max_list", "max_pairs", "weight"];

/// Write the graph of who cites which domain
///
/// Also of URLs, works, hosts, sites, owner groups or articles, and of what is cited together. All formats
/// have the same ids, columns and values.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph graph posts/ -o posts.gexf                             articles and domains, for Gephi
  citegraph graph posts/ --view source --level group -o g.gexf     who cites which owner group
  citegraph graph posts/ --view cocitation --backbone 0.05 -o c.gexf
  citegraph graph posts/ --view internal --format csv -o links/
  citegraph graph posts/ --view cocitation --min-weight 3 --format svg -o topics.svg
  citegraph graph --edges links.tsv.gz --metrics all -o g.gexf     any graph
  citegraph graph --columns                                        what the columns say")]
pub(crate) struct GraphArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    counting: SelectionArgs,
    #[command(flatten)]
    viewing: GraphViewArgs,
    /// Read this list of edges instead of articles: `source target` or `source target weight` on each line,
    /// separated by tabs, commas or spaces; names or numbers; also as .gz; - for standard input
    #[arg(long, value_name = "FILE", help_heading = "Graph", conflicts_with_all = ARTICLES_ONLY)]
    edges: Option<PathBuf>,
    /// Edges of --edges have no direction
    #[arg(long, help_heading = "Graph", requires = "edges")]
    undirected: bool,
    /// Read up to N edges of --edges, and half as many nodes [default: 100000000]
    #[arg(long, value_name = "N", help_heading = "Graph", requires = "edges")]
    max_edges: Option<u64>,
    #[command(flatten)]
    weighing: EdgeWeightArgs,
    /// Add these measures of nodes as columns, or all: pagerank, hub, authority, betweenness,
    /// sampled-betweenness, harmonic, coreness, component, strong-component, bow-tie, leiden,
    /// leiden-cpm
    #[arg(long, value_name = "METRICS", value_delimiter = ',', help_heading = "Graph")]
    metrics: Vec<String>,
    /// Place the nodes (ForceAtlas2) in GEXF and JSON, so that the file opens as a picture
    #[arg(long, help_heading = "Graph")]
    layout: bool,
    /// Colour the nodes that are placed by this [default: community]
    #[arg(long, value_name = "WHAT", help_heading = "Graph",
          value_parser = one_of_described::<Colouring>())]
    colour: Option<Colouring>,
    /// Write the graph in this form [default: by the suffix of PATH; gexf without one]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<GraphFormat>,
    /// Name columns like this
    #[arg(long, value_name = "NAMES", default_value = "gephi", help_heading = "Output",
          value_parser = one_of_described::<ColumnNaming>())]
    names: ColumnNaming,
    /// Write GEXF and CSV for these readers
    #[arg(long, value_name = "PROFILE", default_value = "universal", help_heading = "Output",
          value_parser = one_of_described::<Profile>())]
    profile: Profile,
    /// Compress what is written, as a PATH that ends in .gz does; Gephi and networkx open it, Gephi Lite
    /// does not
    #[arg(long, help_heading = "Output")]
    gzip: bool,
    /// List the columns that files can have, with their names and meanings, and exit
    #[arg(long, help_heading = "Output")]
    columns: bool,
    /// Write to FILE instead of standard output; a folder for CSV
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    output: Option<PathBuf>,
}

/// Runs the verb.
pub(crate) fn run(args: &GraphArgs, env: &CliContext) -> anyhow::Result<Exit> {
    if args.columns {
        return list_columns(args, env);
    }
    if let Some(path) = &args.edges {
        return edges::run(args, path, env);
    }
    let mut options = env.options.clone();
    args.input.apply(&mut options, &env.guard)?;
    args.counting.apply(&mut options)?;
    args.weighing.apply(&mut options);
    let metrics = choose(&args.metrics, Metric::ALL, Metric::name, "--metrics")?;
    let sources = options.sources()?;
    let plan = args.viewing.plan(&options, &sources)?;
    let form = args.form()?;
    form.check()?;
    let target = GraphDestination::open(args.output.as_deref(), form, &env.guard)?;
    let corpus = args.input.corpus(env, &options, args.output.as_deref())?;
    let weight = options.report.weight;
    let graph = args.viewing.graph(&corpus, &plan, weight, env.quiet)?;
    let mut network = Network::new(&corpus, &graph, weight);
    if !metrics.is_empty() {
        network.add_metrics(&graph.compact(weight), &metrics);
    }
    if let Some(colouring) = form.colouring {
        network.apply_layout(&graph.compact(weight), colouring);
    }
    if form.profile == Profile::Gephi && form.format == GraphFormat::Gexf {
        network.add_periods(weights_by_year(&corpus, &plan, &graph, weight)?);
    }
    if !env.quiet {
        form.announce(&network);
    }
    target.write(form, &network)?;
    args.input.finish_run(env, &corpus.skipped, corpus.citations().count())
}

impl GraphArgs {
    fn form(&self) -> anyhow::Result<GraphOutputOptions> {
        let (names, profile) = (self.names, self.profile);
        let (path, ends_packed) = self.output.as_deref().map(without_gz).unzip();
        let format = choose_format(self.format, path.as_deref(), &FORMS)?;
        let ends_packed = ends_packed.unwrap_or(false);
        let is_placed = self.layout || self.colour.is_some() || format == GraphFormat::Svg;
        let colouring = is_placed.then(|| self.colour.unwrap_or_default());
        Ok(GraphOutputOptions {
            format,
            names,
            profile,
            is_packed: self.gzip || ends_packed,
            colouring,
        })
    }
}

/// Prints the one list of names.
fn list_columns(args: &GraphArgs, env: &CliContext) -> anyhow::Result<Exit> {
    let mut sink = Sink::open(args.output.as_deref(), output::OutputKind::Data, &env.guard)?;
    columns::write_list(&mut sink)?;
    sink.finish()?;
    Ok(Exit::Fine)
}
