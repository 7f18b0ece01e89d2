//! The most memory that a sheet takes at one time, in bytes a sentence of its text: while it is made, when the article
//! is still there, and while it is written in each form.
//!
//! A text of 32 MB has about 440,000 sentences, so 100 bytes here are 42 MiB there (decision 74).

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
fn ordinary(sentences: usize) -> String {
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

/// Short sentences, each with two things to check and a finding. Below three links no rule asks for sources.
fn with_findings(sentences: usize) -> String {
    let mut text: String = (0..3).map(|at| format!("https://site{at}.example/a ")).collect();
    text.push_str("\n\n");
    for at in 0..sentences {
        let (percent, end) = (at % 90 + 1, if at % 5 == 4 { "\n\n" } else { " " });
        write!(text, "The 27 million of item {at:07} rose by {percent:02}.5 percent.{end}")
            .expect("memory");
    }
    text
}

/// Writes a sheet in one form.
type Write = fn(&Sheet, &mut io::Sink);

/// Each form that reads a sheet from its beginning to its end.
const FORMS: [(&str, Write); 4] = [
    ("CSV", |sheet, out| csv::write(sheet, csv::CsvOptions::default(), out).expect("written")),
    ("JSON", |sheet, out| json::write(sheet, out).expect("written")),
    ("Markdown", |sheet, out| markdown::write(sheet, out).expect("written")),
    ("HTML", |sheet, out| html::write(sheet, out).expect("written")),
];

/// A kind of text.
struct TextKind {
    /// So many sentences of it.
    text: fn(usize) -> String,
    /// The fewest findings a hundred sentences.
    findings: usize,
    /// What is made of it, and the most bytes a sentence that it takes: 12% more than were measured. While a sheet is
    /// made its article is there; a workbook takes the sheet over.
    limits: [(&'static str, u64); 7],
}

const TEXTS: [TextKind; 2] = [
    TextKind {
        text: ordinary,
        findings: 0,
        limits: [
            ("rules", 700),
            ("sheet", 1_005),
            ("CSV", 783),
            ("JSON", 783),
            ("Markdown", 867),
            ("HTML", 893),
            ("XLSX", 1_650),
        ],
    },
    TextKind {
        text: with_findings,
        findings: 100,
        limits: [
            ("rules", 1_161),
            ("sheet", 1_215),
            ("CSV", 853),
            ("JSON", 852),
            ("Markdown", 1_192),
            ("HTML", 963),
            ("XLSX", 1_425),
        ],
    },
];

/// The most bytes at one time while rules run, while a sheet is made, and while it is written in each form.
fn peaks(text: &str, fewest_findings: usize) -> Vec<u64> {
    let (mut corpus, mut found) = (Corpus::default(), Vec::new());
    let read = measure(|| corpus = [program::extract(Format::Text, text)].into_iter().collect());
    let ruled = measure(|| found = lint::run(&corpus, &LintOptions::default()).findings);
    assert!(found.len() >= fewest_findings, "{} findings", found.len());
    let article = read.bytes_current.unsigned_abs();
    let held = article + ruled.bytes_current.unsigned_abs();
    let mut made = Sheet::default();
    let making = measure(|| {
        made = sheet::build(&corpus.articles[0], &Selection::default(), &Sources::default(), found);
    });
    drop(corpus);
    assert!(made.rows.len() >= SENTENCES);
    let writing = FORMS.map(|(_, write)| measure(|| write(&made, &mut io::sink())).bytes_max);
    let workbook = measure(|| {
        xlsx::write(made, &xlsx::XlsxOptions::default(), &mut io::sink()).expect("written");
    });
    // What the sheet shared with the article is freed with it now.
    let sheet = workbook.bytes_current.unsigned_abs();
    let mut all = vec![article + ruled.bytes_max, held + making.bytes_max];
    all.extend(writing.into_iter().chain([workbook.bytes_max]).map(|bytes| sheet + bytes));
    all
}

#[test]
fn a_sheet_takes_so_much_memory_a_sentence() {
    // Tables that are built once are not counted.
    lint::run(
        &[program::extract(Format::Text, &ordinary(10))].into_iter().collect(),
        &LintOptions::default(),
    );
    let mut used = Vec::new();
    for TextKind { text, findings, limits } in TEXTS {
        let peaks = peaks(&text(SENTENCES), findings * SENTENCES / 100);
        let bytes = peaks.into_iter().map(|bytes| bytes / SENTENCES as u64);
        used.extend(limits.into_iter().zip(bytes));
    }
    let is_more = |((_, most), bytes): &&((&str, u64), u64)| bytes > most;
    let failed: Vec<_> = used.iter().filter(is_more).collect();
    assert!(failed.is_empty(), "of what, the most bytes a sentence, and what it took: {used:?}");
}
