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
    assert_eq!(noted(&merged.appendix, "second").change, "duplicate row");
    assert_eq!(merged.appendix.len(), 1, "the same answer twice is one");
    assert_eq!(merge_sheets(&merged, &of(text)), merged);
}

#[test]
fn rows_and_columns_of_ones_own_are_carried() {
    let text = "It sold [27 million](https://a.example.com/1) loaves.\n\nBakers slept.\n";
    let mut old = of(text);
    old.rows[0].extra =
        vec![("room".to_owned(), "B".to_owned()), ("empty".to_owned(), String::new())].into();
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

#[test]
fn two_checkers_are_merged_field_by_field() {
    let text = "It sold [27 million](https://a.example.com/1) loaves.\n\nBakers [slept](https://b.example.com/2).\n";
    let (mut ann, mut bo) = (of(text), of(text));
    answer(&mut ann, "27", "page 3");
    let row = |sheet: &mut Sheet, words: &str, write: &dyn Fn(&mut sheet::HumanFields)| {
        let found = |row: &&mut SheetRow| row.claim.text().contains(words);
        write(&mut sheet.rows.iter_mut().find(found).expect("a row").human);
    };
    row(&mut ann, "27", &|human| human.checker = "Ann".into());
    row(&mut bo, "27", &|human| {
        (human.status, human.checker) = (RowStatus::Fixed, "Bo".into());
        (human.locator, human.other_sources) = ("p. 3".into(), "call with the mill".into());
    });
    row(&mut bo, "slept", &|human| human.signed_off_by = "Cy".into());
    let merged = merge_sheets(&ann, &bo);
    let sold = merged.rows.iter().find(|row| row.claim.text().contains("27")).unwrap();
    assert_eq!(sold.human.status.name(), "conflict: ok (Ann) / fixed (Bo)");
    assert_eq!((sold.human.note.as_str(), sold.human.locator.as_str()), ("page 3", "p. 3"));
    assert_eq!(sold.human.checker, "Ann; Bo");
    assert_eq!(sold.human.other_sources, "call with the mill");
    assert_eq!(sheet::unsettled_fields(sold), ["status"]);
    assert!(merged.appendix.is_empty(), "{:#?}", merged.appendix);
    assert_eq!(merge_sheets(&ann, &merged), merged, "it has seen both");
    assert_eq!(merge_sheets(&merged, &bo).rows, merged.rows);
    // Once it is settled, an older sheet does not open it again.
    let mut settled = merged.clone();
    settled.rows.iter_mut().filter(|row| row.claim.text().contains("27")).for_each(|row| {
        row.human.status = RowStatus::Fixed;
    });
    for again in [merge_sheets(&ann, &settled), merge_sheets(&settled, &bo)] {
        let row = again.rows.iter().find(|row| row.claim.text().contains("27")).unwrap();
        assert_eq!(row.human.status, RowStatus::Fixed);
        assert!(row.history.iter().any(|change| change.to == "ok" && change.by == "Ann"));
        assert!(row.history.iter().any(|change| change.to == "fixed" && change.by == "Bo"));
    }
}

#[test]
fn a_claim_whose_source_moved_away_is_checked_again() {
    let mut old = of("It sold [27 million](https://a.example.com/1) loaves in that year.\n");
    answer(&mut old, "27", "first");
    for (text, change) in [
        ("It sold 27 million loaves in that year.\n", "[-source: example.com: 1-]"),
        (
            "It sold [27 million](https://c.example.com/3) loaves in that year.\n",
            "[-source: example.com: 1-] {+source: example.com: 3+}",
        ),
        (
            "It sold 28 million loaves in that year.\n",
            "It sold [-27-]{+28+} million loaves … [-source: example.com: 1-]",
        ),
    ] {
        let new = of(text);
        let merged = merge_sheets(&old, &new);
        let row = &merged.rows[0];
        assert_eq!(
            (row.change.as_str(), &row.human.status),
            (change, &RowStatus::Recheck),
            "{text}"
        );
        assert_eq!(noted(&merged.appendix, "first").change, "source gone");
        assert_eq!(merge_sheets(&merged, &new), merged, "{text}");
        assert_eq!(sheet::status::failing(&merged, sheet::status::SheetGate::Error), 1, "{text}");
        let back = merge_sheets(
            &merged,
            &of("It sold [27 million](https://a.example.com/1) loaves in that year.\n"),
        );
        assert_eq!(noted(&back.rows, "first").human.status, RowStatus::Ok, "{text}");
    }
}

#[test]
fn marks_of_notes_are_no_words_of_a_claim() {
    let text = |first: &str| {
        format!(
            "<p>{first}</p><p>It sold 27 million loaves.<sup><a href='#fn2'>[2]</a></sup></p>\
             <ol><li id='fn2'>See <a href='https://a.example.com/1'>the report</a> on it.</li></ol>"
        )
    };
    let page = |text: &str| crate::sheet::rows::sheet(program::extract(Format::Html, text));
    let mut old = page(&text("Bread rose."));
    let words: Vec<String> =
        old.rows.iter().flat_map(|row| &row.signals).map(|signal| format!("{signal:?}")).collect();
    assert!(!words.is_empty() && words.iter().all(|signal| !signal.contains("[2")), "{words:?}");
    answer(&mut old, "27", "first");
    let renumbered = text("Bread rose again in May.").replace("[2]", "[7]");
    let merged = merge_sheets(&old, &page(&renumbered));
    let row = noted(&merged.rows, "first");
    assert_eq!((row.change.as_str(), &row.human.status), ("", &RowStatus::Ok));
}

#[test]
fn history_and_sign_off_go_through_every_form() {
    let text = "It sold [27 million](https://a.example.com/1) loaves.\n";
    let mut sheet = of(text);
    answer(&mut sheet, "27", "first");
    sheet.rows[0].human.checker = "Ann".to_owned();
    let mut sheet = merge_sheets(&sheet, &of(text));
    sheet.rows[0].human.note = "second".to_owned();
    (sheet.rows[0].human.signed_off_by, sheet.rows[0].human.signed_off_on) =
        ("Bo".to_owned(), "2026-02-01".to_owned());
    sheet.rows[0].human.other_sources = "e-mail of 3 May".to_owned();
    let merged = merge_sheets(&sheet, &of(text));
    let notes: Vec<(&str, &str)> = merged.rows[0]
        .history
        .iter()
        .filter(|change| change.field == "note")
        .map(|change| (change.from.as_str(), change.to.as_str()))
        .collect();
    assert_eq!(notes, [("", "first"), ("first", "second")]);
    for bytes in [as_csv(&merged), as_xlsx(&merged), serde_json::to_vec(&merged).unwrap()] {
        let back = sheet::read(&bytes).unwrap();
        assert_eq!(back.rows[0].history, merged.rows[0].history);
        assert_eq!(back.rows[0].human, merged.rows[0].human);
        assert_eq!(own(&merge_sheets(&back, &of(text)).rows), own(&merged.rows));
    }
}

#[test]
fn the_verb_fails_until_two_answers_are_settled() {
    let text = "It sold [27 million](https://a.example.com/1) loaves of bread.\n";
    let folder = program::folder(&[("a.md", text)]);
    let (mut ann, mut bo) = (of(text), of(text));
    answer(&mut ann, "27", "seen");
    answer(&mut bo, "27", "not seen");
    std::fs::write(folder.path().join("ann.csv"), as_csv(&ann)).unwrap();
    std::fs::write(folder.path().join("bo.json"), serde_json::to_vec(&bo).unwrap()).unwrap();
    let run =
        |args: &[&str]| program::run(folder.path(), &[&["--no-config", "sheet"], args].concat());
    let ran = run(&["merge", "ann.csv", "bo.json", "-o", "both.csv"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("1 row has two answers"), "{}", ran.stderr);
    assert_eq!(run(&["status", "both.csv", "--gate=error"]).code, 1);
    assert_eq!(run(&["merge", "both.csv", "a.md", "-o", "again.csv"]).code, 1);
    let both = std::fs::read(folder.path().join("both.csv")).unwrap();
    let mut both = sheet::read(&both).unwrap();
    let note = std::mem::replace(&mut both.rows[0].human.note, "seen".to_owned());
    assert_eq!(note, "conflict: seen (first sheet) / not seen (second sheet)");
    std::fs::write(folder.path().join("both.csv"), as_csv(&both)).unwrap();
    assert_eq!(run(&["merge", "both.csv", "a.md", "-o", "done.csv"]).code, 0);
    assert_eq!(run(&["merge", "both.csv", "bo.json", "-o", "done2.csv"]).code, 0, "bo was seen");
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
        filled.extra = vec![("mine".to_owned(), next())].into();
        match copies % 3 {
            0 => twins.push(filled),
            _ => *row = filled,
        }
    }
    sheet.rows.extend(twins);
}

/// Every text in what people write, but not in what is noted of its changes.
fn collect(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        serde_json::Value::Object(fields) => {
            let fields = fields.iter().filter(|(name, _)| *name != "history");
            fields.for_each(|(_, value)| collect(value, texts));
        }
        _ => {}
    }
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
    fn no_cell_of_two_editors_is_lost(
        sentences in prop::collection::vec(any::<Sentence>(), 1..7),
        first in prop::collection::vec((prop::collection::vec(written(), 5), any::<usize>()), 0..8),
        second in prop::collection::vec((prop::collection::vec(written(), 5), any::<usize>()), 0..8),
    ) {
        let (mut ann, mut bo) = (of(&text(&sentences)), of(&text(&sentences)));
        fill(&mut ann, &first);
        fill(&mut bo, &second);
        let merged = merge_sheets(&ann, &bo);
        let all = serde_json::to_value((&merged.rows, &merged.appendix)).unwrap();
        let mut shown = Vec::new();
        collect(&all, &mut shown);
        for cell in cells(&ann).into_keys().chain(cells(&bo).into_keys()) {
            prop_assert!(shown.iter().any(|text| text.contains(cell.trim_start())), "{cell:?} is lost");
        }
        let machine = |rows: &[SheetRow]| {
            let ids = rows.iter().map(|row| (row.claim_id.clone(), row.source.clone()));
            ids.collect::<Vec<_>>()
        };
        prop_assert_eq!(machine(&merged.rows), machine(&bo.rows));
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
