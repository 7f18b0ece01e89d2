//! Words of bylines (`data/byline-words.tsv`).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::extract::place_cues::rows;

/// What a word or phrase does in a byline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum BylineWord {
    /// It stands before the names of authors.
    By,
    /// It stands before the date of a change.
    Changed,
    /// It is part of a name that is no person.
    Mark,
    /// It is a whole name that names no person.
    Nobody,
    /// It stands before the date of publication.
    Published,
    /// It says what a person is.
    Role,
}

/// The most words of a phrase.
const MAX_PHRASE_WORDS: usize = 3;

static WORDS: LazyLock<FxHashMap<&'static str, Vec<BylineWord>>> = LazyLock::new(|| {
    let mut words: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for row in rows(include_str!("../../../data/byline-words.tsv")) {
        let mut cells = row.split('\t');
        if let (Some(Ok(kind)), Some(word)) = (cells.next().map(str::parse), cells.next()) {
            words.entry(word).or_default().push(kind);
        }
    }
    words
});

/// Whether a word or phrase, in lower case, is of a kind.
pub(super) fn is(word: &str, kind: BylineWord) -> bool {
    WORDS.get(word).is_some_and(|kinds| kinds.contains(&kind))
}

/// The phrase of a kind that a text begins with, the longest; what is left behind it and its colon.
pub(super) fn without_start(text: &str, kind: BylineWord) -> Option<&str> {
    let ends =
        text.char_indices().filter(|(_, c)| !c.is_alphabetic() && !matches!(c, '(' | ')' | '-'));
    let ends = ends.map(|(at, _)| at).chain([text.len()]).take(MAX_PHRASE_WORDS + 1);
    let found = ends.filter(|&end| is(text[..end].to_lowercase().as_str(), kind)).last();
    let rest = match found {
        Some(end) => &text[end..],
        // In Chinese and Japanese no blank follows.
        None => {
            let wide = text.char_indices().take(5).map(|(at, c)| at + c.len_utf8());
            let mut wide = wide.filter(|&end| is(&text[..end], kind) && !text.is_ascii());
            let end =
                wide.find(|&end| text[..end].chars().all(|c| c as u32 > 0x2e80 || c == '/'))?;
            &text[end..]
        }
    };
    Some(rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '/' | '／' | '-' | '–' | '|')
    }))
}

/// The last phrase of a kind before the end of a text, only blanks and a colon between.
pub(super) fn ends_with(text: &str, kind: BylineWord) -> bool {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '©').to_lowercase();
    let starts = text.char_indices().rev().filter(|(_, c)| !c.is_alphabetic());
    let starts = starts.map(|(at, c)| at + c.len_utf8()).chain([0]).take(MAX_PHRASE_WORDS + 1);
    starts.into_iter().any(|start| is(&text[start..], kind))
        || text.chars().next_back().is_some_and(|c| c as u32 > 0x2e80)
            && text.char_indices().rev().take(5).any(|(at, _)| is(&text[at..], kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_unique_and_explained() {
        let table: Vec<Vec<&str>> = rows(include_str!("../../../data/byline-words.tsv"))
            .map(|row| row.split('\t').collect())
            .collect();
        assert!(table.windows(2).all(|pair| pair[0][..2] < pair[1][..2]));
        for row in &table {
            assert!(row.len() == 3 && row[2].len() > 3, "{row:?}");
            assert!(row[0].parse::<BylineWord>().is_ok(), "{row:?}");
            assert_eq!(row[1], row[1].to_lowercase());
            assert!(row[1].split(' ').count() <= MAX_PHRASE_WORDS + 1, "{row:?}");
        }
    }

    #[test]
    fn phrases_begin_and_end_texts() {
        let by = |text| without_start(text, BylineWord::By);
        assert_eq!(by("By Ann Example"), Some("Ann Example"));
        assert_eq!(by("Written by: Ann"), Some("Ann"));
        assert_eq!(by("Автор: Анна"), Some("Анна"));
        assert_eq!(by("作者：王小明"), Some("王小明"));
        assert_eq!(by("记者王小明"), Some("王小明"));
        assert_eq!(by("Byron Example"), None);
        assert_eq!(by("Bystanders saw it"), None);
        let published = |text| ends_with(text, BylineWord::Published);
        assert!(published("Data publikacji: "));
        assert!(published("发布时间："));
        assert!(published("A Paper | Posted on "));
        assert!(!published("A Paper | "));
    }
}
