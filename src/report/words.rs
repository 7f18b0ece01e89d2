//! Codes in words that people read: countries, publishers, places, reasons. Every text, page and table for people takes
//! them from here; JSON and CSV keep the codes.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::article::{Place, Reason, SkipReason, Syntax};
use crate::corpus::Facet;
use crate::link::wrapper_name;
use crate::source::UNKNOWN;

static COUNTRIES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../data/countries.tsv").lines();
    rows.filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t')).collect()
});

/// A country by its code, `INT` for organisations of several countries; another code stays as it is.
pub fn country(code: &str) -> Cow<'_, str> {
    COUNTRIES.get(code).map_or(Cow::Borrowed(code), |name| Cow::Borrowed(*name))
}

/// A type of publisher by its word in data: `news-agency` is a news agency.
pub fn publisher_type(word: &str) -> Cow<'_, str> {
    Cow::Borrowed(match word {
        "ngo" => "NGO",
        "library-archive" => "library or archive",
        "statistics" => "statistics office",
        "social" => "social network",
        "video" => "video platform",
        "search" => "search engine",
        "reference" => "reference work",
        "shortener" => "URL shortener",
        _ => return spaced(word),
    })
}

/// A word of data as words of a text.
fn spaced(word: &str) -> Cow<'_, str> {
    match word.contains('-') {
        true => Cow::Owned(word.replace('-', " ")),
        false => Cow::Borrowed(word),
    }
}

/// A value of a column of sources, for people.
pub fn facet_value(facet: Facet, value: &str) -> Cow<'_, str> {
    match facet {
        _ if value == UNKNOWN => Cow::Borrowed(value),
        Facet::Country => country(value),
        Facet::Type => publisher_type(value),
        _ => Cow::Borrowed(value),
    }
}

/// Where citations stand, behind their number: `3 in comments`.
pub fn in_place(place: Place) -> &'static str {
    match place {
        Place::Body => "in the text",
        Place::Note => "in notes",
        Place::Caption => "in captions",
        Place::Byline => "in bylines",
        Place::Comment => "in comments",
        Place::Navigation => "in navigation",
        Place::Share => "in share buttons",
        Place::Embed => "in embeds",
    }
}

/// How citations are written, behind their number: `3 as bare URLs`.
pub fn in_syntax(syntax: Syntax) -> &'static str {
    match syntax {
        Syntax::Html => "as HTML",
        Syntax::Markdown => "as Markdown links",
        Syntax::Reference => "as reference links",
        Syntax::Autolink => "as autolinks",
        Syntax::Bare => "as bare URLs",
    }
}

/// Why links are not citations, behind their number: `3 to the article itself`.
pub fn rejected(reason: Reason) -> &'static str {
    match reason {
        Reason::Itself => "to the article itself",
        Reason::Internal => "internal",
        Reason::Asset => "to pictures of the same site",
        Reason::Fragment => "within the page",
        Reason::Empty => "without an address",
        Reason::Scheme => "not http(s)",
        Reason::Invalid => "with an invalid address",
        Reason::Unresolved => "relative in an article without a known address",
        Reason::Template => "with template code",
        Reason::Broken => "with a broken address",
    }
}

/// Why documents were not read, behind their number: `3 in an unsupported format`.
pub fn skipped(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::BadArchive => "with a damaged archive",
        SkipReason::BadIgnoreFile => "in a folder whose .gitignore or .ignore cannot be read",
        SkipReason::BadJsonl => "with lines that are not articles",
        SkipReason::BadNotebook => "with a damaged notebook",
        SkipReason::BadParquet => "with damaged or other Parquet tables",
        SkipReason::BadRecord => "with a damaged record",
        SkipReason::BadXml => "with malformed XML",
        SkipReason::Binary => "binary",
        SkipReason::BrokenLink => "behind a broken symbolic link",
        SkipReason::Encrypted => "encrypted",
        SkipReason::ExcludedFolder => "in excluded folders",
        SkipReason::Feed => "in feed format",
        SkipReason::Hidden => "hidden",
        SkipReason::Ignored => "ignored",
        SkipReason::JsonlInFolder => "in JSONL format",
        SkipReason::LinkOutside => "behind a symbolic link out of the folder",
        SkipReason::LinkToFolder => "behind a symbolic link to a folder",
        SkipReason::MissingFeature => "that this build cannot read",
        SkipReason::NoArticles => "without articles",
        SkipReason::OtherRecords => "with captures that are not articles",
        SkipReason::OwnOutput => "written by citegraph",
        SkipReason::Revisit => "unchanged since an earlier capture",
        SkipReason::SpecialFile => "of a special type, such as a pipe",
        SkipReason::TooLarge => "too large",
        SkipReason::UnknownFormat => "in an unsupported format",
        SkipReason::Unreadable => "unreadable",
    }
}

/// What was taken off an address, by the kind of the wrapper; another kind as words.
pub fn wrapper(kind: &str) -> Cow<'_, str> {
    wrapper_name(kind)
}

/// A warning about an article by its code; another code stays, as words.
pub fn warning(code: &str) -> Cow<'_, str> {
    Cow::Borrowed(match code {
        "front-matter-recovered" => "front matter with mistakes",
        "undecodable-bytes" => "bytes that are not text",
        "span-unknown" => "a link without a known position",
        "broken-note" => "a broken footnote",
        "broken-attribute-quotes" => "a broken HTML attribute",
        "nested-link" => "a link inside a link",
        other => return spaced(other),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::source::PublisherType;

    #[test]
    fn every_country_of_the_table_has_a_name() {
        assert_eq!((country("DE"), country("INT")), ("Germany".into(), "international".into()));
        assert_eq!(country("??"), "??");
        let table = include_str!("../../data/sources.toml");
        let codes =
            table.lines().filter_map(|line| line.split("country = \"").nth(1)?.split('"').next());
        let codes: BTreeSet<&str> = codes.collect();
        assert!(codes.len() > 100, "{}", codes.len());
        for code in codes {
            assert!(COUNTRIES.contains_key(code), "{code} has no name in data/countries.tsv");
        }
    }

    #[test]
    fn no_word_is_a_code() {
        for kind in PublisherType::ALL {
            assert!(!publisher_type(kind.name()).contains('-'), "{kind:?}");
        }
        let wrappers = include_str!("../../data/wrappers.tsv").lines();
        for kind in wrappers.filter(|row| !row.starts_with('#')).skip(1) {
            let kind = kind.split('\t').next().unwrap_or_default();
            assert!(!wrapper(kind).contains('-'), "{kind}");
        }
        assert_eq!(warning("nested-link"), "a link inside a link");
        assert_eq!(facet_value(Facet::Type, "news-agency"), "news agency");
        assert_eq!(facet_value(Facet::Domain, "a-b.example"), "a-b.example");
    }
}
