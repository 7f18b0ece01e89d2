//! The part of YAML that most front matter is written in: a line for each key, with a word, a quotation, a whole
//! number or a list of these.
//!
//! For these lines the YAML parser took 6% of the time of `extract` (docs/decisions/0083-work-that-repeats.md). If any
//! line holds anything else, all of them are left to the parser.

use std::iter::Peekable;

use serde_json::{Map, Value};

/// Words that some reader of YAML takes for something else.
const RESERVED: [&str; 12] =
    ["false", "inf", "infinity", "n", "nan", "no", "null", "off", "on", "true", "y", "yes"];

/// The most digits of a whole number.
const MAX_DIGITS: usize = 9;

/// The fields of front matter; `None` where the parser has to read it.
pub(super) fn read(inner: &str) -> Option<Map<String, Value>> {
    if inner.chars().any(is_unusual) {
        return None;
    }
    let mut fields = Map::new();
    let mut lines = inner.lines().filter(|line| !is_skipped(line)).peekable();
    while let Some(line) = lines.next() {
        let (key, rest) = line.split_once(':')?;
        if !is_key(key) || !(rest.is_empty() || rest.starts_with(' ')) {
            return None;
        }
        let text = rest.trim_matches(' ');
        let value = if text.is_empty() { list(&mut lines)? } else { value(text)? };
        if fields.insert(key.to_owned(), value).is_some() {
            return None;
        }
    }
    (!fields.is_empty()).then_some(fields)
}

/// Characters that no line is read with: controls, tabs among them, other ends of lines, and marks of byte order.
fn is_unusual(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Whether a line is blank or a comment.
fn is_skipped(line: &str) -> bool {
    line.starts_with('#') || line.bytes().all(|byte| byte == b' ')
}

fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        && !is_reserved(key)
}

fn is_reserved(word: &str) -> bool {
    RESERVED.iter().any(|reserved| word.eq_ignore_ascii_case(reserved))
}

/// The items of the next lines, which begin in one column; null without any.
fn list<'a>(lines: &mut Peekable<impl Iterator<Item = &'a str>>) -> Option<Value> {
    let mut items = Vec::new();
    let mut column = None;
    while let Some((indent, text)) = lines.peek().and_then(|line| item(line)) {
        if *column.get_or_insert(indent) != indent {
            break;
        }
        items.push(scalar(text)?);
        lines.next();
    }
    Some(if items.is_empty() { Value::Null } else { Value::Array(items) })
}

/// The indentation and the text of an item of a list.
fn item(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches(' ');
    Some((line.len() - text.len(), text.strip_prefix("- ")?.trim_matches(' ')))
}

fn value(text: &str) -> Option<Value> {
    let Some(list) = text.strip_prefix('[') else { return scalar(text) };
    let list = list.strip_suffix(']')?;
    if list.bytes().all(|byte| byte == b' ') {
        return Some(Value::Array(Vec::new()));
    }
    // What parts items, or begins something else, may stand in a quotation.
    if list.contains(['[', ']', '{', '}', '#', ':']) {
        return None;
    }
    list.split(',')
        .map(|item| scalar(item.trim_matches(' ')))
        .collect::<Option<_>>()
        .map(Value::Array)
}

/// A value on its own line, or in a list.
fn scalar(text: &str) -> Option<Value> {
    let first = text.chars().next()?;
    match first {
        '"' | '\'' => {
            let inner = text[1..].strip_suffix(first)?;
            let is_plain = !inner.contains([first, '\\']);
            is_plain.then(|| Value::String(inner.to_owned()))
        }
        _ if text.contains(": ") || text.contains(" #") || text.ends_with(':') => None,
        '0'..='9' if begins_with_day(text) => Some(Value::String(text.to_owned())),
        '0'..='9' => whole_number(text),
        _ if (first.is_ascii() && !first.is_ascii_alphabetic()) || is_reserved(text) => None,
        _ => Some(Value::String(text.to_owned())),
    }
}

/// Whether a text begins with a date, so that it is not a number: `2021-11-18 08:30:00 +0800`.
fn begins_with_day(text: &str) -> bool {
    let mut bytes = text.bytes();
    let form = b"0000-00-00";
    let fits =
        |form: &u8, byte: u8| if *form == b'0' { byte.is_ascii_digit() } else { byte == *form };
    form.iter().all(|form| bytes.next().is_some_and(|byte| fits(form, byte)))
}

