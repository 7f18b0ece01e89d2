//! Front matter without fences: the header lines of Pelican and MultiMarkdown, and the title block of Pandoc.

use serde_json::{Map, Value};

use super::lines;

/// A header has a title and at least one of these keys. Text that merely begins with "Title:" is not a header.
const BESIDE_TITLE: [&str; 17] = [
    "affiliation",
    "author",
    "authors",
    "category",
    "copyright",
    "date",
    "keywords",
    "lang",
    "language",
    "modified",
    "published",
    "slug",
    "status",
    "subtitle",
    "summary",
    "tags",
    "url",
];

/// The longest header, in bytes. A document of lines that look like one is not read to its end.
const MAX_HEADER_BYTES: usize = 1 << 16;

/// The fields of a header, and where the text behind it begins.
pub(super) type Header = (Map<String, Value>, usize);

/// Reads the header that the text from `begin` on begins with, if there is one.
pub(super) fn read(text: &str, begin: usize) -> Option<Header> {
    let is_block = text[begin..].starts_with('%');
    let header = if is_block { title_block(text, begin) } else { keyed(text, begin) };
    header.filter(|(_, end)| end - begin <= MAX_HEADER_BYTES)
}

/// `Title: …`, `Date: …` and others, up to a blank line. An indented line continues the one before it.
fn keyed(text: &str, begin: usize) -> Option<Header> {
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut at = begin;
    while at < text.len() && at - begin <= MAX_HEADER_BYTES {
        let end = lines::next(text, at);
        let line = text[at..end].trim_end();
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            let (_, value) = fields.last_mut()?;
            value.push(' ');
            value.push_str(line.trim_start());
        } else {
            let (key, value) = line.split_once(':').filter(|(key, _)| is_key(key))?;
            if !value.is_empty() && !value.starts_with([' ', '\t']) {
                return None;
            }
            fields.push((key, value.trim().to_owned()));
        }
        at = end;
    }
    let has = |wanted: &str| fields.iter().any(|(key, _)| key.eq_ignore_ascii_case(wanted));
    let is_header = has("title") && BESIDE_TITLE.iter().any(|key| has(key));
    let fields = fields.iter().map(|(key, value)| {
        let is_list = key.eq_ignore_ascii_case("authors");
        ((*key).to_owned(), if is_list { names(value) } else { Value::String(value.clone()) })
    });
    is_header.then(|| (fields.collect(), at))
}

fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'_' | b'-'))
}

/// `% title`, `% authors` and `% date`. An indented line continues the one before it.
fn title_block(text: &str, begin: usize) -> Option<Header> {
    const KEYS: [&str; 3] = ["title", "authors", "date"];
    let mut values: Vec<String> = Vec::new();
    let mut at = begin;
    while at < text.len() && at - begin <= MAX_HEADER_BYTES {
        let end = lines::next(text, at);
        let line = text[at..end].trim_end();
        if let Some(value) = line.strip_prefix('%').filter(|_| values.len() < KEYS.len()) {
            values.push(value.trim().to_owned());
        } else if line.starts_with([' ', '\t']) && !line.trim().is_empty() {
            let joint = if values.len() == 2 { "; " } else { " " };
            let value = values.last_mut()?;
            value.push_str(joint);
            value.push_str(line.trim());
        } else {
            break;
        }
        at = end;
    }
    // A single line may be text: `% of all readers`.
    if values.len() < 2 {
        return None;
    }
    let mut fields = Map::new();
    for (key, value) in KEYS.into_iter().zip(values).filter(|(_, value)| !value.is_empty()) {
        let value = if key == "authors" { names(&value) } else { Value::String(value) };
        fields.insert(key.to_owned(), value);
    }
    Some((fields, at))
}

/// Names separated by semicolons, or by commas if there is no semicolon.
fn names(list: &str) -> Value {
    let separator = if list.contains(';') { ';' } else { ',' };
    let names = list.split(separator).map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| Value::String(name.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn header(text: &str) -> Option<(Value, &str)> {
        let (fields, body) = read(text, 0)?;
        Some((Value::Object(fields), &text[body..]))
    }

    #[test]
    fn header_lines_end_at_a_blank_line() {
        let text = "Title: Buses\nDate: 2021-09-02 10:00\nAuthors: Ann Lee, Bo Ray\nSummary: Who\n    rides\n\nText.\n";
        let fields = json!({
            "Title": "Buses", "Date": "2021-09-02 10:00", "Authors": ["Ann Lee", "Bo Ray"], "Summary": "Who rides",
        });
        assert_eq!(header(text), Some((fields, "\nText.\n")));
        let fields = json!({"title": "Buses", "tags": ""});
        assert_eq!(header("title: Buses\ntags:\n"), Some((fields, "")));
    }

    #[test]
    fn a_title_block_has_authors_and_a_date() {
        let text = "% Buses\n  at night\n% Ann Lee; Bo Ray\n% 2 September 2021\n\nText.\n";
        let fields = json!({
            "title": "Buses at night", "authors": ["Ann Lee", "Bo Ray"], "date": "2 September 2021",
        });
        assert_eq!(header(text), Some((fields, "\nText.\n")));
        let fields = json!({"title": "Buses", "authors": ["Ann Lee", "Bo Ray"]});
        assert_eq!(header("% Buses\n% Ann Lee\n  Bo Ray\nText."), Some((fields, "Text.")));
        assert_eq!(header("%\n%\n% 2021\n"), Some((json!({"date": "2021"}), "")));
    }

    #[test]
    fn a_header_has_a_limit() {
        let long =
            |bytes: usize| format!("Title: a\nDate: 2021\nNote: {}\n\nText.", "b".repeat(bytes));
        assert!(header(&long(1000)).is_some());
        assert_eq!(header(&long(MAX_HEADER_BYTES)), None);
        assert_eq!(
            header(&format!("Title: a\nDate: 2021\n{}", "k: v\n".repeat(MAX_HEADER_BYTES))),
            None
        );
        assert_eq!(header(&format!("% a\n% b\n{}", " c\n".repeat(MAX_HEADER_BYTES))), None);
    }

    #[test]
    fn other_beginnings_are_text() {
        for text in [
            "",
            "Title: Buses\n\nText.",
            "Title: Buses\nwho rides them\nDate: 2021\n\nText.",
            "Date: 2021-09-02\nAuthor: Ann\n\nText.",
            "Note: this is new.\nTags: none\n\nText.",
            "Title:Buses\nDate:2021\n\nText.",
            "title: https://a.example\nhttps://b.example/: date\n\nText.",
            "% of all readers ride at night.\n\nText.",
            "    Title: code\n    Date: none\n",
            "\n  \n",
        ] {
            assert_eq!(header(text), None, "{text}");
        }
    }
}
