//! Merging: nothing that a person wrote is lost, and merging twice changes nothing more.

use std::collections::BTreeMap;

use citegraph::article::Format;
use citegraph::sheet::{self, RowStatus, Sheet, SheetRow, merge_sheets};
use proptest::prelude::*;

use crate::sheet::forms::{as_csv, as_xlsx, own};
use crate::support::program;

fn of(text: &str) -> Sheet {
    crate::sheet::rows::sheet(program::extract(Format::Markdown, text))
}

fn answer(sheet: &mut Sheet, words: &str, note: &str) {
    let row = sheet.rows.iter_mut().find(|row| row.claim.text().contains(words)).expect("a row");
    (row.human.status, row.human.note) = (RowStatus::Ok, note.to_owned());
}

fn noted<'a>(rows: &'a [SheetRow], note: &str) -> &'a SheetRow {
    rows.iter().find(|row| row.human.note == note).unwrap_or_else(|| panic!("{note}: {rows:#?}"))
}

#[test]
fn what_did_not_change_is_kept_and_what_did_is_checked_again() {
    let mut old = of("It sold [27 million](https://a.example.com/1) loaves in that year.\n\n\
                      Bakers [slept](https://b.example.com/2) badly.\n");
    answer(&mut old, "27", "first");
    answer(&mut old, "slept", "second");
    let new = of("A new beginning.\n\nBakers [slept](https://b.example.com/2) badly.\n\n\
                  It sold [28 million](https://a.example.com/1) loaves in that year.\n");
    let merged = merge_sheets(&old, &new);
    let second = noted(&merged.rows, "second");
    assert_eq!((second.sentence.as_str(), &second.human.status), ("P2.S0", &RowStatus::Ok));
    assert_eq!(second.change, "");
    let first = noted(&merged.rows, "first");
    assert_eq!((first.sentence.as_str(), &first.human.status), ("P3.S0", &RowStatus::Recheck));
    assert_eq!(first.change, "It sold [-27-]{+28+} million loaves …");
    assert_eq!(merge_sheets(&merged, &new), merged);
    let mut done = merged;
    done.rows.iter_mut().for_each(|row| row.human.status = RowStatus::Ok);
    assert!(merge_sheets(&done, &new).rows.iter().all(|row| row.change.is_empty()), "seen to");
}

#[test]
fn what_is_gone_waits_in_the_appendix_and_comes_back() {
    let text = "It sold [27 million](https://a.example.com/1) loaves.\n\nBakers slept.\n";
    let mut old = of(text);
    answer(&mut old, "27", "first");
    let swapped = of("It sold [27 million](https://c.example.com/3) loaves.\n\nBakers slept.\n");
    let merged = merge_sheets(&old, &swapped);
    assert_eq!(noted(&merged.appendix, "first").change, "source gone");
    let without = merge_sheets(&merged, &of("Bakers slept.\n"));
    assert_eq!(noted(&without.appendix, "first").change, "source gone");
    let gone = merge_sheets(&old, &of("Bakers slept.\n"));
    assert_eq!(noted(&gone.appendix, "first").change, "claim gone");
    for appendix in [without, gone] {
        let back = merge_sheets(&appendix, &of(text));
        assert!(back.appendix.is_empty());
        let row = noted(&back.rows, "first");
        assert_eq!((row.change.as_str(), &row.human.status), ("", &RowStatus::Ok));
    }
}

#[test]
fn a_note_about_a_missing_source_goes_to_the_source() {
    let mut old = of("It sold 27 million loaves.\n");
    answer(&mut old, "27", "who says so?");
    let merged = merge_sheets(&old, &of("It sold [27 million](https://a.example.com/1) loaves.\n"));
    let row = noted(&merged.rows, "who says so?");
    assert_eq!(
        (&row.human.status, row.change.as_str()),
        (&RowStatus::Recheck, "{+source: example.com: 1+}")
    );
}

