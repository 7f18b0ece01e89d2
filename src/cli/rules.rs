//! `citegraph rules`: what lint looks for.

use citegraph::findings::{RULES, rule};
use citegraph::report::findings::rules;

use super::Exit;
use super::output::{OutputKind, Sink};

/// List the rules of `citegraph lint`, or explain one
#[derive(Debug, clap::Args)]
pub(crate) struct RulesArgs {
    /// The rule
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

/// Runs the verb.
pub(crate) fn run(args: &RulesArgs) -> anyhow::Result<Exit> {
    let mut sink = Sink::stdout(OutputKind::Text);
    match &args.name {
        None => rules::list(&RULES, &mut sink)?,
        Some(name) => {
            let rule = rule(name);
            let rule = rule.ok_or_else(|| {
                anyhow::anyhow!("there is no rule {name}; `citegraph rules` lists them")
            })?;
            rules::explain(rule, &mut sink)?;
        }
    }
    sink.finish()?;
    Ok(Exit::Fine)
}
