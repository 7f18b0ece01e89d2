//! JSON-LD of schema.org: what a page states about its article in scripts, wherever they stand.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::author::Credit;
use super::text;
use crate::html::byte_range::ByteRange;

/// How much of all scripts is read, in bytes: values take many times as much memory.
const MAX_SCRIPT_BYTES: usize = 1 << 20;

/// How many authors are read.
const MAX_CREDITS: usize = 200;

/// How deep objects in objects are looked through for the article.
const MAX_DEPTH: u8 = 6;

/// Types of schema.org whose items are articles, by the end of their name, with their rank.
const TYPES: [(&str, u8); 8] = [
    ("article", 3),
    ("blogposting", 3),
    ("socialmediaposting", 3),
    ("discussionforumposting", 3),
    ("report", 3),
    ("review", 1),
    ("webpage", 1),
    ("itempage", 1),
];

/// Keys under which the article of a page stands; not its comments, nor lists of other articles.
const HOLDERS: [&str; 4] = ["@graph", "mainEntity", "mainEntityOfPage", "article"];

/// What JSON-LD states about the article of a page.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct LinkedArticle {
    pub(super) headline: Option<String>,
    /// Dates of publication as written, the best first.
    pub(super) dates: Vec<String>,
    pub(super) authors: Vec<Credit>,
    pub(super) language: Option<String>,
    /// Names of those who publish it, who are no authors.
    pub(super) publishers: Vec<String>,
}

type Fields = Map<String, Value>;

impl LinkedArticle {
    /// Reads the scripts of a page.
    pub(super) fn read(html: &str, scripts: &[ByteRange]) -> Self {
        let mut room = MAX_SCRIPT_BYTES;
        let mut values = Vec::new();
        for script in scripts.iter().map(|range| range.text(html)) {
            if script.len() <= room {
                room -= script.len();
                values.extend(parse(script));
            }
        }
        let mut named = FxHashMap::default();
        let mut found: Vec<(u8, &Fields)> = Vec::new();
        for value in &values {
            note_ids(value, &mut named, 0);
            collect_articles(value, &mut found, 0);
        }
        // The sort is stable: of equal ones the first counts.
        found.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        let items: Vec<&Fields> = found.into_iter().map(|(_, fields)| fields).collect();
        let first = |key: &str| items.iter().find_map(|fields| text(fields.get(key)?));
        let mut linked =
            Self { headline: first("headline"), language: first("inLanguage"), ..Self::default() };
        for key in ["datePublished", "dateCreated"] {
            linked.dates.extend(items.iter().filter_map(|fields| text(fields.get(key)?)));
        }
        let names = People { named: &named };
        for fields in &items {
            if linked.authors.is_empty() {
                for key in ["author", "creator"] {
                    names.collect(fields.get(key), &mut linked.authors, 0);
                }
            }
            let mut publishers = Vec::new();
            for key in ["publisher", "sourceOrganization", "isPartOf"] {
                names.collect(fields.get(key), &mut publishers, 0);
            }
            linked.publishers.extend(publishers.into_iter().map(|credit| credit.name));
        }
        linked
    }
}

/// A script as JSON. Browsers ignore what is no JSON; what many pages get wrong is repaired as search engines do:
/// wrappers for browsers of the last century, line ends in strings, a comma too many.
fn parse(script: &str) -> Option<Value> {
    let script = unwrapped(script);
    serde_json::from_str(script).or_else(|_| serde_json::from_str(&repaired(script))).ok()
}

/// The text without a comment or a CDATA section around it, and without the end of a statement.
fn unwrapped(script: &str) -> &str {
    let mut script = script.trim();
    for start in ["<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["] {
        script = script.strip_prefix(start).unwrap_or(script).trim_start();
    }
    for end in ["-->", "//]]>", "/*]]>*/", "]]>", "//"] {
        script = script.strip_suffix(end).unwrap_or(script).trim_end();
    }
    script.trim_end_matches(';').trim()
}

/// The text with blanks for control characters in strings, and without commas before a closing bracket.
fn repaired(script: &str) -> Cow<'_, str> {
    let mut fixed = String::with_capacity(script.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in script.chars() {
        match c {
            c if in_string && c < ' ' => {
                fixed.push(' ');
                escaped = false;
                continue;
            }
            '"' if !escaped => in_string = !in_string,
            '}' | ']' if !in_string => {
                let kept = fixed.trim_end();
                if kept.ends_with(',') {
                    fixed.truncate(kept.len() - 1);
                }
            }
            _ => {}
        }
        escaped = in_string && c == '\\' && !escaped;
        fixed.push(c);
    }
    Cow::Owned(fixed)
}

/// Notes each object that has an `@id` and a name: others refer to it.
fn note_ids<'a>(value: &'a Value, named: &mut FxHashMap<&'a str, &'a Fields>, depth: u8) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| note_ids(item, named, depth + 1)),
        Value::Object(fields) => {
            if let (Some(id), true) = (id_of(fields), fields.contains_key("name")) {
                named.entry(id).or_insert(fields);
            }
            fields.values().for_each(|inner| note_ids(inner, named, depth + 1));
        }
        _ => {}
    }
}

fn id_of(fields: &Fields) -> Option<&str> {
    fields.get("@id").and_then(Value::as_str)
}

/// Adds the items that may be the article, each with its rank.
fn collect_articles<'a>(value: &'a Value, found: &mut Vec<(u8, &'a Fields)>, depth: u8) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(items) => {
            items.iter().for_each(|item| collect_articles(item, found, depth + 1));
        }
        Value::Object(fields) => {
            found.extend(rank_of(fields).map(|rank| (rank, fields)));
            for holder in HOLDERS {
                if let Some(inner) = fields.get(holder) {
                    collect_articles(inner, found, depth + 1);
                }
            }
        }
        _ => {}
    }
}

