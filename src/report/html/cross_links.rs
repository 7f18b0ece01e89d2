//! Sentences of plain text whose numbers lead to what they count.

use super::escape::escape_html;

/// Nouns of the sentences, in the singular, and the section where such things are listed.
const NOUNS: [(&str, &str); 21] = [
    ("article", "articles"),
    ("sentence", "articles"),
    ("link", "citations"),
    ("citation", "citations"),
    ("file", "citations"),
    ("release", "citations"),
    ("work", "diversity"),
    ("site", "diversity"),
    ("host", "diversity"),
    ("country", "diversity"),
    ("type", "diversity"),
    ("number", "diversity"),
    ("domain", "domains"),
    ("largest", "domains"),
    ("owner", "owners"),
    ("counted", "left-out"),
    ("rejected", "left-out"),
    ("skipped", "left-out"),
    ("document", "left-out"),
    ("further", "growth"),
    ("dead", "link-rot"),
];

/// A noun stands no more words than this behind its number: `26 of the 40 sentences`.
const MAX_NOUN_DISTANCE_WORDS: usize = 4;

/// A sentence as HTML. A number leads to the section of the noun behind it, else of the last one before
/// it; `known` says which sections there are.
pub(super) fn link_numbers(sentence: &str, known: impl Fn(&str) -> bool) -> String {
    let words: Vec<&str> = sentence.split(' ').collect();
    let mut html = String::new();
    let mut last = None;
    for (at, word) in words.iter().enumerate() {
        html.push_str(if at == 0 { "" } else { " " });
        let noun = section(word);
        // The confidence of an interval is no count.
        let counts = words.get(at + 1) != Some(&"interval");
        let Some((before, number, after)) = number(word).filter(|_| counts) else {
            last = noun.or(last);
            html.push_str(&escape_html(word).to_string());
            continue;
        };
        let behind =
            words[at + 1..].iter().take(MAX_NOUN_DISTANCE_WORDS).find_map(|word| section(word));
        let ends = after.contains([',', ';', '.', ')']);
        let target = if ends { last.or(behind) } else { behind.or(last) };
        match target.filter(|target| known(target)) {
            Some(target) => html.push_str(&format!(
                "{}<a href=\"#{target}\">{number}</a>{}",
                escape_html(before),
                escape_html(after)
            )),
            None => html.push_str(&escape_html(word).to_string()),
        }
    }
    html
}

/// The section of a noun, whatever stands around it.
fn section(word: &str) -> Option<&'static str> {
    let word = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let singular = word.strip_suffix('s').unwrap_or(&word);
    NOUNS.iter().find(|(noun, _)| *noun == singular || *noun == word).map(|(_, section)| *section)
}

/// What stands before a number in a word, the number and what stands behind; `None` where the word is
/// none, as `127.0.0.1` and `360.cn`.
fn number(word: &str) -> Option<(&str, &str, &str)> {
    let inner = word.trim_start_matches('(');
    let before = &word[..word.len() - inner.len()];
    let number = inner.trim_end_matches([',', ';', ':', '.', ')']);
    let after = &inner[number.len()..];
    let digits = number.strip_suffix('%').unwrap_or(number);
    let digits = digits.strip_prefix('<').unwrap_or(digits);
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'.')
        && digits.matches('.').count() <= 1;
    // `<0.1%` is the one number that has to be escaped, and is left as it is.
    (plain && !number.starts_with('<')).then_some((before, number, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lead_to_what_they_count() {
        let html = |text: &str| link_numbers(text, |_| true);
        assert_eq!(
            html("63 links to 1,055 works on 33 owners."),
            "<a href=\"#citations\">63</a> links to <a href=\"#diversity\">1,055</a> works on <a href=\"#owners\">33</a> owners."
        );
        assert_eq!(
            html("As diverse as 23 equally cited owners (95% interval 16–30)."),
            "As diverse as <a href=\"#owners\">23</a> equally cited owners (95% interval 16–30)."
        );
        assert_eq!(
            html("26 of the 40 sentences"),
            "<a href=\"#articles\">26</a> of the <a href=\"#articles\">40</a> sentences"
        );
        assert_eq!(
            html("By country of the publisher: US 60%, GB 22%."),
            "By country of the publisher: US <a href=\"#diversity\">60%</a>, GB <a href=\"#diversity\">22%</a>."
        );
    }

    #[test]
    fn names_are_no_numbers_and_nothing_is_markup() {
        let html = |text: &str| link_numbers(text, |_| true);
        assert_eq!(html("domains 127.0.0.1, 360.cn"), "domains 127.0.0.1, 360.cn");
        assert_eq!(html("links <b>7</b> <0.1%"), "links &lt;b&gt;7&lt;/b&gt; &lt;0.1%");
        assert_eq!(link_numbers("7 owners", |_| false), "7 owners", "nothing to lead to");
        assert_eq!(html("7"), "7");
        assert_eq!(html(""), "");
    }
}
