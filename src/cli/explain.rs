//! `citegraph explain`: from a URL, a domain or a pair back to the places that cite.

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

use citegraph::article::{Article, Link};
use citegraph::check::store;
use citegraph::claims::subject::{self, Subject};
use citegraph::corpus::{Corpus, Selection, source};
use citegraph::extract::list;
use citegraph::link::redact::redact_text;
use citegraph::link::{self, CitedUrl};
use citegraph::report::explain::{EdgeSummary, PlaceRow, checks, json, text};
use citegraph::report::style::TextStyle;
use citegraph::source::{SourceFacts, Sources, path_of};
use citegraph::{audit, domain, graph};
use clap::ValueEnum;
use url::Url;

use super::Exit;
use super::args::{CliContext, InputArgs, SelectionArgs};
use super::clock::Clock;
use super::configuration::Config;
use super::ledger_file::{LEDGER, print_notes};
use super::output::{OutputArgs, OutputKind, visible};
use super::suffix::choose_format;

/// Ends of names that mean a file rather than a domain, whether it is there or not.
const FILES: [&str; 10] =
    ["md", "markdown", "html", "htm", "txt", "json", "jsonl", "docx", "ipynb", "gz"];

/// Show every place that cites a URL or a domain, or every place where one domain cites another
///
/// For a URL it also shows every check by `citegraph check`, and three things that citegraph derives from the address:
/// the cleaned address to open, the key (links with the same key cite the same page) and the work (such as a DOI).
/// Every change to the address is shown with its reason. For a URL or a domain it shows what is known about its
/// publisher.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph explain reuters.com posts/
  citegraph explain https://doi.org/10.1038/s41597-020-0430-x posts/
  citegraph explain chinafile.com..nytimes.com reports/posts/citations.jsonl
  citegraph explain chinafile.com nytimes.com reports/posts/citations.jsonl")]
pub(crate) struct ExplainArgs {
    /// A URL, a domain, a work such as doi:10.…, or two domains as CITING..CITED. Two separate arguments CITING CITED
    /// also work, unless a file is named CITED
    #[arg(value_name = "WHAT")]
    what: String,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    counting: SelectionArgs,
    #[command(flatten)]
    memory: ExplainLedgerArgs,
    /// Print as text or JSON lines [default: by the suffix of -o; without -o, text]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<ExplainFormat>,
    #[command(flatten)]
    to: OutputArgs,
}

/// Where looks are kept.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Ledger")]
struct ExplainLedgerArgs {
    /// Show the checks of a URL in this ledger [default: .citegraph/ledger.ndjson, if it exists]
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// The day of the verdict [default: today, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
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
    let style = sink.style();
    // What is known of an address answers the question without any article.
    let mut is_answered = matches!(query, Query::Subject(Subject::Url(..)));
    if let (Query::Subject(subject), ExplainFormat::Text) = (&query, format) {
        let facts = facts(subject, &sources);
        is_answered |= facts.values().iter().any(Option::is_some);
        text::write_subject(subject, &facts, style, &mut sink)?;
        if let Subject::Url(url, _) = subject {
            args.memory.write(url, &options, style, &mut sink)?;
        }
    }
    if is_answered && !input.is_given() {
        sink.finish()?;
        return Ok(Exit::Fine);
    }
    let corpus = input.corpus(env, &options, args.to.path())?;
    let (mut found, mut edge) = (0, EdgeSummary::default());
    for (article, link) in places(&corpus, &query) {
        let counted = options.report.selection.counts(link);
        let facts = source(link, &sources).into();
        let place = PlaceRow { counted, source: facts, ..PlaceRow::from_link(article, link) };
        match format {
            ExplainFormat::Text => text::write_place(&place, style, &mut sink)?,
            ExplainFormat::Json => json::write(&place, &mut sink)?,
        }
        found += 1;
        if counted {
            edge.add(article, link);
        }
    }
    if format == ExplainFormat::Text {
        text::write_count(found, &query.named(&args.what), style, &mut sink)?;
        if found == 0 {
            text::write_near(&query.near(&corpus), style, &mut sink)?;
        }
        if matches!(query, Query::Pair(..)) {
            text::write_edge(&edge, style, &mut sink)?;
        }
    }
    sink.finish()?;
    input.finish_run(env, &corpus.skipped, corpus.citations().count())
}

impl Query {
    /// Names that are cited and look like the one that is asked for.
    fn near(&self, corpus: &Corpus) -> Vec<String> {
        let (Self::Subject(subject) | Self::Pair(_, subject)) = self;
        let near = subject.similar_names(corpus.citations());
        near.iter().map(|name| redact_text(name).into_owned()).collect()
    }

    fn read(what: &str) -> anyhow::Result<Self> {
        let host = |text: &str| {
            let name = subject::name(text);
            name.ok_or_else(|| anyhow::anyhow!("{text} is not a domain; write example.org"))
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
    graph::origin_domain(article.origin.as_deref()).as_deref() == Some(domain::registrable(name))
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

/// What is known of who stands behind a URL or a name; nothing of a work.
fn facts(subject: &Subject, sources: &Sources) -> SourceFacts {
    match subject {
        Subject::Url(_, cited) => {
            let CitedUrl { host, domain, site, key, .. } = cited.as_ref();
            sources.lookup(host, domain, site, path_of(key)).into()
        }
        Subject::Name(name) => {
            let host = name.split('/').next().unwrap_or(name);
            sources.lookup(host, domain::registrable(host), name, "").into()
        }
        Subject::Work(_) => SourceFacts::default(),
    }
}

impl ExplainLedgerArgs {
    /// Writes what is known of an address, and of the one inside it if it is wrapped; nothing where
    /// there is no ledger.
    fn write(
        &self,
        url: &Url,
        options: &Config,
        style: TextStyle,
        out: &mut impl Write,
    ) -> anyhow::Result<()> {
        let clock = Clock::new(self.today.as_deref())?;
        let path = self.ledger.as_deref().unwrap_or(Path::new(LEDGER));
        anyhow::ensure!(
            self.ledger.is_none() || path.exists(),
            "ledger {} not found; `citegraph check` creates one",
            visible(&path.display().to_string())
        );
        if !path.exists() {
            return Ok(());
        }
        let (ledger, notes) = store::read(path)?;
        print_notes(path, &notes);
        let (ledger, _) = ledger.up_to(clock.today());
        let corpus: Corpus = [list::read("", url.as_str())].into_iter().collect();
        let selection = Selection::everything();
        let subjects = audit::subjects(&corpus, &selection);
        let (policy, today) = (&options.policy, clock.today());
        let run = audit::AuditContext { ledger: &ledger, policy, today, name: None, added: None };
        for row in audit::judge_subjects(&subjects, run) {
            checks::write(&row, &ledger, style, out)?;
        }
        Ok(())
    }
}
