//! `citegraph explain`: from a URL, a domain or a pair back to the places that cite.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use citegraph::article::{Article, Link, SentenceId};
use citegraph::claims::subject::{self, Subject};
use citegraph::corpus::{Corpus, key, source};
use citegraph::link::{
    self, CitedUrl,
    redact::{redact_text, redact_url},
};
use citegraph::report::plural;
use citegraph::source::{SourceFacts, Sources, path_of};
use citegraph::{domain, graph};
use clap::ValueEnum;
use serde::Serialize;
use url::Url;

use self::checks::ExplainLedgerArgs;
use super::Exit;
use super::args::{CliContext, InputArgs, SelectionArgs};
use super::output::{OutputArgs, OutputKind, visible};
use super::suffix::choose_format;

mod checks;

/// Ends of names that mean a file rather than a domain, whether it is there or not.
const FILES: [&str; 10] =
    ["md", "markdown", "html", "htm", "txt", "json", "jsonl", "docx", "ipynb", "gz"];

/// Show every place that cites a URL or a domain, or by which one domain cites another
///
/// For a URL it also shows how the URL is read: what is opened, compared and counted, and the reason
/// for every change, and every look that `citegraph check` took at it. For a URL or a domain it shows what
/// is known of who stands behind it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph explain reuters.com posts/
  citegraph explain https://doi.org/10.1038/s41597-020-0430-x posts/
  citegraph explain chinafile.com..nytimes.com reports/posts/citations.jsonl
  citegraph explain chinafile.com nytimes.com reports/posts/citations.jsonl    the same edge")]
pub(crate) struct ExplainArgs {
    /// A URL, a domain, a work such as doi:10.…, or CITING..CITED; also CITING CITED, where no file is
    /// called like the second
    #[arg(value_name = "WHAT")]
    what: String,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    counting: SelectionArgs,
    #[command(flatten)]
    memory: ExplainLedgerArgs,
    /// Print as text or JSON lines [default: by the suffix of -o; text without one]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<ExplainFormat>,
    #[command(flatten)]
    to: OutputArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExplainFormat {
    Text,
    Json,
}

/// Forms by the suffixes of files.
const FORMS: [(&str, ExplainFormat); 5] = [
    ("txt", ExplainFormat::Text),
    ("log", ExplainFormat::Text),
    ("json", ExplainFormat::Json),
    ("jsonl", ExplainFormat::Json),
    ("ndjson", ExplainFormat::Json),
];

/// What is asked for.
enum Query {
    Subject(Subject),
    /// What the articles are published at, and what they cite.
    Pair(String, Subject),
}

/// One place.
#[derive(Debug, Serialize)]
struct PlaceRow<'a> {
    input: &'a str,
    part: Option<&'a str>,
    line: u32,
    column: u32,
    anchor: Cow<'a, str>,
    sentence: Option<Cow<'a, str>>,
    sentence_id: Option<SentenceId>,
    place: &'static str,
    counted: bool,
    opened: Option<Cow<'a, str>>,
    /// Who stands behind the cited address.
    #[serde(flatten)]
    source: SourceFacts,
}

