//! Front matter of Jekyll (YAML), Hugo (YAML, TOML, JSON), Pelican, MultiMarkdown and Pandoc: metadata before the text.

use serde_json::{Map, Value};

use super::{header_lines, lines, plain_yaml};
use crate::article::Warning;

/// The metadata of a document and where its text begins.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct FrontMatter {
    /// Keys as written. Dates are strings.
    pub(crate) fields: Map<String, Value>,
    /// Byte of the document at which the text begins.
    pub(crate) body: usize,
    /// What was wrong with it.
    pub(crate) warnings: Vec<Warning>,
}

/// Reads the front matter that `text` begins with. Without any, the body begins at 0.
pub(crate) fn read(text: &str) -> FrontMatter {
    let begin = text.len() - text.trim_start_matches(['\n', '\r']).len();
    let rest = &text[begin..];
    if rest.starts_with("---") {
        return fenced(text, begin, "---", yaml);
    }
    if rest.starts_with("+++") {
        return fenced(text, begin, "+++", toml);
    }
    if rest.starts_with(";;;") {
        return fenced(text, begin, ";;;", json);
    }
    if rest.starts_with('{') {
        return bare_json(text, begin);
    }
    let header = header_lines::read(text, begin);
    header.map_or_else(FrontMatter::default, |(fields, body)| FrontMatter {
        fields,
        body,
        ..FrontMatter::default()
    })
}

/// A field by its key. Generators do not agree on how a key is written (`canonical_url`, `canonicalURL`), and some ignore
/// its case, so a key that is written in another way is taken where there is none as written.
pub(crate) fn field<'a>(fields: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    let written_otherwise = || fields.iter().find(|(known, _)| letters(known).eq(letters(key)));
    fields.get(key).or_else(|| written_otherwise().map(|(_, value)| value))
}

/// The letters and digits of a key, without its case.
fn letters(key: &str) -> impl Iterator<Item = u8> {
    key.bytes()
        .filter(|byte| !matches!(byte, b'_' | b'-' | b' '))
        .map(|byte| byte.to_ascii_lowercase())
}

pub(super) type ParsedFields = Result<Map<String, Value>, String>;

/// Front matter between two lines that hold only `fence`.
fn fenced(text: &str, begin: usize, fence: &str, parse: fn(&str) -> ParsedFields) -> FrontMatter {
    let Some((inner, body)) = split_fence(text, begin, fence) else {
        return FrontMatter::default();
    };
    let mut front = FrontMatter { body, ..FrontMatter::default() };
    match parse(inner) {
        Ok(fields) => front.fields = fields,
        Err(error) => {
            front.fields = line_by_line(inner);
            // Two rules around some text are two thematic breaks.
            if front.fields.is_empty() {
                return FrontMatter::default();
            }
            front.warnings.push(Warning {
                code: "front-matter-recovered".into(),
                message: format!(
                    "the front matter cannot be parsed and was read line by line: {error}"
                ),
                line: Some(1),
                ..Warning::default()
            });
        }
    }
    front
}

/// What stands between the fences, and where the line after the second one begins.
fn split_fence<'a>(text: &'a str, begin: usize, fence: &str) -> Option<(&'a str, usize)> {
    let mut at = lines::next(text, begin);
    if text[begin..at].trim_end() != fence {
        return None;
    }
    let inner = at;
    while at < text.len() {
        let end = lines::next(text, at);
        let line = text[at..end].trim_end();
        if line == fence || (fence == "---" && line == "...") {
            return Some((&text[inner..at], end));
        }
        at = end;
    }
    None
}

fn yaml(inner: &str) -> ParsedFields {
    match plain_yaml::read(inner) {
        Some(fields) => Ok(fields),
        None if inner.trim().is_empty() => Ok(Map::new()),
        None => parsed_yaml(inner),
    }
}

/// Front matter as the YAML parser reads it.
pub(super) fn parsed_yaml(inner: &str) -> ParsedFields {
    let inner = inner.replace("\r\n", "\n").replace('\r', "\n");
    // Only `true` and `false`: a tag `no` and a title "Y" are words.
    let options = serde_saphyr::options! {
        strict_booleans: true,
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
    };
    match serde_saphyr::from_str_with_options(&inner, options) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(Value::Null) => Ok(Map::new()),
        Ok(_) => Err("it is not a mapping".into()),
        Err(error) => Err(first_line(&error.to_string())),
    }
}

fn toml(inner: &str) -> ParsedFields {
    let table: toml::Table =
        inner.parse().map_err(|error: toml::de::Error| first_line(error.message()))?;
    match serde_json::to_value(strings_for_dates(toml::Value::Table(table))) {
        Ok(Value::Object(fields)) => Ok(fields),
        _ => Err("it is not a table".into()),
    }
}

/// TOML has dates of its own; JSON has none.
fn strings_for_dates(value: toml::Value) -> toml::Value {
    match value {
        toml::Value::Datetime(date) => toml::Value::String(date.to_string()),
        toml::Value::Array(items) => {
            toml::Value::Array(items.into_iter().map(strings_for_dates).collect())
        }
        toml::Value::Table(table) => toml::Value::Table(
            table.into_iter().map(|(key, value)| (key, strings_for_dates(value))).collect(),
        ),
        other => other,
    }
}

