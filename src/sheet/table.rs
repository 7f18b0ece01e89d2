//! A table of text back to rows: columns may be moved, added or missing, rows sorted or deleted.

use super::{COLUMNS, FIRST_HUMAN, Row, columns};

/// How far down the header may stand.
const HEADER_WITHIN: usize = 20;

/// The column that a header is known by.
const KEY: &str = "claim_id";

/// Columns without which nothing can be told of a row.
const NEEDED: [&str; 3] = [KEY, "claim", "status"];

/// Columns of which one has to be there, to tell the sources of a claim apart.
const SOURCE: [&str; 3] = ["work_id", "url_to_open", "anchor"];

/// Where the header stands: the key beside another of our columns. `None` where there is none.
pub(super) fn header(table: &[Vec<String>]) -> Option<usize> {
    let is_header = |line: &Vec<String>| {
        let ours = |cell: &&String| COLUMNS.contains(&known(cell).as_str());
        line.iter().any(|cell| known(cell) == KEY) && line.iter().filter(ours).count() > 1
    };
    table.iter().take(HEADER_WITHIN).position(is_header)
}

/// Whether a line near the top has several of our columns, the key or not.
pub(super) fn has_some(table: &[Vec<String>]) -> bool {
    let ours = |cell: &&String| COLUMNS.contains(&known(cell).as_str());
    table.iter().take(HEADER_WITHIN).any(|line| line.iter().filter(ours).count() > 1)
}

/// The columns for people that a table with our header lacks.
pub(super) fn missing(table: &[Vec<String>]) -> Vec<&'static str> {
    let Some(at) = header(table) else { return Vec::new() };
    let has = |name: &&&str| table[at].iter().any(|cell| known(cell) == **name);
    COLUMNS[FIRST_HUMAN..].iter().filter(|name| !has(name)).copied().collect()
}

/// The rows below the header. Empty ones are left out.
///
/// # Errors
/// With the name of a column that is missing.
pub(super) fn rows(table: &[Vec<String>]) -> Result<Vec<Row>, &'static str> {
    let at = header(table).ok_or(KEY)?;
    let (places, added) = places(&table[at], width(table));
    for name in NEEDED {
        place(&places, name).ok_or(name)?;
    }
    if !SOURCE.iter().any(|name| place(&places, name).is_some()) {
        return Err(SOURCE[0]);
    }
    let lines = table[at + 1..].iter().filter(|line| line.iter().any(|cell| !cell.is_empty()));
    Ok(lines.map(|line| read(line, &places, &added)).collect())
}

fn read(line: &[String], places: &[Option<usize>], added: &[(String, usize)]) -> Row {
    let at = |place: usize| line.get(place).cloned().unwrap_or_default();
    let mut row = columns::row(|name| place(places, name).map(at).unwrap_or_default());
    row.extra = added.iter().map(|(name, place)| (name.clone(), at(*place))).collect();
    row
}

fn width(table: &[Vec<String>]) -> usize {
    table.iter().map(Vec::len).max().unwrap_or_default()
}

fn place(places: &[Option<usize>], name: &str) -> Option<usize> {
    places[COLUMNS.iter().position(|own| *own == name)?]
}

/// Where each of our columns stands, and the others with names that no two share. A column without a
/// name is named by its number.
fn places(header: &[String], width: usize) -> (Vec<Option<usize>>, Vec<(String, usize)>) {
    let mut places = vec![None; COLUMNS.len()];
    let mut added: Vec<(String, usize)> = Vec::new();
    for at in 0..width {
        let cell = header.get(at).map_or("", String::as_str);
        let own = COLUMNS.iter().position(|own| *own == known(cell));
        match own.filter(|own| places[*own].is_none()) {
            Some(own) => places[own] = Some(at),
            None => added.push((name(cell, at, &added), at)),
        }
    }
    (places, added)
}

fn name(cell: &str, at: usize, taken: &[(String, usize)]) -> String {
    let base = if cell.trim().is_empty() { format!("column {}", at + 1) } else { cell.to_owned() };
    let free = |name: &String| {
        !taken.iter().any(|(own, _)| own == name) && !COLUMNS.contains(&known(name).as_str())
    };
    if free(&base) {
        return base;
    }
    let mut numbered = (2_u32..).map(|number| format!("{base} {number}"));
    numbered.find(free).unwrap_or(base)
}

/// A column's name as it is compared.
fn known(cell: &str) -> String {
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_lowercase()
}
