//! The places that cite, and what is known of what they cite, for a terminal.

use std::borrow::Cow;
use std::io::{self, Write};

use url::Url;

use super::{EdgeSummary, PlaceRow};
use crate::claims::subject::Subject;
use crate::link::redact::redact_text;
use crate::link::{CitedUrl, explain};
use crate::report::format::{count, plural, similar_names, supported_sentences};
use crate::report::style::{Paint, TextStyle};
use crate::report::words;
use crate::source::SourceFacts;

/// Writes one fact: its name, and the value in a column of its own.
pub(super) fn fact(
    name: &str,
    value: &str,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let line = style.text().indented(0, 12).whole(Some(Paint::Faint), &format!("{name:11}"));
    line.plain(&format!(" {value}")).write(out)
}

/// Writes how a URL is read, and who stands behind a URL or a name. Nothing is written of a work, and of a name that
/// nobody is known to stand behind.
///
/// # Errors
/// Where `out` fails.
pub fn write_subject(
    subject: &Subject,
    facts: &SourceFacts,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    if let Subject::Url(url, cited) = subject {
        write_url(url, cited, style, out)?;
    }
    let known = SourceFacts::COLUMNS.iter().zip(facts.values());
    let known: Vec<_> = known.filter_map(|(name, value)| Some((name, value?))).collect();
    for (name, value) in &known {
        fact(name, &shown(name, value), style, out)?;
    }
    let is_empty = known.is_empty() && !matches!(subject, Subject::Url(..));
    if is_empty { Ok(()) } else { writeln!(out) }
}

/// A fact about a publisher for people: its type and country in words.
fn shown<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    match name {
        "type" => words::publisher_type(value),
        "country" => words::country(value),
        "evidence" => Cow::Owned(value.replace('-', " ")),
        _ => Cow::Borrowed(value),
    }
}

fn write_url(
    url: &Url,
    cited: &CitedUrl,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut line = |name: &str, value: &str| fact(name, &redact_text(value), style, out);
    line("resolved", url.as_str())?;
    line("opened", &cited.opened)?;
    line("key", &cited.key)?;
    line("work", cited.work.as_deref().unwrap_or("-"))?;
    line("locator", cited.locator.as_deref().unwrap_or("-"))?;
    line("domain", &cited.domain)?;
    line("site", &cited.site)?;
    for via in &cited.via {
        line("via", &format!("{} ({})", via.host, words::wrapper(&via.kind)))?;
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
pub fn write_place(place: &PlaceRow<'_>, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    let id = place.sentence_id.map_or_else(|| "-".to_owned(), |id| id.to_string());
    let note = if place.counted { "" } else { ", not counted" };
    let position = format!("{}:{}:{}", place.input, place.line, place.column);
    let first = style.text().indented(0, 4).whole(Some(Paint::Strong), &position);
    first.plain(&format!(": {id} ({}{note})", place.place)).write(out)?;
    let opened = place.opened.as_deref().unwrap_or_default();
    style.text().indented(4, 4).whole(Some(Paint::Frame), opened).write(out)?;
    let below = |text: &str| style.text().indented(4, 4).plain(text);
    if let Some(sentence) = &place.sentence {
        below(sentence).write(out)?;
    }
    if place.supports != place.sentence_id.as_slice() {
        below(&supported_sentences(place.supports)).write(out)?;
    }
    Ok(())
}

/// Writes how many places cite, and what.
///
/// # Errors
/// Where `out` fails.
pub fn write_count(
    places: u64,
    cited: &str,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let places = plural(places, "place cites", "places cite");
    style.paragraph(&format!("{places} {}", redact_text(cited)), out)
}

/// Writes names that are cited and look like one that is not; nothing where there are none.
///
/// # Errors
/// Where `out` fails.
pub fn write_near(near: &[String], style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    similar_names(near).map_or(Ok(()), |line| style.paragraph(&line, out))
}

/// Writes the numbers of an edge.
///
/// # Errors
/// Where `out` fails.
pub fn write_edge(
    edge: &EdgeSummary<'_>,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let [citations, articles, keys] =
        [edge.citations, edge.articles.len() as u64, edge.keys.len() as u64].map(count);
    let mut line = format!("edge: citations {citations}, articles {articles}, URLs {keys}");
    let (first, last) = edge.dates();
    for (name, date) in [("first", first), ("last", last)] {
        if let Some(date) = date {
            line.push_str(&format!(", {name} {date}"));
        }
    }
    style.paragraph(&line, out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(subject: &str, facts: &SourceFacts) -> String {
        let mut out = Vec::new();
        let subject = Subject::parse(subject).expect("a subject");
        write_subject(&subject, facts, TextStyle::default(), &mut out).expect("memory takes it");
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
        write_place(&place, TextStyle::default(), &mut out).expect("memory takes it");
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
        write_edge(&edge, TextStyle::default(), &mut out).expect("memory takes it");
        write_count(1, "a.example..b.example", TextStyle::default(), &mut out)
            .expect("memory takes it");
        let shown = String::from_utf8(out).expect("text");
        let numbers = "edge: citations 2, articles 1, URLs 2, first 2020, last 2021-05\n";
        assert_eq!(shown, format!("{numbers}1 place cites a.example..b.example\n"));
    }
}
