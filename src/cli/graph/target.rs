//! Where a graph goes, and in which form.

use std::io::{self, Write};
use std::path::Path;

use citegraph::export::gexf::{self, Profile};
use citegraph::export::{
    self, Colouring, ColumnNaming, Network, TableForm, dot, graphml, graphology, svg,
};
use citegraph::report::plural;
use clap::ValueEnum;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::super::output::{self, OutputFolder, OutputKind, OverwriteGuard, Sink};
use super::super::suffix::{file_suffix, without_gz};

/// The form of a graph's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// Gephi, Gephi Lite, networkx
    Gexf,
    /// igraph, Cytoscape, networkx, Gephi
    Graphml,
    /// nodes.csv and edges.csv, for Gephi and data frames
    Csv,
    /// graphology, sigma, Gephi Lite
    Json,
    /// Graphviz; Gephi does not read its statements
    Dot,
    /// A picture with a legend; places the nodes
    Svg,
}

/// Forms by the suffixes of files; the first is that of a name without one.
pub(super) const FORMS: [(&str, GraphFormat); 6] = [
    ("gexf", GraphFormat::Gexf),
    ("graphml", GraphFormat::Graphml),
    ("csv", GraphFormat::Csv),
    ("json", GraphFormat::Json),
    ("dot", GraphFormat::Dot),
    ("svg", GraphFormat::Svg),
];

/// Whether a path names a file of a graph rather than a folder.
fn is_file_name(path: &Path) -> bool {
    let suffix = file_suffix(&without_gz(path).0).unwrap_or_default();
    FORMS.iter().any(|(known, _)| suffix.eq_ignore_ascii_case(known))
}

/// How a graph is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GraphOutputOptions {
    pub(crate) format: GraphFormat,
    pub(crate) names: ColumnNaming,
    pub(crate) profile: Profile,
    pub(crate) is_packed: bool,
    /// What colours tell, where nodes are placed.
    pub(crate) colouring: Option<Colouring>,
}

impl GraphOutputOptions {
    /// The name of a table in a folder.
    fn file_name(&self, name: &str) -> String {
        if self.is_packed { format!("{name}.gz") } else { name.to_owned() }
    }

    /// How tables are written.
    fn table(&self) -> TableForm {
        TableForm { names: self.names, profile: self.profile }
    }

    /// Refuses what would have no effect.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        let is_plain = self.names == ColumnNaming::Plain;
        anyhow::ensure!(
            !is_plain || matches!(self.format, GraphFormat::Json | GraphFormat::Csv),
            "--names plain is for --format json and csv; the other formats keep the names that their \
             readers expect"
        );
        anyhow::ensure!(
            self.profile == Profile::Universal
                || matches!(self.format, GraphFormat::Gexf | GraphFormat::Csv),
            "--profile gephi is for --format gexf and csv"
        );
        Ok(())
    }
}

impl GraphOutputOptions {
    /// Says what is lost, and how large a large file will be.
    pub(crate) fn announce(&self, network: &Network) {
        output::print_losses(network);
        let replaced = match self.format {
            GraphFormat::Csv => network.replaced_backslashes(),
            _ => 0,
        };
        if replaced > 0 {
            let texts = plural(replaced, "text has", "texts have");
            output::eprint_line(&format!(
                "note: {texts} ＼ in place of the backslash, which Gephi would take for an escape"
            ));
        }
        let (nodes, edges) = (network.node_count() as u64, network.edge_count() as u64);
        let [per_node, per_edge] = self.format.row_bytes(network);
        let bytes = nodes * per_node + edges * per_edge;
        if bytes >= LARGE_FILE_BYTES {
            let edges = plural(edges, "edge", "edges");
            let megabytes = bytes.div_ceil(1_000_000);
            let form = if self.is_packed { " before it is compressed" } else { "" };
            output::eprint_line(&format!(
                "note: writing about {megabytes} MB{form}, with {edges}; --min-weight or --backbone \
                 keeps fewer"
            ));
        }
    }
}

impl GraphFormat {
    /// About how many bytes a node and an edge take.
    fn row_bytes(self, network: &Network) -> [u64; 2] {
        let [nodes, edges] =
            [&network.node_columns, &network.edge_columns].map(|columns| columns.len() as u64);
        match self {
            Self::Gexf => [200 + 48 * nodes, 110 + 50 * edges],
            Self::Graphml => [80 + 42 * nodes, 110 + 46 * edges],
            Self::Json => [120 + 22 * nodes, 130 + 20 * edges],
            Self::Csv => [30 + 6 * nodes, 40 + 6 * edges],
            Self::Dot => [80, 60],
            Self::Svg => [200, 120],
        }
    }
}

/// From this size on, a file is announced before it is written.
const LARGE_FILE_BYTES: u64 = 50_000_000;

/// Where the graph goes, opened before the work begins.
pub(crate) enum GraphDestination {
    Sink(Sink),
    Folder(OutputFolder),
}

impl GraphDestination {
    pub(crate) fn open(
        output: Option<&Path>,
        form: GraphOutputOptions,
        guard: &OverwriteGuard,
    ) -> anyhow::Result<Self> {
        match (output, form.format) {
            (Some(path), GraphFormat::Csv) if path.is_dir() || !is_file_name(path) => {
                let names = ["nodes.csv", "edges.csv"].map(|name| form.file_name(name));
                let names = [names[0].as_str(), &names[1]];
                Ok(Self::Folder(OutputFolder::create(path, &names, guard)?))
            }
            (_, GraphFormat::Csv) => {
                anyhow::bail!("--format csv writes nodes.csv and edges.csv; name a folder with -o")
            }
            (path, _) => Ok(Self::Sink(Sink::open(path, OutputKind::Data, guard)?)),
        }
    }

    pub(crate) fn write(self, form: GraphOutputOptions, network: &Network) -> anyhow::Result<()> {
        match self {
            Self::Folder(folder) => {
                folder.file(&form.file_name("nodes.csv"), |out| {
                    packed(form, out, |mut out| export::csv::nodes(network, form.table(), &mut out))
                })?;
                folder.file(&form.file_name("edges.csv"), |out| {
                    packed(form, out, |mut out| export::csv::edges(network, form.table(), &mut out))
                })?;
                folder.finish_files()
            }
            Self::Sink(mut sink) => {
                packed(form, &mut sink, |mut out| match form.format {
                    GraphFormat::Graphml => graphml::write(network, &mut out),
                    GraphFormat::Json => graphology::write(network, form.names, &mut out),
                    GraphFormat::Dot => dot::write(network, &mut out),
                    GraphFormat::Svg => svg::write(network, &mut out),
                    GraphFormat::Gexf | GraphFormat::Csv => {
                        gexf::write_for(network, form.profile, &mut out)
                    }
                })?;
                sink.finish()
            }
        }
    }
}

/// Writes through gzip where that was asked for; the same bytes for the same graph, for the header
/// carries no time.
fn packed<W: Write>(
    form: GraphOutputOptions,
    out: &mut W,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    if !form.is_packed {
        return write(out);
    }
    let mut packer = GzEncoder::new(out, Compression::default());
    write(&mut packer)?;
    packer.finish().map(drop)
}
