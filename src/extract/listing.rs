//! Listings that hold sentences: some sites put quotations and asides in `pre` and `code`.

use super::sentence_words;

/// The fewest words of such a text; two characters of a script without blanks are one.
const MIN_WORDS: usize = 10;

/// The largest share of signs of code, in percent.
const MAX_CODE_PERCENT: usize = 3;

/// The largest share of digits: logs and lists of posts have more.
const MAX_DIGIT_PERCENT: usize = 8;

/// The share of letters that it has at least, in percent, where words have blanks between them.
const MIN_LETTER_PERCENT: usize = 72;

/// Signs that code has and sentences hardly.
const CODE: &str = "{}[]<>=;|\\$#_/*@^~`+&";

/// Signs that part sentences and their clauses in scripts without blanks.
const STOPS: &str = "，。！？；、";

/// Whether a text is sentences rather than code: words with few signs of code, and an end of a sentence.
pub(super) fn holds_sentences(text: &str) -> bool {
    let (mut all, mut code, mut letters, mut dense, mut stops, mut digits) = (0, 0, 0, 0, 0, 0);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        code += usize::from(CODE.contains(c));
        letters += usize::from(c.is_alphabetic());
        dense += usize::from(matches!(c, '\u{3041}'..='\u{9fff}'));
        stops += usize::from(STOPS.contains(c));
        digits += usize::from(c.is_ascii_digit());
    }
    if code * 100 > all * MAX_CODE_PERCENT || digits * 100 > all * MAX_DIGIT_PERCENT {
        return false;
    }
    // Comments in code have few characters beside those of the code.
    if dense * 2 > all {
        return dense >= MIN_WORDS * 2 && stops > 0;
    }
    let ends = text.trim_end().ends_with(['.', '!', '?', '…', '"', '”', '’', ')']);
    ends && letters * 100 >= all * MIN_LETTER_PERCENT
        && text.split_whitespace().nth(MIN_WORDS - 1).is_some()
        && sentence_words::count_words(text).settled().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_from_code() {
        for text in [
            "這份電子報每週精選數則討論區的交流，鼓勵大家踴躍說出自己的觀點，所以取 IMO 作為名稱中的一部分。",
            "The newsletter was sent to all of the readers on the list, and they were asked what they think of it.",
            "Wir haben in dem alten Damm nie ein solches Leck gesehen, und das war auch in der Stadt bekannt.",
        ] {
            assert!(holds_sentences(text), "{text}");
        }
        for text in [
            "let total = items.iter().sum(); // 计算总数",
            "$ curl -o file.txt https://a.example/ && cat file.txt",
            "Registrant Name: GDPR Masked Registrant Organization: GDPR Masked Registrant Street: GDPR Masked",
            "def f(x): return the + of + and + is",
            "你好。",
            "1097356068164898816 2019-02-17 20:44:09 PST Well said, the labels that hold people back are the same.",
            "apt install the package",
        ] {
            assert!(!holds_sentences(text), "{text}");
        }
    }
}
