//! `citegraph graph`: who cites whom, as a file for Gephi, igraph or a spreadsheet.

mod edges;
mod graph_input;
mod select;
mod slices;
mod summary;
mod target;

use std::path::PathBuf;

use citegraph::export::gexf::Profile;
use citegraph::export::{Colouring, ColumnNaming, column_list};
use citegraph::graph::metrics::Metric;
use citegraph::graph::{TimeSlice, weights_by_year};

use super::Exit;
use super::args::{
    CliContext, EdgeWeightArgs, GraphViewArgs, InputArgs, SelectionArgs, choose, name_list,
    one_of_described,
};
use super::configuration::Config;
use super::output::{self, Sink};
use super::suffix::{choose_format, without_gz};
use graph_input::GraphInput;
use select::{NetworkPlan, SelectArgs};
use target::{FORMS, GraphDestination, GraphFormat, GraphOutputOptions};

/// Flags that say nothing about a list of edges.
const ARTICLES_ONLY: [&str; 9] =
    ["inputs", "files_from", "view", "level", "from", "to", "max_list", "max_pairs", "weight"];

/// Write the graph of who cites which domain
///
/// The graph can also show URLs, works, hosts, sites, owner groups or articles, and what is cited together.
/// All formats have the same ids, columns and values.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph graph posts/ -o posts.gexf     articles and domains, for Gephi
  citegraph graph posts/ --view source --level group -o owners.gexf
  citegraph graph posts/ --view cocitation --backbone 0.05 -o c.gexf
  citegraph graph posts/ --view internal --format csv -o links/
  citegraph graph posts/ --view cocitation --min-weight 3 -o topics.svg
  citegraph graph posts/ --view source -o graph.html
  citegraph graph posts/ --filter type=newspaper --keep top:50 -o papers.gexf
  citegraph graph posts/ --view cocitation --ego nytimes.com -o nytimes.gexf
  citegraph graph posts/ --nodes mine.csv --slices year -o years/
  citegraph graph posts/ --view cocitation --summary
  citegraph graph --edges links.tsv.gz --metrics all -o g.gexf
  citegraph graph --columns                the meaning of each column")]
