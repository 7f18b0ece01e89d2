//! The most memory that a sheet takes at one time, in bytes a sentence of its text: while it is made, when the article
//! is still there, and while it is written in each form.
//!
//! A text of 32 MB has about 440,000 sentences, so 100 bytes here are 42 MiB there (decision 75).

use std::fmt::Write as _;
use std::io;

use allocation_counter::measure;
use citegraph::article::Format;
use citegraph::corpus::{Corpus, Selection};
use citegraph::findings::LintOptions;
use citegraph::sheet::{self, Sheet, csv, html, json, markdown, xlsx};
use citegraph::source::Sources;

use crate::findings::rules as lint;
use crate::support::program;

/// More rows than a workbook holds in memory.
const SENTENCES: usize = 21_000;

/// Ordinary sentences of some 90 bytes: each third has a number, each hundredth a link.
fn text(sentences: usize) -> String {
    const WORDS: [&str; 12] = [
        "council", "river", "harbour", "price", "school", "water", "report", "minister", "year",
        "wall", "growth", "road",
    ];
    let mut text = String::new();
    for at in 0..sentences {
        let [one, two, three, four, five] =
            [1, 5, 7, 11, 3].map(|step| WORDS[(at / 7 + at * step) % WORDS.len()]);
        let number = if at % 3 == 0 { "27 million " } else { "" };
        let link = match at % 100 {
            0 => format!(" (see https://site{at}.example/a)"),
            _ => String::new(),
        };
        let end = if at % 5 == 4 { ".\n\n" } else { ". " };
        write!(
            text,
            "The {one} met {number}beside the {two} and the {three} of {four} number {at} before the \
             {five}{link}{end}"
        )
        .expect("memory");
    }
    text
}

/// Writes a sheet in one form.
type Write = fn(&Sheet, &mut io::Sink);

/// Each form that reads a sheet from its beginning to its end, and the most bytes a sentence: 12 % more than were
/// measured.
const FORMS: [(&str, u64, Write); 4] = [
    ("CSV", 930, |sheet, out| csv::write(sheet, csv::CsvOptions::default(), out).expect("written")),
    ("JSON", 930, |sheet, out| json::write(sheet, out).expect("written")),
    ("Markdown", 1_030, |sheet, out| markdown::write(sheet, out).expect("written")),
    ("HTML", 1_120, |sheet, out| html::write(sheet, out).expect("written")),
];

/// The same for a workbook, to which the sheet is handed over.
const WORKBOOK: u64 = 1_800;

/// The most bytes a sentence while the sheet is made, with the article and its findings.
const MAKING: u64 = 1_290;

#[test]
fn a_sheet_takes_so_much_memory_a_sentence() {
    // Tables that are built once are not counted.
    lint::run(
        &[program::extract(Format::Text, &text(10))].into_iter().collect(),
        &LintOptions::default(),
    );
    let a_sentence = |bytes: u64| bytes / SENTENCES as u64;
    let text = text(SENTENCES);
    let (mut corpus, mut found) = (Corpus::default(), Vec::new());
    let read = measure(|| {
        corpus = [program::extract(Format::Text, &text)].into_iter().collect();
        found = lint::run(&corpus, &LintOptions::default()).findings;
    });
    let mut made = Sheet::default();
    let making = measure(|| {
        made =
            sheet::build(&corpus.articles[0], &Selection::default(), &Sources::default(), &found);
    });
    drop((corpus, found));
    assert!(made.rows.len() >= SENTENCES);
    let mut used =
        vec![("making", MAKING, a_sentence(read.bytes_current.unsigned_abs() + making.bytes_max))];
    let writing = FORMS.map(|(form, most, write)| {
        (form, most, a_sentence(measure(|| write(&made, &mut io::sink())).bytes_max))
    });
    let workbook = measure(|| {
        xlsx::write(made, &xlsx::XlsxOptions::default(), &mut io::sink()).expect("written");
    });
    // What the sheet shared with the article is freed with it now.
    let held = a_sentence(workbook.bytes_current.unsigned_abs());
    used.extend(writing.map(|(form, most, bytes)| (form, most, held + bytes)));
    used.push(("XLSX", WORKBOOK, held + a_sentence(workbook.bytes_max)));
    let failed: Vec<_> = used.iter().filter(|(_, most, bytes)| bytes > most).collect();
    assert!(failed.is_empty(), "of what, the most bytes a sentence, and what it took: {used:?}");
}
