//! What rests on one source: for a terminal, for a page of Markdown, and as JSON.

use std::io::{self, Write};

use super::format::{count_noun, input, plural, similar_names};
use super::markdown;
use super::style::{Paint, TextStyle};
use crate::claims::impact::{Impact, ImpactArticle, ImpactSentence};

/// Works and groups named for one claim.
const MAX_NAMED: usize = 8;

/// Writes it for a terminal: each claim with its place, what remains, and the sums last.
///
/// # Errors
/// Where `out` fails.
pub fn text(impact: &Impact, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    let below = || style.text().indented(4, 4);
    for (article, claim) in claims(impact) {
        let name = input(&article.input, article.part.as_deref());
        let first = &claim.citations[0];
        let id = claim.sentence_id.map_or_else(|| "-".to_owned(), |id| id.to_string());
        let position = format!("{name}:{}:{}", first.line, first.column);
        let line = style.text().indented(0, 4).whole(Some(Paint::Strong), &position);
        line.plain(&format!(": {id} ({}): {}", first.place, remains(claim))).write(out)?;
        for citation in &claim.citations {
            let url = citation.opened.as_deref().unwrap_or_default();
            let anchor = citation.anchor.trim();
            let anchor = if anchor.is_empty() { String::new() } else { format!("  [{anchor}]") };
            below().whole(Some(Paint::Frame), url).plain(&anchor).write(out)?;
        }
        if let Some(sentence) = &claim.sentence {
            below().plain(sentence).write(out)?;
        }
    }
    sums(impact).iter().try_for_each(|line| style.text().plain(line).write(out))
}

/// Writes it as Markdown: the sums, then a list of claims under each article.
///
/// # Errors
/// Where `out` fails.
pub fn markdown(impact: &Impact, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "# What depends on {}\n", markdown::escape(&impact.subject))?;
    for line in sums(impact) {
        writeln!(out, "{}\n", markdown::escape(&line))?;
    }
    for article in &impact.articles {
        let name = input(&article.input, article.part.as_deref());
        let title = article.title.as_deref().filter(|title| !title.trim().is_empty());
        writeln!(out, "## {}\n", markdown::escape(title.unwrap_or(&name)))?;
        for claim in &article.claims {
            let first = &claim.citations[0];
            let sentence = claim.sentence.as_deref().unwrap_or(&first.anchor);
            let (name, line, column) = (markdown::escape(&name), first.line, first.column);
            let remains = markdown::escape(&remains(claim));
            writeln!(out, "- {}", markdown::escape(sentence))?;
            writeln!(out, "  {name}:{line}:{column}. **Remains:** {remains}.")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Writes it as one JSON object.
///
/// # Errors
/// Where `out` fails.
pub fn json(impact: &Impact, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, impact)?;
    out.write_all(b"\n")
}

fn claims(impact: &Impact) -> impl Iterator<Item = (&ImpactArticle, &ImpactSentence)> {
    impact.articles.iter().flat_map(|one| one.claims.iter().map(move |claim| (one, claim)))
}

/// What remains, in words: works, and how many independent owners.
fn remains(claim: &ImpactSentence) -> String {
    let remains = &claim.remains;
    if !claim.is_claim {
        return "no sentence uses it".to_owned();
    }
    if remains.is_nothing() {
        return "no other source".to_owned();
    }
    let owners = match remains.groups.as_slice() {
        [] => "all have the same owner".to_owned(),
        groups => {
            let number = count_noun(groups.len() as u64, "other owner");
            format!("{number}: {}", named(groups))
        }
    };
    let works = count_noun(remains.works.len() as u64, "other work");
    format!("{works} ({}), {owners}", named(&remains.works))
}

fn named(names: &[String]) -> String {
    let mut named = names[..names.len().min(MAX_NAMED)].join(", ");
    if names.len() > MAX_NAMED {
        named.push_str(", …");
    }
    named
}

/// The sums in words, and near names where nothing was found.
fn sums(impact: &Impact) -> Vec<String> {
    let totals = &impact.totals;
    if totals.citations == 0 {
        let mut lines = vec![format!("No counted citation of {} was found.", impact.subject)];
        lines.extend(similar_names(&impact.near));
        return lines;
    }
    let citations = count_noun(totals.citations, "citation");
    let claims = count_noun(totals.claims, "claim");
    let articles = count_noun(totals.articles, "article");
    let bare = match (totals.unsupported, totals.claims) {
        (_, 0) => "no sentence uses it as a source".to_owned(),
        (0, _) => "every claim also has another source".to_owned(),
        (bare, all) if bare == all => "no claim has another source".to_owned(),
        (bare, _) => {
            plural(bare, "claim would have no source left", "claims would have no source left")
        }
    };
    vec![format!("{citations} of {} in {claims} of {articles}; {bare}.", impact.subject)]
}