fn whole_number(text: &str) -> Option<Value> {
    let is_whole = text.len() <= MAX_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = is_whole && (text.len() == 1 || !text.starts_with('0'));
    is_plain.then(|| text.parse::<u64>().ok().map(Value::from))?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::page::front_matter::parsed_yaml;

    #[test]
    fn most_front_matter_is_read() {
        let text = "layout: post\ntitle: \"「a: b」\"\n# c\n\ndate: 2021-11-18 08:30:00 +0800\nfrom: https://a.example/?b=c#d\n\
            weight: 12\nempty:\ntags: [ a, 'b c', \"d\" ]\nnone: []\nauthors:\n  - Ann Lee\n  - 李\ncategories:\n- e\n";
        assert_eq!(read(text), Some(parsed_yaml(text).unwrap()));
    }

    #[test]
    fn the_rest_is_left_to_the_parser() {
        for text in [
            "a: b\n  c\n",
            "a: |\n  b\n",
            "a: &b c\n",
            "a: *b\n",
            "a: !!str 1\n",
            "a: {b: c}\n",
            "a: b: c\n",
            "a: b #c\n",
            "a: \"b\\n\"\n",
            "a: 'b''c'\n",
            "a: \"b\n",
            "a: [b, \"c, d\"]\n",
            "a: [b,]\n",
            "a: 1.5\n",
            "a: 012\n",
            "a: 0x1f\n",
            "a: -1\n",
            "a: True\n",
            "a: ~\n",
            "a: b\na: c\n",
            "a:\n  b: c\n",
            "a:\n- b\n  - c\n",
            "a:\n-\n",
            "- a\n",
            "a\n",
            "a:b\n",
            "null: a\n",
            "a:\tb\n",
            "a: b\u{85}c: d\n",
            "\u{feff}a: b\n",
            "# a\n",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(crate::properties::cases(5000))]

        /// What is read here, the parser reads in the same way.
        #[test]
        fn the_parser_agrees(
            lines in prop::collection::vec(
                (
                    "(| |  |- |  - )(a|b-c|d_e|F|no|x1|null)?:?( |  )?",
                    "(|[\\[\"'])(\\PC|[a-z0-9 ,:#\\-'\"\\[\\]{}&*!|>%@`~.+_?]|true|null|12|2021-11-18|e5|, |: | #|\\\\){0,6}(|[\\]\"'])",
                ),
                0..6,
            ),
        ) {
            let text: String = lines.iter().map(|(key, value)| format!("{key}{value}\n")).collect();
            if let Some(fields) = read(&text) {
                prop_assert_eq!(Ok(fields), parsed_yaml(&text), "{}", text);
            }
        }

        /// The same for words that may be something else than words.
        #[test]
        fn the_parser_agrees_on_words(
            word in "[nNyYoOtTfF~]|[nN](ull|ULL|o|an)|[tT](rue|RUE)|[fF]alse|[yY]es|[oO](n|ff)|\\.?(inf|NaN)|[0-9]{1,3}|0[xob]?[0-7]{1,3}\
                |[0-9]{1,2}(\\.|e|_|:)[0-9]{1,2}|[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?|[0-9]{9,11}|e5|<<|=",
            around in prop::sample::select(vec![("", ""), (" ", " "), ("\"", "\""), ("[", "]"), ("[a, ", "]"), ("a", ""), ("", " b")]),
        ) {
            let value = format!("{}{word}{}", around.0, around.1);
            for text in [format!("k: {value}\n"), format!("k:\n- {value}\n"), format!("{word}: a\n")] {
                if let Some(fields) = read(&text) {
                    prop_assert_eq!(Ok(fields), parsed_yaml(&text), "{}", text);
                }
            }
        }

        /// The same where every line has a key, so that most are read here.
        #[test]
        fn the_parser_agrees_on_lines_with_keys(
            values in prop::collection::vec("(|[\\[\"'])[a-zA-Z0-9 ,.:/#\\-中é\"']{0,12}(|[\\]\"'])", 1..4),
        ) {
            let lines = values.iter().enumerate();
            let text: String = lines.map(|(key, value)| format!("k{key}: {value}\n")).collect();
            if let Some(fields) = read(&text) {
                prop_assert_eq!(Ok(fields), parsed_yaml(&text), "{}", text);
            }
        }
    }
}
