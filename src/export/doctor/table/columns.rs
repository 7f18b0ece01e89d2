//! The types of columns: Gephi guesses them from the first rows, and drops what does not fit later.

use super::Table;
use crate::article::StatedDate;
use crate::export::doctor::DiagnosisBuilder;

/// Rows by which Gephi tells the type of a column.
const TYPE_SAMPLE_ROWS: usize = 25;

/// Columns that Gephi reads as text, whatever is in them.
const TEXTS: [&str; 7] = ["id", "label", "source", "target", "type", "kind", "timeset"];

/// What a cell is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum TableCellKind {
    Boolean,
    /// A whole number of 32 bits.
    Integer,
    Long,
    Decimal,
    /// A number with a comma before its decimals.
    CommaDecimal,
    Date,
    Text,
}

/// What the cells of a column are.
#[derive(Clone)]
struct ColumnProfile {
    /// What all cells of the sample fit in; `None` before the first.
    sample: Option<TableCellKind>,
    /// The first cell after the sample that does not fit: its line, what it is, and itself.
    late: Option<(u64, TableCellKind, String)>,
    are_numbers: bool,
    has_comma: bool,
    are_commas: bool,
    /// The first number with a zero before it.
    zero: Option<(u64, String)>,
}

impl ColumnProfile {
    const NEW: Self = Self {
        sample: None,
        late: None,
        are_numbers: true,
        has_comma: false,
        are_commas: true,
        zero: None,
    };

    fn add(&mut self, is_sample: bool, line: u64, cell: &str) {
        use TableCellKind::{CommaDecimal, Decimal, Integer, Long};
        let kind = kind(cell);
        self.are_numbers &= matches!(kind, Integer | Long | Decimal);
        self.has_comma |= kind == CommaDecimal;
        self.are_commas &= matches!(kind, Integer | Long | CommaDecimal);
        let digits = cell.strip_prefix(['-', '+']).unwrap_or(cell);
        let is_padded = digits.len() > 1
            && digits.starts_with('0')
            && digits.bytes().all(|c| c.is_ascii_digit());
        if is_padded && self.zero.is_none() {
            self.zero = Some((line, cell.to_owned()));
        }
        match self.sample {
            _ if is_sample => self.sample = Some(self.sample.map_or(kind, |one| joined(one, kind))),
            Some(sample) if joined(sample, kind) != sample && self.late.is_none() => {
                self.late = Some((line, kind, cell.to_owned()));
            }
            _ => {}
        }
    }

    fn has_late_decimals(&self) -> bool {
        use TableCellKind::{Decimal, Integer, Long};
        let late = self.late.as_ref().is_some_and(|late| late.1 == Decimal);
        late && self.are_numbers && matches!(self.sample, Some(Integer | Long))
    }
}

/// The line of the header, and what separates its cells.
#[derive(Clone, Copy)]
struct HeaderPlace {
    line: u64,
    mark: u8,
}

/// The narrowest kind that holds both.
fn joined(one: TableCellKind, two: TableCellKind) -> TableCellKind {
    use TableCellKind::{Decimal, Integer, Long, Text};
    match (one, two) {
        _ if one == two => one,
        (Integer | Long | Decimal, Integer | Long | Decimal) => one.max(two),
        _ => Text,
    }
}

fn kind(cell: &str) -> TableCellKind {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    match cell {
        _ if cell.eq_ignore_ascii_case("true") || cell.eq_ignore_ascii_case("false") => {
            TableCellKind::Boolean
        }
        _ if cell.parse::<i32>().is_ok() => TableCellKind::Integer,
        _ if cell.parse::<i64>().is_ok() => TableCellKind::Long,
        _ if cell.parse::<f64>().is_ok() => TableCellKind::Decimal,
        _ if is_date(cell) => TableCellKind::Date,
        _ => match cell.strip_prefix('-').unwrap_or(cell).split_once(',') {
            Some((whole, decimals)) if is_digits(whole) && is_digits(decimals) => {
                TableCellKind::CommaDecimal
            }
            _ => TableCellKind::Text,
        },
    }
}

/// A day or month as Gephi takes it for a time.
fn is_date(cell: &str) -> bool {
    let day = cell.split('T').next().unwrap_or_default();
    day.contains('-')
        && day.bytes().all(|c| c.is_ascii_digit() || c == b'-')
        && StatedDate::parse(day).is_some()
}

/// Looks at the types of all columns. Goes through the cells that are there: a header may be far longer than all rows.
pub(super) fn examine(table: &mut Table, mark: u8, chart: &mut DiagnosisBuilder) {
    let Some((header_line, header)) = table.rows.first().cloned() else { return };
    let mut columns = vec![ColumnProfile::NEW; header.len()];
    for (at, (line, row)) in table.body().iter().enumerate() {
        let cells = row.iter().map(|cell| cell.trim()).zip(&mut columns);
        cells
            .filter(|(cell, _)| !cell.is_empty())
            .for_each(|(cell, column)| column.add(at < TYPE_SAMPLE_ROWS, *line, cell));
    }
    for (name, column) in header.iter().zip(&columns) {
        let lower = name.trim().to_lowercase();
        let is_text = TEXTS.contains(&lower.as_str());
        if is_text || lower.contains("interval") || lower.contains("timestamp") {
            continue;
        }
        report(name, column, HeaderPlace { line: header_line, mark }, chart);
    }
    for (_, row) in table.rows.iter_mut().skip(1) {
        let cells = row.iter_mut().zip(&columns).filter(|(_, column)| column.has_late_decimals());
        for (cell, _) in cells.filter(|(cell, _)| cell.trim().parse::<i64>().is_ok()) {
            *cell = format!("{}.0", cell.trim());
        }
    }
}

fn report(name: &str, column: &ColumnProfile, place: HeaderPlace, chart: &mut DiagnosisBuilder) {
    let HeaderPlace { line: header_line, mark } = place;
    use TableCellKind::{Boolean, Date, Integer, Long, Text};
    if column.has_comma && column.are_commas && mark != b',' {
        chart.add_finding("decimal-comma", header_line, name);
        return;
    }
    if column.has_late_decimals() {
        chart.add_finding("late-decimals", header_line, name);
    } else if let Some((line, kind, cell)) = &column.late {
        let is_lost = column.sample.is_some_and(|sample| sample != Text) && *kind != Date;
        if is_lost || column.sample == Some(Boolean) {
            chart.add_finding("late-value", *line, format!("{name}: {cell}"));
        }
    }
    if let (Some(Integer | Long), Some((line, cell))) = (column.sample, &column.zero) {
        chart.add_finding("leading-zeros", *line, format!("{name}: {cell}"));
    }
    if column.sample == Some(Date) {
        chart.add_finding("date-column", header_line, name);
    }
}
