//! Where a graph goes, and in which form.

use std::io::{self, Write};
use std::path::Path;

use citegraph::export::gexf::{self, Profile};
use citegraph::export::{self, Colouring, Names, Network, dot, graphml, graphology, svg};
use clap::ValueEnum;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::super::output::{Content, Folder, Guard, Sink};
use super::super::suffix::{suffix, without_gz};

/// The form of a graph's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Gephi, Gephi Lite, networkx
    Gexf,
    /// igraph, Cytoscape, networkx, Gephi
    Graphml,
    /// nodes.csv and edges.csv, for Gephi and data frames
    Csv,
    /// graphology, sigma, Gephi Lite
    Json,
    /// Graphviz
    Dot,
    /// A picture with a legend; places the nodes
    Svg,
}

/// Forms by the suffixes of files; the first is that of a name without one.
pub(super) const FORMS: [(&str, Format); 6] = [
    ("gexf", Format::Gexf),
    ("graphml", Format::Graphml),
    ("csv", Format::Csv),
    ("json", Format::Json),
    ("dot", Format::Dot),
    ("svg", Format::Svg),
];

/// Whether a path names a file of a graph rather than a folder.
fn is_file_name(path: &Path) -> bool {
    let suffix = suffix(&without_gz(path).0).unwrap_or_default();
    FORMS.iter().any(|(known, _)| suffix.eq_ignore_ascii_case(known))
}

/// [`Names`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum NamesArg {
    /// Those that Gephi keeps for the same measures, and no reserved ones
    Gephi,
    /// Those of the flags and of the report, for JSON and CSV
    Plain,
}

/// [`Profile`] on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProfileArg {
    /// All readers of GEXF
    Universal,
    /// Gephi alone: weights change from year to year
    Gephi,
}

/// [`Colouring`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ColouringArg {
    /// The community by modularity, called like its largest node
    Community,
    /// The type of publisher
    Type,
}

impl From<ColouringArg> for Colouring {
    fn from(colouring: ColouringArg) -> Self {
        match colouring {
            ColouringArg::Community => Self::Community,
            ColouringArg::Type => Self::Type,
        }
    }
}

impl From<NamesArg> for Names {
    fn from(names: NamesArg) -> Self {
        match names {
            NamesArg::Gephi => Self::Gephi,
            NamesArg::Plain => Self::Plain,
        }
    }
}

impl From<ProfileArg> for Profile {
    fn from(profile: ProfileArg) -> Self {
        match profile {
            ProfileArg::Universal => Self::Universal,
            ProfileArg::Gephi => Self::Gephi,
        }
    }
}

/// How a graph is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    pub(crate) format: Format,
    pub(crate) names: Names,
    pub(crate) profile: Profile,
    pub(crate) is_packed: bool,
    /// What colours tell, where nodes are placed.
    pub(crate) colouring: Option<Colouring>,
}

impl Form {
    /// The name of a table in a folder.
    fn file_name(&self, name: &str) -> String {
        if self.is_packed { format!("{name}.gz") } else { name.to_owned() }
    }

    /// Refuses what would have no effect.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        let is_plain = self.names == Names::Plain;
        anyhow::ensure!(
            !is_plain || matches!(self.format, Format::Json | Format::Csv),
            "--names plain is for --format json and csv; the other forms keep names that their \
             readers take"
        );
        anyhow::ensure!(
            self.profile == Profile::Universal || self.format == Format::Gexf,
            "--profile gephi is for --format gexf"
        );
        Ok(())
    }
}

/// Where the graph goes, opened before the work begins.
pub(crate) enum Target {
    Sink(Sink),
    Folder(Folder),
}

impl Target {
    pub(crate) fn open(output: Option<&Path>, form: Form, guard: &Guard) -> anyhow::Result<Self> {
        match (output, form.format) {
            (Some(path), Format::Csv) if path.is_dir() || !is_file_name(path) => {
                let names = ["nodes.csv", "edges.csv"].map(|name| form.file_name(name));
                let names = [names[0].as_str(), &names[1]];
                Ok(Self::Folder(Folder::create(path, &names, guard)?))
            }
            (_, Format::Csv) => {
                anyhow::bail!("--format csv writes nodes.csv and edges.csv; name a folder with -o")
            }
            (path, _) => Ok(Self::Sink(Sink::open(path, Content::Data, guard)?)),
        }
    }

    pub(crate) fn write(self, form: Form, network: &Network) -> anyhow::Result<()> {
        match self {
            Self::Folder(folder) => {
                folder.file(&form.file_name("nodes.csv"), |out| {
                    packed(form, out, |mut out| export::csv::nodes(network, form.names, &mut out))
                })?;
                folder.file(&form.file_name("edges.csv"), |out| {
                    packed(form, out, |mut out| export::csv::edges(network, form.names, &mut out))
                })?;
                folder.finish_files()
            }
            Self::Sink(mut sink) => {
                packed(form, &mut sink, |mut out| match form.format {
                    Format::Graphml => graphml::write(network, &mut out),
                    Format::Json => graphology::write(network, form.names, &mut out),
                    Format::Dot => dot::write(network, &mut out),
                    Format::Svg => svg::write(network, &mut out),
                    Format::Gexf | Format::Csv => gexf::write_for(network, form.profile, &mut out),
                })?;
                sink.finish()
            }
        }
    }
}

/// Writes through gzip where that was asked for; the same bytes for the same graph, for the header
/// carries no time.
fn packed<W: Write>(
    form: Form,
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
