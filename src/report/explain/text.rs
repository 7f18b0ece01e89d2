//! The places that cite, and what is known of what they cite, for a terminal.

use std::io::{self, Write};

use url::Url;

use super::{EdgeSummary, PlaceRow};
use crate::claims::subject::Subject;
use crate::link::redact::redact_text;
use crate::link::{CitedUrl, explain};
use crate::report::format::{plural, supported_sentences};
use crate::report::text::escape;
use crate::source::SourceFacts;

/// Writes how a URL is read, and who stands behind a URL or a name. Nothing is written of a work, and of a name that
/// nobody is known to stand behind.
///
/// # Errors
/// Where `out` fails.
pub fn write_subject(
    subject: &Subject,
    facts: &SourceFacts,
    out: &mut impl Write,
) -> io::Result<()> {
    if let Subject::Url(url, cited) = subject {
        write_url(url, cited, out)?;
    }
    let known = SourceFacts::COLUMNS.iter().zip(facts.values());
    let known: Vec<_> = known.filter_map(|(name, value)| Some((name, value?))).collect();
    for (name, value) in &known {
        writeln!(out, "{name:11} {}", escape(value))?;
    }
    let is_empty = known.is_empty() && !matches!(subject, Subject::Url(..));
    if is_empty { Ok(()) } else { writeln!(out) }
}

fn write_url(url: &Url, cited: &CitedUrl, out: &mut impl Write) -> io::Result<()> {
    let mut line =
        |name: &str, value: &str| writeln!(out, "{name:11} {}", escape(&redact_text(value)));
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
        let why = explain(change).map_or("", |kind| kind.why);
        line("change", &format!("{change}: {why}"))?;
    }
    Ok(())
}

/// Writes one place with its address and its sentence.
///
/// # Errors
/// Where `out` fails.
pub fn write_place(place: &PlaceRow<'_>, out: &mut impl Write) -> io::Result<()> {
    let id = place.sentence_id.map_or_else(|| "-".to_owned(), |id| id.to_string());
    let note = if place.counted { "" } else { ", not counted" };
    let input = escape(place.input);
    writeln!(out, "{input}:{}:{}: {id} ({}{note})", place.line, place.column, place.place)?;
    writeln!(out, "    {}", escape(place.opened.as_deref().unwrap_or_default()))?;
    if let Some(sentence) = &place.sentence {
        writeln!(out, "    {}", escape(sentence))?;
    }
    if place.supports != place.sentence_id.as_slice() {
        writeln!(out, "    {}", supported_sentences(place.supports))?;
    }
    Ok(())
}

/// Writes how many places cite, and what.
///
/// # Errors
/// Where `out` fails.
pub fn write_count(places: u64, cited: &str, out: &mut impl Write) -> io::Result<()> {
    let places = plural(places, "place cites", "places cite");
    writeln!(out, "{places} {}", escape(&redact_text(cited)))
}

/// Writes the numbers of an edge.
///
/// # Errors
/// Where `out` fails.
pub fn write_edge(edge: &EdgeSummary<'_>, out: &mut impl Write) -> io::Result<()> {
    let (articles, keys) = (edge.articles.len(), edge.keys.len());
    write!(out, "edge: citations {}, articles {articles}, keys {keys}", edge.citations)?;
    let (first, last) = edge.dates();
    for (name, date) in [("first", first), ("last", last)] {
        if let Some(date) = date {
            write!(out, ", {name} {}", escape(&date))?;
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(subject: &str, facts: &SourceFacts) -> String {
        let mut out = Vec::new();
        let subject = Subject::parse(subject).expect("a subject");
        write_subject(&subject, facts, &mut out).expect("memory takes it");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn an_unknown_name_and_a_work_have_nothing_to_show() {
        let (nobody, owner) = (
            SourceFacts::default(),
            SourceFacts { owner: Some("a\u{1b}b".into()), ..SourceFacts::default() },
        );
        assert_eq!(written("example.org", &nobody), "");
        assert_eq!(written("doi:10.1000/a", &nobody), "");
        assert_eq!(written("example.org", &owner), "owner       a\\u{1b}b\n\n");
    }

    #[test]
    fn a_url_shows_how_it_is_read_without_its_secrets() {
        let shown = written("https://a.example.org/b?token=hunter2secret", &SourceFacts::default());
        assert!(shown.contains("\ndomain      example.org\n"), "{shown}");
        assert!(shown.ends_with("\n\n") && !shown.contains("hunter2secret"), "{shown}");
    }

    #[test]
    fn a_place_that_does_not_count_is_marked() {
        let place = PlaceRow {
            input: "a.md",
            part: None,
            line: 3,
            column: 7,
            anchor: "b".into(),
            sentence: Some("See b.".into()),
            sentence_id: None,
            supports: &[],
            place: "comment",
            counted: false,
            opened: Some("https://example.org/".into()),
            source: SourceFacts::default(),
        };
        let mut out = Vec::new();
        write_place(&place, &mut out).expect("memory takes it");
        let shown = String::from_utf8(out).expect("text");
        let lines = "a.md:3:7: - (comment, not counted)\n    https://example.org/\n    See b.\n";
        assert_eq!(shown, lines);
    }

    #[test]
    fn an_edge_shows_its_numbers_and_its_dates() {
        let edge = EdgeSummary {
            citations: 2,
            articles: [("a.md", None)].into(),
            keys: ["example.org/a", "example.org/b"].into(),
            dates: vec!["2021-05", "2020"],
        };
        let mut out = Vec::new();
        write_edge(&edge, &mut out).expect("memory takes it");
        write_count(1, "a.example..b.example", &mut out).expect("memory takes it");
        let shown = String::from_utf8(out).expect("text");
        let numbers = "edge: citations 2, articles 1, keys 2, first 2020, last 2021-05\n";
        assert_eq!(shown, format!("{numbers}1 place cites a.example..b.example\n"));
    }
}
