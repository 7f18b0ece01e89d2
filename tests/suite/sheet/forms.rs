//! The forms of a sheet, as written and as people bring them back.

use std::io::{Cursor, Read as _};

use citegraph::article::Format;
use citegraph::sheet::{
    self, COLUMNS, HumanFields, RowStatus, Sheet, SheetError, SheetRow, csv, markdown, xlsx,
};

use pulldown_cmark::{Event, Tag};

use crate::support::program;

/// A sheet of hostile text, filled in.
pub(crate) fn filled() -> Sheet {
    let text = "It [=HYPERLINK(\"http://x\")](https://a.example.com/b?c=1&copy=2#d) grew to 27 million.\n\n\
                @SUM(1) and [+1](https://b.example.com/<i>|_x_) said “-2 | `so`” to us all.\n";
    let mut sheet = crate::sheet::rows::sheet(program::extract(Format::Markdown, text));
    for (at, row) in sheet.rows.iter_mut().enumerate() {
        row.human = HumanFields {
            status: RowStatus::from(["ok", "ask Ann", "re-check", ""][at % 4].to_owned()),
            locator: "=1+1\nsecond \"line\", p. 3;\t4".to_owned(),
            checker: "'tis".to_owned(),
            checked_on: "2026-01-31".to_owned(),
            correction: "'=2".to_owned(),
            note: format!("+{at} 面包 😀 _x000D_ <b>"),
            other_sources: "=interview with A. Ruiz\n3 May".to_owned(),
            signed_off_by: "@Bo".to_owned(),
            signed_off_on: "2026-02-01".to_owned(),
        }
        .into();
        row.extra =
            vec![("Büro".to_owned(), format!("-{at}")), ("=x".to_owned(), String::new())].into();
    }
    let mut gone = sheet.rows[0].clone();
    (gone.claim_id, gone.change) = ("0-0".into(), "claim gone".to_owned().into());
    sheet.appendix.push(gone);
    sheet
}

pub(crate) fn as_csv(sheet: &Sheet) -> Vec<u8> {
    let mut out = Vec::new();
    csv::write(sheet, csv::CsvOptions::default(), &mut out).expect("memory takes everything");
    out
}

pub(crate) fn as_xlsx(sheet: &Sheet) -> Vec<u8> {
    let mut out = Vec::new();
    xlsx::write(sheet, &xlsx::XlsxOptions::default(), &mut out).expect("it fits");
    out
}

/// What must survive any form: claim, work and change, and all that people wrote.
type Own = ([String; 3], HumanFields, Vec<(String, String)>);

/// What must survive any form of each row.
pub(crate) fn own(rows: &[SheetRow]) -> Vec<Own> {
    let own = rows.iter().map(|row| {
        let work = row.source.as_ref().map_or_else(String::new, |source| source.work.clone());
        (
            [row.claim_id.to_string(), work, row.change.to_string()],
            (*row.human).clone(),
            row.extra.to_vec(),
        )
    });
    own.collect()
}

#[test]
fn every_form_brings_back_what_people_wrote() {
    let sheet = filled();
    let json = serde_json::to_vec(&sheet).unwrap();
    for bytes in [json, as_csv(&sheet), as_xlsx(&sheet)] {
        let back = sheet::read(&bytes).unwrap();
        assert_eq!(own(&back.rows), own(&sheet.rows));
        assert_eq!(own(&back.appendix), own(&sheet.appendix));
        assert_eq!(back.rows[0].claim, sheet.rows[0].claim);
        assert_eq!(back.rows[0].findings, sheet.rows[0].findings);
        assert_eq!(back.rows[0].severity, sheet.rows[0].severity);
        assert_eq!(back.sources.len(), sheet.sources.len());
    }
}

#[test]
fn csv_is_rfc_4180_and_no_cell_is_a_formula() {
    let text = String::from_utf8(as_csv(&filled())).unwrap();
    let header = text.split("\r\n").next().unwrap();
    assert!(header.starts_with(&COLUMNS.join(",")), "{header}");
    assert!(header.ends_with(",signed_off_on,Büro,'=x"), "{header}");
    for line in ::csv::Reader::from_reader(text.as_bytes()).into_records() {
        for cell in &line.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
        }
    }
    let mut out = Vec::new();
    csv::write(&filled(), csv::CsvOptions { bom: true }, &mut out).unwrap();
    assert!(out.starts_with(b"\xef\xbb\xbfclaim_id,"));
    assert_eq!(sheet::read(&out).unwrap(), sheet::read(&as_csv(&filled())).unwrap());
}