pub(crate) struct GraphArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    counting: SelectionArgs,
    #[command(flatten)]
    viewing: GraphViewArgs,
    /// Read this list of edges instead of articles. Each line is `source target` or `source target weight`, separated
    /// by tabs, commas, semicolons or spaces; nodes are names or numbers. The first line may name the columns, as in
    /// the tables of Hyphe and minet. FILE may be compressed (.gz); - is standard input
    #[arg(long, value_name = "FILE", help_heading = "Graph", conflicts_with_all = ARTICLES_ONLY)]
    edges: Option<PathBuf>,
    /// Read the edges of --edges as edges without a direction
    #[arg(long, help_heading = "Graph", requires = "edges")]
    undirected: bool,
    /// Allow up to N edges in the list of --edges; the limit of nodes is N/2, but at least 1048576
    /// [default: 100000000]
    #[arg(long, value_name = "N", help_heading = "Graph", requires = "edges")]
    max_edges: Option<u64>,
    #[command(flatten)]
    selecting: SelectArgs,
    #[command(flatten)]
    weighing: EdgeWeightArgs,
    /// Add these measures of nodes as columns, or all: pagerank, hub, authority, betweenness, sampled-betweenness,
    /// harmonic, weighted-betweenness, weighted-closeness, coreness, component, strong-component, bow-tie, leiden,
    /// leiden-cpm. The measures leiden, leiden-cpm and coreness ignore directions
    #[arg(long, value_name = "METRICS", value_delimiter = ',', help_heading = "Graph",
          hide_possible_values = true,
          value_parser = name_list(Metric::ALL.iter().map(|metric| metric.name())))]
    metrics: Vec<String>,
    /// Print numbers about the graph instead of writing it: size, density, components, reciprocity, assortativity, and
    /// modularity, compared with that of rewired graphs. They are printed as text, or as JSON with --format json
    #[arg(long, help_heading = "Output")]
    summary: bool,
    /// Write one graph per slice of time into the folder of -o, and dynamic.gexf with weights over time
    #[arg(long, value_name = "SLICE", help_heading = "Output",
          value_parser = one_of_described::<TimeSlice>(), conflicts_with_all = ["edges", "summary"])]
    slices: Option<TimeSlice>,
    /// Place the nodes (ForceAtlas2) in GEXF and JSON, so that the file opens as a picture
    #[arg(long, help_heading = "Graph")]
    layout: bool,
    /// Colour the placed nodes by this property [default: community]
    #[arg(long, value_name = "WHAT", help_heading = "Graph",
          value_parser = one_of_described::<Colouring>())]
    colour: Option<Colouring>,
    /// Write the graph in this format [default: by the suffix of PATH; without a suffix, gexf]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<GraphFormat>,
    /// Choose the names of the columns
    #[arg(long, value_name = "NAMES", default_value = "gephi", help_heading = "Output",
          value_parser = one_of_described::<ColumnNaming>())]
    names: ColumnNaming,
    /// Write GEXF and CSV for these programs
    #[arg(long, value_name = "PROFILE", default_value = "universal", help_heading = "Output",
          value_parser = one_of_described::<Profile>())]
    profile: Profile,
    /// Compress the output, as with a PATH that ends in .gz; Gephi and networkx can open such files, Gephi
    /// Lite cannot
    #[arg(long, help_heading = "Output")]
    gzip: bool,
    /// List the columns that files can have, with their names and meanings, and exit
    #[arg(long, help_heading = "Output")]
    columns: bool,
    /// Write to PATH instead of standard output; for CSV, PATH is a folder
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
    let aliases = args.viewing.aliases()?;
    let mut plan = args.viewing.plan(&options, &sources)?;
    plan.aliases = aliases.as_ref();
    let selection = args.selecting.selection()?;
    let form = args.form()?;
    form.check()?;
    let making =
        NetworkPlan { weight: options.report.weight, metrics: &metrics, table: &selection.table };
    if let Some(slice) = args.slices {
        let path = slices::folder(args.output.as_deref())?;
        let input = args.read(form, env, &options)?;
        let mut graph = args.viewing.graph(&input.table, &plan, making.weight, env.quiet)?;
        selection.apply(&input.table, &mut graph, making, env.quiet)?;
        let job =
            slices::SliceJob { input: &input, plan: &plan, graph: &graph, making, slice, form };
        slices::write(&job, path, env)?;
        return args.input.finish_run(env, input.table.skipped(), input.citations());
    }
    let target = args.target(form, env)?;
    let input = args.read(form, env, &options)?;
    let mut graph = args.viewing.graph(&input.table, &plan, making.weight, env.quiet)?;
    selection.apply(&input.table, &mut graph, making, env.quiet)?;
    if let GraphTarget::Summary(sink) = target {
        summary::write(&graph.compact(making.weight), form, sink)?;
        return args.input.finish_run(env, input.table.skipped(), input.citations());
    }
    let mut network = making.network(&input.table, &graph, Some(env.quiet));
    if let Some(colouring) = form.colouring {
        network.apply_layout(&graph.compact(making.weight), colouring);
    }
    input.add_citations(&mut network, &graph, &plan);
    if form.profile == Profile::Gephi && form.format == GraphFormat::Gexf {
        network.add_periods(weights_by_year(&input.table, &plan, &graph, making.weight)?);
    }
    if !env.quiet {
        form.announce(&network);
    }
    if let GraphTarget::Graph(target) = target {
        target.write(form, &network)?;
    }
    args.input.finish_run(env, input.table.skipped(), input.citations())
}

/// Where the result goes, opened before the work begins.
enum GraphTarget {
    Graph(GraphDestination),
    Summary(Sink),
}

impl GraphArgs {
    fn read(
        &self,
        form: GraphOutputOptions,
        env: &CliContext,
        options: &Config,
    ) -> anyhow::Result<GraphInput> {
        GraphInput::read(&self.input, form.format, env, options, self.output.as_deref())
    }

    fn target(&self, form: GraphOutputOptions, env: &CliContext) -> anyhow::Result<GraphTarget> {
        let path = self.output.as_deref();
        if self.summary {
            return Ok(GraphTarget::Summary(summary::open(self.format, path, env)?));
        }
        Ok(GraphTarget::Graph(GraphDestination::open(path, form, &env.guard)?))
    }

    fn form(&self) -> anyhow::Result<GraphOutputOptions> {
        let (names, profile) = (self.names, self.profile);
        let (path, ends_packed) = self.output.as_deref().map(without_gz).unzip();
        let format = match (self.format, self.summary || self.slices.is_some()) {
            (format, true) => format.unwrap_or(GraphFormat::Gexf),
            (format, false) => choose_format(format, path.as_deref(), &FORMS)?,
        };
        let ends_packed = ends_packed.unwrap_or(false);
        let is_placed = self.layout || self.colour.is_some() || format.is_picture();
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
    column_list::write_list(&mut sink)?;
    sink.finish()?;
    Ok(Exit::Fine)
}