/// Runs the verb.
pub(crate) fn run(args: &ExplainArgs, env: &CliContext) -> anyhow::Result<Exit> {
    let mut options = env.options.clone();
    args.input.apply(&mut options, &env.guard)?;
    args.counting.apply(&mut options)?;
    let mut query = Query::read(&args.what)?;
    let mut input = Cow::Borrowed(&args.input);
    if let Some(pair) = query.with(args.input.first_name()) {
        (query, input) = (pair, Cow::Owned(args.input.rest()));
    }
    let sources = options.sources()?;
    let format = choose_format(args.format, args.to.path(), &FORMS)?;
    let content = match format {
        ExplainFormat::Text => OutputKind::Text,
        _ => OutputKind::Data,
    };
    let mut sink = args.to.open(content, &env.guard)?;
    let mut known = FactsFound::Nothing;
    if let (Query::Subject(subject), ExplainFormat::Text) = (&query, format) {
        known = write_subject(subject, &sources, &mut sink)?;
        if let Subject::Url(url, _) = subject {
            args.memory.write(url, &options, &mut sink)?;
        }
    }
    let is_url = matches!(query, Query::Subject(Subject::Url(..)));
    if !input.is_given() && (is_url || known == FactsFound::Something) {
        sink.finish()?;
        return Ok(Exit::Fine);
    }
    let corpus = input.corpus(env, &options, args.to.path())?;
    let (mut found, mut edge) = (0, EdgeSummary::default());
    for (article, link) in places(&corpus, &query) {
        let counted = options.report.selection.counts(link);
        let facts = source(link, &sources).into();
        let place = PlaceRow { counted, source: facts, ..place(article, link) };
        write_place(&place, format, &mut sink)?;
        found += 1;
        if counted {
            edge.add(article, link);
        }
    }
    if format == ExplainFormat::Text {
        let named = query.named(&args.what);
        let places = plural(found, "place cites", "places cite");
        writeln!(sink, "{places} {}", visible(&redact_text(&named)))?;
        if matches!(query, Query::Pair(..)) {
            edge.write(&mut sink)?;
        }
    }
    sink.finish()?;
    input.finish_run(env, &corpus.skipped, corpus.citations().count())
}

impl Query {
    fn read(what: &str) -> anyhow::Result<Self> {
        let host = |text: &str| {
            let name = subject::name(text);
            name.ok_or_else(|| anyhow::anyhow!("{text} is no domain; write example.org"))
        };
        match what.split_once("..").filter(|_| !what.contains("://")) {
            Some((citing, cited)) => Ok(Self::Pair(host(citing)?, Subject::Name(host(cited)?))),
            None => Ok(Self::Subject(Subject::parse(what)?)),
        }
    }

    /// The pair of this name and another subject, where an argument is no file but names one.
    fn with(&self, other: Option<&PathBuf>) -> Option<Self> {
        let (Self::Subject(Subject::Name(citing)), Some(other)) = (self, other) else {
            return None;
        };
        let text = other.to_str().filter(|text| *text != "-" && !other.exists())?;
        let is_url = text.contains("://");
        let is_pattern = text.contains(['*', '?', '[']);
        let is_file = other.extension().is_some_and(|end| FILES.iter().any(|one| end == *one));
        let is_name = text.contains(['.', ':']) && !is_pattern && !is_file;
        let cited = Subject::parse(text).ok().filter(|_| is_url || is_name)?;
        Some(Self::Pair(citing.clone(), cited))
    }

    /// What is asked for, in words; `what` is the first argument.
    fn named<'a>(&self, what: &'a str) -> Cow<'a, str> {
        let cited = match self {
            Self::Pair(_, Subject::Name(name) | Subject::Work(name)) => name,
            Self::Pair(_, Subject::Url(url, _)) => url.as_str(),
            Self::Subject(_) => return what.into(),
        };
        match what.contains("..") {
            true => what.into(),
            false => format!("{what}..{cited}").into(),
        }
    }

    fn matches(&self, article: &Article, link: &Link) -> bool {
        match self {
            Self::Subject(subject) => subject.is_cited_by(link),
            Self::Pair(citing, cited) => {
                is_published_at(article, citing) && cited.is_cited_by(link)
            }
        }
    }
}

/// Whether an article is published at a domain, or at a site on a platform.
fn is_published_at(article: &Article, name: &str) -> bool {
    if name.contains('/') {
        let origin = article.origin.as_deref().and_then(|origin| Url::parse(origin).ok());
        return origin.is_some_and(|origin| link::cite(&origin).site == name);
    }
    graph::origin_domain(article).as_deref() == Some(domain::registrable(name))
}

