//! Numbers and findings in plain words, the same on every page. Text only: each sink escapes it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Report, words};
use crate::article::{Place, Reason, SentenceId, SkipReason, Syntax};
use crate::corpus::table::ArticleRecord;
use crate::link::redact::redact_text;
use crate::source::SourceFacts;

/// What every page that shows an index of diversity has to say.
pub const CAVEAT: &str =
    "Diversity describes where links point. It does not measure accuracy, viewpoint or quality.";

/// A number with a comma between thousands.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// How many ids of sentences are listed.
const MAX_LISTED_IDS: usize = 12;

/// The sentences that a link in a note supports.
pub(crate) fn supported_sentences(ids: &[SentenceId]) -> String {
    if ids.is_empty() {
        return "does not support any sentence, because no footnote mark refers to it".to_owned();
    }
    let listed: Vec<String> = ids.iter().take(MAX_LISTED_IDS).map(ToString::to_string).collect();
    let more = match ids.len().saturating_sub(MAX_LISTED_IDS) as u64 {
        0 => String::new(),
        more => format!(" and {} more", count(more)),
    };
    format!("supports {}{more}", listed.join(", "))
}

/// Names that are cited and were perhaps meant; `None` where there are none.
pub(crate) fn similar_names(near: &[String]) -> Option<String> {
    (!near.is_empty()).then(|| format!("Similar names that are cited: {}.", near.join(", ")))
}

/// A number and what follows it: a noun alone, or with the verb that has to agree with it.
///
/// ```
/// use citegraph::report::plural;
/// assert_eq!(plural(1, "place cites", "places cite"), "1 place cites");
/// assert_eq!(plural(1200, "place cites", "places cite"), "1,200 places cite");
/// ```
pub fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A number with so many decimals, as `{:.2}` writes it, but 0 without a sign.
///
/// ```
/// use citegraph::report::fixed;
/// assert_eq!((fixed(-0.04, 1), fixed(-0.06, 1)), ("0.0".to_owned(), "-0.1".to_owned()));
/// ```
pub fn fixed(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    match text.strip_prefix('-') {
        Some(zero) if zero.bytes().all(|digit| matches!(digit, b'0' | b'.')) => zero.to_owned(),
        _ => text,
    }
}

/// A number of things whose noun takes an s.
pub(crate) fn count_noun(number: u64, noun: &str) -> String {
    plural(number, noun, &format!("{noun}s"))
}

/// A share in per cent: whole, but with a decimal below 1.
pub(super) fn percent(share: f64) -> String {
    match share * 100.0 {
        percent if percent <= 0.0 => "0%".to_owned(),
        percent if percent < 0.1 => "<0.1%".to_owned(),
        percent if percent < 0.95 => format!("{percent:.1}%"),
        percent => format!("{percent:.0}%"),
    }
}

/// Who stands behind a domain, in short: owner, type of publisher, country. Empty where unknown.
pub(super) fn source(facts: &SourceFacts) -> String {
    let platform = facts.platform.as_ref().map(|owner| format!("platform of {owner}"));
    let owner = facts.owner.clone().or(platform).or_else(|| facts.owner_group.clone());
    let kind = facts.kind.map(|kind| words::publisher_type(kind.name()).into_owned());
    let country = facts.country.as_deref().map(|code| words::country(code).into_owned());
    let known = [owner, kind, country];
    known.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Everything that is known of who stands behind a domain, in words; empty where it is nothing.
pub(super) fn source_in_full(facts: &SourceFacts) -> String {
    let names = ["owner", "group", "type", "country", "language", "platform of", "evidence"];
    let known = names.iter().zip(facts.values());
    let known = known.filter_map(|(name, value)| {
        let value = value?;
        let shown = match *name {
            "type" => words::publisher_type(value),
            "country" => words::country(value),
            _ => Cow::Borrowed(value),
        };
        Some(format!("{name} {shown}"))
    });
    let mut known: Vec<String> = known.collect();
    match facts.checked.as_deref() {
        Some("never") => known.push("not checked yet".to_owned()),
        Some(day) => known.push(format!("checked {day}")),
        None => {}
    }
    known.join(", ")
}

/// Two stated dates as a span; one where they are the same.
pub(super) fn dates(first: Option<&str>, last: Option<&str>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first == last => first.to_owned(),
        (Some(first), Some(last)) => format!("{first} – {last}"),
        (first, last) => first.or(last).unwrap_or_default().to_owned(),
    }
}

/// `comment 3, navigation 12`.
pub(super) fn tally<'a>(rows: impl Iterator<Item = (&'a str, u64)>) -> String {
    rows.map(|(name, number)| format!("{name} {}", count(number))).collect::<Vec<_>>().join(", ")
}

/// `3 in comments, 12 in navigation`.
pub(crate) fn tally_in_words<'a>(rows: impl Iterator<Item = (&'a str, u64)>) -> String {
    rows.map(|(words, number)| format!("{} {words}", count(number))).collect::<Vec<_>>().join(", ")
}

/// At most `longest` characters of a text, with an ellipsis where something is cut off.
pub(crate) fn truncate(text: &str, longest: usize) -> Cow<'_, str> {
    match text.char_indices().nth(longest) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", text[..end].trim_end())),
    }
}

