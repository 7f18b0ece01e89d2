//! `report.md`: the report in short, for mail, wikis and pull requests.

use std::io::{self, Write};

use super::control::sanitize_char;
use super::format::{self, CAVEAT, count, count_noun, dates, input, percent, title, truncate};
use super::indices::{INDICES, heading};
use super::{LinkRot, MIN_INDEX_CITATIONS, Report, summary, words};
use crate::corpus::table::{ArticleRecord, CitationTable};
use crate::input::MARKER;
use crate::link::redact::redact_url;

/// Domains in the table.
const DOMAINS: usize = 20;

/// Articles in the table.
const ARTICLES: usize = 100;

/// Skipped documents in the table.
const SKIPPED: usize = 20;

/// Text that Markdown shows as it is: no markup, no table cell, no HTML, no line of its own.
///
/// Characters that steer the reader's screen become U+FFFD, line ends blanks.
///
/// ```
/// use citegraph::report::markdown::escape;
/// assert_eq!(escape("a|b `c` [d](e) <f>"), r"a\|b \`c\` \[d\](e) \<f\>");
/// assert_eq!(escape("1. # x"), r"1\. # x");
/// assert_eq!(escape("# x"), r"\# x");
/// ```
pub fn escape(text: &str) -> String {
    let shown: String = text.chars().filter_map(sanitize_char).collect();
    let shown = shown.trim();
    let digits = shown.bytes().take_while(u8::is_ascii_digit).count();
    let ends = |at: usize, end: &str| shown[at..].starts_with(end) || shown[at..] == *end.trim();
    let mut escaped = String::with_capacity(shown.len());
    for (at, c) in shown.char_indices() {
        let anywhere = "\\`*_[]<>|~&$".contains(c);
        let first = at == 0 && "#-+=:".contains(c);
        let numbered = digits > 0 && at == digits && [". ", ") "].iter().any(|end| ends(at, end));
        if anywhere || first || numbered {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Writes the report as Markdown with GFM tables: the same report, the same bytes.
///
/// # Errors
/// Where `out` fails.
pub fn write(citations: &CitationTable, report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<!-- {MARKER} {} -->\n", report.tool.version)?;
    writeln!(out, "# Citations in {}\n", escape(&format::subject(citations.articles())))?;
    let told = summary::sentences(report);
    let (first, rest) = told.split_first().map_or(("", &[][..]), |(first, rest)| (first, rest));
    writeln!(out, "{}\n", escape(first))?;
    for sentence in rest {
        writeln!(out, "- {}", escape(sentence))?;
    }
    if !rest.is_empty() {
        writeln!(out)?;
    }
    totals(report, out)?;
    domains(report, out)?;
    diversity(report, out)?;
    if let Some(rot) = &report.links {
        link_rot(rot, out)?;
    }
    articles(citations.articles(), report, out)?;
    left_out(report, out)?;
    writeln!(out, "Every citation with its sentence: `index.html`, `citations.csv`.")
}

fn table(out: &mut impl Write, columns: &[&str]) -> io::Result<()> {
    // The first column is a name, the others numbers unless they begin with a blank.
    let rule = columns.iter().enumerate();
    let rule = rule.map(|(at, name)| if at == 0 || name.starts_with(' ') { "---" } else { "---:" });
    row(out, &columns.iter().map(|name| name.trim().to_owned()).collect::<Vec<_>>())?;
    writeln!(out, "| {} |", rule.collect::<Vec<_>>().join(" | "))
}

fn row(out: &mut impl Write, cells: &[String]) -> io::Result<()> {
    writeln!(out, "| {} |", cells.join(" | "))
}

fn more(out: &mut impl Write, hidden: usize, noun: &str) -> io::Result<()> {
    if hidden > 0 {
        writeln!(
            out,
            "\n{} in `report.json`.",
            count_noun(hidden as u64, &format!("more {noun}"))
        )?;
    }
    writeln!(out)
}

fn totals(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let totals = &report.totals;
    let rows = [
        ("articles", Some(totals.articles)),
        ("documents skipped", Some(totals.skipped)),
        ("links", Some(totals.links)),
        ("citations", Some(totals.citations)),
        ("citations counted", Some(totals.counted)),
        ("distinct addresses", Some(totals.keys)),
        ("works", Some(totals.works)),
        ("hosts", Some(totals.hosts)),
        ("domains", Some(totals.domains)),
        ("sites", Some(totals.sites)),
        ("sentences", totals.sentences),
        ("sentences with a citation", totals.cited_sentences),
    ];
    table(out, &["total", "number"])?;
    for (name, number) in rows {
        row(out, &[name.to_owned(), number.map_or_else(|| "–".to_owned(), count)])?;
    }
    writeln!(out)
}

fn domains(report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "## Who is cited\n")?;
    if report.domains.is_empty() {
        return writeln!(out, "Nothing counts as a citation.\n");
    }
    let columns = [
        "domain",
        " source",
        "rank",
        "citations",
        "share",
        "articles",
        "works",
        " dates, first – last",
    ];
    table(out, &columns)?;
    for (rank, domain) in report.domains.iter().take(DOMAINS).enumerate() {
        row(
            out,
            &[
                escape(&truncate(&redact_url(&domain.domain), 80)),
                escape(&truncate(&format::source(&domain.source), 120)),
                count(rank as u64 + 1),
                count(domain.citations),
                percent(domain.share),
                count(domain.articles),
                count(domain.works),
                escape(&dates(domain.first.as_deref(), domain.last.as_deref())),
            ],
        )?;
    }
    more(out, report.domains.len().saturating_sub(DOMAINS), "domain")
}

fn diversity(report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "## Diversity\n\n{CAVEAT}\n")?;
    let facets = &report.diversity;
    let mut columns = vec!["measure"];
    columns.extend(facets.keys().map(|facet| heading(*facet)));
    columns.push(" meaning");
    table(out, &columns)?;
    for index in &INDICES {
        let mut cells = vec![format!("{} (`{}`)", index.label, index.name)];
        cells.extend(facets.values().map(|measures| index.of(measures)));
        cells.push(escape(index.meaning));
        row(out, &cells)?;
        if index.name == "hill1" {
            row(out, &intervals(report))?;
        }
    }
    if facets.values().any(|measures| measures.n < MIN_INDEX_CITATIONS) {
        writeln!(
            out,
            "\nBelow {MIN_INDEX_CITATIONS} citations, only counts are shown, because an index would mean \
             little."
        )?;
    }
    writeln!(out)
}

/// The row below the effective numbers.
fn intervals(report: &Report) -> Vec<String> {
    let mut cells = vec!["95% interval (`hill1_ci`)".to_owned()];
    cells.extend(report.diversity.iter().map(|(facet, measures)| {
        let interval = report.intervals.get(facet).and_then(|all| all.hill1);
        let interval = interval.filter(|_| measures.n >= MIN_INDEX_CITATIONS);
        interval.map_or_else(|| "–".to_owned(), |at| format!("{:.1} – {:.1}", at.low, at.high))
    }));
    cells.push(
        "The interval shows how much the effective number would vary in another set of citations of the \
         same size.".to_owned(),
    );
    cells
}

fn link_rot(rot: &LinkRot, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "## Link rot\n\n{}\n", escape(&rot.lead()))?;
    for one in rot.tables() {
        writeln!(out, "### {}\n\n{}\n", one.title, escape(&one.lead.join(" ")))?;
        if one.rows.is_empty() {
            continue;
        }
        table(out, one.columns)?;
        for cells in &one.rows {
            row(out, &cells.iter().map(|cell| escape(cell)).collect::<Vec<_>>())?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn articles(all: &[ArticleRecord], report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "## Articles\n")?;
    let columns = ["article", " input", " published", "links", "citations", "counted", "domains"];
    table(out, &columns)?;
    for (article, numbers) in all.iter().zip(&report.articles).take(ARTICLES) {
        row(
            out,
            &[
                escape(&truncate(&title(article.title(), article.input()), 120)),
                escape(&input(article.input(), article.part())),
                escape(article.published().unwrap_or("–")),
                count(numbers.links),
                count(numbers.citations),
                count(numbers.counted),
                count(numbers.domains),
            ],
        )?;
    }
    more(out, report.articles.len().saturating_sub(ARTICLES), "article")
}

fn left_out(report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "## Left out\n")?;
    table(out, &["what", " why", "number", " meaning"])?;
    let mut line = |what: &str, why: &str, number: u64, meaning: &str| {
        row(out, &[what.to_owned(), escape(why), count(number), escape(meaning)])
    };
    for (place, number) in &report.excluded {
        line("citations not counted", words::in_place(*place), *number, format::place(*place))?;
    }
    for (syntax, number) in &report.excluded_syntax {
        line("citations not counted", words::in_syntax(*syntax), *number, format::syntax(*syntax))?;
    }
    for (reason, number) in &report.rejects {
        line(
            "links that are not citations",
            words::rejected(*reason),
            *number,
            format::reason(*reason),
        )?;
    }
    for (reason, number) in format::skip_reasons(report) {
        line("documents skipped", words::skipped(reason), number, "")?;
    }
    writeln!(out)?;
    if report.skipped.is_empty() {
        return Ok(());
    }
    table(out, &["skipped", " reason", " detail"])?;
    for skipped in report.skipped.iter().take(SKIPPED) {
        let name = input(&skipped.input, skipped.part.as_deref());
        let detail = truncate(&skipped.detail, 200);
        row(out, &[escape(&name), escape(words::skipped(skipped.reason)), escape(&detail)])?;
    }
    more(out, report.skipped.len().saturating_sub(SKIPPED), "document")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        let cases = [
            ("\\|", r"\\\|"),
            ("*a* _b_ ~~c~~ $d$", r"\*a\* \_b\_ \~\~c\~\~ \$d\$"),
            ("![x](javascript:alert(1))", r"!\[x\](javascript:alert(1))"),
            ("<script>", r"\<script\>"),
            ("&lt;", r"\&lt;"),
            ("- a", r"\- a"),
            ("+ a", r"\+ a"),
            ("===", r"\==="),
            ("  12) a", r"12\) a"),
            ("1.", r"1\."),
            ("127.0.0.1", "127.0.0.1"),
            ("12 a.", "12 a."),
            ("a\n\n# b\r\n", "a  # b"),
            ("a\u{202e}b\0\u{200b}", "a\u{fffd}b\u{fffd}"),
            ("面包", "面包"),
        ];
        for (text, escaped) in cases {
            assert_eq!(escape(text), escaped);
        }
    }
}
