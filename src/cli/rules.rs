//! `citegraph rules`: what lint looks for.

use citegraph::findings::{RULES, rule};
use citegraph::report::findings::rules;

use super::args::name_list;
use super::output::{OutputKind, Sink};
use super::{Exit, near};

/// List the rules of `citegraph lint`, or explain one
#[derive(Debug, clap::Args)]
pub(crate) struct RulesArgs {
    /// The rule to explain
    #[arg(value_name = "NAME", hide_possible_values = true,
          value_parser = name_list(RULES.iter().map(|rule| rule.id.name())))]
    name: Option<String>,
}

/// Runs the verb.
pub(crate) fn run(args: &RulesArgs) -> anyhow::Result<Exit> {
    let mut sink = Sink::stdout(OutputKind::Text);
    let style = sink.style();
    match &args.name {
        None => rules::list(&RULES, style, &mut sink)?,
        Some(name) => {
            let rule = rule(name);
            let rule = rule.ok_or_else(|| {
                let near = near::suggestion(name, RULES.iter().map(|rule| rule.id.name()));
                anyhow::anyhow!(
                    "unknown rule {name}{near}\nhelp: `citegraph rules` lists the rules"
                )
            })?;
            rules::explain(rule, style, &mut sink)?;
        }
    }
    sink.finish()?;
    Ok(Exit::Fine)
}