/// How likely an item is the article; `None` where it is something else.
fn rank_of(fields: &Fields) -> Option<u8> {
    let types = types_of(fields);
    let known = types.iter().filter_map(|name| {
        TYPES.iter().find(|(end, _)| name.ends_with(end)).map(|(_, rank)| *rank)
    });
    // A headline makes an article of what has no type.
    known.max().or((types.is_empty() && fields.contains_key("headline")).then_some(2))
}

/// The names of an item's types in lower case.
fn types_of(fields: &Fields) -> Vec<String> {
    let name = |value: &Value| value.as_str().map(str::to_ascii_lowercase);
    match fields.get("@type") {
        Some(Value::Array(types)) => types.iter().filter_map(name).collect(),
        Some(one) => name(one).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Names of people and organizations, which may stand elsewhere on the page.
struct People<'a> {
    named: &'a FxHashMap<&'a str, &'a Fields>,
}

impl People<'_> {
    fn collect(&self, value: Option<&Value>, credits: &mut Vec<Credit>, depth: u8) {
        if credits.len() >= MAX_CREDITS {
            return;
        }
        match value {
            Some(Value::Array(items)) if depth < MAX_DEPTH => {
                items.iter().for_each(|item| self.collect(Some(item), credits, depth + 1));
            }
            Some(Value::Object(fields)) => {
                let full = id_of(fields).and_then(|id| self.named.get(id).copied());
                let name = |fields: &Fields| fields.get("name").and_then(text);
                let Some(name) = name(fields).or_else(|| name(full?)) else { return };
                let types = [Some(fields), full].into_iter().flatten().flat_map(types_of);
                let is_organization = types.into_iter().any(|kind| kind.ends_with("organization"));
                credits.push(Credit { name, is_organization });
            }
            Some(Value::String(name)) => {
                let full =
                    self.named.get(name.as_str()).and_then(|fields| text(fields.get("name")?));
                let name = full.or_else(|| text(value?));
                credits.extend(name.map(|name| Credit { name, is_organization: false }));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(scripts: &[&str]) -> LinkedArticle {
        let html = scripts.concat();
        let mut at = 0;
        let ranges: Vec<ByteRange> = scripts
            .iter()
            .map(|script| {
                at += script.len();
                ByteRange::new(at - script.len(), at)
            })
            .collect();
        LinkedArticle::read(&html, &ranges)
    }

    fn names(linked: &LinkedArticle) -> Vec<&str> {
        linked.authors.iter().map(|credit| credit.name.as_str()).collect()
    }

    #[test]
    fn graphs_name_people_elsewhere() {
        let linked = read(&[
            r##"{"@graph":[{"@type":"WebSite","@id":"#w","name":"A Paper"},
            {"@type":"WebPage","datePublished":"2020-01-03","author":{"@id":"#p"}},
            {"@type":["Article","NewsArticle"],"headline":"Bread","datePublished":"2020-01-02","inLanguage":"en-GB",
             "author":{"@id":"#p"},"publisher":{"@id":"#w"}}]}"##,
            r##"{"@type":"Person","@id":"#p","name":"Ann Example"}"##,
        ]);
        assert_eq!(names(&linked), ["Ann Example"]);
        assert_eq!(linked.dates, ["2020-01-02", "2020-01-03"]);
        assert_eq!(linked.publishers, ["A Paper"]);
        assert_eq!(
            (linked.headline.as_deref(), linked.language.as_deref()),
            (Some("Bread"), Some("en-GB"))
        );
    }

    #[test]
    fn the_article_of_the_page_and_no_other() {
        let linked = read(&[
            r#"[{"@type":"ItemList","itemListElement":[{"@type":"Article","headline":"Other","datePublished":"2011-01-01"}]},
            {"@type":"WebPage","mainEntity":{"@type":"BlogPosting","headline":"Bread","datePublished":"2020-01-02",
            "comment":[{"@type":"Comment","datePublished":"2021-01-01","author":{"name":"A Reader"}}]}}]"#,
        ]);
        assert_eq!(linked.dates, ["2020-01-02"]);
        assert_eq!((linked.headline.as_deref(), names(&linked)), (Some("Bread"), Vec::new()));
    }

    #[test]
    fn what_pages_get_wrong_is_read() {
        for script in [
            "<!-- {\"headline\":\"A\"} -->",
            "//<![CDATA[\n{\"headline\":\"A\"}\n//]]>",
            "{\"headline\":\"A\",}",
            "{\"headline\":\"A\", \"keywords\":[\"x\",\n],};",
            "{\"description\":\"two\nlines, \\\" and ,]\",\"headline\":\"A\"}",
        ] {
            assert_eq!(read(&[script]).headline.as_deref(), Some("A"), "{script}");
        }
        for script in ["{\"headline\":\"A\"", "headline: A", "{\"headline\": \"A\" \"b\": 1}", ""] {
            assert_eq!(
                read(&[script, "{\"headline\":\"B\"}"]).headline.as_deref(),
                Some("B"),
                "{script}"
            );
        }
    }

    #[test]
    fn organizations_are_told_apart() {
        let linked = read(&[
            r#"{"@type":"NewsArticle","author":[{"@type":"NewsMediaOrganization","name":"A Paper"},"Ann Example"]}"#,
        ]);
        let kinds: Vec<_> = linked.authors.iter().map(|credit| credit.is_organization).collect();
        assert_eq!((names(&linked), kinds), (vec!["A Paper", "Ann Example"], vec![true, false]));
    }
}
