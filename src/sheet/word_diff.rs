//! Words of two versions of a claim: how alike they are, and what changed.

use std::collections::BTreeMap;

/// A run of letters between blanks, or one character of a script without blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DiffToken<'a> {
    text: &'a str,
    /// Whether a blank stands before it.
    blank: bool,
}

/// Most pairs of tokens that are compared; longer texts are replaced as a whole.
const MAX_COMPARED_PAIRS: usize = 4_000_000;

/// Unchanged words shown on each side of a change.
const CONTEXT_WORDS: usize = 2;

/// The tokens of a text.
fn tokens(text: &str) -> Vec<DiffToken<'_>> {
    let mut tokens = Vec::new();
    for word in text.split_whitespace() {
        let mut blank = true;
        let mut rest = word;
        while let Some(c) = rest.chars().next() {
            let end =
                if is_lone(c) { c.len_utf8() } else { rest.find(is_lone).unwrap_or(rest.len()) };
            tokens.push(DiffToken { text: &rest[..end], blank });
            (rest, blank) = (&rest[end..], false);
        }
    }
    tokens
}

/// Whether a character is a word of its own: Chinese, Japanese, and their punctuation.
fn is_lone(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// The words of a text as they are compared, with how often each stands there.
pub(super) fn bag(text: &str) -> BTreeMap<String, u32> {
    let mut bag = BTreeMap::new();
    for token in tokens(text) {
        let word = token.text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if !word.is_empty() {
            *bag.entry(word).or_insert(0) += 1;
        }
    }
    bag
}

/// Words that two bags share, of a thousand in both (Dice's coefficient of multisets): 1000 for the same
/// words, 0 where none is shared or there are none.
pub(super) fn similarity(left: &BTreeMap<String, u32>, right: &BTreeMap<String, u32>) -> u32 {
    let size = |bag: &BTreeMap<String, u32>| bag.values().map(|n| u64::from(*n)).sum::<u64>();
    let shared = left.iter().map(|(word, n)| u64::from(*right.get(word).unwrap_or(&0).min(n)));
    let shared: u64 = shared.sum();
    (2000 * shared).checked_div(size(left) + size(right)).unwrap_or_default() as u32
}

/// What happened to a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenFate {
    Kept,
    Gone,
    New,
}

/// The change from one text to another: `… for [-27-]{+28+} million …`. Empty where no word changed.
pub(super) fn diff(old: &str, new: &str) -> String {
    let (old, new) = (tokens(old), tokens(new));
    let script = script(&old, &new);
    let changed: Vec<usize> =
        (0..script.len()).filter(|at| script[*at].0 != TokenFate::Kept).collect();
    let near = |at: usize| {
        let next = changed.partition_point(|place| *place < at);
        let beside = [next.checked_sub(1), Some(next)].into_iter().flatten();
        beside.filter_map(|one| changed.get(one)).any(|place| place.abs_diff(at) <= CONTEXT_WORDS)
    };
    let mut shown = String::new();
    let mut last = TokenFate::Kept;
    for (at, (fate, token)) in script.iter().enumerate() {
        if *fate != last {
            shown.push_str(close(last));
        }
        let replaced = (last, *fate) == (TokenFate::Gone, TokenFate::New);
        if token.blank && !shown.is_empty() && !shown.ends_with(' ') && !replaced {
            shown.push(' ');
        }
        if *fate != last {
            shown.push_str(open(*fate));
        }
        last = *fate;
        match near(at) {
            true => shown.push_str(token.text),
            false if !shown.trim_end().ends_with('…') => shown.push('…'),
            false => {}
        }
    }
    shown.push_str(close(last));
    if changed.is_empty() { String::new() } else { shown.trim().to_owned() }
}

fn open(fate: TokenFate) -> &'static str {
    match fate {
        TokenFate::Kept => "",
        TokenFate::Gone => "[-",
        TokenFate::New => "{+",
    }
}

fn close(fate: TokenFate) -> &'static str {
    match fate {
        TokenFate::Kept => "",
        TokenFate::Gone => "-]",
        TokenFate::New => "+}",
    }
}

/// Every token of both texts and its fate: those of a longest common subsequence are kept.
fn script<'a>(old: &[DiffToken<'a>], new: &[DiffToken<'a>]) -> Vec<(TokenFate, DiffToken<'a>)> {
    let same = |(a, b): &(&DiffToken<'_>, &DiffToken<'_>)| a.text == b.text;
    let head = old.iter().zip(new).take_while(same).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
    let (a, b) = (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    let mut script: Vec<(TokenFate, DiffToken<'a>)> =
        new[..head].iter().map(|token| (TokenFate::Kept, *token)).collect();
    script.extend(middle(a, b));
    script.extend(new[new.len() - tail..].iter().map(|token| (TokenFate::Kept, *token)));
    script
}

fn middle<'a>(a: &[DiffToken<'a>], b: &[DiffToken<'a>]) -> Vec<(TokenFate, DiffToken<'a>)> {
    let gone = |token: &DiffToken<'a>| (TokenFate::Gone, *token);
    let new = |token: &DiffToken<'a>| (TokenFate::New, *token);
    if (a.len() + 1).saturating_mul(b.len() + 1) > MAX_COMPARED_PAIRS {
        return a.iter().map(gone).chain(b.iter().map(new)).collect();
    }
    let width = b.len() + 1;
    let mut common = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i * width + j] = if a[i].text == b[j].text {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut script) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i].text == b[j].text {
            script.push((TokenFate::Kept, b[j]));
            (i, j) = (i + 1, j + 1);
        } else if common[(i + 1) * width + j] >= common[i * width + j + 1] {
            script.push(gone(&a[i]));
            i += 1;
        } else {
            script.push(new(&b[j]));
            j += 1;
        }
    }
    script.extend(a[i..].iter().map(gone));
    script.extend(b[j..].iter().map(new));
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_the_words_around_it() {
        assert_eq!(
            diff("It sold 27 million of them.", "It sold 28 million of them."),
            "It sold [-27-]{+28+} million of …"
        );
        assert_eq!(diff("a b c d e f g", "a b c d e f h"), "… e f [-g-]{+h+}");
        assert_eq!(diff("a b", "a b"), "");
        assert_eq!(diff("a b c", "a c"), "a [-b-] c");
        assert_eq!(diff("a c", "a b c"), "a {+b+} c");
        assert_eq!(diff("面包涨到三元。", "面包涨到四元。"), "…涨到[-三-]{+四+}元。");
        assert_eq!(diff("", "a"), "{+a+}");
    }

    #[test]
    fn likeness_counts_words() {
        let like = |a: &str, b: &str| similarity(&bag(a), &bag(b));
        assert_eq!(like("It sold 27 million.", "it sold 28 million"), 750);
        assert_eq!(like("a b", "b, a"), 1000);
        assert_eq!(like("", ""), 0);
        assert_eq!(like("a", "b"), 0);
    }
}
