//! What marks of notes show: `1`, `[2,3]`, `[3–5]`, `a`, `†`, `note 4`.

use std::ops::RangeInclusive;

/// The longest text of a mark, in bytes.
const MAX_MARK_BYTES: usize = 32;

/// Words before the number of a note, in lower case.
const LABELS: [&str; 14] = [
    "anm", "fn", "fußnote", "n", "nb", "nota", "note", "notes", "ref", "прим", "сн", "注", "註",
    "注釈",
];

/// Signs that stand for numbers.
const SIGNS: [char; 10] = ['*', '∗', '†', '‡', '§', '¶', '‖', '#', '※', '⁂'];

/// A mark as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MarkText {
    /// The numbers of its notes; none where they are circled or the like.
    Numbers(Vec<RangeInclusive<u32>>),
    /// One to three letters.
    Letters,
    /// Signs.
    Signs,
}

impl MarkText {
    /// Reads a text; `None` where it is no mark.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_MARK_BYTES {
            return None;
        }
        let core = text.trim_matches(|c: char| c.is_whitespace() || is_bracket(c));
        if core.is_empty() {
            return None;
        }
        let letters = core.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        let (label, rest) = core.split_at(letters);
        if !label.is_empty() && LABELS.contains(&label.to_lowercase().as_str()) {
            let rest = rest.trim_start_matches(['.', ' ', '\u{a0}']);
            return Self::numbers(rest);
        }
        if core.chars().all(|c| SIGNS.contains(&c)) {
            return Some(Self::Signs);
        }
        if rest.is_empty() {
            return (label.chars().count() <= 3).then_some(Self::Letters);
        }
        Self::numbers(core)
    }

    /// The number of its only note.
    pub(crate) fn number(&self) -> Option<u32> {
        match self {
            Self::Numbers(numbers) => match numbers.as_slice() {
                [one] if one.start() == one.end() => Some(*one.start()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Numbers and ranges of them, and nothing else.
    fn numbers(text: &str) -> Option<Self> {
        let (mut numbers, mut digits, mut range) = (Vec::new(), None, None);
        let mut any = false;
        for c in text.chars().chain([',']) {
            if let Some(digit) = digit(c) {
                digits = Some(digits.unwrap_or(0_u32).checked_mul(10)?.checked_add(digit)?);
            } else if is_dash(c) {
                range = Some(digits.take()?);
            } else if matches!(c, ',' | ';' | '、' | '，' | '.')
                || c.is_whitespace()
                || is_bracket(c)
            {
                if let Some(last) = digits.take() {
                    numbers.push(range.take().unwrap_or(last)..=last);
                }
            } else if !c.is_numeric() {
                return None;
            }
            any |= c.is_numeric();
        }
        any.then_some(Self::Numbers(numbers))
    }
}

/// Whether a text between two marks makes a range of them.
pub(crate) fn is_range_sign(between: &str) -> bool {
    let sign = between.trim_matches(|c: char| c.is_whitespace() || is_bracket(c));
    let mut signs = sign.chars();
    signs.next().is_some_and(is_dash) && signs.next().is_none()
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '~' | '〜' | '～')
}

fn is_bracket(c: char) -> bool {
    matches!(
        c,
        '[' | ']' | '(' | ')' | '（' | '）' | '［' | '］' | '【' | '】' | '〔' | '〕' | '⟨' | '⟩'
    )
}

/// The value of a digit, raised ones too.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁰' | '⁴'..='⁹' => Some(c as u32 - 0x2070),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => c.to_digit(10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read() {
        let numbers = |text| match MarkText::parse(text) {
            Some(MarkText::Numbers(numbers)) => numbers,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(numbers("[1]"), [1..=1]);
        assert_eq!(numbers("2,3"), [2..=2, 3..=3]);
        assert_eq!(numbers(" [3–5] "), [3..=5]);
        assert_eq!(numbers("¹²"), [12..=12]);
        assert_eq!(numbers("[note 4]"), [4..=4]);
        assert_eq!(numbers("[注7]"), [7..=7]);
        assert_eq!(numbers("（８）"), [8..=8]);
        assert_eq!(numbers("[6][7]"), [6..=6, 7..=7]);
        assert_eq!(numbers("①"), []);
        assert_eq!(MarkText::parse("[a]"), Some(MarkText::Letters));
        assert_eq!(MarkText::parse("†"), Some(MarkText::Signs));
        assert_eq!(MarkText::parse("7").and_then(|mark| mark.number()), Some(7));
    }

    #[test]
    fn other_texts_are_no_marks() {
        for text in ["", "[]", "^", "↩", "sharply", "Chapter 3", "3rd", "99999999999", "a b"] {
            let mark = MarkText::parse(text);
            assert!(mark.is_none(), "{text}: {mark:?}");
        }
    }

    #[test]
    fn a_dash_between_marks_is_a_range() {
        assert!(is_range_sign("]–[") && is_range_sign(" - "));
        assert!(!is_range_sign(", ") && !is_range_sign("][") && !is_range_sign("--"));
    }
}
