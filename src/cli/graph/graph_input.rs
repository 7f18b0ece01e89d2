//! What a graph is made from.

use std::path::Path;

use citegraph::corpus::Corpus;
use citegraph::corpus::table::CitationTable;
use citegraph::export::Network;
use citegraph::graph::{Graph, GraphPlan};

use super::super::args::{CliContext, InputArgs};
use super::super::configuration::Config;
use super::target::GraphFormat;

/// The table of citations, and the texts where the graph shows sentences.
pub(super) struct GraphInput {
    pub(super) table: CitationTable,
    texts: Option<Corpus>,
}

impl GraphInput {
    /// Reads the inputs. Only a page leads from edges to sentences; for other formats no text is held.
    pub(super) fn read(
        input: &InputArgs,
        format: GraphFormat,
        env: &CliContext,
        options: &Config,
        output: Option<&Path>,
    ) -> anyhow::Result<Self> {
        if format != GraphFormat::Html {
            let table = input.table(env, options, output, |_| {})?;
            return Ok(Self { table, texts: None });
        }
        let corpus = input.corpus(env, options, output)?;
        Ok(Self { table: CitationTable::from(&corpus), texts: Some(corpus) })
    }

    /// Adds the citations behind the edges, where there are texts.
    pub(super) fn add_citations(&self, network: &mut Network, graph: &Graph, plan: &GraphPlan<'_>) {
        if let Some(corpus) = &self.texts {
            network.add_citations(corpus, &self.table, graph, plan);
        }
    }

    /// How many citations were read.
    pub(super) fn citations(&self) -> usize {
        self.table.citations().count()
    }
}
