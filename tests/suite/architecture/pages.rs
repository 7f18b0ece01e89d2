//! What ARCHITECTURE.md and the decision records say of files, held against the files.

use std::fs;
use std::path::Path;

use super::{ORDER, assert_none};

fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The texts between backticks.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[test]
fn each_law_names_its_tests() {
    let page = page("ARCHITECTURE.md");
    let laws = page.split("## Laws").nth(1).and_then(|after| after.split("\n## ").next());
    let laws = laws.expect("a section of laws");
    let (mut faults, mut count) = (Vec::new(), 0);
    for law in laws.lines().filter(|line| line.starts_with("| ") && line.contains(".rs`: ")) {
        let tests = law.rsplit(" | ").next().unwrap_or_default();
        let mut names = quoted(tests);
        let file = names.next().unwrap_or_default();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite").join(file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        for name in names {
            count += 1;
            if !text.contains(&format!("fn {name}(")) {
                faults.push(format!("{file}: {name}"));
            }
        }
    }
    assert!(count > 20, "{count} tests are named");
    assert_none(&faults, "ARCHITECTURE.md names a test that is not there:");
}

#[test]
fn the_table_of_rooms_has_every_room_in_order() {
    let page = page("ARCHITECTURE.md");
    let rows = page.lines().filter_map(|line| {
        let rest = line.strip_prefix("| ")?;
        let (number, rest) = rest.split_once(" | `")?;
        let name = rest.split('`').next()?;
        Some((number.parse::<usize>().ok()?, name.to_owned()))
    });
    let expected = ORDER.iter().enumerate().map(|(index, room)| (index + 1, (*room).to_owned()));
    assert_eq!(rows.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

#[test]
fn the_list_of_decisions_is_complete() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/decisions");
    let list = page("docs/decisions/README.md");
    let mut faults = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of decisions") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        if name != "README.md" && !list.contains(&format!("]({name})")) {
            faults.push(name);
        }
    }
    assert_none(&faults, "docs/decisions/README.md leaves out:");
}

#[test]
fn the_first_page_is_short() {
    let lines = page("README.md").lines().count();
    assert!(lines <= 120, "README.md has {lines} lines; what leaves it goes to docs/");
}
