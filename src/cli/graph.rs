//! `citegraph graph`: who cites which domain, as a file for Gephi, igraph or a spreadsheet.

use std::path::PathBuf;

use citegraph::export::{self, Network};
use citegraph::graph::metrics::Metric;
use citegraph::graph::{Graph, Level};
use citegraph::report::Report;
use clap::ValueEnum;

use super::Exit;
use super::args::{Counting, Env, Input, Weighing, choose};
use super::output::{self, Folder, Sink};

/// Write the graph of who cites which domain
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    counting: Counting,
    /// What cites: every article, or all articles of one domain together
    #[arg(long, value_name = "VIEW", default_value = "bipartite", help_heading = "Graph")]
    view: View,
    #[command(flatten)]
    weighing: Weighing,
    /// Add these measures of nodes as columns, or all: pagerank, hub, authority, betweenness,
    /// sampled-betweenness, harmonic, coreness, component, strong-component, bow-tie, leiden,
    /// leiden-cpm
    #[arg(long, value_name = "METRICS", value_delimiter = ',', help_heading = "Graph")]
    metrics: Vec<String>,
    /// Write GEXF (Gephi, networkx), GraphML (igraph, Cytoscape) or a pair of CSV files
    #[arg(long, value_name = "FORMAT", default_value = "gexf", help_heading = "Output")]
    format: Format,
    /// Write to FILE instead of standard output; a folder for CSV
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum View {
    /// Articles to domains
    Bipartite,
    /// Domains of origins to domains
    Source,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Gexf,
    Graphml,
    Csv,
}

/// Runs the verb.
pub(crate) fn run(args: &Args, env: &Env) -> anyhow::Result<Exit> {
    let mut options = env.options.clone();
    args.input.apply(&mut options)?;
    args.counting.apply(&mut options)?;
    args.weighing.apply(&mut options);
    let metrics = choose(&args.metrics, &Metric::ALL, Metric::name, "--metrics")?;
    let sources = options.sources()?;
    let target = Target::open(args)?;
    let corpus = args.input.corpus(env, &options, args.output.as_deref())?;
    let level = match args.view {
        View::Bipartite => Level::Article,
        View::Source => Level::Origin,
    };
    let report = Report::with_sources(&corpus, &options.report, &sources);
    let graph = Graph::build(&corpus, &options.report.selection, level);
    let mut network = Network::new(&corpus, &report, &graph, &sources);
    network.add_metrics(&graph, &metrics);
    warn(&network, env);
    target.write(args.format, &network)?;
    args.input.conclude(env, &corpus.skipped, corpus.citations().count())
}

/// Where the graph goes, opened before the work begins.
enum Target {
    Sink(Sink),
    Folder(Folder),
}

impl Target {
    fn open(args: &Args) -> anyhow::Result<Self> {
        match (&args.output, args.format) {
            (Some(path), Format::Csv) => Ok(Self::Folder(Folder::create(path)?)),
            (None, Format::Csv) => {
                anyhow::bail!("--format csv writes nodes.csv and edges.csv; name a folder with -o")
            }
            (path, _) => Ok(Self::Sink(Sink::open(path.as_deref())?)),
        }
    }

    fn write(self, format: Format, network: &Network) -> anyhow::Result<()> {
        match self {
            Self::Folder(folder) => {
                folder.file("nodes.csv", |out| export::csv::nodes(network, out))?;
                folder.file("edges.csv", |out| export::csv::edges(network, out))
            }
            Self::Sink(mut sink) => {
                match format {
                    Format::Graphml => export::graphml::write(network, &mut sink)?,
                    _ => export::gexf::write(network, &mut sink)?,
                }
                sink.finish()
            }
        }
    }
}

/// Says what a reader of the file would otherwise wonder about.
pub(crate) fn warn(network: &Network, env: &Env) {
    if env.quiet {
        return;
    }
    if network.removed > 0 {
        output::say(&format!(
            "warning: {} characters that XML forbids were left out of the graph",
            network.removed
        ));
    }
    if network.infinities > 0 {
        output::say(&format!(
            "warning: {} texts of the graph hold INF, which Gephi shows as Infinity",
            network.infinities
        ));
    }
}