#[test]
fn equal_claims_are_told_apart_by_their_neighbours() {
    let one = "Bread [rose](https://a.example.com/1) again.";
    let text = format!(
        "It began in May. {one} Then bakers slept.\n\nA year later it was so. {one} Bakers woke.\n"
    );
    let note = |sheet: &mut Sheet, sentence: &str, note: &str| {
        let row = sheet.rows.iter_mut().find(|row| row.sentence == sentence).unwrap();
        (row.human.status, row.human.note) = (RowStatus::Ok, note.to_owned());
    };
    let mut old = of(&text);
    note(&mut old, "P2.S1", "second");
    let without = of(&text.replacen(&format!("{one} "), "", 1));
    let merged = merge_sheets(&old, &without);
    assert_eq!(noted(&merged.rows, "second").sentence, "P2.S1");
    assert!(merged.appendix.is_empty(), "{:#?}", merged.appendix);
    assert_eq!(merge_sheets(&merged, &without), merged);
    note(&mut old, "P1.S1", "first");
    let both = merge_sheets(&old, &without);
    assert_eq!(noted(&both.rows, "second").sentence, "P2.S1");
    assert_eq!(noted(&both.appendix, "first").change, "claim gone");
    assert_eq!(merge_sheets(&both, &without), both);
    let mut first = of(&text);
    note(&mut first, "P1.S1", "first");
    let moved = merge_sheets(&first, &without);
    assert_eq!(
        noted(&moved.rows, "first").sentence,
        "P2.S1",
        "the same words, and nobody wrote there"
    );
    let more = merge_sheets(&old, &of(&format!("Now {one} So it was.\n\n{text}")));
    assert_eq!(noted(&more.rows, "first").sentence, "P2.S1");
    assert_eq!(noted(&more.rows, "second").sentence, "P3.S1");
}

#[test]
fn two_answers_for_one_row_are_both_kept() {
    let text = "It sold [27 million](https://a.example.com/1) loaves.\n";
    let mut old = of(text);
    answer(&mut old, "27", "first");
    let mut twin = old.rows[0].clone();
    twin.human.note = "second".to_owned();
    old.rows.extend([twin, old.rows[0].clone()]);
    let merged = merge_sheets(&old, &of(text));
    noted(&merged.rows, "first");
    assert_eq!(noted(&merged.appendix, "second").change, "second row");
    assert_eq!(merged.appendix.len(), 1, "the same answer twice is one");
    assert_eq!(merge_sheets(&merged, &of(text)), merged);
}

#[test]
fn rows_and_columns_of_ones_own_are_carried() {
    let text = "It sold [27 million](https://a.example.com/1) loaves.\n\nBakers slept.\n";
    let mut old = of(text);
    old.rows[0].extra =
        vec![("room".to_owned(), "B".to_owned()), ("empty".to_owned(), String::new())];
    let hand = SheetRow {
        claim: "They also sold cake.".to_owned().into(),
        human: old.rows[0].human.clone(),
        ..SheetRow::default()
    };
    let mut hand = hand;
    hand.human.note = "by hand".to_owned();
    old.rows.push(hand);
    let merged = merge_sheets(&old, &of(text));
    assert_eq!(noted(&merged.appendix, "by hand").change, "added by hand");
    assert!(merged.rows.iter().all(|row| row.extra.len() == 2));
    assert_eq!(merged.rows[0].extra[0], ("room".to_owned(), "B".to_owned()));
    assert_eq!(merge_sheets(&merged, &of(text)), merged);
}

