//! What people have written in a sheet is not written over, in any of its forms.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};

use citegraph::article::Format;
use citegraph::sheet::{self, ExistingFile, RowStatus, Sheet, SheetRow, merge_sheets};

use crate::sheet::forms::{as_csv, as_xlsx};
use crate::support::program;

const TEXT: &str = "It sold [27 million](https://bit.ly/1) loaves in [2024](https://a.example.com/2).\n\n\
                    Bakers slept. Nobody *woke* | up: 100 % of `them`.\n";

fn fresh() -> Sheet {
    crate::sheet::rows::sheet(program::extract(Format::Markdown, TEXT))
}

fn as_json(sheet: &Sheet) -> Vec<u8> {
    let mut out = Vec::new();
    sheet::json::write(sheet, &mut out).expect("memory takes everything");
    out
}

fn as_html(sheet: &Sheet) -> Vec<u8> {
    let mut out = Vec::new();
    sheet::html::write(sheet, &mut out).expect("memory takes everything");
    out
}

fn as_markdown(sheet: &Sheet) -> Vec<u8> {
    let mut out = Vec::new();
    sheet::markdown::write(sheet, &mut out).expect("memory takes everything");
    out
}

/// What somebody does to a row, and its name.
type Edit = (&'static str, fn(&mut SheetRow));

/// A form's name, and how it is written.
type Form = (&'static str, fn(&Sheet) -> Vec<u8>);

const FORMS: [Form; 5] =
    [("csv", as_csv), ("xlsx", as_xlsx), ("json", as_json), ("html", as_html), ("md", as_markdown)];

#[test]
fn every_entry_is_seen_in_every_form() {
    let edits: [Edit; 8] = [
        ("status", |row| row.human.status = RowStatus::Ok),
        ("a word of one's own", |row| row.human.status = RowStatus::Other("ask Ann".into())),
        ("locator", |row| row.human.locator = "p. 3".into()),
        ("checker", |row| row.human.checker = "Ann".into()),
        ("day", |row| row.human.checked_on = "2026-01-31".into()),
        ("correction", |row| row.human.correction = "28".into()),
        ("note", |row| row.human.note = "=1".into()),
        ("column", |row| row.extra = vec![("mine".into(), "x".into())].into()),
    ];
    for (form, write) in FORMS {
        assert_eq!(ExistingFile::from_bytes(&write(&fresh())), ExistingFile::Untouched, "{form}");
        for (what, edit) in edits {
            let mut sheet = fresh();
            edit(sheet.rows.last_mut().unwrap());
            assert_eq!(
                ExistingFile::from_bytes(&write(&sheet)),
                ExistingFile::Filled,
                "{form}: {what}"
            );
        }
        let mut sheet = fresh();
        sheet.rows[0].human.note = "gone".into();
        let merged = merge_sheets(
            &sheet,
            &crate::sheet::rows::sheet(program::extract(Format::Markdown, "Else.\n")),
        );
        assert_eq!(merged.appendix.len(), 1);
        assert_eq!(
            ExistingFile::from_bytes(&write(&merged)),
            ExistingFile::Filled,
            "{form}: appendix"
        );
    }
}

#[test]
fn sorting_and_leaving_out_is_no_entry() {
    let mut sheet = fresh();
    sheet.rows.reverse();
    sheet.rows.pop();
    for (form, write) in FORMS {
        assert_eq!(ExistingFile::from_bytes(&write(&sheet)), ExistingFile::Untouched, "{form}");
    }
    let mut bom = Vec::new();
    sheet::csv::write(&sheet, sheet::csv::CsvOptions { bom: true }, &mut bom).unwrap();
    assert_eq!(ExistingFile::from_bytes(&bom), ExistingFile::Untouched);
}

/// A text with one part replaced.
fn with(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).expect("text");
    assert!(text.contains(old), "{old}: {text}");
    text.replacen(old, new, 1).into_bytes()
}

#[test]
fn tables_with_something_of_ones_own_are_filled() {
    let csv = as_csv(&fresh());
    for (old, new) in [
        (",signed_off_on\r\n", ",signed_off_on,mine\r\n"),
        (",signed_off_on\r\n", ",remark\r\n"),
        ("claim_id", "Fact-check of Ann\r\nclaim_id"),
        ("claim_id", "claim_id\r\nmine"),
        (",claim,", ",statement,"),
    ] {
        assert_eq!(
            ExistingFile::from_bytes(&with(&csv, old, new)),
            ExistingFile::Filled,
            "{new:?}"
        );
    }
    let lone = [&csv[..], b",,,,they also sold cake\r\n"].concat();
    assert_eq!(ExistingFile::from_bytes(&lone), ExistingFile::Filled);
    for text in [
        "",
        "a,b\n",
        "# Notes\n\n- [ ] bread\n",
        "{\"schema\": 1}",
        "PK\u{3}\u{4}",
        "<!doctype html><p>x",
    ] {
        assert_eq!(ExistingFile::from_bytes(text.as_bytes()), ExistingFile::Foreign, "{text}");
    }
}

#[test]
fn lists_with_a_line_of_ones_own_are_filled() {
    let list = as_markdown(&fresh());
    for (old, new) in [
        ("- [ ]", "- [x]"),
        ("  - [ ]", "  - [X]"),
        ("- [ ]", "Ann: done.\n- [ ]"),
        ("- [ ]", "* [ ]"),
        ("\n## P", "\n> so\n\n## P"),
        ("0 done", "1 done"),
        ("<!-- generated", "<!-- made"),
    ] {
        assert_eq!(
            ExistingFile::from_bytes(&with(&list, old, new)),
            ExistingFile::Filled,
            "{new:?}"
        );
    }
    let crlf = String::from_utf8(list).unwrap().replace('\n', "\r\n");
    assert_eq!(ExistingFile::from_bytes(crlf.as_bytes()), ExistingFile::Untouched);
}

#[test]
fn pages_and_json_that_somebody_changed_are_filled() {
    let page = as_html(&fresh());
    for (old, new) in [
        ("\"passages\":", "\"paragraphs\":"),
        ("\" value=\"\"></label>", "\" value=\"Ann\"></label>"),
        (" autocomplete=\"off\" dir=\"auto\">\n", " autocomplete=\"off\" dir=\"auto\">\nso"),
        ("id=\"sheet\"", "id=\"data\""),
    ] {
        assert_eq!(
            ExistingFile::from_bytes(&with(&page, old, new)),
            ExistingFile::Filled,
            "{new:?}"
        );
    }
    assert_eq!(
        ExistingFile::from_bytes(&with(
            &page,
            "generated by citegraph 0",
            "generated by citegraph 9"
        )),
        ExistingFile::Untouched
    );
    let json = as_json(&fresh());
    for (old, new) in [
        ("\"human\": {", "\"mine\": \"x\", \"human\": {"),
        ("\"status\": \"open\",", "\"status\": \"open\", \"comment\": 1,"),
        ("\"schema\": 1", "\"schema\": 2"),
        ("\"rows\": [", "\"rows\": [,"),
    ] {
        assert_eq!(
            ExistingFile::from_bytes(&with(&json, old, new)),
            ExistingFile::Filled,
            "{new:?}"
        );
    }
}

/// A workbook with one text of a member replaced.
fn changed(bytes: &[u8], member: &str, old: &str, new: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("an archive");
        let name = file.name().expect("an archive").into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).expect("an archive");
        if name == member {
            text = String::from_utf8(with(text.as_bytes(), old, new)).expect("an archive");
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("an archive");
        out.write_all(text.as_bytes()).expect("an archive");
    }
    out.finish().expect("an archive").into_inner()
}

