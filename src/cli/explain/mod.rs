//! `citegraph explain`: from a URL, a domain or a pair back to the places that cite.

use std::borrow::Cow;
use std::io::Write;
use std::path::PathBuf;

use citegraph::article::{Article, Link};
use citegraph::claims::subject::{self, Subject};
use citegraph::corpus::{Corpus, source};
use citegraph::link::{
    self, Cited,
    redact::{redact, redact_text},
};
use citegraph::source::{Facts, Sources, path_of};
use citegraph::{domain, graph};
use clap::ValueEnum;
use serde::Serialize;
use url::Url;

use self::looks::Memory;
use super::Exit;
use super::args::{Counting, Env, Input};
use super::output::{Sink, visible};

mod looks;

/// Show every place that cites a URL or a domain, or by which one domain cites another
///
/// For a URL it also shows how the URL is read: what is opened, compared and counted, and the reason
/// for every change, and every look that `citegraph check` took at it. For a URL or a domain it shows what
/// is known of who stands behind it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph explain reuters.com posts/
  citegraph explain https://doi.org/10.1038/s41597-020-0430-x posts/
  citegraph explain chinafile.com..nytimes.com reports/posts/citations.jsonl")]
pub(crate) struct Args {
    /// A URL, a domain, a work such as doi:10.…, or CITING..CITED
    #[arg(value_name = "WHAT")]
    what: String,
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    counting: Counting,
    #[command(flatten)]
    memory: Memory,
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
    Subject(Subject),
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
    /// Who stands behind the cited address.
    #[serde(flatten)]
    source: Facts,
}

/// Runs the verb.
pub(crate) fn run(args: &Args, env: &Env) -> anyhow::Result<Exit> {
    let mut options = env.options.clone();
    args.input.apply(&mut options)?;
    args.counting.apply(&mut options)?;
    let query = Query::read(&args.what)?;
    let sources = options.sources()?;
    let mut sink = Sink::open(args.output.as_deref())?;
    if let (Query::Subject(subject), Format::Text) = (&query, args.format) {
        write_subject(subject, &sources, &mut sink)?;
        if let Subject::Url(url, _) = subject {
            args.memory.write(url, &options, &mut sink)?;
        }
    }
    if !args.input.is_given() && matches!(query, Query::Subject(Subject::Url(..))) {
        sink.finish()?;
        return Ok(Exit::Fine);
    }
    let corpus = args.input.corpus(env, &options, args.output.as_deref())?;
    let mut found = 0;
    for (article, link) in places(&corpus, &query) {
        let counted = options.report.selection.counts(link);
        let facts = source(link, &sources).into();
        let place = Place { counted, source: facts, ..place(article, link) };
        write_place(&place, args.format, &mut sink)?;
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
        let host = |text: &str| {
            let name = subject::name(text);
            name.ok_or_else(|| anyhow::anyhow!("{text} is no domain; write example.org"))
        };
        match what.split_once("..").filter(|_| !what.contains("://")) {
            Some((citing, cited)) => Ok(Self::Pair(host(citing)?, host(cited)?)),
            None => Ok(Self::Subject(Subject::read(what)?)),
        }
    }

    fn matches(&self, article: &Article, link: &Link) -> bool {
        match self {
            Self::Subject(subject) => subject.is_cited_by(link),
            Self::Pair(citing, cited) => {
                let origin = graph::origin_domain(article);
                origin.as_deref() == Some(domain::registrable(citing))
                    && subject::is_called(link, cited)
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

/// The place of a link, before anybody asked whether it counts and who is cited.
fn place<'a>(article: &'a Article, link: &'a Link) -> Place<'a> {
    Place {
        input: &article.input,
        part: article.part.as_deref(),
        line: link.line,
        column: link.column,
        anchor: redact_text(&link.anchor),
        sentence: link.sentence.as_deref().map(redact_text),
        sentence_id: link.sentence_id.as_deref(),
        place: link.place.name(),
        counted: false,
        opened: link.opened.as_deref().map(redact),
        source: Facts::default(),
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

/// How a URL is read, and who stands behind a URL or a name; nothing for a work.
fn write_subject(
    subject: &Subject,
    sources: &Sources,
    out: &mut impl Write,
) -> std::io::Result<()> {
    match subject {
        Subject::Url(url, cited) => {
            write_url(url, cited, out)?;
            let Cited { host, domain, site, key, .. } = cited.as_ref();
            let facts = sources.lookup(host, domain, site, path_of(key)).into();
            write_facts(&facts, out)?;
            writeln!(out)
        }
        Subject::Name(name) => {
            let host = name.split('/').next().unwrap_or(name);
            let facts = sources.lookup(host, domain::registrable(host), name, "").into();
            if write_facts(&facts, out)? > 0 {
                writeln!(out)?;
            }
            Ok(())
        }
        Subject::Work(_) => Ok(()),
    }
}

/// Writes what is known of a source and returns how much it is.
fn write_facts(facts: &Facts, out: &mut impl Write) -> std::io::Result<usize> {
    let known = Facts::COLUMNS.iter().zip(facts.values());
    let known: Vec<_> = known.filter_map(|(name, value)| Some((name, value?))).collect();
    for (name, value) in &known {
        writeln!(out, "{name:11} {}", visible(value))?;
    }
    Ok(known.len())
}

fn write_url(url: &Url, cited: &Cited, out: &mut impl Write) -> std::io::Result<()> {
    let mut line =
        |name: &str, value: &str| writeln!(out, "{name:11} {}", visible(&redact_text(value)));
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
    Ok(())
}
