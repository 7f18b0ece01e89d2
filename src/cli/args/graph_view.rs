//! Which graph: the flags of views, levels and filters.

use std::path::PathBuf;

use anyhow::Context as _;
use citegraph::corpus::table::CitationTable;
use citegraph::graph::date::DateSpan;
use citegraph::graph::{FilterStats, Graph, GraphNotice, GraphPlan, Level, View, Weight};
use citegraph::report::fixed;
use citegraph::source::{Aliases, Sources};
use clap::Args;

use super::super::configuration::Config;
use super::super::output;
use super::super::side_file::read_text;
use super::choice::one_of_described;

/// Which graph.
#[derive(Debug, Args)]
#[command(next_help_heading = "Graph")]
pub(crate) struct GraphViewArgs {
    /// What an edge means
    #[arg(long, value_name = "VIEW", default_value = "bipartite",
          value_parser = one_of_described::<View>())]
    view: View,
    /// What each cited node stands for; with --view source, also each citing node [default:
    /// domain; work for coupling, article for internal]
    #[arg(long, value_name = "LEVEL", value_parser = one_of_described::<Level>())]
    level: Option<Level>,
    /// Leave out articles without a date, and articles published before DATE (YYYY, YYYY-MM or YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Leave out articles without a date, and articles published after DATE
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Drop edges with a weight below N, and nodes that lose all of their edges as a result
    #[arg(long, value_name = "N")]
    pub(crate) min_weight: Option<f64>,
    /// Keep the edges whose weight is larger than expected by chance (disparity filter; 0.05 is usual)
    #[arg(long, value_name = "ALPHA")]
    pub(crate) backbone: Option<f64>,
    /// Leave out articles that cite more than N items (with --view cocitation), or items cited by more than N articles
    /// (with --view coupling)
    #[arg(long, value_name = "N")]
    max_list: Option<usize>,
    /// With --view cocitation or coupling, allow up to N pairs of nodes [default: 10000000; for diff, 5000000 in
    /// each run]
    #[arg(long, value_name = "N")]
    max_pairs: Option<u64>,
    /// Merge the domains (sites, hosts, groups) that have the same name in this table into one node. Each line of the
    /// table has a domain, a tab and the name, as for `stats --alias`
    #[arg(long, value_name = "FILE")]
    alias: Option<PathBuf>,
}

impl GraphViewArgs {
    /// The plan that the flags make.
    pub(crate) fn plan<'a>(
        &self,
        options: &'a Config,
        sources: &'a Sources,
    ) -> anyhow::Result<GraphPlan<'a>> {
        self.plan_of(options, sources, 1)
    }

    /// The plan of one of several graphs that are held together and share the usual limit.
    pub(crate) fn plan_of<'a>(
        &self,
        options: &'a Config,
        sources: &'a Sources,
        graphs: u64,
    ) -> anyhow::Result<GraphPlan<'a>> {
        let mut plan = GraphPlan::new(self.view, &options.report.selection, sources);
        if let Some(level) = self.level {
            let own = plan.level;
            anyhow::ensure!(
                plan.view != View::Internal || level == own,
                "with --view internal every node is an article, so --level {} cannot be used; \
                 remove --level",
                level.name()
            );
            plan.level = level;
        }
        for (flag, date) in [("--from", &self.from), ("--to", &self.to)] {
            anyhow::ensure!(
                DateSpan::new(date.as_deref(), None).is_some(),
                "{flag} {} is not a date; write YYYY-MM-DD, YYYY-MM or YYYY",
                date.as_deref().unwrap_or_default()
            );
        }
        plan.span = DateSpan::new(self.from.as_deref(), self.to.as_deref()).unwrap_or_default();
        plan.max_list_nodes = self.max_list.unwrap_or(plan.max_list_nodes);
        plan.max_pairs = self.max_pairs.unwrap_or(plan.max_pairs / graphs);
        self.check()?;
        Ok(plan)
    }

    /// The names that stand for one thing; `None` without --alias.
    pub(crate) fn aliases(&self) -> anyhow::Result<Option<Aliases>> {
        let Some(path) = &self.alias else { return Ok(None) };
        let table = read_text(path)
            .with_context(|| format!("cannot read {}, the aliases of --alias", path.display()))?;
        let aliases = Aliases::parse(&table);
        Ok(Some(aliases.with_context(|| format!("{} cannot be used", path.display()))?))
    }

    /// Refuses what is no weight or no chance.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        if let Some(alpha) = self.backbone {
            let is_chance = alpha > 0.0 && alpha <= 1.0;
            anyhow::ensure!(
                is_chance,
                "--backbone {alpha} is not a probability; write one such as 0.05"
            );
        }
        if let Some(least) = self.min_weight {
            anyhow::ensure!(
                least.is_finite(),
                "--min-weight {least} is not a weight; write 2 or 0.5"
            );
        }
        Ok(())
    }

    /// Builds the graph, drops what the flags drop, and says what is to be said.
    pub(crate) fn graph(
        &self,
        table: &CitationTable,
        plan: &GraphPlan<'_>,
        weight: Weight,
        quiet: bool,
    ) -> anyhow::Result<Graph> {
        let mut graph = Graph::new(table, plan).context("this view is too large")?;
        let say = |line: &str| {
            if !quiet {
                output::eprint_line(line);
            }
        };
        graph.notes.iter().for_each(|note| say(&describe_notice(note)));
        if let Some(least) = self.min_weight {
            let kept = graph.drop_light(weight, least);
            say(&describe_filter(&format!("--min-weight {least}"), kept));
        }
        if let Some(alpha) = self.backbone {
            let kept = graph.keep_backbone(weight, alpha);
            say(&describe_filter(&format!("--backbone {alpha}"), kept));
        }
        Ok(graph)
    }
}

/// A notice about a graph, with the flags that show more.
fn describe_notice(notice: &GraphNotice) -> String {
    let help = match notice {
        GraphNotice::Star { .. } => {
            Some("try --view cocitation, bipartite or tag for a graph with more structure")
        }
        GraphNotice::NothingShared => Some("try a coarser --level, or --view bipartite"),
        GraphNotice::NothingInside => Some(
            "--origin or --base-url sets the addresses of the articles; --view bipartite shows what the articles cite",
        ),
        GraphNotice::Unlisted { .. } => Some("--view bipartite shows each article"),
        GraphNotice::LongLists { .. } => Some(
            "a larger --max-list N keeps more: with --view cocitation, it keeps articles that cite \
             up to N items; with --view coupling, it keeps items cited by up to N articles",
        ),
        GraphNotice::Elsewhere { .. } | GraphNotice::OutOfTime { .. } => None,
    };
    let help = help.map_or_else(String::new, |help| format!("\nhelp: {help}"));
    format!("note: {}{help}", output::visible(&notice.to_string()))
}

/// What a filter kept, in one line.
pub(crate) fn describe_filter(filter: &str, kept: FilterStats) -> String {
    let share = kept
        .share()
        .map_or(String::new(), |share| format!(" with {}% of the weight", fixed(100.0 * share, 1)));
    let ((nodes, all), (edges, of)) = (kept.nodes, kept.edges);
    format!("note: {filter} kept {edges} of {of} edges{share}, and {nodes} of {all} nodes")
}