/// The numbers of the edge that counted places make.
#[derive(Default)]
struct EdgeSummary<'a> {
    citations: u64,
    articles: BTreeSet<(&'a str, Option<&'a str>)>,
    keys: BTreeSet<&'a str>,
    dates: Vec<&'a str>,
}

impl<'a> EdgeSummary<'a> {
    fn add(&mut self, article: &'a Article, link: &'a Link) {
        self.citations += 1;
        self.articles.insert((&article.input, article.part.as_deref()));
        self.keys.insert(key(link));
        self.dates.extend(article.published.as_deref());
    }

    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        let (first, last) = graph::date::range(self.dates.iter().copied());
        let (articles, keys) = (self.articles.len(), self.keys.len());
        write!(out, "edge: citations {}, articles {articles}, keys {keys}", self.citations)?;
        for (name, date) in [("first", first), ("last", last)] {
            if let Some(date) = date {
                write!(out, ", {name} {}", visible(&date))?;
            }
        }
        writeln!(out)
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
fn place<'a>(article: &'a Article, link: &'a Link) -> PlaceRow<'a> {
    PlaceRow {
        input: &article.input,
        part: article.part.as_deref(),
        line: link.line,
        column: link.column,
        anchor: redact_text(&link.anchor),
        sentence: link.sentence_text().map(|text| redact_text(&text).into_owned().into()),
        sentence_id: link.sentence_id,
        place: link.place.name(),
        counted: false,
        opened: link.opened.as_deref().map(redact_url),
        source: SourceFacts::default(),
    }
}

fn write_place(
    place: &PlaceRow<'_>,
    format: ExplainFormat,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    if format == ExplainFormat::Json {
        serde_json::to_writer(&mut *out, place)?;
        out.write_all(b"\n")?;
        return Ok(());
    }
    let id = place.sentence_id.map_or_else(|| "-".to_owned(), |id| id.to_string());
    let note = if place.counted { "" } else { ", not counted" };
    let input = visible(place.input);
    writeln!(out, "{input}:{}:{}: {id} ({}{note})", place.line, place.column, place.place)?;
    writeln!(out, "    {}", visible(place.opened.as_deref().unwrap_or_default()))?;
    if let Some(sentence) = &place.sentence {
        writeln!(out, "    {}", visible(sentence))?;
    }
    Ok(())
}

/// Whether anything is known without looking into articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FactsFound {
    Something,
    Nothing,
}

/// How a URL is read, and who stands behind a URL or a name; nothing for a work.
fn write_subject(
    subject: &Subject,
    sources: &Sources,
    out: &mut impl Write,
) -> std::io::Result<FactsFound> {
    match subject {
        Subject::Url(url, cited) => {
            write_url(url, cited, out)?;
            let CitedUrl { host, domain, site, key, .. } = cited.as_ref();
            let facts = sources.lookup(host, domain, site, path_of(key)).into();
            write_facts(&facts, out)?;
            writeln!(out)?;
            Ok(FactsFound::Something)
        }
        Subject::Name(name) => {
            let host = name.split('/').next().unwrap_or(name);
            let facts = sources.lookup(host, domain::registrable(host), name, "").into();
            if write_facts(&facts, out)? == 0 {
                return Ok(FactsFound::Nothing);
            }
            writeln!(out)?;
            Ok(FactsFound::Something)
        }
        Subject::Work(_) => Ok(FactsFound::Nothing),
    }
}

/// Writes what is known of a source and returns how much it is.
fn write_facts(facts: &SourceFacts, out: &mut impl Write) -> std::io::Result<usize> {
    let known = SourceFacts::COLUMNS.iter().zip(facts.values());
    let known: Vec<_> = known.filter_map(|(name, value)| Some((name, value?))).collect();
    for (name, value) in &known {
        writeln!(out, "{name:11} {}", visible(value))?;
    }
    Ok(known.len())
}

fn write_url(url: &Url, cited: &CitedUrl, out: &mut impl Write) -> std::io::Result<()> {
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
