//! That the work of a merge grows with the sheets, not with their square.

use super::super::status::SheetProgress;
use super::super::turn_count::counted::assert_linear;
use super::super::{CitedSource, csv, json, read, xlsx};
use super::*;

/// A row of a claim of its own words and a source of its own.
fn row(claim: usize, source: usize) -> SheetRow {
    SheetRow {
        claim_id: format!("{claim:016x}-0").into(),
        sentence: format!("P{claim}.S0").into(),
        claim: format!("The word{claim} was thing{claim} in that year.").into(),
        source: Some(Box::new(CitedSource {
            number: source as u32 + 1,
            work: format!("work {source}"),
            open: format!("https://a.example/{source}"),
            ..CitedSource::default()
        })),
        ..SheetRow::default()
    }
}

fn noted(note: String, mut row: SheetRow) -> SheetRow {
    row.human.note = note;
    row
}

fn sheet(rows: Vec<SheetRow>) -> Sheet {
    Sheet { schema: 1, rows, ..Sheet::default() }
}

/// Merges, writes, reads and counts.
fn all(old: &Sheet, new: &Sheet) {
    let merged = merge_sheets(old, new);
    SheetProgress::from_sheet(&merged);
    let mut out = Vec::new();
    csv::write(&merged, csv::CsvOptions::default(), &mut out).unwrap();
    read(&out).unwrap();
    assert_eq!(super::super::missing(&out), [""; 0]);
    let mut out = Vec::new();
    json::write(&merged, &mut out).unwrap();
    read(&out).unwrap();
}

#[test]
fn columns_of_ones_own_cost_what_they_hold() {
    assert_linear(|size| {
        let extra = (0..size).map(|at| (format!("mine {at}"), format!("{at}"))).collect();
        let old = SheetRow { extra, ..row(1, 1) };
        all(
            &sheet(vec![old.clone(), SheetRow { extra: Sparse::default(), ..row(2, 1) }]),
            &sheet(vec![row(1, 1)]),
        );
        let mut out = Vec::new();
        xlsx::write(sheet(vec![old]), &xlsx::XlsxOptions::default(), &mut out).unwrap();
        read(&out).unwrap();
    });
}

#[test]
fn columns_of_one_name_cost_what_they_hold() {
    assert_linear(|size| {
        let line = |cell: &str| format!("1-0,It grew.,w,ok{}\n", format!(",{cell}").repeat(size));
        let table = line("mine").replace("1-0,It grew.,w,ok", "claim_id,claim,work_id,status");
        let sheet = read(format!("{table}{}", line("x")).as_bytes()).unwrap();
        assert_eq!(sheet.rows[0].extra[size - 1].0, format!("mine {size}"));
    });
}

#[test]
fn answers_for_one_row_cost_what_they_hold() {
    assert_linear(|size| {
        let twins = |at| noted(format!("{at}"), row(1, 1));
        let mut rows: Vec<SheetRow> = (0..size).map(twins).collect();
        rows.extend((0..size).map(twins));
        let new = sheet(vec![row(1, 1)]);
        all(&sheet(rows.clone()), &new);
        assert_eq!(merge_sheets(&sheet(rows), &new).appendix.len(), size - 1);
    });
}

#[test]
fn sources_of_one_claim_cost_what_they_hold() {
    assert_linear(|size| {
        let rows = |from: usize| (from..from + size).map(|at| noted(format!("{at}"), row(1, at)));
        let new = (0..size).map(|at| row(1, at)).collect();
        all(&sheet(rows(size / 2).collect()), &sheet(new));
    });
}

#[test]
fn equal_claims_cost_what_they_hold() {
    assert_linear(|size| {
        let of =
            |at: usize| SheetRow { claim_id: format!("{:016x}-{at}", 7).into(), ..row(at, at % 3) };
        let old = (0..size).map(|at| noted(format!("{at}"), of(at))).collect();
        all(&sheet(old), &sheet((0..size / 2).map(of).collect()));
    });
}