/// What an article is called: its title, else where it came from. Without secrets.
pub(crate) fn title<'a>(title: Option<&'a str>, input: &'a str) -> Cow<'a, str> {
    redact_text(title.filter(|title| !title.trim().is_empty()).unwrap_or(input))
}

/// What a report is about: the article, else the folder or site of the articles and how many there are.
pub(super) fn subject(articles: &[ArticleRecord]) -> String {
    let number = match articles {
        [only] => {
            return truncate(&title(only.title(), only.input()), 300).into_owned();
        }
        all => count_noun(all.len() as u64, "article"),
    };
    let inputs: Vec<&str> = articles.iter().map(ArticleRecord::input).collect();
    match common_folder(&inputs).map(str::to_owned).or_else(|| common_site(articles)) {
        Some(place) => format!("{} ({number})", redact_text(&place)),
        None => number,
    }
}

/// The name of the folder in which all inputs lie.
fn common_folder<'a>(inputs: &[&'a str]) -> Option<&'a str> {
    let (first, rest) = inputs.split_first()?;
    let mut folder = first.rsplit_once('/')?.0;
    while !rest
        .iter()
        .all(|input| input.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    {
        folder = folder.rsplit_once('/')?.0;
    }
    let name = folder.rsplit('/').next()?;
    (!name.is_empty() && !name.starts_with('.') && !folder.contains("://")).then_some(name)
}

/// The host at which all articles were published.
fn common_site(articles: &[ArticleRecord]) -> Option<String> {
    let host = |article: &ArticleRecord| {
        let url = url::Url::parse(article.origin()?).ok()?;
        url.host_str().map(|host| host.trim_start_matches("www.").to_owned())
    };
    let first = host(articles.first()?)?;
    articles.iter().all(|article| host(article).as_ref() == Some(&first)).then_some(first)
}

/// Where a document came from, with the member or record inside it.
pub(crate) fn input(input: &str, part: Option<&str>) -> String {
    part.map_or_else(|| input.to_owned(), |part| format!("{input} ({part})"))
}

/// Skipped documents by reason.
pub(super) fn skip_reasons(report: &Report) -> BTreeMap<SkipReason, u64> {
    let mut reasons = BTreeMap::new();
    for skipped in &report.skipped {
        *reasons.entry(skipped.reason).or_insert(0) += 1;
    }
    reasons
}

/// What a place means, for readers who did not write the tool.
pub(super) fn place(place: Place) -> &'static str {
    match place {
        Place::Body => "the article's own text",
        Place::Note => "footnotes and endnotes",
        Place::Caption => "captions and credits of pictures and tables",
        Place::Byline => "the line with the author, the date or the place of first publication",
        Place::Comment => "readers' comments",
        Place::Navigation => "menus, tags, related articles, footers",
        Place::Share => "buttons and addresses for sharing",
        Place::Embed => "embedded frames, videos and sounds",
    }
}

/// What a syntax means.
pub(super) fn syntax(syntax: Syntax) -> &'static str {
    match syntax {
        Syntax::Html => "an HTML attribute",
        Syntax::Markdown => "[text](address)",
        Syntax::Reference => "[text][label]",
        Syntax::Autolink => "<address>",
        Syntax::Bare => "an address in running text",
    }
}

/// Why a link for this reason is no citation.
pub(super) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Itself => "the article itself",
        Reason::Internal => "another page of the article's own site",
        Reason::Asset => "a picture of the article's own site",
        Reason::Fragment => "a place on the same page",
        Reason::Empty => "no address at all",
        Reason::Scheme => "neither http nor https, such as a mail address",
        Reason::Invalid => "an address that browsers cannot open",
        Reason::Broken => "the scheme is missing or mistyped, so browsers do not find the page",
        Reason::Unresolved => "a relative address, but the address of the article is not known",
        Reason::Template => "a template's code instead of an address",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        let counts = [0, 999, 1000, 1_234_567].map(count);
        assert_eq!(counts, ["0", "999", "1,000", "1,234,567"]);
        let shares = [0.0, 0.0004, 0.004, 0.0096, 0.0794, 0.995, 1.0].map(percent);
        assert_eq!(shares, ["0%", "<0.1%", "0.4%", "1%", "8%", "100%", "100%"]);
        assert_eq!(count_noun(1, "work"), "1 work");
        assert_eq!(dates(Some("2021"), Some("2021")), "2021");
        assert_eq!(truncate("é é", 2), "é…");
    }

    #[test]
    fn a_folder_is_named_where_all_inputs_lie_in_it() {
        assert_eq!(common_folder(&["a/posts/x.md", "a/posts/old/y.md"]), Some("posts"));
        assert_eq!(common_folder(&["a/posts/x.md", "a/post/y.md"]), Some("a"));
        assert_eq!(common_folder(&["x.md", "y.md"]), None);
        assert_eq!(common_folder(&["../x.md", "../y.md"]), None);
        assert_eq!(common_folder(&["https://a.example/x", "https://a.example/y"]), None);
        assert_eq!(common_folder(&[]), None);
    }
}
