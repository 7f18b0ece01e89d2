//! Tables that people bring: sheets, workbooks, graphs, lists of edges, sources and retractions.

use citegraph::export::doctor;
use citegraph::findings::Retractions;
use citegraph::findings::baseline::Baseline;
use citegraph::graph::{Direction, EdgeList};
use citegraph::sheet::{self, Sheet};
use citegraph::source::Sources;

use super::archive;

/// Any bytes are a sheet or an error; a sheet comes back from JSON and CSV as it went in, and merging it
/// into itself loses nothing that people wrote.
pub(super) fn sheet(bytes: &[u8]) {
    let _ = sheet::missing(bytes);
    let sheet = match sheet::read(bytes) {
        Ok(sheet) => sheet,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let json = serde_json::to_vec(&sheet).expect("a sheet is JSON");
    assert_eq!(sheet::read(&json).expect("our own JSON is read"), sheet);
    let mut csv = Vec::new();
    sheet::csv::write(&sheet, sheet::csv::CsvOptions::default(), &mut csv)
        .expect("memory takes everything");
    let again = sheet::read(&csv).expect("our own CSV is read");
    assert_eq!(again.rows.len() + again.appendix.len(), sheet.rows.len() + sheet.appendix.len());
    let merged = sheet::merge_sheets(&sheet, &sheet);
    assert!(notes(&merged) >= notes(&sheet), "a note was lost");
}

/// The different notes that people wrote.
fn notes(sheet: &Sheet) -> usize {
    let rows = sheet.rows.iter().chain(&sheet.appendix);
    let notes = rows.map(|row| row.human.note.trim()).filter(|note| !note.is_empty());
    notes.collect::<std::collections::BTreeSet<_>>().len()
}

/// Any archive is a workbook or an error.
pub(super) fn workbook(bytes: &[u8]) {
    sheet(&archive(bytes));
}

/// Any file is examined; the copy that is fixed can be read, and fixing it again changes nothing.
pub(super) fn doctor(bytes: &[u8]) {
    // What is no graph file is refused.
    let Ok(diagnosis) = doctor::examine(bytes) else { return };
    assert!(diagnosis.findings.iter().all(|finding| finding.trap().is_some() && finding.line > 0));
    let Some(copy) = diagnosis.mended else { return };
    let again = doctor::examine(&copy).expect("the copy is a graph file");
    assert_eq!(again.form, diagnosis.form);
    assert!(again.mended.is_some(), "{:?}", String::from_utf8_lossy(&copy));
    let left = again.findings.iter().filter_map(doctor::DoctorFinding::trap);
    let left: Vec<&str> = left.filter(|trap| trap.is_mended).map(|trap| trap.name).collect();
    assert!(left.is_empty(), "{left:?}: {:?}", String::from_utf8_lossy(&copy));
}

/// Any lines are edges or an error with its line; every node has a name, and every weight is a number.
pub(super) fn edges(bytes: &[u8]) {
    for direction in [Direction::Directed, Direction::Undirected] {
        let list = match EdgeList::read(bytes, direction) {
            Ok(list) => list,
            Err(error) => return assert!(error.to_string().starts_with("line ")),
        };
        let nodes = list.names.count();
        assert_eq!(list.graph.outgoing.nodes(), nodes);
        for node in 0..nodes {
            assert!(
                list.graph.outgoing.row(node).all(|(to, weight)| to < nodes && weight.is_finite())
            );
            let _ = list.names.get(node);
        }
    }
}

/// Any table of sources is a table or an error, and what it says is found again by the name of its row.
pub(super) fn sources(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Sources::none().overlay(&text) {
        Ok(sources) => {
            for host in ["a.example", "www.a.example", "b.a.example", "co.uk", "", "192.0.2.1"] {
                let _ = sources.lookup(host, "a.example", "a.example/@x", "/news/2020");
                let _ = (sources.page_kind(host, "a.example", "/news/"), sources.moved(host));
            }
            let _ = sources.registrant("10.1000/x");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Any list of retractions is a list or an error.
pub(super) fn retractions(bytes: &[u8]) {
    match Retractions::parse(&String::from_utf8_lossy(bytes)) {
        Ok(list) => {
            let _ = list.reason("doi:10.1000/abc");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Any baseline is a baseline or an error; it comes back as it went in.
pub(super) fn baseline(bytes: &[u8]) {
    let Ok(baseline) = Baseline::parse(&String::from_utf8_lossy(bytes)) else { return };
    assert_eq!(Baseline::parse(&baseline.text()).expect("our own text is read"), baseline);
    assert!(baseline.apply(&mut Vec::new()).len() <= bytes.len());
}
