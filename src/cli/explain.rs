//! `citegraph explain`: from a URL, a domain or a pair back to the places that cite.

use std::borrow::Cow;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use citegraph::article::{Article, Link};
use citegraph::corpus::Corpus;
use citegraph::link::{
    self,
    redact::{redact, redact_text},
};
use citegraph::{domain, graph};
use clap::ValueEnum;
use serde::Serialize;
use url::Url;

use super::Exit;
use super::args::{Counting, Env, Input};
use super::output::{Sink, visible};

/// Show every place that cites a URL or a domain, or by which one domain cites another
///
/// For a URL it also shows how the URL is read: what is opened, compared and counted, and the reason
/// for every change.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph explain reuters.com posts/
  citegraph explain https://doi.org/10.1038/s41597-020-0430-x posts/
  citegraph explain chinafile.com..nytimes.com reports/posts/citations.jsonl")]
pub(crate) struct Args {
    /// A URL, a domain, or CITING..CITED
    #[arg(value_name = "WHAT")]
    what: String,
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    counting: Counting,
    /// Print as text or JSON lines
    #[arg(long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    format: Format,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// What is asked for.
enum Query {
    Url(Box<Url>),
    Domain(String),
    Pair(String, String),
}

/// One place.
#[derive(Debug, Serialize)]
struct Place<'a> {
    input: &'a str,
    part: Option<&'a str>,
    line: u32,
    column: u32,
    anchor: Cow<'a, str>,
    sentence: Option<Cow<'a, str>>,
    sentence_id: Option<&'a str>,
    place: &'static str,
    counted: bool,
    opened: Option<Cow<'a, str>>,
}

/// Runs the verb.
pub(crate) fn run(args: &Args, env: &Env) -> anyhow::Result<Exit> {
    let mut options = env.options.clone();
    args.input.apply(&mut options)?;
    args.counting.apply(&mut options)?;
    let query = Query::read(&args.what)?;
    let mut sink = Sink::open(args.output.as_deref())?;
    if let (Query::Url(url), Format::Text) = (&query, args.format) {
        write_url(url, &mut sink)?;
    }
    if !args.input.is_given() && matches!(query, Query::Url(_)) {
        sink.finish()?;
        return Ok(Exit::Fine);
    }
    let corpus = args.input.corpus(env, &options, args.output.as_deref())?;
    let mut found = 0;
    for (article, link) in places(&corpus, &query) {
        let counted = options.report.selection.counts(link);
        write_place(&place(article, link, counted), args.format, &mut sink)?;
        found += 1;
    }
    if args.format == Format::Text {
        writeln!(sink, "{found} places cite {}", visible(&redact_text(&args.what)))?;
    }
    sink.finish()?;
    Ok(Exit::Fine)
}

impl Query {
    fn read(what: &str) -> anyhow::Result<Self> {
        if what.contains("://") {
            let url = Url::parse(what).with_context(|| format!("{what} is no URL"))?;
            return Ok(Self::Url(Box::new(url)));
        }
        let host = |text: &str| -> anyhow::Result<String> {
            let url = Url::parse(&format!("http://{text}/"));
            let url = url.with_context(|| format!("{text} is no domain; write example.org"))?;
            Ok(url.host_str().unwrap_or_default().to_owned())
        };
        match what.split_once("..") {
            Some((citing, cited)) => Ok(Self::Pair(host(citing)?, host(cited)?)),
            None => Ok(Self::Domain(host(what)?)),
        }
    }

    fn matches(&self, article: &Article, link: &Link) -> bool {
        let cites = |name: &str| {
            link.domain.as_deref() == Some(name)
                || link.host.as_deref() == Some(name)
                || link.site.as_deref() == Some(name)
        };
        match self {
            Self::Url(url) => {
                let cited = link::cite(url);
                let same_work = cited.work.is_some() && cited.work == link.work;
                same_work || link.key.as_deref() == Some(&cited.key)
            }
            Self::Domain(name) => cites(name),
            Self::Pair(citing, cited) => {
                let origin = graph::origin_domain(article);
                origin.as_deref() == Some(domain::registrable(citing)) && cites(cited)
            }
        }
    }
}

fn places<'a>(
    corpus: &'a Corpus,
    query: &'a Query,
) -> impl Iterator<Item = (&'a Article, &'a Link)> {
    corpus.articles.iter().flat_map(move |article| {
        let links = article.citations.iter().filter(move |link| query.matches(article, link));
        links.map(move |link| (article, link))
    })
}

fn place<'a>(article: &'a Article, link: &'a Link, counted: bool) -> Place<'a> {
    Place {
        input: &article.input,
        part: article.part.as_deref(),
        line: link.line,
        column: link.column,
        anchor: redact_text(&link.anchor),
        sentence: link.sentence.as_deref().map(redact_text),
        sentence_id: link.sentence_id.as_deref(),
        place: link.place.name(),
        counted,
        opened: link.opened.as_deref().map(redact),
    }
}

fn write_place(place: &Place<'_>, format: Format, out: &mut impl Write) -> anyhow::Result<()> {
    if format == Format::Json {
        serde_json::to_writer(&mut *out, place)?;
        out.write_all(b"\n")?;
        return Ok(());
    }
    let id = place.sentence_id.unwrap_or("-");
    let note = if place.counted { "" } else { ", not counted" };
    let input = visible(place.input);
    writeln!(out, "{input}:{}:{}: {id} ({}{note})", place.line, place.column, place.place)?;
    writeln!(out, "    {}", visible(place.opened.as_deref().unwrap_or_default()))?;
    if let Some(sentence) = &place.sentence {
        writeln!(out, "    {}", visible(sentence))?;
    }
    Ok(())
}

fn write_url(url: &Url, out: &mut impl Write) -> anyhow::Result<()> {
    let cited = link::cite(url);
    let mut line =
        |name: &str, value: &str| writeln!(out, "{name:9} {}", visible(&redact_text(value)));
    line("resolved", url.as_str())?;
    line("opened", &cited.opened)?;
    line("key", &cited.key)?;
    line("work", cited.work.as_deref().unwrap_or("-"))?;
    line("locator", cited.locator.as_deref().unwrap_or("-"))?;
    line("domain", &cited.domain)?;
    line("site", &cited.site)?;
    for via in &cited.via {
        line("via", &format!("{} ({})", via.host, via.kind))?;
    }
    for change in &cited.changes {
        let why = link::explain(change).map_or("", |kind| kind.why);
        line("change", &format!("{change}: {why}"))?;
    }
    writeln!(out)?;
    Ok(())
}