#[test]
fn tables_of_other_programs_are_read() {
    let table = "Fact-check;;;;\r\nNote;STATUS ;work_id;Claim_ID;claim;;Mine;mine\r\n\
                 \"a;b\n=c\";ok;w;1-0;It grew.;loose;m;n\r\n;;;;;;;\r\n";
    for bytes in [
        table.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", table.as_bytes()].concat(),
        table.replace(';', "\t").replace("a\tb", "a;b").into_bytes(),
        [vec![0xff, 0xfe], table.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
    ] {
        let sheet = sheet::read(&bytes).unwrap();
        let [row] = sheet.rows.as_slice() else { panic!("{:?}", sheet.rows) };
        assert_eq!((row.claim_id.as_str(), row.claim.text()), ("1-0", "It grew."));
        assert_eq!((row.human.status.clone(), row.human.note.as_str()), (RowStatus::Ok, "a;b\n=c"));
        let extra: Vec<(&str, &str)> =
            row.extra.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(extra, [("column 6", "loose"), ("Mine", "m"), ("mine", "n")]);
    }
}

#[test]
fn what_is_no_sheet_is_told_what_it_lacks() {
    let missing = |bytes: &[u8]| match sheet::read(bytes) {
        Err(SheetError::Column(name)) => name,
        other => panic!("{other:?}"),
    };
    assert_eq!(missing(b"claim,status,note\n"), "claim_id");
    assert_eq!(missing(b"claim_id,claim\n"), "status");
    assert_eq!(missing(b"claim_id,claim,status\n"), "work_id");
    assert!(matches!(sheet::read(b"{\"schema\":1}"), Err(SheetError::Json(_))));
    assert!(matches!(sheet::read(b"PK\x03\x04"), Err(SheetError::Workbook(_))));
    for other in ["", "a,b\n1,2\n", "a text"] {
        assert!(matches!(sheet::read(other.as_bytes()), Err(SheetError::Other)), "{other}");
    }
    let mut forms = (Vec::new(), Vec::new());
    sheet::html::write(&filled(), &mut forms.0).unwrap();
    markdown::write(&filled(), &mut forms.1).unwrap();
    for (form, word) in [(forms.0, "export"), (forms.1, "CSV or XLSX")] {
        let error = sheet::read(&form).unwrap_err().to_string();
        assert!(
            error.contains("cannot read a sheet in this form") && error.contains(word),
            "{error}"
        );
    }
    let folder = program::folder(&[("old.csv", "claim_id,claim\n"), ("a.md", "It grew.\n")]);
    let ran = program::run(folder.path(), &["--no-config", "sheet", "merge", "old.csv", "a.md"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("old.csv") && ran.stderr.contains("status"), "{}", ran.stderr);
}

#[test]
fn a_guard_does_not_pile_up_in_a_spreadsheet() {
    // What a spreadsheet makes of our CSV: its guards are text.
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    let cells = [
        ("claim_id", "1-0"),
        ("claim", "It grew."),
        ("status", "ok"),
        ("work_id", "w"),
        ("note", "'=1+1"),
    ];
    for (at, (name, cell)) in cells.into_iter().enumerate() {
        page.write_string(0, at as u16, name).unwrap();
        page.write_string(1, at as u16, cell).unwrap();
    }
    let sheet = sheet::read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(sheet.rows[0].human.note, "=1+1");
    for note in ["=1+1", "'=1+1", "''=1", "'tis"] {
        let mut filled = sheet.clone();
        filled.rows[0].human.note = note.to_owned();
        for bytes in [as_csv(&filled), as_xlsx(&filled)] {
            assert_eq!(sheet::read(&bytes).unwrap().rows[0].human.note, note);
        }
    }
}

#[test]
fn a_renamed_column_is_missed() {
    let table = "claim_id,claim,work_id,status,quote_or_locator_in_source,checker,checked_on,correction,remark\n";
    assert_eq!(sheet::missing(table.as_bytes()), ["note"]);
    assert_eq!(sheet::missing(&as_csv(&filled())), [""; 0]);
    assert_eq!(sheet::missing(&as_xlsx(&filled())), [""; 0]);
}

/// The text of a member of a workbook.
fn member(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("a member").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn a_workbook_has_no_formula_and_no_clock() {
    let sheet = filled();
    let bytes = as_xlsx(&sheet);
    assert_eq!(bytes, as_xlsx(&sheet), "the same bytes");
    for number in 1..=5 {
        let page = member(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
        assert!(!page.contains("<f>") && !page.contains("<f "), "sheet {number}");
    }
    let strings = member(&bytes, "xl/sharedStrings.xml");
    assert!(strings.contains("=1+1") && strings.contains("<t>+0 面包"), "{strings}");
    let first = member(&bytes, "xl/worksheets/sheet1.xml");
    for part in ["<pane ", "<autoFilter ", "<dataValidation ", "can't verify", "<hyperlink "] {
        assert!(first.contains(part), "{part}");
    }
    let links = member(&bytes, "xl/worksheets/_rels/sheet1.xml.rels");
    assert!(links.contains("\"https://b.example.com/%3Ci%3E|_x_\""), "{links}");
    let core = member(&bytes, "docProps/core.xml");
    assert!(core.contains("2000-01-01T00:00:00Z"), "{core}");
}

#[test]
fn a_workbook_refuses_to_cut_what_people_wrote() {
    let mut sheet = filled();
    sheet.rows[0].claim = "x".repeat(40_000).into();
    as_xlsx(&sheet);
    sheet.rows[0].human.note = "x".repeat(40_000);
    let refused = xlsx::write(&sheet, &xlsx::XlsxOptions::default(), &mut Vec::new());
    assert!(matches!(refused, Err(xlsx::XlsxWriteError::Long { column, .. }) if column == "note"));
}

#[test]
fn markdown_shows_hostile_text_as_text() {
    let mut out = Vec::new();
    markdown::write(&filled(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let (mut html, mut links) = (Vec::new(), Vec::new());
    for event in pulldown_cmark::Parser::new_ext(&text, pulldown_cmark::Options::all()) {
        match event {
            Event::Html(raw) | Event::InlineHtml(raw) => html.push(raw.to_string()),
            Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url.to_string()),
            _ => {}
        }
    }
    assert_eq!(html.len(), 1, "our own mark alone: {html:?}");
    assert!(links.contains(&"https://a.example.com/b?c=1&copy=2#d".to_owned()), "{links:?}");
    assert!(links.iter().all(|link| link.starts_with("https://")), "{links:?}");
    assert!(text.contains("- [x] ") && text.contains("- [ ] "), "{text}");
    assert!(text.contains("## Appendix"), "{text}");
}