#[test]
fn workbooks_that_another_program_saved_are_filled() {
    let book = as_xlsx(&fresh());
    let core = "docProps/core.xml";
    assert_eq!(
        ExistingFile::from_bytes(&changed(&book, core, "2000", "2000")),
        ExistingFile::Untouched
    );
    let modified = "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">20";
    assert_eq!(
        ExistingFile::from_bytes(&changed(&book, core, modified, &modified.replace(">20", ">30"))),
        ExistingFile::Filled
    );
    assert_eq!(ExistingFile::from_bytes(&book[..book.len() - 30]), ExistingFile::Filled, "cut off");
    assert_eq!(
        ExistingFile::from_head(&as_csv(&fresh())),
        ExistingFile::Filled,
        "the rest is unknown"
    );
    assert_eq!(ExistingFile::from_head(b"a,b"), ExistingFile::Foreign);
}

#[test]
fn the_verb_keeps_what_people_wrote() {
    let folder = program::folder(&[("a.md", TEXT)]);
    let run = |arguments: &[&str]| {
        program::run(folder.path(), &[&["--no-config", "sheet"], arguments].concat())
    };
    let mut filled = fresh();
    filled.rows[0].human.status = RowStatus::Ok;
    for (form, write) in FORMS {
        let name = format!("f.{form}");
        let path = folder.path().join(&name);
        assert_eq!(run(&["a.md", "-o", &name]).code, 0, "{form}");
        assert_eq!(run(&["a.md", "-o", &name]).code, 0, "{form}: nobody wrote");
        fs::write(&path, write(&filled)).unwrap();
        let ran = run(&["a.md", "-o", &name]);
        assert_eq!(ran.code, 2, "{form}");
        assert!(ran.stderr.contains(&name) && ran.stderr.contains("sheet merge"), "{}", ran.stderr);
        assert_eq!(fs::read(&path).unwrap(), write(&filled), "{form}");
    }
    for name in ["f.csv", "f.xlsx", "f.json"] {
        for _ in 0..2 {
            let ran = run(&["merge", name, "a.md", "-o", name]);
            assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        }
        let kept = sheet::read(&fs::read(folder.path().join(name)).unwrap()).unwrap();
        assert_eq!(kept.rows[0].human.status, RowStatus::Ok, "{name}");
    }
}

#[test]
fn a_sheet_is_read_as_far_as_the_limit_and_from_a_file() {
    let folder = program::folder(&[("a.md", TEXT)]);
    let run = |arguments: &[&str]| {
        program::run(folder.path(), &[&["--no-config", "sheet"], arguments].concat())
    };
    assert_eq!(run(&["a.md", "-o", "f.csv"]).code, 0);
    let ran = run(&["merge", "f.csv", "a.md", "--max-size", "300"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("f.csv") && ran.stderr.contains("more than 300 bytes"),
        "{}",
        ran.stderr
    );
    let ran = run(&["status", "."]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("not a regular file"), "{}", ran.stderr);
}

/// A pipe that nobody writes to, and a device without an end.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_and_not_waited_for() {
    let folder = program::folder(&[("a.md", TEXT)]);
    let pipe = folder.path().join("p.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    let run = |arguments: &[&str]| {
        let args = [&["--no-config", "sheet"], arguments].concat();
        program::ended(program::command(folder.path(), &args))
    };
    let mut names = vec!["/dev/zero"];
    if made.is_ok_and(|status| status.success()) {
        names.push("p.csv");
    }
    for name in names {
        for line in [&["status", name][..], &["merge", name, "a.md"]] {
            let ran = run(line);
            assert_eq!(ran.code, 2, "{name}");
            assert!(
                ran.stderr.contains(name) && ran.stderr.contains("not a regular file"),
                "{}",
                ran.stderr
            );
        }
    }
}