#[test]
fn the_verb_says_what_does_not_fit() {
    let folder = program::folder(&[
        ("a.md", "Bread [rose](https://a.example.com/1) in all towns.\n"),
        ("b.md", "Nobody [slept](https://b.example.com/2) that night.\n"),
        (
            "old.csv",
            "claim_id,claim,work_id,status,remark\n0123456789abcdef-0,Ships [sank] off the coast,x,ok,m\n",
        ),
    ]);
    let run = |args: &[&str]| {
        let args = [&["--no-config", "sheet", "merge"], args].concat();
        program::run(folder.path(), &args)
    };
    let ran = run(&["old.csv", "a.md", "--format", "csv"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("no claim of old.csv is in the article"), "{}", ran.stderr);
    assert!(ran.stderr.contains("no column") && ran.stderr.contains("note"), "{}", ran.stderr);
    let ran = run(&["old.csv", "a.md", "b.md"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
}

#[test]
fn the_verb_merges_any_form_into_any_other() {
    let old = "It sold [27 million](https://a.example.com/1) loaves of bread.\n";
    let new = "It sold [28 million](https://a.example.com/1) loaves of bread.\n";
    let folder = program::folder(&[("a.md", new)]);
    let mut sheet = of(old);
    answer(&mut sheet, "27", "=first");
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("old.csv", &as_csv(&sheet));
    write("old.xlsx", &as_xlsx(&sheet));
    write("old.json", &serde_json::to_vec(&sheet).unwrap());
    write("fresh.csv", &as_csv(&of(new)));
    for from in ["old.csv", "old.xlsx", "old.json"] {
        for into in ["a.md", "fresh.csv"] {
            for to in ["new.csv", "new.xlsx", "new.json"] {
                let line = ["--no-config", "-q", "sheet", "merge", from, into, "-o", to];
                program::output(folder.path(), &line);
                let merged = sheet::read(&std::fs::read(folder.path().join(to)).unwrap()).unwrap();
                let row = noted(&merged.rows, "=first");
                assert_eq!(row.human.status, RowStatus::Recheck, "{from} {into} {to}");
            }
        }
    }
}

/// A sentence of an article: number of its words, and number of its link, 0 for none.
type Sentence = (u8, u8);

fn text(sentences: &[Sentence]) -> String {
    let words =
        ["bread", "rose", "27 million", "in", "London", "bakers", "said", "面包", "price", "fell"];
    let mut text = String::new();
    for (at, (word, link)) in sentences.iter().enumerate() {
        let pick = |step: usize| words[(usize::from(*word) * step + step) % words.len()];
        let anchor = match link % 4 {
            0 => pick(3).to_owned(),
            n => format!("[{}](https://{n}.example.com/a?b={n})", pick(3)),
        };
        text.push_str(&format!(
            "The {} {anchor} was {} and {} here {word}. ",
            pick(1),
            pick(7),
            pick(9)
        ));
        if at % 3 == 2 {
            text.push_str("\n\n");
        }
    }
    text
}

/// What is done to an article between two checks.
#[derive(Debug, Clone)]
enum Edit {
    Delete(usize),
    Insert(usize, Sentence),
    Swap(usize, usize),
    Reword(usize, u8),
    Relink(usize, u8),
}

fn apply(sentences: &[Sentence], edits: &[Edit]) -> Vec<Sentence> {
    let mut all = sentences.to_vec();
    for edit in edits {
        let size = all.len().max(1);
        match *edit {
            _ if all.is_empty() => all.push((1, 1)),
            Edit::Delete(at) => drop(all.remove(at % size)),
            Edit::Insert(at, sentence) => all.insert(at % size, sentence),
            Edit::Swap(a, b) => all.swap(a % size, b % size),
            Edit::Reword(at, word) => all[at % size].0 = word,
            Edit::Relink(at, link) => all[at % size].1 = link,
        }
    }
    all
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        any::<usize>().prop_map(Edit::Delete),
        (any::<usize>(), any::<Sentence>()).prop_map(|(at, one)| Edit::Insert(at, one)),
        (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Edit::Swap(a, b)),
        (any::<usize>(), any::<u8>()).prop_map(|(at, word)| Edit::Reword(at, word)),
        (any::<usize>(), any::<u8>()).prop_map(|(at, link)| Edit::Relink(at, link)),
    ]
}

/// What somebody may write: formulas, quotes, line ends, any script; often nothing.
fn written() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        1 => "['=+@-]{0,2}[a-z,;|\"«»\n面 😀_x0]{1,12}",
    ]
}

type Answer = (Vec<String>, usize);

/// Fills rows in; every cell gets a number, so that it can be found again. Rows may be doubled.
fn fill(sheet: &mut Sheet, answers: &[Answer]) {
    let mut twins = Vec::new();
    for (number, (cells, copies)) in answers.iter().enumerate() {
        let size = sheet.rows.len().max(1);
        let Some(row) = sheet.rows.get_mut(number % size) else { return };
        let mut filled = row.clone();
        let mut cells = cells.iter().enumerate().map(|(at, text)| match text.as_str() {
            "" => String::new(),
            text => format!("{text}#{number}.{at}"),
        });
        let mut next = || cells.next().unwrap_or_default();
        filled.human.locator = next();
        filled.human.checker = next();
        filled.human.correction = next();
        filled.human.note = next();
        filled.extra = vec![("mine".to_owned(), next())];
        match copies % 3 {
            0 => twins.push(filled),
            _ => *row = filled,
        }
    }
    sheet.rows.extend(twins);
}

