//! `citegraph stats`: how citations spread over domains, works, owners and kinds of sources.

use std::io::Write;
use std::path::PathBuf;

use citegraph::corpus::Facet;
use citegraph::report::ENOUGH;
use citegraph::stats::{self, Measures};
use clap::ValueEnum;
use serde::Serialize;

use super::Exit;
use super::args::{Counting, Env, Input, choose};
use super::output::Sink;

/// Measure how citations spread over domains, works, owners, types of publishers or countries
///
/// Diversity describes where links point. It does not measure accuracy, viewpoint or quality.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    counting: Counting,
    /// Count by these columns: domain, site, host, work, owner, group, type, country, language, or all
    /// [default: all]
    #[arg(long, value_name = "FACETS", value_delimiter = ',')]
    facet: Vec<String>,
    /// Print as text or JSON
    #[arg(long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    format: Format,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// One object of the JSON array.
#[derive(Debug, Serialize)]
struct Row {
    group: &'static str,
    facet: Facet,
    #[serde(flatten)]
    measures: Measures,
}

/// Runs the verb.
pub(crate) fn run(args: &Args, env: &Env) -> anyhow::Result<Exit> {
    let mut options = env.options.clone();
    args.input.apply(&mut options)?;
    args.counting.apply(&mut options)?;
    let facets = match args.facet.as_slice() {
        [] => options.report.facets.clone(),
        words => choose(words, &Facet::ALL, Facet::name, "--facet")?,
    };
    let sources = options.sources()?;
    let mut sink = Sink::open(args.output.as_deref())?;
    let corpus = args.input.corpus(env, &options, args.output.as_deref())?;
    let counted = || corpus.counted(&options.report.selection).map(|(_, link)| link);
    let rows: Vec<Row> = facets
        .into_iter()
        .map(|facet| {
            let counts = stats::counts(counted(), facet, &sources);
            let counts: Vec<u64> = counts.into_iter().map(|row| row.count).collect();
            Row { group: "all", facet, measures: Measures::of(&counts) }
        })
        .collect();
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut sink, &rows)?;
            sink.write_all(b"\n")?;
        }
        Format::Text => write_text(&rows, &mut sink)?,
    }
    sink.finish()?;
    args.input.conclude(env, &corpus.skipped, corpus.citations().count())
}

fn write_text(rows: &[Row], out: &mut impl Write) -> std::io::Result<()> {
    let head = [
        "facet", "n", "richness", "hill1", "hill2", "shannon", "pielou", "gini", "top", "coverage",
    ];
    writeln!(out, "{}", line(&head.map(str::to_owned)))?;
    for row in rows {
        let m = &row.measures;
        let shown = |value: Option<f64>| match value {
            Some(value) if m.n >= ENOUGH => format!("{value:.4}"),
            _ => "-".into(),
        };
        let mut cells = vec![row.facet.name().to_owned(), m.n.to_string(), m.richness.to_string()];
        let values = [m.hill1, m.hill2, m.shannon, m.pielou, m.gini, m.berger_parker, m.coverage];
        cells.extend(values.map(shown));
        writeln!(out, "{}", line(&cells))?;
    }
    if rows.iter().any(|row| row.measures.n < ENOUGH) {
        writeln!(out, "Below {ENOUGH} citations indices mean nothing and are left out.")?;
    }
    Ok(())
}

fn line(cells: &[String]) -> String {
    let mut line = format!("{:8}", cells[0]);
    for cell in &cells[1..] {
        line.push_str(&format!(" {cell:>9}"));
    }
    line
}
