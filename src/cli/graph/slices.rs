//! `citegraph graph --slices`: one graph a year, quarter or month, and all of them in one that changes.

use std::path::Path;

use anyhow::Context as _;
use citegraph::corpus::table::{ArticleRecord, CitationTable};
use citegraph::export::gexf::Profile;
use citegraph::graph::{Graph, GraphPlan, TimeSlice, slices, weights_by_slice};
use citegraph::report::plural;

use super::super::args::CliContext;
use super::super::output::{self, OutputFolder};
use super::graph_input::GraphInput;
use super::select::NetworkPlan;
use super::target::{GraphFormat, GraphOutputOptions, write_graph, write_tables};

/// What is cut in slices.
pub(super) struct SliceJob<'a> {
    pub(super) input: &'a GraphInput,
    pub(super) plan: &'a GraphPlan<'a>,
    /// The whole graph: slices have what is in it and nothing else.
    pub(super) graph: &'a Graph,
    pub(super) making: NetworkPlan<'a>,
    pub(super) slice: TimeSlice,
    pub(super) form: GraphOutputOptions,
}

impl SliceJob<'_> {
    fn table(&self) -> &CitationTable {
        &self.input.table
    }
}

/// The folder that was named.
pub(super) fn folder(path: Option<&Path>) -> anyhow::Result<&Path> {
    path.context("--slices writes one file per slice; give a folder with -o")
}

/// The graph whose weights change, among the files.
const DYNAMIC: &str = "dynamic.gexf";

/// Writes all slices and the graph that changes.
pub(super) fn write(job: &SliceJob<'_>, path: &Path, env: &CliContext) -> anyhow::Result<()> {
    let times = slices(job.table(), job.plan, job.slice);
    let suffix = job.form.format.suffix();
    let mut names = vec![job.form.file_name(DYNAMIC)];
    for (from, _) in &times {
        let name = job.slice.name(*from);
        match job.form.format {
            GraphFormat::Csv => {
                names.extend(
                    ["nodes", "edges"]
                        .map(|kind| job.form.file_name(&format!("{name}-{kind}.csv"))),
                );
            }
            _ => names.push(job.form.file_name(&format!("{name}.{suffix}"))),
        }
    }
    let listed: Vec<&str> = names.iter().map(String::as_str).collect();
    let folder = OutputFolder::create(path, &listed, &env.guard)?;
    for (from, to) in &times {
        let plan = job.plan.within(*from, *to);
        let mut graph = Graph::new(job.table(), &plan)?;
        graph.retain_of(job.graph, job.making.weight);
        let mut network = job.making.network(job.table(), &graph, None);
        if let Some(colouring) = job.form.colouring {
            network.apply_layout(&graph.compact(job.making.weight), colouring);
        }
        job.input.add_citations(&mut network, &graph, &plan);
        let name = job.slice.name(*from);
        match job.form.format {
            GraphFormat::Csv => write_tables(&folder, job.form, &network, &format!("{name}-"))?,
            _ => folder.file(&job.form.file_name(&format!("{name}.{suffix}")), |out| {
                write_graph(job.form, &network, out)
            })?,
        }
    }
    let mut network = job.making.network(job.table(), job.graph, Some(env.quiet));
    let weight = job.making.weight;
    network.add_periods(weights_by_slice(job.table(), job.plan, job.graph, weight, job.slice)?);
    let form =
        GraphOutputOptions { format: GraphFormat::Gexf, profile: Profile::Gephi, ..job.form };
    folder.file(&form.file_name(DYNAMIC), |out| write_graph(form, &network, out))?;
    folder.finish_files()?;
    if !env.quiet {
        let is_undated = |article: &&ArticleRecord| article.published_day().is_none();
        let undated = job.table().articles().iter().filter(is_undated).count() as u64;
        let made = plural(times.len() as u64, "slice", "slices");
        let left = match undated {
            0 => String::new(),
            some => format!(
                "; {} no date and {} only in {DYNAMIC}",
                plural(some, "article has", "articles have"),
                if some == 1 { "is" } else { "are" }
            ),
        };
        output::eprint_line(&format!("note: wrote {made} and {DYNAMIC}{left}"));
    }
    Ok(())
}
