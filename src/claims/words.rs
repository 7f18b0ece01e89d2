//! Words of a text with blanks between them, and where they stand.

/// A word: letters and digits, with apostrophes and hyphens inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// In lower case.
    pub(super) lower: String,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
    /// Bytes in the text.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || (start.is_some() && joins(text, at, c));
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(begin), false) => {
                words.push(word(text, begin, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Whether a character between two letters or digits does not part them.
fn joins(text: &str, at: usize, c: char) -> bool {
    let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
    let before = text[..at].chars().next_back();
    match c {
        '\'' | '’' | '-' | '\u{2011}' => next.is_some_and(char::is_alphanumeric),
        '.' | ',' => [before, next].iter().all(|c| c.is_some_and(|c| c.is_ascii_digit())),
        _ => false,
    }
}

fn word(text: &str, start: usize, end: usize) -> Word {
    let written = &text[start..end];
    let capital = written.chars().next().is_some_and(char::is_uppercase);
    Word { lower: written.to_lowercase().replace('’', "'"), capital, start, end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_stay_whole() {
        let lower = |text| words(text).into_iter().map(|word| word.lower).collect::<Vec<_>>();
        assert_eq!(lower("China’s $1,234.5 U.S.-led,"), ["china's", "1,234.5", "u", "s", "led"]);
        assert_eq!(lower("COVID-19 – 27"), ["covid-19", "27"]);
        assert_eq!(lower(""), [""; 0]);
    }
}
