//! `citegraph stats`: how citations spread over domains, works, owners and kinds of sources.

mod gate;

use std::path::PathBuf;

use anyhow::Context as _;
use citegraph::corpus::Facet;
use citegraph::corpus::table::CitationTable;
use citegraph::export;
use citegraph::report::own_sites;
use citegraph::report::stats::{
    ComparisonCells, FacetComparison, StatsRow, StatsTable, json, markdown, text,
};
use citegraph::stats::{
    self, Aliases, ArticleGroup, Basis, Bootstrap, Chao1, Comparison, CountingOptions,
    DiversitySummary, FacetColumn, FacetCount, GroupWeights, Grouping, Measures, Partition,
};
use clap::ValueEnum;

use self::gate::StatsGateArgs;
use super::Exit;
use super::args::{self, CliContext, InputArgs, choose, name_list, one_of_described};
use super::output::{self, OutputKind, Sink};
use super::side_file::read_text;
use super::suffix::choose_format;

/// Measure how citations spread over domains, works, owners, types of publishers or countries
///
/// Diversity describes where links point. It does not measure accuracy, viewpoint or quality.
#[derive(Debug, clap::Args)]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    counting: args::SelectionArgs,
    /// Measure the diversity of these: domain, site, host, work, owner, group, type, country, language, or
    /// all [default: all]
    #[arg(long, value_name = "FACETS", value_delimiter = ',', hide_possible_values = true,
          value_parser = name_list(Facet::ALL.iter().map(|facet| facet.name())))]
    facet: Vec<String>,
    /// Measure each group of articles separately [default: all together]
    #[arg(long, value_name = "GROUP", value_parser = one_of_described::<Grouping>())]
    by: Option<Grouping>,
    /// Count every citation, each URL or work once per group, or each source once per sentence
    #[arg(long, value_name = "BASIS", default_value = "citations",
          value_parser = one_of_described::<Basis>())]
    count: Basis,
    /// What counts if a link leads to a redirector or a web archive
    #[arg(long, value_name = "WHICH", default_value = "yes")]
    unwrap: UnwrapArg,
    /// Count several domains as one source. Each line of FILE has a domain, a tab and the name of the source
    #[arg(long, value_name = "FILE")]
    alias: Option<PathBuf>,
    /// Also estimate how many sources exist, including those that are not cited (Chao1, in three variants). The
    /// estimates assume that citations are random
    #[arg(long)]
    all_indices: bool,
    /// What the random samples behind an interval consist of (bootstrap)
    #[arg(long, value_name = "WHICH", default_value = "citations")]
    intervals: ResampleUnitArg,
    /// Compute each interval from this many random samples
    #[arg(long, value_name = "N", default_value_t = Bootstrap::default().replicates,
          value_parser = clap::value_parser!(u32).range(20..=100_000))]
    replicates: u32,
    #[command(flatten)]
    gate: StatsGateArgs,
    /// Print as text, JSON, CSV or Markdown [default: by the suffix of -o; without -o, text]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<StatsFormat>,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

/// Whether wrappers are taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum UnwrapArg {
    /// The page behind the redirector or in the archive
    Yes,
    /// The redirector or the archive itself
    No,
}

/// What is drawn again for intervals.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ResampleUnitArg {
    /// Single citations. A sample can also contain sources that do not occur in the data: their number is estimated
    /// (Chao et al. 2014, as in iNEXT)
    Citations,
    /// Whole sentences, each with all of its citations
    Sentences,
    /// No intervals
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StatsFormat {
    Text,
    Json,
    Csv,
    Markdown,
}

/// Forms by the suffixes of files.
const FORMS: [(&str, StatsFormat); 6] = [
    ("txt", StatsFormat::Text),
    ("log", StatsFormat::Text),
    ("json", StatsFormat::Json),
    ("csv", StatsFormat::Csv),
    ("md", StatsFormat::Markdown),
    ("markdown", StatsFormat::Markdown),
];

