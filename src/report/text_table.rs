//! Tables in text that fit the width: cells are cut short, and columns that have no room stand in a second table below.

use std::io::{self, Write};

use super::plain_text::{columns, escape};
use super::style::{Paint, TextStyle, shorten};

/// Names are not cut below so many columns.
const MIN_NAME_WIDTH: usize = 10;

/// Blanks between columns, and where a table would be too wide.
const GAP: usize = 2;
const NARROW_GAP: usize = 1;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnKind {
    /// What a row is about, at the left; it stands in every part of a table that is too wide, and may be cut short.
    Key,
    /// A number, at the right of its column.
    Number,
    /// A name at the end of a row; else as a key.
    Name,
}

/// A table of text. Cells are escaped where they are written.
#[derive(Debug, Clone, Default)]
pub(super) struct TextTable {
    columns: Vec<TableColumn>,
    rows: Vec<Vec<String>>,
    indent: usize,
}

#[derive(Debug, Clone)]
struct TableColumn {
    heading: String,
    kind: ColumnKind,
}

impl TextTable {
    /// A table with these columns.
    pub(super) fn new<'a>(columns: impl IntoIterator<Item = (&'a str, ColumnKind)>) -> Self {
        let columns = columns.into_iter();
        let columns =
            columns.map(|(heading, kind)| TableColumn { heading: escape(heading), kind }).collect();
        Self { columns, ..Self::default() }
    }

    /// The same with blanks before every line.
    pub(super) fn indented(self, indent: usize) -> Self {
        Self { indent, ..self }
    }

    /// Adds a row of as many cells as there are columns.
    pub(super) fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| escape(&cell)).collect());
    }

    /// Writes the heading and the rows; nothing where there is no row.
    pub(super) fn write(&self, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let layout = TableLayout::new(self, style.width());
        for (at, part) in layout.parts.iter().enumerate() {
            if at > 0 {
                writeln!(out)?;
            }
            let heading = self.columns.iter().map(|column| column.heading.as_str()).collect();
            writeln!(out, "{}", style.paint(Paint::Strong, &self.line(heading, part, &layout)))?;
            for row in &self.rows {
                let cells = row.iter().map(String::as_str).collect();
                writeln!(out, "{}", self.line(cells, part, &layout))?;
            }
        }
        Ok(())
    }

    fn is_number(&self, at: usize) -> bool {
        self.columns[at].kind == ColumnKind::Number
    }

    fn line(&self, cells: Vec<&str>, part: &[usize], layout: &TableLayout) -> String {
        let TableLayout { widths, gap, .. } = layout;
        let mut line = " ".repeat(self.indent);
        for (place, at) in part.iter().enumerate() {
            let gap = if place == 0 { 0 } else { *gap };
            line.push_str(&" ".repeat(gap));
            let cell = shorten(cells[*at], widths[*at]);
            let blanks = " ".repeat(widths[*at].saturating_sub(columns(&cell)));
            match self.is_number(*at) {
                true => line.extend([blanks, cell]),
                false => line.extend([cell, blanks]),
            }
        }
        line.trim_end().to_owned()
    }
}

/// How a table is laid out.
struct TableLayout {
    /// The columns of the terminal that each column takes.
    widths: Vec<usize>,
    gap: usize,
    /// The columns of each part: all, or the keys and names with as many numbers as fit.
    parts: Vec<Vec<usize>>,
}

impl TableLayout {
    fn new(table: &TextTable, room: usize) -> Self {
        let room = room - table.indent;
        let cells = |at: usize| table.rows.iter().map(move |row| columns(&row[at]));
        let wanted = table.columns.iter().enumerate();
        let wanted = wanted
            .map(|(at, column)| cells(at).chain([columns(&column.heading)]).max().unwrap_or(0));
        let mut layout = Self { widths: wanted.collect(), gap: GAP, parts: Vec::new() };
        let all: Vec<usize> = (0..layout.widths.len()).collect();
        if layout.total(&all) > room {
            layout.gap = NARROW_GAP;
        }
        // Names are cut where the table would be wider than a line, the last ones first.
        for at in all.iter().rev().filter(|at| !table.is_number(**at)) {
            let least = columns(&table.columns[*at].heading).max(MIN_NAME_WIDTH);
            let least = least.min(layout.widths[*at]);
            let excess = layout.total(&all).saturating_sub(room);
            layout.widths[*at] = layout.widths[*at].saturating_sub(excess).max(least);
        }
        layout.divide(table, room);
        layout
    }

    fn total(&self, part: &[usize]) -> usize {
        let taken: usize = part.iter().map(|at| self.widths[*at] + self.gap).sum();
        taken.saturating_sub(self.gap)
    }

    fn divide(&mut self, table: &TextTable, room: usize) {
        let all = || 0..self.widths.len();
        let with_names = |part: &[usize]| -> Vec<usize> {
            all().filter(|at| !table.is_number(*at) || part.contains(at)).collect()
        };
        let (mut parts, mut part) = (Vec::new(), Vec::new());
        for at in all().filter(|at| table.is_number(*at)) {
            part.push(at);
            if part.len() > 1 && self.total(&with_names(&part)) > room {
                part.pop();
                parts.push(with_names(&part));
                part = vec![at];
            }
        }
        parts.push(with_names(&part));
        self.parts = parts;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(width: usize) -> Vec<String> {
        let number = |heading| (heading, ColumnKind::Number);
        let columns = [("facet", ColumnKind::Key), number("n"), number("richness"), number("top")];
        let mut table = TextTable::new(columns.into_iter().chain([("group", ColumnKind::Name)]));
        let cells = ["domain", "12", "7", "0.2", "a group with a long name"];
        table.push(cells.map(str::to_owned));
        let mut out = Vec::new();
        table.write(TextStyle::new(width), &mut out).expect("memory takes it");
        String::from_utf8(out).expect("text").lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_table_that_fits_is_one() {
        assert_eq!(
            shown(80),
            [
                "facet    n  richness  top  group",
                "domain  12         7  0.2  a group with a long name"
            ]
        );
    }

    #[test]
    fn names_are_cut_before_columns_move() {
        assert_eq!(shown(40)[1], "domain 12        7 0.2 a group with a l…");
        let narrow = shown(28);
        assert!(narrow.iter().all(|line| columns(line) <= 28), "{narrow:?}");
        assert!(narrow.len() > 2 && narrow.concat().contains("0.2"), "{narrow:?}");
    }

    #[test]
    fn no_row_is_no_table() {
        let mut out = Vec::new();
        let table = TextTable::new([("a", ColumnKind::Key)]);
        table.write(TextStyle::default(), &mut out).expect("memory takes it");
        assert!(out.is_empty());
    }
}
