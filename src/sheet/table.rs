//! A table of text back to rows: columns may be moved, added or missing, rows sorted or deleted.

use rustc_hash::{FxHashMap, FxHashSet};

use super::columns::{UniqueColumnNames, known};
use super::error::SheetError;
use super::grid::{Grid, GridCell};
use super::limits::{SheetLimits, check_table};
use super::turn_count::turn;
use super::{COLUMNS, FIRST_HUMAN, SheetRow, columns};

/// How far down the header may stand.
pub(super) const MAX_HEADER_ROWS: u32 = 20;

/// The column that a header is known by.
const KEY: &str = "claim_id";

/// Columns without which nothing can be told of a row.
const NEEDED: [&str; 3] = [KEY, "claim", "status"];

/// Columns of which one has to be there, to tell the sources of a claim apart.
const SOURCE: [&str; 3] = ["work_id", "url_to_open", "anchor"];

/// Whether a row is too far down for the header, when the first row that holds something is `first`.
pub(super) fn is_below_header(row: u32, first: u32) -> bool {
    row.saturating_sub(first) >= MAX_HEADER_ROWS
}

/// The lines among which the header may be.
fn head(table: &Grid) -> impl Iterator<Item = &[GridCell]> {
    let first = table.first_row().unwrap_or_default();
    table.lines().take_while(move |line| !is_below_header(line[0].row, first))
}

/// The header: the key beside another of our columns. `None` where there is none.
pub(super) fn header(table: &Grid) -> Option<&[GridCell]> {
    head(table).find(|line| line.iter().any(|cell| known(&cell.text) == KEY) && ours(line) > 1)
}

/// Whether a line near the top has several of our columns, the key or not.
pub(super) fn has_some(table: &Grid) -> bool {
    head(table).any(|line| ours(line) > 1)
}

/// Whether nothing stands above the header.
pub(super) fn begins_with_header(table: &Grid) -> bool {
    header(table).is_some_and(|line| Some(line[0].row) == table.first_row())
}

/// How many cells of a line name columns of ours.
fn ours(line: &[GridCell]) -> usize {
    line.iter().filter(|cell| COLUMNS.contains(&known(&cell.text).as_str())).count()
}

/// How many of the columns for people every sheet has had; those behind them came later.
const OLDEST_HUMAN: usize = 6;

/// The columns for people that a table with our header lacks.
pub(super) fn missing(table: &Grid) -> Vec<&'static str> {
    let Some(header) = header(table) else { return Vec::new() };
    let has = |name: &&&str| header.iter().any(|cell| known(&cell.text) == **name);
    COLUMNS[FIRST_HUMAN..][..OLDEST_HUMAN].iter().filter(|name| !has(name)).copied().collect()
}

/// The rows below the header. Empty ones are left out, and so are columns that hold nothing.
///
/// # Errors
/// With the name of a column that is missing, or where the rows are too many.
pub(super) fn rows(table: &Grid, limits: SheetLimits) -> Result<Vec<SheetRow>, SheetError> {
    let header = header(table).ok_or(SheetError::Column(KEY))?;
    let below = || table.lines().skip_while(|line| line[0].row <= header[0].row);
    let places = ColumnPositions::of(header, below().flatten());
    for name in NEEDED {
        places.own(name).ok_or(SheetError::Column(name))?;
    }
    if !SOURCE.iter().any(|name| places.own(name).is_some()) {
        return Err(SheetError::Column(SOURCE[0]));
    }
    check_table(below().count(), places.added.iter().map(|(name, _)| name.len()), limits)?;
    Ok(below().map(|line| places.read(line)).collect())
}

/// Where each of our columns stands, and the others with names that no two share.
struct ColumnPositions {
    own: [Option<u32>; COLUMNS.len()],
    /// In order of their columns.
    added: Vec<(String, u32)>,
}

impl ColumnPositions {
    fn of<'a>(header: &[GridCell], below: impl Iterator<Item = &'a GridCell>) -> Self {
        let named: FxHashMap<u32, &str> =
            header.iter().map(|cell| (cell.column, cell.text.as_str())).collect();
        let used: FxHashSet<u32> = below.map(|cell| cell.column).collect();
        let mut used: Vec<u32> =
            used.into_iter().filter(|column| !named.contains_key(column)).collect();
        used.extend(header.iter().map(|cell| cell.column));
        used.sort_unstable();
        let mut own = [None; COLUMNS.len()];
        let (mut added, mut names) = (Vec::new(), UniqueColumnNames::default());
        for column in used {
            let cell = named.get(&column).copied().unwrap_or_default();
            let known = known(cell);
            let place = COLUMNS.iter().position(|own| *own == known);
            match place.filter(|place| own[*place].is_none()) {
                Some(place) => own[place] = Some(column),
                None if cell.trim().is_empty() => {
                    let number = u64::from(column) + 1;
                    added.push((names.unique(format!("column {number}")), column));
                }
                None => added.push((names.unique(cell.to_owned()), column)),
            }
        }
        Self { own, added }
    }

    fn own(&self, name: &str) -> Option<u32> {
        self.own[COLUMNS.iter().position(|own| *own == name)?]
    }

    fn read(&self, line: &[GridCell]) -> SheetRow {
        let text = |column: u32| {
            turn();
            let at = line.binary_search_by_key(&column, |cell| cell.column);
            at.map(|at| line[at].text.clone()).unwrap_or_default()
        };
        let mut row = columns::row(|name| self.own(name).map(text).unwrap_or_default());
        let added = self.added.iter();
        row.extra = added.map(|(name, column)| (name.clone(), text(*column))).collect();
        row
    }
}
