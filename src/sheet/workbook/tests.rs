//! Workbooks of other programs, and hostile ones.

use std::io::Write as _;

use calamine::Reader as _;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::*;
use crate::sheet::limits::MAX_CELLS;
use crate::sheet::{HumanFields, RowStatus, Sheet, SheetRow, read_within, xlsx as written};

/// An archive of these members.
fn archive(members: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in members {
        out.start_file(*name, options).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// An XLSX workbook with one table of this XML, and these shared strings.
fn book(rows: &str, strings: &str) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://x/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let relations = |text: &str| format!("<Relationships>{text}</Relationships>");
    archive(&[
        ("_rels/.rels", &relations(&relation("a", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/_rels/workbook.xml.rels",
            &relations(
                &(relation("s", "worksheet", "worksheets/sheet1.xml")
                    + &relation("c", "chartsheet", "c.xml")),
            ),
        ),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"Chart\" r:id=\"c\"/><sheet name=\"T\" r:id=\"s\"/></sheets></workbook>",
        ),
        (
            "xl/sharedStrings.xml",
            &format!("<sst uniqueCount=\"4611686018427387904\">{strings}</sst>"),
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>\
             <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(
                "<worksheet><dimension ref=\"B5:A1\"/><sheetData>{rows}</sheetData></worksheet>"
            ),
        ),
    ])
}

/// An ODS workbook with one table of this XML.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><table:table table:name=\"T\">{rows}</table:table></office:document-content>"
    );
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ])
}

/// A row of inline strings from column A on.
fn line(number: u32, texts: &[&str]) -> String {
    let cells = texts.iter().map(|text| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"));
    format!("<row r=\"{number}\">{}</row>", cells.collect::<String>())
}

fn header() -> String {
    line(1, &["claim_id", "claim", "work_id", "status", "note"])
}

fn ods_line(texts: &[&str]) -> String {
    let cells = texts.iter().map(|text| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    });
    format!("<table:table-row>{}</table:table-row>", cells.collect::<String>())
}

const HEAD: [&str; 5] = ["claim_id", "claim", "work_id", "status", "note"];

fn notes(bytes: &[u8]) -> Vec<String> {
    let sheet = read_within(bytes, SheetLimits::default()).unwrap();
    sheet.rows.into_iter().map(|row| row.human.note.clone()).collect()
}

fn refused(bytes: &[u8]) -> String {
    read_within(bytes, SheetLimits::default()).unwrap_err().to_string()
}

#[test]
fn a_stray_cell_costs_nothing() {
    for place in ["XFD1048576", "CV1048576", "A1048576", "XFD3"] {
        let stray = format!("<row><c r=\"{place}\" t=\"str\"><v>stray</v></c></row>");
        let bytes = book(&(header() + &line(2, &["1-0", "It grew.", "w", "ok", "n"]) + &stray), "");
        let tables = tables(&bytes, SheetLimits::default()).unwrap();
        assert_eq!(tables[0].1.lines().flatten().count(), 11, "{place}");
        let sheet = read_within(&bytes, SheetLimits::default()).unwrap();
        assert_eq!((sheet.rows[0].claim_id.as_str(), sheet.rows.len()), ("1-0", 2), "{place}");
        assert!(sheet.rows[0].extra.len() <= 1, "{place}");
        let by_hand = &sheet.rows[1];
        let found =
            by_hand.claim_id == "stray" || by_hand.extra.iter().any(|(_, text)| text == "stray");
        assert!(found, "{place}: {by_hand:?}");
    }
    let named = book(&(header() + "<row><c r=\"XFD2\" t=\"str\"><v>stray</v></c></row>"), "");
    let sheet = read_within(&named, SheetLimits::default()).unwrap();
    assert_eq!(*sheet.rows[0].extra, [("column 16384".to_owned(), "stray".to_owned())]);
}

#[test]
fn strings_that_are_shared_too_often_are_refused_with_the_cell() {
    let long = format!("<si><t>{}</t></si>", "x".repeat(32_000));
    let row = |number: u32| format!("<row r=\"{number}\"><c t=\"s\"><v>0</v></c></row>");
    let rows: String = (2..5000).map(row).collect();
    let error = refused(&book(&(header() + &rows), &long));
    assert!(
        error.contains("the cells up to A2099 have more than 67,108,864 bytes of text"),
        "{error}"
    );
}

