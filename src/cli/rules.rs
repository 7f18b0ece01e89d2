//! `citegraph rules`: what lint looks for.

use std::io::Write;

use citegraph::findings::{RULES, Rule};

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
        None => RULES.iter().try_for_each(|rule| row(rule, &mut sink))?,
        Some(name) => {
            let rule = citegraph::findings::rule(name);
            let rule = rule.ok_or_else(|| {
                anyhow::anyhow!("there is no rule {name}; `citegraph rules` lists them")
            })?;
            explain(rule, &mut sink)?;
        }
    }
    sink.finish()?;
    Ok(Exit::Fine)
}

fn row(rule: &Rule, out: &mut impl Write) -> std::io::Result<()> {
    let state = if rule.on { "" } else { " (off)" };
    let (severity, name) = (rule.severity.name(), rule.id);
    writeln!(out, "{severity:8} {name:28} {}{state}", rule.meaning)
}

fn explain(rule: &Rule, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{} ({}, {})", rule.id, rule.severity.name(), rule.family.name())?;
    writeln!(out, "  means   {}", rule.meaning)?;
    writeln!(out, "  to do   {}", rule.advice)?;
    writeln!(out, "  needs   {}", rule.needs)?;
    writeln!(out, "  default {}", if rule.on { "on" } else { "off" })
}
