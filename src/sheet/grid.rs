//! The cells of a table that hold something, wherever they stand: what a table costs is what is in it.

use super::limits::{MAX_CELLS, SheetLimits, TooLarge, cell_name};

/// A cell that holds something; row and column from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GridCell {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) text: String,
}

/// What the cells of a file may still come to, those of all its tables together.
#[derive(Debug)]
pub(super) struct CellBudget {
    limits: SheetLimits,
    cells: u64,
    bytes: u64,
}

impl CellBudget {
    pub(super) fn new(limits: SheetLimits) -> Self {
        Self { limits, cells: MAX_CELLS, bytes: limits.max_bytes }
    }

    /// The limits that it began with.
    pub(super) fn limits(&self) -> SheetLimits {
        self.limits
    }

    /// Takes a cell with this much text out of the budget; `name` names it where there is no room.
    pub(super) fn take(
        &mut self,
        bytes: usize,
        name: impl FnOnce() -> String,
    ) -> Result<(), TooLarge> {
        let Some(cells) = self.cells.checked_sub(1) else {
            return Err(TooLarge::Cells { cell: name() });
        };
        let Some(left) = self.bytes.checked_sub(bytes as u64) else {
            return Err(TooLarge::Text { cell: name(), limit: self.limits.max_bytes });
        };
        (self.cells, self.bytes) = (cells, left);
        Ok(())
    }
}

/// The cells of a table in their order, row by row.
#[derive(Debug, Default)]
pub(super) struct Grid {
    cells: Vec<GridCell>,
}

impl Grid {
    /// Adds a cell; an empty one is none.
    pub(super) fn push(&mut self, cell: GridCell, budget: &mut CellBudget) -> Result<(), TooLarge> {
        if cell.text.is_empty() {
            return Ok(());
        }
        budget.take(cell.text.len(), || cell_name(cell.row, cell.column))?;
        self.cells.push(cell);
        Ok(())
    }

    /// Puts the cells in order, if their file did not; of two in one place the later counts.
    pub(super) fn sort(&mut self) {
        let place = |cell: &GridCell| (cell.row, cell.column);
        if self.cells.is_sorted_by(|left, right| place(left) < place(right)) {
            return;
        }
        self.cells.reverse();
        self.cells.sort_by_key(place);
        self.cells.dedup_by_key(|cell| place(cell));
    }

    /// The lines with their cells; empty lines are left out.
    pub(super) fn lines(&self) -> impl Iterator<Item = &[GridCell]> {
        self.cells.chunk_by(|left, right| left.row == right.row)
    }

    /// The first row that holds something.
    pub(super) fn first_row(&self) -> Option<u32> {
        self.cells.first().map(|cell| cell.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: u32, column: u32, text: &str) -> GridCell {
        GridCell { row, column, text: text.to_owned() }
    }

    #[test]
    fn cells_stand_in_order_and_the_later_of_two_counts() {
        let mut budget = CellBudget::new(SheetLimits::default());
        let mut grid = Grid::default();
        for one in
            [cell(5, 1, "b"), cell(0, 9, "a"), cell(5, 0, ""), cell(5, 1, "c"), cell(5, 0, "d")]
        {
            grid.push(one, &mut budget).unwrap();
        }
        grid.sort();
        let lines: Vec<&[GridCell]> = grid.lines().collect();
        assert_eq!(lines, [&[cell(0, 9, "a")][..], &[cell(5, 0, "d"), cell(5, 1, "c")]]);
        assert_eq!(budget.cells, MAX_CELLS - 4);
    }

    #[test]
    fn a_budget_ends_with_the_name_of_a_cell() {
        let mut budget = CellBudget::new(SheetLimits { max_bytes: 3 });
        assert_eq!(budget.take(2, String::new), Ok(()));
        assert_eq!(
            budget.take(2, || "B2".into()),
            Err(TooLarge::Text { cell: "B2".into(), limit: 3 })
        );
        budget.cells = 0;
        assert_eq!(budget.take(0, || "C3".into()), Err(TooLarge::Cells { cell: "C3".into() }));
    }
}