#[test]
fn claims_without_a_source_cost_what_they_hold() {
    assert_linear(|size| {
        let bare = |at| SheetRow { source: None, ..noted(format!("{at}"), row(1, 1)) };
        let new = (0..size).map(|at| row(1, at)).collect();
        all(&sheet((0..size).map(bare).collect()), &sheet(new));
    });
}

#[test]
fn changed_claims_cost_what_they_hold() {
    assert_linear(|size| {
        let old = (0..size).map(|at| noted(format!("{at}"), row(at, 1))).collect();
        let new = (0..size).map(|at| {
            let claim = format!("The word{at} was thing{at} in this year.");
            let claim_id = format!("{:016x}-0", at + 1_000_000).into();
            SheetRow { claim_id, claim: claim.into(), ..row(at, 1) }
        });
        let (old, new) = (sheet(old), sheet(new.collect()));
        all(&old, &new);
        assert!(merge_sheets(&old, &new).appendix.is_empty());
    });
}

#[test]
fn words_of_ones_own_for_a_status_cost_what_they_hold() {
    assert_linear(|size| {
        let of = |at: usize| {
            let mut row = row(at, 1);
            row.human.status = RowStatus::Other(format!("ask {at}"));
            row
        };
        let sheet = sheet((0..size).map(of).collect());
        assert_eq!(SheetProgress::from_sheet(&sheet).statuses.len(), size);
    });
}

/// What waits in the appendix under a number of its words may come back to another place of them.
#[test]
fn equal_claims_find_their_rows_at_the_first_merge() {
    let of = |number: usize, place: usize, source: usize| SheetRow {
        claim_id: format!("{:016x}-{number}", 7).into(),
        sentence: format!("P{place}.S0").into(),
        ..row(7, source)
    };
    // Two places with the same words and two sources each; then one of them is left.
    let old = sheet(vec![
        of(0, 1, 1),
        noted("first".into(), of(0, 1, 2)),
        noted("second".into(), of(1, 2, 1)),
        of(1, 2, 2),
    ]);
    let new = sheet(vec![of(0, 1, 1), of(0, 1, 2)]);
    let merged = merge_sheets(&old, &new);
    let notes: Vec<&str> = merged.rows.iter().map(|row| row.human.note.as_str()).collect();
    assert_eq!(notes, ["second", "first"], "{:#?}", merged.appendix);
    assert!(merged.appendix.is_empty());
    assert_eq!(merge_sheets(&merged, &new), merged);
}

/// A second answer stays with its own place, whatever number that has now.
#[test]
fn a_second_answer_waits_for_its_own_row() {
    let of = |number: usize, place: usize| SheetRow {
        claim_id: format!("{:016x}-{number}", 7).into(),
        sentence: format!("P{place}.S0").into(),
        ..row(7, 1)
    };
    let around = |at: usize| SheetRow { sentence: format!("P{at}.S0").into(), ..row(at, 9) };
    let old = sheet(vec![
        around(1),
        noted("first".into(), of(0, 2)),
        noted("second".into(), of(0, 2)),
        around(3),
    ]);
    // The same words stand before it now.
    let new = sheet(vec![of(0, 0), around(1), of(1, 2), around(3)]);
    let merged = merge_sheets(&old, &new);
    assert_eq!(merged.rows[2].human.note, "first");
    assert!(!is_written(&merged.rows[0]), "nobody checked this place");
    assert_eq!(merged.appendix[0].change, SECOND);
    assert_eq!(merge_sheets(&merged, &new), merged);
    let mut before = merged.clone();
    before.appendix[0].change = "second row".to_owned().into();
    let read_back = merge_sheets(&before, &new);
    assert!(!is_written(&read_back.rows[0]), "a sheet of an earlier build");
    assert_eq!(read_back.appendix.len(), 1);
    let mut without = merged;
    without.rows[2].human = Sparse::default();
    let back = merge_sheets(&without, &new);
    assert_eq!(back.rows[2].human.note, "second");
    assert!(back.appendix.is_empty());
}
