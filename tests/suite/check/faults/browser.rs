//! What a browser shows of each row of the catalogue, beside what is said of it. The table is written by
//! `tests/page/faults.mjs`, which opens every row in headless Chromium.

use std::collections::BTreeMap;

use citegraph::check::verdict::LinkState;

use super::manifest::{Truth, rows};

const TABLE: &str = include_str!("browser.tsv");

/// The views of the first and of the third visit, by row.
fn views() -> BTreeMap<&'static str, [&'static str; 2]> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [name, first, third] = cells[..] else { panic!("not three cells: {line}") };
            (name, [first, third])
        })
        .collect()
}

#[test]
fn every_row_has_a_view() {
    let views = views();
    let rows = rows("http://other.example/");
    let missing: Vec<&str> =
        rows.iter().map(|row| row.name).filter(|name| !views.contains_key(name)).collect();
    assert!(missing.is_empty(), "run `just browser-views`: {missing:?}");
    let gone: Vec<&&str> =
        views.keys().filter(|name| rows.iter().all(|row| row.name != **name)).collect();
    assert!(gone.is_empty(), "run `just browser-views`: {gone:?}");
}

/// A page that a person can open is neither dead nor failing at the last check, and a page that is dead is one that
/// nobody can open.
#[test]
fn no_verdict_contradicts_a_browser() {
    let views = views();
    let mut faults = Vec::new();
    for row in rows("http://other.example/") {
        let (view, state) = (views[row.name][1], row.states[2]);
        let is_open = view == "story";
        if is_open && !matches!(state, LinkState::Alive | LinkState::Moved) {
            faults
                .push(format!("{}: a browser shows the page, the verdict is {state:?}", row.name));
        }
        if is_open && row.truth != Truth::Alive {
            faults.push(format!(
                "{}: a browser shows the page, the truth is {:?}",
                row.name, row.truth
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let open = views.values().filter(|[_, third]| *third == "story").count();
    assert!(open >= 90, "{open} rows show the page");
}