/// Runs the verb.
pub(crate) fn run(args: &StatsArgs, env: &CliContext) -> anyhow::Result<Exit> {
    args.gate.check()?;
    let mut options = env.options.clone();
    args.input.apply(&mut options, &env.guard)?;
    args.counting.apply(&mut options)?;
    let facets = match args.facet.as_slice() {
        [] => options.report.facets.clone(),
        words => choose(words, Facet::ALL, Facet::name, "--facet")?,
    };
    let counting = CountingOptions {
        selection: &options.report.selection,
        sources: &options.sources()?,
        aliases: &args.aliases()?,
        basis: args.count,
    };
    let format = choose_format(args.format, args.output.as_deref(), &FORMS)?;
    let content = match format {
        StatsFormat::Text | StatsFormat::Markdown => OutputKind::Text,
        _ => OutputKind::Data,
    };
    let mut sink = Sink::open(args.output.as_deref(), content, &env.guard)?;
    let citations = args.input.table(env, &options, args.output.as_deref(), |article| {
        if args.unwrap == UnwrapArg::No {
            stats::restore_wrapper_hosts(article);
        }
    })?;
    let mut table = args.table(&citations, &facets, counting);
    if format == StatsFormat::Text && args.by.is_none() && counting.basis == Basis::Citations {
        let all = ArticleGroup::all(&citations);
        table.summary = Some(DiversitySummary::from_articles(all.articles(), counting));
    }
    match format {
        StatsFormat::Json => json::write(&table.rows, &mut sink)?,
        StatsFormat::Csv => export::stats::write(&table.rows, &mut sink)?,
        StatsFormat::Markdown => markdown::write(&table, &mut sink)?,
        StatsFormat::Text => text::write(&table, sink.style(), &mut sink)?,
    }
    sink.finish()?;
    if !env.quiet {
        output::print_own_sites(&own_sites(&citations));
    }
    let failed = args.gate.fails(&table.rows, env);
    let exit = args.input.finish_run(env, citations.skipped(), citations.citations().count())?;
    Ok(if failed { exit.max(Exit::Gate) } else { exit })
}

impl StatsArgs {
    /// One row for each group and column, and where there are groups one comparison a column.
    fn table<'a>(
        &self,
        citations: &'a CitationTable,
        facets: &[Facet],
        counting: CountingOptions<'a>,
    ) -> StatsTable {
        let groups = self.groups(citations);
        let mut rows: Vec<Vec<StatsRow>> = vec![Vec::new(); groups.len()];
        let mut comparisons = Vec::new();
        // Columns one after the other: there may be millions of values.
        for facet in facets {
            let column = counting.column(citations, *facet);
            let compared = self.by.map(|_| self.beside(&groups, *facet, &column, counting));
            for (at, (group, rows)) in groups.iter().zip(&mut rows).enumerate() {
                let row = self.row(group, *facet, &column, counting);
                let beside = compared
                    .as_ref()
                    .map(|compared| ComparisonCells::from_comparison(compared, at));
                rows.push(StatsRow { beside, ..row });
            }
            comparisons.extend(compared);
        }
        let rows = rows.into_iter().flatten().collect();
        StatsTable { rows, comparisons, summary: None, is_grouped: self.by.is_some() }
    }

    fn beside(
        &self,
        groups: &[ArticleGroup<'_>],
        facet: Facet,
        column: &FacetColumn<'_>,
        counting: CountingOptions<'_>,
    ) -> FacetComparison {
        let counts = groups.iter().map(|group| counting.counts(group.articles(), column));
        let counts: Vec<Vec<FacetCount>> = counts.collect();
        let named = groups.iter().zip(&counts);
        let named = named.map(|(group, rows)| (group.name.clone(), numbers(rows)));
        let comparison = Comparison::from_groups(&named.collect::<Vec<_>>(), self.bootstrap());
        FacetComparison {
            facet,
            comparison,
            partition: Partition::from_groups(&counts, GroupWeights::Equal),
        }
    }

    fn bootstrap(&self) -> Bootstrap {
        let replicates = match self.intervals {
            ResampleUnitArg::None => 0,
            ResampleUnitArg::Citations | ResampleUnitArg::Sentences => self.replicates,
        };
        Bootstrap { replicates, ..Bootstrap::default() }
    }

    fn row(
        &self,
        group: &ArticleGroup<'_>,
        facet: Facet,
        column: &FacetColumn<'_>,
        counting: CountingOptions<'_>,
    ) -> StatsRow {
        let counts = counting.numbers(group.articles(), column);
        let bootstrap = self.bootstrap();
        let intervals = match self.intervals {
            ResampleUnitArg::Citations | ResampleUnitArg::None => bootstrap.intervals(&counts),
            ResampleUnitArg::Sentences => {
                bootstrap.intervals_of_blocks(&counting.sentences(group.articles(), column))
            }
        };
        let measures = Measures::from_counts(&counts);
        let row = StatsRow::new(&group.name, facet, measures, intervals);
        StatsRow { chao1: Chao1::from_counts(&counts).filter(|_| self.all_indices), ..row }
    }

    fn aliases(&self) -> anyhow::Result<Aliases> {
        let Some(path) = &self.alias else { return Ok(Aliases::default()) };
        let table = read_text(path)
            .with_context(|| format!("cannot read {}, the aliases of --alias", path.display()))?;
        Aliases::parse(&table).with_context(|| format!("{} cannot be used", path.display()))
    }

    fn groups<'a>(&self, citations: &'a CitationTable) -> Vec<ArticleGroup<'a>> {
        match self.by {
            Some(by) => by.groups(citations),
            None => vec![ArticleGroup::all(citations)],
        }
    }
}

fn numbers(counts: &[FacetCount]) -> Vec<u64> {
    counts.iter().map(|row| row.count).collect()
}