#[test]
fn more_cells_than_are_read_are_refused_with_the_cell() {
    let mut budget = CellBudget::new(SheetLimits::default());
    for _ in 0..MAX_CELLS {
        budget.take(0, String::new).unwrap();
    }
    let error = xlsx::read(
        &mut Archive::open(&book(&header(), ""), SheetLimits::default()).unwrap(),
        &mut budget,
        &mut |_: &str, _: TableBuilder| {},
    );
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("the file has more than 5,000,000 cells, counted up to A1")
    );
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused() {
    let blanks = " ".repeat(1 << 20);
    let bytes = archive(&[("a", &blanks), ("b", &blanks)]);
    let open = |most| {
        Archive::open(&bytes, SheetLimits { max_bytes: most })
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    assert_eq!(open(2 << 20), Ok(()));
    assert!(
        open((2 << 20) - 1).unwrap_err().contains("more than 2,097,151 bytes after decompression")
    );
    let members: Vec<(String, &str)> = (0..10_001).map(|at| (format!("{at}"), "")).collect();
    let members: Vec<(&str, &str)> =
        members.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    assert!(refused(&archive(&members)).contains("more than 10000 files"));
}

#[test]
fn cells_of_every_kind_are_read() {
    let cells = "<row r=\"2\"><c t=\"inlineStr\"><is><t>1-0</t></is></c><c t=\"s\"><v>0</v></c>\
                 <c t=\"str\"><f>A1</f><v>w_x000D_&amp;</v></c><c t=\"b\"><v>1</v></c><c s=\"1\"><v>46053</v></c>\
                 <c s=\"2\"><v>46053.75</v></c><c><v>27</v></c><c><v>0.1</v></c><c t=\"e\"><v>#N/A</v></c>\
                 <c t=\"d\"><v>2026-01-31T00:00:00</v></c><c s=\"1\"/><c t=\"inlineStr\"><is><r><t>'=</t></r><r><t \
                 xml:space=\"preserve\">1 </t></r><rPh><t>x</t></rPh></is></c></row>";
    let strings = "<si><t xml:space=\"preserve\"> It &lt;grew. </t></si>";
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    let bytes = book(&(line(1, &[&HEAD[..], &names].concat()) + cells), strings);
    let sheet = read_within(&bytes, SheetLimits::default()).unwrap();
    let row = &sheet.rows[0];
    assert_eq!(row.claim.text(), " It <grew. ");
    assert_eq!(row.source.as_ref().unwrap().work, "w\r&");
    assert_eq!(row.human.status, RowStatus::Other("true".into()));
    let texts: Vec<&str> = row.extra.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(row.human.note, "2026-01-31");
    assert_eq!(texts, ["2026-01-31T18:00:00", "27", "0.1", "#N/A", "2026-01-31", "", "=1 "]);
}

#[test]
fn an_older_reader_agrees() {
    let text = "=1+1\nsecond \"line\", p. 3;\t4 '=2 面包 😀 _x000D_ <b> &amp; ";
    let row = |at: usize| SheetRow {
        claim_id: format!("{at}-0").into(),
        claim: format!("{text}{at}").into(),
        human: HumanFields {
            note: text.repeat(at),
            checked_on: "2026-01-31".into(),
            ..HumanFields::default()
        }
        .into(),
        extra: vec![("Büro".into(), format!("-{at}"))].into(),
        ..SheetRow::default()
    };
    let sheet =
        Sheet { rows: (0..40).map(row).collect(), appendix: vec![row(3)], ..Sheet::default() };
    let mut bytes = Vec::new();
    written::write(&sheet, &written::XlsxOptions::default(), &mut bytes).unwrap();
    let mut other: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
    let ours = tables(&bytes, SheetLimits::default()).unwrap();
    assert_eq!(ours.len(), 2);
    for (name, grid) in ours {
        let range = other.worksheet_range(&name).unwrap();
        let theirs: Vec<(usize, usize, String)> = range
            .used_cells()
            .map(|(row, column, cell)| (row, column, plain(&cell.to_string())))
            .filter(|(_, _, text)| !text.is_empty())
            .collect();
        let cells = grid.lines().flatten();
        let cells: Vec<(usize, usize, String)> = cells
            .map(|cell| (cell.row as usize, cell.column as usize, cell.text.clone()))
            .collect();
        assert_eq!(cells, theirs, "{name}");
    }
}

#[test]
fn days_agree_with_an_older_reader() {
    use calamine::{ExcelDateTime, ExcelDateTimeType};
    let days = [
        0.0,
        0.5,
        0.999_999_99,
        1.0,
        59.0,
        60.0,
        61.0,
        366.0,
        367.0,
        36_526.25,
        2_958_465.0,
        9e9,
        -1.5,
        f64::NAN,
    ];
    let parts = [0.0, 0.000_005, 0.541, 1.0 / 3.0, 0.999_999_999, 0.999_994];
    for (epoch, is_1904) in
        [(number::DateSystem::Of1900, false), (number::DateSystem::Of1904, true)]
    {
        for number in days.into_iter().flat_map(|day| parts.map(|part| day + part)) {
            let at = ExcelDateTime::new(number, ExcelDateTimeType::DateTime, is_1904);
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            let (date, time) = (
                format!("{year:04}-{month:02}-{day:02}"),
                format!("{hour:02}:{minute:02}:{second:02}"),
            );
            let theirs = match (number < 1.0, time.as_str()) {
                (true, _) => time,
                (false, "00:00:00") => date,
                (false, _) => format!("{date}T{time}"),
            };
            assert_eq!(
                number::NumberFormat::Moment.text(number, epoch),
                theirs,
                "{number} {epoch:?}"
            );
        }
    }
}

#[test]
fn repeated_cells_of_ods_are_read_and_do_not_run_away() {
    let sane = "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\">\
                <text:p>1-0</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"2\" \
                office:value-type=\"string\"><office:annotation><text:p>no</text:p></office:annotation><text:p>It \
                <text:span>gr</text:span>ew.</text:p><text:p>So<text:s text:c=\"2\"/>it<text:tab/>was.</text:p>\
                </table:table-cell><table:table-cell/><table:table-cell office:value-type=\"float\" \
                office:value=\"27\"><text:p>27.00</text:p></table:table-cell><table:table-cell \
                table:number-columns-repeated=\"16000\"/></table:table-row>\
                <table:table-row table:number-rows-repeated=\"4294967295\"><table:table-cell \
                table:number-columns-repeated=\"4294967295\"/></table:table-row>\
                <table:table-row><table:table-cell office:value-type=\"string\"><text:p>end</text:p>\
                </table:table-cell></table:table-row>";
    let bytes = ods(&(ods_line(&HEAD) + sane));
    let sheet = read_within(&bytes, SheetLimits::default()).unwrap();
    assert_eq!(sheet.rows.len(), 3);
    assert_eq!(sheet.rows[1].claim.text(), "It grew.\nSo  it\twas.");
    assert_eq!(sheet.rows[1].source.as_ref().unwrap().work, "It grew.\nSo  it\twas.");
    assert_eq!(notes(&bytes), ["27", "27", ""]);
    let cell = |repeat: &str, inside: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\" {repeat}><text:p>{inside}</text:p></table:table-cell>"
        )
    };
    let row =
        |repeat: &str, cell: &str| format!("<table:table-row {repeat}>{cell}</table:table-row>");
    let bombs = [
        row("", &cell("table:number-columns-repeated=\"4294967295\"", "x")),
        row("table:number-rows-repeated=\"4294967295\"", &cell("", "x")),
        row(
            "table:number-rows-repeated=\"100000\"",
            &cell("table:number-columns-repeated=\"1000\"", "x"),
        ),
    ];
    for bomb in bombs {
        let error = refused(&ods(&(ods_line(&HEAD) + &bomb)));
        assert!(error.contains("the file has more than 5,000,000 cells"), "{error}");
    }
    let error =
        refused(&ods(&(ods_line(&HEAD) + &row("", &cell("", "<text:s text:c=\"4000000000\"/>")))));
    assert!(error.contains("the cells up to A2 have more than"), "{error}");
}