/// Every cell that somebody wrote, and how often it stands anywhere in a sheet.
fn cells(sheet: &Sheet) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for row in sheet.rows.iter().chain(&sheet.appendix) {
        let human = &row.human;
        let own = [&human.locator, &human.checker, &human.correction, &human.note];
        let extra = row.extra.iter().map(|(_, value)| value);
        for cell in own.into_iter().chain(extra).filter(|cell| !cell.is_empty()) {
            *found.entry(cell.clone()).or_insert(0) += 1;
        }
    }
    found
}

/// Equal claims change places, and others take their words: an answer without a place of its own goes to
/// another place of the same words at once, not at the second merge.
#[test]
fn merging_twice_is_merging_once() {
    let sentences = [(0, 0), (0, 0), (0, 0), (163, 11), (0, 0), (163, 85), (0, 0)];
    let edited = apply(&sentences, &[Edit::Swap(5, 3), Edit::Reword(3, 178)]);
    let masks = ["01100", "00100", "11100", "10011", "10110", "11000", "01010"];
    let copies = [2, 1, 0, 1, 1, 1, 0];
    let answers: Vec<Answer> = masks
        .into_iter()
        .map(|mask| mask.chars().map(|c| if c == '1' { "x".to_owned() } else { String::new() }))
        .map(Iterator::collect)
        .zip(copies)
        .collect();
    for reversed in [true, false] {
        let mut old = of(&text(&sentences));
        fill(&mut old, &answers);
        if reversed {
            old.rows.reverse();
        }
        let new = of(&text(&edited));
        let merged = merge_sheets(&old, &new);
        assert_eq!(cells(&merged), cells(&old));
        assert_eq!(merge_sheets(&merged, &new), merged, "{reversed}");
    }
}

proptest! {
    #![proptest_config(crate::properties::cases(64))]

    #[test]
    fn nothing_that_people_wrote_is_lost(
        sentences in prop::collection::vec(any::<Sentence>(), 1..9),
        first in prop::collection::vec(edit(), 0..6),
        second in prop::collection::vec(edit(), 0..6),
        answers in prop::collection::vec((prop::collection::vec(written(), 5), any::<usize>()), 0..12),
        reversed in any::<bool>(),
    ) {
        let mut old = of(&text(&sentences));
        fill(&mut old, &answers);
        if reversed {
            old.rows.reverse();
        }
        let before = cells(&old);
        let edited = apply(&sentences, &first);
        let new = of(&text(&edited));
        let merged = merge_sheets(&old, &new);
        // Rows that are overwritten while the sheet is filled take their cells with them.
        prop_assert_eq!(cells(&merged), before.clone());
        prop_assert_eq!(merge_sheets(&merged, &new), merged.clone());
        let machine = |rows: &[SheetRow]| {
            let ids = rows.iter().map(|row| (row.claim_id.clone(), row.source.clone()));
            ids.collect::<Vec<_>>()
        };
        prop_assert_eq!(machine(&merged.rows), machine(&new.rows));
        let again = merge_sheets(&merged, &of(&text(&apply(&edited, &second))));
        prop_assert_eq!(cells(&again), before.clone());
        let back = merge_sheets(&again, &of(&text(&sentences)));
        prop_assert_eq!(cells(&back), before);
    }

    #[test]
    fn tables_bring_back_the_human_columns(
        sentences in prop::collection::vec(any::<Sentence>(), 1..5),
        answers in prop::collection::vec((prop::collection::vec(written(), 5), any::<usize>()), 1..6),
    ) {
        let mut sheet = of(&text(&sentences));
        fill(&mut sheet, &answers);
        let sheet = merge_sheets(&sheet, &of(&text(&sentences)));
        for bytes in [as_csv(&sheet), as_xlsx(&sheet)] {
            let back = sheet::read(&bytes).expect("what was written is read");
            prop_assert_eq!(own(&back.rows), own(&sheet.rows));
            prop_assert_eq!(own(&back.appendix), own(&sheet.appendix));
            prop_assert_eq!(cells(&merge_sheets(&back, &of(&text(&sentences)))), cells(&sheet));
            // A file that is merged into itself again and again stays as it is.
            let again = merge_sheets(&back, &of(&text(&sentences)));
            prop_assert_eq!(own(&again.rows), own(&back.rows));
            prop_assert_eq!(own(&again.appendix), own(&back.appendix));
        }
    }
}
