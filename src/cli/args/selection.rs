//! Which citations count, and what an edge weighs: flags that several verbs share.

use std::path::PathBuf;

use citegraph::article::{Place, Syntax};
use citegraph::graph::Weight;
use clap::Args;

use super::super::configuration::Config;
use super::super::near;
use super::super::side_file::SideFile;
use super::choice::one_of_described;
use super::names::name_list;

/// Which citations count.
#[derive(Debug, Args)]
#[command(next_help_heading = "What counts")]
pub(crate) struct SelectionArgs {
    /// Count citations in these places (body, note, caption, byline, comment, navigation, share,
    /// embed), or all [default: body,note,caption,byline]
    #[arg(long, value_name = "PLACES", value_delimiter = ',', hide_possible_values = true,
          value_parser = name_list(Place::ALL.map(Place::name)))]
    place: Vec<String>,
    /// Count citations in these syntaxes (html, markdown, reference, autolink, bare), or all [default: all]
    #[arg(long, value_name = "SYNTAXES", value_delimiter = ',', hide_possible_values = true,
          value_parser = name_list(Syntax::ALL.map(Syntax::name)))]
    syntax: Vec<String>,
    /// Use this table of sources too (TOML, like data/sources.toml); its entries have priority over the
    /// built-in ones
    #[arg(long, value_name = "FILE")]
    sources: Option<PathBuf>,
}

impl SelectionArgs {
    /// Applies the flags onto the options.
    pub(crate) fn apply(&self, options: &mut Config) -> anyhow::Result<()> {
        if let Some(path) = &self.sources {
            options.sources = Some(SideFile::from_flag(path));
        }
        let selection = &mut options.report.selection;
        if !self.place.is_empty() {
            selection.places = choose(&self.place, &Place::ALL, Place::name, "--place")?;
        }
        if !self.syntax.is_empty() {
            selection.syntaxes = choose(&self.syntax, &Syntax::ALL, Syntax::name, "--syntax")?;
        }
        Ok(())
    }
}

/// The members of a closed set that words name; `all` names all of them.
pub(crate) fn choose<T: Copy>(
    words: &[String],
    all: &[T],
    name: fn(T) -> &'static str,
    flag: &str,
) -> anyhow::Result<Vec<T>> {
    if words.iter().any(|word| word == "all") {
        return Ok(all.to_vec());
    }
    let known = all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(", ");
    for word in words {
        anyhow::ensure!(!word.is_empty(), "{flag} has no value; choose from {known}, all");
        let is_known = all.iter().any(|one| name(*one) == word);
        let near = near::suggestion(word, all.iter().map(|one| name(*one)));
        anyhow::ensure!(is_known, "{flag} {word} is not known{near}; choose from {known}, all");
    }
    Ok(all.iter().copied().filter(|one| words.iter().any(|word| word == name(*one))).collect())
}

/// What an edge weighs.
#[derive(Debug, Args)]
pub(crate) struct EdgeWeightArgs {
    /// What the weight of an edge counts [default: articles]
    #[arg(long, value_name = "WEIGHT", help_heading = "Graph",
          value_parser = one_of_described::<Weight>())]
    weight: Option<Weight>,
}

impl EdgeWeightArgs {
    /// Applies the flag onto the options.
    pub(crate) fn apply(&self, options: &mut Config) {
        let weight = &mut options.report.weight;
        *weight = self.weight.unwrap_or(*weight);
    }
}
