use super::file::split;
use super::*;

fn files() -> Vec<(&'static str, TableFile)> {
    let all = TABLES.iter().map(|table| (table.code, table.text)).chain([("any", SHARED)]);
    all.map(|(code, text)| {
        (code, serde_json::from_str(text).unwrap_or_else(|fault| panic!("{code}: {fault}")))
    })
    .collect()
}

#[test]
fn every_table_can_be_read() {
    for (code, file) in files() {
        assert!(!file._language.is_empty());
        assert!(
            file.entries(code).all(|entry| entry.is_some()),
            "{code}: a class that nobody knows"
        );
        for (class, words) in file.words.values().flatten() {
            let mut seen = std::collections::BTreeSet::new();
            for word in split(words) {
                assert!(seen.insert(word), "{code}: {class}: {word} stands there twice");
                assert!(!word.contains('\n'), "{code}: {class}: {word}: a line break is no comma");
            }
        }
    }
}

#[test]
fn a_language_has_words_for_every_kind_of_signal() {
    use WordClass::{Attribution, Currency, Magnitude, Percent, Report, Small, Unit};
    for (code, file) in files().into_iter().filter(|(code, _)| *code != "any") {
        let classes: Vec<WordClass> =
            file.entries(code).flatten().map(|(_, entry)| entry.class).collect();
        for class in [Attribution, Report, Magnitude, Currency, Unit] {
            assert!(classes.contains(&class), "{code}: {class:?}");
        }
        for class in [[Small, WordClass::Measure], [Percent, WordClass::PercentBefore]] {
            assert!(class.iter().any(|class| classes.contains(class)), "{code}: {class:?}");
        }
    }
}

fn english(text: &str) -> Vec<(&str, WordClass)> {
    let lexicon = Lexicon::of_language("en").expect("English has a table");
    let hits = lexicon.find(text, &fold_case(text));
    hits.iter().map(|hit| (&text[hit.start..hit.end], hit.class)).collect()
}

#[test]
fn words_are_whole_and_idioms_are_ignored() {
    assert!(english("According to the bank").contains(&("According to", WordClass::Attribution)));
    assert!(english("a fiver, discord").is_empty());
    let months = english("the last four years in April");
    assert!(months.contains(&("April", WordClass::Month)));
    assert!(!months.iter().any(|(word, _)| *word == "last"));
}