fn json(inner: &str) -> ParsedFields {
    serde_json::from_str(inner).map_err(|error| error.to_string())
}

/// Hugo's JSON front matter: an object that is followed by the text.
fn bare_json(text: &str, begin: usize) -> FrontMatter {
    let mut values = serde_json::Deserializer::from_str(&text[begin..]).into_iter();
    match values.next() {
        Some(Ok(Value::Object(fields))) => {
            let body = begin + values.byte_offset();
            FrontMatter { fields, body, warnings: Vec::new() }
        }
        _ => FrontMatter::default(),
    }
}

/// What can be saved from front matter that does not parse: `key: value` lines without indentation.
fn line_by_line(inner: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    for line in inner.lines() {
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let key = key.trim_end();
        if key.is_empty() || !key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
            continue;
        }
        let value = without_comment(value.trim());
        if matches!(value, ">" | "|" | ">-" | "|-" | "") {
            continue;
        }
        let value = value
            .strip_prefix('[')
            .and_then(|value| value.strip_suffix(']'))
            .map_or_else(|| Value::String(unquote(value)), list);
        fields.entry(key).or_insert(value);
    }
    fields
}

/// A plain value without the comment after it.
fn without_comment(value: &str) -> &str {
    let quoted = value.starts_with(['"', '\'']);
    let end = if quoted { None } else { value.find(" #") };
    value[..end.unwrap_or(value.len())].trim_end()
}

fn list(items: &str) -> Value {
    items.split(',').map(|item| Value::String(unquote(item.trim()))).collect()
}

fn unquote(value: &str) -> String {
    let inner = ['"', '\'']
        .iter()
        .find_map(|quote| value.strip_prefix(*quote).and_then(|value| value.strip_suffix(*quote)));
    inner.unwrap_or(value).to_owned()
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, key: &str, value: &str, body: &str) {
        let front = read(text);
        assert_eq!(front.fields.get(key).and_then(Value::as_str), Some(value), "{text}");
        assert_eq!(&text[front.body..], body);
    }

    #[test]
    fn yaml_toml_and_json() {
        check("---\ntitle: A &#38; B\n---\nx", "title", "A &#38; B", "x");
        check("---\r\nfrom: 'https://x.org/?a: b'\r\n---\r\nx", "from", "https://x.org/?a: b", "x");
        check(
            "---\rdate: 2022-04-08T12:06:00.000Z\r---\rx",
            "date",
            "2022-04-08T12:06:00.000Z",
            "x",
        );
        check("+++\ndate = 2020-01-02\n+++\nx", "date", "2020-01-02", "x");
        check("{\"title\": \"t\"}\nx", "title", "t", "\nx");
        check(";;;\n{\"title\": \"t\"}\n;;;\nx", "title", "t", "x");
    }

    #[test]
    fn keys_are_found_however_they_are_written() {
        let front = read("---\nTitle: A\ntitle: b\nDATE: 2021\n---\nx");
        assert_eq!(field(&front.fields, "title"), Some(&Value::from("b")));
        assert_eq!(field(&front.fields, "date"), Some(&Value::from(2021)));
        assert_eq!(field(&front.fields, "author"), None);
        let front = read("---\ncanonicalURL: a\npublished-at: b\n---\nx");
        assert_eq!(field(&front.fields, "canonical_url"), Some(&Value::from("a")));
        assert_eq!(field(&front.fields, "publishedAt"), Some(&Value::from("b")));
    }

    #[test]
    fn words_that_were_booleans_once_are_words() {
        let front = read("---\ntitle: No\ntags: [ y, on ]\ndraft: true\n---\nx");
        assert_eq!(front.fields["title"], "No");
        assert_eq!(front.fields["tags"], serde_json::json!(["y", "on"]));
        assert_eq!(front.fields["draft"], true);
    }

    #[test]
    fn broken_yaml_is_recovered_line_by_line() {
        let text = "---\ntitle: \"a\\智b\"\nfrom: https://x.org/1 # c\ntags: [ a, 'b' ]\n---\nx";
        let front = read(text);
        assert_eq!(front.fields["from"], "https://x.org/1");
        assert_eq!(front.fields["tags"], serde_json::json!(["a", "b"]));
        assert_eq!(front.warnings[0].code, "front-matter-recovered");
    }

    #[test]
    fn what_only_looks_like_front_matter() {
        for text in [
            "---\n\n[l](https://b.org)\n\n---\n\nx",
            "---",
            "---\nno end",
            "--- x\n---\n",
            "{ not json }",
            "",
            "-----\n\n-----\n",
        ] {
            assert_eq!(read(text), FrontMatter::default(), "{text}");
        }
    }

    #[test]
    fn aliases_do_not_explode() {
        let mut bomb = String::from("---\na0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for level in 1..12 {
            let items = vec![format!("*a{}", level - 1); 9].join(",");
            bomb.push_str(&format!("a{level}: &a{level} [{items}]\n"));
        }
        bomb.push_str("from: https://x.org/\n---\nx");
        let front = read(&bomb);
        assert_eq!(front.warnings.len(), 1);
        assert_eq!(front.fields["from"], "https://x.org/");
    }
}
