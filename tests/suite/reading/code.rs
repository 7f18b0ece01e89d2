//! Code among words: where it stands, and that it is not read as words of the author.

use citegraph::article::{Format, Sentence};
use citegraph::claims::{Claim, extract_claims};
use citegraph::corpus::Selection;

use crate::support::program::extract;

/// The sentences of a text, and the code in each.
fn code(format: Format, text: &str) -> Vec<Vec<String>> {
    let shown = |sentence: &Sentence| {
        let letters: Vec<char> = sentence.text.chars().collect();
        let cut =
            |[start, end]: &[u32; 2]| letters[*start as usize..*end as usize].iter().collect();
        sentence.code.iter().map(cut).collect()
    };
    extract(format, text).sentences.expect("sentences were asked for").iter().map(shown).collect()
}

#[test]
fn stretches_of_code_are_told_from_words() {
    for (text, stretches) in [
        ("Run `ls -l` in ` /tmp `. Then wait.", vec![vec!["ls -l", "/tmp"], vec![]]),
        ("Press `Ctrl` `C`, `d`/`e` now.", vec![vec!["Ctrl C", "d", "e"]]),
        ("Été `naïve` à `b`.", vec![vec!["naïve", "b"]]),
        // Sentences end in code, too.
        ("Type `a. B` here.", vec![vec!["a."], vec!["B"]]),
        ("No code here.", vec![vec![]]),
    ] {
        assert_eq!(code(Format::Markdown, text), stretches, "{text}");
    }
    for (html, stretches) in [
        ("<p>Of <kbd>a</kbd>, <samp>b</samp>, <tt>c</tt> <var>d</var>.", vec![vec!["a", "b", "c"]]),
        (
            "<p><code>See <a href='https://a.example/'>the list</a></code> now.",
            vec![vec!["See the list"]],
        ),
        // What is code from end to end is a listing, or prose that somebody likes in that type.
        ("<p><code>All of this is prose.</code>", vec![vec![]]),
        ("<p><code>All of this</code> <tt>is prose.</tt>", vec![vec![]]),
        ("<pre>x = 1</pre><p>It <code>ends</code>.", vec![vec![], vec!["ends"]]),
    ] {
        assert_eq!(code(Format::Html, html), stretches, "{html}");
    }
}

#[test]
fn code_holds_no_claims() {
    let claims = |text: &str| -> Vec<Claim> {
        let article = extract(Format::Markdown, text);
        extract_claims(&article, &Selection::default(), None)
    };
    let words = |text: &str| -> Vec<String> {
        let claims = claims(text);
        claims.iter().flat_map(|claim| &claim.signals).map(|one| one.text.to_string()).collect()
    };
    for (plain, as_code) in [
        ("There are 86,400 seconds in a day.", "There are `86,400` seconds in a day."),
        ("According to the council, it grew.", "According to the `council`, it grew."),
        ("They met on 3 May 2021 in Paris.", "They met on `3 May 2021` in Paris."),
    ] {
        assert_eq!((words(plain).len(), words(as_code).len()), (1, 0), "{plain}");
    }
    // A signal with code inside shows it.
    let quoted = "He said: “We never ran `rm -rf` on that old machine of ours.” It cost `5` of 7,500 francs.";
    let shown = words(quoted);
    assert!(shown.iter().any(|words| words.contains("ran rm -rf on that")), "{shown:?}");
    assert!(shown.iter().any(|words| words == "7,500 francs"), "{shown:?}");
    for claim in claims(quoted) {
        let letters: Vec<char> = claim.text.chars().collect();
        for signal in &claim.signals {
            let [start, end] = signal.at.map(|at| at as usize);
            assert_eq!(signal.text, letters[start..end].iter().collect::<String>());
        }
    }
}