#[test]
fn what_is_damaged_is_refused_with_the_reason() {
    let cases = [
        (book("<row r=\"0\"><c/></row>", ""), "the position 0"),
        (book("<row><c r=\"XFE1\"/></row>", ""), "the position XFE1"),
        (book("<row><c r=\"A1048577\"/></row>", ""), "the position A1048577"),
        (book("<row><c r=\"面1\"/></row>", ""), "the position 面1"),
        (book("<row><c t=\"s\"><v>7</v></c></row>", ""), "no shared string 7"),
        (book("<row><c><v>&unknown;</v></c></row>", ""), "an entity"),
        (archive(&[("xl/workbook.bin", "")]), ".xlsb"),
        (archive(&[("a", "")]), "has no _rels/.rels"),
        (ods("<table:table-row><table:table-cell>"), "incomplete"),
        (COMPOUND.to_vec(), ".xls"),
        (b"PK\x03\x04".to_vec(), "incomplete"),
    ];
    for (bytes, word) in cases {
        let error = refused(&bytes);
        assert!(error.contains(word) && error.contains("save it again"), "{word}: {error}");
    }
}

#[test]
fn depth_is_no_matter() {
    let deep = |text: &str| text.repeat(200_000);
    let row = format!("<table:table-row><table:table-cell>{}", deep("<text:span>"));
    assert!(refused(&ods(&row)).contains("incomplete"));
    let bytes = book(&(header() + &deep("<x>") + &line(2, &["1-0", "a", "w", "ok", "n"])), "");
    assert_eq!(notes(&bytes), ["n"]);
}
